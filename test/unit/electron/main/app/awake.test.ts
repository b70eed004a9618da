import { beforeEach, expect, it, vi } from 'vitest';
import { Awake } from '../../../../../electron/main/app/awake';
import { ManualClock } from '../../../../../shared/time/clock';

const blocker = vi.hoisted(() => ({ on: new Set<number>(), made: 0 }));
vi.mock('electron', () => ({
  powerSaveBlocker: {
    start: () => {
      blocker.made += 1;
      blocker.on.add(blocker.made);
      return blocker.made;
    },
    stop: (id: number) => blocker.on.delete(id),
  },
}));

let clock: ManualClock;
let awake: Awake;
beforeEach(() => {
  blocker.on.clear();
  clock = new ManualClock();
  awake = new Awake(clock);
});

it('keeps displays awake as long as it is wanted, with one request at a time', () => {
  awake.set(true);
  awake.set(true);
  expect(blocker.on.size).toBe(1);
  awake.set(false);
  expect(blocker.on.size).toBe(0);
  clock.advance(3_600_000);
  awake.renew();
  expect(blocker.on.size).toBe(0);
});

it('asks anew every five minutes, for a session service that has forgotten', () => {
  awake.set(true);
  const first = [...blocker.on];
  const made = blocker.made;
  clock.advance(3_600_000);
  expect(blocker.made - made).toBe(12);
  expect(blocker.on.size).toBe(1);
  expect([...blocker.on]).not.toEqual(first);
});
