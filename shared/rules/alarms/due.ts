import {
  type Alarm,
  type AlarmMove,
  MAX_REVIEW_MS,
  MAX_SHELF_MS,
  SHELF_WARNING_MS,
} from '../../model/alarms';
import { parseNodeId } from '../../model/catalogue';
import type { RoomView } from '../reduce';
import { classOf } from './alarm-class';
import { doubtedAt } from './inference';
import { EPISODES_KEPT_MS, isActive, isForgotten } from './machine';
import { isInferred } from './measured';

/** An acknowledgement without a class of its own breaks when nothing has moved for so long, ms. */
export const STALLED_AFTER_MS = 20 * 60_000;

/**
 * What lies ahead by this much more than anybody can set it, ms, was set while the hub's clock was wrong, and is due: a
 * clock that is put right leaves no shelf without an end. Less is what a clock may be off by for a good reason.
 */
const CLOCK_WRONG_MS = 3_600_000;

/** What time has done to alarms by now, and when it does something next. */
export interface Due {
  readonly moves: AlarmMove[];
  /** Nodes whose causes may be others by now: what is back keeps nothing any more, what was inferred is contradicted. */
  readonly nodes: readonly string[];
  /** ms UTC; null: never. */
  readonly nextAt: number | null;
}

/** What time has done to all alarms by `now` (the hub's time, ms UTC). */
export function dueMoves(
  view: Pick<RoomView, 'alarms' | 'catalogue' | 'graph' | 'status'>,
  now: number,
): Due {
  const moves: AlarmMove[] = [];
  const nodes: string[] = [];
  const inferred: string[] = [];
  let nextAt: number | null = null;
  for (const entity of view.alarms.values()) {
    if (entity.kind !== 'alarm') continue;
    const { value: alarm } = entity;
    const stalledAfterMs = classOf(view, parseNodeId(alarm.node).service)?.stalledAfterMs ?? STALLED_AFTER_MS;
    for (const { at, longest, move } of deadlines(alarm, stalledAfterMs)) {
      if (at <= now || at > now + longest + CLOCK_WRONG_MS) moves.push(move);
      else nextAt = Math.min(nextAt ?? at, at);
    }
    if (isInferred(view, alarm.node)) inferred.push(alarm.node);
    const { recovery } = alarm;
    if (!recovery) continue;
    if (recovery.until <= now) nodes.push(alarm.node);
    else nextAt = Math.min(nextAt ?? recovery.until, recovery.until);
  }
  for (const at of inferred.length > 0 ? doubtedAt(view, inferred) : []) {
    if (at <= now) nodes.push(...inferred);
    else nextAt = Math.min(nextAt ?? at, at);
  }
  return { moves, nodes: [...new Set(nodes)], nextAt };
}

interface Deadline {
  /** ms UTC. */
  readonly at: number;
  /** It never lies further ahead than this, ms. */
  readonly longest: number;
  readonly move: AlarmMove;
}

function deadlines(alarm: Alarm, stalledAfterMs: number): readonly Deadline[] {
  const { node, shelf, outOfService, timer } = alarm;
  const due: Deadline[] = [];
  if (alarm.state === 'acknowledged') {
    due.push({
      at: alarm.movedAt + stalledAfterMs,
      longest: stalledAfterMs,
      move: { kind: 'stalled', node },
    });
  }
  if (shelf) due.push(...shelfDeadlines(alarm, shelf));
  if (outOfService && !outOfService.due) {
    due.push({ at: outOfService.reviewAt, longest: MAX_REVIEW_MS, move: { kind: 'review-due', node } });
  }
  if (timer && !timer.due) {
    due.push({ at: timer.until, longest: MAX_REVIEW_MS, move: { kind: 'timer-due', node } });
  }
  const forgottenAt = (alarm.episodes.at(-1)?.to ?? alarm.since) + EPISODES_KEPT_MS;
  if (isForgotten(alarm, Math.max(forgottenAt, alarm.since))) {
    const at = Math.max(forgottenAt, alarm.since);
    due.push({ at, longest: Number.POSITIVE_INFINITY, move: stillNormal(alarm) });
  }
  return due;
}

function shelfDeadlines(alarm: Alarm, shelf: NonNullable<Alarm['shelf']>): readonly Deadline[] {
  const { node } = alarm;
  const longerAt =
    isActive(alarm) && shelf.breakAfterMs !== null
      ? Math.max(alarm.activeSince ?? 0, shelf.at) + shelf.breakAfterMs
      : Number.POSITIVE_INFINITY;
  // It ends once, by what comes first.
  const why = longerAt < shelf.until ? 'longer' : 'time';
  const at = Math.min(longerAt, shelf.until);
  return [{ at, longest: MAX_SHELF_MS, move: { kind: 'shelf-ended', node, why } }, ...warning(node, shelf)];
}

/** A shelf that was never meant to last longer than the warning is not warned of. */
function warning(node: string, shelf: NonNullable<Alarm['shelf']>): readonly Deadline[] {
  const at = shelf.until - SHELF_WARNING_MS;
  if (shelf.warned || at <= shelf.at) return [];
  return [{ at, longest: Number.POSITIVE_INFINITY, move: { kind: 'shelf-warned', node } }];
}

/** What is measured has not changed: the alarm is looked at once more, and dropped where nobody needs it. */
function stillNormal({ node, id, conditionSince, priority, latching, sites }: Alarm): AlarmMove {
  const facts = { condition: 'normal' as const, conditionSince, suppressed: null, priority, latching, sites };
  const calm = { symptoms: 0, checks: 0, basis: 'measured' as const, recovery: null };
  return { kind: 'facts', node, id, facts: { ...facts, ...calm } };
}
