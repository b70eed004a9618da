import type { Alarm } from '../../../shared/model/alarms';
import { ALARM_GROUPS, type AlarmGroupKey, compareAlarms, groupOf } from '../../../shared/rules/alarms/list';
import { holdsAck } from '../../../shared/rules/alarms/machine';

/**
 * The parts of the list: those of `shared/rules/alarms/list.ts`; what somebody had and is over, while they have not said
 * what it was; and last what is measured bad by itself but explained by another alarm, which stays folded until somebody
 * asks.
 */
export const LIST_GROUPS = [...ALARM_GROUPS, 'over', 'explained'] as const;
export type ListGroup = AlarmGroupKey | 'over' | 'explained';

/** What is over is asked about for so long, ms. */
const ASKED_FOR_MS = 60 * 60_000;

type Over = Pick<Alarm, 'state' | 'ack' | 'broken' | 'owner' | 'ended' | 'returnedAt'>;

/** Whether it came back while somebody had it, who has not said what it was. `now`: the hub's time, ms UTC. */
export function isOver(alarm: Over, now: number): boolean {
  if (alarm.state !== 'normal' || alarm.owner === null || alarm.ended !== null) return false;
  return holdsAck(alarm) && alarm.returnedAt !== null && now - alarm.returnedAt < ASKED_FOR_MS;
}

/** Which part of the list an alarm belongs to; null: it has nothing to say. `now`: the hub's time, ms UTC. */
export function listGroup(alarm: Over & Pick<Alarm, 'suppressed'>, now: number): ListGroup | null {
  if (isOver(alarm, now)) return 'over';
  const group = groupOf(alarm);
  return group === 'quiet' && alarm.state === 'suppressed' && alarm.suppressed?.kind === 'cause'
    ? 'explained'
    : group;
}

/**
 * Order within a group during a flood: what takes others down comes first, by the checks that fail because of it; the
 * rest as ever. Whoever cannot take it all in must meet the causes before what may be their noise.
 */
export function compareInFlood(a: Alarm, b: Alarm): number {
  const cause = (alarm: Alarm): number => (alarm.symptoms > 0 ? 1 : 0);
  return (
    cause(b) - cause(a) ||
    (cause(a) === 1 ? b.checks - a.checks || b.symptoms - a.symptoms : 0) ||
    compareAlarms(a, b)
  );
}

/** An alarm's place: its node, and the part of the list that it stands in. */
export interface Placed {
  readonly node: string;
  readonly group: ListGroup;
}

/** What the order on the screen does not show yet. */
export interface Waiting {
  /** Alarms that are not on the screen, and explained by none that is, the first in order first. */
  readonly fresh: readonly string[];
  /** Alarms that would stand elsewhere, or nowhere. */
  readonly moved: number;
}

const NOTHING_WAITS: Waiting = { fresh: [], moved: 0 };

/**
 * The order while somebody works in the list: rows stay where they are, whatever happens to their alarms. Only those
 * that this desk's own act moves (`mine`) go to their new place at once.
 */
export function holdStill(
  held: readonly Placed[],
  wanted: readonly Placed[],
  mine: (node: string) => boolean,
): { readonly shown: readonly Placed[]; readonly waiting: Waiting } {
  if (held === wanted) return { shown: wanted, waiting: NOTHING_WAITS };
  const target = new Map(wanted.map((place, index) => [place.node, { place, index }] as const));
  const there = new Set(held.map(({ node }) => node));
  const goes = (place: Placed): boolean => {
    const to = target.get(place.node);
    return (to === undefined || to.place.group !== place.group) && mine(place.node);
  };
  const movers = held.filter(goes);
  let shown: readonly Placed[] = held;
  if (movers.length > 0) {
    const rest = held.filter((place) => !goes(place));
    for (const { node } of movers) {
      const to = target.get(node);
      if (to) insert(rest, to.place, to.index, target);
    }
    shown = rest;
  }
  // What another alarm explains stands folded below: it is counted there, and is no news.
  const fresh = wanted
    .filter(({ node, group }) => !there.has(node) && group !== 'explained')
    .map(({ node }) => node);
  return { shown, waiting: { fresh, moved: countMoved(shown, target) } };
}

/** Puts a place into its own group, before the first that comes after it in the order that is wanted. */
function insert(
  list: Placed[],
  place: Placed,
  index: number,
  target: ReadonlyMap<string, { readonly place: Placed; readonly index: number }>,
): void {
  const rank = LIST_GROUPS.indexOf(place.group);
  const at = list.findIndex((other) => {
    const otherRank = LIST_GROUPS.indexOf(other.group);
    if (otherRank !== rank) return otherRank > rank;
    return (target.get(other.node)?.index ?? -1) > index;
  });
  list.splice(at < 0 ? list.length : at, 0, place);
}

function countMoved(
  shown: readonly Placed[],
  target: ReadonlyMap<string, { readonly place: Placed; readonly index: number }>,
): number {
  let moved = 0;
  let last = -1;
  for (const { node, group } of shown) {
    const to = target.get(node);
    if (to === undefined || to.place.group !== group || to.index < last) moved += 1;
    else last = to.index;
  }
  return moved;
}

/** A line of the list: a group's head, or an alarm. `key` is what the focus follows. */
export type AlarmLine =
  | {
      readonly kind: 'head';
      readonly key: string;
      readonly group: ListGroup;
      readonly count: number;
      readonly open: boolean;
    }
  | { readonly kind: 'alarm'; readonly key: string; readonly group: ListGroup };

/** The key of a group's head among the lines. */
export const headKey = (group: ListGroup): string => `group:${group}`;

/** The lines from top to bottom. `open`: what is explained by another alarm is shown line by line. */
export function alarmLines(shown: readonly Placed[], open: boolean): readonly AlarmLine[] {
  const counts = new Map<ListGroup, number>();
  for (const { group } of shown) counts.set(group, (counts.get(group) ?? 0) + 1);
  const lines: AlarmLine[] = [];
  let last: ListGroup | null = null;
  for (const { node, group } of shown) {
    const folded = group === 'explained' && !open;
    if (group !== last) {
      last = group;
      lines.push({
        kind: 'head',
        key: headKey(group),
        group,
        count: counts.get(group) ?? 0,
        open: !folded,
      });
    }
    if (!folded) lines.push({ kind: 'alarm', key: node, group });
  }
  return lines;
}

/**
 * Where the focus is among the lines: on the alarm that had it; where that has gone, on the line now in its place
 * (`near`); at first on the first alarm. -1: there are no lines.
 */
export function lineInFocus(lines: readonly AlarmLine[], focused: string | null, near: number): number {
  if (lines.length === 0) return -1;
  const found = focused === null ? -1 : lines.findIndex(({ key }) => key === focused);
  if (found >= 0) return found;
  if (focused !== null) return landing(lines, near, 1);
  return landing(lines, 0, 1);
}

/** The nearest line to `index` that can have the focus: an alarm, or the head of what is folded. */
export function landing(lines: readonly AlarmLine[], index: number, step: 1 | -1): number {
  const able = (at: number): boolean => {
    const line = lines[at];
    return line !== undefined && (line.kind === 'alarm' || line.group === 'explained');
  };
  const from = Math.max(0, Math.min(lines.length - 1, index));
  for (let at = from; at >= 0 && at < lines.length; at += step) if (able(at)) return at;
  for (let at = from; at >= 0 && at < lines.length; at -= step) if (able(at)) return at;
  return -1;
}
