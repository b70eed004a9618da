import { describe, expect, it } from 'vitest';
import type { Alarm } from '../../../../../shared/model/alarms';
import { alarmGroups, newestUnacknowledged } from '../../../../../shared/rules/alarms/list';
import { alarmAfter, measured } from '../../../../fixtures/alarms';

const anAlarm = (node: string, over: Partial<Alarm> = {}): Alarm => ({
  ...alarmAfter(measured()),
  node,
  ...over,
});

describe('the alarm list', () => {
  it('is grouped by what is owed, and within a group by priority, then newest, then name', () => {
    const alarms = [
      anAlarm('gammel', { priority: 2, raisedAt: 1 }),
      anAlarm('ny', { priority: 2, raisedAt: 9 }),
      anAlarm('b', { priority: 1, raisedAt: 5 }),
      anAlarm('a', { priority: 1, raisedAt: 5 }),
      anAlarm('tatt', { state: 'acknowledged' }),
      anAlarm('tilbake', { state: 'returned' }),
      anAlarm('hyllet', { state: 'shelved' }),
      anAlarm('dempet', { state: 'suppressed', priority: 3 }),
      anAlarm('ute', { state: 'out-of-service', priority: 2 }),
      anAlarm('normal', { state: 'normal' }),
    ];
    const drawn = alarmGroups(alarms.reverse()).map(({ key, alarms: list }) => [
      key,
      list.map(({ node }) => node),
    ]);
    expect(drawn).toEqual([
      ['unacknowledged', ['a', 'b', 'ny', 'gammel']],
      ['acknowledged', ['tatt']],
      ['returned', ['tilbake']],
      ['shelved', ['hyllet']],
      ['quiet', ['ute', 'dempet']],
    ]);
  });

  it('finds the alarm that asked last, and of several at once the most pressing', () => {
    expect(newestUnacknowledged([])).toBeNull();
    expect(newestUnacknowledged([anAlarm('x', { state: 'acknowledged' })])).toBeNull();
    const alarms = [
      anAlarm('først', { annunciatedAt: 1, priority: 1 }),
      anAlarm('sist-4', { annunciatedAt: 2, priority: 4 }),
      anAlarm('sist-2', { annunciatedAt: 2, priority: 2 }),
      anAlarm('tatt', { annunciatedAt: 3, state: 'acknowledged' }),
    ];
    expect(newestUnacknowledged(alarms)?.node).toBe('sist-2');
    expect(newestUnacknowledged(alarms.reverse())?.node).toBe('sist-2');
  });
});
