import type { Alarm } from '../../../../../shared/model/alarms';

/** An alarm that is down and that nobody has taken. */
export function anAlarm(node: string, change: Partial<Alarm> = {}): Alarm {
  return {
    node,
    id: 'A-1',
    state: 'unacknowledged',
    since: 0,
    condition: 'down',
    conditionSince: 0,
    raisedAt: 0,
    activeSince: 0,
    returnedAt: null,
    worst: 'down',
    priority: 2,
    annunciatedAt: 0,
    movedAt: 0,
    ack: null,
    broken: null,
    owner: null,
    shelf: null,
    outOfService: null,
    suppressed: null,
    latching: true,
    sites: [],
    symptoms: 0,
    episodes: [],
    timer: null,
    bad: null,
    ended: null,
    note: null,
    ticket: null,
    ...change,
  };
}
