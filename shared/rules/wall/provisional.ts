import { COMMAND_PAYLOADS } from '../../contract/commands';
import type { WallEntity, WallState } from '../../model/wall';
import type { UnreadCommand } from '../incidents/decision';
import type { RoomView } from '../reduce';
import { decideSceneRemove, decideSceneRestore, decideSceneSet, type SceneDecision } from './decide-scene';
import { decideWall, readWallAct } from './decide-wall';
import type { WallView } from './follow-wall';
import { readWall } from './read-wall';
import { reduceWall } from './reduce-wall';

/** What a person put on the wall; each is taken away by itself. */
export type WallLayer = 'choice' | 'rotation' | 'takeOver' | 'spotlight' | 'message';
const LAYERS: readonly WallLayer[] = ['choice', 'rotation', 'takeOver', 'spotlight', 'message'];

/** What a desk shows of the wall while commands wait in its outbox. */
export interface ProvisionalWall {
  /** The wall and its scenes as they will be when the hub agrees. */
  readonly wall: RoomView['wall'];
  /** What is not the hub's word yet: layers, `sent:ID` of panels, `scene:ID` of scenes. */
  readonly waiting: ReadonlySet<WallLayer | `sent:${string}` | `scene:${string}`>;
}

/**
 * Lays what waits in an outbox over what the hub has said of the wall, in the order in which it was done, by the rules by
 * which the hub will decide. What would be refused now changes nothing here. `now`: the hub's time as known here, ms UTC.
 */
export function provisionalWall(
  view: WallView,
  commands: readonly UnreadCommand[],
  now: number,
): ProvisionalWall {
  const { catalogue, graph, alarms, incidents } = view;
  let { wall } = view;
  const waiting = new Set<WallLayer | `sent:${string}` | `scene:${string}`>();
  for (const command of commands) {
    const here = { catalogue, graph, alarms, incidents, wall };
    const body = decided(here, command, now);
    if (body === null) continue;
    if (body.type === 'wall.moved') for (const what of changed(readWall(here), body.wall)) waiting.add(what);
    else waiting.add(`scene:${body.type === 'scene.set' ? body.scene.id : body.id}`);
    const patch = reduceWall({ wall }, body, now).wall;
    if (!patch) continue;
    const next = new Map<string, WallEntity>(wall);
    for (const key of patch.drop) next.delete(key);
    for (const [key, entity] of patch.put) next.set(key, entity);
    wall = next;
  }
  return { wall, waiting };
}

/** What a command comes to; null: it is about something else, or would be refused. */
function decided(view: WallView, command: UnreadCommand, now: number) {
  const act = readWallAct(command);
  if (act !== null) {
    const decision = decideWall(view, act, now);
    return 'ok' in decision ? decision.ok : null;
  }
  const decision = sceneDecision(view, command, now);
  return decision !== null && 'ok' in decision ? decision.ok : null;
}

function sceneDecision(view: WallView, command: UnreadCommand, now: number): SceneDecision | null {
  switch (command.kind) {
    case 'scene.set': {
      const payload = COMMAND_PAYLOADS['scene.set'].safeParse(command.payload);
      return payload.success ? decideSceneSet(view, command, payload.data, now) : null;
    }
    case 'scene.remove':
      return decideSceneRemove(view, command);
    case 'scene.restore': {
      const payload = COMMAND_PAYLOADS['scene.restore'].safeParse(command.payload);
      return payload.success ? decideSceneRestore(view, command, payload.data, now) : null;
    }
    default:
      return null;
  }
}

function changed(before: WallState, after: WallState): readonly (WallLayer | `sent:${string}`)[] {
  const other = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b);
  const layers = LAYERS.filter((layer) => other(before[layer], after[layer]));
  const was = new Map(before.sent.map((one) => [one.id, one]));
  const is = new Map(after.sent.map((one) => [one.id, one]));
  const sent = [...new Set([...was.keys(), ...is.keys()])].filter((id) => other(was.get(id), is.get(id)));
  return [...layers, ...sent.map((id) => `sent:${id}` as const)];
}
