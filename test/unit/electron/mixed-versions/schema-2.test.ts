import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { restoreProjection } from '../../../../electron/hub/log/restore-projection';
import { openSqliteLog } from '../../../../electron/hub/log/sqlite-log';
import { verifyLogFiles } from '../../../../electron/hub/log/verify-files';
import { openSampleStore } from '../../../../electron/hub/store/sample-store';
import { startConsole } from '../../../../electron/main/board/console';
import { openOutbox } from '../../../../electron/main/cache/outbox';
import type { CheckStatus, Patch } from '../../../../shared/model/room';
import { subjectsOfNode } from '../../../../shared/rules/graph';
import { REDUCER_VERSION } from '../../../../shared/rules/reduce';
import { ManualClock } from '../../../../shared/time/clock';
import { copyOldConsole, copyOldHub, said } from '../../../fixtures/schema-2/open';
import { tempFolder } from '../../../fixtures/temp-folder';

/** What schema 2 wrote is read by today's code. */

const folder = tempFolder('schema-2');
afterAll(() => folder.remove());
let count = 0;
const place = (): string => join(folder.path, `copy-${++count}`);
const clock = (): ManualClock => new ManualClock(said.at + 60_000);

function valuesOf(patch: Patch, kind: 'node' | 'check'): Record<string, unknown> {
  return Object.fromEntries(
    (patch.status?.put ?? []).flatMap(([, entity]) =>
      entity.kind === kind ? [[entity.value.id, entity.value]] : [],
    ),
  );
}
/** Without what that schema did not know. */
const asThen = (checks: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(checks).map(([id, check]) => {
      const { beforeAt: _, ...then } = check as CheckStatus;
      return [id, then];
    }),
  );
const counts = {
  alarmCount: 0,
  incidentCount: 0,
  knownErrorCount: 0,
  messageCount: 0,
  entryCount: 0,
  handoverCount: 0,
  followUpCount: 0,
  routineCount: 0,
};
const roomNow = { ...said.room, ...counts, flood: null };

describe('a log of schema 2', () => {
  it('holds what this fixture is to hold', () => {
    for (const type of [
      'hub.started',
      'hub.stopped',
      'catalogue.changed',
      'catalogue.rejected',
      'catalogue.edited',
      'check.changed',
      'check.flapping',
      'check.overdue',
      'vantage.changed',
      'command.settled',
      'maintenance.set',
      'maintenance.moved',
      'hours.changed',
      'sources.changed',
    ])
      expect(said.eventTypes[type], type).toBeGreaterThan(0);
    const nodes = Object.values(said.nodes);
    expect(new Set(nodes.map(({ state }) => state)).size).toBeGreaterThan(3);
    expect(new Set(nodes.map(({ quiet }) => quiet?.kind))).toEqual(
      new Set([undefined, 'maintenance', 'hours', 'silence']),
    );
    expect(nodes.some(({ flapping }) => flapping)).toBe(true);
    expect(Object.keys(said.sources).map((key) => key.split(':')[0])).toEqual(
      expect.arrayContaining(['source', 'alert', 'silence']),
    );
    const windows = Object.values(said.maintenance);
    expect(windows.some(({ run }) => run !== null) && windows.some(({ last }) => last !== null)).toBe(true);
    expect(new Set(windows.map(({ window }) => window.origin))).toEqual(new Set(['file', 'desk']));
  });

  it('gives the same states by replay, its archived segment and its snapshot included', async () => {
    const data = copyOldHub(place());
    const log = await openSqliteLog({ file: join(data, 'log.db'), clock: clock() });
    expect(log.head()).toEqual(said.head);
    const state = await restoreProjection(log);
    const now = state.dump();
    expect(valuesOf(now, 'node')).toEqual(said.nodes);
    expect(asThen(valuesOf(now, 'check'))).toEqual(said.checks);
    expect(now.room.put).toEqual([['room', roomNow]]);
    expect([...state.catalogue.keys()].sort()).toEqual(said.catalogue);
    for (const entity of state.catalogue.values())
      if (entity.kind === 'service') expect(entity.value.users).toBeNull();
    expect(Object.fromEntries(now.maintenance.put)).toEqual(said.maintenance);
    expect(Object.fromEntries(now.sources.put)).toEqual(said.sources);
    expect(now.alarms.put).toEqual([]);
    expect(now.people.put).toEqual([]);
    // What did not change its shape has the same digest to this day.
    const { maintenance, sources } = said.digests;
    expect(state.digests()).toMatchObject({ maintenance, sources });
    // Done once: the next start has a snapshot of these rules, and is the same to the digest.
    expect(await log.loadSnapshot()).toMatchObject({
      reducer: REDUCER_VERSION,
      position: said.head.position,
    });
    expect((await restoreProjection(log)).digests()).toEqual(state.digests());
    await log.close();
  });

  it('is verified, before and after it was opened, and its history and receipts are read', async () => {
    const data = copyOldHub(place());
    const file = join(data, 'log.db');
    const { seq } = said.head.position;
    expect(await verifyLogFiles(file)).toMatchObject({ fault: null, segments: 1 });
    const log = await openSqliteLog({ file, clock: clock() });
    const state = await restoreProjection(log);
    const history = await log.history(subjectsOfNode(said.history.node, state.graph), null, 500);
    expect(history.map((event) => event.seq)).toEqual(said.history.seqs);
    // Some of it is in the segment.
    expect(Math.min(...said.history.seqs)).toBeLessThan(60);
    for (const id of said.receipts) expect(await log.receipt(id), id).toMatchObject({ id });
    expect(await log.verify()).toBeNull();
    const [next] = await log.append([{ at: said.at, body: { type: 'hub.stopped' } }], seq);
    expect(next).toMatchObject({ epoch: said.head.position.epoch, seq: seq + 1 });
    expect(await log.verify()).toBeNull();
    await log.close();
    expect(await verifyLogFiles(file)).toMatchObject({ fault: null });
  });

  it('has samples beside it that are still read, planned work left out of quality', async () => {
    const data = copyOldHub(place());
    const faults: (string | null)[] = [];
    const store = openSampleStore({
      file: join(data, 'samples.db'),
      clock: clock(),
      onFault: (reason) => faults.push(reason),
    });
    const [series] = store.read(['kjerne1/svar'], said.at - 600_000);
    expect(series?.at.length).toBeGreaterThan(10);
    expect(series?.result).toContain(2);
    const quality = await store.quality(['wan@lofoten/svar'], null, said.at - 3_600_000, said.at);
    expect(quality.excluded).toBeGreaterThan(10);
    store.close();
    expect(faults.filter((fault) => fault !== null)).toEqual([]);
  });
});

describe('a console of schema 2', () => {
  const open = (dataFolder: string) => {
    const logged: string[] = [];
    const desk = startConsole({
      clock: clock(),
      dataFolder,
      hubUrl: null,
      log: (level, message) => {
        if (level !== 'info') logged.push(message);
      },
    });
    return { desk, logged };
  };

  it('shows its last known board without a hub, and says since when it is known', async () => {
    const { desk, logged } = open(copyOldConsole(place()));
    const { patch, link } = desk.snapshot();
    expect(valuesOf(patch, 'node')).toEqual(said.cache.nodes);
    expect(Object.fromEntries(patch.maintenance.put)).toEqual(said.cache.maintenance);
    expect(Object.fromEntries(patch.sources.put)).toEqual(said.cache.sources);
    expect(patch.alarms.put).toEqual([]);
    expect(link).toMatchObject({
      phase: 'connecting',
      knownAt: said.cache.knownAt,
      oldestObservedAt: said.cache.oldestObservedAt,
      degraded: [],
    });
    expect(patch.room.put[0]?.[1]).toEqual(roomNow);
    const history = await desk.history({ node: said.history.node, before: null, limit: 50 });
    expect(history.ok && history.value.source).toBe('cache');
    expect(history.ok && history.value.events.map((event) => event.seq)).toEqual(said.cache.historySeqs);
    await desk.stop();
    expect(logged).toEqual([]);
  });

  it('shows it again at the second start without a hub', async () => {
    const data = copyOldConsole(place());
    await open(data).desk.stop();
    const { desk } = open(data);
    expect(valuesOf(desk.snapshot().patch, 'node')).toEqual(said.cache.nodes);
    expect(Object.fromEntries(desk.snapshot().patch.sources.put)).toEqual(said.cache.sources);
    await desk.stop();
  });

  it('keeps every entry of the outbox and its fate; acts of before people signed in have neither session nor proof', async () => {
    const { desk } = open(copyOldConsole(place()));
    const fates = (list: typeof said.outbox) =>
      list.map(({ id, kind, subject, payload, actor, actedAt, fate, reason, settledAt }) => ({
        id,
        kind,
        subject,
        payload: payload ?? null,
        actor,
        actedAt,
        fate,
        reason,
        settledAt,
      }));
    expect(fates(desk.snapshot().outbox)).toEqual(fates(said.outbox));
    for (const { session, proof } of desk.snapshot().outbox) {
      expect(session ?? null).toBeNull();
      expect(proof ?? '').toBe('');
    }
    await desk.stop();
    const outbox = openOutbox({ file: join(copyOldConsole(place()), 'outbox.db'), clock: clock() });
    expect(outbox.pending().map((entry) => entry.id)).toEqual(
      said.outbox.filter(({ fate }) => fate === 'queued' || fate === 'sent').map(({ id }) => id),
    );
    outbox.close();
  });
});
