import type { AlarmEntity } from '../model/alarms';
import { type CatalogueEntity, catalogueKey } from '../model/catalogue';
import type { CheckChanged, EventBody, LogEvent } from '../model/events';
import type { IncidentEntity } from '../model/incidents';
import type { MaintenanceStatus } from '../model/maintenance';
import type { PeopleEntity } from '../model/people';
import type { CheckStatus, NodeStatus, Patch, RoomStatus, StatusEntity } from '../model/room';
import { type SourceEntity, sourceKey } from '../model/sources';
import type { WallEntity } from '../model/wall';
import type { WatchEntity } from '../model/watch';
import { assertNever } from '../util/assert-never';
import { reduceAlarms } from './alarms/reduce-alarms';
import { buildGraph, type Graph } from './graph';
import { reduceHandover } from './handover/reduce-handover';
import { reduceIncidents } from './incidents/reduce-incidents';
import { type Muting, mutingOf } from './muting';
import { type MaintenanceEvent, reduceMaintenance } from './reduce-maintenance';
import { reducePeople } from './reduce-people';
import { type RollupView, rollUp } from './rollup';
import { reduceWall } from './wall/reduce-wall';
import { reduceWatch } from './watch/reduce-watch';

/**
 * The version of these rules. Hub and console compare it: where it differs, states may, and the console takes
 * snapshots instead of computing (raise it with every change of what `reduce` returns).
 */
export const REDUCER_VERSION = 5;

/** The state that `reduce` reads. */
export interface RoomView {
  readonly catalogue: ReadonlyMap<string, CatalogueEntity>;
  readonly status: ReadonlyMap<string, StatusEntity>;
  readonly room: RoomStatus | undefined;
  readonly maintenance: ReadonlyMap<string, MaintenanceStatus>;
  readonly sources: ReadonlyMap<string, SourceEntity>;
  readonly alarms: ReadonlyMap<string, AlarmEntity>;
  readonly people: ReadonlyMap<string, PeopleEntity>;
  readonly incidents: ReadonlyMap<string, IncidentEntity>;
  readonly watch: ReadonlyMap<string, WatchEntity>;
  readonly wall: ReadonlyMap<string, WallEntity>;
  readonly graph: Graph;
  /** What running maintenance windows cover, by node id. Derived from `maintenance`. */
  readonly muting: ReadonlyMap<string, Muting>;
}

export const checkKey = (id: string): string => `check:${id}`;
export const nodeKey = (id: string): string => `node:${id}`;

const EMPTY_ROOM: RoomStatus = {
  id: 'room',
  name: '',
  demo: false,
  vantageLostSince: null,
  hubVersion: '',
  hubStartedAt: 0,
  blind: null,
  rejected: null,
  hours: [],
  restored: null,
  alarmCount: 0,
  incidentCount: 0,
  knownErrorCount: 0,
  messageCount: 0,
  entryCount: 0,
  handoverCount: 0,
  followUpCount: 0,
  routineCount: 0,
  flood: null,
};

/**
 * The one reducer: what an event changes. Pure; the same in the hub, in the console and in a test. Applying the
 * same events in the same order to the same state gives the same state, to the digest.
 */
export function reduce(view: RoomView, event: LogEvent): Patch {
  const body: EventBody = event.body;
  switch (body.type) {
    case 'hub.started':
      return putRoom(view, {
        hubVersion: body.version,
        hubStartedAt: event.at,
        blind: body.blindFrom === null ? (view.room?.blind ?? null) : { from: body.blindFrom, to: event.at },
      });
    case 'hub.restored':
      return putRoom(view, { restored: { at: event.at, backupAt: body.backupAt } });
    case 'hub.stopped':
    case 'command.settled':
    case 'catalogue.edited':
      return {};
    case 'catalogue.changed':
      return changeCatalogue(view, body, event.at);
    case 'catalogue.rejected':
      return putRoom(view, { rejected: { at: event.at, issues: body.issues } });
    case 'check.changed':
      return changeCheck(view, body);
    case 'check.overdue': {
      const before = readCheck(view.status, body.check);
      if (!before || before.overdue) return {};
      return withRollUp(view, { ...before, overdue: true }, event.at);
    }
    case 'check.flapping': {
      const before = readCheck(view.status, body.check);
      if (!before || (before.flappingSince !== null) === body.flapping) return {};
      return withRollUp(view, { ...before, flappingSince: body.flapping ? event.at : null }, event.at);
    }
    case 'vantage.changed':
      return changeVantage(view, body.lost, event.at);
    case 'maintenance.set':
    case 'maintenance.removed':
    case 'maintenance.moved':
      return changeMaintenance(view, body, event.at);
    case 'hours.changed':
      return changeHours(view, body, event.at);
    case 'sources.changed':
      return {
        sources: { put: body.put.map((entity) => [sourceKey(entity), entity] as const), drop: body.drop },
      };
    case 'alarms.moved':
    case 'alarm.acted':
    case 'call.logged':
    case 'run.moved':
    case 'notice.raised':
    case 'notice.seen':
    case 'cause.said':
      return reduceAlarms(view, body, event.at);
    case 'flood.changed':
      return putRoom(view, {
        flood: body.on ? { since: view.room?.flood?.since ?? event.at, annunciated: body.annunciated } : null,
      });
    case 'incident.moved':
    case 'callers.counted':
    case 'report.changed':
    case 'known-error.set':
    case 'message.moved':
    case 'notification.moved':
      return reduceIncidents(view, body);
    case 'log.written':
    case 'log.corrected':
    case 'log.erased':
    case 'roster.changed':
    case 'duty.changed':
    case 'follow-up.moved':
    case 'routine.moved':
      return reduceWatch(view, body, event.at);
    case 'handover.moved':
      return reduceHandover(view, body, event.at);
    case 'wall.moved':
    case 'scene.set':
    case 'scene.removed':
      return reduceWall(view, body, event.at);
    case 'person.set':
    case 'console.set':
    case 'session.opened':
    case 'session.ended':
    case 'watch.changed':
      return reducePeople(view.people, body, event.at);
    case 'signin.failed':
    case 'credentials.set':
    case 'wall.cared':
      return {};
    default:
      return assertNever(body, 'reduce');
  }
}

/** What holds for the room as a whole, changed. */
export function putRoom(view: Pick<RoomView, 'room'>, change: Partial<RoomStatus>): Patch {
  return { room: { put: [['room', { ...(view.room ?? EMPTY_ROOM), ...change }]], drop: [] } };
}

function changeCheck(view: RoomView, body: CheckChanged): Patch {
  const before = readCheck(view.status, body.check);
  // Unknown here: removed from the catalogue while it ran. Older news never overwrites newer.
  if (!before || (before.observedAt !== null && body.observedAt < before.observedAt)) return {};
  const resultSince = before.result === body.result ? before.resultSince : body.observedAt;
  const confirmed = body.hard ? body.result : before.confirmed;
  const since = confirmed === before.confirmed ? before.since : resultSince;
  const next: CheckStatus = {
    id: body.check,
    result: body.result,
    hard: body.hard,
    attempt: body.attempt,
    confirmed,
    since,
    resultSince,
    observedAt: body.observedAt,
    beforeAt: before.result === body.result ? before.beforeAt : (body.beforeAt ?? before.observedAt),
    // A first failure after a silence confirms nothing: it stays stale until something is certain again.
    overdue: body.hard ? false : before.overdue,
    output: body.output,
    ms: body.ms,
    flappingSince: before.flappingSince,
    silenced: body.silenced,
  };
  // A soft attempt does not move the service: only what is confirmed, overdue or silenced does.
  const moves =
    confirmed !== before.confirmed || next.overdue !== before.overdue || next.silenced !== before.silenced;
  if (!moves) return { status: { put: [[checkKey(next.id), { kind: 'check', value: next }]], drop: [] } };
  return withRollUp(view, next, body.observedAt);
}

/** The check's new status, and every node that moves with it. */
function withRollUp(view: RoomView, next: CheckStatus, at: number): Patch {
  const put: [string, StatusEntity][] = [[checkKey(next.id), { kind: 'check', value: next }]];
  const node = view.graph.checks.get(next.id)?.node;
  if (node != null) {
    const check = (id: string): CheckStatus | undefined =>
      id === next.id ? next : readCheck(view.status, id);
    putNodes(put, rollUp([node], { ...rollupView(view), check }, at));
  }
  return { status: { put, drop: [] } };
}

function changeVantage(view: RoomView, lost: boolean, at: number): Patch {
  const since = lost ? (view.room?.vantageLostSince ?? at) : null;
  const put: [string, StatusEntity][] = [];
  putNodes(put, rollUp(view.graph.order, { ...rollupView(view), vantageLostSince: since }, at));
  return { ...putRoom(view, { vantageLostSince: since }), status: { put, drop: [] } };
}

/** A window's own status, and every node whose sound it changes. */
function changeMaintenance(view: RoomView, body: MaintenanceEvent, at: number): Patch {
  const maintenance = reduceMaintenance(view.maintenance, body, at);
  const after = new Map(view.maintenance);
  for (const key of maintenance.drop) after.delete(key);
  for (const [key, status] of maintenance.put) after.set(key, status);
  const muting = mutingOf(after.values());
  const touched = [...new Set([...view.muting.keys(), ...muting.keys()])].filter(
    (id) => view.graph.nodes.has(id) && !sameMuting(view.muting.get(id), muting.get(id)),
  );
  if (touched.length === 0) return { maintenance };
  const put: [string, StatusEntity][] = [];
  putNodes(put, rollUp(touched, { ...rollupView(view), muted: (id) => muting.get(id) }, at));
  return { maintenance, status: { put, drop: [] } };
}

function sameMuting(a: Muting | undefined, b: Muting | undefined): boolean {
  return a?.window === b?.window && a?.worst === b?.worst;
}

function changeHours(view: RoomView, body: Extract<EventBody, { type: 'hours.changed' }>, at: number): Patch {
  const { id, open, nextAt } = body;
  const hours = [...(view.room?.hours ?? []).filter((known) => known.id !== id), { id, open, nextAt }];
  hours.sort((a, b) => (a.id < b.id ? -1 : 1));
  const touched = view.graph.order.filter((node) => view.graph.nodes.get(node)?.service.hours === id);
  const put: [string, StatusEntity][] = [];
  const read = { ...rollupView(view), closed: (hoursId: string) => isClosed(hours, hoursId) };
  putNodes(put, rollUp(touched, read, at));
  return { ...putRoom(view, { hours }), status: { put, drop: [] } };
}

/** Whether service hours are closed now. Hours that nobody has spoken of yet count as open. */
export function isClosed(hours: RoomStatus['hours'], id: string): boolean {
  return hours.some((known) => known.id === id && !known.open);
}

function changeCatalogue(
  view: RoomView,
  body: Extract<EventBody, { type: 'catalogue.changed' }>,
  at: number,
): Patch {
  const catalogue = new Map(view.catalogue);
  for (const key of body.drop) catalogue.delete(key);
  for (const entity of body.put) catalogue.set(catalogueKey(entity), entity);
  const { graph } = buildGraph(catalogue.values());

  const put: [string, StatusEntity][] = [];
  const fresh = new Map<string, CheckStatus>();
  for (const id of graph.checks.keys()) {
    if (view.status.has(checkKey(id))) continue;
    const status = unmeasured(id, at);
    fresh.set(id, status);
    put.push([checkKey(id), { kind: 'check', value: status }]);
  }
  const drop: string[] = [];
  for (const [key, entity] of view.status) {
    const kept =
      entity.kind === 'check' ? graph.checks.has(entity.value.id) : graph.nodes.has(entity.value.id);
    if (!kept) drop.push(key);
  }
  const check = (id: string): CheckStatus | undefined => fresh.get(id) ?? readCheck(view.status, id);
  const hours = (view.room?.hours ?? []).filter(({ id }) => catalogue.has(`hours:${id}`));
  const closed = (id: string): boolean => isClosed(hours, id);
  putNodes(put, rollUp(graph.order, { ...rollupView(view), graph, check, closed }, at));
  return {
    ...putRoom(view, { name: body.name, demo: body.demo, rejected: null, hours }),
    catalogue: { put: body.put.map((entity) => [catalogueKey(entity), entity] as const), drop: body.drop },
    status: { put, drop },
  };
}

function unmeasured(id: string, at: number): CheckStatus {
  return {
    id,
    result: null,
    hard: false,
    attempt: 0,
    confirmed: null,
    since: at,
    resultSince: at,
    observedAt: null,
    beforeAt: null,
    overdue: false,
    output: '',
    ms: null,
    flappingSince: null,
    silenced: false,
  };
}

function putNodes(put: [string, StatusEntity][], nodes: ReadonlyMap<string, NodeStatus>): void {
  for (const node of nodes.values()) put.push([nodeKey(node.id), { kind: 'node', value: node }]);
}

/** What the roll-up reads of `view`; the caller replaces what its event is about to change. */
function rollupView(view: RoomView): RollupView {
  return {
    graph: view.graph,
    check: (id) => readCheck(view.status, id),
    node: (id) => readNode(view.status, id),
    vantageLostSince: view.room?.vantageLostSince ?? null,
    muted: (id) => view.muting.get(id),
    closed: (hours) => isClosed(view.room?.hours ?? [], hours),
  };
}

/** The status of a check in the `status` collection. */
export function readCheck(status: RoomView['status'], id: string): CheckStatus | undefined {
  const entity = status.get(checkKey(id));
  return entity?.kind === 'check' ? entity.value : undefined;
}

/** The status of a node in the `status` collection. */
export function readNode(status: RoomView['status'], id: string): NodeStatus | undefined {
  const entity = status.get(nodeKey(id));
  return entity?.kind === 'node' ? entity.value : undefined;
}
