import { describe, expect, it } from 'vitest';
import {
  instantOf,
  instantsAround,
  nextTransition,
  parseWallTime,
  wallTime,
} from '../../../../shared/time/oslo';

const utc = (text: string): number => Date.parse(`${text}:00Z`);
const wall = (text: string): number => parseWallTime(text) ?? Number.NaN;

describe('Oslo’s wall clock', () => {
  it('is an hour ahead in winter and two in summer', () => {
    expect(wallTime(utc('2026-11-23T11:00'))).toBe(wall('2026-11-23T12:00'));
    expect(wallTime(utc('2026-07-01T11:00'))).toBe(wall('2026-07-01T13:00'));
    expect(instantOf(wall('2026-11-23T12:00'))).toBe(utc('2026-11-23T11:00'));
    expect(instantOf(wall('2026-07-01T13:00') + 123)).toBe(utc('2026-07-01T11:00') + 123);
  });

  it('leaves out an hour in spring: what lies there is read with the offset before', () => {
    expect(wallTime(utc('2026-03-29T01:00') - 1)).toBe(wall('2026-03-29T02:00') - 1);
    expect(wallTime(utc('2026-03-29T01:00'))).toBe(wall('2026-03-29T03:00'));
    expect(instantOf(wall('2026-03-29T02:30'))).toBe(utc('2026-03-29T01:30'));
  });

  it('shows an hour twice in autumn: the first counts', () => {
    expect(instantOf(wall('2026-10-25T02:30'))).toBe(utc('2026-10-25T00:30'));
    expect(instantsAround(wall('2026-10-25T02:30'))).toEqual([
      utc('2026-10-25T00:30'),
      utc('2026-10-25T01:30'),
    ]);
    expect(instantsAround(wall('2026-10-25T03:30'))).toEqual([utc('2026-10-25T02:30')]);
  });

  it('knows when it changes next', () => {
    expect(nextTransition(utc('2026-11-23T11:00'))).toBe(utc('2027-03-28T01:00'));
    expect(nextTransition(utc('2027-03-28T01:00'))).toBe(utc('2027-10-31T01:00'));
    // A console's own estimate of the hub's time has fractions of a millisecond.
    expect(nextTransition(utc('2026-11-23T11:00') + 0.4)).toBe(utc('2027-03-28T01:00'));
  });

  it.each([
    '2026-02-30T12:00',
    '2026-13-01T12:00',
    '2026-11-23T24:00',
    '2026-11-23',
    '2026-11-23T12:00Z',
    '',
  ])('does not read %j', (text) => {
    expect(parseWallTime(text)).toBeNull();
  });
});
