import { afterAll, describe, expect, it } from 'vitest';
import { Projection } from '../../../../shared/rules/projection';
import * as left from '../../../fixtures/schema-5/open';
import { kindsOf, OpenedSince3 } from '../../../fixtures/schemas/opened-since-3';

/** What schema 5 wrote is read by today's code: none of it has changed its shape since. */

const old = new OpenedSince3(5, left);
const { said } = old;
afterAll(() => old.remove());

describe('a log of schema 5', () => {
  it('holds what this fixture is to hold', () => {
    old.expectAlarmsAndPeople();
    old.expectIncidents(said.incidents);
    old.expectEvents([
      'log.written',
      'log.corrected',
      'log.erased',
      'roster.changed',
      'duty.changed',
      'handover.moved',
      'follow-up.moved',
      'routine.moved',
      'wall.moved',
      'scene.set',
      'scene.removed',
    ]);
    expect(kindsOf(said.watch)).toEqual(
      new Set(['duty', 'absence', 'entry', 'handover', 'follow-up', 'routine-run']),
    );
    expect(said.watch['handover:2026-11-19_natt']).toMatchObject({ value: { state: 'accepted' } });
    expect(kindsOf(said.wall)).toEqual(new Set(['wall', 'scene', 'version']));
  });

  it('gives the same states by replay, to the digest of what schema 5 knew, its archived segment included', async () => {
    const { log, state, entities } = await old.replay();
    expect(entities.incidents).toEqual(said.incidents);
    expect(entities.watch).toEqual(said.watch);
    expect(entities.wall).toEqual(said.wall);
    expect(state.digests()).toEqual(said.digests);
    // From the very beginning, as if there were no snapshot to start from.
    const events = await log.history(null, null, 100_000);
    const replayed = new Projection();
    for (const event of [...events].sort((a, b) => a.seq - b.seq)) replayed.apply(event);
    expect(events).toHaveLength(said.head.position.seq);
    expect(replayed.digests()).toEqual(said.digests);
    await log.close();
  });

  it('is verified, before and after it was opened, and its history and receipts are read', () =>
    old.expectVerified());

  it('has samples and the keys of its sessions beside it, which are still read', () =>
    old.expectSamplesAndKeys());
});

describe('a console of schema 5', () => {
  it('shows its last known board, alarms and people without a hub, and says since when it is known', () =>
    old.expectLastBoard((entities) => {
      expect(entities.incidents).toEqual(said.cache.incidents);
      expect(entities.watch).toEqual(said.cache.watch);
      expect(entities.wall).toEqual(said.cache.wall);
    }));

  it('shows it again at the second start without a hub, and who can sign in still can', () =>
    old.expectSecondStart());

  it('keeps every entry of the outbox, its fate, its session and its proof', () => old.expectOutbox());
});
