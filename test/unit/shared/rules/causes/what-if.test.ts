import { describe, expect, it } from 'vitest';
import { whatIf } from '../../../../../shared/rules/causes/what-if';
import { Projection } from '../../../../../shared/rules/projection';
import { aService, catalogueChanged, entities, eventWriter, hard } from '../../../../fixtures/room';

/** Two cores, storage on the first, a soft dependency, and a service at two sites. */
const SERVICES = [
  aService('core1'),
  aService('core2'),
  { ...aService('wan', ['core1|core2'], ['mo', 'alta']), criticality: 2 as const },
  aService('san', ['core1']),
  { ...aService('db', ['san', '~report']), users: 300 },
  aService('report', ['core2']),
  { ...aService('app', ['db', 'wan'], ['mo', 'alta']), users: 40 },
];

function room(...failed: readonly string[]): Projection {
  const state = new Projection();
  const write = eventWriter();
  state.apply(write(catalogueChanged(entities(SERVICES))));
  for (const id of state.graph.order)
    state.apply(write(hard(id, failed.includes(id) ? 'critical' : 'ok', 2_000_000)));
  return state;
}

describe('what if this fails?', () => {
  it('takes down what cannot do without it, and the reserve of what can', () => {
    const { nodes, redundancyLost, counts } = whatIf(room(), ['core1']);
    expect(nodes).toEqual([
      { node: 'core1', state: 'down', before: 'normal' },
      { node: 'san', state: 'down', before: 'normal' },
      { node: 'db', state: 'down', before: 'normal' },
      { node: 'app@mo', state: 'down', before: 'normal' },
      { node: 'app@alta', state: 'down', before: 'normal' },
      { node: 'wan@mo', state: 'redundancy-lost', before: 'normal' },
      { node: 'wan@alta', state: 'redundancy-lost', before: 'normal' },
    ]);
    expect(redundancyLost).toEqual(['wan@mo', 'wan@alta']);
    expect(counts).toEqual([
      { state: 'down', criticality: 1, count: 5 },
      { state: 'redundancy-lost', criticality: 2, count: 2 },
    ]);
  });

  it('says where, how many checks fail, and how many people are hit by the worst of it', () => {
    const { sites, checks, users } = whatIf(room(), ['core1']);
    expect(sites).toEqual([
      { site: 'alta', down: 1, worse: 2 },
      { site: 'mo', down: 1, worse: 2 },
    ]);
    expect(checks).toBe(5);
    // db: 300. app at two sites: 80.
    expect(users).toBe(300);
    expect(whatIf(room(), ['wan@mo']).users).toBe(40);
    expect(whatIf(room(), ['report']).users).toBeNull();
  });

  it('a soft dependency makes worse, and goes one step only', () => {
    expect(whatIf(room(), ['report']).nodes).toEqual([
      { node: 'report', state: 'down', before: 'normal' },
      { node: 'db', state: 'degraded', before: 'normal' },
    ]);
  });

  it('counts what is down already: the last leg goes now', () => {
    const { nodes, already } = whatIf(room('core2'), ['core1']);
    expect(nodes.find(({ node }) => node === 'wan@mo')).toEqual({
      node: 'wan@mo',
      state: 'down',
      before: 'redundancy-lost',
    });
    expect(already).toEqual([]);
    expect(nodes.some(({ node }) => node === 'core2' || node === 'report')).toBe(false);
  });

  it('of several asks what happens when all of them go at once', () => {
    const both = whatIf(room(), ['core1', 'core2', 'core1']);
    expect(both.nodes.every(({ state }) => state === 'down')).toBe(true);
    expect(both.nodes).toHaveLength(9);
    expect(both.redundancyLost).toEqual([]);
  });

  it('of what is down already, or is nothing, nothing comes', () => {
    expect(whatIf(room('core1'), ['core1'])).toMatchObject({ nodes: [], already: ['core1'], checks: 0 });
    expect(whatIf(room(), ['tull'])).toMatchObject({ nodes: [], missing: ['tull'] });
    expect(whatIf(room(), []).nodes).toEqual([]);
  });
});
