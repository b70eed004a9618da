import type { Degradation, LinkState } from '../../../shared/contract/ipc';
import type { Heartbeat } from '../../../shared/contract/wire';
import { LINK_SILENCE_MS } from '../../../shared/rules/freshness';
import type { Clock } from '../../../shared/time/clock';
import type { Proof } from './replica';

/** What was vouched for before this run, from the cache. */
export interface Remembered {
  readonly knownAt: number | null;
  readonly oldestObservedAt: number | null;
}

/**
 * Says what the link is worth, by heartbeats alone: a socket that believes itself open counts for nothing. Only
 * a heartbeat whose digests agree with the state here vouches for it.
 */
export class LinkMonitor {
  readonly #clock: Clock;
  readonly #onChange: (state: LinkState) => void;
  #state: LinkState;
  #cancelSilence: () => void = () => {};
  #hubMinusMono: number | null = null;
  /** The last that a hub vouched for: its time then, ms UTC, and this machine's monotonic clock. */
  #vouched: { readonly at: number; readonly mono: number } | null;

  constructor(clock: Clock, remembered: Remembered, onChange: (state: LinkState) => void) {
    this.#clock = clock;
    this.#onChange = onChange;
    const { knownAt } = remembered;
    this.#vouched = knownAt === null ? null : { at: knownAt, mono: clock.mono() };
    this.#state = {
      phase: 'connecting',
      since: clock.now(),
      lastBeatAt: null,
      knownAt: remembered.knownAt,
      oldestObservedAt: remembered.oldestObservedAt,
      unobserved: 0,
      offsetMs: 0,
      roundTripMs: null,
      hub: '',
      reason: null,
      degraded: [],
      rejectedMessages: 0,
    };
    this.#watchSilence();
  }

  get state(): LinkState {
    return this.#state;
  }

  /**
   * The hub's time now, as this console knows it, ms UTC. Before it was measured: this machine's, and never before what a
   * hub has vouched for, nor slower: a clock that begins anew after a power cut would date acts long before they were
   * done, and the hub would find each of them expired.
   */
  hubNow(): number {
    if (this.#hubMinusMono !== null) return this.#clock.mono() + this.#hubMinusMono;
    const vouched = this.#vouched;
    const now = this.#clock.now();
    return vouched === null ? now : Math.max(now, vouched.at + this.#clock.mono() - vouched.mono);
  }

  hub(url: string): void {
    this.#change({ hub: url });
  }

  /** A heartbeat, and what it proved. */
  beat(beat: Heartbeat, proof: Proof): void {
    if (proof === 'diverged') {
      this.#enter('diverged', null);
      return;
    }
    if (proof !== 'equal') return;
    this.#watchSilence();
    const now = this.#clock.now();
    this.#vouched = { at: beat.at, mono: this.#clock.mono() };
    this.#change({
      ...(this.#state.phase === 'live' ? {} : { phase: 'live' as const, since: now, reason: null }),
      lastBeatAt: beat.at,
      offsetMs: this.#offset(),
      knownAt: beat.at,
      oldestObservedAt: beat.oldestObservedAt,
      unobserved: beat.unobserved,
    });
  }

  /** The socket says it is gone. Nothing is shown for it at once: the silence rule decides, unless refused. */
  refused(reason: string): void {
    this.#cancelSilence();
    this.#enter('refused', reason);
  }

  /** The hub's clock was measured: its time minus this machine's monotonic clock, and the round trip, ms. */
  clock(hubMinusMonoMs: number, roundTripMs: number): void {
    this.#hubMinusMono = hubMinusMonoMs;
    this.#change({ offsetMs: this.#offset(), roundTripMs });
  }

  degraded(list: readonly Degradation[]): void {
    this.#change({ degraded: list });
  }

  rejectedMessage(): void {
    this.#change({ rejectedMessages: this.#state.rejectedMessages + 1 });
  }

  stop(): void {
    this.#cancelSilence();
  }

  /** Against the wall clock as it stands now: it may have been set since it was measured. */
  #offset(): number {
    return this.#hubMinusMono === null ? 0 : this.hubNow() - this.#clock.now();
  }

  #watchSilence(): void {
    this.#cancelSilence();
    this.#cancelSilence = this.#clock.after(LINK_SILENCE_MS, () => this.#lose());
  }

  /** `since`: the last word of the hub, not the moment the silence was noticed. */
  #lose(): void {
    const { phase, knownAt, since } = this.#state;
    if (phase === 'connecting') this.#change({ phase: 'lost', since: knownAt ?? since });
    if (phase === 'live') this.#change({ phase: 'lost', since: this.#clock.now() - LINK_SILENCE_MS });
  }

  #enter(phase: LinkState['phase'], reason: string | null): void {
    if (this.#state.phase === phase && this.#state.reason === reason) return;
    this.#cancelSilence();
    const since = this.#state.phase === 'live' ? this.#clock.now() : this.#state.since;
    this.#change({ phase, since, reason });
  }

  #change(change: Partial<LinkState>): void {
    this.#state = { ...this.#state, ...change };
    this.#onChange(this.#state);
  }
}
