import { describe, expect, it } from 'vitest';
import type { Team } from '../../../../shared/model/catalogue';
import { contactsNow, onCallNow } from '../../../../shared/rules/on-call';
import { instantOf, parseWallTime } from '../../../../shared/time/oslo';

type Turn = Team['turns'][number];
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const turn = (over: Partial<Turn>): Turn => ({
  days: EVERY_DAY,
  from: '00:00',
  to: '00:00',
  dates: null,
  contacts: ['vakt'],
  ...over,
});
const aTeam = (...turns: readonly Partial<Turn>[]): Team => ({
  id: 'nett',
  name: 'Nett',
  order: 0,
  contacts: [
    { id: 'vakt', name: 'Nettvakt', phone: '4410', position: null },
    { id: 'leder', name: 'Nettleder', phone: '4411', position: null },
  ],
  turns: turns.map(turn),
});
/** `2026-11-23 04:00` in Oslo. */
const at = (text: string): number => instantOf(parseWallTime(text.replace(' ', 'T')) ?? Number.NaN);
const said = (team: Team, when: string): string => {
  const now = onCallNow(team, at(when));
  if (!now) return 'ingen';
  const until = now.until === null ? 'alltid' : new Date(now.until).toISOString().slice(0, 16);
  return `${now.turn} ${now.contacts.map(({ name }) => name).join(', ')} ${until}`;
};

describe('who is on call', () => {
  it('is the first turn that holds, with its contacts in order, until another takes over', () => {
    const team = aTeam(
      { days: [1, 2, 3, 4, 5], from: '07:30', to: '15:30', contacts: ['leder', 'vakt'] },
      {},
    );
    expect(said(team, '2026-11-23 07:29')).toBe('1 Nettvakt 2026-11-23T06:30');
    expect(said(team, '2026-11-23 07:30')).toBe('0 Nettleder, Nettvakt 2026-11-23T14:30');
    expect(said(team, '2026-11-23 15:30')).toBe('1 Nettvakt 2026-11-24T06:30');
    // From Friday to Monday.
    expect(said(team, '2026-11-27 15:30')).toBe('1 Nettvakt 2026-11-30T06:30');
  });

  it('goes over midnight with the day on which it began', () => {
    const team = aTeam({ days: [5], from: '22:00', to: '07:00' });
    expect(said(team, '2026-11-27 21:59')).toBe('ingen');
    expect(said(team, '2026-11-27 22:00')).toBe('0 Nettvakt 2026-11-28T06:00');
    expect(said(team, '2026-11-28 06:59')).toBe('0 Nettvakt 2026-11-28T06:00');
    expect(said(team, '2026-11-28 07:00')).toBe('ingen');
    expect(said(team, '2026-11-28 22:00')).toBe('ingen');
  });

  it('is a day and a night where the beginning is the end', () => {
    const team = aTeam({ days: [6], from: '08:00', to: '08:00' });
    expect(said(team, '2026-11-28 07:59')).toBe('ingen');
    expect(said(team, '2026-11-29 07:59')).toBe('0 Nettvakt 2026-11-29T07:00');
    expect(said(aTeam({}), '2026-11-28 07:59')).toBe('0 Nettvakt alltid');
    expect(said(aTeam({ days: [6], to: '24:00' }), '2026-11-28 23:59')).toBe('0 Nettvakt 2026-11-28T23:00');
  });

  it('holds within its dates, both included, by the day on which it began', () => {
    const dates = { from: '2026-12-24', to: '2026-12-25' };
    const team = aTeam({ from: '22:00', to: '07:00', dates, contacts: ['leder'] }, {});
    expect(said(team, '2026-12-23 23:00')).toBe('1 Nettvakt 2026-12-24T21:00');
    expect(said(team, '2026-12-24 06:59')).toBe('1 Nettvakt 2026-12-24T21:00');
    expect(said(team, '2026-12-24 22:00')).toBe('0 Nettleder 2026-12-25T06:00');
    expect(said(team, '2026-12-26 06:59')).toBe('0 Nettleder 2026-12-26T06:00');
    expect(said(team, '2026-12-26 22:00')).toBe('1 Nettvakt alltid');
  });

  it('is by the clock on the wall when that is changed', () => {
    const team = aTeam({ from: '02:30', to: '10:00', contacts: ['leder'] }, {});
    // 29 March 2026, 02:00 becomes 03:00: there is no 02:30, and the turn begins with the jump.
    expect(said(team, '2026-03-29 01:59')).toBe('1 Nettvakt 2026-03-29T01:00');
    expect(said(team, '2026-03-29 03:00')).toBe('0 Nettleder 2026-03-29T08:00');
    // 25 October 2026, 03:00 becomes 02:00: it begins, the clock goes back before it, and it begins again.
    expect(said(team, '2026-10-25 02:29')).toBe('1 Nettvakt 2026-10-25T00:30');
    const first = Date.UTC(2026, 9, 25, 0, 30);
    expect(onCallNow(team, first)).toMatchObject({ turn: 0, until: Date.UTC(2026, 9, 25, 1) });
    expect(onCallNow(team, Date.UTC(2026, 9, 25, 1))).toMatchObject({
      turn: 1,
      until: Date.UTC(2026, 9, 25, 1, 30),
    });
    expect(onCallNow(team, Date.UTC(2026, 9, 25, 1, 30))).toMatchObject({
      turn: 0,
      until: Date.UTC(2026, 9, 25, 9),
    });
  });

  it('is nobody where no turn holds, and leaves out a contact that is not on the list', () => {
    expect(onCallNow(aTeam(), at('2026-11-23 04:00'))).toBeNull();
    expect(said(aTeam({ contacts: ['borte', 'leder'] }), '2026-11-23 04:00')).toBe('0 Nettleder alltid');
  });

  it('has the same contacts where nobody asks until when', () => {
    const team = aTeam(
      { days: [1, 2, 3, 4, 5], from: '07:30', to: '15:30', contacts: ['leder', 'vakt'] },
      { days: [6, 7], from: '22:00', to: '07:00', contacts: ['vakt', 'borte'] },
    );
    // Every 37 minutes over the week in which the clock is set back.
    for (let now = at('2026-10-22 00:00'); now < at('2026-10-29 00:00'); now += 37 * 60_000)
      expect(contactsNow(team, now)).toEqual(onCallNow(team, now)?.contacts ?? []);
  });
});
