import { COMMAND_PAYLOADS } from '../../../shared/contract/commands';
import type { OutboxEntry } from '../../../shared/contract/ipc';
import type { AlarmEntity, Call } from '../../../shared/model/alarms';
import type { CatalogueEntity, Contact, Team } from '../../../shared/model/catalogue';
import { parseNodeId } from '../../../shared/model/catalogue';
import { onCallNow } from '../../../shared/rules/on-call';

/** A team, who answers now, and who does next. */
export interface Duty {
  readonly team: Team;
  /** It is among those that the alarm's class names. */
  readonly named: boolean;
  /** Whom to call now, in order; empty: nobody is on call. */
  readonly contacts: readonly Contact[];
  /** When the turn ends, ms UTC; null: never, or nobody is on call for a year. */
  readonly until: number | null;
  /** Who takes over then; empty: nobody. */
  readonly next: readonly Contact[];
}

/**
 * All teams with who is on call at an instant (ms UTC): those that the class of `node`'s alarm names first and in its
 * order, then the one that was asked for, then the rest in the list's order.
 */
export function dutiesAt(
  catalogue: ReadonlyMap<string, CatalogueEntity>,
  at: number,
  node: string | null,
  first: string | null = null,
): readonly Duty[] {
  const call = node === null ? [] : callOf(catalogue, node);
  const place = (team: Team): number => {
    if (team.id === first) return -1;
    const index = call.indexOf(team.id);
    return index < 0 ? call.length : index;
  };
  const teams: Team[] = [];
  for (const entity of catalogue.values()) if (entity.kind === 'team') teams.push(entity.value);
  return teams
    .sort((a, b) => place(a) - place(b) || a.order - b.order)
    .map((team) => {
      const now = onCallNow(team, at);
      const until = now?.until ?? null;
      const next = until === null ? null : onCallNow(team, until);
      return {
        team,
        named: call.includes(team.id),
        contacts: now?.contacts ?? [],
        until,
        next: next?.contacts ?? [],
      };
    });
}

/** The teams that the class of a node's alarm names, in the order to call them. */
function callOf(catalogue: ReadonlyMap<string, CatalogueEntity>, node: string): readonly string[] {
  const entity = catalogue.get(`alarm-class:${parseNodeId(node).service}`);
  return entity?.kind === 'alarm-class' ? entity.value.call : [];
}

/** A call as this desk knows it: what the hub has, or what waits here on its way there. */
export interface LoggedCall {
  readonly call: Call;
  /** It waits in the outbox. */
  readonly waits: boolean;
}

/** Calls, newest first: the hub's, and over them what was said here and has not arrived. */
export function callsOf(
  alarms: ReadonlyMap<string, AlarmEntity>,
  outbox: readonly OutboxEntry[],
): readonly LoggedCall[] {
  const calls = new Map<string, LoggedCall>();
  for (const entity of alarms.values()) {
    if (entity.kind === 'call') calls.set(entity.value.id, { call: entity.value, waits: false });
  }
  for (const entry of [...outbox].sort((a, b) => a.actedAt - b.actedAt)) {
    if (entry.kind !== 'call.log' || (entry.fate !== 'queued' && entry.fate !== 'sent')) continue;
    const said = COMMAND_PAYLOADS['call.log'].safeParse(entry.payload);
    if (said.success) calls.set(said.data.call.id, { call: said.data.call, waits: true });
  }
  return [...calls.values()].sort((a, b) => b.call.at - a.call.at);
}

/** Whom one can call: a contact of a team. */
export interface Line {
  readonly key: string;
  readonly team: Team;
  readonly contact: Contact;
}

/** Everybody who is on call now, in the order to call them. */
export function linesOf(duties: readonly Duty[]): readonly Line[] {
  return duties.flatMap(({ team, contacts }) =>
    contacts.map((contact) => ({ key: lineKey(team.id, contact.id), team, contact })),
  );
}

/** The key of a contact of a team. */
export function lineKey(team: string, contact: string): string {
  return `${team}/${contact}`;
}

/**
 * Whom to suggest: the first who has not been called in vain since `since` (ms UTC). Of the teams, the one that was asked
 * for; else the one that was called last about the same node (null: about anything); else the first in the list, which
 * is the one that the alarm names. Null: everybody has been called in vain.
 */
export function suggested(
  lines: readonly Line[],
  calls: readonly LoggedCall[],
  since: number,
  wanted: { readonly node: string | null; readonly team: string | null },
): string | null {
  const vain = new Set(
    calls
      .filter(({ call }) => call.at >= since && call.outcome === 'no-answer')
      .map(({ call }) => `${call.team}/${call.contact}`),
  );
  const left = lines.filter(({ team, contact }) => !vain.has(`${team.id}/${contact.name}`));
  const last = calls.find(
    ({ call }) => call.at >= since && (wanted.node === null || call.node === wanted.node),
  )?.call.team;
  const first = wanted.team ?? last;
  return (left.find(({ team }) => team.id === first) ?? left[0])?.key ?? null;
}
