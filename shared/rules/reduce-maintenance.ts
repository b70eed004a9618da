import type { EventBody } from '../model/events';
import { type MaintenanceStatus, maintenanceKey } from '../model/maintenance';
import type { CollectionPatch } from '../model/room';
import { assertNever } from '../util/assert-never';

export type MaintenanceEvent = Extract<
  EventBody,
  { type: 'maintenance.set' | 'maintenance.removed' | 'maintenance.moved' }
>;

/** What an event changes in the `maintenance` collection. Pure; `at` is the event's time, ms UTC. */
export function reduceMaintenance(
  windows: ReadonlyMap<string, MaintenanceStatus>,
  body: MaintenanceEvent,
  at: number,
): CollectionPatch<MaintenanceStatus> {
  switch (body.type) {
    case 'maintenance.set': {
      const key = maintenanceKey(body.window.id);
      const before = windows.get(key);
      // An occurrence that has begun goes on as it began: the hub ends or moves it by an event of its own.
      const status: MaintenanceStatus = {
        window: body.window,
        run: before?.run ?? null,
        next: body.next,
        last: before?.last ?? null,
      };
      return { put: [[key, status]], drop: [] };
    }
    case 'maintenance.removed': {
      const key = maintenanceKey(body.id);
      return windows.has(key) ? { put: [], drop: [key] } : { put: [], drop: [] };
    }
    case 'maintenance.moved': {
      const key = maintenanceKey(body.id);
      const before = windows.get(key);
      if (!before) return { put: [], drop: [] };
      const last = body.ended
        ? { ...body.ended, end: Math.min(body.ended.end, at), by: body.actor }
        : before.last;
      return { put: [[key, { ...before, run: body.run, next: body.next, last }]], drop: [] };
    }
    default:
      return assertNever(body, 'maintenance event');
  }
}
