import type { Alarm } from '../../model/alarms';
import type { NodeStatus } from '../../model/room';
import type { GraphNode } from '../graph';
import { readCheck, readNode } from '../reduce';
import { fallsWith } from './falls';
import { isActive } from './machine';
import { type CauseView, canTell, isDown } from './measured';
import { readAlarm } from './reduce-alarms';

/**
 * What a cause took down comes back in its own time: until then it stays with its cause. Which nodes those are is in the
 * room: their alarms are suppressed by that cause, and were raised while it was down.
 */

/** What was wrong for longer than this before the cause was, ms, is nothing that it took down. */
const BEFORE_MS = 5 * 60_000;

/** The cause that a node's alarm is folded under; null: it is under none. */
export function foldedUnder(alarm: Alarm | undefined): string | null {
  if (!alarm || !isActive(alarm)) return null;
  return alarm.suppressed?.kind === 'cause' ? alarm.suppressed.id : null;
}

/** Whether a cause that is back keeps what it took down. `now`: ms UTC; null: as long as its alarm says so. */
export function isHolding(view: CauseView, cause: string, now: number | null): boolean {
  const recovery = readAlarm(view.alarms, cause)?.recovery ?? null;
  return recovery !== null && (now === null || now < recovery.until) && !isDown(view, cause);
}

/** Whether a cause that kept what it took down does so no longer. */
export function isOver(view: CauseView, cause: string, now: number | null): boolean {
  const recovery = readAlarm(view.alarms, cause)?.recovery ?? null;
  return recovery !== null && now !== null && now >= recovery.until;
}

/**
 * When a cause came back whose alarm does not say so yet, ms UTC; null: it has not. One that was inferred is back when
 * something that was folded under it is measured to be well.
 */
export function returnedAt(view: CauseView, cause: string): number | null {
  const alarm = readAlarm(view.alarms, cause);
  const node = view.graph.nodes.get(cause);
  const status = readNode(view.status, cause);
  if (!alarm || !node || !status || !isActive(alarm) || alarm.recovery !== null) return null;
  // What was itself folded is no cause: what hangs on it belongs to what it was folded under.
  if (foldedUnder(alarm) !== null) return null;
  if (alarm.basis === 'inferred') return wellAgainAt(view, cause);
  const isBack = alarm.basis === 'measured' && alarm.condition === 'down' && status.hard !== 'down';
  return isBack ? changedAt(node, status, view) : null;
}

/** When what is measured of a node last changed, ms UTC: what it needs may keep its state, and since when, as it was. */
function changedAt(node: GraphNode, status: NodeStatus, view: CauseView): number {
  const since = node.checks.map((id) => readCheck(view.status, id)?.since ?? 0);
  return Math.max(status.since, ...since);
}

/** When the last of what was folded under an inferred cause became well, ms UTC; null: nothing has. */
function wellAgainAt(view: CauseView, cause: string): number | null {
  let last: number | null = null;
  const beside = causesBeside(view, cause);
  let fallen: ReadonlySet<string> | null = null;
  const reached = new Set([cause]);
  for (const id of reached) {
    const node = view.graph.nodes.get(id);
    for (const next of node?.dependants ?? []) reached.add(next);
    const alarm = readAlarm(view.alarms, id);
    const under = foldedUnder(alarm);
    // What was folded by a person's word, or was not down itself, says nothing of it.
    if (!node || under === null || alarm?.condition !== 'down') continue;
    if ((under !== cause && !beside.has(under)) || view.alarms.has(`verdict:${id}`)) continue;
    const status = readNode(view.status, id);
    if (status?.own !== 'normal' || !canTell(node, view)) continue;
    // What hung on several says that this one is back only where it could not be up without it.
    if (under !== cause) {
      fallen ??= fallsWith([cause], view);
      if (!fallen.has(id)) continue;
    }
    last = Math.max(last ?? 0, changedAt(node, status, view));
  }
  return last;
}

/** The alternatives to an inferred cause that are causes as well. */
function causesBeside(view: CauseView, cause: string): ReadonlySet<string> {
  const beside = new Set<string>();
  for (const next of view.graph.nodes.get(cause)?.dependants ?? []) {
    for (const { soft, of } of view.graph.nodes.get(next)?.needs ?? []) {
      if (!soft && of.includes(cause)) for (const other of of) beside.add(other);
    }
  }
  return beside;
}

/**
 * The cause that is back and that this node, which is not, still belongs to; null: none. Where several took it down
 * together, its alarm names one of them: it belongs to the one that came back.
 */
export function recoveringCause(
  node: GraphNode,
  view: CauseView,
  now: number | null,
  hasReturned: (cause: string) => boolean,
): string | null {
  const alarm = readAlarm(view.alarms, node.id);
  const named = foldedUnder(alarm);
  if (!alarm || named === null) return null;
  if (isHolding(view, named, now)) return named;
  const tookDown = (cause: string): boolean => {
    if (!hasReturned(cause) && !isHolding(view, cause, now)) return false;
    const from = readAlarm(view.alarms, cause)?.activeSince ?? 0;
    // What somebody had taken before, as its own, is its own again.
    return (alarm.activeSince ?? 0) >= from - BEFORE_MS && (alarm.ack === null || alarm.ack.at > from);
  };
  if (tookDown(named)) return named;
  const reached = new Set([node.id]);
  for (const id of reached) {
    for (const { soft, of } of view.graph.nodes.get(id)?.needs ?? []) {
      if (soft) continue;
      for (const need of of) {
        if (!reached.has(need) && tookDown(need)) return need;
        reached.add(need);
      }
    }
  }
  return null;
}
