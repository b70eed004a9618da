import { useEffect, useState } from 'react';
import type { WallHealthAnswer } from '../../../shared/contract/wire';
import { useBoardStore, useClock } from '../../stores/board-react';
import { useBridge } from '../desk-context';

/** Asked again after this, ms. */
const AGAIN_MS = 2_000;

export interface WallHealth {
  /** The last answer; null: none yet. */
  readonly answer: WallHealthAnswer | null;
  /** When it was answered, the hub's clock, ms UTC; null: never. */
  readonly at: number | null;
  /** Why the last question failed, in words; null: it did not. */
  readonly fault: string | null;
}

/** How the walls of all consoles fare, asked of the hub every other second for as long as somebody looks. */
export function useWallHealth(): WallHealth {
  const bridge = useBridge();
  const store = useBoardStore();
  const clock = useClock();
  const [health, setHealth] = useState<WallHealth>({ answer: null, at: null, fault: null });
  useEffect(() => {
    let running = true;
    let cancel = (): void => {};
    const failed = (fault: string): void => setHealth((before) => ({ ...before, fault }));
    const ask = async (): Promise<void> => {
      try {
        const answer = await bridge.wallHealth();
        if (!running) return;
        if (answer.ok)
          setHealth({ answer: answer.value, at: Math.floor(store.linkView().hubNow), fault: null });
        else failed(answer.error.message);
      } catch (error) {
        if (running) failed(error instanceof Error ? error.message : String(error));
      }
      if (running) cancel = clock.after(AGAIN_MS, () => void ask());
    };
    void ask();
    return () => {
      running = false;
      cancel();
    };
  }, [bridge, store, clock]);
  return health;
}
