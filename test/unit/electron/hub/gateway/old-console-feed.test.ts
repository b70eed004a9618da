import { beforeAll, describe, expect, it } from 'vitest';
import type { FeedSource } from '../../../../../electron/hub/gateway/console-feed';
import { OldConsoleFeed } from '../../../../../electron/hub/gateway/old-console-feed';
import { OldRoom } from '../../../../../electron/hub/gateway/old-room';
import { oldHistory } from '../../../../../electron/hub/gateway/protocol-1';
import { RecentEvents } from '../../../../../electron/hub/gateway/recent-events';
import type { Heartbeat, SnapshotChunk } from '../../../../../shared/contract/wire';
import { type CatalogueEntity, checkKind } from '../../../../../shared/model/catalogue';
import { type EventBody, eventBody, type LogEvent, type Position } from '../../../../../shared/model/events';
import { cause, type Patch, type StatusEntity } from '../../../../../shared/model/room';
import { ManualClock } from '../../../../../shared/time/clock';
import { aCheck, aService } from '../../../../fixtures/room';
import { type OldCode, oldCode } from '../../../../fixtures/schema-1/open';

/** What today's hub says to a console of protocol 1, judged by that protocol's own schemas and digests. */

let old: OldCode;
beforeAll(async () => {
  old = await oldCode();
});

const position = (seq: number): Position => ({ origin: 'hub', epoch: 1, seq });

/** A room with one of everything that protocol 1 does not know. */
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
    { kind: 'site', value: { id: 'mo', name: 'Mo', trust: 'unn', order: 0 } },
    { kind: 'family', value: { id: 'annet', name: 'Annet', order: 0 } },
    { kind: 'service', value: { ...aService('a'), hours: 'dag' } },
    { kind: 'hours', value: { id: 'dag', name: 'Dag', order: 0, open: [], closedOnHolidays: true } },
    {
      kind: 'source',
      value: { id: 'am', name: 'AM', order: 0, kind: 'alertmanager', url: '', history: true },
    },
    ...kinds,
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
        overdue: false,
        output: 'x',
        ms: null,
        flappingSince: 3,
        silenced: true,
      },
    },
  ];
  return {
    catalogue: {
      put: catalogue.map((entity) => [`${entity.kind}:${entity.value.id}`, entity] as const),
      drop: [],
    },
    status: { put: status.map((entity) => [`${entity.kind}:${entity.value.id}`, entity] as const), drop: [] },
    room: {
      put: [
        [
          'room',
          {
            id: 'room',
            name: 'R',
            demo: false,
            vantageLostSince: null,
            hubVersion: '1',
            hubStartedAt: 1,
            blind: null,
            rejected: null,
            hours: [{ id: 'dag', open: true, nextAt: 7 }],
            restored: { at: 1, backupAt: 0 },
          },
        ],
      ],
      drop: [],
    },
    maintenance: { put: [], drop: [] },
    sources: { put: [], drop: [] },
  };
}

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
    dump: async () => ({ patch, position: head }),
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

/** What a console of protocol 1 makes of a snapshot: parsed by its schema, hashed by its projection. */
function taken(chunk: SnapshotChunk | undefined) {
  const parsed = old.wire.WIRE_SCHEMAS.snapshotChunk?.parse(chunk) as SnapshotChunk;
  const projection = new old.Projection();
  projection.load(
    {
      catalogue: { put: parsed.catalogue, drop: [] },
      status: { put: parsed.status, drop: [] },
      room: { put: parsed.room, drop: [] },
    },
    parsed.position,
  );
  return { parsed, digests: projection.digests() };
}

describe('a console of protocol 1', () => {
  it('can read all that there is, and comes to the digests that it is told', async () => {
    const { feed, chunks, beats, turn } = rig();
    feed.advance();
    await turn();
    expect(chunks).toHaveLength(1);
    const { parsed, digests } = taken(chunks[0]);
    expect(parsed.catalogue).toHaveLength(4 + checkKind.options.length);
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
      { type: 'hub.started', version: '1', reducer: 2, blindFrom: null },
      {
        type: 'check.changed',
        check: 'a/c',
        result: 'ok',
        hard: true,
        attempt: 1,
        output: '',
        ms: 1,
        observedAt: 1,
        silenced: true,
      },
      { type: 'check.flapping', check: 'a/c', flapping: true, percent: 40 },
      {
        type: 'catalogue.changed',
        name: '',
        demo: false,
        put: modernRoom().catalogue.put.map(([, entity]) => entity),
        drop: [],
      },
      { type: 'hours.changed', id: 'dag', open: true, nextAt: null },
      { type: 'hub.restored', backupAt: 1, from: position(1) },
    ];
    const events = bodies.map(
      (body, index): LogEvent => ({ ...position(index + 1), at: 1, body: eventBody.parse(body) }),
    );
    const parsed = old.wire.WIRE_SCHEMAS.historyAnswer?.parse(oldHistory({ events, complete: true }));
    expect(parsed).toMatchObject({ complete: true, events: [{ seq: 1 }, { seq: 2 }, { seq: 4 }] });
  });
});
