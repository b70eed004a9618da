import type { WallBridge } from '../../shared/contract/ipc';
import type { Clock } from '../../shared/time/clock';

/** How often main is told how many frames were painted, ms. */
const BEAT_MS = 1_000;

/**
 * Counts painted frames and tells the supervisor each second: a window that hangs or paints no more is noticed
 * from outside. Returns a function that ends it.
 */
export function startFrameBeat(bridge: Pick<WallBridge, 'frameBeat'>, clock: Clock): () => void {
  let frames = 0;
  let request = 0;
  let cancel = (): void => {};
  const count = (): void => {
    frames += 1;
    request = requestAnimationFrame(count);
  };
  const tell = (): void => {
    bridge.frameBeat(frames);
    frames = 0;
    cancel = clock.after(BEAT_MS, tell);
  };
  request = requestAnimationFrame(count);
  cancel = clock.after(BEAT_MS, tell);
  return () => {
    cancel();
    cancelAnimationFrame(request);
  };
}
