import { describe, expect, it } from 'vitest';
import {
  type Health,
  type HealthEvent,
  NEW_WINDOW,
  type Remedy,
  stepHealth,
} from '../../../../../electron/main/windows/recovery';

/** Feels the events in turn. Returns the health and every remedy with the second it came in. */
function live(events: readonly HealthEvent[], from: Health = NEW_WINDOW) {
  let health = from;
  let seconds = 0;
  const remedies: (Remedy & { readonly at: number })[] = [];
  for (const event of events) {
    if (event.type === 'tick') seconds += 1;
    const step = stepHealth(health, event);
    health = step.health;
    if (step.remedy) remedies.push({ ...step.remedy, at: seconds });
  }
  return { health, remedies };
}
const ticks = (count: number): HealthEvent[] => Array.from({ length: count }, () => ({ type: 'tick' }));
const beat: HealthEvent = { type: 'beat', frames: 60 };
const healthy = (seconds: number): HealthEvent[] => ticks(seconds).flatMap((tick) => [tick, beat]);
const crashed: HealthEvent = { type: 'crashed' };

describe('a window’s recovery', () => {
  it('leaves a window that paints alone', () => expect(live(healthy(1_000)).remedies).toEqual([]));

  it('begins a page anew that lives and has not painted for 10 s', () => {
    const white: HealthEvent[] = ticks(10).flatMap((tick): HealthEvent[] => [
      tick,
      { type: 'beat', frames: 0 },
    ]);
    expect(live([...healthy(5), ...white]).remedies).toMatchObject([{ how: 'reload', at: 15 }]);
  });

  it('ends the process of one that gave no sign at all for 10 s, whose end then brings it back', () => {
    const { remedies, health } = live([...healthy(5), ...ticks(10)]);
    expect(remedies).toMatchObject([{ how: 'end-process', at: 15, afterMs: 0 }]);
    expect(live([{ type: 'crashed', reason: 'killed' }], health).remedies).toMatchObject([
      { how: 'reload', afterMs: 0, why: 'its process ended (killed)' },
    ]);
  });

  it('brings it back all the same when its process could not be ended', () => {
    const { remedies } = live([...healthy(5), ...ticks(20)]);
    expect(remedies.map(({ how, at }) => [how, at])).toEqual([
      ['end-process', 15],
      ['reload', 25],
    ]);
  });

  it('does not take beats without frames for painting', () => {
    const dead = ticks(11).flatMap((tick): HealthEvent[] => [{ type: 'beat', frames: 0 }, tick]);
    expect(live([...healthy(5), ...dead]).remedies).toHaveLength(1);
  });

  it('recreates it when the reload did not help, and tries a page that never paints ever more slowly', () => {
    const { remedies } = live([...healthy(5), crashed, ...ticks(350)]);
    expect(remedies.map(({ how }) => how)).toEqual([
      'reload',
      'recreate',
      'recreate',
      'recreate',
      'recreate',
    ]);
    expect(remedies.map(({ at }, index) => at - (remedies[index - 1]?.at ?? 5))).toEqual([
      0, 20, 40, 80, 120,
    ]);
  });

  it('sees within 5 s that a window does not paint any more after the GPU process ended', () => {
    const gone: HealthEvent = { type: 'gpu-gone' };
    // The beat that is on its way tells of frames from before.
    expect(live([...healthy(5), gone, beat, ...ticks(5)]).remedies).toMatchObject([
      { how: 'reload', at: 10 },
    ]);
    expect(live([...healthy(5), gone, ...healthy(60)]).remedies).toEqual([]);
    expect(live([...healthy(5), { type: 'hidden' }, gone, ...ticks(60)]).remedies).toEqual([]);
  });

  it('brings a crashed window back at once, a crashing one within two seconds each time', () => {
    const { remedies } = live([...healthy(5), ...Array.from({ length: 12 }, () => crashed)]);
    expect(remedies[0]).toMatchObject({ how: 'reload', afterMs: 0 });
    expect(remedies.slice(1).every(({ how }) => how === 'recreate')).toBe(true);
    const waits = remedies.map(({ afterMs }) => afterMs);
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(Math.max(...waits)).toBe(2_000);
  });

  it('forgets earlier troubles after a minute without any', () => {
    const { health } = live([crashed, crashed, crashed]);
    expect(live([...healthy(61), crashed], health).remedies).toMatchObject([{ how: 'reload', afterMs: 0 }]);
    expect(live([...healthy(30), crashed], health).remedies).toMatchObject([{ how: 'recreate' }]);
  });

  it('still notices within 10 s that a window stopped painting after crashes', () => {
    const { health } = live([crashed, crashed, crashed, crashed]);
    expect(live([beat, ...ticks(10)], health).remedies).toHaveLength(1);
  });

  it('expects nothing of a hidden window, and all of it again when it is shown', () => {
    const { remedies } = live([
      ...healthy(5),
      { type: 'hidden' },
      ...ticks(100),
      { type: 'shown' },
      ...ticks(9),
    ]);
    expect(remedies).toEqual([]);
    expect(
      live([...healthy(5), { type: 'hidden' }, ...ticks(100), { type: 'shown' }, ...ticks(10)]).remedies,
    ).toHaveLength(1);
  });

  it('ends the process of a window that stays unresponsive for 10 s, not of one that recovers', () => {
    const hung = live([
      ...healthy(5),
      { type: 'unresponsive' },
      ...ticks(8),
      { type: 'responsive' },
      ...healthy(20),
    ]);
    expect(hung.remedies).toEqual([]);
    const stuck = live([...healthy(5), { type: 'unresponsive' }, ...ticks(10)], {
      ...NEW_WINDOW,
      silent: null,
    });
    expect(stuck.remedies).toMatchObject([{ how: 'end-process' }]);
  });
});
