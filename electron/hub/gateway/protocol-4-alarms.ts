import type { Alarm, AlarmEntity } from '../../../shared/model/alarms';
import type { PeopleEntity } from '../../../shared/model/people';
import { assertNever } from '../../../shared/util/assert-never';
import { pick } from './pick';

/** Alarms and people as protocol 4 can say them: see `protocol-4.ts`. */

const ALARM = [
  'node',
  'id',
  'state',
  'since',
  'condition',
  'conditionSince',
  'raisedAt',
  'activeSince',
  'returnedAt',
  'worst',
  'priority',
  'annunciatedAt',
  'movedAt',
  'owner',
  'latching',
  'sites',
  'symptoms',
  'symptomsMost',
  'checks',
  'checksMost',
  'basis',
  'ticket',
] as const;
const CALL = [
  'id',
  'team',
  'contact',
  'phone',
  'node',
  'by',
  'at',
  'outcome',
  'settledAt',
  'etaAt',
  'note',
] as const;
const RUN = [
  'id',
  'action',
  'args',
  'node',
  'dryRun',
  'requestedBy',
  'requestedAt',
  'state',
  'startedAt',
  'endedAt',
  'exit',
  'output',
] as const;
const NOTICE = ['id', 'kind', 'at', 'actor', 'command', 'subject', 'actedAt', 'reason'] as const;
const SHELF = [
  'at',
  'by',
  'until',
  'code',
  'reason',
  'condition',
  'sites',
  'breakAfterMs',
  'warned',
] as const;

/** An entity of alarms. */
export function oldAlarmEntity(entity: AlarmEntity): unknown {
  switch (entity.kind) {
    case 'alarm':
      return { kind: entity.kind, value: oldAlarm(entity.value) };
    case 'call':
      return { kind: entity.kind, value: pick(entity.value, CALL) };
    case 'run': {
      const { approval } = entity.value;
      return {
        kind: entity.kind,
        value: {
          ...pick(entity.value, RUN),
          approval: approval && pick(approval, ['by', 'at', 'approved', 'reason']),
        },
      };
    }
    case 'notice':
      return { kind: entity.kind, value: pick(entity.value, NOTICE) };
    case 'verdict':
      return { kind: entity.kind, value: pick(entity.value, ['node', 'cause', 'at', 'by', 'note']) };
    default:
      return assertNever(entity, 'protocol 4');
  }
}

function oldAlarm(alarm: Alarm): unknown {
  const { ack, broken, shelf, outOfService, suppressed, episodes, timer, bad, ended, note, recovery } = alarm;
  return {
    ...pick(alarm, ALARM),
    ack: ack && pick(ack, ['at', 'by', 'note', 'condition', 'sites']),
    broken: broken && pick(broken, ['at', 'why']),
    shelf: shelf && pick(shelf, SHELF),
    outOfService:
      outOfService && pick(outOfService, ['at', 'by', 'responsible', 'reason', 'reviewAt', 'due']),
    suppressed: suppressed && pick(suppressed, ['kind', 'id']),
    episodes: episodes.map((episode) => pick(episode, ['from', 'to'])),
    timer: timer && pick(timer, ['at', 'by', 'until', 'due']),
    bad: bad && pick(bad, ['at', 'by', 'note']),
    ended: ended && pick(ended, ['at', 'by', 'code']),
    note: note && pick(note, ['at', 'by', 'text']),
    recovery: recovery && pick(recovery, ['at', 'until', 'left']),
  };
}

/** An entity of people. */
export function oldPeopleEntity(entity: PeopleEntity): unknown {
  switch (entity.kind) {
    case 'person':
      return {
        kind: entity.kind,
        value: pick(entity.value, ['id', 'name', 'initials', 'roles', 'active', 'machine']),
      };
    case 'console':
      return {
        kind: entity.kind,
        value: pick(entity.value, ['id', 'name', 'kind', 'enrolledAt', 'revokedAt']),
      };
    case 'session':
      return {
        kind: entity.kind,
        value: pick(entity.value, ['id', 'person', 'console', 'openedAt', 'expiresAt']),
      };
    case 'watch':
      return { kind: entity.kind, value: pick(entity.value, ['id', 'person', 'since']) };
    default:
      return assertNever(entity, 'protocol 4');
  }
}
