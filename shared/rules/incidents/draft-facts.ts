import type { Alarm } from '../../model/alarms';
import { type IncidentPlan, nodeId, type Service, type Site } from '../../model/catalogue';
import type { Incident, KnownError, OutMessage } from '../../model/incidents';
import { type NodeState, worse } from '../../model/states';
import { classOf } from '../alarms/alarm-class';
import type { CauseIndex } from '../alarms/causes';
import { type RoomView, readNode } from '../reduce';

/** What a message is drafted from. */
export type DraftView = Pick<RoomView, 'catalogue' | 'graph' | 'status' | 'alarms' | 'incidents' | 'room'>;
/** What is asked of the causes. */
export type DraftIndex = Pick<CauseIndex, 'following' | 'explained'>;

/** What a draft is wanted for: an alarm's node, an incident (its id), or an incident with a node of its own. */
export interface DraftWish {
  readonly node: string | null;
  readonly incident: string | null;
}

/** A service that is hit, as users know it. */
export interface HitService {
  readonly service: Service;
  /** The worst state at any of its sites that is hit. `normal`: people say that it is hit, and nothing measured does. */
  readonly state: NodeState;
}

/** What is known of an outage, in a shape that words can be made of. Nothing in it is guessed. */
export interface DraftFacts {
  readonly node: string | null;
  readonly incident: Incident | null;
  readonly alarm: Alarm | null;
  /**
   * What is hit, the most critical first, then what has a routine for when it is gone, then the most used. Where any of it
   * is something that people use, what they do not know of (networks, databases) is left out.
   */
  readonly services: readonly HitService[];
  /** Site ids that are hit; empty: it is not by site. */
  readonly sites: ReadonlySet<string>;
  /** The names of what causes it, where that is another thing than what users notice; null: it is not, or nobody knows. */
  readonly cause: { readonly names: readonly string[]; readonly certain: boolean } | null;
  /** When it began, ms UTC; null: nobody knows. */
  readonly began: number | null;
  /** When users had it back, ms UTC; null: they have not, or nobody knows. */
  readonly over: number | null;
  /** Somebody works on it. */
  readonly taken: boolean;
  /** What it means, in a person's words; null: nobody has said. */
  readonly consequence: string | null;
  /** Where nobody has said: what it means by the alarm classes of what is down, what matters most first. */
  readonly consequences: readonly { readonly name: string; readonly text: string }[];
  /** Emergency routines of what is hit: the name of the service, and a link. */
  readonly routines: readonly { readonly name: string; readonly link: string }[];
  readonly workarounds: readonly KnownError[];
  /** The messages that went out about the same, in order; empty: none did. */
  readonly earlier: readonly OutMessage[];
  readonly plan: IncidentPlan | null;
}

/** Gathers what is known of an alarm or an incident. What does not exist (any more) adds nothing. */
export function draftFacts(view: DraftView, index: DraftIndex, wish: DraftWish): DraftFacts {
  const incident = wish.incident === null ? null : readIncident(view, wish.incident);
  const node = wish.node ?? incident?.cause ?? null;
  const alarm = node === null ? null : readAlarm(view, node);
  const hit = hitNodes(view, index, node, incident);
  const services = hitServices(view, index, hit, incident);
  const measured = [...hit].flatMap((id) => view.graph.nodes.get(id)?.site ?? []);
  const sites = new Set([...(incident?.sites ?? []), ...measured]);
  if (sites.size === 0 && alarm) for (const site of alarm.sites) sites.add(site);
  const ids = new Set(services.map(({ service }) => service.id));
  return {
    node,
    incident,
    alarm,
    services,
    sites,
    cause: causeOf(view, index, { node, hit, ids, alarm, incident }),
    began: incident?.times.occurred ?? alarm?.activeSince ?? (alarm?.id ? alarm.raisedAt : null),
    over: incident?.times.restored ?? incident?.times.recovered ?? alarm?.returnedAt ?? null,
    taken: (incident?.commander ?? null) !== null || alarm?.owner != null || alarm?.state === 'acknowledged',
    ...meaningOf(view, services, node, incident),
    routines: routinesOf(view, services, (alarm?.symptomsMost ?? 0) > (alarm?.symptoms ?? 0)),
    workarounds: knownErrors(view, ids),
    earlier: earlierMessages(view, node, incident),
    plan: readPlan(view),
  };
}

/** The nodes that are hit now. The cause itself counts where nothing else is. */
function hitNodes(
  view: DraftView,
  index: DraftIndex,
  node: string | null,
  incident: Incident | null,
): ReadonlySet<string> {
  const hit = new Set<string>();
  const add = (root: string): void => {
    const following = index.following(root)?.nodes ?? new Set<string>();
    for (const id of following) hit.add(id);
    if (stateOf(view, root) !== 'normal') hit.add(root);
  };
  if (node !== null) add(node);
  for (const also of incident?.alarms ?? []) add(also.node);
  for (const service of incident?.services ?? []) {
    for (const site of [null, ...(incident?.sites ?? [])]) {
      const id = nodeId(service, site);
      if (view.graph.nodes.has(id) && stateOf(view, id) !== 'normal') hit.add(id);
    }
  }
  return hit;
}

function hitServices(
  view: DraftView,
  index: DraftIndex,
  hit: ReadonlySet<string>,
  incident: Incident | null,
): readonly HitService[] {
  const found = new Map<string, HitService>();
  for (const id of hit) {
    const service = view.graph.nodes.get(id)?.service;
    if (!service) continue;
    const state = worse(found.get(service.id)?.state ?? 'normal', stateOf(view, id));
    found.set(service.id, { service, state });
  }
  for (const id of incident?.services ?? []) {
    const entity = view.catalogue.get(`service:${id}`);
    if (entity?.kind === 'service' && !found.has(id))
      found.set(id, { service: entity.value, state: 'normal' });
  }
  const said = incident?.services ?? [];
  const all = [...found.values()];
  const under = foundations(view, hit);
  const cause = incident?.cause == null ? undefined : view.graph.nodes.get(incident.cause)?.service.id;
  const used = all.filter(({ service: { id, users }, service }) => {
    const known = users !== null || routineOf(view, service) !== null;
    // An incident names its own cause among its services: that is what is told of why, not of what.
    return said.includes(id) ? known || id !== cause : known && !under.has(id);
  });
  const roots = new Set(
    [...hit]
      .filter((id) => (index.following(id)?.nodes.size ?? 0) > 0)
      .flatMap((id) => view.graph.nodes.get(id)?.service.id ?? []),
  );
  const consequences = all.filter(({ service }) => !roots.has(service.id));
  return (used.length > 0 ? used : consequences.length > 0 ? consequences : all).sort(
    (a, b) =>
      a.service.criticality - b.service.criticality ||
      Number(routineOf(view, b.service) !== null) - Number(routineOf(view, a.service) !== null) ||
      usersOf(b.service) - usersOf(a.service) ||
      a.service.name.localeCompare(b.service.name, 'nb'),
  );
}

/** How many use it in all: a service that has sites counts its users at one of them. */
function usersOf({ users, sites }: Service): number {
  return (users ?? 0) * Math.max(1, sites.length);
}

/** So many services that need another make it a thing that they stand on, which their users know nothing of. */
const FOUNDATION = 8;

/** Of what is hit: the services that many others need directly. */
function foundations(view: DraftView, hit: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const id of hit) {
    const node = view.graph.nodes.get(id);
    if (!node || found.has(node.service.id)) continue;
    const needing = new Set(node.dependants.map((other) => view.graph.nodes.get(other)?.service.id));
    if (needing.size >= FOUNDATION) found.add(node.service.id);
  }
  return found;
}

function routineOf(view: DraftView, service: Service): string | null {
  return classOf(view, service.id)?.emergencyRoutine ?? service.emergencyRoutine;
}

/** Causes that are named; where there are more, the one that was asked about is enough. */
const CAUSES_NAMED = 3;

function causeOf(
  view: DraftView,
  index: DraftIndex,
  about: {
    readonly node: string | null;
    readonly hit: ReadonlySet<string>;
    readonly ids: ReadonlySet<string>;
    readonly alarm: Alarm | null;
    readonly incident: Incident | null;
  },
): DraftFacts['cause'] {
  const { node, hit, ids, alarm, incident } = about;
  const found = node === null ? undefined : view.graph.nodes.get(node);
  if (!found || ids.has(found.service.id)) return null;
  // Two that carry one thing together are both to blame, whichever of them somebody pointed at.
  const roots = new Set([found.id, ...[...hit].flatMap((id) => index.explained(id)?.roots ?? [])]);
  const others = [...roots].filter((root) => !ids.has(view.graph.nodes.get(root)?.service.id ?? ''));
  const named = others.length > CAUSES_NAMED ? [found.id] : others;
  // Measured is not yet diagnosed: certain is what a person has said so.
  const certain = incident?.times.diagnosed != null && alarm?.basis !== 'inferred';
  return { names: named.map((root) => nameOf(view, root)), certain };
}

function nameOf(view: DraftView, node: string): string {
  const found = view.graph.nodes.get(node);
  const site = found?.site == null ? null : readSite(view, found.site);
  if (!found) return node;
  return site ? `${found.service.name} (${site.name})` : found.service.name;
}

/** Consequences that are told; a message is not a list of all that stops. */
const CONSEQUENCES = 2;

/**
 * What it means to those who read it. An incident that was opened on a switch carries what the switch's alarm class tells an
 * operator: where users are told of other services, it is left out for what those mean at the bedside.
 */
function meaningOf(
  view: DraftView,
  services: readonly HitService[],
  node: string | null,
  incident: Incident | null,
): Pick<DraftFacts, 'consequence' | 'consequences'> {
  const cause = node === null ? undefined : view.graph.nodes.get(node)?.service.id;
  const said = incident?.consequence ?? null;
  const forOperators =
    cause !== undefined &&
    said === (classOf(view, cause)?.consequence ?? null) &&
    services.length > 0 &&
    !services.some(({ service }) => service.id === cause && service.users !== null);
  const found = new Map<string, string>();
  for (const { service, state } of services) {
    const text = state === 'down' ? (classOf(view, service.id)?.consequence ?? null) : null;
    if (text !== null && ![...found.values()].includes(text)) found.set(service.name, text);
    if (found.size === CONSEQUENCES) break;
  }
  const consequences = [...found].map(([name, text]) => ({ name, text }));
  if (said !== null && !forOperators) return { consequence: said, consequences: [] };
  return { consequence: null, consequences };
}

/**
 * At most three, what is down first, then the most critical: a message is not a list of links. What works, if without a
 * reserve, sends nobody over to paper. `coming`: some of what was hit is back.
 */
function routinesOf(
  view: DraftView,
  services: readonly HitService[],
  coming: boolean,
): DraftFacts['routines'] {
  const links = new Map<string, string>();
  // When all of it is back, they say what people go back from.
  const some = coming && services.some(({ state }) => state !== 'normal');
  const works = (state: NodeState): boolean =>
    state === 'redundancy-lost' || state === 'warning' || (some && state === 'normal');
  const down = services.filter(({ state }) => state === 'down');
  const rest = services.filter(({ state }) => state !== 'down' && !works(state));
  for (const { service } of [...down, ...rest]) {
    const link = routineOf(view, service);
    if (link !== null && ![...links.values()].includes(link)) links.set(service.name, link);
    if (links.size === 3) break;
  }
  return [...links].map(([name, link]) => ({ name, link }));
}

function knownErrors(view: DraftView, services: ReadonlySet<string>): readonly KnownError[] {
  return [...view.incidents.values()]
    .flatMap((entity) => (entity.kind === 'known-error' ? [entity.value] : []))
    .filter((error) => error.retired === null && error.workaround !== null)
    .filter((error) => error.services.some((id) => services.has(id)))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .slice(0, 3);
}

/** The newest series about the same that no message has closed. */
function earlierMessages(
  view: DraftView,
  node: string | null,
  incident: Incident | null,
): readonly OutMessage[] {
  const own = incident ? [incident.id, ...incident.aliases] : [];
  const sent = [...view.incidents.values()]
    .flatMap((entity) => (entity.kind === 'message' && entity.value.approved ? [entity.value] : []))
    .filter((message) =>
      message.incident !== null && own.length > 0
        ? own.includes(message.incident)
        : node !== null && message.node === node,
    )
    .sort((a, b) => (a.approved?.at ?? 0) - (b.approved?.at ?? 0) || a.part - b.part);
  const closed = new Set(sent.filter(({ kind }) => kind === 'closing').map(({ series }) => series));
  const last = sent.filter(({ series }) => !closed.has(series)).at(-1);
  return last ? sent.filter(({ series }) => series === last.series) : [];
}

function stateOf(view: DraftView, id: string): NodeState {
  return readNode(view.status, id)?.state ?? 'normal';
}

function readAlarm(view: DraftView, node: string): Alarm | null {
  const entity = view.alarms.get(`alarm:${node}`);
  return entity?.kind === 'alarm' ? entity.value : null;
}

/** An incident by its id, or by that of one that was merged into it. */
function readIncident(view: DraftView, id: string): Incident | null {
  const entity = view.incidents.get(`incident:${id}`);
  if (entity?.kind === 'incident') return entity.value;
  for (const other of view.incidents.values()) {
    if (other.kind === 'incident' && other.value.aliases.includes(id)) return other.value;
  }
  return null;
}

function readSite(view: DraftView, id: string): Site | null {
  const entity = view.catalogue.get(`site:${id}`);
  return entity?.kind === 'site' ? entity.value : null;
}

function readPlan(view: DraftView): IncidentPlan | null {
  const entity = view.catalogue.get('incident-plan:room');
  return entity?.kind === 'incident-plan' ? entity.value : null;
}
