import { afterAll, describe, expect, it } from 'vitest';
import * as left from '../../../fixtures/schema-3/open';
import { OpenedSince3 } from '../../../fixtures/schemas/opened-since-3';

/** What schema 3 wrote is read by today's code. */

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
const old = new OpenedSince3(3, left, NEWER);
const { said } = old;
afterAll(() => old.remove());

describe('a log of schema 3', () => {
  it('holds what this fixture is to hold', () => old.expectAlarmsAndPeople());

  it('gives the same states by replay, its archived segment included', async () => {
    const opened = await old.replay();
    const { state, log } = opened;
    // What did not change its shape has the same digest to this day.
    const { maintenance, sources, people } = said.digests;
    expect(state.digests()).toMatchObject({ maintenance, sources, people });
    expect(state.incidents.size).toBe(0);
    expect(state.room).toMatchObject({ incidentCount: 0, knownErrorCount: 0, messageCount: 0, flood: null });
    for (const entity of state.alarms.values())
      if (entity.kind === 'alarm') expect(entity.value).toMatchObject({ basis: 'measured', recovery: null });
    await old.expectSnapshotOfToday(opened);
    await log.close();
  });

  it('is verified, before and after it was opened, and its history and receipts are read', () =>
    old.expectVerified());

  it('has samples and the keys of its sessions beside it, which are still read', () =>
    old.expectSamplesAndKeys());
});

describe('a console of schema 3', () => {
  it('shows its last known board, alarms and people without a hub, and says since when it is known', () =>
    old.expectLastBoard((entities) => expect(entities.incidents).toEqual({})));

  it('shows it again at the second start without a hub, and who can sign in still can', () =>
    old.expectSecondStart());

  it('keeps every entry of the outbox, its fate, its session and its proof', () => old.expectOutbox());
});
