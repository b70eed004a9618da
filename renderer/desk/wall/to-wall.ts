import type { CommandKind } from '../../../shared/contract/commands';
import type { Gift } from '../../../shared/contract/ipc';
import type { PanelKind } from '../../../shared/model/panels';
import { WALL_SUBJECT, type WallCell } from '../../../shared/model/wall';
import { INCIDENT } from '../../../shared/rules/wall/built-in-scenes';
import { type Length, untilOf } from './lengths';
import { aboutNode } from './sendable';

/** What can be done with what is in focus, in the order of its digits; the first is what Enter gives. */
export const TO_WALL = [
  'incident',
  'cause',
  'dependencies',
  'responseTimes',
  'spotlight',
  'message',
] as const;
export type ToWall = (typeof TO_WALL)[number];

/** How long each stays. */
export const STAYS: Readonly<Record<ToWall, Length>> = {
  incident: 'half',
  cause: 'quarter',
  dependencies: 'quarter',
  responseTimes: 'quarter',
  spotlight: 'five',
  message: 'quarter',
};

/** Those that are a panel on a display. */
const PANELS: Partial<Readonly<Record<ToWall, PanelKind>>> = {
  cause: 'cause',
  dependencies: 'dependencies',
  responseTimes: 'response-times',
};

/** What there is to do: without a node only what is about none. */
export function toWallWays(node: string | null): readonly ToWall[] {
  return node === null ? ['incident', 'message'] : TO_WALL;
}

/** Whether it goes to a display that can be chosen. */
export function goesToCell(way: ToWall): boolean {
  return PANELS[way] !== undefined;
}

/** The command that does it; null: something that it needs is missing (a node, a display, words). `id`: of what is sent. */
export function toWallGift(
  way: ToWall,
  at: {
    readonly node: string | null;
    readonly cell: WallCell | null;
    readonly text: string;
    readonly id: string;
    /** The hub's clock, ms UTC. */
    readonly now: number;
  },
): Gift<CommandKind> | null {
  const { node, cell, id, now } = at;
  const until = untilOf(STAYS[way], now);
  const subject = WALL_SUBJECT;
  if (way === 'incident')
    return { kind: 'wall.scene', subject, payload: { scene: INCIDENT, about: node, until } };
  if (way === 'message') {
    const text = at.text.trim();
    return text === '' ? null : { kind: 'wall.message', subject, payload: { text, until } };
  }
  if (node === null) return null;
  if (way === 'spotlight') return { kind: 'wall.spotlight', subject, payload: { node, until } };
  const kind = PANELS[way];
  if (cell === null || kind === undefined) return null;
  const panel = aboutNode({ kind, settings: {} }, node);
  return { kind: 'wall.send', subject, payload: { id, panel, cell, until } };
}
