import { describe, expect, it } from 'vitest';
import { returnsTo, sceneLayers } from '../../../../../renderer/desk/wall/wall-layers';
import { WallBench } from '../../../../fixtures/wall-bench';

const HOUR = 3_600_000;

const kinds = (bench: WallBench): readonly string[] =>
  sceneLayers(bench.view, bench.wall, bench.now).map(({ kind, shows }) => (shows ? `${kind}*` : kind));
const next = (bench: WallBench) => returnsTo(bench.view, bench.wall, bench.now);

describe('what lies over one another on the wall', () => {
  it('is the resting scene alone, which goes back to nothing', () => {
    const bench = new WallBench();
    expect(kinds(bench)).toEqual(['rest*']);
    expect(next(bench)).toBeNull();
  });

  it('is a choice over a take-over over the resting scene, and each goes back to the one beneath', () => {
    const bench = new WallBench();
    bench.alarm('core', { priority: 1 });
    bench.look();
    expect(kinds(bench)).toEqual(['take-over*', 'rest']);
    expect(next(bench)).toEqual({ scene: 'normal', why: 'rest' });
    bench.act('wall.scene', { scene: 'vaktskifte', about: null, until: bench.now + HOUR });
    expect(kinds(bench)).toEqual(['choice*', 'take-over', 'rest']);
    expect(next(bench)).toEqual({ scene: 'hendelse', why: 'take-over' });
    const [choice] = sceneLayers(bench.view, bench.wall, bench.now);
    expect(choice).toMatchObject({ scene: 'vaktskifte', by: 'kari', until: bench.now + HOUR });
  });

  it('has a rotation that an alarm holds, while the resting scene is shown', () => {
    const bench = new WallBench();
    const turns = [
      { scene: 'normal', forMs: 60_000 },
      { scene: 'vaktskifte', forMs: 60_000 },
    ];
    bench.act('wall.rotate', { turns, until: bench.now + HOUR });
    expect(kinds(bench)).toEqual(['rotation*', 'rest']);
    bench.alarm('felles', { priority: 2 });
    bench.look();
    expect(bench.wall.shown.why).toBe('held');
    expect(kinds(bench)).toEqual(['rotation', 'rest*']);
    expect(next(bench)?.why).toBe('rest');
  });
});
