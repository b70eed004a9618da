import { isClosed, type RoomView } from '../../../shared/rules/reduce';
import { IN_MAINTENANCE, OUT_OF_HOURS } from '../store/raw-samples';

/** The flags of an observation of `node` that is made now. An overrun is no maintenance: its time is over. */
export function flagsOf(room: RoomView, node: string | null): number {
  if (node === null) return 0;
  const hours = room.graph.nodes.get(node)?.service.hours ?? null;
  const closed = hours !== null && isClosed(room.room?.hours ?? [], hours);
  return (room.muting.has(node) ? IN_MAINTENANCE : 0) + (closed ? OUT_OF_HOURS : 0);
}
