import type { ActionArg, CatalogueEntity } from '../../../shared/model/catalogue';
import type { MaintenanceRun, MaintenanceStatus, MaintenanceWindow } from '../../../shared/model/maintenance';
import type { RoomStatus, StatusEntity } from '../../../shared/model/room';
import type { SourceEntity } from '../../../shared/model/sources';
import { assertNever } from '../../../shared/util/assert-never';
import { pick } from './pick';

/**
 * The room as protocol 4 can say it: all but the watch, the wall, and what belongs to them (people and alarms are in
 * `protocol-4-alarms.ts`, incidents in `protocol-4-incidents.ts`). A console of that protocol refuses what its schemas do not know, and computes digests over
 * exactly the fields that it knows: so fields are picked, not removed. A field that is added later stays out by itself.
 */

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
  'users',
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
  'beforeAt',
  'overdue',
  'output',
  'ms',
  'flappingSince',
  'silenced',
] as const;
const NODE_STATUS = ['id', 'state', 'since', 'own', 'hard', 'flapping'] as const;
const ROOM = [
  'id',
  'name',
  'demo',
  'vantageLostSince',
  'hubVersion',
  'hubStartedAt',
  'alarmCount',
  'incidentCount',
  'knownErrorCount',
  'messageCount',
] as const;
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
const ALARM_CLASS = [
  'id',
  'priority',
  'meaning',
  'consequence',
  'steps',
  'timeAvailableMin',
  'runbook',
  'emergencyRoutine',
  'call',
  'latching',
  'stalledAfterMs',
  'actions',
] as const;
const ACTION = [
  'id',
  'name',
  'order',
  'description',
  'dryRun',
  'approval',
  'timeoutMs',
  'cooldownMs',
] as const;

const NOTIFY_RULE = ['id', 'name', 'order', 'priorities', 'services', 'sites', 'afterMs'] as const;

/** An entity of the catalogue; null: protocol 4 has no such thing. */
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
      return { kind: entity.kind, value: pick(entity.value, ALARM_CLASS) };
    case 'team': {
      const contacts = entity.value.contacts.map((contact) => pick(contact, ['id', 'name', 'phone']));
      const turns = entity.value.turns.map((turn) => ({
        ...pick(turn, ['days', 'from', 'to', 'contacts']),
        dates: turn.dates && pick(turn.dates, ['from', 'to']),
      }));
      return {
        kind: entity.kind,
        value: { ...pick(entity.value, ['id', 'name', 'order']), contacts, turns },
      };
    }
    case 'action':
      return {
        kind: entity.kind,
        value: { ...pick(entity.value, ACTION), args: entity.value.args.map(oldArg) },
      };
    case 'channel':
      return {
        kind: entity.kind,
        value: pick(entity.value, ['id', 'name', 'order', 'kind', 'uses', 'audience', 'preset']),
      };
    case 'notify-rule': {
      const { hours, steps } = entity.value;
      return {
        kind: entity.kind,
        value: {
          ...pick(entity.value, NOTIFY_RULE),
          hours: hours && pick(hours, ['id', 'when']),
          steps: steps.map((step) => pick(step, ['channel', 'team', 'waitMs'])),
        },
      };
    }
    case 'incident-plan': {
      const updateMs = pick(entity.value.updateMs, ['major', 'high', 'moderate']);
      return {
        kind: entity.kind,
        value: { ...pick(entity.value, ['id', 'checklist', 'sender', 'telephone']), updateMs },
      };
    }
    case 'watch-plan':
    case 'watch-position':
    case 'shift-pattern':
    case 'rota':
    case 'routine':
    case 'wall-plan':
      return null;
    default:
      return assertNever(entity, 'protocol 4');
  }
}

function oldArg(arg: ActionArg): unknown {
  switch (arg.type) {
    case 'choice':
      return pick(arg, ['type', 'id', 'name', 'options']);
    case 'integer':
      return pick(arg, ['type', 'id', 'name', 'min', 'max']);
    case 'text':
      return pick(arg, ['type', 'id', 'name', 'pattern']);
    case 'boolean':
      return pick(arg, ['type', 'id', 'name']);
    default:
      return assertNever(arg, 'protocol 4');
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
  const { blind, rejected, restored, hours, flood } = room;
  return {
    ...pick(room, ROOM),
    blind: blind && pick(blind, ['from', 'to']),
    rejected: rejected && {
      at: rejected.at,
      issues: rejected.issues.map((issue) => pick(issue, ['file', 'line', 'col', 'reason'])),
    },
    hours: hours.map((opening) => pick(opening, ['id', 'open', 'nextAt'])),
    restored: restored && pick(restored, ['at', 'backupAt']),
    flood: flood && pick(flood, ['since', 'annunciated']),
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
      return assertNever(entity, 'protocol 4');
  }
}
