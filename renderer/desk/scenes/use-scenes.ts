import { useMemo } from 'react';
import type { Scene, SceneVersion } from '../../../shared/model/wall';
import type { RoomView } from '../../../shared/rules/reduce';
import { sceneOf, scenesOf, versionsOf } from '../../../shared/rules/wall/read-wall';
import { useBoard } from '../../stores/board-react';

type SceneView = Pick<RoomView, 'wall' | 'catalogue' | 'graph'>;

/** What scenes are judged by; another value whenever any of it moved. */
export function useSceneView(): SceneView {
  const wall = useBoard((state) => state.wall);
  const catalogue = useBoard((state) => state.catalogue);
  const graph = useBoard((state) => state.graph);
  const versions = useBoard((state) => `${state.wallVersion}/${state.catalogueVersion}`);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the maps change in place; their versions say when
  return useMemo(() => ({ wall, catalogue, graph }), [wall, catalogue, graph, versions]);
}

/** A scene as it is now; null: there is none. */
export function useScene(id: string): Scene | null {
  const { wall } = useSceneView();
  return sceneOf(wall, id);
}

/** Begins the id of a scene that is only tried: it goes when it is no longer shown. */
const TRIAL = 'prøve-';

/** Whether a scene is only there to be tried on the wall for a moment. */
export function isTrial(id: string): boolean {
  return id.startsWith(TRIAL);
}

/** The id under which a scene is tried before it is saved. */
export function trialId(id: string): string {
  return `${TRIAL}${id}`.slice(0, 80);
}

/** A scene that is gone, and can be had back. */
export interface GoneScene {
  readonly id: string;
  readonly newest: SceneVersion;
}

/** Scenes that were taken away and are kept still, the last one first. What was only tried is nobody's. */
export function goneScenes(wall: SceneView['wall']): readonly GoneScene[] {
  const ids = new Set<string>();
  for (const entity of wall.values()) if (entity.kind === 'version') ids.add(entity.value.scene.id);
  return [...ids]
    .filter((id) => !isTrial(id) && sceneOf(wall, id) === null)
    .flatMap((id) => versionsOf(wall, id)[0] ?? [])
    .map((newest) => ({ id: newest.scene.id, newest }))
    .sort((a, b) => (b.newest.removedAt ?? 0) - (a.newest.removedAt ?? 0));
}

/** Scenes that people choose from: without those that are only tried. */
export function listedScenes(wall: SceneView['wall']): readonly Scene[] {
  return scenesOf(wall).filter(({ id }) => !isTrial(id));
}
