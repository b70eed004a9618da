import { afterAll, describe, expect, it } from 'vitest';
import type { CheckStatus, Patch } from '../../../../shared/model/room';
import * as left from '../../../fixtures/schema-2/open';
import { EVENTS_SINCE_2, OpenedSchema } from '../../../fixtures/schemas/opened-schema';

/** What schema 2 wrote is read by today's code. */

const old = new OpenedSchema(2, left);
const { said } = old;
afterAll(() => old.remove());

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
    old.expectEvents([...EVENTS_SINCE_2, 'check.overdue']);
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
    const opened = await old.openLog();
    const { log, state } = opened;
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
    await old.expectSnapshotOfToday(opened);
    await log.close();
  });

  it('is verified, before and after it was opened, and its history and receipts are read', async () => {
    await old.expectVerified();
    // Some of it is in the segment.
    expect(Math.min(...said.history.seqs)).toBeLessThan(60);
  });

  it('has samples beside it that are still read, planned work left out of quality', async () => {
    await old.expectSamples(old.hubData(), 10, async (store) => {
      const quality = await store.quality(['wan@lofoten/svar'], null, said.at - 3_600_000, said.at);
      expect(quality.excluded).toBeGreaterThan(10);
    });
  });
});

describe('a console of schema 2', () => {
  it('shows its last known board without a hub, and says since when it is known', async () => {
    const { desk, logged } = old.openConsole();
    const { patch } = desk.snapshot();
    expect(valuesOf(patch, 'node')).toEqual(said.cache.nodes);
    expect(Object.fromEntries(patch.maintenance.put)).toEqual(said.cache.maintenance);
    expect(Object.fromEntries(patch.sources.put)).toEqual(said.cache.sources);
    expect(patch.alarms.put).toEqual([]);
    expect(patch.room.put[0]?.[1]).toEqual(roomNow);
    await old.expectLastKnown(desk);
    await desk.stop();
    expect(logged).toEqual([]);
  });

  it('shows it again at the second start without a hub', async () => {
    const data = old.consoleData();
    await old.openConsole(data).desk.stop();
    const { desk } = old.openConsole(data);
    expect(valuesOf(desk.snapshot().patch, 'node')).toEqual(said.cache.nodes);
    expect(Object.fromEntries(desk.snapshot().patch.sources.put)).toEqual(said.cache.sources);
    await desk.stop();
  });

  it('keeps every entry of the outbox and its fate; acts of before people signed in have neither session nor proof', async () => {
    const { desk } = old.openConsole();
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
    const outbox = old.openOutbox();
    expect(outbox.pending().map((entry) => entry.id)).toEqual(
      said.outbox.filter(({ fate }) => fate === 'queued' || fate === 'sent').map(({ id }) => id),
    );
    outbox.close();
  });
});
