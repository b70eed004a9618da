import { useEffect, useRef, useState } from 'react';
import type { SampleSeries } from '../../../shared/contract/wire';
import { useClock, useLinkView } from '../../stores/board-react';
import { useBridge } from '../desk-context';
import type { Latest } from './check-table';

/** Response times are asked for again so often while the page is open and the hub answers, ms. */
export const SAMPLES_MS = 10_000;

/** What is known of a service's response times. `stale`: from before the hub went away, or a later answer failed. */
export interface Samples {
  readonly phase: 'loading' | 'ready' | 'none' | 'failed' | 'stale';
  readonly series: readonly SampleSeries[];
  /** The span that was asked for, hub time, ms UTC. */
  readonly from: number;
  readonly to: number;
  readonly error: string | null;
}

/** The response times of a service's checks over the last `rangeMs`, kept fresh while the hub answers. */
export function useSamples(service: string, rangeMs: number): Samples {
  const bridge = useBridge();
  const clock = useClock();
  const link = useLinkView();
  const live = link.phase === 'live';
  const offset = useRef(0);
  offset.current = link.hubNow - clock.now();
  const [samples, setSamples] = useState<Samples & { readonly key: string }>({ ...EMPTY, key: '' });
  const key = `${service}/${rangeMs}`;

  useEffect(() => {
    let stopped = false;
    let cancel = (): void => {};
    const missed = (error: string | null): void => {
      setSamples((old) => {
        if (old.key === key && old.series.length > 0) return { ...old, phase: 'stale', error };
        return { ...EMPTY, key, phase: error === null ? 'none' : 'failed', error };
      });
    };
    const ask = (): void => {
      const to = clock.now() + offset.current;
      const from = to - rangeMs;
      bridge
        .samples({ service, since: from })
        .then(
          (answer) => {
            if (stopped) return;
            if (!answer.ok) missed(answer.error.message);
            else if (answer.value.source === 'none') missed(null);
            else setSamples({ phase: 'ready', series: answer.value.series, from, to, error: null, key });
          },
          (error: unknown) => {
            if (!stopped) missed(error instanceof Error ? error.message : String(error));
          },
        )
        .finally(() => {
          if (!stopped && live) cancel = clock.after(SAMPLES_MS, ask);
        });
    };
    ask();
    return () => {
      stopped = true;
      cancel();
    };
  }, [bridge, clock, service, rangeMs, key, live]);
  return samples.key === key ? samples : EMPTY;
}

const EMPTY: Samples = { phase: 'loading', series: [], from: 0, to: 0, error: null };

/** The newest measurement of each check. */
export function latestOf(series: readonly SampleSeries[]): ReadonlyMap<string, Latest> {
  const latest = new Map<string, Latest>();
  for (const one of series) {
    const at = one.at[one.at.length - 1];
    if (at !== undefined) latest.set(one.check, { at, ms: one.ms[one.ms.length - 1] ?? null });
  }
  return latest;
}
