import { describe, expect, it } from 'vitest';
import type { EventBody } from '../../../../shared/model/events';
import type { NodeStatus } from '../../../../shared/model/room';
import { Projection } from '../../../../shared/rules/projection';
import { readNode } from '../../../../shared/rules/reduce';
import { aCheck, aService, catalogueChanged, entities, eventWriter, hard } from '../../../fixtures/room';

function room(...bodies: EventBody[]): { state: Projection; say: (body: EventBody) => void } {
  const state = new Projection();
  const write = eventWriter();
  const say = (body: EventBody): void => {
    state.apply(write(body));
  };
  for (const body of bodies) say(body);
  return { state, say };
}

function node(state: Projection, id: string): NodeStatus {
  const found = readNode(state.status, id);
  if (!found) throw new Error(`no node ${id}`);
  return found;
}

const DATACENTRES = entities([
  aService('core1'),
  aService('core2'),
  aService('fw', ['core1|core2']),
  aService('db', ['core1']),
  aService('app', ['db', '~ie']),
  aService('ie', ['core2', '~app']),
]);

describe('roll-up', () => {
  it('is unknown, never normal, before anything was measured', () => {
    const { state } = room(catalogueChanged(DATACENTRES));
    expect(node(state, 'core1').state).toBe('unknown');
    expect(node(state, 'core1').because[0]?.kind).toBe('unmeasured');
  });

  it('takes down whatever hard-depends on it, and calls the loss of one alternative lost redundancy', () => {
    const { state, say } = room(catalogueChanged(DATACENTRES));
    for (const id of ['core1', 'core2', 'fw', 'db', 'app', 'ie']) say(hard(id, 'ok', 1_000));
    expect(node(state, 'app').state).toBe('normal');
    say(hard('core1', 'critical', 50_000));
    expect(node(state, 'core1')).toMatchObject({ state: 'down', since: 50_000 });
    expect(node(state, 'db')).toMatchObject({
      state: 'down',
      own: 'normal',
      because: [{ kind: 'need', id: 'core1' }],
    });
    expect(node(state, 'app')).toMatchObject({ state: 'down', since: 50_000 });
    expect(node(state, 'fw')).toMatchObject({ state: 'redundancy-lost', hard: 'redundancy-lost' });
    say(hard('core2', 'critical', 60_000));
    expect(node(state, 'fw').state).toBe('down');
    say(hard('core1', 'ok', 70_000));
    expect(node(state, 'fw').state).toBe('redundancy-lost');
    expect(node(state, 'app').state).toBe('degraded');
  });

  it('lets a soft dependency only degrade, one step, also where soft dependencies close a cycle', () => {
    const { state, say } = room(catalogueChanged(DATACENTRES));
    for (const id of ['core1', 'core2', 'fw', 'db', 'app', 'ie']) say(hard(id, 'ok', 1_000));
    say(hard('ie', 'critical', 5_000));
    expect(node(state, 'app')).toMatchObject({ state: 'degraded', hard: 'normal' });
    expect(node(state, 'ie').state).toBe('down');
    say(hard('ie', 'ok', 6_000));
    expect(node(state, 'app').state).toBe('normal');
  });

  it('is unknown everywhere while the hub’s own view is lost, and as before when it is back', () => {
    const { state, say } = room(catalogueChanged(DATACENTRES));
    for (const id of ['core1', 'core2', 'fw', 'db', 'app', 'ie']) say(hard(id, 'ok', 1_000));
    say({ type: 'vantage.changed', lost: true });
    expect([...state.graph.nodes.keys()].map((id) => node(state, id).state)).toEqual(
      Array(6).fill('unknown'),
    );
    say({ type: 'vantage.changed', lost: false });
    expect(node(state, 'app').state).toBe('normal');
  });

  it('turns an overdue check stale, and keeps what was down in sight', () => {
    const { state, say } = room(catalogueChanged(DATACENTRES));
    say(hard('core1', 'ok', 1_000));
    say({ type: 'check.overdue', check: 'core1/c', lastObservedAt: 1_000 });
    expect(node(state, 'core1')).toMatchObject({ state: 'stale', since: 1_000 });
    say(hard('core2', 'critical', 1_000));
    say({ type: 'check.overdue', check: 'core2/c', lastObservedAt: 1_000 });
    expect(node(state, 'core2').state).toBe('down');
    say(hard('core1', 'ok', 9_000));
    expect(node(state, 'core1').state).toBe('normal');
  });

  it('never turns a stale service normal on a failed measurement', () => {
    const { state, say } = room(catalogueChanged(DATACENTRES));
    say(hard('core1', 'ok', 1_000));
    say({ type: 'check.overdue', check: 'core1/c', lastObservedAt: 1_000 });
    say({ ...hard('core1', 'critical', 90_000), hard: false, attempt: 1 } as EventBody);
    expect(node(state, 'core1').state).toBe('stale');
    say(hard('core1', 'critical', 91_000));
    expect(node(state, 'core1').state).toBe('down');
  });

  it('bounds what a check may do by its impact', () => {
    const certificate = { kind: 'check' as const, value: aCheck('web', 'web/cert', 'warning') };
    const { state, say } = room(catalogueChanged([...entities([aService('web')]), certificate]));
    say(hard('web', 'ok', 1_000));
    say({ ...hard('web', 'critical', 2_000), check: 'web/cert' } as EventBody);
    expect(node(state, 'web').state).toBe('warning');
  });

  it('ignores news that is older than what is known', () => {
    const { state, say } = room(catalogueChanged(DATACENTRES));
    say(hard('core1', 'critical', 9_000));
    say(hard('core1', 'ok', 8_000));
    expect(node(state, 'core1').state).toBe('down');
  });

  it('keeps the state of what a reload did not change, and drops what it removed', () => {
    const { state, say } = room(catalogueChanged(DATACENTRES));
    say(hard('core1', 'critical', 9_000));
    say(catalogueChanged(entities([aService('new', ['core1'])]), ['service:fw', 'check:fw/c']));
    expect(node(state, 'core1')).toMatchObject({ state: 'down', since: 9_000 });
    expect(readNode(state.status, 'fw')).toBeUndefined();
    expect(state.status.has('check:fw/c')).toBe(false);
    expect(node(state, 'new').state).toBe('down');
  });
});
