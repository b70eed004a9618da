import { describe, expect, it } from 'vitest';
import type { NodeState } from '../../../../shared/model/states';
import {
  type DependencyPicture,
  type PictureQuestion,
  pickDependencies,
  trimPicture,
} from '../../../../shared/rules/dependency-picture';
import { buildGraph } from '../../../../shared/rules/graph';
import { aService, entities } from '../../../fixtures/room';

const SITES = ['mo', 'alta'];
const { graph } = buildGraph(
  entities([
    aService('power'),
    aService('core1', ['power']),
    aService('core2'),
    aService('san', ['core1']),
    aService('virt', ['san']),
    aService('db', ['san', 'virt']),
    aService('fw', ['core1|core2']),
    aService('dns', ['fw']),
    aService('copy', ['~db']),
    aService('arena', ['db', '~copy'], SITES),
  ]),
);
const STATES: Readonly<Record<string, NodeState>> = {
  core1: 'down',
  san: 'down',
  virt: 'down',
  db: 'down',
  fw: 'redundancy-lost',
  copy: 'degraded',
  'arena@mo': 'down',
  'arena@alta': 'down',
};

function pick(over: Partial<PictureQuestion> = {}): DependencyPicture {
  return pickDependencies({
    graph,
    stateOf: (id) => STATES[id] ?? 'normal',
    roots: ['core1'],
    follows: new Set(Object.keys(STATES).filter((id) => id !== 'core1')),
    depth: 6,
    most: 60,
    ...over,
  });
}
const keys = ({ boxes }: DependencyPicture): readonly string[] => boxes.map(({ key }) => key);
const lines = ({ edges }: DependencyPicture): readonly string[] =>
  edges.map(({ from, to, soft }) => `${from} ${soft ? '~' : ''}${to}`);

describe('what is drawn around a cause', () => {
  it('is a box for each service that it takes down, and for what it hangs on itself', () => {
    const picture = pick();
    expect([...keys(picture)].sort()).toEqual(['arena', 'copy', 'core1', 'db', 'power', 'san', 'virt']);
    const arena = picture.boxes.find(({ key }) => key === 'arena');
    expect(arena).toMatchObject({ nodes: ['arena@mo', 'arena@alta'], depth: 3, state: 'down', root: false });
    expect(picture.boxes.find(({ key }) => key === 'power')?.depth).toBe(-1);
    expect(picture.leftOut).toBe(0);
  });

  it('counts what only lost an alternative, and does not go on behind it', () => {
    const picture = pick();
    expect(picture.weakened.map(({ id }) => id)).toEqual(['fw']);
    expect(keys(picture)).not.toContain('dns');
  });

  it('draws the longest way only, and a soft one where there is no other', () => {
    expect(lines(pick())).toEqual(
      expect.arrayContaining(['power core1', 'core1 san', 'san virt', 'virt db', 'db ~copy', 'db arena']),
    );
    expect(lines(pick())).not.toContain('san db');
    expect(lines(pick())).toContain('copy ~arena');
  });

  it('shows all that hangs on what takes nothing down', () => {
    const calm = pick({ follows: new Set(), stateOf: () => 'normal', roots: ['fw'] });
    expect([...keys(calm)].sort()).toEqual(['core1', 'core2', 'dns', 'fw']);
    expect(lines(calm)).toEqual(expect.arrayContaining(['core1 fw', 'core2 fw', 'fw dns']));
  });

  it('counts what is deeper than asked for, and what there are too many of', () => {
    const near = pick({ depth: 1 });
    expect([...keys(near)].sort()).toEqual(['core1', 'power', 'san']);
    expect(near.leftOut).toBe(4);
    const few = pick({ most: 3 });
    expect(few.boxes).toHaveLength(3);
    expect(keys(few)).toContain('core1');
    expect(few.leftOut).toBe(4);
    expect(trimPicture(pick(), 2).leftOut).toBe(5);
  });

  it('is empty of what is not in the catalogue', () => {
    expect(pick({ roots: ['gone'], follows: new Set() })).toMatchObject({ boxes: [], edges: [], leftOut: 0 });
  });
});
