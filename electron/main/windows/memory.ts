/** When a window's process has grown so that it is to be replaced. Pure; fed with one weight at a time. */

export interface MemoryLimits {
  /** The first weights after a page began say nothing: it is still taking in the room. */
  readonly settle: number;
  /** Grown: by so much, MB, and by as much as it weighed at the least … */
  readonly growthMb: number;
  /** … for so many weights in a row. */
  readonly patience: number;
  /** From here on the system may run out of memory: it does not wait for a quiet moment, MB. */
  readonly ceilingMb: number;
}

/** For a weight every half minute. A wall of 10,000 checks weighs about 200 MB. */
export const WALL_LIMITS: MemoryLimits = { settle: 4, growthMb: 150, patience: 6, ceilingMb: 1_200 };

export interface Weight {
  /** Weights taken since the page began. */
  readonly taken: number;
  /** The least since it settled, MB; null: it has not. */
  readonly least: number | null;
  /** Weights in a row that were too much. */
  readonly over: number;
}

export const UNWEIGHED: Weight = { taken: 0, least: null, over: 0 };

/** `grown`: replaced at a quiet moment; `pressing`: now. */
export type Verdict = 'well' | 'grown' | 'pressing';

/** Takes a weight, MB. */
export function weigh(
  weight: Weight,
  mb: number,
  limits: MemoryLimits,
): { readonly weight: Weight; readonly verdict: Verdict } {
  const taken = weight.taken + 1;
  if (taken <= limits.settle) return { weight: { ...weight, taken }, verdict: 'well' };
  const least = Math.min(weight.least ?? mb, mb);
  const grown = mb - least >= Math.max(limits.growthMb, least);
  const over = grown || mb >= limits.ceilingMb ? weight.over + 1 : 0;
  const next: Weight = { taken, least, over };
  // One weight may be a moment's: garbage that is about to be collected.
  if (mb >= limits.ceilingMb && over >= 2) return { weight: next, verdict: 'pressing' };
  return { weight: next, verdict: over >= limits.patience ? 'grown' : 'well' };
}
