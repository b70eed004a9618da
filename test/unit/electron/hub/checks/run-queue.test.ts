import { describe, expect, it } from 'vitest';
import { RunQueue } from '../../../../../electron/hub/checks/run-queue';

const drain = (queue: RunQueue<string>): string[] => {
  const taken: string[] = [];
  for (let next = queue.take(); next; next = queue.take()) taken.push(next.item);
  return taken;
};

describe('RunQueue', () => {
  it('serves in the order of arrival, each once', () => {
    const queue = new RunQueue<string>();
    for (const item of ['a', 'b', 'a', 'c']) queue.push(item, 0, false);
    expect(queue.size).toBe(3);
    expect(drain(queue)).toEqual(['a', 'b', 'c']);
  });

  it('serves what is urgent first, but every fourth time what is not', () => {
    const queue = new RunQueue<string>();
    for (const item of ['n1', 'n2']) queue.push(item, 0, false);
    for (const item of ['u1', 'u2', 'u3', 'u4', 'u5']) queue.push(item, 0, true);
    expect(drain(queue)).toEqual(['u1', 'u2', 'u3', 'n1', 'u4', 'u5', 'n2']);
  });

  it('moves one that waits to the urgent lane, and remembers since when it was due', () => {
    const queue = new RunQueue<string>();
    queue.push('a', 1, false);
    queue.push('b', 2, false);
    queue.push('b', 9, true);
    queue.push('b', 10, false);
    expect(queue.oldestDueAt()).toBe(1);
    expect(queue.take()).toMatchObject({ item: 'b', dueAt: 2 });
    expect(drain(queue)).toEqual(['a']);
  });

  it('skips what was dropped', () => {
    const queue = new RunQueue<string>();
    for (const item of ['a', 'b', 'c']) queue.push(item, 0, false);
    queue.drop('a');
    queue.drop('b');
    queue.push('a', 5, false);
    expect(queue.oldestDueAt()).toBe(0);
    expect(drain(queue)).toEqual(['c', 'a']);
    expect(queue.oldestDueAt()).toBeNull();
  });

  it('keeps its order through thousands of arrivals and departures', () => {
    const queue = new RunQueue<number>();
    const taken: number[] = [];
    for (let n = 0; n < 10_000; n += 1) {
      queue.push(n, n, false);
      if (n % 3 !== 0) taken.push(queue.take()!.item);
    }
    for (let next = queue.take(); next; next = queue.take()) taken.push(next.item);
    expect(taken).toEqual(Array.from({ length: 10_000 }, (_, n) => n));
  });
});
