import type { ForeignSilence } from '../../../shared/model/sources';
import type { Clock } from '../../../shared/time/clock';
import { type ForeignSource, SourceRefused } from './foreign-source';

/** Looks that must not find it before a silence whose fate is unknown is asked for once more. */
const LOOKS = 2;
/** Attempts at one order, at most. */
const ATTEMPTS = 3;

export interface SilenceOrdersOptions {
  readonly source: ForeignSource;
  readonly clock: Clock;
  readonly timeoutMs: number;
  /** How long after an attempt a look may still miss what it did (a cluster that has not told its peers), ms. */
  readonly settleMs: number;
  /** Its clock minus ours, ms. */
  readonly skewMs: () => number;
  /** It said no: final. */
  readonly refused: (silence: ForeignSilence, reason: string) => void;
  /** Something may have changed there: look soon. */
  readonly hurry: () => void;
}

interface Order {
  attempts: number;
  /** Looks since the last attempt ended that did not show it done. */
  looks: number;
  underWay: boolean;
  /** When the last attempt ended, monotonic ms. */
  endedAt: number;
}

/**
 * Carries out what people asked of a source's silences. An effect outside cannot be exactly once: what is asked for
 * is `asked` until it is *seen* there. After a restart, a time-out or a connection that broke, it is looked for
 * first, twice; only where it surely is not there it is asked for again.
 */
export class SilenceOrders {
  readonly #options: SilenceOrdersOptions;
  readonly #orders = new Map<string, Order>();
  readonly #underWay = new Set<AbortController>();
  #stopped = false;

  constructor(options: SilenceOrdersOptions) {
    this.#options = options;
  }

  /** Asks for a silence, or its end, now: the order is in the log. */
  begin(silence: ForeignSilence): void {
    void this.#attempt(silence);
  }

  /** After a good look that began at `beganAt` (monotonic ms): what is still open of `silences`. */
  review(silences: Iterable<ForeignSilence>, beganAt: number): void {
    const { settleMs } = this.#options;
    const open = new Set<string>();
    for (const silence of silences) {
      if (silence.phase !== 'asked' && silence.phase !== 'ending') continue;
      open.add(silence.id);
      const order = this.#orderOf(silence.id);
      if (order.underWay || beganAt < order.endedAt) continue;
      order.looks += 1;
      if (order.looks < LOOKS || beganAt - order.endedAt < settleMs || order.attempts >= ATTEMPTS) continue;
      void this.#attempt(silence);
    }
    for (const [id, order] of this.#orders) if (!open.has(id) && !order.underWay) this.#orders.delete(id);
  }

  stop(): void {
    this.#stopped = true;
    for (const abort of this.#underWay) abort.abort();
  }

  async #attempt(silence: ForeignSilence): Promise<void> {
    const { source, clock, timeoutMs, skewMs, refused, hurry } = this.#options;
    const order = this.#orderOf(silence.id);
    if (this.#stopped || order.underWay) return;
    order.underWay = true;
    order.attempts += 1;
    order.looks = 0;
    const abort = new AbortController();
    this.#underWay.add(abort);
    const cancel = clock.after(timeoutMs, () => abort.abort());
    try {
      if (silence.phase === 'ending')
        await source.endSilence(silence.id.slice(silence.source.length + 1), abort.signal);
      else {
        await source.setSilence(
          {
            correlation: silence.correlation ?? '',
            matchers: silence.matchers,
            startsAt: clock.now() + skewMs(),
            endsAt: silence.endsAt + skewMs(),
            actor: silence.author,
            comment: silence.comment,
          },
          abort.signal,
        );
      }
    } catch (error) {
      if (!this.#stopped && error instanceof SourceRefused) refused(silence, error.message);
    } finally {
      cancel();
      this.#underWay.delete(abort);
      order.underWay = false;
      order.endedAt = clock.mono();
      if (!this.#stopped) hurry();
    }
  }

  #orderOf(id: string): Order {
    const known = this.#orders.get(id);
    if (known) return known;
    const order: Order = { attempts: 0, looks: 0, underWay: false, endedAt: Number.NEGATIVE_INFINITY };
    this.#orders.set(id, order);
    return order;
  }
}
