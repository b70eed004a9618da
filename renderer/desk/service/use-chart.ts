import { useEffect, useRef, useState } from 'react';
import type { ChartAnswer } from '../../../shared/contract/wire';
import { useClock, useLinkView } from '../../stores/board-react';
import { useBridge } from '../desk-context';
import { RANGE_MS, type SampleRange } from '../desk-store';

/** Steps that are asked for: more than a chart has room for would only be drawn on top of each other. */
export const CHART_POINTS = 600;
/** A chart is asked for again so often while it is open and the hub answers, ms: a step or so of each range. */
export const REFRESH_MS: Readonly<Record<SampleRange, number>> = {
  '1h': 10_000,
  '24h': 60_000,
  '31d': 300_000,
  '13m': 900_000,
};

/**
 * A chart and what it may claim. `none`: the hub is away and nothing was had before. `stale`: from before the hub went
 * away, or a later answer failed.
 */
export interface Chart {
  readonly phase: 'loading' | 'ready' | 'none' | 'failed' | 'stale';
  readonly answer: ChartAnswer | null;
  /** What `answer` spans: it is the former range until the one that was chosen has come. ms UTC by the hub's clock. */
  readonly range: SampleRange;
  readonly to: number;
  readonly error: string | null;
}

/** A node's measurements over a range, kept fresh while the hub answers. */
export function useChart(node: string, range: SampleRange): Chart {
  const bridge = useBridge();
  const clock = useClock();
  const link = useLinkView();
  const live = link.phase === 'live';
  const offset = useRef(0);
  offset.current = link.hubNow - clock.now();
  const [chart, setChart] = useState<Chart & { readonly node: string }>({ ...EMPTY, range, node });

  useEffect(() => {
    let stopped = false;
    let cancel = (): void => {};
    const missed = (error: string | null): void => {
      setChart((old) => {
        if (old.node === node && old.answer !== null && old.range === range) {
          return { ...old, phase: 'stale', error };
        }
        return { ...EMPTY, range, node, phase: error === null ? 'none' : 'failed', error };
      });
    };
    const ask = (): void => {
      const to = Math.round(clock.now() + offset.current);
      bridge
        .chart({ node, from: to - RANGE_MS[range], to, points: CHART_POINTS })
        .then(
          (answer) => {
            if (stopped) return;
            if (answer.ok) setChart({ phase: 'ready', answer: answer.value, range, to, error: null, node });
            else missed(answer.error.code === 'offline' ? null : answer.error.message);
          },
          (error: unknown) => {
            if (!stopped) missed(error instanceof Error ? error.message : String(error));
          },
        )
        .finally(() => {
          if (!stopped && live) cancel = clock.after(REFRESH_MS[range], ask);
        });
    };
    ask();
    return () => {
      stopped = true;
      cancel();
    };
  }, [bridge, clock, node, range, live]);
  return chart.node === node ? chart : { ...EMPTY, range };
}

const EMPTY: Omit<Chart, 'range'> = { phase: 'loading', answer: null, to: 0, error: null };
