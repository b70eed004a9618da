import type { CommandPayload } from '../../contract/commands';
import type { EventBody } from '../../model/events';
import { SCENES_MOST, type Scene, scene as sceneSchema } from '../../model/wall';
import type { RoomView } from '../reduce';
import { BUILT_IN_SCENES } from './built-in-scenes';
import { sceneOf, versionsOf } from './read-wall';
import { type SceneFault, sceneFaults } from './scene-faults';

export type SceneView = Pick<RoomView, 'wall' | 'catalogue' | 'graph'>;

interface SceneAct {
  /** `scene/ID`. */
  readonly subject: string;
  readonly actor: string;
  /** ms UTC. */
  readonly actedAt: number;
}

/** Why an act is refused. The hub has words for each. */
export type SceneRefusal =
  | { readonly code: 'malformed' | 'exists' | 'gone' | 'built-in' | 'unknown-version' }
  | { readonly code: 'changed-since'; readonly version: number; readonly by: string }
  | { readonly code: 'too-many'; readonly most: number }
  | { readonly code: 'faulty'; readonly faults: readonly SceneFault[] };

export type SceneDecision =
  | { readonly ok: Extract<EventBody, { type: 'scene.set' | 'scene.removed' }> }
  | { readonly refused: SceneRefusal };

const refuse = (code: 'malformed' | 'exists' | 'gone' | 'built-in' | 'unknown-version'): SceneDecision => ({
  refused: { code },
});

/** A scene is written, or changed. Nobody overwrites what they have not seen (`base`). `now`: ms UTC. */
export function decideSceneSet(
  view: SceneView,
  act: SceneAct,
  { scene: draft, base }: CommandPayload<'scene.set'>,
  now: number,
): SceneDecision {
  const id = idOf(act);
  const present = sceneOf(view.wall, id);
  if (present === null && base !== null) return refuse('gone');
  if (present !== null && base === null) return refuse('exists');
  if (present !== null && base !== present.version)
    return { refused: { code: 'changed-since', version: present.version, by: present.by } };
  if (present === null && ownScenes(view) >= SCENES_MOST)
    return { refused: { code: 'too-many', most: SCENES_MOST } };
  const faults = sceneFaults(id, draft, view).filter(({ severity }) => severity === 'error');
  if (faults.length > 0) return { refused: { code: 'faulty', faults } };
  const next = { id, ...draft, version: nextVersion(view, id), at: now, by: act.actor };
  return written(next, null, act);
}

/** A scene of people's own is taken away; one that came with the program is as it came again. */
export function decideSceneRemove(view: SceneView, act: SceneAct): SceneDecision {
  const id = idOf(act);
  const entity = view.wall.get(`scene:${id}`);
  if (entity?.kind !== 'scene') return refuse(BUILT_IN_SCENES.has(id) ? 'built-in' : 'gone');
  const { actor, actedAt } = act;
  return { ok: { type: 'scene.removed', id, name: entity.value.name, actor, actedAt } };
}

/** An earlier version holds again, as a new one; of a removed scene too. */
export function decideSceneRestore(
  view: SceneView,
  act: SceneAct,
  { version }: CommandPayload<'scene.restore'>,
  now: number,
): SceneDecision {
  const id = idOf(act);
  const kept = versionsOf(view.wall, id).find(({ scene }) => scene.version === version)?.scene;
  const old = kept ?? (version === 0 ? BUILT_IN_SCENES.get(id) : undefined);
  if (old === undefined) return refuse('unknown-version');
  if (sceneOf(view.wall, id) === null && ownScenes(view) >= SCENES_MOST)
    return { refused: { code: 'too-many', most: SCENES_MOST } };
  return written({ ...old, version: nextVersion(view, id), at: now, by: act.actor }, version, act);
}

function written(next: Scene, restored: number | null, { actor, actedAt }: SceneAct): SceneDecision {
  if (!sceneSchema.safeParse(next).success) return refuse('malformed');
  return { ok: { type: 'scene.set', scene: next, restored, actor, actedAt } };
}

function idOf({ subject }: SceneAct): string {
  return subject.startsWith('scene/') ? subject.slice('scene/'.length) : '';
}

/** A version's number is never used again, also not after the scene was away. */
function nextVersion({ wall }: SceneView, id: string): number {
  const newest = versionsOf(wall, id)[0]?.scene.version ?? 0;
  return Math.max(newest, sceneOf(wall, id)?.version ?? 0) + 1;
}

function ownScenes({ wall }: SceneView): number {
  return [...wall.values()].filter(({ kind }) => kind === 'scene').length;
}
