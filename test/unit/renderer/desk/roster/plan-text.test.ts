import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEntry } from '../../../../../renderer/desk/onboard/entry-model';
import {
  freeId,
  newPlan,
  planSource,
  readDays,
  readTurns,
  turnsText,
  WEEKDAY_WORDS,
  writeDays,
} from '../../../../../renderer/desk/roster/form/plan-text';

const answer = {
  version: 'v1',
  line: 1,
  file: 'rom.yaml',
  templates: [],
  families: [],
  sites: [],
  hours: [],
};

describe('the text of a plan', () => {
  it('is cut out of the file with its comments, at the left margin', () => {
    const text =
      'version: 1\n# before\nwatch:\n  # who meets whom\n  overlap: 15m\n  positions: []\nsites: []\n';
    expect(planSource({ ...answer, text }).text).toBe('# who meets whom\noverlap: 15m\npositions: []\n');
  });

  it('is empty where the file has none', () => {
    expect(planSource({ ...answer, text: 'version: 1\n' }).text).toBe('');
    expect(planSource({ ...answer, text: null }).text).toBe('');
  });

  it('begins as two shifts that can be read', () => {
    const read = readEntry(newPlan('2026-11-23'));
    expect(read.ok && freeId(read.data, 'positions', 'dag')).toBe('dag-2');
    expect(read.ok && freeId(read.data, 'shifts', 'kveld')).toBe('kveld');
  });
});

describe('weekdays', () => {
  it('are read from a list, a range, a range over the end of the week, and from nothing', () => {
    expect(readDays(['sun', 'mon'])).toEqual(['mon', 'sun']);
    expect(readDays('mon-fri')).toEqual(['mon', 'tue', 'wed', 'thu', 'fri']);
    expect(readDays('sat-mon')).toEqual(['mon', 'sat', 'sun']);
    expect(readDays(undefined)).toEqual(WEEKDAY_WORDS);
    expect(readDays('hver dag')).toEqual([]);
  });

  it('mean the same when they are written and read again', () => {
    fc.assert(
      fc.property(fc.subarray([...WEEKDAY_WORDS]), (days) => {
        expect(readDays(writeDays(days))).toEqual(days);
      }),
    );
  });
});

describe('turns', () => {
  it('are names with commas, and a dash is a vacancy', () => {
    expect(readTurns('natt1, natt2,- ,–')).toEqual(['natt1', 'natt2', null, null]);
    expect(turnsText(['natt1', null])).toBe('natt1, -');
    expect(readTurns('')).toEqual([]);
  });
});
