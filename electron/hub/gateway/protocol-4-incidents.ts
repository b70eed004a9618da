import type { Delivery, Incident, IncidentEntity } from '../../../shared/model/incidents';
import { assertNever } from '../../../shared/util/assert-never';
import { pick } from './pick';

/** Incidents, and what belongs to them, as protocol 4 can say them: see `protocol-4.ts`. */

const INCIDENT = [
  'id',
  'number',
  'aliases',
  'title',
  'severity',
  'state',
  'cause',
  'alarm',
  'services',
  'sites',
  'consequence',
  'ticket',
  'commander',
  'times',
  'openedAt',
  'openedBy',
  'movedAt',
] as const;
const ENTRY = ['id', 'incident', 'at', 'by', 'kind', 'facts', 'text'] as const;
const TASK = ['id', 'incident', 'text', 'owner', 'source', 'order', 'at', 'by'] as const;
const KNOWN_ERROR = [
  'id',
  'number',
  'title',
  'services',
  'symptom',
  'workaround',
  'ticket',
  'at',
  'by',
] as const;
const MESSAGE = [
  'id',
  'number',
  'series',
  'part',
  'kind',
  'state',
  'incident',
  'node',
  'subject',
  'body',
  'channels',
  'nextAt',
  'version',
  'at',
  'by',
] as const;
const NOTIFICATION = ['id', 'rule', 'node', 'alarm', 'incident', 'state', 'why', 'at', 'nextAt'] as const;
const BY_AT = ['at', 'by'] as const;

/** An entity of incidents. */
export function oldIncidentEntity(entity: IncidentEntity): unknown {
  switch (entity.kind) {
    case 'incident':
      return { kind: entity.kind, value: oldIncident(entity.value) };
    case 'entry':
      return { kind: entity.kind, value: pick(entity.value, ENTRY) };
    case 'task': {
      const { done } = entity.value;
      return { kind: entity.kind, value: { ...pick(entity.value, TASK), done: done && pick(done, BY_AT) } };
    }
    case 'callers':
      return {
        kind: entity.kind,
        value: pick(entity.value, ['node', 'count', 'firstAt', 'lastAt', 'recent']),
      };
    case 'report':
      return {
        kind: entity.kind,
        value: pick(entity.value, ['node', 'at', 'by', 'until', 'note', 'asked']),
      };
    case 'known-error': {
      const { retired } = entity.value;
      return {
        kind: entity.kind,
        value: { ...pick(entity.value, KNOWN_ERROR), retired: retired && pick(retired, BY_AT) },
      };
    }
    case 'message': {
      const { approved, deliveries } = entity.value;
      return {
        kind: entity.kind,
        value: {
          ...pick(entity.value, MESSAGE),
          approved: approved && pick(approved, BY_AT),
          deliveries: deliveries.map(oldDelivery),
        },
      };
    }
    case 'notification': {
      const steps = entity.value.steps.map((step) => ({
        ...pick(step, ['channel', 'team', 'contact']),
        delivery: oldDelivery(step.delivery),
      }));
      return { kind: entity.kind, value: { ...pick(entity.value, NOTIFICATION), steps } };
    }
    default:
      return assertNever(entity, 'protocol 4');
  }
}

function oldIncident(incident: Incident): unknown {
  const { closed, update, routines, stamps, alarms } = incident;
  return {
    ...pick(incident, INCIDENT),
    closed: closed && pick(closed, ['at', 'by', 'code']),
    update: update && pick(update, ['at', 'by', 'until', 'due']),
    routines: routines.map((routine) => pick(routine, ['site', 'state', 'at', 'by', 'note'])),
    stamps: Object.fromEntries(
      Object.entries(stamps).map(([field, stamp]) => [
        field,
        'opened' in stamp ? pick(stamp, ['at', 'by', 'opened']) : pick(stamp, BY_AT),
      ]),
    ),
    alarms: alarms.map((alarm) => pick(alarm, ['node', 'alarm'])),
  };
}

function oldDelivery(delivery: Delivery): unknown {
  return pick(delivery, ['channel', 'state', 'attempts', 'at', 'detail']);
}
