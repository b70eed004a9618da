import type { WallState } from '../../../shared/model/wall';
import { settleWall, type WallView } from '../../../shared/rules/wall/follow-wall';
import { restScene, sceneAt, wallPlanOf } from '../../../shared/rules/wall/read-wall';
import { calling } from '../../../shared/rules/wall/take-over';

/** What would be shown if nothing lay over it; the uppermost that is there is what the wall shows. */
export interface SceneLayer {
  readonly kind: 'choice' | 'take-over' | 'rotation' | 'rest';
  /** The scene that it shows now, by id. */
  readonly scene: string;
  /** Whether it is the one that is shown. */
  readonly shows: boolean;
  /** Who chose it; null: nobody, it came by itself. */
  readonly by: string | null;
  /** The node that it is about; null: none. */
  readonly about: string | null;
  /** When it goes by itself, ms UTC; null: something else must happen. */
  readonly until: number | null;
}

/** The scenes that lie over one another on the wall, the uppermost first. Never empty: it always rests on one. */
export function sceneLayers(view: WallView, wall: WallState, now: number): readonly SceneLayer[] {
  const { choice, takeOver, rotation, shown } = wall;
  const layers: Omit<SceneLayer, 'shows'>[] = [];
  if (choice !== null) {
    const { scene, by, about, until } = choice;
    layers.push({ kind: 'choice', scene, by, about, until });
  }
  if (takeOver !== null) {
    const { scene, node: about, endsAt: until } = takeOver;
    layers.push({ kind: 'take-over', scene, by: null, about, until });
  }
  const plan = wallPlanOf(view.catalogue);
  const turns = rotation?.turns ?? plan.rotation;
  const [first] = turns;
  if (first !== undefined) {
    const going = shown.why === 'rotation' && shown.turns !== null;
    const scene = going ? sceneAt(shown, now).scene : first.scene;
    const whose = { by: rotation?.by ?? null, about: null, until: rotation?.until ?? null };
    layers.push({ kind: 'rotation', scene, ...whose });
  }
  layers.push({ kind: 'rest', scene: restScene(view), by: null, about: null, until: null });
  const uppermost = shown.why === 'held' ? 'rest' : shown.why;
  return layers.map((layer) => ({ ...layer, shows: layer.kind === uppermost }));
}

/** What the wall goes back to when what it shows now is over; null: it rests, and goes nowhere. */
export function returnsTo(
  view: WallView,
  wall: WallState,
  now: number,
): Pick<WallState['shown'], 'scene' | 'why'> | null {
  const next = withoutTop(view, wall);
  if (next === null) return null;
  const { scene, why } = settleWall(view, next, now).shown;
  return { scene, why };
}

function withoutTop(view: WallView, wall: WallState): WallState | null {
  switch (wall.shown.why) {
    case 'choice':
      return { ...wall, choice: null };
    case 'take-over': {
      const calls = calling(view, wallPlanOf(view.catalogue));
      return { ...wall, takeOver: null, dismissed: [...new Set([...wall.dismissed, ...calls])] };
    }
    case 'rotation':
    case 'held':
      return wall.rotation === null ? null : { ...wall, rotation: null };
    case 'rest':
      return null;
  }
}
