/** One measurement of a check. */
export interface Sample {
  /** When, ms UTC. */
  readonly at: number;
  /** Response time; null: none. */
  readonly ms: number | null;
  /** 0 ok, 1 warning, 2 critical, 3 unknown. */
  readonly result: number;
}

/** How bad a result is: unknown (3) is not worse than critical (2). */
const BADNESS = [0, 1, 3, 2] as const;

/**
 * At most `limit` samples of a series in order of time: of each stretch of it the fastest, the slowest, the
 * worst and the last. Every one was measured; an average would draw what never was and hide a peak.
 */
export function thin(samples: readonly Sample[], limit: number): readonly Sample[] {
  if (samples.length <= limit) return samples;
  const buckets = Math.max(1, Math.floor(limit / 4));
  const kept: Sample[] = [];
  for (let bucket = 0; bucket < buckets; bucket++) {
    const from = Math.floor((bucket * samples.length) / buckets);
    const to = Math.floor(((bucket + 1) * samples.length) / buckets);
    for (const index of keep(samples, from, to)) {
      const sample = samples[index];
      if (sample) kept.push(sample);
    }
  }
  return kept;
}

/** The places worth keeping in `[from, to)`, in order, each once. */
function keep(samples: readonly Sample[], from: number, to: number): readonly number[] {
  let fastest = -1;
  let slowest = -1;
  let worst = from;
  for (let i = from; i < to; i++) {
    const { ms, result } = samples[i] as Sample;
    if (bad(result) > bad(samples[worst]?.result ?? 0)) worst = i;
    if (ms === null) continue;
    if (fastest < 0 || ms < (samples[fastest]?.ms ?? 0)) fastest = i;
    if (slowest < 0 || ms > (samples[slowest]?.ms ?? 0)) slowest = i;
  }
  const places = new Set([fastest, slowest, worst, to - 1].filter((place) => place >= from && place < to));
  return [...places].sort((a, b) => a - b);
}

function bad(result: number): number {
  return BADNESS[result] ?? 2;
}
