import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AlarmJournal } from '../../../../../electron/hub/figures/alarm-journal';
import { openSqliteLog, type SqliteLog } from '../../../../../electron/hub/log/sqlite-log';
import type { AlarmFiguresAnswer } from '../../../../../shared/contract/wire';
import type { AlarmAct, AlarmEntity, AlarmFacts } from '../../../../../shared/model/alarms';
import type { EventBody } from '../../../../../shared/model/events';
import type { PeopleEntity } from '../../../../../shared/model/people';
import { type Clock, systemClock } from '../../../../../shared/time/clock';
import { ACKNOWLEDGE, alarmAfter, measured } from '../../../../fixtures/alarms';
import { tempFolder } from '../../../../fixtures/temp-folder';
import { until } from '../../../../fixtures/until';

const T0 = Date.UTC(2026, 10, 23);
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let folder: ReturnType<typeof tempFolder>;
let log: SqliteLog;
let journal: AlarmJournal;
let alarms: Map<string, AlarmEntity>;
let people: Map<string, PeopleEntity>;
let faults: (string | null)[];
/** Waits are real, the time of day is the log's. */
let now = T0 + DAY;
const clock: Clock = { ...systemClock(), now: () => now };
let number = 0;

async function openLog(origin = 'test', name = 'log.db'): Promise<void> {
  log = await openSqliteLog({ file: join(folder.path, name), origin, clock });
}
function startJournal(): void {
  journal = new AlarmJournal({
    file: join(folder.path, 'figures.db'),
    log,
    clock,
    state: { alarms, people },
    onFault: (reason) => faults.push(reason),
  });
  journal.start();
}
/** Says these at a minute of the day, and lets the journal hear them unless it is away. */
async function say(minute: number, bodies: readonly EventBody[], heard = true): Promise<void> {
  const drafts = bodies.map((body) => ({ at: T0 + minute * MINUTE, body }));
  const events = await log.append(drafts, log.head().position.seq);
  if (heard) journal.heard(events);
}
const moved = (node: string, minute: number, facts: Partial<AlarmFacts> = {}): EventBody => ({
  type: 'alarms.moved',
  moves: [measured({ conditionSince: T0 + minute * MINUTE, ...facts }, `A-${++number}`, node)],
});
const back = (node: string, minute: number): EventBody => moved(node, minute, { condition: 'normal' });
const acted = (node: string, act: AlarmAct, minute: number): EventBody => ({
  type: 'alarm.acted',
  node,
  alarm: '',
  act,
  actor: 'kari',
  actedAt: T0 + minute * MINUTE,
});
const hubStarted: EventBody = { type: 'hub.started', version: '1', reducer: 4, blindFrom: null };
const watch = (console: string, on: boolean): EventBody => ({
  type: 'watch.changed',
  console,
  on,
  person: 'kari',
});
const asked = { from: T0, to: T0 + DAY, position: null };

function valueIn(answer: AlarmFiguresAnswer, id: string): number | null {
  return answer.figures.find((figure) => figure.id === id)?.value ?? null;
}
/** The figures once the journal knows the whole log. */
async function figures(
  question: Parameters<AlarmJournal['figures']>[0] = asked,
): Promise<AlarmFiguresAnswer> {
  let answer = await journal.figures(question);
  await until('the journal is whole', async () => {
    answer = await journal.figures(question);
    return answer.knownFrom === null;
  });
  return answer;
}

beforeEach(async () => {
  now = T0 + DAY;
  folder = tempFolder('figures');
  alarms = new Map();
  people = new Map();
  faults = [];
  number = 0;
  await openLog();
  await say(0, [hubStarted], false);
  startJournal();
  await figures();
});

afterEach(async () => {
  journal.stop();
  await log.close();
  folder.remove();
});

describe('the journal of alarms', () => {
  it('counts what asks as it happens, with how long it was and what was done', async () => {
    await say(10, [moved('dips', 9)]);
    await say(12, [acted('dips', ACKNOWLEDGE, 12)]);
    await say(20, [back('dips', 19), moved('print', 20, { priority: 4 })]);
    await say(21, [back('print', 20.5)]);
    const answer = await figures();
    expect(valueIn(answer, 'annunciated')).toBe(2);
    expect(valueIn(answer, 'time-to-acknowledge')).toBe(2 * MINUTE);
    expect(valueIn(answer, 'fleeting')).toBe(1);
    expect(answer.sources).toEqual([
      { node: 'dips', count: 1, share: 0.5, medianMs: 10 * MINUTE, untouched: 0, bad: false },
      { node: 'print', count: 1, share: 0.5, medianMs: MINUTE / 2, untouched: 1, bad: false },
    ]);
  });

  it('counts an alarm again when it asks again, and never one that is kept quiet', async () => {
    await say(10, [moved('dips', 10, { condition: 'degraded' })]);
    await say(11, [acted('dips', ACKNOWLEDGE, 11)]);
    await say(15, [moved('dips', 15)]);
    await say(16, [moved('app', 16, { suppressed: { kind: 'cause', id: 'dips' } })]);
    const answer = await figures();
    expect(valueIn(answer, 'annunciated')).toBe(2);
    expect(valueIn(answer, 'suppressed')).toBe(1);
    expect(answer.sources).toHaveLength(1);
  });

  it('an act counts from when it was done, a call and a run as something done, and "seen" as nothing', async () => {
    await say(10, [moved('a', 10, { latching: true }), moved('b', 10), moved('c', 10)]);
    await say(30, [acted('b', ACKNOWLEDGE, 13)]);
    await say(31, [
      {
        type: 'call.logged',
        call: {
          id: 'call-0001',
          team: 'nett',
          contact: 'Vakt',
          phone: '1',
          node: 'c',
          by: 'kari',
          at: T0,
          outcome: 'calling',
          settledAt: null,
          etaAt: null,
          note: null,
        },
      },
      back('a', 30),
      acted('a', { kind: 'seen', code: null }, 31),
    ]);
    const answer = await figures();
    expect(valueIn(answer, 'time-to-acknowledge')).toBe(3 * MINUTE);
    const untouched = new Map(answer.sources.map((source) => [source.node, source.untouched]));
    expect(untouched).toEqual(
      new Map([
        ['a', 1],
        ['b', 0],
        ['c', 0],
      ]),
    );
  });

  it('knows which position was on watch when something asked, by the name that it has now', async () => {
    people.set('console:d1', {
      kind: 'console',
      value: { id: 'd1', name: 'Pult 1', kind: 'desk', enrolledAt: 1, revokedAt: null },
    });
    await say(10, [watch('d1', true)]);
    await say(15, [moved('a', 15)]);
    await say(20, [watch('d1', false), watch('d2', true)]);
    await say(25, [moved('b', 25)]);
    const one = await figures({ ...asked, position: 'd1' });
    expect(one.positions).toEqual([
      { id: 'd1', name: 'Pult 1' },
      { id: 'd2', name: 'd2' },
    ]);
    expect(one.sources.map(({ node }) => node)).toEqual(['a']);
    // One in ten minutes on watch: too short a time for a rate.
    expect(valueIn(one, 'annunciated')).toBe(1);
    expect(valueIn(one, 'per-hour')).toBeNull();
    const two = await figures({ ...asked, position: 'd2' });
    expect(two.sources.map(({ node }) => node)).toEqual(['b']);
  });

  it('marks the sources that are on the list of bad alarms now', async () => {
    await say(10, [moved('a', 10)]);
    const value = { ...alarmAfter(measured({}, 'A-9', 'a')), bad: { at: 1, by: 'kari', note: null } };
    alarms.set('alarm:a', { kind: 'alarm', value });
    expect((await figures()).sources[0]?.bad).toBe(true);
  });

  it('lets go of what is older than it keeps, also where the hub never starts anew', async () => {
    await say(10, [moved('a', 10)]);
    await say(12, [back('a', 12), moved('a', 12), back('a', 12)]);
    expect(valueIn(await figures(), 'annunciated')).toBe(2);
    now = T0 + 402 * DAY;
    await say((402 * DAY) / MINUTE, [moved('b', (402 * DAY) / MINUTE)]);
    await figures();
    // The newest of each alarm is kept: what comes next of it goes on from there.
    expect(valueIn(await figures(), 'annunciated')).toBe(1);
  });

  it('answers no period that has not begun, and none that is too long to be counted in one go', async () => {
    await expect(journal.figures({ ...asked, from: T0 + 2 * DAY, to: T0 + 3 * DAY })).rejects.toThrow(/tom/);
    await expect(journal.figures({ ...asked, from: T0 - 92 * DAY })).rejects.toThrow(/høyst tre måneder/);
  });
});

describe('a journal that was away', () => {
  /** Begins before it goes away, ends while it is away. */
  const whileAway = async (): Promise<void> => {
    await say(10, [moved('dips', 10)]);
    await figures();
    journal.stop();
    await say(15, [acted('dips', ACKNOWLEDGE, 15)], false);
    await say(20, [back('dips', 20), moved('print', 20)], false);
  };
  const expected = async (): Promise<void> => {
    const answer = await figures();
    expect(valueIn(answer, 'annunciated')).toBe(2);
    expect(answer.sources.find(({ node }) => node === 'dips')).toMatchObject({
      medianMs: 10 * MINUTE,
      untouched: 0,
    });
    expect(valueIn(answer, 'time-to-acknowledge')).toBe(5 * MINUTE);
  };

  it('takes in what it missed, and goes on where it was', async () => {
    await whileAway();
    startJournal();
    await expected();
    await say(30, [back('print', 30)]);
    expect((await figures()).sources.find(({ node }) => node === 'print')?.medianMs).toBe(10 * MINUTE);
  });

  it('hears what comes while it reads, once', async () => {
    await whileAway();
    startJournal();
    await say(25, [moved('lab', 25)]);
    expect(valueIn(await figures(), 'annunciated')).toBe(3);
  });

  it('is made anew from archived segments where its file is gone or damaged', async () => {
    await whileAway();
    const { position } = log.head();
    for (const seq of [position.seq - 1, position.seq])
      await log.saveSnapshot({ position: { ...position, seq }, reducer: 0, patch: {} });
    while ((await log.archive({ since: Number.MAX_SAFE_INTEGER, events: 1 })) > 0);
    writeFileSync(join(folder.path, 'figures.db'), 'not a database at all');
    startJournal();
    await expected();
    expect(faults.filter((reason) => reason !== null)).toEqual([]);
  });

  it('is made anew for another log, and for one that was restored and went another way', async () => {
    await whileAway();
    await log.close();
    await openLog('another', 'another.db');
    await say(0, [hubStarted], false);
    startJournal();
    expect(valueIn(await figures(), 'annunciated')).toBe(0);
    journal.stop();
    await log.close();
    await openLog('test', 'restored.db');
    await say(0, [hubStarted], false);
    for (let n = 0; n < 8; n++) await say(100 + n, [moved(`node-${n}`, 100 + n)], false);
    startJournal();
    expect(valueIn(await figures(), 'annunciated')).toBe(8);
  });

  it.each([
    ['was there before it', false],
    ['it hears from the first word', true],
  ])('counts a log that %s from its beginning: an hour without a hub is no quiet hour', async (_, heard) => {
    journal.stop();
    await log.close();
    await openLog('young', 'young.db');
    if (heard) startJournal();
    await say(20 * 60, [hubStarted], heard);
    await say(21 * 60, [moved('dips', 21 * 60), moved('print', 21 * 60)], heard);
    if (!heard) startJournal();
    let answer = await journal.figures(asked);
    await until('both are counted', async () => {
      answer = await journal.figures(asked);
      return valueIn(answer, 'annunciated') === 2 && answer.knownFrom === T0 + 20 * 60 * MINUTE;
    });
    // Two in the four hours that there was a hub, not in the day that was asked for.
    expect(valueIn(answer, 'per-hour')).toBe(0.5);
  });

  it('says from when on it knows until it does', async () => {
    await whileAway();
    startJournal();
    expect((await journal.figures(asked)).knownFrom).not.toBeNull();
    await expected();
  });
});
