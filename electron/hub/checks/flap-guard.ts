import type { Check } from '../../../shared/model/catalogue';
import type { CheckChanged, EventBody } from '../../../shared/model/events';
import type { CheckStatus } from '../../../shared/model/room';
import type { CheckResult } from '../../../shared/model/states';
import { decide, type Observation } from '../../../shared/rules/decide';
import {
  ALL_CHANGES,
  type Changes,
  changesOf,
  decideFlapping,
  FLAP_WINDOW,
  flapPercent,
  isFlapping,
  NO_CHANGES,
  noteChange,
} from '../../../shared/rules/flap';

/** The last results of one check. */
interface Window {
  /** The definition that they were measured by: another one begins anew. */
  readonly check: Check;
  changes: Changes;
  last: CheckResult | null;
  /** Failures in a row while it flaps; 0: the last result was ok. */
  inARow: number;
}

/** A result that was kept, `at` ms UTC. */
export interface KeptResult {
  readonly at: number;
  readonly result: CheckResult;
}

export interface FlapGuardOptions {
  /** The results of a check since a time (ms UTC), oldest first: what the samples still know after a restart. */
  readonly recent: (check: string, since: number) => readonly KeptResult[];
}

/** What came of an observation: at most the flapping that began or ended. */
export type FlapNews = Extract<EventBody, { type: 'check.flapping' }> | null;

/** A restart may have left a gap in the results: so many intervals back are asked for. */
const SEED_INTERVALS = FLAP_WINDOW * 2;

/**
 * Remembers the last results of every check (two numbers each) and holds those that change too often. Windows live
 * in memory only: after a restart a check that the log knows as flapping gets its window back from the samples, and
 * where those are gone it must be steady for a whole window to be believed.
 */
export class FlapGuard {
  readonly #recent: FlapGuardOptions['recent'];
  readonly #windows = new Map<string, Window>();

  constructor({ recent }: FlapGuardOptions) {
    this.#recent = recent;
  }

  /** Checks whose results are remembered. */
  get size(): number {
    return this.#windows.size;
  }

  /**
   * Takes an observation in. Returns the event that flapping began or ended with it, to be written before what
   * `decide` makes of it. Reference points are never damped: whether the hub sees anything at all is judged by
   * what is seen now.
   */
  note(status: CheckStatus | undefined, check: Check, seen: Observation): FlapNews {
    if (!status || check.node === null) return null;
    if (status.observedAt !== null && seen.observedAt < status.observedAt) return null;
    const was = status.flappingSince !== null;
    // Results that ceased to come change no more: the pattern is broken, and what is seen next counts as it is.
    // A source that is lost says nothing of its services: they are unknown at once, however they were held.
    const broken = status.overdue || (check.source !== null && seen.result === 'unknown');
    const window = broken ? this.#fresh(check) : this.#windowOf(check, was, seen);
    if (window.last !== null) window.changes = noteChange(window.changes, window.last !== seen.result);
    window.last = seen.result;
    window.inARow = seen.result === 'ok' ? 0 : window.inARow + 1;
    const percent = flapPercent(window.changes);
    const flapping = !broken && isFlapping(percent, was);
    return flapping === was ? null : { type: 'check.flapping', check: check.id, flapping, percent };
  }

  /** What an observation that was noted means, given the status as it stands now. */
  decide(status: CheckStatus | undefined, check: Check, seen: Observation): CheckChanged | null {
    if (status?.flappingSince == null) return decide(status, check, seen);
    return decideFlapping(status, check, seen, this.#windows.get(check.id)?.inARow ?? 0);
  }

  /** A check went overdue: the event that its flapping is over, if it was flapping. */
  overdue(status: CheckStatus | undefined): FlapNews {
    if (status?.flappingSince == null) return null;
    this.#windows.delete(status.id);
    return { type: 'check.flapping', check: status.id, flapping: false, percent: 0 };
  }

  /** Whether a check's last result is not confirmed yet, so that it is to be retried soon. */
  isSoft(status: CheckStatus | undefined): boolean {
    if (status?.flappingSince == null) return status?.hard === false;
    const window = this.#windows.get(status.id);
    // Attempts on the way to something worse are not in the log while it flaps.
    return status.confirmed === 'ok' && (window?.inARow ?? 0) > 0;
  }

  /** Forgets what is no longer watched. */
  keep(checks: ReadonlyMap<string, Check>): void {
    for (const id of this.#windows.keys()) if (!checks.has(id)) this.#windows.delete(id);
  }

  #windowOf(check: Check, flapping: boolean, seen: Observation): Window {
    const known = this.#windows.get(check.id);
    if (known?.check === check) return known;
    const window = this.#fresh(check);
    if (!flapping) return window;
    const since = seen.observedAt - SEED_INTERVALS * check.intervalMs;
    const kept = this.#recent(check.id, since).filter(({ at }) => at < seen.observedAt);
    const { changes, last } = changesOf(kept.slice(-FLAP_WINDOW - 1).map(({ result }) => result));
    window.last = last;
    window.changes = isFlapping(flapPercent(changes), true) ? changes : ALL_CHANGES;
    return window;
  }

  #fresh(check: Check): Window {
    const window: Window = { check, changes: NO_CHANGES, last: null, inARow: 0 };
    this.#windows.set(check.id, window);
    return window;
  }
}
