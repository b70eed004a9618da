import Database from 'better-sqlite3';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  clearIndex,
  EVENT_SEARCH_TABLES,
  type EventQuery,
  forgetIndexed,
  indexEvent,
  matchOf,
  searchEvents,
} from '../../../../electron/sqlite/event-search';
import { Statements } from '../../../../electron/sqlite/statements';

let sql: Statements;
const ALL: EventQuery = { text: '', kinds: null, from: null, to: null, before: null, limit: 100 };
const find = (text: string, more: Partial<EventQuery> = {}): string[] =>
  searchEvents(sql, { ...ALL, text, ...more }).map(({ epoch, seq }) => `${epoch}/${seq}`);
const put = (seq: number, text: string, kind: 'note' | 'alarm' = 'note', epoch = 1): boolean =>
  indexEvent(sql, { epoch, seq, at: epoch * 1_000_000 + seq * 1_000 }, { kind, text });

beforeEach(() => {
  const db = new Database(':memory:');
  db.exec(EVENT_SEARCH_TABLES);
  sql = new Statements(db);
});

describe('full text over events', () => {
  it('wants every word, each as the beginning of one, in any order and case', () => {
    put(1, 'DIPS Arena tregt i Mo, sjekker WAN');
    put(2, 'DIPS Arena nede i Bodø');
    expect(find('dips')).toEqual(['1/2', '1/1']);
    expect(find('ARENA mo')).toEqual(['1/1']);
    expect(find('sjek dip')).toEqual(['1/1']);
    expect(find('rena')).toEqual([]);
    expect(find('dips harstad')).toEqual([]);
  });

  it('knows Norwegian and Sámi letters in both cases, and takes none of them for another', () => {
    put(1, 'Tromsø Ålesund blæst');
    put(2, 'Tromso Alesund blest');
    put(3, 'Kárášjohka, Čáhcesuolu, Ŋuorvu, Guovdageaidnu, Đeatnu, Ŧuovvu, Žalli, Šuoššjávri');
    expect(find('TROMSØ')).toEqual(['1/1']);
    expect(find('tromso')).toEqual(['1/2']);
    expect(find('ålesund')).toEqual(['1/1']);
    expect(find('ÅLE')).toEqual(['1/1']);
    expect(find('blæ')).toEqual(['1/1']);
    for (const word of ['KÁRÁŠ', 'čáhce', 'ŋuor', 'ĐEATNU', 'ŧuovvu', 'žalli', 'ŠUOŠŠJÁVRI']) {
      expect(find(word), word).toEqual(['1/3']);
    }
    expect(find('karasjohka')).toEqual([]);
  });

  it('finds what was written with letters and marks apart', () => {
    put(1, 'Bodø Kárášjohka'.normalize('NFD'));
    expect(find('kárášjohka')).toEqual(['1/1']);
    expect(find('kárášjohka'.normalize('NFD'))).toEqual(['1/1']);
  });

  it('takes numbers, nodes and dates as people write them', () => {
    put(1, 'A-4127 dips-arena@mo 23.11.2026 10.2.0.7 100 %');
    put(2, 'A-41 dips arena bodø');
    expect(find('A-4127')).toEqual(['1/1']);
    expect(find('a-41')).toEqual(['1/2', '1/1']);
    expect(find('dips-arena@mo')).toEqual(['1/1']);
    expect(find('10.2.0')).toEqual(['1/1']);
    expect(find('100%')).toEqual(['1/1']);
  });

  it.each([
    '"',
    '""',
    '"dips',
    'dips"',
    '*',
    'dips*',
    'dips AND',
    'OR',
    'NOT dips',
    'NEAR(dips arena)',
    'words:dips',
    '{words}:dips',
    '^dips',
    '-dips',
    '(dips',
    'dips)',
    'dips + arena',
    "'; DROP TABLE event_found; --",
    '\0dips\0',
    '\u202edips',
    '💥',
    '´`¨',
    '\\',
    '%_',
    'x'.repeat(200),
    `${'a '.repeat(100)}`,
    '\ud800',
  ])('takes %j for words and nothing else', (text) => {
    put(1, 'dips arena');
    expect(() => find(text)).not.toThrow();
    expect(find('dips')).toEqual(['1/1']);
  });

  it('finds nothing by what holds no word', () => {
    put(1, 'dips');
    for (const text of ['', '  ', '--', '"*"', '💥']) {
      expect(matchOf(text)).toBeNull();
      expect(find(text)).toEqual([]);
    }
  });

  it('gives the newest first however it was filled, page by page over epochs', () => {
    for (const seq of [5, 1, 3, 2, 4]) put(seq, 'dips');
    put(1, 'dips', 'note', 2);
    expect(find('dips')).toEqual(['2/1', '1/5', '1/4', '1/3', '1/2', '1/1']);
    expect(find('dips', { limit: 2 })).toEqual(['2/1', '1/5']);
    expect(find('dips', { limit: 2, before: { epoch: 1, seq: 5 } })).toEqual(['1/4', '1/3']);
  });

  it('asks by kind and by time', () => {
    put(1, 'dips', 'alarm');
    put(2, 'dips', 'note');
    put(3, 'dips', 'alarm');
    expect(find('dips', { kinds: ['alarm'] })).toEqual(['1/3', '1/1']);
    expect(find('dips', { kinds: [] })).toEqual([]);
    expect(find('dips', { from: 1_002_000 })).toEqual(['1/3', '1/2']);
    expect(find('dips', { to: 1_002_000 })).toEqual(['1/1']);
  });

  it('answers by kind and time alone where nothing is written', () => {
    put(1, 'dips', 'alarm');
    put(2, 'nett', 'note');
    put(3, 'wan', 'alarm');
    expect(find('', { kinds: ['alarm'] })).toEqual(['1/3', '1/1']);
    expect(find('  ', { kinds: ['alarm', 'note'], limit: 2 })).toEqual(['1/3', '1/2']);
    expect(find('', { kinds: ['alarm'], before: { epoch: 1, seq: 3 } })).toEqual(['1/1']);
    expect(find('', { kinds: ['alarm'], from: 1_002_000 })).toEqual(['1/3']);
    expect(find('', { from: 1_002_000 })).toEqual(['1/3', '1/2']);
    expect(find('', { to: 1_003_000, before: { epoch: 1, seq: 2 } })).toEqual(['1/1']);
    expect(find('', { kinds: [] })).toEqual([]);
    expect(find('--', { kinds: ['alarm'] })).toEqual([]);
    expect(find('')).toEqual([]);
  });

  it('replaces what is said twice, and forgets', () => {
    put(1, 'gammel');
    put(1, 'ny');
    expect([find('gammel'), find('ny')]).toEqual([[], ['1/1']]);
    forgetIndexed(sql, { epoch: 1, seq: 1 });
    forgetIndexed(sql, { epoch: 1, seq: 99 });
    expect(find('ny')).toEqual([]);
    put(2, 'ny');
    clearIndex(sql);
    expect(find('ny')).toEqual([]);
    put(2, 'ny');
    expect(find('ny')).toEqual(['1/2']);
  });

  it('takes in epochs of a restored hub, which are seconds since 1970, behind those from before', () => {
    const restored = 1_795_431_600;
    put(7, 'dips');
    put(1, 'dips', 'note', restored);
    put(2 ** 31 - 1, 'dips', 'note', restored);
    put(1, 'dips', 'alarm', restored + 1);
    const all = [`${restored + 1}/1`, `${restored}/${2 ** 31 - 1}`, `${restored}/1`, '1/7'];
    expect(find('dips')).toEqual(all);
    expect(find('dips', { before: { epoch: restored, seq: 2 } })).toEqual(all.slice(2));
    expect(find('', { kinds: ['alarm'] })).toEqual(all.slice(0, 1));
    const hour = { from: restored * 1_000_000, to: restored * 1_000_000 + 2_000 };
    expect(find('dips', hour)).toEqual([`${restored}/1`]);
    expect(find('', hour)).toEqual([`${restored}/1`]);
    forgetIndexed(sql, { epoch: restored, seq: 1 });
    expect(find('dips')).toEqual(all.filter((place) => place !== `${restored}/1`));
  });

  it('has no place for what is beyond any log, and reads on from there', () => {
    const most = 2 ** 32 - 2 ** 23;
    expect(put(1, 'dips', 'note', most + 1)).toBe(false);
    expect(put(2 ** 40, 'dips')).toBe(false);
    expect(put(2 ** 31, 'dips', 'note', 8_191)).toBe(false);
    const ends = [
      [most, 2 ** 31 - 1],
      [most, 0],
      [8_191, 2 ** 31 - 1],
      [8_191, 0],
      [8_190, 2 ** 40 - 1],
      [8_190, 0],
      [1, 2 ** 40 - 1],
    ] as const;
    for (const [epoch, seq] of ends) indexEvent(sql, { epoch, seq, at: 1 }, { kind: 'note', text: 'dips' });
    const all = ends.map(([epoch, seq]) => `${epoch}/${seq}`);
    expect(find('dips')).toEqual(all);
    for (const [n, [epoch, seq]] of ends.entries())
      expect(find('dips', { before: { epoch, seq } })).toEqual(all.slice(n + 1));
    expect(find('dips', { before: { epoch: 2 ** 40, seq: 1 } })).toEqual(all);
    expect(find('dips', { before: { epoch: 8_190, seq: Number.MAX_SAFE_INTEGER } })).toEqual(all.slice(4));
  });
});
