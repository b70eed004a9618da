import { describe, expect, it } from 'vitest';
import {
  callsOf,
  dutiesAt,
  type LoggedCall,
  linesOf,
  suggested,
} from '../../../../../renderer/desk/oncall/duty';
import type { OutboxEntry } from '../../../../../shared/contract/ipc';
import type { AlarmEntity, Call } from '../../../../../shared/model/alarms';
import type { AlarmClass, CatalogueEntity, Team } from '../../../../../shared/model/catalogue';

/** 23 November 2026, a Monday, 04:00 in Oslo. */
const NOW = Date.UTC(2026, 10, 23, 3, 0);
const DAYS = [1, 2, 3, 4, 5, 6, 7];

function team(id: string, order: number, turns: Team['turns']): Team {
  return {
    id,
    name: `Team ${id}`,
    order,
    contacts: [
      { id: 'vakt', name: `${id} vakt`, phone: `44${order}0`, position: null },
      { id: 'dag', name: `${id} dag`, phone: `44${order}1`, position: null },
      { id: 'bak', name: `${id} bakvakt`, phone: `44${order}2`, position: null },
    ],
    turns,
  };
}
const NIGHT = { days: DAYS, from: '15:30', to: '07:30', dates: null, contacts: ['vakt', 'bak'] };
const DAY = { days: DAYS, from: '07:30', to: '15:30', dates: null, contacts: ['dag'] };

function catalogueOf(...teams: readonly Team[]): ReadonlyMap<string, CatalogueEntity> {
  const alarmClass: AlarmClass = {
    id: 'core1',
    priority: 1,
    meaning: null,
    consequence: null,
    steps: [],
    timeAvailableMin: null,
    runbook: null,
    emergencyRoutine: null,
    call: ['nett', 'ledelse'],
    latching: true,
    stalledAfterMs: 0,
    actions: [],
  };
  return new Map<string, CatalogueEntity>([
    ...teams.map((value) => [`team:${value.id}`, { kind: 'team', value }] as const),
    ['alarm-class:core1', { kind: 'alarm-class', value: alarmClass }],
  ]);
}
const ALL = catalogueOf(
  team('ledelse', 0, [{ ...NIGHT, from: '00:00', to: '00:00' }]),
  team('dagen', 1, [DAY]),
  team('nett', 2, [NIGHT, DAY]),
);

function aCall(change: Partial<Call>): Call {
  return {
    id: 'call-00000001',
    team: 'nett',
    contact: 'nett vakt',
    phone: '4420',
    node: 'core1',
    by: 'dag1',
    at: NOW,
    outcome: 'calling',
    settledAt: null,
    etaAt: null,
    note: null,
    ...change,
  };
}

describe('who is on call', () => {
  it('lists the teams of the alarm’s class first, in its order, and the rest by the list’s', () => {
    expect(dutiesAt(ALL, NOW, 'core1').map(({ team: { id }, named }) => [id, named])).toEqual([
      ['nett', true],
      ['ledelse', true],
      ['dagen', false],
    ]);
    expect(dutiesAt(ALL, NOW, null).map(({ team: { id } }) => id)).toEqual(['ledelse', 'dagen', 'nett']);
    expect(dutiesAt(ALL, NOW, 'core1', 'dagen')[0]?.team.id).toBe('dagen');
  });

  it('says who answers now, until when, and who does next', () => {
    const [nett, ledelse, dagen] = dutiesAt(ALL, NOW, 'core1');
    expect(nett?.contacts.map(({ id }) => id)).toEqual(['vakt', 'bak']);
    expect(nett?.until).toBe(Date.UTC(2026, 10, 23, 6, 30));
    expect(nett?.next.map(({ id }) => id)).toEqual(['dag']);
    expect(ledelse).toMatchObject({ until: null, next: [] });
    expect(dagen).toMatchObject({ contacts: [], until: null });
  });
});

describe('calls', () => {
  it('are the hub’s, and over them what was said here and has not arrived', () => {
    const hub = aCall({});
    const alarms = new Map<string, AlarmEntity>([['call:call-00000001', { kind: 'call', value: hub }]]);
    const entry = (fate: OutboxEntry['fate'], call: Call, actedAt: number): OutboxEntry => ({
      id: `c-${actedAt}`,
      kind: 'call.log',
      subject: 'oncall/nett',
      payload: { call },
      actor: 'dag1',
      actedAt,
      expiresAt: NOW + 1,
      fate,
      reason: null,
      settledAt: null,
    });
    const answered = { ...hub, outcome: 'answered' as const, settledAt: NOW + 1 };
    expect(callsOf(alarms, [])).toEqual([{ call: hub, waits: false }]);
    expect(callsOf(alarms, [entry('queued', answered, NOW)])).toEqual([{ call: answered, waits: true }]);
    expect(callsOf(alarms, [entry('refused', answered, NOW)])).toEqual([{ call: hub, waits: false }]);
    const later = { ...answered, etaAt: NOW + 600_000 };
    // The outbox is in any order; what was said last holds.
    expect(
      callsOf(alarms, [entry('queued', later, NOW + 2), entry('queued', answered, NOW)])[0]?.call,
    ).toEqual(later);
  });

  const ANY = { node: null, team: null };
  it('suggest the next in the same team after nobody answered, then the next team', () => {
    const lines = linesOf(dutiesAt(ALL, NOW, 'core1'));
    const vain = (contact: string, from = 'nett'): LoggedCall => ({
      call: aCall({ team: from, contact, outcome: 'no-answer' }),
      waits: false,
    });
    expect(suggested(lines, [], NOW - 1, ANY)).toBe('nett/vakt');
    expect(suggested(lines, [vain('nett vakt')], NOW - 1, ANY)).toBe('nett/bak');
    expect(suggested(lines, [vain('nett bakvakt'), vain('nett vakt')], NOW - 1, ANY)).toBe('ledelse/vakt');
    // Who did not answer yesterday is called first again today.
    expect(suggested(lines, [vain('nett vakt')], NOW + 1, ANY)).toBe('nett/vakt');
  });

  it('are not carried over from another alarm, nor over the team that was asked for', () => {
    const lines = linesOf(dutiesAt(ALL, NOW, 'core1'));
    const led: LoggedCall = {
      call: aCall({ team: 'ledelse', contact: 'ledelse bakvakt', node: 'sql', outcome: 'no-answer' }),
      waits: false,
    };
    const about = (node: string | null, team: string | null): string | null =>
      suggested(lines, [led], NOW - 1, { node, team });
    expect(about('core1', null)).toBe('nett/vakt');
    expect(about('sql', null)).toBe('ledelse/vakt');
    expect(about(null, null)).toBe('ledelse/vakt');
    expect(about('sql', 'nett')).toBe('nett/vakt');
  });
});
