import type { Alarm } from '../../../shared/model/alarms';
import { nodeId } from '../../../shared/model/catalogue';
import type {
  Callers,
  Incident,
  IncidentEntity,
  KnownError,
  OutMessage,
  UserReport,
} from '../../../shared/model/incidents';
import { maintenanceKey } from '../../../shared/model/maintenance';
import type { NodeState } from '../../../shared/model/states';
import {
  incidentOfCause,
  incidentsOfNode,
  isOf,
  knownErrorsOf,
} from '../../../shared/rules/incidents/read-incidents';
import type { BoardState } from '../../stores/board-store';
import { type StatusOf, stateOf } from '../model/row';
import { lineOf, type Subject } from './caller-lines';

/** How well the room knows what a caller tells of. */
export type Known =
  /** People work on it together. */
  | 'incident'
  /** An alarm tells of it, and somebody has it (`taken`), or nobody has. */
  | 'alarm'
  /** Work that was planned. */
  | 'planned'
  /** Its checks are well; users say that it is not. */
  | 'reported'
  /** It is not normal, and no alarm tells of it. */
  | 'measured'
  | 'no';

/** What there is to tell somebody who calls about a service. Times are ms UTC. */
export interface Telling {
  readonly subject: Subject;
  readonly state: NodeState;
  /** The service at each of its sites; empty: it is a central one. */
  readonly sites: readonly { readonly node: string; readonly state: NodeState; readonly callers: number }[];
  readonly known: Known;
  readonly incident: Incident | null;
  /** The alarm at the root of it, and the node that it is on. */
  readonly alarm: Alarm | null;
  readonly since: number | null;
  /** Who has it: a person's id. */
  readonly owner: string | null;
  /** Planned work that covers it. */
  readonly planned: { readonly title: string; readonly until: number | null } | null;
  /** The last message about it that somebody approved. */
  readonly message: OutMessage | null;
  /** When the next word is promised. `late`: that was to be by now. */
  readonly next: { readonly at: number; readonly late: boolean } | null;
  readonly workarounds: readonly KnownError[];
  /** A link to the emergency routine. */
  readonly routine: string | null;
  readonly callers: Callers | null;
  readonly report: UserReport | null;
}

export type TellBoard = Pick<BoardState, 'catalogue' | 'graph' | 'alarms' | 'maintenance'> & {
  readonly incidents: ReadonlyMap<string, IncidentEntity>;
};

/**
 * What to tell the next caller about a service. `rootsOf`: the nodes that explain a node, itself among them where it is its
 * own cause. `now`: the hub's time, ms UTC.
 */
export function tellOf(
  board: TellBoard,
  subject: Subject,
  status: StatusOf,
  rootsOf: (node: string) => readonly string[],
  now: number,
): Telling {
  const line = lineOf(board, subject, board.incidents, status);
  const sites = subject.service.sites
    .map((site) => nodeId(subject.service.id, site))
    .filter((node) => board.graph.nodes.has(node))
    .map((node) => ({
      node,
      state: stateOf(status(node)),
      callers: callersOf(board.incidents, node)?.count ?? 0,
    }));
  const nodes = subject.whole ? sites.map(({ node }) => node) : [subject.id];
  const worst = nodes.find((node) => stateOf(status(node)) === line.state) ?? subject.id;
  const alarm = alarmOf(board, worst, rootsOf);
  const incident = incidentOf(board, nodes, alarm);
  const planned = plannedOf(board, worst, status);
  const message = messageOf(board.incidents, incident, [alarm?.node ?? null, ...nodes]);
  // What users were told before what the room has set itself.
  const promised = [message?.nextAt, incident?.update?.until, alarm?.timer?.until].filter((at) => at != null);
  const [at = null] = promised;
  return {
    subject,
    state: line.state,
    sites,
    known: knownAs({ incident, alarm, planned, report: line.report, state: line.state }),
    incident,
    alarm,
    since:
      incident?.times.occurred ??
      alarm?.activeSince ??
      (line.state === 'normal' ? null : (status(worst)?.since ?? null)),
    owner: incident?.commander ?? alarm?.owner ?? alarm?.ack?.by ?? null,
    planned,
    message,
    next: at === null ? null : { at, late: at <= now },
    workarounds: knownErrorsOf(board.incidents, subject.service.id),
    routine: routineOf(board, subject),
    callers: line.callers,
    report: line.report,
  };
}

/** What a message about it is about: the alarm that stands for it, and the incident. */
export function aboutOf({ subject, alarm, incident }: Telling): {
  readonly node: string | null;
  readonly incident: string | null;
} {
  return { node: alarm?.node ?? (subject.whole ? null : subject.id), incident: incident?.id ?? null };
}

function knownAs(of: Pick<Telling, 'incident' | 'alarm' | 'planned' | 'report' | 'state'>): Known {
  if (of.incident !== null && of.incident.state !== 'closed') return 'incident';
  if (of.planned !== null) return 'planned';
  if (of.report !== null && of.state === 'normal') return 'reported';
  if (of.alarm !== null) return 'alarm';
  return of.state === 'normal' ? 'no' : 'measured';
}

/** The active alarm that stands for what is wrong: that of the node's cause before its own. */
function alarmOf(
  board: Pick<TellBoard, 'alarms'>,
  node: string,
  rootsOf: (node: string) => readonly string[],
): Alarm | null {
  for (const id of [...rootsOf(node), node]) {
    const entity = board.alarms.get(`alarm:${id}`);
    if (entity?.kind === 'alarm' && entity.value.condition !== 'normal') return entity.value;
  }
  return null;
}

function incidentOf(board: TellBoard, nodes: readonly string[], alarm: Alarm | null): Incident | null {
  const ofCause = alarm === null ? undefined : incidentOfCause(board.incidents, alarm.node);
  if (ofCause) return ofCause;
  for (const node of nodes) {
    const [found] = incidentsOfNode(board, node);
    if (found) return found;
  }
  return null;
}

function plannedOf(board: TellBoard, node: string, status: StatusOf): Telling['planned'] {
  const quiet = status(node)?.quiet;
  if (quiet?.kind !== 'maintenance') return null;
  const found = board.maintenance.get(maintenanceKey(quiet.id));
  return found ? { title: found.window.title, until: found.run?.end ?? null } : null;
}

/** The newest message about the incident, or about one of these nodes, that went out or is on its way. */
function messageOf(
  incidents: TellBoard['incidents'],
  incident: Incident | null,
  nodes: readonly (string | null)[],
): OutMessage | null {
  let newest: OutMessage | null = null;
  for (const entity of incidents.values()) {
    if (entity.kind !== 'message' || entity.value.approved === null) continue;
    const message = entity.value;
    const about =
      (incident !== null && isOf(incident, message.incident)) ||
      (message.node !== null && nodes.includes(message.node));
    if (about && (message.approved?.at ?? 0) >= (newest?.approved?.at ?? 0)) newest = message;
  }
  // A series that is closed says that it is over.
  return newest?.kind === 'closing' ? null : newest;
}

function routineOf({ catalogue }: Pick<TellBoard, 'catalogue'>, { service }: Subject): string | null {
  const entity = catalogue.get(`alarm-class:${service.id}`);
  const own = entity?.kind === 'alarm-class' ? entity.value.emergencyRoutine : null;
  return own ?? service.emergencyRoutine;
}

function callersOf(incidents: TellBoard['incidents'], node: string): Callers | null {
  const entity = incidents.get(`callers:${node}`);
  return entity?.kind === 'callers' ? entity.value : null;
}
