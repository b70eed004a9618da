import { COMMAND_PAYLOADS, type CommandKind, type CommandPayload } from '../../contract/commands';
import type { EventBody } from '../../model/events';
import type { RoomView } from '../reduce';

/** The kinds of command that these rules decide: a handover's steps, what is carried on, and routines. */
export const HANDOVER_COMMANDS = [
  'handover.begin',
  'handover.exchange',
  'handover.people',
  'handover.item',
  'handover.read-back',
  'handover.sign',
  'handover.unsign',
  'handover.accept',
  'handover.amendment',
  'follow-up.set',
  'follow-up.close',
  'follow-up.reopen',
  'routine.tick',
  'routine.settle',
  'routine.reopen',
] as const satisfies readonly CommandKind[];
export type HandoverCommandKind = (typeof HANDOVER_COMMANDS)[number];

/** What they read of the room. */
export type HandoverView = Pick<
  RoomView,
  'catalogue' | 'graph' | 'alarms' | 'people' | 'incidents' | 'watch' | 'room'
>;

/** A person's act of one kind, parsed. */
export interface Act<K extends HandoverCommandKind> {
  /** The command's id. */
  readonly id: string;
  readonly kind: K;
  readonly subject: string;
  readonly payload: CommandPayload<K>;
  /** A person's id. */
  readonly actor: string;
  /** ms UTC. */
  readonly actedAt: number;
  /** The id of the console that it was done at; empty: not known. */
  readonly console: string;
}
export type HandoverAct = { [K in HandoverCommandKind]: Act<K> }[HandoverCommandKind];

/** A command as it lies in an outbox or comes over the wire. */
export interface UnreadCommand {
  readonly id: string;
  readonly kind: string;
  readonly subject: string;
  readonly payload?: unknown;
  readonly actor: string;
  readonly actedAt: number;
}

/** Reads a command as one of these acts; null: it is of another kind, or its payload is malformed. */
export function readHandoverAct(command: UnreadCommand, console: string): HandoverAct | null {
  const { id, kind, subject, actor, actedAt } = command;
  if (!isHandoverCommand(kind)) return null;
  const parsed = COMMAND_PAYLOADS[kind].safeParse(command.payload ?? null);
  if (!parsed.success) return null;
  // The schema of this kind parsed it, so it is this kind's payload.
  return { id, kind, subject, payload: parsed.data, actor, actedAt, console } as HandoverAct;
}

export function isHandoverCommand(kind: string): kind is HandoverCommandKind {
  return (HANDOVER_COMMANDS as readonly string[]).includes(kind);
}

/** Why an act is refused. The hub has words for each (`electron/hub/handover/refusals.ts`). */
export type HandoverRefusalCode =
  | 'malformed'
  | 'nobody'
  | 'another'
  | 'another-open'
  | 'unknown-handover'
  | 'unknown-item'
  | 'item-changed'
  | 'unknown-person'
  | 'not-in-use'
  | 'signed'
  | 'accepted'
  | 'not-signed'
  | 'not-outgoing'
  | 'not-incoming'
  | 'not-signer'
  | 'not-on-watch'
  | 'nobody-incoming'
  | 'other-text'
  | 'missing'
  | 'unknown-amendment'
  | 'unknown-follow-up'
  | 'unknown-node'
  | 'empty'
  | 'past'
  | 'closed'
  | 'newer'
  | 'unknown-routine'
  | 'unknown-step'
  | 'settled'
  | 'steps-left';

export interface HandoverRefusal {
  readonly code: HandoverRefusalCode;
  /** Ids, names and times (ms UTC) that say why; several ids or codes are joined with a comma. */
  readonly facts: Readonly<Record<string, string | number | null>>;
}

/** What follows from an act: what it writes, or why not. */
export type HandoverDecision = { readonly ok: readonly EventBody[] } | { readonly refused: HandoverRefusal };

export const done = (...events: readonly EventBody[]): HandoverDecision => ({ ok: events });

export function refuse(code: HandoverRefusalCode, facts: HandoverRefusal['facts'] = {}): HandoverDecision {
  return { refused: { code, facts } };
}

/** Who decides: the hub gives numbers; what a desk decides without its hub is provisional and has none. */
export type Decider = 'hub' | 'desk';

/** When a person acted: never later than it is heard of, so that no clock that is ahead outlives what others say. */
export const actedAtOf = (act: { readonly actedAt: number }, now: number): number =>
  Math.min(act.actedAt, now);

/** What is heard of so long after it was done, was done away from the hub, ms. */
const APART_MS = 30_000;

/** Whether an act was done where the hub could not be heard: it is judged by what could be known there. */
export const wasApart = (act: { readonly actedAt: number }, now: number): boolean =>
  now - act.actedAt > APART_MS;
