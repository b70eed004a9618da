import type { Clock } from '../../../shared/time/clock';
import type { SignalState } from './self-parts';

/** One signal is given up after this, and when it is time for the next, ms. */
const TIMEOUT_MS = 10_000;
/** However short the interval, one signal gets this long, and the address is not asked more often, ms. */
const SHORTEST_MS = 100;

export interface DeadMansSwitchOptions {
  readonly clock: Clock;
  /** Why the hub does not really watch; null: it does. Asked before every signal. */
  readonly notWatching: () => string | null;
  /** Sends it; resolves with the status code. */
  readonly send?: (url: string, signal: AbortSignal) => Promise<number>;
}

/**
 * Tells the world outside that this hub watches: a GET of a URL at every interval, and none while it does not
 * watch. Somebody there notices the silence, whatever its cause: that is the only way to hear of a machine that is
 * gone. Never throws; the URL (which is the secret of most such services) is never told to anybody.
 */
export class DeadMansSwitch {
  readonly #options: DeadMansSwitchOptions;
  readonly #clock: Clock;
  #target: { readonly url: string; readonly intervalMs: number } | null = null;
  #cancel: () => void = () => {};
  /** Of signals under way; one that is no longer here was called off, and says nothing. */
  readonly #underWay = new Set<AbortController>();
  #state: SignalState = { lastSuccessAt: null, failure: null, sent: 0, failed: 0 };

  constructor(options: DeadMansSwitchOptions) {
    this.#options = options;
    this.#clock = options.clock;
  }

  get state(): SignalState {
    return this.#state;
  }

  /** Null: there is nobody to tell. The same target as before changes nothing; a new one is told at once. */
  setTarget(target: { readonly url: string; readonly intervalMs: number } | null): void {
    const before = this.#target;
    if (before?.url === target?.url && before?.intervalMs === target?.intervalMs) return;
    this.stop();
    this.#target = target;
    this.#state = { ...this.#state, lastSuccessAt: null, failure: null };
    if (target) this.#next(0);
  }

  stop(): void {
    this.#cancel();
    this.#cancel = () => {};
    for (const abort of this.#underWay) abort.abort();
    this.#underWay.clear();
    this.#target = null;
  }

  #next(ms: number): void {
    const target = this.#target;
    if (!target) return;
    this.#cancel = this.#clock.after(ms, () => {
      // By the interval whatever one signal takes: the other side counts.
      const intervalMs = Math.max(SHORTEST_MS, target.intervalMs);
      this.#next(intervalMs);
      void this.#signal(target.url, Math.min(TIMEOUT_MS, intervalMs));
    });
  }

  async #signal(url: string, patienceMs: number): Promise<void> {
    const reason = this.#options.notWatching();
    if (reason !== null) {
      this.#failed(`sendes ikke: ${reason}`, false);
      return;
    }
    const abort = new AbortController();
    this.#underWay.add(abort);
    const cancel = this.#clock.after(patienceMs, () => abort.abort());
    try {
      const status = await (this.#options.send ?? get)(url, abort.signal);
      if (!this.#underWay.has(abort)) return;
      if (status >= 200 && status < 300) {
        this.#state = {
          ...this.#state,
          lastSuccessAt: this.#clock.now(),
          failure: null,
          sent: this.#state.sent + 1,
        };
      } else this.#failed(`kom ikke fram: svaret var ${status}`, true);
    } catch (error) {
      if (!this.#underWay.has(abort)) return;
      const seconds = String(patienceMs / 1_000).replace('.', ',');
      const reason = abort.signal.aborted ? `intet svar innen ${seconds} s` : reasonOf(error);
      this.#failed(`kom ikke fram: ${reason}`, true);
    } finally {
      cancel();
      this.#underWay.delete(abort);
    }
  }

  #failed(failure: string, sent: boolean): void {
    this.#state = {
      ...this.#state,
      failure,
      sent: this.#state.sent + (sent ? 1 : 0),
      failed: this.#state.failed + (sent ? 1 : 0),
    };
  }
}

async function get(url: string, signal: AbortSignal): Promise<number> {
  const response = await fetch(url, { signal, redirect: 'follow' });
  // What is said beside the status is of no interest, however long it is.
  await response.body?.cancel();
  return response.status;
}

/** The code of what went wrong; the message could hold the address. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const code = (cause as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : 'forbindelsen sviktet';
}
