import { isClosed, type RoomView, readNode } from '../../../shared/rules/reduce';
import { IN_MAINTENANCE, OUT_OF_HOURS } from '../store/raw-samples';

/**
 * The flags of an observation of `node` that is made now: planned where a running window covers the node, or where its
 * fault follows from one. An overrun is no maintenance: its time is over.
 */
export function flagsOf(room: RoomView, node: string | null): number {
  if (node === null) return 0;
  const hours = room.graph.nodes.get(node)?.service.hours ?? null;
  const closed = hours !== null && isClosed(room.room?.hours ?? [], hours);
  const planned = room.muting.has(node) || readNode(room.status, node)?.quiet?.kind === 'maintenance';
  return (planned ? IN_MAINTENANCE : 0) + (closed ? OUT_OF_HOURS : 0);
}
