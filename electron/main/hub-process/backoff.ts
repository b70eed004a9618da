/** The first wait after a failure, and the longest, ms. */
const FIRST_MS = 500;
const LONGEST_MS = 10_000;

/** How long to wait after the `failures`-th failure in a row (1 is the first), ms: doubling, capped. */
export function backoff(failures: number, first = FIRST_MS, longest = LONGEST_MS): number {
  return Math.min(longest, first * 2 ** Math.max(0, Math.min(failures, 30) - 1));
}
