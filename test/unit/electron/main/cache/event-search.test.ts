import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeEach, describe, expect, it } from 'vitest';
import { type BoardCache, openBoardCache } from '../../../../../electron/main/cache/board-cache';
import type { LogEvent } from '../../../../../shared/model/events';
import { eventText } from '../../../../../shared/rules/event-text';
import { REDUCER_VERSION } from '../../../../../shared/rules/reduce';
import { ManualClock } from '../../../../../shared/time/clock';
import { anEntry, erasedPart, filesHolding, words, written } from '../../../../fixtures/shift-log';
import { temporaryFolders } from '../../sqlite/temp-folder';
import { at, wholeBoard } from './board-fixture';

const folder = temporaryFolders();
const names = {
  node: (id: string) => (id === 'dips@mo' ? ['DIPS Arena', 'Mo i Rana'] : []),
  person: (id: string) => (id === 'kari' ? 'Kari Nordmann' : null),
};
let file: string;
let faults: string[];

const open = (index = true): BoardCache =>
  openBoardCache({
    file,
    clock: new ManualClock(),
    onFault: (fault) => {
      if (fault) faults.push(`${fault.code}: ${fault.detail}`);
    },
    ...(index && { textOf: (event: LogEvent) => eventText(event.body, names) }),
  });
const note = (seq: number, text: string, epoch = 1, origin = 'hub'): LogEvent => ({
  origin,
  epoch,
  seq,
  at: epoch * 1_000_000 + seq,
  body: {
    type: 'alarm.acted',
    node: 'dips@mo',
    alarm: 'A-7',
    act: { kind: 'note', text, late: false },
    actor: 'kari',
    actedAt: seq,
  },
});
const ask = (cache: BoardCache, text: string, limit = 10) =>
  cache.search({ text, kinds: null, from: null, to: null, before: null, limit });
const seqs = (cache: BoardCache, text: string): number[] =>
  ask(cache, text).hits.map(({ event }) => event.seq);

beforeEach(() => {
  file = join(folder(), 'cache.db');
  faults = [];
});

describe('full text over what a console keeps', () => {
  it('finds events by words, names and people, with the event itself, newest first', async () => {
    const cache = open();
    cache.replace(wholeBoard(1), at(3), REDUCER_VERSION);
    cache.addEvents([note(1, 'sjekker WAN'), note(2, 'montør ringt'), note(3, 'WAN er oppe')]);
    cache.flush();
    expect(ask(cache, 'wan')).toEqual({
      hits: [
        { kind: 'note', event: note(3, 'WAN er oppe') },
        { kind: 'note', event: note(1, 'sjekker WAN') },
      ],
      complete: true,
      indexedFrom: null,
    });
    expect(seqs(cache, 'nordmann montør')).toEqual([2]);
    expect(seqs(cache, 'rana')).toEqual([3, 2, 1]);
    expect(ask(cache, 'wan', 1).complete).toBe(false);
    await cache.close();
    const again = open();
    expect(seqs(again, 'a-7 oppe')).toEqual([3]);
    await again.close();
  });

  it('forgets the words with the events', async () => {
    const cache = open();
    cache.replace(wholeBoard(1), at(1), REDUCER_VERSION);
    cache.addEvents([note(1, 'førstemann')]);
    cache.flush();
    expect(seqs(cache, 'førstemann')).toEqual([1]);
    for (let from = 2; from <= 20_500; from += 1_000) {
      cache.addEvents(Array.from({ length: 1_000 }, (_, n) => note(from + n, 'noe')));
      cache.flush();
    }
    cache.flush();
    expect(seqs(cache, 'førstemann')).toEqual([]);
    await cache.close();
    const db = new Database(file, { readonly: true });
    const [events, found] = ['events', 'event_found'].map((table) =>
      db.prepare(`SELECT count(*) FROM ${table}`).pluck().get(),
    );
    db.close();
    expect(found).toBe(events);
    expect(events).toBe(20_000);
  }, 30_000);

  it('says from when it knows, where older events are here that it never read', async () => {
    const old = open(false);
    old.replace(wholeBoard(1), at(2), REDUCER_VERSION);
    old.addEvents([note(1, 'gammelt'), note(2, 'gammelt')]);
    await old.close();
    // As the step that made the index finds a file of before it.
    const db = new Database(file);
    db.exec(
      'DROP TABLE event_words; DROP TABLE event_found; DROP TABLE event_hours; PRAGMA user_version = 1',
    );
    db.close();
    const cache = open();
    // Also before the first event of this version: it has found nothing because it has read nothing.
    expect(ask(cache, 'gammelt')).toEqual({ hits: [], complete: true, indexedFrom: 1_000_002 });
    cache.addEvents([note(3, 'nytt')]);
    cache.flush();
    expect(faults).toEqual([]);
    expect(seqs(cache, 'gammelt')).toEqual([]);
    expect(ask(cache, 'nytt')).toMatchObject({ indexedFrom: 1_000_002, hits: [{ event: { seq: 3 } }] });
    await cache.close();
    expect(faults).toEqual([]);
  });

  it('finds what was said after a hub was restored, whose epoch is the time of day', async () => {
    const epoch = 1_795_431_600;
    const cache = open();
    cache.replace(wholeBoard(1), at(1), REDUCER_VERSION);
    cache.addEvents([note(1, 'linje')]);
    cache.replace(wholeBoard(1), { ...at(2), epoch }, REDUCER_VERSION);
    cache.addEvents([note(1, 'linje', epoch), note(2, 'linje', epoch)]);
    cache.flush();
    const { hits } = ask(cache, 'linje');
    expect(hits.map(({ event }) => [event.epoch, event.seq])).toEqual([
      [epoch, 2],
      [epoch, 1],
      [1, 1],
    ]);
    await cache.close();
  });

  it('says from when it knows, where an earlier version had no place for restored epochs', async () => {
    const epoch = 1_795_431_600;
    const old = open();
    old.replace(wholeBoard(1), { ...at(2), epoch }, REDUCER_VERSION);
    old.addEvents([note(1, 'gammelt'), note(2, 'gammelt', epoch)]);
    await old.close();
    const db = new Database(file);
    db.exec(
      'DELETE FROM event_words WHERE rowid > 1 << 53; DELETE FROM event_found WHERE place > 1 << 53; PRAGMA user_version = 2',
    );
    db.close();
    const cache = open();
    expect(cache.load()?.position).toEqual({ ...at(2), epoch });
    expect(ask(cache, 'gammelt')).toMatchObject({
      hits: [{ event: { epoch: 1 } }],
      indexedFrom: epoch * 1_000_000 + 2,
    });
    await cache.close();
    expect(faults).toEqual([]);
  });

  it('follows to another hub’s log, and never mixes two', async () => {
    const cache = open();
    cache.replace(wholeBoard(1), at(2), REDUCER_VERSION);
    cache.addEvents([note(1, 'her'), note(2, 'her')]);
    cache.flush();
    cache.replace(wholeBoard(1), at(1, 1, 'other'), REDUCER_VERSION);
    cache.addEvents([note(1, 'der', 1, 'other')]);
    cache.flush();
    expect(seqs(cache, 'her')).toEqual([]);
    expect(ask(cache, 'der').hits.map(({ event }) => event.origin)).toEqual(['other']);
    await cache.close();
  });

  it('finds nothing, and fails nothing, in a cache that holds nothing', async () => {
    const cache = open();
    expect(ask(cache, 'noe')).toEqual({ hits: [], complete: true, indexedFrom: null });
    expect(ask(cache, '"*')).toEqual({ hits: [], complete: true, indexedFrom: null });
    await cache.close();
    expect(faults).toEqual([]);
  });
});

describe('what is erased from the shift log', () => {
  const event = (seq: number, body: LogEvent['body']): LogEvent => ({
    origin: 'hub',
    epoch: 1,
    seq,
    at: seq,
    body,
  });
  const entity = (text: string | null) => ({
    watch: {
      put: [
        [
          'entry:entry-one',
          {
            kind: 'entry' as const,
            value: {
              ...anEntry('entry-one', ''),
              body: { ...words('x'), said: text === null ? null : { text, salt: 's' } },
            },
          },
        ] as const,
      ],
      drop: [],
    },
  });

  it('is on no byte of the file any more, nor found, whether its event came or the archive says so', async () => {
    for (const told of ['by its event', 'by the archive'] as const) {
      file = join(folder(), 'cache.db');
      const cache = open();
      cache.replace(wholeBoard(1), at(1), REDUCER_VERSION);
      cache.addEvents([event(1, written('entry-one', 'Qxvnordmann er innlagt')), note(2, 'annet')]);
      cache.write(entity('Qxvnordmann er innlagt'), at(2));
      cache.flush();
      expect(seqs(cache, 'qxvnordmann')).toEqual([1]);
      expect(filesHolding(dirname(file), 'xvnordmann')).not.toEqual([]);
      cache.write(entity(null), at(3));
      if (told === 'by its event') {
        cache.addEvents([event(3, erasedPart('entry-one', 'text'))]);
        cache.flush();
      } else cache.erase([{ entry: 'entry-one', part: 'text' }]);
      expect(filesHolding(dirname(file), 'xvnordmann'), told).toEqual([]);
      expect(seqs(cache, 'qxvnordmann')).toEqual([]);
      expect(seqs(cache, 'annet')).toEqual([2]);
      expect(cache.history(['entry/entry-one'], null, 10).at(-1)?.body).toMatchObject({
        entry: { body: { said: null, hash: words('Qxvnordmann er innlagt').hash } },
      });
      await cache.close();
    }
    expect(faults).toEqual([]);
  });

  it('takes a damaged file that was put aside with it: nobody can tell what is in that', async () => {
    const cache = open();
    writeFileSync(`${file}.corrupt-2026-11-23T04-00-00-000Z`, 'Qxvnordmann');
    writeFileSync(`${file}.corrupt-2026-11-23T04-00-00-000Z-wal`, 'Qxvnordmann');
    writeFileSync(join(dirname(file), 'other.db.corrupt-2026-11-23T04-00-00-000Z'), 'annet');
    cache.erase([{ entry: 'entry-one', part: 'text' }]);
    expect(filesHolding(dirname(file), 'Qxvnordmann')).toEqual([]);
    expect(filesHolding(dirname(file), 'annet')).toHaveLength(1);
    await cache.close();
  });

  it('is not written at all where it was erased before it was', async () => {
    const cache = open();
    cache.replace(wholeBoard(1), at(1), REDUCER_VERSION);
    cache.addEvents([
      event(1, written('entry-one', 'Qxvnordmann')),
      event(2, erasedPart('entry-one', 'text')),
    ]);
    cache.flush();
    expect(filesHolding(dirname(file), 'xvnordmann')).toEqual([]);
    await cache.close();
  });
});
