import { describe, expect, it } from 'vitest';
import {
  acknowledge,
  causeTargets,
  drawnOf,
  endOfShift,
  isUntaken,
} from '../../../../../renderer/desk/alarms/gifts';
import { COMMAND_PAYLOADS } from '../../../../../shared/contract/commands';
import { formatSince } from '../../../../../shared/time/format';
import { anAlarm } from './an-alarm';

describe('acknowledging', () => {
  it('says what was drawn, takes the alarm, and says nothing where nothing was written', () => {
    const gift = acknowledge(drawnOf(anAlarm('core1', { id: 'A-7', condition: 'degraded' })), '  ');
    expect(gift.subject).toBe('core1');
    expect(gift.payload).toEqual({ alarm: 'A-7', condition: 'degraded', note: null, own: true });
    expect(COMMAND_PAYLOADS['alarm.acknowledge'].safeParse(gift.payload).success).toBe(true);
    expect(acknowledge(drawnOf(anAlarm('core1')), ' sjekker ').payload).toMatchObject({ note: 'sjekker' });
  });

  it('of a whole cause takes the alarm first, then what it explains, and no fault of its own', () => {
    const core = anAlarm('core1');
    const follows = anAlarm('san1');
    const below = anAlarm('virt2');
    const explained = anAlarm('sykesignal@bodo', {
      state: 'suppressed',
      suppressed: { kind: 'cause', id: 'core1' },
    });
    const elsewhere = anAlarm('core2');
    const taken = anAlarm('virt1', { state: 'acknowledged' });
    const targets = causeTargets(
      core,
      [elsewhere, below, follows, explained, taken, core],
      (node) => node === 'san1' || node === 'virt1',
    );
    expect(targets.map(({ node }) => node)).toEqual(['core1', 'san1', 'sykesignal@bodo']);
  });

  it('of a whole cause that is taken itself leaves it alone', () => {
    const core = anAlarm('core1', { state: 'acknowledged' });
    expect(causeTargets(core, [core, anAlarm('san1')], () => true).map(({ node }) => node)).toEqual(['san1']);
  });

  it('is not owed for planned work, for what is back, or for what somebody holds', () => {
    const cause = { kind: 'cause', id: 'core1' } as const;
    expect(
      isUntaken(anAlarm('a', { state: 'suppressed', suppressed: { kind: 'maintenance', id: 'm' } })),
    ).toBe(false);
    expect(isUntaken(anAlarm('a', { state: 'suppressed', suppressed: cause, returnedAt: 5 }))).toBe(false);
    expect(isUntaken(anAlarm('a', { state: 'returned' }))).toBe(false);
    const ack = { at: 0, by: 'dag1', note: null, condition: 'down', sites: [] } as const;
    const held = anAlarm('a', { state: 'suppressed', suppressed: cause, ack: { ...ack, sites: [] } });
    expect(isUntaken(held)).toBe(false);
    expect(isUntaken({ ...held, broken: { at: 1, why: 'worse' } })).toBe(true);
  });
});

describe('the end of the shift', () => {
  const end = (iso: string): string => formatSince(endOfShift(Date.parse(iso)), Date.parse(iso));

  it('is the next of 07:15, 15:15 and 22:00 in Oslo', () => {
    expect(end('2026-11-23T03:00:00Z')).toBe('07:15');
    expect(end('2026-11-23T06:15:00Z')).toBe('15:15');
    expect(end('2026-11-23T20:00:00Z')).toBe('22:00');
    expect(end('2026-11-23T21:00:01Z')).toBe('24.11. 07:15');
  });

  it('is the one after when the next is so near that the shelf would be of no use', () => {
    expect(end('2026-11-23T06:05:00Z')).toBe('15:15');
  });

  it('is 07:15 by the wall on the nights when the clock changes', () => {
    expect(end('2026-10-24T22:30:00Z')).toBe('07:15');
    expect(endOfShift(Date.parse('2026-10-24T22:30:00Z'))).toBe(Date.parse('2026-10-25T06:15:00Z'));
    expect(endOfShift(Date.parse('2027-03-27T23:30:00Z'))).toBe(Date.parse('2027-03-28T05:15:00Z'));
  });

  it('takes a window’s own estimate of the time, which has fractions', () => {
    expect(endOfShift(Date.parse('2026-11-23T03:00:00Z') + 0.4)).toBe(Date.parse('2026-11-23T06:15:00Z'));
  });
});
