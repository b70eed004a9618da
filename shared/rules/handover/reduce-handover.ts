import { type AlarmEntity, alarmKey } from '../../model/alarms';
import type { EventBody } from '../../model/events';
import type { Transfer } from '../../model/handover';
import type { IncidentEntity } from '../../model/incidents';
import type { PeopleEntity } from '../../model/people';
import type { CollectionPatch, Patch } from '../../model/room';
import type { WatchEntity } from '../../model/watch';
import type { RoomView } from '../reduce';
import { putWatch, withCount } from '../watch/reduce-watch';

export type HandoverEvent = Extract<EventBody, { type: 'handover.moved' }>;

type HandoverView = Pick<RoomView, 'alarms' | 'incidents' | 'people' | 'watch' | 'room'>;

/**
 * What a step of a handover changes. An accepted one changes everything that changes hands, in this one event: alarms,
 * incidents, tasks, follow-ups, who has the watch, and at which consoles it sounds. What became somebody else's since it was
 * agreed stays with them. `at`: the hub's time, ms UTC.
 */
export function reduceHandover(view: HandoverView, body: HandoverEvent, at: number): Patch {
  const { handover, what, duty, posts } = body;
  if (what === 'dropped') return putWatch(view, [], [`handover:${handover.id}`]);
  const put: WatchEntity[] = [{ kind: 'handover', value: handover }];
  if (duty) put.push({ kind: 'duty', value: duty });
  if (what !== 'accepted') return withCount(view, putWatch(view, put, []), 'handoverCount', handover.number);
  put.push(...followUpsCarried(view, handover.transfers));
  const patch = withCount(view, putWatch(view, put, []), 'handoverCount', handover.number);
  return {
    ...patch,
    ...withPart('alarms', alarmsHanded(view, handover.transfers, at)),
    ...withPart('incidents', incidentsHanded(view, handover.transfers, at)),
    ...withPart('people', postsMoved(view, posts)),
  };
}

function withPart<K extends 'alarms' | 'incidents' | 'people'>(name: K, part: Patch[K] | null): Patch {
  return part ? ({ [name]: part } as Patch) : {};
}

/** What stays open is carried on, whosever it is. */
function followUpsCarried(view: HandoverView, transfers: readonly Transfer[]): WatchEntity[] {
  const to = new Map(
    transfers.flatMap(({ kind, id, from, to: next }) =>
      kind === 'follow-up' ? [[id, { from, next }] as const] : [],
    ),
  );
  return [...view.watch.values()].flatMap((entity): WatchEntity[] => {
    if (entity.kind !== 'follow-up' || entity.value.closed !== null) return [];
    const moved = to.get(entity.value.id);
    const owner = moved && moved.from === entity.value.owner ? moved.next : entity.value.owner;
    return [{ kind: 'follow-up', value: { ...entity.value, owner, carried: entity.value.carried + 1 } }];
  });
}

function alarmsHanded(
  view: HandoverView,
  transfers: readonly Transfer[],
  at: number,
): CollectionPatch<AlarmEntity> | null {
  const put = transfers.flatMap(({ kind, id, from, to }): (readonly [string, AlarmEntity])[] => {
    const entity = kind === 'alarm' ? view.alarms.get(alarmKey(id)) : undefined;
    if (entity?.kind !== 'alarm' || entity.value.owner !== from || entity.value.id === '') return [];
    return [[alarmKey(id), { kind: 'alarm', value: { ...entity.value, owner: to, movedAt: at } }]];
  });
  return put.length === 0 ? null : { put, drop: [] };
}

function incidentsHanded(
  view: HandoverView,
  transfers: readonly Transfer[],
  at: number,
): CollectionPatch<IncidentEntity> | null {
  const put = transfers.flatMap(({ kind, id, from, to }): (readonly [string, IncidentEntity])[] => {
    if (kind !== 'incident' && kind !== 'task') return [];
    const key = `${kind}:${id}`;
    const entity = view.incidents.get(key);
    if (entity?.kind === 'incident' && entity.value.commander === from) {
      const stamps = { ...entity.value.stamps, commander: { at, by: to } };
      return [[key, { kind: 'incident', value: { ...entity.value, commander: to, stamps, movedAt: at } }]];
    }
    if (entity?.kind === 'task' && entity.value.owner === from && entity.value.done === null) {
      return [[key, { kind: 'task', value: { ...entity.value, owner: to } }]];
    }
    return [];
  });
  return put.length === 0 ? null : { put, drop: [] };
}

function postsMoved(view: HandoverView, posts: HandoverEvent['posts']): CollectionPatch<PeopleEntity> | null {
  const drop = posts.off.map((console) => `watch:${console}`).filter((key) => view.people.has(key));
  const put = posts.on.map((post): readonly [string, PeopleEntity] => [
    `watch:${post.id}`,
    { kind: 'watch', value: post },
  ]);
  return put.length === 0 && drop.length === 0 ? null : { put, drop };
}
