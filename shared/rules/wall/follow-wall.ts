// safe-stable-stringify: whole states are compared whatever order their keys came in.
import stringify from 'safe-stable-stringify';
import type { EventBody } from '../../model/events';
import type { SceneTurn, ShownScene, WallChange, WallPlan, WallState } from '../../model/wall';
import type { RoomView } from '../reduce';
import { LEAD_MS, readWall, restScene, sceneAt, sceneOf, wallPlanOf } from './read-wall';
import { followTakeOver, stillDismissed } from './take-over';

/** What the rules of the wall read of the room. */
export type WallView = Pick<RoomView, 'wall' | 'catalogue' | 'graph' | 'alarms' | 'incidents'>;

/** What begins later than this from now was said before the clock was set back, ms. */
const AHEAD_MS = 10_000;

interface Lasting {
  readonly from: number;
  readonly until: number;
}

/**
 * What the wall is to be by now, by itself: what time, alarms, incidents and the catalogue make of it. A person's choice
 * stands before a take-over, a take-over before a rotation, and each comes to its end. `nextAt`: when to ask again
 * though nothing is heard, ms UTC; null: never.
 */
export function followWall(
  view: WallView,
  now: number,
): { readonly event: Extract<EventBody, { type: 'wall.moved' }> | null; readonly nextAt: number | null } {
  const before = readWall(view);
  const wall = settleWall(view, before, now);
  const what = changeOf(before, wall);
  return {
    event: what === null ? null : { type: 'wall.moved', what, wall, actor: null, actedAt: null },
    nextAt: nextOf(wall),
  };
}

/** The wall as it is by now, given what was said of it. */
export function settleWall(view: WallView, said: WallState, now: number): WallState {
  const plan = wallPlanOf(view.catalogue);
  const known = (id: string): boolean => sceneOf(view.wall, id) !== null;
  const node = (id: string | null): string | null => (id !== null && view.graph.nodes.has(id) ? id : null);
  const choice = lasting(said.choice, now, LEAD_MS);
  const rotation = lasting(said.rotation, now, LEAD_MS);
  const turns = rotation?.turns.filter(({ scene }) => known(scene)) ?? [];
  const spotlight = lasting(said.spotlight, now);
  const dismissed = stillDismissed(view, plan, said.dismissed);
  const wall = {
    ...said,
    choice: choice !== null && known(choice.scene) ? { ...choice, about: node(choice.about) } : null,
    rotation: rotation !== null && turns.length > 0 ? { ...rotation, turns } : null,
    takeOver: followTakeOver(view, plan, { takeOver: said.takeOver, dismissed }, now),
    dismissed,
    sent: said.sent.flatMap((one) => lasting(one, now) ?? []),
    spotlight: spotlight !== null && node(spotlight.node) !== null ? spotlight : null,
    message: lasting(said.message, now),
  };
  return { ...wall, shown: shownOf(view, plan, wall, now) };
}

/** What has come to its end is null. What seems to begin in the future was said before the clock was set back: it begins anew. */
function lasting<T extends Lasting>(item: T | null, now: number, leadMs = 0): T | null {
  if (item === null) return null;
  const here =
    item.from > now + AHEAD_MS ? { ...item, from: now, until: now + item.until - item.from } : item;
  return here.until - leadMs <= now ? null : here;
}

type Shows = Pick<ShownScene, 'scene' | 'turns' | 'why' | 'by' | 'about' | 'until'>;

function shownOf(view: WallView, plan: WallPlan, wall: WallState, now: number): ShownScene {
  const { shown: before } = wall;
  const next = wanted(view, plan, wall);
  const same = next.scene === before.scene && sameTurns(next.turns, before.turns);
  // A moment that is too far ahead was named before the clock was set back: nobody would ever reach it.
  if (same && before.at <= now + AHEAD_MS) return { ...before, ...next };
  return { ...next, at: now + LEAD_MS, before: sceneAt(before, now).scene };
}

function wanted(view: WallView, plan: WallPlan, { choice, takeOver, rotation }: WallState): Shows {
  if (choice !== null) {
    const { scene, by, about, until } = choice;
    return { scene, turns: null, why: 'choice', by, about, until };
  }
  if (takeOver !== null) {
    const { scene, node: about, endsAt: until } = takeOver;
    return { scene, turns: null, why: 'take-over', by: null, about, until };
  }
  const rest = { scene: restScene(view), turns: null, about: null };
  const planned = plan.rotation.filter(({ scene }) => sceneOf(view.wall, scene) !== null);
  const turns = rotation?.turns ?? planned;
  const [first] = turns;
  if (first === undefined) return { ...rest, why: 'rest', by: null, until: null };
  const whose = { by: rotation?.by ?? null, until: rotation?.until ?? null };
  if (isHeld(view, plan)) return { ...rest, why: 'held', ...whose };
  return { scene: first.scene, turns: [...turns], why: 'rotation', about: null, ...whose };
}

/** Whether an alarm that nobody has taken stops the rotation. */
function isHeld({ alarms }: WallView, { stopAt }: WallPlan): boolean {
  for (const entity of alarms.values()) {
    if (entity.kind !== 'alarm' || entity.value.state !== 'unacknowledged') continue;
    if (entity.value.activeSince !== null && stopAt.includes(entity.value.priority)) return true;
  }
  return false;
}

function sameTurns(a: readonly SceneTurn[] | null, b: readonly SceneTurn[] | null): boolean {
  return stringify(a) === stringify(b);
}

/** What changed most; null: nothing. */
function changeOf(before: WallState, after: WallState): WallChange | null {
  if (stringify(before) === stringify(after)) return null;
  if (before.takeOver === null && after.takeOver !== null) return 'take-over';
  if (before.takeOver !== null && after.takeOver === null) return 'returned';
  const was = before.shown.why;
  const is = after.shown.why;
  if (is === 'held' && was !== 'held') return 'held';
  if (was === 'held' && is === 'rotation') return 'resumed';
  const over = (['choice', 'rotation', 'spotlight', 'message'] as const).some(
    (name) => before[name] !== null && after[name] === null,
  );
  return over || after.sent.length < before.sent.length ? 'ended' : 'changed';
}

function nextOf({ choice, rotation, takeOver, sent, spotlight, message }: WallState): number | null {
  const moments = [
    ...[choice, rotation].map((item) => item && item.until - LEAD_MS),
    ...[spotlight, message, ...sent].map((item) => item?.until ?? null),
    takeOver?.endsAt == null ? null : takeOver.endsAt - LEAD_MS,
  ].filter((at) => at !== null);
  return moments.length === 0 ? null : Math.min(...moments);
}
