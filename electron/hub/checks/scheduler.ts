import { isDeepStrictEqual } from 'node:util';
import type { Check } from '../../../shared/model/catalogue';
import type { Observation } from '../../../shared/rules/decide';
import type { Clock } from '../../../shared/time/clock';
import { formatAge } from '../../../shared/time/format';
import type { CheckTarget } from '../catalogue/loaded';
import { Agenda, AgendaEntry } from './agenda';
import type { CheckRun, CheckRunner } from './check-run';
import { notRun } from './faults';
import { cleanText } from './output-text';
import { Runs } from './runs';
import { isPassive, newSlot, nextBeat, type Slot } from './slot';

/** A check, what it reaches for, and whom to ask with it. */
export interface ScheduledCheck {
  readonly check: Check;
  readonly target: CheckTarget;
  /** Check ids to re-check with it when it first fails: those of what it depends on. */
  readonly parents: readonly string[];
}

export interface CheckSchedulerOptions {
  readonly clock: Clock;
  readonly run: CheckRunner;
  /**
   * Told of every observation. `observedAt` of one check never goes back, whatever the wall clock does; `beforeAt` is
   * that of the one before, which the log need not know of: it keeps quiet about what does not change.
   */
  readonly observe: (seen: Observation) => void;
  /** Told once for each time that a check goes past its freshness. `lastObservedAt`: ms UTC; null: never. */
  readonly overdue: (check: string, lastObservedAt: number | null) => void;
  /** Whether a check's last result is not confirmed yet, so that it is retried soon. Asked after `observe`. */
  readonly isSoft: (check: string) => boolean;
  /** Runs at the same time, at most. */
  readonly concurrency: number;
  /** From 0 to below 1; spreads the runs. */
  readonly random?: () => number;
  readonly log?: (level: 'warn' | 'error', message: string, detail?: Record<string, unknown>) => void;
}

export interface SchedulerStats {
  readonly running: number;
  /** Due, and waiting for a free place. */
  readonly queued: number;
  /** Started so far. */
  readonly runs: number;
  /** Of these, ended by their time limit. */
  readonly timeouts: number;
  /** Of these, given up because they did not end when told to. */
  readonly abandoned: number;
  /** How far behind: of the last start, or of the one that has waited longest, whichever is more. ms. */
  readonly lagMs: number;
}

/** What is said of a check that is not run: by a heartbeat's sender, a foreign source, or the hub of itself. */
export type PushedRun = CheckRun & Pick<Observation, 'silenced'>;

/** A first failure and its parents are looked at again within 5 s; a little less leaves room for the timer. */
const FIRST_RETRY_MS = 4_500;
const RECHECK_WITHIN_MS = 5_000;
/** Between two re-checks of one request. */
const RECHECK_STEP_MS = 25;
/** However many ask for it, a check is not re-checked more often than this. */
const RECHECK_GAP_MS = 1_000;
/** First runs are spread over this, and over 1 ms more for each check. */
const FIRST_RUNS_MS = 5_000;
/** A timer this late means that the hub stood still: heartbeats may wait in its sockets. */
const STALLED_MS = 1_000;
/** The longest wait of one timer: far below what 32 bits of ms hold. */
const TIMER_MAX_MS = 3_600_000;

/**
 * Decides when each check is run. What is due and what is past its freshness stand in one agenda with one timer,
 * all on the monotonic clock: a wall clock that jumps causes neither a storm nor silence. A check never overlaps
 * itself; one whose turn does not come goes overdue like any other that is not observed.
 */
export class CheckScheduler {
  readonly #options: CheckSchedulerOptions;
  readonly #clock: Clock;
  readonly #agenda = new Agenda();
  readonly #slots = new Map<string, Slot>();
  readonly #runs: Runs;
  #started = false;
  #cancelTimer: (() => void) | null = null;
  #timerAt = Number.POSITIVE_INFINITY;

  constructor(options: CheckSchedulerOptions) {
    this.#options = options;
    this.#clock = options.clock;
    this.#runs = new Runs({
      clock: options.clock,
      agenda: this.#agenda,
      run: options.run,
      concurrency: options.concurrency,
      ended: (slot, seen) => this.#conclude(slot, seen),
      gaveUp: (check) => this.#noteStuck(check),
      freed: (check) => this.#noteFreed(check),
      proceed: () => this.#proceed(),
      ...(options.log ? { log: options.log } : {}),
    });
  }

  /**
   * Says what is to be watched. A check whose definition and target are what they were keeps its schedule and
   * what is known of it; a changed one begins anew, and its present run is ended without a result.
   */
  setChecks(list: readonly ScheduledCheck[]): void {
    const wanted = new Set(list.map((scheduled) => scheduled.check.id));
    for (const slot of [...this.#slots.values()]) if (!wanted.has(slot.id)) this.#remove(slot);
    const added: Slot[] = [];
    for (const scheduled of list) {
      const present = this.#slots.get(scheduled.check.id);
      if (present && sameDefinition(present.scheduled, scheduled)) {
        present.scheduled = scheduled;
        continue;
      }
      if (present) this.#remove(present);
      const slot = this.#add(scheduled);
      slot.newest = present?.newest ?? slot.newest;
      added.push(slot);
    }
    if (!this.#started) return;
    this.#begin(added);
    this.#proceed();
  }

  /** Begins to watch: freshness counts from now. */
  start(): void {
    if (this.#started) return;
    this.#started = true;
    this.#begin([...this.#slots.values()]);
    this.#proceed();
  }

  /** Stops watching: no more is told. Ends what runs, and resolves when it has ended (or is given up). */
  async stop(): Promise<void> {
    this.#started = false;
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    this.#timerAt = Number.POSITIVE_INFINITY;
    this.#agenda.clear();
    await this.#runs.stop();
  }

  /**
   * Has checks run soon, spread over at most `withinMs`, before what is merely due. One that runs is run once
   * more after; none is re-checked more often than once a second. Heartbeats and unknown ids are left out.
   */
  recheck(ids: readonly string[], withinMs = RECHECK_WITHIN_MS): void {
    if (!this.#started) return;
    this.#askAgain(ids, withinMs);
    this.#proceed();
  }

  /**
   * Takes a heartbeat that a monitored thing has sent. `observedAt`: when, ms UTC, where it is not now; older
   * news than what is known is passed over. Returns whether there is such a heartbeat check.
   */
  pushed(id: string, beat: PushedRun, observedAt?: number): boolean {
    const slot = this.#slots.get(id);
    if (!slot || !isPassive(slot)) return false;
    const ageMs = observedAt === undefined ? 0 : Math.max(0, this.#clock.now() - observedAt);
    const beatAt = this.#clock.mono() - ageMs;
    if (ageMs >= slot.freshnessMs || (slot.beatAt !== null && beatAt < slot.beatAt)) return true;
    slot.beatAt = beatAt;
    slot.excused = false;
    this.#record(slot, { ...beat, output: cleanText(beat.output) }, ageMs);
    this.#proceed();
    return true;
  }

  /** The last observation of a check, ms UTC; null: none yet. */
  lastObservedAt(id: string): number | null {
    return this.#slots.get(id)?.observedAt ?? null;
  }

  /**
   * The oldest last observation among checks that are not overdue, ms UTC; null: none. After a jump of the wall
   * clock it is the older of what the two clocks say: a bound that holds.
   */
  oldestObservedAt(): number | null {
    const now = this.#clock.now();
    const mono = this.#clock.mono();
    let oldest: number | null = null;
    for (const slot of this.#slots.values()) {
      if (slot.overdue || slot.observedAt === null) continue;
      const at = Math.min(slot.observedAt, now - (mono - slot.observedMono));
      if (oldest === null || at < oldest) oldest = at;
    }
    return oldest;
  }

  /** Checks that are overdue, or were never observed. */
  unobserved(): number {
    let count = 0;
    for (const slot of this.#slots.values()) if (slot.overdue || slot.observedAt === null) count += 1;
    return count;
  }

  stats(): SchedulerStats {
    return this.#runs.stats();
  }

  // ── what is watched

  #add(scheduled: ScheduledCheck): Slot {
    const slot: Slot = newSlot(
      scheduled,
      new AgendaEntry((dueAt) => this.#fallDue(slot, dueAt)),
      new AgendaEntry((dueAt) => this.#growStale(slot, dueAt)),
    );
    this.#slots.set(slot.id, slot);
    return slot;
  }

  #remove(slot: Slot): void {
    this.#slots.delete(slot.id);
    this.#agenda.remove(slot.due);
    this.#agenda.remove(slot.fresh);
    this.#runs.drop(slot);
  }

  /** Spreads first runs, so that a thousand checks neither start at once nor wait a whole interval. */
  #begin(slots: readonly Slot[]): void {
    const now = this.#clock.mono();
    const random = this.#options.random ?? Math.random;
    const window = FIRST_RUNS_MS + slots.length;
    for (const slot of slots) {
      slot.addedAt = now;
      slot.overdue = false;
      this.#agenda.set(slot.fresh, Math.max(now, slot.observedMono) + slot.freshnessMs);
      if (isPassive(slot)) continue;
      slot.phase = now + random() * slot.intervalMs;
      this.#agenda.set(slot.due, now + random() * Math.min(slot.intervalMs, window));
    }
  }

  // ── time

  #proceed(): void {
    if (!this.#started) return;
    this.#runs.fill();
    const next = this.#agenda.nextAt;
    if (next >= this.#timerAt) return;
    this.#cancelTimer?.();
    this.#timerAt = next;
    const wait = Math.min(TIMER_MAX_MS, Math.max(0, next - this.#clock.mono()));
    this.#cancelTimer = this.#clock.after(wait, () => this.#tick());
  }

  #tick(): void {
    this.#cancelTimer = null;
    this.#timerAt = Number.POSITIVE_INFINITY;
    const now = this.#clock.mono();
    for (let due = this.#agenda.takeDue(now); due; due = this.#agenda.takeDue(now))
      due.entry.happen(due.dueAt);
    this.#proceed();
  }

  #fallDue(slot: Slot, dueAt: number): void {
    const state = this.#runs.state(slot);
    if (state === 'running') slot.again = true;
    else if (state === 'stuck') this.#conclude(slot, STUCK);
    else this.#runs.enqueue(slot, dueAt);
  }

  #growStale(slot: Slot, dueAt: number): void {
    // A source's silence is not its services' failure: they are overdue, and its own pulse says why.
    if (slot.scheduled.target.kind === 'heartbeat') this.#judgeSilence(slot, dueAt);
    else {
      slot.overdue = true;
      this.#tell('overdue', () => this.#options.overdue(slot.id, slot.observedAt));
    }
  }

  /** The dead man's switch: a heartbeat that does not come is a failure, and stays one until it comes. */
  #judgeSilence(slot: Slot, dueAt: number): void {
    const now = this.#clock.mono();
    if (now - dueAt > STALLED_MS && !slot.excused) {
      slot.excused = true;
      this.#agenda.set(slot.fresh, now + Math.min(STALLED_MS, slot.freshnessMs));
      return;
    }
    const silence = formatAge(now - Math.max(slot.addedAt, slot.beatAt ?? slot.addedAt), 'nb');
    const run: CheckRun = { result: 'critical', output: `ingen hjerteslag på ${silence}`, ms: null };
    if (!this.#record(slot, run, 0)) return;
    const wait = this.#isSoft(slot) ? slot.retryMs : slot.intervalMs;
    this.#agenda.set(slot.fresh, this.#clock.mono() + wait);
  }

  // ── what was seen

  /** Tells of a run's result and decides when the next one is. */
  #conclude(slot: Slot, seen: CheckRun): void {
    const known = slot.last;
    if (!this.#record(slot, seen, 0)) return;
    const now = this.#clock.mono();
    let next = nextBeat(slot, now);
    if (isFirstFailure(known, seen.result))
      next = Math.min(next, now + Math.min(slot.retryMs, FIRST_RETRY_MS));
    else if (seen.result !== 'ok' && this.#isSoft(slot)) next = Math.min(next, now + slot.retryMs);
    if (slot.again) next = Math.min(next, Math.max(now, slot.startedAt + RECHECK_GAP_MS));
    // What comes before its beat is to confirm a failure, or was asked for.
    slot.urgent ||= next < nextBeat(slot, now);
    // A re-check that was asked for while this was told of stands.
    next = Math.min(next, slot.due.at);
    slot.again = false;
    this.#agenda.set(slot.due, next);
  }

  /** A run was given up: its check, or the one that took its id over, is unknown. */
  #noteStuck(id: string): void {
    const slot = this.#slots.get(id);
    // One that was changed meanwhile has not been due yet, or it has and waits.
    if (slot && (slot.again || slot.due.index < 0)) this.#conclude(slot, STUCK);
  }

  /** A check that was changed or stuck can be run: at once, if its turn has come meanwhile. */
  #noteFreed(id: string): void {
    const slot = this.#slots.get(id);
    if (!slot?.again) return;
    slot.again = false;
    this.#agenda.set(slot.due, this.#clock.mono());
  }

  /** Notes and tells of an observation. Returns whether the check is still watched after that. */
  #record(slot: Slot, seen: CheckRun, ageMs: number): boolean {
    const known = slot.last;
    const beforeAt = slot.observedAt;
    slot.last = seen.result;
    // Rules ignore news that is older than what they know: a clock set back must not silence a check.
    slot.newest = Math.max(this.#clock.now() - ageMs, slot.newest);
    slot.observedAt = slot.newest;
    slot.observedMono = this.#clock.mono() - ageMs;
    slot.overdue = false;
    const { observedAt } = slot;
    if (this.#started) this.#agenda.set(slot.fresh, slot.observedMono + slot.freshnessMs);
    this.#tell('observe', () => this.#options.observe({ check: slot.id, observedAt, beforeAt, ...seen }));
    if (this.#slots.get(slot.id) !== slot || !this.#started) return false;
    if (isFirstFailure(known, seen.result)) {
      this.#askAgain(
        slot.scheduled.parents.filter((id) => id !== slot.id),
        RECHECK_WITHIN_MS - RECHECK_GAP_MS,
      );
    }
    return true;
  }

  #askAgain(ids: readonly string[], withinMs: number): void {
    const now = this.#clock.mono();
    const step = Math.min(RECHECK_STEP_MS, withinMs / Math.max(1, ids.length));
    ids.forEach((id, index) => {
      const slot = this.#slots.get(id);
      if (!slot || isPassive(slot)) return;
      const state = this.#runs.state(slot);
      if (state === 'running') {
        slot.again = true;
        return;
      }
      slot.urgent = true;
      if (state === 'queued') this.#runs.enqueue(slot, now);
      else {
        const at = Math.max(now + index * step, slot.startedAt + RECHECK_GAP_MS);
        if (at < slot.due.at) this.#agenda.set(slot.due, at);
      }
    });
  }

  #isSoft(slot: Slot): boolean {
    let soft = false;
    this.#tell('isSoft', () => {
      soft = this.#options.isSoft(slot.id);
    });
    return soft;
  }

  /** A fault in whoever listens must not stop the watch. */
  #tell(what: string, call: () => void): void {
    try {
      call();
    } catch (error) {
      this.#options.log?.('error', 'the watch could not tell of a check', { what, reason: String(error) });
    }
  }
}

/** What is known of a check whose run was given up and has still not ended: it is not started beside itself. */
const STUCK: CheckRun = { ...notRun('kjøringen lot seg ikke avslutte'), ms: null };

/** A failure where none was known: the moment to look again, and to ask what it depends on. */
function isFirstFailure(known: CheckRun['result'] | null, seen: CheckRun['result']): boolean {
  return seen !== 'ok' && seen !== known && known !== 'warning' && known !== 'critical';
}

function sameDefinition(a: ScheduledCheck, b: ScheduledCheck): boolean {
  return isDeepStrictEqual(a.check, b.check) && isDeepStrictEqual(a.target, b.target);
}
