import { describe, expect, it } from 'vitest';
import { Replica } from '../../../../../electron/main/link/replica';
import type { Heartbeat, HubHello } from '../../../../../shared/contract/wire';
import { positionOf } from '../../../../../shared/model/events';
import { Projection } from '../../../../../shared/rules/projection';
import { REDUCER_VERSION } from '../../../../../shared/rules/reduce';
import { aService, catalogueChanged, entities, eventWriter, hard, ORIGIN } from '../../../../fixtures/room';

/** A replica at a hub of other rules. What it does with a hub of its own is in test/property/replica-converges. */

const digests = {
  catalogue: 'x',
  status: 'x',
  room: 'x',
  maintenance: '',
  sources: '',
  alarms: '',
  people: '',
  incidents: '',
  watch: '',
  wall: '',
};

function rig(reducer: number) {
  const state = new Projection();
  const asked: string[] = [];
  const replica = new Replica(state, (reason) => asked.push(reason));
  const hello: HubHello = {
    protocol: 1,
    reducer,
    version: '0',
    origin: ORIGIN,
    head: null,
    hubTime: 0,
    resume: 'events',
    enrolled: true,
  };
  replica.hello(hello);
  const write = eventWriter();
  const say = (body: Parameters<typeof write>[0]) => {
    const event = write(body);
    replica.events({ events: [event] });
    return event;
  };
  let last = say(catalogueChanged(entities([aService('a')])));
  const beat = (change: Partial<Heartbeat> = {}) =>
    replica.beat({
      at: 0,
      position: positionOf(last),
      digests,
      chain: '',
      oldestObservedAt: null,
      unobserved: 0,
      behind: 0,
      ...change,
    });
  return {
    asked,
    beat,
    event: () => {
      last = say(hard('a', 'critical', 2_000_000 + last.seq));
    },
    snapshot: () =>
      replica.snapshot({
        snapshot: 1,
        index: 0,
        last: true,
        position: positionOf(last),
        catalogue: [],
        status: [],
        room: [],
        maintenance: [],
        alarms: [],
        people: [],
        incidents: [],
        watch: [],
        wall: [],
        sources: [],
      }),
  };
}

describe('a replica at a hub of other rules', () => {
  it('does not compare digests, and is vouched for by position', () => {
    const { asked, beat, event } = rig(REDUCER_VERSION - 1);
    expect(beat()).toBe('equal');
    event();
    expect(beat()).toBe('equal');
    expect(asked).toEqual([]);
  });

  it('is not vouched for at another place, or where the hub does not vouch', () => {
    const { beat } = rig(REDUCER_VERSION + 1);
    expect(beat({ position: { origin: ORIGIN, epoch: 1, seq: 9 } })).toBe('pending');
    expect(beat({ digests: null })).toBe('pending');
  });

  it('asks for the hub’s own state now and then where it computed one, and only then', () => {
    const { asked, beat, snapshot, event } = rig(REDUCER_VERSION - 1);
    for (let i = 0; i < 100; i++) beat();
    expect(asked).toHaveLength(1);
    snapshot();
    for (let i = 0; i < 100; i++) expect(beat()).toBe('equal');
    expect(asked).toHaveLength(1);
    event();
    for (let i = 0; i < 20; i++) beat();
    expect(asked).toHaveLength(2);
  });

  it('compares digests at a hub of the same rules', () => {
    const { asked, beat } = rig(REDUCER_VERSION);
    expect(beat()).toBe('differs');
    expect(asked).toEqual(['digest differs']);
  });
});
