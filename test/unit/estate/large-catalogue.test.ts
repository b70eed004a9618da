import { describe, expect, test } from 'vitest';
import { parseCatalogue } from '../../../electron/hub/catalogue/load-catalogue';
import { buildGraph } from '../../../shared/rules/graph';
import { largeCatalogue } from '../../estate/large-catalogue';

describe('largeCatalogue', () => {
  test.each([0, 1, 4, 91, 92, 93, 155, 156, 157, 500, 1_000, 2_345, 10_000])(
    'has exactly %i checks',
    async (checks) => {
      const outcome = await parseCatalogue(largeCatalogue({ checks }), 'x.yaml');
      expect(outcome).toMatchObject({ ok: true });
      if (outcome.ok) expect(outcome.catalogue.targets.size).toBe(checks);
    },
  );

  test('is a region with dependencies, families and sixteen sites', async () => {
    const outcome = await parseCatalogue(largeCatalogue({ checks: 10_000 }), 'x.yaml');
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.issues));
    const { entities, targets } = outcome.catalogue;
    const { graph } = buildGraph(entities);
    expect(entities.filter(({ kind }) => kind === 'site')).toHaveLength(16);
    expect(entities.filter(({ kind }) => kind === 'family')).toHaveLength(10);
    expect(targets.get('dips-arena@mo/m1')).toEqual({ kind: 'heartbeat', key: null });
    expect(graph.nodes.get('dips-arena@mo')?.needs).toContainEqual({ of: ['wan@mo'], soft: false });
    // One cause that takes most of the region down.
    const reached = new Set(['ad']);
    for (const id of reached) for (const next of graph.nodes.get(id)?.dependants ?? []) reached.add(next);
    expect(reached.size).toBeGreaterThan(300);
  });

  test('may be written out check by check, which means the same', async () => {
    const [short, long] = await Promise.all(
      [false, true].map((explicit) => parseCatalogue(largeCatalogue({ checks: 500, explicit }), 'x.yaml')),
    );
    expect(long).toEqual(short);
  });
});
