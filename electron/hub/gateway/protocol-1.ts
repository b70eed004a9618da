import type { Heartbeat, HistoryAnswer } from '../../../shared/contract/wire';
import type { CatalogueEntity, Check } from '../../../shared/model/catalogue';
import type { EventBody, LogEvent } from '../../../shared/model/events';
import type { Cause, CheckStatus, NodeStatus, RoomStatus, StatusEntity } from '../../../shared/model/room';
import { assertNever } from '../../../shared/util/assert-never';

/**
 * The room as protocol 1 can say it. A console of that protocol refuses what its schemas do not know, and computes
 * digests over exactly the fields that it knows: so values are translated and fields are picked, not removed. A
 * field that is added later stays out by itself.
 */

/** The digests of a heartbeat of protocol 1. */
export type OldDigests = Pick<NonNullable<Heartbeat['digests']>, 'catalogue' | 'status' | 'room'>;

const SERVICE = [
  'id',
  'name',
  'order',
  'owner',
  'criticality',
  'family',
  'sites',
  'needs',
  'expectedMs',
  'description',
  'runbook',
  'emergencyRoutine',
] as const;
const CHECK = [
  'id',
  'node',
  'name',
  'target',
  'intervalMs',
  'retryMs',
  'timeoutMs',
  'attempts',
  'freshnessMs',
  'impact',
  'warnMs',
  'criticalMs',
] as const;
const CHECK_STATUS = [
  'id',
  'result',
  'hard',
  'attempt',
  'confirmed',
  'since',
  'resultSince',
  'observedAt',
  'overdue',
  'output',
  'ms',
] as const;
const NODE_STATUS = ['id', 'state', 'since', 'own', 'hard'] as const;
const ROOM = [
  'id',
  'name',
  'demo',
  'vantageLostSince',
  'hubVersion',
  'hubStartedAt',
  'blind',
  'rejected',
] as const;

/** The kind of check that comes nearest: protocol 1 only shows it. */
const KINDS: Readonly<Record<Check['kind'], 'http' | 'tcp' | 'plugin' | 'heartbeat'>> = {
  http: 'http',
  tcp: 'tcp',
  plugin: 'plugin',
  heartbeat: 'heartbeat',
  tls: 'tcp',
  dns: 'plugin',
  ping: 'plugin',
  host: 'plugin',
  journey: 'http',
  source: 'heartbeat',
  self: 'heartbeat',
};

/** An entity of the catalogue; null: protocol 1 has no such thing. */
export function oldCatalogueEntity(entity: CatalogueEntity): unknown {
  switch (entity.kind) {
    case 'trust':
      return { kind: entity.kind, value: pick(entity.value, ['id', 'name', 'order']) };
    case 'site':
      return { kind: entity.kind, value: pick(entity.value, ['id', 'name', 'trust', 'order']) };
    case 'family':
      return { kind: entity.kind, value: pick(entity.value, ['id', 'name', 'order']) };
    case 'service':
      return { kind: entity.kind, value: pick(entity.value, SERVICE) };
    case 'check':
      return { kind: entity.kind, value: { ...pick(entity.value, CHECK), kind: KINDS[entity.value.kind] } };
    case 'hours':
    case 'source':
      return null;
    default:
      return assertNever(entity, 'protocol 1');
  }
}

export function oldStatusEntity(entity: StatusEntity): unknown {
  return entity.kind === 'check'
    ? { kind: 'check', value: pick<CheckStatus, (typeof CHECK_STATUS)[number]>(entity.value, CHECK_STATUS) }
    : {
        kind: 'node',
        value: {
          ...pick<NodeStatus, (typeof NODE_STATUS)[number]>(entity.value, NODE_STATUS),
          because: entity.value.because.map(oldCause),
        },
      };
}

export function oldRoom(room: RoomStatus): unknown {
  return pick(room, ROOM);
}

/** An answer about history: what protocol 1 has no words for is left out. */
export function oldHistory(answer: HistoryAnswer): unknown {
  return { ...answer, events: answer.events.flatMap(oldEvent) };
}

function oldEvent(event: LogEvent): unknown[] {
  const body = oldBody(event.body);
  return body === null ? [] : [{ ...event, body }];
}

function oldBody(body: EventBody): unknown {
  switch (body.type) {
    case 'hub.started':
    case 'hub.stopped':
    case 'catalogue.rejected':
    case 'check.overdue':
    case 'vantage.changed':
    case 'command.settled':
      return body;
    case 'check.changed': {
      const { silenced: _, ...rest } = body;
      return rest;
    }
    case 'catalogue.changed':
      return { ...body, put: body.put.map(oldCatalogueEntity).filter((entity) => entity !== null) };
    default:
      return null;
  }
}

function oldCause(cause: Cause): Cause {
  return cause.kind === 'source' ? { kind: 'check', id: cause.id } : cause;
}

function pick<T extends object, K extends keyof T>(value: T, keys: readonly K[]): Pick<T, K> {
  return Object.fromEntries(keys.map((key) => [key, value[key]])) as Pick<T, K>;
}
