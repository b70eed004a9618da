import { describe, expect, test } from 'vitest';
import { parseCatalogue } from '../../../electron/hub/catalogue/load-catalogue';
import { buildGraph, type Graph } from '../../../shared/rules/graph';
import { estateCatalogue } from '../../estate/catalogue-text';
import { effectiveModes, type FaultKind } from '../../estate/fault-rules';

async function estateGraph(): Promise<Graph> {
  const outcome = await parseCatalogue(
    estateCatalogue(() => 1, false, '/estate'),
    'x.yaml',
  );
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.issues));
  return buildGraph(outcome.catalogue.entities).graph;
}

describe('effectiveModes', async () => {
  const graph = await estateGraph();
  const down = (faults: [string, FaultKind][], flapDown = true, propagate = true): string[] =>
    [...effectiveModes(graph, new Map(faults), flapDown, propagate)]
      .filter(([, mode]) => mode === 'down')
      .map(([id]) => id)
      .sort();

  test('without faults all is well', () => {
    expect(down([])).toEqual([]);
  });

  test('what needs it goes down with it, at that site only', () => {
    expect(down([['wan@mo', 'down']])).toEqual([
      'dhcp@mo',
      'dns@mo',
      'internett@mo',
      'nhn@mo',
      'wan@mo',
      'wifi@mo',
    ]);
  });

  test('one of two alternatives is enough', () => {
    expect(down([['core1', 'down']])).toEqual(['core1']);
  });

  test('without both alternatives nearly everything is cut off', () => {
    const gone = down([
      ['power1', 'down'],
      ['core2', 'down'],
    ]);
    expect(gone).toEqual(
      expect.arrayContaining(['core1', 'wan-core', 'fw', 'lb', 'wlc', 'wan@mo', 'dns@tromsø']),
    );
    expect(gone).not.toContain('power2');
    expect(gone).not.toContain('lan@mo');
  });

  test('slowness and errors do not spread', () => {
    expect(
      down([
        ['wan-core', 'slow'],
        ['fw', 'errors'],
      ]),
    ).toEqual([]);
  });

  test('what flaps takes the rest with it, in turns', () => {
    expect(down([['lan@mo', 'flap']])).toContain('wifi@mo');
    expect(down([['lan@mo', 'flap']], false)).toEqual([]);
  });

  test('each stands alone when faults do not spread', () => {
    expect(down([['wan@mo', 'down']], true, false)).toEqual(['wan@mo']);
  });
});
