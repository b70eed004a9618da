import { describe, expect, it } from 'vitest';
import { fileSize, pastedName } from '../../../../../renderer/desk/shift-log/file-kinds';
import {
  excerpt,
  groupEntries,
  isAbout,
  newestFirst,
  readWhen,
  saysAll,
  wordsBefore,
  wordsNow,
} from '../../../../../renderer/desk/shift-log/log-model';
import { bodyOf } from '../../../../../shared/rules/watch/bodies';
import { anEntry } from '../../../../fixtures/desk-harness/log-scene';
import { threeShifts } from '../../../../fixtures/shift-plan';

const SALT = 'salt-salt-salt-salt';
/** 23 November 2026, by the clock on the wall. */
const wall = (hour: number, minute = 0, day = 23): number => Date.UTC(2026, 10, day, hour - 1, minute);
const NOW = wall(7, 30);
const at = (hour: number, minute = 0, day = 23) =>
  anEntry(`entry-${day}-${hour}-${minute}`, '', wall(hour, minute, day), 'x');

describe('entries by day and shift', () => {
  it('stand with their shift, a night whole under the day that it began on', () => {
    const entries = [at(7, 20), at(5), at(23, 0, 22), at(16, 0, 22)].sort(newestFirst);
    const groups = groupEntries(entries, threeShifts(), NOW);
    expect(groups.map(({ key, entries: own }) => [key, own.length])).toEqual([
      ['2026-11-23/dag', 1],
      ['2026-11-22/natt', 2],
      ['2026-11-22/kveld', 1],
    ]);
  });

  it('belong to the shift that came, while two meet', () => {
    expect(groupEntries([at(7, 5)], threeShifts(), NOW)[0]?.shift?.shift).toBe('dag');
  });

  it('stand by the day alone where there is no plan, and where it was too long ago', () => {
    expect(groupEntries([at(7, 5), at(5)], null, NOW).map(({ key }) => key)).toEqual(['2026-11-23']);
    const old = anEntry('old', 'L-1', NOW - 40 * 86_400_000, 'x');
    expect(groupEntries([old], threeShifts(), NOW)[0]?.shift).toBeNull();
  });
});

describe('what an entry says', () => {
  const entry = anEntry('e', 'L-88', NOW, 'montør 09:00', {
    corrections: [
      { id: 'c1', at: NOW + 1, by: 'dag1', body: bodyOf('montør 10:00', SALT) },
      { id: 'c2', at: NOW + 2, by: 'dag1', body: bodyOf('montør 11:00', SALT) },
    ],
    links: [
      { kind: 'node', id: 'wan@mo' },
      { kind: 'alarm', id: 'A-4125' },
      { kind: 'incident', id: 'hendelse-1' },
    ],
  });

  it('is its newest correction, and everything before it stays readable', () => {
    expect(wordsNow(entry).said?.text).toBe('montør 11:00');
    expect(wordsBefore(entry).map(({ part, body }) => [part, body.said?.text])).toEqual([
      ['c1', 'montør 10:00'],
      ['text', 'montør 09:00'],
    ]);
    expect(wordsBefore(anEntry('f', 'L-1', NOW, 'x'))).toEqual([]);
  });

  it('is found by words that begin so, also by what it said before', () => {
    expect(saysAll(entry, 'MONT 09')).toBe(true);
    expect(saysAll(entry, 'l-88')).toBe(true);
    expect(saysAll(entry, 'montør 12')).toBe(false);
    expect(saysAll(entry, '')).toBe(true);
  });

  it('is about its nodes, alarms and incidents', () => {
    expect(isAbout(entry, { nodes: ['wan@mo'] })).toBe(true);
    expect(isAbout(entry, { alarms: ['A-4125'] })).toBe(true);
    expect(isAbout(entry, { incidents: ['hendelse-1'] })).toBe(true);
    // An alarm's number is no node's id, whatever it is called.
    expect(isAbout(entry, { nodes: ['A-4125'], alarms: ['wan@mo'] })).toBe(false);
  });

  it('is cut at a word in the list, and says that there is more', () => {
    expect(excerpt('kort')).toEqual({ text: 'kort', more: false });
    const long = excerpt('ord '.repeat(200).trim());
    expect(long.more).toBe(true);
    expect(long.text).toMatch(/ord$/);
    expect(excerpt('1\n2\n3\n4\n5\n6')).toEqual({ text: '1\n2\n3\n4\n5', more: true });
  });
});

describe('when it happened, as people write it', () => {
  it('is now where nothing is written', () => {
    expect(readWhen(' ', NOW + 0.7)).toBe(NOW);
  });

  it('is the last time that the wall showed it', () => {
    expect(readWhen('02:10', NOW)).toBe(wall(2, 10));
    expect(readWhen('0210', NOW)).toBe(wall(2, 10));
    expect(readWhen('23:40', NOW)).toBe(wall(23, 40, 22));
  });

  it('is the day that is written, of this year or the last', () => {
    expect(readWhen('22.11. 02:10', NOW)).toBe(wall(2, 10, 22));
    expect(readWhen('22.11.2026 02:10', NOW)).toBe(wall(2, 10, 22));
    expect(readWhen('31.12 23:00', NOW)).toBe(Date.UTC(2025, 11, 31, 22));
  });

  it('is nothing that cannot be read, or has not been', () => {
    for (const typed of ['25:00', '12:60', 'i går', '31.02. 10:00', '24.11.2026 02:10'])
      expect([typed, readWhen(typed, NOW)]).toEqual([typed, null]);
  });

  it('is the second of two in the night when the hour comes twice, once it has been', () => {
    const first = Date.UTC(2026, 9, 25, 0, 30);
    const second = first + 3_600_000;
    expect(readWhen('02:30', first + 60_000)).toBe(first);
    expect(readWhen('02:30', second + 60_000)).toBe(second);
  });
});

describe('a file', () => {
  it('that was pasted is told apart by its time, and one that was chosen keeps its name', () => {
    expect(pastedName('image.png', wall(4, 12), true, 'utklipp')).toBe('utklipp 0412.png');
    expect(pastedName('kurve.png', wall(4, 12), true, 'utklipp')).toBe('kurve.png');
    expect(pastedName('image.png', wall(4, 12), false, 'utklipp')).toBe('image.png');
    expect(pastedName('', wall(4, 12), false, 'utklipp')).toBe('utklipp');
  });

  it('is so large as people say it', () => {
    expect(fileSize(12, 'nb')).toBe('1 kB');
    expect(fileSize(48_200, 'nb')).toBe('48 kB');
    expect(fileSize(1_240_000, 'nb')).toBe('1,2 MB');
    expect(fileSize(1_240_000, 'en')).toBe('1.2 MB');
  });
});
