import { describe, expect, it } from 'vitest';
import { UNWEIGHED, type Verdict, WALL_LIMITS, weigh } from '../../../../../electron/main/windows/memory';

const verdicts = (weights: readonly number[]): Verdict[] => {
  let weight = UNWEIGHED;
  return weights.map((mb) => {
    const step = weigh(weight, mb, WALL_LIMITS);
    weight = step.weight;
    return step.verdict;
  });
};
const steady = (mb: number, times: number): number[] => Array.from({ length: times }, () => mb);

describe('a window’s memory', () => {
  it('says nothing of a start, nor of ups and downs', () => {
    const weights = [900, 700, 500, 300, ...steady(180, 10), 320, 200, 350, 190, ...steady(200, 50)];
    expect(verdicts(weights)).not.toContain('grown');
  });

  it('finds one that has doubled and stays so for three minutes', () => {
    const found = verdicts([...steady(180, 14), ...steady(370, 6)]);
    expect(found.slice(0, -1)).not.toContain('grown');
    expect(found.at(-1)).toBe('grown');
    // A small one may double without being large.
    expect(verdicts([...steady(60, 14), ...steady(130, 50)])).not.toContain('grown');
  });

  it('presses when two weights in a row are over the ceiling, and not for one', () => {
    expect(verdicts([...steady(180, 5), 1_300, 200, 1_300, 1_300]).slice(-4)).toEqual([
      'well',
      'well',
      'well',
      'pressing',
    ]);
  });
});
