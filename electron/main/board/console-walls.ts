import type { LogEvent } from '../../../shared/model/events';
import type { WallCare, WallReport } from '../../../shared/model/wall-health';
import type { Clock } from '../../../shared/time/clock';
import type { HubLink } from '../link/hub-link';
import { Listeners } from './listeners';

/** What is asked for is done within a minute, or not at all, ms: later it would bring down a wall that is well. */
const CARE_WITHIN_MS = 60_000;

/** Somebody at a desk wants this console's walls brought back. */
export interface WallCareAsked {
  /** Null: all of them. */
  readonly window: string | null;
  readonly how: WallCare;
  /** Who, by id. */
  readonly actor: string;
}

/** What those who look after this console's walls have to do with the hub. */
export interface WallsLink {
  /** When this run of the console began: the hub's clock, as far as it is known, ms UTC. */
  readonly upSince: number;
  /** Says how the walls fare; nobody hears it while the hub is away. */
  report(report: WallReport): void;
  /** Returns an unsubscribe. */
  onCare(listen: (asked: WallCareAsked) => void): () => void;
}

export interface ConsoleWallsOptions {
  readonly clock: Clock;
  readonly consoleId: string;
  readonly link: () => Pick<HubLink, 'wall'> | null;
  readonly log: (level: 'info' | 'warn', message: string, detail?: Record<string, unknown>) => void;
}

/** Sends word of this console's walls, and hears what people want done about them. */
export class ConsoleWalls implements WallsLink {
  readonly #options: ConsoleWallsOptions;
  readonly #heard = new Listeners<WallCareAsked>();
  readonly #beganAt: number;
  /** The hub's time minus this machine's monotonic clock, as it last said; null: no hub has said. */
  #hubMinusMono: number | null = null;

  constructor(options: ConsoleWallsOptions) {
    this.#options = options;
    this.#beganAt = options.clock.mono();
  }

  get upSince(): number {
    const { clock } = this.#options;
    return this.#beganAt + (this.#hubMinusMono ?? clock.now() - clock.mono());
  }

  /** The hub has said what time it is: before it says anything else, and then all the time. */
  hubSaid(hubTime: number): void {
    this.#hubMinusMono = hubTime - this.#options.clock.mono();
  }

  /**
   * Events that were applied. What was asked for before this run began was done by that beginning, or is no longer called
   * for; a console that is told of its own restart a second time must not restart again.
   */
  heard(events: readonly LogEvent[]): void {
    const { clock, consoleId, log } = this.#options;
    for (const { at, body } of events) {
      if (body.type !== 'wall.cared' || body.console !== consoleId) continue;
      const { window, how, actor } = body;
      const now = clock.mono() + (this.#hubMinusMono ?? clock.now() - clock.mono());
      const late = now - at > CARE_WITHIN_MS || at < this.upSince;
      log('info', late ? 'asked too late to care for the walls' : 'asked to care for the walls', {
        window,
        how,
        actor,
      });
      if (!late) this.#heard.tell({ window, how, actor });
    }
  }

  report(report: WallReport): void {
    this.#options.link()?.wall(report);
  }

  onCare(listen: (asked: WallCareAsked) => void): () => void {
    return this.#heard.add(listen);
  }
}
