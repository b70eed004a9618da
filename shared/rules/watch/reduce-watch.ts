import type { EventBody } from '../../model/events';
import type { Patch, RoomStatus } from '../../model/room';
import { ENTRIES_KEPT_MS, ERASED_NAME, type LogEntry } from '../../model/shift-log';
import { type WatchEntity, watchKey } from '../../model/watch';
import { assertNever } from '../../util/assert-never';
import type { RoomView } from '../reduce';

/** The events that change what belongs to the watch; a handover's is reduced in `shared/rules/handover/`. */
export type WatchEvent = Extract<
  EventBody,
  {
    type:
      | 'log.written'
      | 'log.corrected'
      | 'log.erased'
      | 'roster.changed'
      | 'duty.changed'
      | 'follow-up.moved'
      | 'routine.moved';
  }
>;

type WatchView = Pick<RoomView, 'watch' | 'room'>;

/** What an event changes in the `watch` collection. `at`: the hub's time, ms UTC. */
export function reduceWatch(view: WatchView, body: WatchEvent, at: number): Patch {
  switch (body.type) {
    case 'log.written':
      return withCount(
        view,
        putWatch(view, [{ kind: 'entry', value: body.entry }], oldEntries(view, at)),
        'entryCount',
        body.entry.number,
      );
    case 'log.corrected': {
      const entry = readEntry(view, body.entry);
      if (!entry) return {};
      const corrections = [
        ...entry.corrections.filter(({ id }) => id !== body.correction.id),
        body.correction,
      ];
      return putWatch(view, [{ kind: 'entry', value: { ...entry, corrections } }], []);
    }
    case 'log.erased': {
      const entry = readEntry(view, body.entry);
      if (!entry) return {};
      const { part, why, hash, actor, actedAt } = body;
      const erased = erasePart(entry, part);
      const erasures = [...entry.erasures, { at: actedAt, by: actor, part, why, hash }];
      return putWatch(view, [{ kind: 'entry', value: { ...erased, erasures } }], []);
    }
    case 'roster.changed':
      return putWatch(view, body.put, body.drop);
    case 'duty.changed':
      return putWatch(view, [{ kind: 'duty', value: body.duty }], []);
    case 'follow-up.moved': {
      const entity: WatchEntity = { kind: 'follow-up', value: body.followUp };
      if (body.what === 'dropped') return putWatch(view, [], [watchKey(entity)]);
      return withCount(view, putWatch(view, [entity], []), 'followUpCount', body.followUp.number);
    }
    case 'routine.moved': {
      const entity: WatchEntity = { kind: 'routine-run', value: body.run };
      if (body.what === 'dropped') return putWatch(view, [], [watchKey(entity)]);
      return withCount(view, putWatch(view, [entity], []), 'routineCount', body.run.number);
    }
    default:
      return assertNever(body, 'reduce watch');
  }
}

/** The entry without one of its parts: `text`, a correction's id, or an attachment's hash. */
export function erasePart(entry: LogEntry, part: string): LogEntry {
  if (part === 'text') return { ...entry, body: { ...entry.body, said: null } };
  return {
    ...entry,
    corrections: entry.corrections.map((one) =>
      one.id === part ? { ...one, body: { ...one.body, said: null } } : one,
    ),
    attachments: entry.attachments.map((one) =>
      one.hash === part ? { ...one, name: ERASED_NAME, erased: true } : one,
    ),
  };
}

/** An entry of the shift log in the state; undefined: none, or it is older than what is kept there. */
export function readEntry(view: Pick<RoomView, 'watch'>, id: string): LogEntry | undefined {
  const entity = view.watch.get(`entry:${id}`);
  return entity?.kind === 'entry' ? entity.value : undefined;
}

function oldEntries(view: WatchView, at: number): readonly string[] {
  const old: string[] = [];
  for (const [key, entity] of view.watch) {
    if (entity.kind === 'entry' && entity.value.writtenAt + ENTRIES_KEPT_MS <= at) old.push(key);
  }
  return old;
}

/** Puts and drops in the `watch` collection, as a patch. */
export function putWatch(
  view: Pick<RoomView, 'watch'>,
  put: readonly WatchEntity[],
  drop: readonly string[],
): Patch {
  const gone = drop.filter((key) => view.watch.has(key));
  if (put.length === 0 && gone.length === 0) return {};
  return { watch: { put: put.map((entity) => [watchKey(entity), entity] as const), drop: gone } };
}

type Count = 'entryCount' | 'handoverCount' | 'followUpCount' | 'routineCount';

/** The room's count raised to a number that was given (`L-88` → 88). */
export function withCount(view: Pick<RoomView, 'room'>, patch: Patch, count: Count, number: string): Patch {
  const { room } = view;
  const given = Number(/-(\d+)$/.exec(number)?.[1] ?? 0);
  if (!room || given <= room[count]) return patch;
  const raised: RoomStatus = { ...room, [count]: given };
  return { ...patch, room: { put: [['room', raised]], drop: [] } };
}
