import { join } from 'node:path';
import Database from 'better-sqlite3';
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
import { copyOldConsole, copyOldHub, said } from '../../../fixtures/schema-1/open';
import { tempFolder } from '../../../fixtures/temp-folder';

/** What schema 1 wrote is read by today's code. */

const folder = tempFolder('schema-1');
afterAll(() => folder.remove());
let count = 0;
const place = (): string => join(folder.path, `copy-${++count}`);
const clock = (): ManualClock => new ManualClock(said.at + 60_000);

function nodesOf(patch: Patch): Record<string, unknown> {
  return Object.fromEntries(
    (patch.status?.put ?? []).flatMap(([, entity]) =>
      entity.kind === 'node' ? [[entity.value.id, entity.value]] : [],
    ),
  );
}
/** No schema before the fourth knew the observation before a change. */
function withoutBefore({ beforeAt: _, ...check }: CheckStatus): unknown {
  return check;
}
function checksOf(patch: Patch): Record<string, unknown> {
  return Object.fromEntries(
    (patch.status?.put ?? []).flatMap(([, entity]) =>
      entity.kind === 'check' ? [[entity.value.id, withoutBefore(entity.value)]] : [],
    ),
  );
}
/** As the old code said it, with what it did not know at its default. */
const withNew = (old: Readonly<Record<string, object>>, added: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(old).map(([id, status]) => [id, { ...status, ...added }]));
const nodesNow = withNew(said.nodes, { quiet: null, flapping: false });
const checksNow = withNew(said.checks, { flappingSince: null, silenced: false });

describe('a log of schema 1', () => {
  it('holds what this fixture is to hold', () => {
    for (const type of [
      'hub.started',
      'hub.stopped',
      'catalogue.changed',
      'catalogue.rejected',
      'check.changed',
      'check.overdue',
      'vantage.changed',
      'command.settled',
    ])
      expect(said.eventTypes[type], type).toBeGreaterThan(0);
    expect(new Set(Object.values(said.nodes).map((node) => node.state)).size).toBeGreaterThan(3);
    expect(Object.values(said.checks).some((check) => check.hard === false && check.result !== null)).toBe(
      true,
    );
  });

  it('gives the same states, by replay of every event', async () => {
    const data = copyOldHub(place());
    const log = await openSqliteLog({ file: join(data, 'log.db'), clock: clock() });
    expect(log.head()).toEqual(said.head);
    const state = await restoreProjection(log);
    expect(nodesOf(state.dump())).toEqual(nodesNow);
    expect(checksOf(state.dump())).toEqual(checksNow);
    expect(state.dump().room.put[0]?.[1]).toEqual({
      ...said.room,
      hours: [],
      restored: null,
      alarmCount: 0,
      incidentCount: 0,
      knownErrorCount: 0,
      messageCount: 0,
      entryCount: 0,
      handoverCount: 0,
      followUpCount: 0,
      routineCount: 0,
      flood: null,
    });
    expect([...state.catalogue.keys()].sort()).toEqual(said.catalogue);
    for (const entity of state.catalogue.values()) {
      if (entity.kind === 'service') expect(entity.value.hours).toBeNull();
      if (entity.kind === 'check') expect(entity.value).toMatchObject({ steps: [], source: null });
    }
    // Done once: the next start has a snapshot of these rules, and is the same to the digest.
    expect(await log.loadSnapshot()).toMatchObject({
      reducer: REDUCER_VERSION,
      position: said.head.position,
    });
    expect((await restoreProjection(log)).digests()).toEqual(state.digests());
    await log.close();
  });

  it('gives the same states from its snapshot, where the first events are gone', async () => {
    const data = copyOldHub(place());
    const log = await openSqliteLog({ file: join(data, 'log.db'), clock: clock() });
    const snapshot = await log.loadSnapshot();
    expect(snapshot).toMatchObject({ reducer: 1 });
    const pruned = Object.assign(Object.create(log) as typeof log, {
      isWhole: async () => false,
      head: () => log.head(),
      loadSnapshot: async () => snapshot,
      read: async (after: number, limit: number) =>
        after < (snapshot?.position.seq ?? 0) ? [] : log.read(after, limit),
      saveSnapshot: async () => {},
    });
    const state = await restoreProjection(pruned);
    expect(nodesOf(state.dump())).toEqual(nodesNow);
    expect(checksOf(state.dump())).toEqual(checksNow);
    await log.close();
  });

  it('is verified, before and after it was opened, and its history and receipts are read', async () => {
    const data = copyOldHub(place());
    const file = join(data, 'log.db');
    expect(await verifyLogFiles(file)).toMatchObject({
      fault: null,
      events: said.head.position.seq,
      segments: 0,
    });
    const log = await openSqliteLog({ file, clock: clock() });
    const state = await restoreProjection(log);
    const history = await log.history(subjectsOfNode(said.history.node, state.graph), null, 50);
    expect(history.map((event) => event.seq)).toEqual(said.history.seqs);
    for (const event of history)
      if (event.body.type === 'check.changed') expect(event.body.silenced).toBe(false);
    for (const id of said.receipts) expect(await log.receipt(id), id).toMatchObject({ id });
    expect(await log.verify()).toBeNull();
    const [next] = await log.append([{ at: said.at, body: { type: 'hub.stopped' } }], said.head.position.seq);
    expect(next).toMatchObject({ epoch: said.head.position.epoch, seq: said.head.position.seq + 1 });
    expect(await log.verify()).toBeNull();
    await log.close();
    expect(await verifyLogFiles(file)).toMatchObject({ fault: null, events: said.head.position.seq + 1 });
  });

  it('is as it was when the process dies in the middle of the migration, and is migrated by the next start', async () => {
    const data = copyOldHub(place());
    const file = join(data, 'log.db');
    // A table that is in the way of the second statement: all of the migration is undone, as after a kill.
    const db = new Database(file);
    db.exec('CREATE TABLE segment_subjects (x)');
    db.close();
    await expect(openSqliteLog({ file, clock: clock() })).rejects.toThrow('segment_subjects');
    const after = new Database(file);
    expect(after.pragma('user_version', { simple: true })).toBe(1);
    expect(after.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'segments'").pluck().get()).toBe(0);
    after.exec('DROP TABLE segment_subjects');
    after.close();
    const log = await openSqliteLog({ file, clock: clock() });
    expect(nodesOf((await restoreProjection(log)).dump())).toEqual(nodesNow);
    await log.close();
  });

  it('has samples beside it that are still read', () => {
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
    store.close();
    expect(faults.filter((fault) => fault !== null)).toEqual([]);
  });
});

describe('a console of schema 1', () => {
  const open = (dataFolder: string, at = clock()) => {
    const logged: string[] = [];
    const desk = startConsole({
      clock: at,
      dataFolder,
      hubUrl: null,
      log: (_level, message) => logged.push(message),
    });
    return { desk, logged };
  };

  it('shows its last known board without a hub, and says since when it is known', async () => {
    const { desk, logged } = open(copyOldConsole(place()));
    const { patch, link } = desk.snapshot();
    expect(nodesOf(patch)).toEqual(withNew(said.cache.nodes, { quiet: null, flapping: false }));
    expect(link).toMatchObject({
      phase: 'connecting',
      knownAt: said.cache.knownAt,
      oldestObservedAt: said.cache.oldestObservedAt,
      degraded: [],
    });
    expect(patch.room.put[0]?.[1]).toMatchObject({ hours: [], restored: null });
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
    expect(nodesOf(desk.snapshot().patch)).toEqual(
      withNew(said.cache.nodes, { quiet: null, flapping: false }),
    );
    await desk.stop();
  });

  it('keeps every entry of the outbox and its fate', async () => {
    const { desk } = open(copyOldConsole(place()));
    expect(
      desk.snapshot().outbox.map(({ id, kind, subject, fate, reason, settledAt }) => ({
        id,
        kind,
        subject,
        fate,
        reason,
        settledAt,
      })),
    ).toEqual(
      said.outbox.map(({ id, kind, subject, fate, reason, settledAt }) => ({
        id,
        kind,
        subject,
        fate,
        reason,
        settledAt,
      })),
    );
    await desk.stop();
    const outbox = openOutbox({ file: join(copyOldConsole(place()), 'outbox.db'), clock: clock() });
    expect(outbox.pending().map((entry) => entry.id)).toEqual(
      said.outbox.filter(({ fate }) => fate === 'queued' || fate === 'sent').map(({ id }) => id),
    );
    outbox.close();
  });
});
