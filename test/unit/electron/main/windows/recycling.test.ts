import { pino } from 'pino';
import { beforeEach, describe, expect, it } from 'vitest';
import { WALL_LIMITS } from '../../../../../electron/main/windows/memory';
import { Quiet } from '../../../../../electron/main/windows/quiet';
import { type Recyclable, Recycling } from '../../../../../electron/main/windows/recycling';
import { ManualClock } from '../../../../../shared/time/clock';

let clock: ManualClock;
let quiet: Quiet;
let renewed: string[];
let walls: Recyclable[];
let mb: Map<number, number>;
const wall = (name: string, contentsId: number): Recyclable => ({
  name,
  contentsId,
  processId: contentsId,
  renew: () => {
    renewed.push(name);
    // The one that takes its place begins light.
    walls = walls.map((other) => (other.name === name ? wall(name, contentsId + 100) : other));
    mb.set(contentsId + 100, 180);
    return true;
  },
});
const minutes = (count: number): void => clock.advance(count * 60_000);

beforeEach(() => {
  clock = new ManualClock();
  quiet = new Quiet(clock);
  renewed = [];
  walls = [wall('wall-1', 1), wall('wall-2', 2)];
  mb = new Map([
    [1, 180],
    [2, 180],
  ]);
  new Recycling({
    windows: () => walls,
    memory: () => mb,
    quiet: () => quiet.now,
    limits: WALL_LIMITS,
    everyMs: 30_000,
    clock,
    log: pino({ level: 'silent' }),
  }).start();
  minutes(10);
});

describe('windows that grow', () => {
  it('are replaced at a quiet moment, one at a time', () => {
    mb.set(1, 500);
    mb.set(2, 500);
    quiet.sound(true);
    minutes(20);
    expect(renewed).toEqual([]);
    quiet.sound(false);
    minutes(1);
    expect(renewed).toEqual(['wall-1']);
    minutes(8);
    expect(renewed).toEqual(['wall-1']);
    minutes(3);
    expect(renewed).toEqual(['wall-1', 'wall-2']);
    minutes(120);
    expect(renewed).toHaveLength(2);
  });

  it('wait while something has just moved, and an hour at the most', () => {
    mb.set(1, 500);
    for (let half = 0; half < 2 * 64; half++) {
      quiet.moved();
      clock.advance(30_000);
      if (half < 2 * 60) expect(renewed).toEqual([]);
    }
    expect(renewed).toEqual(['wall-1']);
  });

  it('do not wait when the system may run out of memory', () => {
    quiet.sound(true);
    mb.set(2, 1_500);
    minutes(1);
    expect(renewed).toEqual(['wall-2']);
  });

  it('are left alone when they are steady, or have no process', () => {
    mb.delete(1);
    minutes(600);
    expect(renewed).toEqual([]);
  });
});
