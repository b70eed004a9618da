import { beforeAll, describe, expect, it } from 'vitest';
import type { FeedSource } from '../../../../../electron/hub/gateway/console-feed';
import { OldConsoleFeed } from '../../../../../electron/hub/gateway/old-console-feed';
import { OldRoom } from '../../../../../electron/hub/gateway/old-room';
import { oldAnswer } from '../../../../../electron/hub/gateway/older-answers';
import { RecentEvents } from '../../../../../electron/hub/gateway/recent-events';
import type { Heartbeat, SnapshotChunk } from '../../../../../shared/contract/wire';
import { type CatalogueEntity, checkKind } from '../../../../../shared/model/catalogue';
import { type EventBody, eventBody, type LogEvent, type Position } from '../../../../../shared/model/events';
import { cause, type Patch, type StatusEntity } from '../../../../../shared/model/room';
import type { Scene, WallEntity } from '../../../../../shared/model/wall';
import { BUILT_IN_SCENES } from '../../../../../shared/rules/wall/built-in-scenes';
import { PRESET_PLAN } from '../../../../../shared/rules/wall/read-wall';
import { ManualClock } from '../../../../../shared/time/clock';
import { aCheck, aService } from '../../../../fixtures/room';
import { type OldCode, oldCode, said } from '../../../../fixtures/schema-5/open';

/** What today's hub says to a console of protocol 5, judged by that protocol's own schemas and digests. */

let old: OldCode;
beforeAll(async () => {
  old = await oldCode();
});

const position = (seq: number): Position => ({ origin: 'hub', epoch: 1, seq });

/** Objects whose keys are data. */
const RECORDS = new Set(['labels', 'args', 'facts', 'times', 'stamps', 'settings']);

/** The same with a field in every object that nobody had heard of: what a later version may add. */
function withNews<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withNews) as T;
  if (typeof value !== 'object' || value === null) return value;
  const news = Object.entries(value).map(([key, item]) => [key, RECORDS.has(key) ? item : withNews(item)]);
  return { ...Object.fromEntries(news), added: { later: true } } as T;
}

/** `withNews` of a record adds a key to it as well: not one of its entities. */
const isKnown = ([key]: readonly [string, unknown]): boolean => key !== 'added';

/** What of the catalogue came with protocol 6. */
const UNKNOWN_THERE: readonly CatalogueEntity[] = [
  {
    kind: 'map-plan',
    value: { id: 'room', centres: [], line: 'wan', core: null, networks: ['helsenett'] },
  },
];
/** A kind of thing that nobody has heard of yet. */
const LATER = { kind: 'later', value: { id: 'x' } };
const WATCH_PLAN: readonly CatalogueEntity[] = [
  { kind: 'wall-plan', value: PRESET_PLAN },
  { kind: 'watch-position', value: { id: 'operatør', name: 'Operatør', order: 0, role: 'operator' } },
  {
    kind: 'routine',
    value: {
      id: 'sjekk',
      name: 'Morgensjekk',
      order: 0,
      days: [1],
      opens: '06:00',
      before: '08:00',
      position: null,
      steps: [],
      node: null,
      runbook: null,
    },
  },
];

const CORRECTION = { id: 'rettelse-1', at: 1, by: 'kari', body: { hash: '0'.repeat(64), said: null } };
const VERDICT = { node: 'a', cause: 'b', at: 1, by: 'kari', note: null };
const FOLLOW_UP = {
  id: 'en-oppgave',
  number: 'O-1',
  section: 'watch' as const,
  text: 'Spør igjen',
  node: null,
  owner: null,
  dueAt: null,
  due: false,
  at: 1,
  by: 'kari',
  carried: 0,
  closed: null,
};
const ALSO = ['alarm-class', 'action', 'channel', 'notify-rule', 'incident-plan'];

/** A room with one of everything, and with what protocol 5 does not know. */
function modernRoom(): Required<Patch> {
  const kinds = checkKind.options.map(
    (kind): CatalogueEntity => ({
      kind: 'check',
      value: {
        ...aCheck('a', `a/${kind}`),
        kind,
        steps: [{ id: 's', name: 'S', expectedMs: 1 }],
        source: 'am',
      },
    }),
  );
  const catalogue: CatalogueEntity[] = [
    { kind: 'trust', value: { id: 'unn', name: 'UNN', order: 0 } },
    {
      kind: 'site',
      value: { id: 'mo', name: 'Mo', trust: 'unn', order: 0, place: { lat: 66.3, lon: 14.1 } },
    },
    { kind: 'family', value: { id: 'annet', name: 'Annet', order: 0 } },
    { kind: 'service', value: { ...aService('a', ['b|c', '~d']), hours: 'dag', users: 7 } },
    {
      kind: 'hours',
      value: {
        id: 'dag',
        name: 'Dag',
        order: 0,
        open: [{ days: [1], from: '07:00', to: '16:00' }],
        closedOnHolidays: true,
      },
    },
    {
      kind: 'source',
      value: { id: 'am', name: 'AM', order: 0, kind: 'alertmanager', url: '', history: true },
    },
    ...kinds,
    {
      kind: 'team',
      value: {
        id: 'nett',
        name: 'Nett',
        order: 0,
        contacts: [{ id: 'vakt', name: 'Vakt', phone: '4410', position: 'operatør' }],
        turns: [
          { days: [1], from: '07:00', to: '16:00', dates: null, contacts: ['vakt'] },
          {
            days: [6],
            from: '07:00',
            to: '16:00',
            dates: { from: '2026-06-22', to: '2026-08-14' },
            contacts: ['vakt'],
          },
        ],
      },
    },
    // What it has, with one of everything, of alarm classes and runbook actions.
    ...Object.values(said.catalogue).filter(({ kind }) => ALSO.includes(kind)),
    ...WATCH_PLAN,
    ...UNKNOWN_THERE,
  ];
  const status: StatusEntity[] = [
    {
      kind: 'node',
      value: {
        id: 'a',
        state: 'down',
        since: 5,
        own: 'down',
        hard: 'down',
        because: cause.shape.kind.options.map((kind) => ({ kind, id: 'x' })),
        quiet: { kind: 'maintenance', id: 'mw' },
        flapping: true,
      },
    },
    {
      kind: 'check',
      value: {
        id: 'a/self',
        result: 'critical',
        hard: true,
        attempt: 3,
        confirmed: 'critical',
        since: 1,
        resultSince: 1,
        observedAt: 4,
        beforeAt: null,
        overdue: false,
        output: 'x',
        ms: null,
        flappingSince: 3,
        silenced: true,
      },
    },
  ];
  const room = {
    id: 'room' as const,
    name: 'R',
    demo: false,
    vantageLostSince: null,
    hubVersion: '1',
    hubStartedAt: 1,
    blind: { from: 1, to: 2 },
    rejected: { at: 1, issues: [{ file: 'f', line: 1, col: 1, reason: 'r' }] },
    hours: [{ id: 'dag', open: true, nextAt: 7 }],
    restored: { at: 1, backupAt: 0 },
    alarmCount: 12,
    incidentCount: 3,
    knownErrorCount: 1,
    messageCount: 2,
    entryCount: 4,
    handoverCount: 1,
    followUpCount: 1,
    routineCount: 1,
    flood: { since: 1, annunciated: 12 },
  };
  return {
    catalogue: {
      put: catalogue.map((entity) => [`${entity.kind}:${entity.value.id}`, withNews(entity)] as const),
      drop: [],
    },
    status: {
      put: status.map((entity) => [`${entity.kind}:${entity.value.id}`, withNews(entity)] as const),
      drop: [],
    },
    room: { put: [['room', withNews(room)]], drop: [] },
    maintenance: { put: Object.entries(withNews(said.maintenance)).filter(isKnown), drop: [] },
    sources: { put: Object.entries(withNews(said.sources)).filter(isKnown), drop: [] },
    alarms: {
      put: [
        ...Object.entries(withNews(said.alarms)).filter(isKnown),
        ['verdict:a', withNews({ kind: 'verdict' as const, value: VERDICT })],
      ],
      drop: [],
    },
    people: { put: Object.entries(withNews(said.people)).filter(isKnown), drop: [] },
    incidents: { put: Object.entries(withNews(said.incidents)).filter(isKnown), drop: [] },
    watch: {
      put: [
        ...Object.entries(withNews(said.watch)).filter(isKnown),
        ['follow-up:x', withNews({ kind: 'follow-up' as const, value: FOLLOW_UP })],
      ],
      drop: [],
    },
    wall: {
      put: [
        ...Object.entries(withNews(said.wall)).filter(isKnown),
        ['scene:normal', A_SCENE],
        ['later:x', LATER as unknown as WallEntity],
      ],
      drop: [],
    },
  };
}

const A_SCENE = { kind: 'scene' as const, value: [...BUILT_IN_SCENES.values()][0] as Scene };

function rig() {
  const clock = new ManualClock();
  let patch = modernRoom();
  let head = position(10);
  let digests: Heartbeat['digests'] = {
    catalogue: 'n',
    status: 'n',
    room: 'n',
    maintenance: 'n',
    sources: 'n',
    alarms: 'n',
    people: 'n',
    incidents: 'n',
    watch: 'n',
    wall: 'n',
  };
  const beat = () => ({
    at: clock.now(),
    position: head,
    digests,
    chain: 'c',
    oldestObservedAt: 1,
    unobserved: 0,
  });
  const source: FeedSource = {
    recent: new RecentEvents(),
    head: () => head,
    read: async () => [],
    // State is handed out when the disk has caught up: the log goes on meanwhile.
    dump: () => Promise.resolve().then(() => ({ patch, position: head })),
    beat,
  };
  const chunks: SnapshotChunk[] = [];
  const beats: Heartbeat[] = [];
  let taking = true;
  const held: (() => void)[] = [];
  const feed = new OldConsoleFeed(
    {
      events: () => expect.unreachable('events are computed by other rules there'),
      snapshot: (chunk, done) => {
        chunks.push(chunk);
        if (taking) done();
        else held.push(done);
      },
      beat: (one) => void beats.push(one),
      unreadable: () => {},
      failed: (reason) => expect.unreachable(reason),
    },
    source,
    new OldRoom(),
    clock,
  );
  const turn = async (): Promise<void> => {
    for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
  };
  return {
    clock,
    feed,
    chunks,
    beats,
    turn,
    beat,
    stall: () => {
      taking = false;
    },
    release: () => {
      for (const done of held.splice(0)) done();
    },
    change: (state: 'down' | 'normal') => {
      head = position(head.seq + 1);
      patch = {
        ...patch,
        status: {
          put: patch.status.put.map(([key, entity]) =>
            entity.kind === 'node'
              ? [key, { kind: 'node', value: { ...entity.value, state } }]
              : [key, entity],
          ),
          drop: [],
        },
      };
    },
    logFails: () => {
      digests = null;
    },
  };
}

/** What a console of protocol 5 makes of a snapshot: parsed by its schema, hashed by its projection. */
function taken(chunk: SnapshotChunk | undefined) {
  const parsed = old.wire.WIRE_SCHEMAS.snapshotChunk?.parse(chunk) as SnapshotChunk;
  const projection = new old.Projection();
  projection.load(
    {
      catalogue: { put: parsed.catalogue, drop: [] },
      status: { put: parsed.status, drop: [] },
      room: { put: parsed.room, drop: [] },
      maintenance: { put: parsed.maintenance, drop: [] },
      sources: { put: parsed.sources, drop: [] },
      alarms: { put: parsed.alarms, drop: [] },
      people: { put: parsed.people, drop: [] },
      incidents: { put: parsed.incidents, drop: [] },
      watch: { put: parsed.watch, drop: [] },
      wall: { put: parsed.wall, drop: [] },
    },
    parsed.position,
  );
  return { parsed, digests: projection.digests() };
}

describe('a console of protocol 5', () => {
  it('can read all that there is, and comes to the digests that it is told', async () => {
    const { feed, chunks, beats, turn } = rig();
    feed.advance();
    await turn();
    expect(chunks).toHaveLength(1);
    const { parsed, digests } = taken(chunks[0]);
    expect(parsed.catalogue).toHaveLength(modernRoom().catalogue.put.length - UNKNOWN_THERE.length);
    expect(parsed.maintenance).toHaveLength(Object.keys(said.maintenance).length);
    expect(parsed.sources).toHaveLength(Object.keys(said.sources).length);
    // Alarms and people as they were there: nothing that was added shows through, nothing of theirs is lost.
    const verdict = { kind: 'verdict', value: VERDICT };
    expect(Object.fromEntries(parsed.alarms)).toEqual({ ...said.alarms, 'verdict:a': verdict });
    expect(Object.fromEntries(parsed.people)).toEqual(said.people);
    expect(Object.fromEntries(parsed.incidents)).toEqual(said.incidents);
    const followUp = { kind: 'follow-up', value: FOLLOW_UP };
    expect(Object.fromEntries(parsed.watch)).toEqual({ ...said.watch, 'follow-up:x': followUp });
    expect(Object.fromEntries(parsed.wall)).toEqual({ ...said.wall, 'scene:normal': A_SCENE });
    expect(beats[0]).toMatchObject({ position: position(10), behind: 0 });
    expect(beats[0]?.digests).toMatchObject(digests);
  });

  it('hashes anew only what changed, and still agrees', async () => {
    const { clock, feed, chunks, beats, turn, change } = rig();
    feed.advance();
    await turn();
    for (const state of ['normal', 'down', 'normal'] as const) {
      change(state);
      clock.advance(10_000);
      feed.advance();
      await turn();
      expect(beats.at(-1)?.digests).toMatchObject(taken(chunks.at(-1)).digests);
    }
    expect(chunks).toHaveLength(4);
  });

  it('is sent no more than it can take, and is told when what it holds was true', async () => {
    const { clock, feed, chunks, beats, turn, change, beat, stall, release } = rig();
    feed.advance();
    await turn();
    const first = clock.now();
    clock.advance(500);
    change('normal');
    feed.advance();
    await turn();
    expect(chunks).toHaveLength(1);
    feed.beat(beat());
    expect(beats.at(-1)).toMatchObject({ at: first, position: position(10), behind: 1 });
    stall();
    clock.advance(2_000);
    await turn();
    expect(chunks).toHaveLength(2);
    for (let i = 0; i < 10; i++) {
      change('down');
      clock.advance(2_000);
      feed.advance();
      feed.resync();
    }
    await turn();
    expect(chunks).toHaveLength(2);
    release();
    await turn();
    clock.advance(60 * 4 * 2_000);
    await turn();
    expect(chunks.at(-1)?.position).toEqual(position(21));
  });

  it('hears the head of the log’s chain only with the place that it belongs to', async () => {
    const { clock, feed, beats, turn, change, beat } = rig();
    feed.advance();
    await turn();
    feed.beat(beat());
    expect(beats.map(({ chain }) => chain)).toEqual(['c', 'c']);
    // What it holds was taken while the log went on: the beat from before that speaks of another place.
    clock.advance(10_000);
    change('normal');
    feed.advance();
    change('down');
    await turn();
    change('normal');
    feed.beat(beat());
    expect(beats.slice(2).map(({ position: at, chain }) => [at?.seq, chain])).toEqual([
      [12, 'c'],
      [12, ''],
    ]);
  });

  it('is not vouched for while the log cannot be written', async () => {
    const { feed, beats, turn, beat, logFails } = rig();
    feed.advance();
    await turn();
    logFails();
    feed.beat(beat());
    expect(beats.at(-1)?.digests).toBeNull();
  });

  it('is answered about history in words that it knows', () => {
    const bodies: EventBody[] = [
      { type: 'hub.started', version: '1', reducer: 4, blindFrom: null },
      { type: 'check.flapping', check: 'a/c', flapping: true, percent: 40 },
      {
        type: 'catalogue.changed',
        name: '',
        demo: false,
        put: modernRoom().catalogue.put.map(([, entity]) => entity),
        drop: [],
      },
      {
        type: 'alarms.moved',
        moves: [
          { kind: 'stalled', node: 'a' },
          { kind: 'verdict-ended', node: 'a' },
        ],
      },
      {
        type: 'alarm.acted',
        node: 'a',
        alarm: 'A-1',
        act: { kind: 'acknowledge', note: null, owner: null },
        actor: 'x',
        actedAt: 1,
      },
      { type: 'watch.changed', console: 'k', on: true, person: 'x' },
      { type: 'follow-up.moved', followUp: FOLLOW_UP, what: 'set', actor: 'x', actedAt: 1 },
      { type: 'log.corrected', entry: 'e', number: 'L-1', correction: CORRECTION },
      {
        type: 'wall.cared',
        console: 'k',
        name: 'Vegg',
        window: null,
        how: 'reload',
        actor: 'x',
        actedAt: 1,
      },
      { type: 'flood.changed', on: true, annunciated: 12 },
      { type: 'hub.restored', backupAt: 1, from: position(1) },
    ];
    const events = bodies.map(
      (body, index): LogEvent => ({ ...position(index + 1), at: 1, body: eventBody.parse(body) }),
    );
    const asked = { ask: 'history', node: null, before: null, limit: 10 } as const;
    const told = oldAnswer(asked, { events, complete: true });
    const parsed = old.wire.WIRE_SCHEMAS.historyAnswer?.parse(told);
    expect(parsed).toMatchObject({
      complete: true,
      events: [
        { seq: 1 },
        { seq: 2 },
        { seq: 3 },
        { seq: 4 },
        { seq: 5 },
        { seq: 6 },
        { seq: 7 },
        { seq: 8 },
        { seq: 10 },
        { seq: 11 },
      ],
    });
    const search = { text: 'a', kinds: null, from: null, to: null, before: null, limit: 10 };
    const kinds = [
      'room',
      'check',
      'room',
      'alarm',
      'act',
      'people',
      'handover',
      'shift-log',
      'act',
      'room',
      'room',
    ] as const;
    const hits = events.map((event, index) => ({ kind: kinds[index] ?? 'room', event }));
    const found = oldAnswer({ ask: 'search', ...search }, { hits, complete: true, indexedFrom: null });
    expect(old.wire.WIRE_SCHEMAS.searchAnswer?.parse(found)).toMatchObject({
      hits: [1, 2, 3, 4, 5, 6, 7, 8, 10, 11].map((seq) => ({ event: { seq } })),
      complete: true,
    });
    // What carries no events passes as it is.
    expect(oldAnswer({ ask: 'time' }, { hubTime: 1 })).toEqual({ hubTime: 1 });
  });
});
