import { describe, expect, it } from 'vitest';
import { NODE_STATES } from '../../../../../shared/model/states';
import { type PriorityFacts, priorityOf } from '../../../../../shared/rules/alarms/priority';

const facts = (over: Partial<PriorityFacts>): PriorityFacts => ({
  criticality: 1,
  condition: 'down',
  sites: 1,
  sitesOfService: 16,
  users: null,
  callers: 0,
  set: null,
  ...over,
});

describe('the priority of an alarm', () => {
  const table: readonly [Partial<PriorityFacts>, number][] = [
    // By criticality alone: down at one site of many.
    [{ criticality: 1 }, 1],
    [{ criticality: 2 }, 2],
    [{ criticality: 3 }, 3],
    [{ criticality: 4 }, 4],
    // What still works in part.
    [{ condition: 'degraded' }, 2],
    [{ condition: 'unknown' }, 2],
    [{ condition: 'stale' }, 2],
    [{ condition: 'redundancy-lost' }, 3],
    [{ condition: 'warning' }, 3],
    [{ condition: 'warning', criticality: 3 }, 4],
    // Half of the sites weigh twice; one of two does not, for it is one.
    [{ criticality: 2, sites: 8 }, 1],
    [{ criticality: 2, sites: 7 }, 2],
    [{ criticality: 2, sites: 1, sitesOfService: 2 }, 2],
    [{ criticality: 2, sites: 2, sitesOfService: 3 }, 1],
    [{ criticality: 4, sites: 16 }, 3],
    // Many people weigh twice, few half; nobody's word weighs nothing.
    [{ criticality: 2, users: 1_000 }, 1],
    [{ criticality: 2, users: 999 }, 2],
    [{ criticality: 2, users: 50 }, 2],
    [{ criticality: 2, users: 49 }, 3],
    [{ criticality: 1, users: 0 }, 2],
    [{ criticality: 3, condition: 'degraded', sites: 9, users: 5_000 }, 2],
    // Set by hand: as it is when down, and lower as it is less.
    [{ set: 1, criticality: 4 }, 1],
    [{ set: 4, criticality: 1, sites: 16, users: 9_000 }, 4],
    [{ set: 1, condition: 'degraded' }, 2],
    [{ set: 1, condition: 'stale' }, 2],
    [{ set: 2, condition: 'unknown' }, 3],
    [{ set: 1, condition: 'warning' }, 3],
    [{ set: 3, condition: 'redundancy-lost' }, 4],
  ];
  for (const [over, priority] of table) {
    it(`of ${JSON.stringify(over)} is ${priority}`, () => {
      expect(priorityOf(facts(over))).toBe(priority);
    });
  }

  it('never falls when anything of it gets worse', () => {
    const criticalities = [4, 3, 2, 1] as const;
    const conditions = [...NODE_STATES].filter((state) => state !== 'normal').reverse();
    const steps: readonly (readonly PriorityFacts[])[] = [
      criticalities.map((criticality) => facts({ criticality, condition: 'degraded' })),
      conditions.map((condition) => facts({ condition, criticality: 2 })),
      [1, 4, 8, 16].map((sites) => facts({ sites, criticality: 3 })),
      [0, 49, 50, 999, 1_000, 9_000].map((users) => facts({ users, criticality: 3 })),
      conditions.map((condition) => facts({ condition, set: 2 })),
    ];
    for (const step of steps) {
      const priorities = step.map(priorityOf);
      expect(priorities).toEqual([...priorities].sort((a, b) => b - a));
    }
  });
});
