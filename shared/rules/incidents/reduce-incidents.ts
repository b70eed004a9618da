import type { EventBody } from '../../model/events';
import { type IncidentEntity, incidentsKey } from '../../model/incidents';
import type { Patch } from '../../model/room';
import { assertNever } from '../../util/assert-never';
import type { RoomView } from '../reduce';

/** The events that change incidents and what belongs to them. */
export type IncidentEvent = Extract<
  EventBody,
  {
    type:
      | 'incident.moved'
      | 'callers.counted'
      | 'report.changed'
      | 'known-error.set'
      | 'message.moved'
      | 'notification.moved';
  }
>;

/**
 * What an event changes in the `incidents` collection. Events carry whole entities: what was decided is in the log, and is
 * only put in its place here.
 */
export function reduceIncidents(view: Pick<RoomView, 'incidents' | 'room'>, body: IncidentEvent): Patch {
  switch (body.type) {
    case 'incident.moved':
      return withCount(view, patchOf(view, body.put, body.drop), { incidentCount: numbersOf(body.put, 'I') });
    case 'callers.counted':
      return body.callers === null
        ? patchOf(view, [], [`callers:${body.node}`])
        : patchOf(view, [{ kind: 'callers', value: body.callers }], []);
    case 'report.changed':
      return body.report === null
        ? patchOf(view, [], [`report:${body.node}`])
        : patchOf(view, [{ kind: 'report', value: body.report }], []);
    case 'known-error.set': {
      const put: IncidentEntity[] = [{ kind: 'known-error', value: body.error }];
      return withCount(view, patchOf(view, put, []), { knownErrorCount: numbersOf(put, 'K') });
    }
    case 'message.moved': {
      if (body.what === 'dropped') return patchOf(view, [], [`message:${body.message.id}`]);
      const put: IncidentEntity[] = [{ kind: 'message', value: body.message }];
      return withCount(view, patchOf(view, put, []), { messageCount: numbersOf(put, 'D') });
    }
    case 'notification.moved':
      return body.what === 'dropped'
        ? patchOf(view, [], [`notification:${body.notification.id}`])
        : patchOf(view, [{ kind: 'notification', value: body.notification }], []);
    default:
      return assertNever(body, 'reduce incidents');
  }
}

function patchOf(
  view: Pick<RoomView, 'incidents'>,
  put: readonly IncidentEntity[],
  drop: readonly string[],
): Patch {
  const gone = drop.filter((key) => view.incidents.has(key));
  if (put.length === 0 && gone.length === 0) return {};
  return { incidents: { put: put.map((entity) => [incidentsKey(entity), entity] as const), drop: gone } };
}

/** The highest number of this kind that is given: `I-12` → 12. */
function numbersOf(put: readonly IncidentEntity[], letter: 'I' | 'K' | 'D'): number {
  return Math.max(
    0,
    ...put.map((entity) =>
      'number' in entity.value
        ? Number(new RegExp(`^${letter}-(\\d+)$`).exec(entity.value.number)?.[1] ?? 0)
        : 0,
    ),
  );
}

type Count = 'incidentCount' | 'knownErrorCount' | 'messageCount';

function withCount(
  view: Pick<RoomView, 'room'>,
  patch: Patch,
  counts: Partial<Record<Count, number>>,
): Patch {
  const { room } = view;
  const higher = Object.entries(counts).filter(([name, count]) => room && count > room[name as Count]);
  if (!room || higher.length === 0) return patch;
  return { ...patch, room: { put: [['room', { ...room, ...Object.fromEntries(higher) }]], drop: [] } };
}
