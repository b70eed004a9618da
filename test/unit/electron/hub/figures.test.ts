import { describe, expect, it } from 'vitest';
import { Faults } from '../../../../electron/hub/faults';
import { type FigureParts, selfFiguresOf } from '../../../../electron/hub/figures';
import { Projection } from '../../../../shared/rules/projection';

/** What the hub says of itself, with nothing wrong but what is noted. */
function selfOf(faults: Faults) {
  const parts = {
    state: new Projection(),
    faults,
    pipeline: { backlog: 0 },
    keeper: { writeMs: 1 },
    scheduler: { stats: () => ({ running: 0, queued: 0, runs: 0, lagMs: 0 }), unobserved: () => 0 },
    catalogue: { untended: () => [] },
    samples: { lost: 0 },
  };
  return selfFiguresOf(parts as unknown as FigureParts);
}

describe('what the hub says of itself', () => {
  it.each(['figures', 'incidents', 'search'])('names %s among what fails beside the log', (part) => {
    const faults = new Faults(() => {});
    expect(selfOf(faults).log.lesser).toBeNull();
    faults.note(part, 'svikt');
    expect(selfOf(faults).log.lesser).toBe(`${part}: svikt`);
  });
});
