import type { ChartAnswer, Heartbeat, HistoryAnswer, Question } from '../../../shared/contract/wire';
import type { CatalogueEntity } from '../../../shared/model/catalogue';
import type { EventBody, LogEvent } from '../../../shared/model/events';
import type { MaintenanceRun, MaintenanceStatus, MaintenanceWindow } from '../../../shared/model/maintenance';
import type { RoomStatus, StatusEntity } from '../../../shared/model/room';
import type { SourceEntity } from '../../../shared/model/sources';
import { assertNever } from '../../../shared/util/assert-never';

/**
 * The room as protocol 2 can say it: measurement, maintenance and sources, without alarms and people. A console of that
 * protocol refuses what its schemas do not know, and computes digests over exactly the fields that it knows: so fields
 * are picked, not removed. A field that is added later stays out by itself.
 */

/** The collections that protocol 2 has. */
export const OLD_COLLECTIONS = ['catalogue', 'status', 'room', 'maintenance', 'sources'] as const;
export type OldCollection = (typeof OLD_COLLECTIONS)[number];
/** The digests of a heartbeat of protocol 2. */
export type OldDigests = Pick<NonNullable<Heartbeat['digests']>, OldCollection>;

const SERVICE = [
  'id',
  'name',
  'order',
  'owner',
  'criticality',
  'family',
  'sites',
  'expectedMs',
  'description',
  'runbook',
  'emergencyRoutine',
  'hours',
] as const;
const CHECK = [
  'id',
  'node',
  'name',
  'kind',
  'target',
  'intervalMs',
  'retryMs',
  'timeoutMs',
  'attempts',
  'freshnessMs',
  'impact',
  'warnMs',
  'criticalMs',
  'source',
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
  'flappingSince',
  'silenced',
] as const;
const NODE_STATUS = ['id', 'state', 'since', 'own', 'hard', 'flapping'] as const;
const ROOM = ['id', 'name', 'demo', 'vantageLostSince', 'hubVersion', 'hubStartedAt'] as const;
const WINDOW = [
  'id',
  'title',
  'description',
  'ticket',
  'owner',
  'origin',
  'start',
  'durationMs',
  'rrule',
] as const;
const SOURCE_STATUS = [
  'id',
  'phase',
  'since',
  'reason',
  'version',
  'skewMs',
  'alerts',
  'unmatched',
  'ambiguous',
  'silences',
] as const;
const ALERT = [
  'id',
  'source',
  'name',
  'summary',
  'severity',
  'labels',
  'nodes',
  'rules',
  'startsAt',
  'silencedBy',
  'inhibited',
  'link',
] as const;
const SILENCE = [
  'id',
  'source',
  'phase',
  'startsAt',
  'endsAt',
  'author',
  'comment',
  'correlation',
  'reason',
] as const;

/** An entity of the catalogue; null: protocol 2 has no such thing. */
export function oldCatalogueEntity(entity: CatalogueEntity): unknown {
  switch (entity.kind) {
    case 'trust':
    case 'family':
      return { kind: entity.kind, value: pick(entity.value, ['id', 'name', 'order']) };
    case 'site':
      return { kind: entity.kind, value: pick(entity.value, ['id', 'name', 'trust', 'order']) };
    case 'service': {
      const needs = entity.value.needs.map((need) => pick(need, ['of', 'soft']));
      return { kind: entity.kind, value: { ...pick(entity.value, SERVICE), needs } };
    }
    case 'check': {
      const steps = entity.value.steps.map((step) => pick(step, ['id', 'name', 'expectedMs']));
      return { kind: entity.kind, value: { ...pick(entity.value, CHECK), steps } };
    }
    case 'hours': {
      const open = entity.value.open.map((opening) => pick(opening, ['days', 'from', 'to']));
      const hours = pick(entity.value, ['id', 'name', 'order', 'closedOnHolidays']);
      return { kind: entity.kind, value: { ...hours, open } };
    }
    case 'source':
      return {
        kind: entity.kind,
        value: pick(entity.value, ['id', 'name', 'order', 'kind', 'url', 'history']),
      };
    case 'alarm-class':
    case 'team':
    case 'action':
      return null;
    default:
      return assertNever(entity, 'protocol 2');
  }
}

export function oldStatusEntity(entity: StatusEntity): unknown {
  if (entity.kind === 'check') return { kind: 'check', value: pick(entity.value, CHECK_STATUS) };
  const { because, quiet } = entity.value;
  return {
    kind: 'node',
    value: {
      ...pick(entity.value, NODE_STATUS),
      because: because.map((cause) => pick(cause, ['kind', 'id'])),
      quiet: quiet && pick(quiet, ['kind', 'id']),
    },
  };
}

export function oldRoom(room: RoomStatus): unknown {
  const { blind, rejected, restored, hours } = room;
  return {
    ...pick(room, ROOM),
    blind: blind && pick(blind, ['from', 'to']),
    rejected: rejected && {
      at: rejected.at,
      issues: rejected.issues.map((issue) => pick(issue, ['file', 'line', 'col', 'reason'])),
    },
    hours: hours.map((opening) => pick(opening, ['id', 'open', 'nextAt'])),
    restored: restored && pick(restored, ['at', 'backupAt']),
  };
}

export function oldMaintenance({ window, run, next, last }: MaintenanceStatus): unknown {
  return {
    window: oldWindow(window),
    run: run && oldRun(run),
    next: next && pick(next, ['start', 'end']),
    last: last && pick(last, ['start', 'end', 'by']),
  };
}

function oldWindow(window: MaintenanceWindow): unknown {
  return {
    ...pick(window, WINDOW),
    effects: window.effects.map((effect) => pick(effect, ['match', 'worst'])),
  };
}

function oldRun(run: MaintenanceRun): unknown {
  return {
    ...pick(run, ['start', 'end', 'phase', 'since']),
    covers: run.covers.map((cover) => pick(cover, ['node', 'worst'])),
  };
}

export function oldSourceEntity(entity: SourceEntity): unknown {
  switch (entity.kind) {
    case 'source': {
      const { count, last } = entity.value.rejected;
      const rejected = { count, last: last && pick(last, ['at', 'reason', 'piece']) };
      return { kind: entity.kind, value: { ...pick(entity.value, SOURCE_STATUS), rejected } };
    }
    case 'alert':
      return { kind: entity.kind, value: pick(entity.value, ALERT) };
    case 'silence': {
      const matchers = entity.value.matchers.map((matcher) =>
        pick(matcher, ['name', 'value', 'isRegex', 'isEqual']),
      );
      return { kind: entity.kind, value: { ...pick(entity.value, SILENCE), matchers } };
    }
    default:
      return assertNever(entity, 'protocol 2');
  }
}

/** The answer to a question in words of protocol 2. Events that it has none for are left out of histories. */
export function oldAnswer(question: Question, answer: unknown): unknown {
  if (question.ask !== 'history' && question.ask !== 'chart') return answer;
  // The answer is the hub's own, to this very question.
  const { events, ...rest } = answer as HistoryAnswer | ChartAnswer;
  return { ...rest, events: events.flatMap(oldEvent) };
}

function oldEvent(event: LogEvent): unknown[] {
  const body = oldBody(event.body);
  return body === null ? [] : [{ ...event, body }];
}

function oldBody(body: EventBody): unknown {
  switch (body.type) {
    case 'hub.started':
    case 'hub.stopped':
    case 'hub.restored':
    case 'catalogue.rejected':
    case 'catalogue.edited':
    case 'check.changed':
    case 'check.flapping':
    case 'check.overdue':
    case 'vantage.changed':
    case 'command.settled':
    case 'maintenance.set':
    case 'maintenance.removed':
    case 'maintenance.moved':
    case 'hours.changed':
    case 'sources.changed':
      return body;
    case 'catalogue.changed':
      return { ...body, put: body.put.map(oldCatalogueEntity).filter((entity) => entity !== null) };
    default:
      return null;
  }
}

function pick<T extends object, K extends keyof T>(value: T, keys: readonly K[]): Pick<T, K> {
  return Object.fromEntries(keys.map((key) => [key, value[key]])) as Pick<T, K>;
}
