import { afterAll, describe, expect, it } from 'vitest';
import * as left from '../../../fixtures/schema-4/open';
import { OpenedSince3 } from '../../../fixtures/schemas/opened-since-3';

/** What schema 4 wrote is read by today's code. */

/** Fields that came with schema 5. */
const NEWER = new Set(['entryCount', 'handoverCount', 'followUpCount', 'routineCount', 'position']);
const old = new OpenedSince3(4, left, NEWER);
const { said } = old;
afterAll(() => old.remove());

describe('a log of schema 4', () => {
  it('holds what this fixture is to hold', () => {
    old.expectAlarmsAndPeople();
    old.expectIncidents(said.incidents);
  });

  it('gives the same states by replay, its archived segment included', async () => {
    const opened = await old.replay();
    const { state, entities, log } = opened;
    expect(entities.incidents).toEqual(said.incidents);
    // What did not change its shape has the same digest to this day.
    const { status, maintenance, sources, alarms, people, incidents } = said.digests;
    expect(state.digests()).toMatchObject({ status, maintenance, sources, alarms, people, incidents });
    expect(state.watch.size).toBe(0);
    expect(state.wall.size).toBe(0);
    expect(state.room).toMatchObject({ entryCount: 0, handoverCount: 0, followUpCount: 0, routineCount: 0 });
    await old.expectSnapshotOfToday(opened);
    await log.close();
  });

  it('is verified, before and after it was opened, and its history and receipts are read', () =>
    old.expectVerified());

  it('has samples and the keys of its sessions beside it, which are still read', () =>
    old.expectSamplesAndKeys());
});

describe('a console of schema 4', () => {
  it('shows its last known board, alarms and people without a hub, and says since when it is known', () =>
    old.expectLastBoard((entities) => {
      expect(entities.incidents).toEqual(said.cache.incidents);
      expect(entities.watch).toEqual({});
    }));

  it('shows it again at the second start without a hub, and who can sign in still can', () =>
    old.expectSecondStart());

  it('keeps every entry of the outbox, its fate, its session and its proof', () => old.expectOutbox());
});
