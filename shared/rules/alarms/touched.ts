import type { EventBody } from '../../model/events';
import type { RoomView } from '../reduce';
import { isActive } from './machine';
import { readAlarm } from './reduce-alarms';

/** Acts that change what a node explains to others. */
const EXPLAINING: ReadonlySet<string> = new Set(['shelve', 'unshelve', 'out-of-service', 'in-service']);

/**
 * The nodes whose causes must be looked at again because of an event that did not change their status: what people said of
 * them, a shelf that began or ended, a cause that is coming back, users who called. `view`: after the event.
 */
export function touchedBy(body: EventBody, view: Pick<RoomView, 'alarms' | 'graph'>): readonly string[] {
  switch (body.type) {
    case 'cause.said':
      return [body.node, ...(body.verdict?.cause == null ? [] : [body.verdict.cause])];
    case 'alarm.acted':
      return EXPLAINING.has(body.act.kind) ? [body.node] : [];
    case 'alarms.moved':
      return body.moves.flatMap((move) => {
        if (move.kind === 'shelf-ended' || move.kind === 'verdict-ended') return [move.node];
        if (move.kind === 'spread' && readAlarm(view.alarms, move.node)?.shelf === null) return [move.node];
        if (move.kind !== 'facts') return [];
        return move.facts.recovery !== null || hasJustChanged(move.node, view) ? [move.node] : [];
      });
    case 'callers.counted':
    case 'report.changed':
      return nodesOf(body.node, view);
    default:
      return [];
  }
}

/** Whether what was said of it may have been broken by what is measured: a shelf that is gone explains again. */
function hasJustChanged(node: string, { alarms }: Pick<RoomView, 'alarms'>): boolean {
  const alarm = readAlarm(alarms, node);
  return alarm !== undefined && isActive(alarm) && alarm.shelf === null && alarm.since === alarm.movedAt;
}

/** A node, or the nodes of a service. */
function nodesOf(id: string, { graph }: Pick<RoomView, 'graph'>): readonly string[] {
  if (graph.nodes.has(id)) return [id];
  return [...graph.nodes.values()].filter(({ service }) => service.id === id).map((node) => node.id);
}
