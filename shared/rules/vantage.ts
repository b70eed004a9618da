import type { EventBody } from '../model/events';
import { type RoomView, readCheck } from './reduce';

/**
 * Them or us: when every reference point has failed, what is broken is the hub's own view, and nothing it sees can
 * be believed. Returns the event that says so, or that it is over; null when it is as it was. Without reference
 * points the view is never lost.
 */
export function judgeVantage(state: RoomView): EventBody | null {
  const references = [...state.graph.checks.values()].filter((check) => check.node === null);
  const failed = references.filter((check) => {
    const confirmed = readCheck(state.status, check.id)?.confirmed;
    return confirmed === 'critical' || confirmed === 'unknown';
  });
  const lost = references.length > 0 && failed.length === references.length;
  const was = (state.room?.vantageLostSince ?? null) !== null;
  return lost === was ? null : { type: 'vantage.changed', lost };
}
