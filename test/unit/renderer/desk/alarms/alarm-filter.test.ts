import { describe, expect, it } from 'vitest';
import {
  ALARM_FILTER_KEYS,
  matchesAlarm,
  parseAlarmFilter,
} from '../../../../../renderer/desk/alarms/alarm-filter';
import type { Alarm } from '../../../../../shared/model/alarms';
import type { Person } from '../../../../../shared/model/people';
import { stillBoard } from '../board';
import { anAlarm } from './an-alarm';

const { rows } = stillBoard();
const owner: Person = {
  id: 'dag1',
  name: 'dagoperatør 1',
  initials: 'D1',
  roles: ['operator'],
  active: true,
  machine: false,
};

function shows(
  text: string,
  change: Partial<Alarm> = {},
  me: string | null = 'dag1',
  node = 'dips-arena@mo',
): boolean {
  const alarm = anAlarm(node, { id: 'A-41', ...change });
  const filter = parseAlarmFilter(text);
  return matchesAlarm(filter, {
    alarm,
    row: rows.get(node) ?? null,
    owner: alarm.owner === 'dag1' ? owner : null,
    me,
  });
}

describe('the alarm list’s filter', () => {
  it('takes priority, place, owner and what is owed together', () => {
    const mine = { priority: 1, owner: 'dag1' } as const;
    expect(shows('pri:1 sted:mo eier:meg ukvittert', mine)).toBe(true);
    expect(shows('pri:1 sted:mo eier:meg ukvittert', { ...mine, priority: 2 })).toBe(false);
    expect(shows('sted:bodø')).toBe(false);
    expect(shows('eier:meg', mine, 'dag2')).toBe(false);
    expect(shows('eier:meg', { owner: null }, null)).toBe(false);
    expect(shows('ukvittert', { state: 'acknowledged' })).toBe(false);
    expect(shows('pri:1,2', { priority: 2 })).toBe(true);
  });

  it('knows owners by id, name and initials, and what is nobody’s', () => {
    expect(shows('eier:D1', { owner: 'dag1' })).toBe(true);
    expect(shows('eier:dagoperatør', { owner: 'dag1' })).toBe(true);
    expect(shows('eier:d', { owner: 'dag1' })).toBe(true);
    expect(shows('eier:natt', { owner: 'dag1' })).toBe(false);
    expect(shows('eier:ingen')).toBe(true);
    expect(shows('-eier:ingen', { owner: 'dag1' })).toBe(true);
  });

  it('finds an alarm by its number whole, by its state, its case and its place in free text', () => {
    expect(shows('A-41')).toBe(true);
    expect(shows('A-4')).toBe(false);
    expect(shows('nede')).toBe(true);
    expect(shows('redusert')).toBe(false);
    expect(shows('118455', { ticket: '118455' })).toBe(true);
    expect(shows('dips mo')).toBe(true);
    expect(shows('dårlig', { bad: { at: 0, by: 'dag1', note: null } })).toBe(true);
    expect(shows('dårlig')).toBe(false);
  });

  it('speaks both languages', () => {
    expect(shows('site:mo owner:nobody unacknowledged state:down')).toBe(true);
    expect(shows('status:shelved', { state: 'shelved' })).toBe(true);
    expect(shows('status:"out of service"', { state: 'out-of-service' })).toBe(true);
    for (const keys of Object.values(ALARM_FILTER_KEYS)) expect(keys.length).toBeGreaterThanOrEqual(2);
  });

  it('says which words it does not know, and still finds what the catalogue has lost', () => {
    expect(parseAlarmFilter('farge:blå').unknownKeys).toEqual(['farge']);
    expect(shows('vaktrom', {}, 'dag1', 'vaktrom/nett')).toBe(true);
    expect(shows('sted:mo', {}, 'dag1', 'vaktrom/nett')).toBe(false);
  });
});
