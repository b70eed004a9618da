import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrange, unsorted } from '../../../../../renderer/desk/model/list-order';
import { NODE_STATES, type NodeState, severity } from '../../../../../shared/model/states';
import { aNodeStatus, stillBoard } from '../board';

const { rows } = stillBoard();
const ids = [...rows.keys()];

describe('the order of the list', () => {
  it('is the worst first, then the most critical, then the newest', () => {
    const states: Record<string, [NodeState, number]> = {
      'ek@mo': ['degraded', 9],
      san1: ['down', 5],
      san2: ['down', 7],
      'dips-arena@mo': ['down', 1],
      sql: ['warning', 100],
    };
    const { abnormal, normal } = arrange(rows, (id) => {
      const [state, since] = states[id] ?? ['normal', 0];
      return aNodeStatus(id, state, { since });
    });
    expect(abnormal).toEqual(['dips-arena@mo', 'san2', 'san1', 'ek@mo', 'sql']);
    expect(normal).toHaveLength(rows.size - 5);
    expect(normal[0]).toBe('wan-core');
  });

  it('has what is to be heard before what is not in the same state, however critical', () => {
    const quiet = { kind: 'maintenance', id: 'w' } as const;
    const { abnormal } = arrange(rows, (id) => {
      if (id === 'dips-arena@mo') return aNodeStatus(id, 'down', { quiet });
      if (id === 'san1') return aNodeStatus(id, 'down');
      if (id === 'ek@mo') return aNodeStatus(id, 'degraded');
      return aNodeStatus(id, 'normal');
    });
    expect(abnormal).toEqual(['san1', 'dips-arena@mo', 'ek@mo']);
  });

  it('has what answers but keeps changing last of what is not normal', () => {
    const { abnormal, normal } = arrange(rows, (id) =>
      aNodeStatus(id, id === 'san1' ? 'warning' : 'normal', { flapping: id === 'ek@mo' }),
    );
    expect(abnormal).toEqual(['san1', 'ek@mo']);
    expect(normal).not.toContain('ek@mo');
  });

  it('takes what nobody has spoken of for unknown', () => {
    expect(arrange(rows, () => undefined).abnormal).toHaveLength(rows.size);
  });

  const status = fc.record({ state: fc.constantFrom(...NODE_STATES), since: fc.nat(5) });
  const room = fc.array(status, { minLength: ids.length, maxLength: ids.length });

  it('holds every node once, none of them before a worse one', () => {
    fc.assert(
      fc.property(room, (states) => {
        const of = (id: string) => aNodeStatus(id, 'normal', states[ids.indexOf(id)]);
        const { abnormal, normal } = arrange(rows, of);
        expect([...abnormal, ...normal].sort()).toEqual([...ids].sort());
        abnormal.slice(1).forEach((id, index) => {
          expect(severity(of(id).state)).toBeLessThanOrEqual(severity(of(abnormal[index]!).state));
        });
        expect(normal.every((id) => of(id).state === 'normal')).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

describe('what the shown order does not tell', () => {
  const shown = { abnormal: ['a', 'b', 'c'], normal: ['d', 'e'] };

  it('is nothing when the orders are one', () => {
    expect(unsorted(shown, shown)).toEqual({ fresh: [], moved: 0 });
  });

  it('names what is newly wrong, worst first, and counts what moved or got well', () => {
    expect(unsorted(shown, { abnormal: ['e', 'a', 'b', 'c', 'd'], normal: [] })).toEqual({
      fresh: ['e', 'd'],
      moved: 0,
    });
    expect(unsorted(shown, { abnormal: ['c', 'a', 'b'], normal: ['d', 'e'] })).toEqual({
      fresh: [],
      moved: 1,
    });
    expect(unsorted(shown, { abnormal: ['a', 'c'], normal: ['b', 'd', 'e'] })).toEqual({
      fresh: [],
      moved: 1,
    });
  });

  it('is nothing only when sorting would change nothing of what is wrong', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...'abcdef']), fc.shuffledSubarray([...'abcdef']), (before, after) => {
        const change = unsorted({ abnormal: before, normal: [] }, { abnormal: after, normal: [] });
        expect(change.fresh.length + change.moved === 0).toBe(before.join() === after.join());
        expect(change.fresh).toEqual(after.filter((id) => !before.includes(id)));
      }),
    );
  });
});
