import type { Scene, SceneVersion, ShownScene, WallPlan, WallState } from '../../model/wall';
import type { RoomView } from '../reduce';
import { BUILT_IN_SCENES, INCIDENT, NORMAL } from './built-in-scenes';

/** A change is shown on every computer so long after it was written, ms: by then each of them has heard of it. */
export const LEAD_MS = 400;
/** No change lies further ahead than this, however far apart the clocks of hub and console are thought to be, ms. */
const AHEAD_MOST_MS = 10_000;

/** What holds of a wall, where the catalogue's `wall:` says nothing else. */
export const PRESET_PLAN: WallPlan = {
  id: 'room',
  displays: [],
  distanceM: 7,
  rest: NORMAL,
  rotation: [],
  stopAt: [1, 2],
  takeOver: [
    {
      id: 'viktigst',
      name: '',
      priorities: [1],
      services: ['*'],
      sites: [],
      incidents: ['major'],
      scene: INCIDENT,
      holdMs: 120_000,
    },
  ],
};

/** A room that says nothing of its wall: nothing is brought up there by itself; rules are the room's to give. */
const NO_WALL: WallPlan = { ...PRESET_PLAN, takeOver: [] };

/** The wall as the catalogue has it. */
export function wallPlanOf(catalogue: RoomView['catalogue']): WallPlan {
  const entity = catalogue.get('wall-plan:room');
  return entity?.kind === 'wall-plan' ? entity.value : NO_WALL;
}

/**
 * How far people stand from the wall, m: as the room says for all of its wall, or else as this console's own settings say.
 *
 * @param own what this console's settings say, m
 */
export function viewingDistanceM(catalogue: RoomView['catalogue'], own: number): number {
  const entity = catalogue.get('wall-plan:room');
  return entity?.kind === 'wall-plan' ? entity.value.distanceM : own;
}

/** A scene by its id: people's own, or what came with the program; null: there is none. */
export function sceneOf(wall: RoomView['wall'], id: string): Scene | null {
  const entity = wall.get(`scene:${id}`);
  return entity?.kind === 'scene' ? entity.value : (BUILT_IN_SCENES.get(id) ?? null);
}

/** Every scene that can be shown: those of the program first, then people's own by name. */
export function scenesOf(wall: RoomView['wall']): readonly Scene[] {
  const own = new Map<string, Scene>();
  for (const entity of wall.values()) if (entity.kind === 'scene') own.set(entity.value.id, entity.value);
  const first = [...BUILT_IN_SCENES].map(([id, scene]) => own.get(id) ?? scene);
  const rest = [...own.values()].filter(({ id }) => !BUILT_IN_SCENES.has(id));
  return [...first, ...rest.sort((a, b) => a.name.localeCompare(b.name, 'nb') || (a.id < b.id ? -1 : 1))];
}

/** Versions of a scene that are kept, newest first; of a removed one too. */
export function versionsOf(wall: RoomView['wall'], id: string): readonly SceneVersion[] {
  const list: SceneVersion[] = [];
  for (const entity of wall.values())
    if (entity.kind === 'version' && entity.value.scene.id === id) list.push(entity.value);
  return list.sort((a, b) => b.scene.version - a.scene.version);
}

/** The scene that the wall rests on. Never none. */
export function restScene(view: Pick<RoomView, 'wall' | 'catalogue'>): string {
  const { rest } = wallPlanOf(view.catalogue);
  return sceneOf(view.wall, rest) === null ? NORMAL : rest;
}

/** A scene by id; the one that the wall rests on where that one is gone. */
export function sceneOrRest(view: Pick<RoomView, 'wall' | 'catalogue'>, scene: string): string {
  return sceneOf(view.wall, scene) === null ? restScene(view) : scene;
}

/** What holds for the wall now. Before anything was ever said of it, it rests. */
export function readWall(view: Pick<RoomView, 'wall' | 'catalogue'>): WallState {
  const entity = view.wall.get('wall:room');
  if (entity?.kind === 'wall') return entity.value;
  return {
    id: 'room',
    shown: {
      scene: restScene(view),
      turns: null,
      why: 'rest',
      by: null,
      about: null,
      until: null,
      at: 0,
      before: null,
    },
    choice: null,
    rotation: null,
    takeOver: null,
    dismissed: [],
    sent: [],
    spotlight: null,
    message: null,
  };
}

/**
 * The scene that every computer of the wall shows at a moment of the hub's clock, and until when it does by this alone
 * (ms UTC; null: until there is news). Turns are counted from one moment, so that computers turn together without a word.
 */
export function sceneAt(
  shown: ShownScene,
  hubNow: number,
): { readonly scene: string; readonly until: number | null } {
  const ahead = shown.at - hubNow;
  // A moment that lies further ahead was written before the hub's clock was set back: it has come.
  if (ahead > 0 && ahead <= AHEAD_MOST_MS && shown.before !== null)
    return { scene: shown.before, until: shown.at };
  const { turns } = shown;
  const round = (turns ?? []).reduce((sum, { forMs }) => sum + forMs, 0);
  if (turns === null || round <= 0) return { scene: shown.scene, until: null };
  const since = ahead > AHEAD_MOST_MS ? round - (ahead % round) : Math.max(0, -ahead);
  let into = since % round;
  for (const { scene, forMs } of turns) {
    if (into < forMs) return { scene, until: hubNow + forMs - into };
    into -= forMs;
  }
  return { scene: shown.scene, until: null };
}
