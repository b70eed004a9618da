import { useEffect, useState } from 'react';
import type { AlarmFiguresAnswer } from '../../../shared/contract/wire';
import { useBoardStore, useClock, useLinkView } from '../../stores/board-react';
import { useBridge } from '../desk-context';

export const PERIODS = ['8h', '24h', '7d', '31d'] as const;
export type Period = (typeof PERIODS)[number];
const HOUR_MS = 3_600_000;
const PERIOD_MS: Readonly<Record<Period, number>> = {
  '8h': 8 * HOUR_MS,
  '24h': 24 * HOUR_MS,
  '7d': 7 * 24 * HOUR_MS,
  '31d': 31 * 24 * HOUR_MS,
};
/** The figures are asked for again so often while somebody reads them, ms. */
const AGAIN_MS = 60_000;

/** The figures as the hub has them, for a period that ends now. */
export interface Figures {
  readonly phase: 'asking' | 'known' | 'offline' | 'failed';
  /** The last answer to this question; it stays while the next is waited for, or the hub is away. */
  readonly answer: AlarmFiguresAnswer | null;
  readonly reason: string | null;
}

/** Asks the hub for the figures, at once and then every minute. An answer to another question is passed over. */
export function useFigures(period: Period, position: string | null): Figures {
  const bridge = useBridge();
  const clock = useClock();
  const store = useBoardStore();
  const reachable = useLinkView().reachable;
  const [figures, setFigures] = useState<Figures>({ phase: 'asking', answer: null, reason: null });
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew as soon as the hub can be reached
  useEffect(() => {
    let over = false;
    let cancel = (): void => {};
    setFigures((before) => ({ ...before, phase: 'asking' }));
    const ask = (): void => {
      const to = store.linkView().hubNow;
      void bridge.figures({ from: to - PERIOD_MS[period], to, position }).then((answer) => {
        if (over) return;
        if (answer.ok) setFigures({ phase: 'known', answer: answer.value, reason: null });
        else {
          const phase = answer.error.code === 'offline' ? 'offline' : 'failed';
          setFigures((before) => ({ answer: before.answer, phase, reason: answer.error.message }));
        }
        cancel = clock.after(AGAIN_MS, ask);
      });
    };
    ask();
    return () => {
      over = true;
      cancel();
    };
  }, [bridge, clock, store, period, position, reachable]);
  return figures;
}
