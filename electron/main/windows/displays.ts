import { type Display, screen } from 'electron';
import type { Clock } from '../../../shared/time/clock';
import type { DisplayInfo } from './placement';

/** Unplugging one display moves several: they are looked at together when they have settled, ms. */
const SETTLE_MS = 250;

/** The displays there are. Only after the app is ready. */
export function currentDisplays(): DisplayInfo[] {
  const primary = screen.getPrimaryDisplay().id;
  return screen.getAllDisplays().map((display: Display) => ({
    id: display.id,
    bounds: display.bounds,
    workArea: display.workArea,
    primary: display.id === primary,
  }));
}

/** Device pixels in a DIP, by display. Only after the app is ready. */
export function displayScales(): ReadonlyMap<number, number> {
  return new Map(screen.getAllDisplays().map(({ id, scaleFactor }) => [id, scaleFactor]));
}

/** Calls `changed` when displays have come, gone or moved, and settled. Returns a function that ends it. */
export function watchDisplays(clock: Clock, changed: () => void): () => void {
  let cancel: (() => void) | null = null;
  const soon = (): void => {
    cancel?.();
    cancel = clock.after(SETTLE_MS, () => {
      cancel = null;
      changed();
    });
  };
  screen.on('display-added', soon);
  screen.on('display-removed', soon);
  screen.on('display-metrics-changed', soon);
  return () => {
    cancel?.();
    screen.off('display-added', soon);
    screen.off('display-removed', soon);
    screen.off('display-metrics-changed', soon);
  };
}
