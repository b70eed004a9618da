import type { EventBody } from '../../model/events';
import type { Patch } from '../../model/room';
import {
  REMOVED_KEPT_MS,
  type SceneVersion,
  VERSIONS_KEPT,
  type WallEntity,
  wallKey,
} from '../../model/wall';
import { assertNever } from '../../util/assert-never';
import type { RoomView } from '../reduce';
import { versionsOf } from './read-wall';

/** The events that change the wall. */
export type WallEvent = Extract<EventBody, { type: 'wall.moved' | 'scene.set' | 'scene.removed' }>;

/** What an event changes in the `wall` collection. `at`: the hub's time, ms UTC. */
export function reduceWall(view: Pick<RoomView, 'wall'>, body: WallEvent, at: number): Patch {
  switch (body.type) {
    case 'wall.moved':
      return patchOf([{ kind: 'wall', value: body.wall }], []);
    case 'scene.set': {
      const { scene } = body;
      const version: SceneVersion = { id: `${scene.id}/${scene.version}`, scene, removedAt: null };
      const kept = versionsOf(view.wall, scene.id).filter(({ id }) => id !== version.id);
      const old = kept.slice(VERSIONS_KEPT - 1).map((value) => wallKey({ kind: 'version', value }));
      // The scene is there again: none of its versions is on its way out.
      const revived = kept
        .slice(0, VERSIONS_KEPT - 1)
        .filter(({ removedAt }) => removedAt !== null)
        .map((value): WallEntity => ({ kind: 'version', value: { ...value, removedAt: null } }));
      return patchOf(
        [{ kind: 'scene', value: scene }, { kind: 'version', value: version }, ...revived],
        [...new Set([...old, ...longGone(view, at, scene.id)])],
      );
    }
    case 'scene.removed': {
      const gone = versionsOf(view.wall, body.id).map(
        (value): WallEntity => ({ kind: 'version', value: { ...value, removedAt: at } }),
      );
      const key = `scene:${body.id}`;
      return patchOf(gone, [...(view.wall.has(key) ? [key] : []), ...longGone(view, at, body.id)]);
    }
    default:
      return assertNever(body, 'reduce wall');
  }
}

/** Versions of scenes that were removed long ago, but for those of `touched`. */
function longGone(view: Pick<RoomView, 'wall'>, at: number, touched: string): readonly string[] {
  const keys: string[] = [];
  for (const [key, entity] of view.wall) {
    if (entity.kind !== 'version' || entity.value.scene.id === touched) continue;
    const { removedAt } = entity.value;
    if (removedAt !== null && removedAt + REMOVED_KEPT_MS <= at) keys.push(key);
  }
  return keys;
}

function patchOf(put: readonly WallEntity[], drop: readonly string[]): Patch {
  if (put.length === 0 && drop.length === 0) return {};
  return { wall: { put: put.map((entity) => [wallKey(entity), entity] as const), drop } };
}
