import { isDeepStrictEqual } from 'node:util';
import type { SourceEntity, SourceStatus } from '../../../shared/model/sources';
import type { Clock } from '../../../shared/time/clock';
import { bounded } from './text';

/** Where only the count of rejected answers moves, or the reason why it is down, it is told no more often, ms. */
const DETAILS_EVERY_MS = 10_000;

/** What a good look learned. */
export interface Seen {
  readonly version: string | null;
  readonly skewMs: number | null;
  readonly alerts: number;
  readonly silences: number;
  readonly map: { readonly unmatched: number; readonly ambiguous: number };
}

/** How a source is doing, and whether that is news. */
export class SourceVitals {
  readonly #clock: Clock;
  #status: SourceStatus;
  #told: SourceStatus | null = null;
  #toldAt = Number.NEGATIVE_INFINITY;
  #lastGoodAt: number | null = null;

  constructor(id: string, clock: Clock) {
    this.#clock = clock;
    this.#status = {
      id,
      phase: 'never',
      since: clock.now(),
      reason: null,
      version: null,
      skewMs: null,
      alerts: 0,
      unmatched: 0,
      ambiguous: 0,
      silences: 0,
      rejected: { count: 0, last: null },
    };
  }

  get phase(): SourceStatus['phase'] {
    return this.#status.phase;
  }

  get since(): number {
    return this.#status.since;
  }

  get skewMs(): number | null {
    return this.#status.skewMs;
  }

  /** The reason that was told last. */
  get toldReason(): string {
    return this.#told?.reason ?? '';
  }

  /** When it last answered well, ms UTC; null: not since the hub started. */
  get lastGoodAt(): number | null {
    return this.#lastGoodAt;
  }

  reject(reason: string, piece: string): void {
    const { count } = this.#status.rejected;
    const last = { at: this.#clock.now(), reason: bounded(reason, 300), piece: bounded(piece, 200) };
    this.#status = { ...this.#status, rejected: { count: count + 1, last } };
  }

  see({ version, skewMs, alerts, silences, map }: Seen): void {
    const { unmatched, ambiguous } = map;
    this.#status = { ...this.#status, version, skewMs, alerts, silences, unmatched, ambiguous };
  }

  recount(alerts: number, { unmatched, ambiguous }: Seen['map']): void {
    this.#status = { ...this.#status, alerts, unmatched, ambiguous };
  }

  /** It answers well. `odd`: what is strange all the same. */
  rise(odd: string | null): void {
    const now = this.#clock.now();
    this.#lastGoodAt = now;
    const since = this.#status.phase === 'up' ? this.#status.since : now;
    this.#status = { ...this.#status, phase: 'up', since, reason: odd };
  }

  /** It failed once. */
  doubt(reason: string): void {
    this.#status = { ...this.#status, reason: bounded(reason, 300) };
  }

  /** It is gone. */
  fall(reason: string): void {
    const since = this.#status.phase === 'down' ? this.#status.since : this.#clock.now();
    this.#status = { ...this.#status, phase: 'down', since, reason: bounded(reason, 300) };
  }

  /** How long details wait still before they are told, ms. */
  heldBackMs(): number {
    return Math.max(0, DETAILS_EVERY_MS - (this.#clock.mono() - this.#toldAt));
  }

  /** The status as an entity where it is news; null otherwise. `inState`: what the room's state says. */
  changed(inState: SourceStatus | null = this.#told): SourceEntity | null {
    const next = this.#status;
    if (isDeepStrictEqual(inState, next)) return null;
    const details = inState !== null && isDeepStrictEqual(withoutDetails(inState), withoutDetails(next));
    if (details && this.heldBackMs() > 0) return null;
    this.#told = next;
    this.#toldAt = this.#clock.mono();
    return { kind: 'source', value: next };
  }
}

function withoutDetails(status: SourceStatus): unknown {
  return { ...status, rejected: null, reason: status.phase === 'down' ? null : status.reason };
}
