import type { EventBody } from '../../../shared/model/events';
import type { MaintenanceRun, MaintenanceStatus, MaintenanceWindow } from '../../../shared/model/maintenance';
import {
  lastOccurrenceBetween,
  type Occurrence,
  occurrenceAt,
  occurrencesFrom,
} from '../../../shared/rules/schedule';
import { type Covers, sameCovers } from './covers';

/**
 * What becomes of a window as time passes, as pure functions: status and time in, the event to write out.
 *
 * - An occurrence begins when the hub's clock reaches it, also late: a hub that was down begins what still lasts.
 *   One that passed while nobody watched never began; the last such is kept as `last`.
 * - At its end it is over where all that it covers is well again; else it is overrun: nothing of it is muted any
 *   longer, and it stays so until all is well, a person ends or extends it, or the next occurrence begins.
 * - While an extended one still lasts, the next waits, and begins as the other ends.
 * - A run that lies in the future (the clock was set back by more than a minute) never was: it begins again in its time.
 */

export type Moved = Extract<EventBody, { type: 'maintenance.moved' }>;

/** A small step back of the clock does not undo what has begun, ms. */
const STEP_MS = 60_000;
/** Occurrences that are looked at: the present one, one that a person ended, and the next. */
const LOOK = 4;
/** A window that will not occur again is forgotten this long after its end, where a desk wrote it, ms. */
const KEEP_OVER_MS = 30 * 86_400_000;

/** What a step needs to know of the room. */
export interface StepView {
  readonly now: number;
  /** What its effects name in the room as it is. */
  readonly covers: () => Covers;
  /** Whether something that it covers would still be heard if `run` ended now. */
  readonly stillBroken: () => boolean;
}

/** The next event in the life of a window; null: there is none now. Ask again after it was applied. */
export function nextStep(status: MaintenanceStatus, view: StepView): Moved | null {
  const { run } = status;
  return run ? stepOfRun(status, run, view) : stepOfWaiting(status, view);
}

function stepOfRun(status: MaintenanceStatus, run: MaintenanceRun, view: StepView): Moved | null {
  const { now } = view;
  if (run.start - now > STEP_MS) {
    const next = upcoming(status.window, null, status.last, now)[0] ?? null;
    return moved(status, { run: null, next }, ['klokken ble stilt tilbake']);
  }
  const [next = null, later = null] = upcoming(status.window, run, status.last, now);
  if (now >= run.end) {
    const ended = { start: run.start, end: run.phase === 'overrun' ? now : run.end };
    if (next && next.start <= now) {
      return moved(status, { run: begin(next, now, view.covers()), next: later, ended });
    }
    if (!view.stillBroken()) return moved(status, { run: null, next, ended });
  }
  const phase = now >= run.end ? 'overrun' : 'running';
  const since = phase === run.phase ? run.since : now;
  const present: MaintenanceRun = { ...run, phase, since, covers: view.covers() };
  return sameRun(run, present) && sameOccurrence(status.next, next)
    ? null
    : moved(status, { run: present, next });
}

function stepOfWaiting(status: MaintenanceStatus, { now, covers }: StepView): Moved | null {
  const [first, second] = upcoming(status.window, null, status.last, now);
  if (first && first.start <= now) {
    return moved(status, { run: begin(first, now, covers()), next: second ?? null });
  }
  const next = first ?? null;
  if (sameOccurrence(status.next, next)) return null;
  const missed = status.next !== null && status.next.end <= now ? status.next : null;
  if (!missed) return moved(status, { run: null, next });
  const last = lastOccurrenceBetween(status.window, missed.start, now) ?? missed;
  return moved(status, { run: null, next, ended: last }, ['ingen vaktet da vinduet var']);
}

/**
 * What follows from writing a window, beside `maintenance.set` itself: the occurrence that runs is moved with its
 * schedule, ended where the new schedule knows nothing of it, and begun where the new one says that it is now.
 * `before`: null where it is new.
 */
export function stepsOfChange(
  before: MaintenanceStatus | null,
  window: MaintenanceWindow,
  actor: string | null,
  { now, covers }: Pick<StepView, 'now' | 'covers'>,
): readonly EventBody[] {
  const last = before?.last ?? null;
  const known = before?.run ?? null;
  const rescheduled = !before || !sameSchedule(before.window, window);
  // A schedule that was changed is a new intent: what was over by the old one may begin again by the new one.
  const coming = upcoming(window, null, rescheduled ? null : last, now);
  const present = coming.find(({ start }) => start <= now) ?? null;
  let run = known && { ...known, covers: covers() };
  if (rescheduled) {
    const same = known ? occurrenceAt(window, known.start) : null;
    if (known && same) {
      const again = same.end > now && known.phase === 'overrun';
      run = { ...known, covers: covers(), end: same.end, ...(again && { phase: 'running', since: now }) };
    } else {
      run = present && begin(present, now, covers());
    }
  }
  const next = coming.find(({ start }) => start !== run?.start) ?? null;
  const set: EventBody = { type: 'maintenance.set', window, next, actor };
  if (sameRun(known, run)) return [set];
  const replaced = known && known.start !== run?.start ? { start: known.start, end: now } : null;
  const status = { window, run: known, next, last };
  return [set, moved(status, { run, next, ended: replaced }, ['vinduet ble endret', actor])];
}

/** The event by which a person (or the file, null) ends the occurrence that runs. */
export function endedBy(
  status: MaintenanceStatus,
  actor: string | null,
  reason: string | null,
  now: number,
): Moved | null {
  const { run } = status;
  if (!run) return null;
  const ended = { start: run.start, end: now };
  const last = { ...ended, by: actor };
  const next = upcoming(status.window, run, last, now)[0] ?? null;
  return moved(status, { run: null, next, ended }, [reason, actor]);
}

/** The event by which a person moves the end of the occurrence that runs, also of one that is overrun. */
export function movedEnd(
  status: MaintenanceStatus,
  until: number,
  actor: string,
  reason: string | null,
  view: Pick<StepView, 'now' | 'covers'>,
): Moved | null {
  const { run } = status;
  if (!run) return null;
  const since = run.phase === 'overrun' ? view.now : run.since;
  const longer: MaintenanceRun = { ...run, end: until, phase: 'running', since, covers: view.covers() };
  const next = upcoming(status.window, run, status.last, view.now)[0] ?? null;
  return moved(status, { run: longer, next }, [reason, actor]);
}

/** When a window has to be looked at next, ms UTC; null: time alone changes nothing. */
export function dueAt({ run, next, window, last }: MaintenanceStatus): number | null {
  // An occurrence that was moved over the whole of the next one: that one is over while this one runs.
  if (run?.phase === 'running') return Math.min(run.end, next?.end ?? run.end);
  if (next) return next.start;
  if (run || window.origin === 'file') return null;
  return (last?.end ?? 0) + KEEP_OVER_MS;
}

/** Whether a window from a desk is long over and will not be again. */
export function isForgotten({ run, next, window, last }: MaintenanceStatus, now: number): boolean {
  return window.origin === 'desk' && !run && !next && now >= (last?.end ?? 0) + KEEP_OVER_MS;
}

/** Occurrences that are not over, soonest first, without the one that runs and one that has ended before its time. */
function upcoming(
  window: MaintenanceWindow,
  run: MaintenanceRun | null,
  last: MaintenanceStatus['last'],
  now: number,
): readonly Occurrence[] {
  return occurrencesFrom(window, now, LOOK).filter(({ start }) => {
    if (start === run?.start) return false;
    // By a person's word, or because its end was moved ahead and has come.
    return !(last?.start === start && (last.by !== null || last.end <= now));
  });
}

function begin({ start, end }: Occurrence, now: number, covers: Covers): MaintenanceRun {
  return { start, end, phase: 'running', since: now, covers };
}

interface Change {
  readonly run: MaintenanceRun | null;
  readonly next: Occurrence | null;
  readonly ended?: Occurrence | null;
}

function moved(
  status: MaintenanceStatus,
  { run, next, ended = null }: Change,
  [reason = null, actor = null]: readonly (string | null)[] = [],
): Moved {
  return {
    type: 'maintenance.moved',
    id: status.window.id,
    title: status.window.title,
    run,
    ended: ended && { start: ended.start, end: ended.end },
    next: next && { start: next.start, end: next.end },
    actor,
    reason,
    nodes: (run ?? status.run)?.covers.map(({ node }) => node) ?? [],
  };
}

function sameOccurrence(a: Occurrence | null, b: Occurrence | null): boolean {
  return a?.start === b?.start && a?.end === b?.end;
}

function sameSchedule(a: MaintenanceWindow, b: MaintenanceWindow): boolean {
  return a.start === b.start && a.durationMs === b.durationMs && a.rrule === b.rrule;
}

function sameRun(a: MaintenanceRun | null, b: MaintenanceRun | null): boolean {
  if (!a || !b) return a === b;
  return a.start === b.start && a.end === b.end && a.phase === b.phase && sameCovers(a.covers, b.covers);
}
