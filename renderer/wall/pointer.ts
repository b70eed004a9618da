import type { Clock } from '../../shared/time/clock';

/** A pointer that rests for so long is hidden, ms. */
const REST_MS = 3_000;

/**
 * Shows the pointer over the wall while somebody moves it, and hides it when it rests. A page that begins under a
 * resting pointer is told of a movement too: only one that has come from somewhere else counts. Returns a function
 * that ends it.
 */
export function watchPointer(body: HTMLElement, clock: Clock): () => void {
  let at: string | null = null;
  let cancel = (): void => {};
  const rest = (): void => {
    delete body.dataset.pointer;
  };
  const moved = (event: MouseEvent): void => {
    const place = `${event.screenX},${event.screenY}`;
    const same = at === null || at === place;
    at = place;
    if (same) return;
    body.dataset.pointer = 'moved';
    cancel();
    cancel = clock.after(REST_MS, rest);
  };
  body.addEventListener('mousemove', moved);
  return () => {
    cancel();
    rest();
    body.removeEventListener('mousemove', moved);
  };
}
