import { timeAnswer } from '../../../shared/contract/wire';
import type { Clock } from '../../../shared/time/clock';
import { ClockOffset } from '../link/clock-offset';
import type { HubLink } from '../link/hub-link';
import type { LinkMonitor } from '../link/link-monitor';

/** How often the hub's clock is measured, ms. */
const CLOCK_MS = 10_000;
/** A socket that is open and silent is dialled anew this often, ms. */
const REDIAL_MS = 5_000;

export interface LinkCareOptions {
  readonly clock: Clock;
  readonly monitor: LinkMonitor;
  readonly link: () => HubLink | null;
  readonly log: (level: 'warn', message: string) => void;
}

/** What a link needs from time to time: the hub's clock measured, and a silent socket dialled anew. */
export class LinkCare {
  readonly #options: LinkCareOptions;
  readonly #offset = new ClockOffset();
  readonly #cancels: (() => void)[] = [];
  #stopped = false;

  constructor(options: LinkCareOptions) {
    this.#options = options;
    this.#repeat(CLOCK_MS, () => this.measure());
    this.#repeat(REDIAL_MS, () => this.#redialSilent());
  }

  /** What was measured is void: another hub, or this machine slept meanwhile. */
  reset(): void {
    this.#offset.reset();
  }

  async measure(): Promise<void> {
    const { clock, monitor } = this.#options;
    const link = this.#options.link();
    if (!link?.connected) return;
    const sentAt = clock.mono();
    const answer = await link.ask({ ask: 'time' }, timeAnswer);
    if (!answer.ok || this.#options.link() !== link) return;
    const best = this.#offset.add(sentAt, clock.mono() - sentAt, answer.value.hubTime);
    monitor.clock(best.hubMinusMonoMs, best.roundTripMs);
  }

  stop(): void {
    this.#stopped = true;
    for (const cancel of this.#cancels) cancel();
  }

  async #redialSilent(): Promise<void> {
    const { monitor, link, log } = this.#options;
    const now = link();
    if (monitor.state.phase !== 'lost' || !now?.connected) return;
    log('warn', 'open and silent: dials anew');
    now.redial();
  }

  #repeat(ms: number, run: () => Promise<void>): void {
    let cancel: () => void = () => {};
    const again = (): void => {
      cancel = this.#options.clock.after(ms, () => {
        void run().finally(() => {
          if (!this.#stopped) again();
        });
      });
    };
    again();
    this.#cancels.push(() => cancel());
  }
}
