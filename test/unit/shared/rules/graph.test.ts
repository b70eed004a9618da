import { describe, expect, it } from 'vitest';
import { buildGraph, subjectsOfNode } from '../../../../shared/rules/graph';
import { aService, entities } from '../../../fixtures/room';

describe('dependency graph', () => {
  it('resolves a dependency at the same site, and centrally where it is central', () => {
    const { graph, faults } = buildGraph(
      entities([
        aService('core'),
        aService('wan', ['core'], ['mo', 'alta']),
        aService('dips', ['wan', 'core'], ['mo']),
      ]),
    );
    expect(faults).toEqual([]);
    expect(graph.nodes.get('dips@mo')?.needs).toEqual([
      { of: ['wan@mo'], soft: false },
      { of: ['core'], soft: false },
    ]);
    expect(graph.order.indexOf('core')).toBeLessThan(graph.order.indexOf('wan@mo'));
    expect(graph.order.indexOf('wan@mo')).toBeLessThan(graph.order.indexOf('dips@mo'));
  });

  it('names what cannot be resolved', () => {
    const { faults } = buildGraph(
      entities([
        aService('a', ['nowhere']),
        aService('s', [], ['mo']),
        aService('c', ['s']),
        aService('t', ['s'], ['alta']),
      ]),
    );
    expect(faults.map((fault) => [fault.service, fault.need])).toEqual([
      ['a', 0],
      ['c', 0],
      ['t', 0],
    ]);
  });

  it('names a hard cycle, and lets a soft dependency close one', () => {
    const hardCycle = buildGraph(
      entities([aService('a', ['b']), aService('b', ['c']), aService('c', ['a'])]),
    );
    expect(hardCycle.faults[0]?.reason).toContain('hard dependency cycle: a → b → c → a');
    expect(hardCycle.graph.order).toHaveLength(3);
    const soft = buildGraph(entities([aService('a', ['b']), aService('b', ['~a'])]));
    expect(soft.faults).toEqual([]);
  });

  it('files a service’s events under all its nodes and checks', () => {
    const { graph } = buildGraph(entities([aService('wan', [], ['mo', 'alta'])]));
    expect(subjectsOfNode('wan', graph)).toEqual(['wan', 'wan@mo', 'wan@mo/c', 'wan@alta', 'wan@alta/c']);
    expect(subjectsOfNode('wan@mo', graph)).toEqual(['wan@mo', 'wan@mo/c']);
  });
});
