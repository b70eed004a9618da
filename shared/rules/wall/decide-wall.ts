import { COMMAND_PAYLOADS, type CommandKind, type CommandPayload } from '../../contract/commands';
import type { EventBody } from '../../model/events';
import {
  GRID,
  ROTATION_MOST_MS,
  SENT_MOST,
  STAY_LEAST_MS,
  STAY_MOST_MS,
  WALL_SUBJECT,
  type WallCell,
  type WallChange,
  type WallState,
} from '../../model/wall';
import { assertNever } from '../../util/assert-never';
import { settleWall, type WallView } from './follow-wall';
import { readWall, sceneOf, wallPlanOf } from './read-wall';
import { contentFaults, isInside, overlaps } from './scene-faults';
import { calling } from './take-over';

/** The kinds of command by which a person says what the wall shows. */
export const WALL_COMMANDS = [
  'wall.scene',
  'wall.rotate',
  'wall.send',
  'wall.spotlight',
  'wall.message',
  'wall.clear',
] as const satisfies readonly CommandKind[];
export type WallCommandKind = (typeof WALL_COMMANDS)[number];

interface Act<K extends WallCommandKind> {
  readonly kind: K;
  readonly subject: string;
  readonly payload: CommandPayload<K>;
  /** A person's id. */
  readonly actor: string;
  /** ms UTC. */
  readonly actedAt: number;
}
/** A person's act on the wall, parsed. */
export type WallAct = { [K in WallCommandKind]: Act<K> }[WallCommandKind];

/** Why an act is refused. The hub has words for each (`electron/hub/wall/refusals.ts`). */
export type WallRefusalCode =
  | 'malformed'
  | 'unknown-scene'
  | 'unknown-node'
  | 'unknown-display'
  | 'unknown-panel'
  | 'panel-settings'
  | 'outside'
  | 'too-short'
  | 'too-long'
  | 'too-many'
  | 'nothing';

export interface WallRefusal {
  readonly code: WallRefusalCode;
  /** Ids and places that say why. */
  readonly facts: Readonly<Record<string, string>>;
}

export type WallDecision =
  | { readonly ok: Extract<EventBody, { type: 'wall.moved' }> }
  | { readonly refused: WallRefusal };

/** A command as it lies in an outbox or comes over the wire. */
interface UnreadCommand {
  readonly kind: string;
  readonly subject: string;
  readonly payload?: unknown;
  readonly actor: string;
  readonly actedAt: number;
}

/** Reads a command as one of these acts; null: it is of another kind, or its payload is malformed. */
export function readWallAct({ kind, subject, payload, actor, actedAt }: UnreadCommand): WallAct | null {
  const known = WALL_COMMANDS.find((one) => one === kind);
  if (known === undefined) return null;
  const parsed = COMMAND_PAYLOADS[known].safeParse(payload ?? null);
  // The payload is of this very kind: its own schema parsed it.
  return parsed.success ? ({ kind: known, subject, payload: parsed.data, actor, actedAt } as WallAct) : null;
}

/**
 * What becomes of the wall when a person says so, `now` by the hub's clock (ms UTC). Whatever they put there has an end.
 * The hub decides by this; a window asks it to show what is on its way.
 */
export function decideWall(view: WallView, act: WallAct, now: number): WallDecision {
  if (act.subject !== WALL_SUBJECT) return refuse('malformed');
  const wall = settleWall(view, readWall(view), now);
  const made = madeOf(view, wall, act, now);
  if ('refused' in made) return made;
  const { actor, actedAt } = act;
  const settled = settleWall(view, made.wall, now);
  return { ok: { type: 'wall.moved', what: made.what, wall: settled, actor, actedAt } };
}

type Made = { readonly wall: WallState; readonly what: WallChange } | { readonly refused: WallRefusal };

function madeOf(view: WallView, wall: WallState, act: WallAct, now: number): Made {
  const { actor: by } = act;
  switch (act.kind) {
    case 'wall.scene': {
      const { scene, about, until } = act.payload;
      if (sceneOf(view.wall, scene) === null) return refuse('unknown-scene', { scene });
      if (about !== null && !view.graph.nodes.has(about)) return refuse('unknown-node', { node: about });
      const choice = { scene, about, by, from: now, until };
      return wrongTime(until, now) ?? { wall: { ...wall, choice }, what: 'scene' };
    }
    case 'wall.rotate': {
      const { turns, until } = act.payload;
      const gone = turns.find(({ scene }) => sceneOf(view.wall, scene) === null);
      if (gone !== undefined) return refuse('unknown-scene', { scene: gone.scene });
      const rotation = { turns, by, from: now, until };
      // Whoever starts scenes in turn wants to see them: an earlier choice of one gives way.
      return (
        wrongTime(until, now, ROTATION_MOST_MS) ?? {
          wall: { ...wall, choice: null, rotation },
          what: 'rotate',
        }
      );
    }
    case 'wall.send':
      return sent(view, wall, act, now);
    case 'wall.spotlight': {
      const { node, until } = act.payload;
      if (!view.graph.nodes.has(node)) return refuse('unknown-node', { node });
      const spotlight = { node, by, from: now, until };
      return wrongTime(until, now) ?? { wall: { ...wall, spotlight }, what: 'spotlight' };
    }
    case 'wall.message': {
      const { text, until } = act.payload;
      const message = { text, by, from: now, until };
      return wrongTime(until, now) ?? { wall: { ...wall, message }, what: 'message' };
    }
    case 'wall.clear':
      return cleared(view, wall, act.payload);
    default:
      return assertNever(act, 'decide wall');
  }
}

function sent(
  view: WallView,
  wall: WallState,
  { payload, actor: by }: Extract<WallAct, { kind: 'wall.send' }>,
  now: number,
): Made {
  const { id, panel, cell, until } = payload;
  const { displays } = wallPlanOf(view.catalogue);
  if (displays.length > 0 && !displays.some((one) => one.id === cell.display))
    return refuse('unknown-display', { display: cell.display });
  if (cell.at !== null && !isInside(cell.at, GRID, GRID)) return refuse('outside', { display: cell.display });
  const [fault] = contentFaults(panel, [], view);
  if (fault?.code === 'unknown-kind') return refuse('unknown-panel', { kind: panel.kind });
  if (fault !== undefined)
    return fault.code === 'unknown-node'
      ? refuse('unknown-node', { node: fault.facts.id ?? '' })
      : refuse('panel-settings', { place: fault.path.join('.') });
  // What lies under it is what it is sent in place of.
  const others = wall.sent.filter((one) => one.id !== id && !covers(cell, one.cell));
  if (others.length >= SENT_MOST) return refuse('too-many', { most: String(SENT_MOST) });
  const next = [...others, { id, panel, cell, by, from: now, until }];
  return wrongTime(until, now) ?? { wall: { ...wall, sent: next }, what: 'send' };
}

function covers(a: WallCell, b: WallCell): boolean {
  if (a.display !== b.display) return false;
  return a.at === null || b.at === null || overlaps(a.at, b.at);
}

function cleared(view: WallView, wall: WallState, { what, id }: CommandPayload<'wall.clear'>): Made {
  const all = what === 'all';
  const sentAway = all || what === 'take-over';
  const next: WallState = {
    ...wall,
    choice: all || what === 'scene' ? null : wall.choice,
    rotation: all || what === 'rotation' ? null : wall.rotation,
    // What calls now is not to come back by itself; what comes new is.
    takeOver: sentAway ? null : wall.takeOver,
    dismissed: sentAway
      ? [...new Set([...wall.dismissed, ...calling(view, wallPlanOf(view.catalogue))])]
      : wall.dismissed,
    sent:
      all || what === 'sent' ? wall.sent.filter((one) => !all && id !== null && one.id !== id) : wall.sent,
    spotlight: all || what === 'spotlight' ? null : wall.spotlight,
    message: all || what === 'message' ? null : wall.message,
  };
  return JSON.stringify(next) === JSON.stringify(wall) ? refuse('nothing') : { wall: next, what: 'clear' };
}

/** What people put on the wall stays for a while, and no longer. Null: the time is right. */
function wrongTime(
  until: number,
  now: number,
  most = STAY_MOST_MS,
): { readonly refused: WallRefusal } | null {
  if (until - now < STAY_LEAST_MS) return refuse('too-short');
  return until - now > most ? refuse('too-long', { hours: String(Math.round(most / 3_600_000)) }) : null;
}

function refuse(code: WallRefusalCode, facts: WallRefusal['facts'] = {}): { readonly refused: WallRefusal } {
  return { refused: { code, facts } };
}
