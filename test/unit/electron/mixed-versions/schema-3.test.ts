import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { restoreProjection } from '../../../../electron/hub/log/restore-projection';
import { openSqliteLog } from '../../../../electron/hub/log/sqlite-log';
import { verifyLogFiles } from '../../../../electron/hub/log/verify-files';
import { CredentialsStore, credentialsFile } from '../../../../electron/hub/people/credentials-store';
import { openSampleStore } from '../../../../electron/hub/store/sample-store';
import { startConsole } from '../../../../electron/main/board/console';
import { openOutbox } from '../../../../electron/main/cache/outbox';
import type { Patch } from '../../../../shared/model/room';
import { subjectsOfNode } from '../../../../shared/rules/graph';
import { REDUCER_VERSION } from '../../../../shared/rules/reduce';
import { ManualClock } from '../../../../shared/time/clock';
import { withoutNewer } from '../../../fixtures/older-words';
import { copyOldConsole, copyOldHub, said } from '../../../fixtures/schema-3/open';
import { tempFolder } from '../../../fixtures/temp-folder';

/** What schema 3 wrote is read by today's code. */

const folder = tempFolder('schema-3');
afterAll(() => folder.remove());
let count = 0;
const place = (): string => join(folder.path, `copy-${++count}`);
const clock = (): ManualClock => new ManualClock(said.at + 60_000);

/** Fields that came with schema 4, and with schema 5. */
const NEWER = new Set([
  'beforeAt',
  'incidentCount',
  'knownErrorCount',
  'messageCount',
  'flood',
  'symptomsMost',
  'checks',
  'checksMost',
  'basis',
  'recovery',
  'entryCount',
  'handoverCount',
  'followUpCount',
  'routineCount',
  'position',
]);

/** State of today as schema 3 would have said it: just the fields that it had, by key. */
const inOldWords = (patch: Required<Patch>) => withoutNewer(patch, NEWER);
const values = (entities: Record<string, unknown>, kind: string): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(entities).flatMap(([key, entity]) =>
      key.startsWith(`${kind}:`) ? [[key.slice(kind.length + 1), (entity as { value: unknown }).value]] : [],
    ),
  );

describe('a log of schema 3', () => {
  it('holds what this fixture is to hold', () => {
    for (const type of [
      'hub.started',
      'hub.stopped',
      'catalogue.changed',
      'catalogue.rejected',
      'catalogue.edited',
      'check.changed',
      'check.flapping',
      'vantage.changed',
      'command.settled',
      'maintenance.set',
      'maintenance.moved',
      'hours.changed',
      'sources.changed',
      'alarms.moved',
      'alarm.acted',
      'call.logged',
      'run.moved',
      'notice.raised',
      'notice.seen',
      'person.set',
      'console.set',
      'session.opened',
      'session.ended',
      'credentials.set',
      'signin.failed',
      'watch.changed',
    ])
      expect(said.eventTypes[type], type).toBeGreaterThan(0);
    expect(new Set(Object.values(said.nodes).map(({ state }) => state)).size).toBeGreaterThan(2);
    const alarms = Object.values(said.alarms);
    expect(new Set(alarms.map(({ kind }) => kind))).toEqual(new Set(['alarm', 'call', 'run', 'notice']));
    expect(new Set(alarms.flatMap((one) => (one.kind === 'alarm' ? [one.value.state] : [])))).toEqual(
      new Set([
        'unacknowledged',
        'acknowledged',
        'returned',
        'shelved',
        'suppressed',
        'out-of-service',
        'normal',
      ]),
    );
    expect(new Set(Object.values(said.people).map(({ kind }) => kind))).toEqual(
      new Set(['person', 'console', 'session', 'watch']),
    );
    const kinds = Object.keys(said.catalogue).map((key) => key.split(':')[0]);
    expect(kinds).toEqual(expect.arrayContaining(['alarm-class', 'team', 'action']));
  });

  it('gives the same states by replay, its archived segment included', async () => {
    const data = copyOldHub(place());
    const log = await openSqliteLog({ file: join(data, 'log.db'), clock: clock() });
    expect(log.head()).toEqual(said.head);
    const state = await restoreProjection(log);
    const entities = inOldWords(state.dump());
    expect(values(entities.status, 'node')).toEqual(said.nodes);
    expect(values(entities.status, 'check')).toEqual(said.checks);
    expect(entities.room).toEqual({ room: said.room });
    expect(entities.catalogue).toEqual(said.catalogue);
    expect(entities.maintenance).toEqual(said.maintenance);
    expect(entities.sources).toEqual(said.sources);
    expect(entities.alarms).toEqual(said.alarms);
    expect(entities.people).toEqual(said.people);
    // What did not change its shape has the same digest to this day.
    const { maintenance, sources, people } = said.digests;
    expect(state.digests()).toMatchObject({ maintenance, sources, people });
    expect(state.incidents.size).toBe(0);
    expect(state.room).toMatchObject({ incidentCount: 0, knownErrorCount: 0, messageCount: 0, flood: null });
    for (const entity of state.alarms.values())
      if (entity.kind === 'alarm') expect(entity.value).toMatchObject({ basis: 'measured', recovery: null });
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
    expect(said.receipts.length).toBeGreaterThan(10);
    for (const id of said.receipts) expect(await log.receipt(id), id).toMatchObject({ id });
    expect(await log.verify()).toBeNull();
    const [next] = await log.append([{ at: said.at, body: { type: 'hub.stopped' } }], seq);
    expect(next).toMatchObject({ epoch: said.head.position.epoch, seq: seq + 1 });
    await log.close();
    expect(await verifyLogFiles(file)).toMatchObject({ fault: null });
  });

  it('has samples and the keys of its sessions beside it, which are still read', async () => {
    const data = copyOldHub(place());
    const faults: (string | null)[] = [];
    const store = openSampleStore({
      file: join(data, 'samples.db'),
      clock: clock(),
      onFault: (reason) => faults.push(reason),
    });
    const [series] = store.read(['kjerne1/svar'], said.at - 600_000);
    expect(series?.at.length).toBeGreaterThan(5);
    expect(series?.result).toContain(2);
    store.close();
    expect(faults.filter((fault) => fault !== null)).toEqual([]);
    const credentials = new CredentialsStore(credentialsFile(data));
    const sessions = Object.values(said.people).filter(({ kind }) => kind === 'session');
    expect(sessions.length).toBeGreaterThan(1);
    for (const { value } of sessions) expect(credentials.key(value.id)).toMatchObject({ endedAt: null });
    credentials.close();
  });
});

describe('a console of schema 3', () => {
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

  it('shows its last known board, alarms and people without a hub, and says since when it is known', async () => {
    const { desk, logged } = open(copyOldConsole(place()));
    const { patch, link } = desk.snapshot();
    const entities = inOldWords(patch);
    expect(values(entities.status, 'node')).toEqual(said.cache.nodes);
    expect(entities.alarms).toEqual(said.cache.alarms);
    expect(entities.people).toEqual(said.cache.people);
    expect(entities.maintenance).toEqual(said.cache.maintenance);
    expect(entities.sources).toEqual(said.cache.sources);
    expect(patch.incidents.put).toEqual([]);
    expect(link).toMatchObject({
      phase: 'connecting',
      knownAt: said.cache.knownAt,
      oldestObservedAt: said.cache.oldestObservedAt,
      degraded: [],
    });
    const history = await desk.history({ node: said.history.node, before: null, limit: 50 });
    expect(history.ok && history.value.source).toBe('cache');
    expect(history.ok && history.value.events.map((event) => event.seq)).toEqual(said.cache.historySeqs);
    const search = { text: 'papir', kinds: null, from: null, to: null, before: null, limit: 10 };
    const found = await desk.search(search);
    expect(found.ok && found.value.hits.map(({ kind }) => kind)).toContain('note');
    await desk.stop();
    expect(logged).toEqual([]);
  });

  it('shows it again at the second start without a hub, and who can sign in still can', async () => {
    const data = copyOldConsole(place());
    await open(data).desk.stop();
    const { desk } = open(data);
    const entities = inOldWords(desk.snapshot().patch);
    expect(values(entities.status, 'node')).toEqual(said.cache.nodes);
    expect(entities.alarms).toEqual(said.cache.alarms);
    const signed = await desk.identity.signIn({ person: 'kari', by: 'password', secret: said.password });
    expect(signed).toMatchObject({ ok: true });
    expect(desk.identity.state.signedIn).toMatchObject({ person: 'kari', offline: true });
    await desk.stop();
  });

  it('keeps every entry of the outbox, its fate, its session and its proof', async () => {
    const { desk } = open(copyOldConsole(place()));
    expect(desk.snapshot().outbox).toEqual(said.outbox);
    await desk.stop();
    const outbox = openOutbox({ file: join(copyOldConsole(place()), 'outbox.db'), clock: clock() });
    expect(outbox.pending().map(({ id }) => id)).toEqual([said.sent, ...Object.values(said.queued)]);
    for (const { proof, session } of outbox.pending()) {
      expect(proof).toMatch(/^[0-9a-f]{64}$/u);
      expect(session).not.toBeNull();
    }
    outbox.close();
  });
});
