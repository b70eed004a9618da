import { COMMAND_PAYLOADS, type CommandKind, type CommandPayload } from '../../contract/commands';
import type { EventBody } from '../../model/events';
import type { RoomView } from '../reduce';

/** The kinds of command that these rules decide. */
export const INCIDENT_COMMANDS = [
  'incident.open',
  'incident.set',
  'incident.note',
  'incident.time',
  'incident.update',
  'incident.routine',
  'incident.merge',
  'incident.restore',
  'incident.close',
  'incident.reopen',
  'task.set',
  'task.done',
  'caller.add',
  'caller.reset',
  'report.set',
  'report.end',
  'known-error.set',
  'known-error.retire',
] as const satisfies readonly CommandKind[];
export type IncidentCommandKind = (typeof INCIDENT_COMMANDS)[number];

/** What they read of the room. */
export type IncidentView = Pick<RoomView, 'catalogue' | 'graph' | 'alarms' | 'people' | 'incidents' | 'room'>;

/** A person's act of one kind, parsed. */
export interface Act<K extends IncidentCommandKind> {
  /** The command's id: what it writes in a timeline is called after it. */
  readonly id: string;
  readonly kind: K;
  readonly subject: string;
  readonly payload: CommandPayload<K>;
  /** A person's id. */
  readonly actor: string;
  /** ms UTC. */
  readonly actedAt: number;
}
/** A person's act of any of these kinds. */
export type IncidentAct = { [K in IncidentCommandKind]: Act<K> }[IncidentCommandKind];

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
export function readAct(command: UnreadCommand): IncidentAct | null {
  const { id, kind, subject, actor, actedAt } = command;
  if (!isIncidentCommand(kind)) return null;
  const parsed = COMMAND_PAYLOADS[kind].safeParse(command.payload ?? null);
  // The schema of this kind parsed it, so it is this kind's payload.
  return parsed.success ? ({ id, kind, subject, payload: parsed.data, actor, actedAt } as IncidentAct) : null;
}

export function isIncidentCommand(kind: string): kind is IncidentCommandKind {
  return (INCIDENT_COMMANDS as readonly string[]).includes(kind);
}

/** Why an act is refused. The hub has words for each (`electron/hub/incidents/refusals.ts`). */
export type IncidentRefusalCode =
  | 'malformed'
  | 'exists'
  | 'unknown-incident'
  | 'unknown-task'
  | 'unknown-node'
  | 'unknown-service'
  | 'unknown-site'
  | 'unknown-person'
  | 'not-in-use'
  | 'may-not-lead'
  | 'unknown-known-error'
  | 'retired'
  | 'empty'
  | 'cause-taken'
  | 'same-incident'
  | 'into-closed'
  | 'still-active'
  | 'routine-in-use'
  | 'future'
  | 'order'
  | 'past'
  | 'too-long'
  | 'no-callers'
  | 'no-report'
  | 'newer';

export interface IncidentRefusal {
  readonly code: IncidentRefusalCode;
  /** Ids, names and times (ms UTC) that say why. */
  readonly facts: Readonly<Record<string, string | number | null>>;
}

/** What follows from an act: what it writes, or why not (and what of it is remembered all the same). */
export type Decision =
  | { readonly ok: readonly EventBody[] }
  | { readonly refused: IncidentRefusal; readonly kept: readonly EventBody[] };

export const done = (...events: readonly EventBody[]): Decision => ({ ok: events });

export function refuse(
  code: IncidentRefusalCode,
  facts: IncidentRefusal['facts'] = {},
  kept: readonly EventBody[] = [],
): Decision {
  return { refused: { code, facts }, kept };
}

/** Who decides: the hub gives numbers; what a desk decides without its hub is provisional and has none. */
export type Decider = 'hub' | 'desk';

/** When a person acted: never later than it is heard of, so that no clock that is ahead outlives what others say. */
export const actedAtOf = (act: { readonly actedAt: number }, now: number): number =>
  Math.min(act.actedAt, now);
