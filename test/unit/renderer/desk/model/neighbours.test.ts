import { describe, expect, it } from 'vitest';
import { primaryCheck } from '../../../../../renderer/desk/model/measured';
import { worstDownstream, worstUpstream } from '../../../../../renderer/desk/model/neighbours';
import { layoutPicture } from '../../../../../renderer/desk/service/picture-layout';
import type { NodeStatus } from '../../../../../shared/model/room';
import { aNodeStatus, stillBoard } from '../board';

const { graph } = stillBoard();
const reader = (...statuses: readonly NodeStatus[]) => ({
  getState: () => ({ graph }),
  node: (id: string) => statuses.find((status) => status.id === id) ?? aNodeStatus(id, 'normal'),
});

describe('steps in the graph', () => {
  it('go up to what the node itself gives as its reason', () => {
    const because = [{ kind: 'need' as const, id: 'ad' }];
    expect(worstUpstream(reader(aNodeStatus('dips-arena@mo', 'down', { because })), 'dips-arena@mo')).toBe(
      'ad',
    );
  });

  it('go to the worst neighbour, else the most critical', () => {
    expect(worstUpstream(reader(aNodeStatus('wan@mo', 'degraded')), 'dips-arena@mo')).toBe('wan@mo');
    expect(worstUpstream(reader(), 'power1')).toBeNull();
    expect(worstDownstream(reader(aNodeStatus('ek@bodo', 'warning')), 'sql')).toBe('ek@bodo');
    expect(worstDownstream(reader(), 'sykesignal@mo')).toBeNull();
  });
});

describe('the dependency picture', () => {
  it('shows two steps up, the node, and what depends on it', () => {
    const picture = layoutPicture(reader(), 'sql', 8);
    const column = (name: string) => picture.boxes.filter((box) => box.column === name).map((box) => box.id);
    expect(column('needs')).toEqual(['virt1', 'virt2']);
    expect(column('far')).toEqual(['san1', 'san2']);
    expect(column('dependants')).toHaveLength(8);
    expect(picture.hidden).toMatchObject({ far: 0, needs: 0, dependants: 0 });
    expect(picture.edges).toContainEqual({ from: ['virt1', 'virt2'], to: 'sql', soft: false, of: 2 });
  });

  it('draws soft dependencies as soft', () => {
    const picture = layoutPicture(reader(), 'dips-arena@mo', 8);
    expect(picture.edges).toContainEqual({ from: ['nhn'], to: 'dips-arena@mo', soft: true, of: 1 });
    expect(picture.edges).toContainEqual({ from: ['dips-arena@mo'], to: 'ek@mo', soft: true, of: 1 });
  });

  it('keeps the worst where there is no room, and counts the rest', () => {
    const picture = layoutPicture(reader(aNodeStatus('ek@kirkenes', 'down')), 'sql', 4);
    const drawn = picture.boxes.filter((box) => box.column === 'dependants').map((box) => box.id);
    expect(drawn).toContain('ek@kirkenes');
    expect(drawn).toHaveLength(4);
    expect(picture.hidden.dependants).toBe(4);
    expect(picture.rows).toBe(4);
  });

  it('draws no node twice, and nothing for one that is not there', () => {
    for (const id of graph.nodes.keys()) {
      const boxes = layoutPicture(reader(), id, 8).boxes.map((box) => box.id);
      expect(new Set(boxes).size).toBe(boxes.length);
    }
    expect(layoutPicture(reader(), 'borte', 8).boxes).toEqual([]);
  });
});

describe('the check that stands for a node', () => {
  it('is one that can take it down before one that warns', () => {
    expect(primaryCheck(graph, 'dips-arena@mo')?.id).toBe('dips-arena@mo/https');
    expect(primaryCheck(graph, 'borte')).toBeNull();
  });
});
