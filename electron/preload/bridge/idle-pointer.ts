/** What of the page this file touches; `electron/` compiles without DOM types. */
interface HostPage {
  readonly document: { readonly documentElement: { readonly style: { cursor: string } } | null };
  addEventListener(
    type: string,
    listen: () => void,
    options: { readonly passive: boolean; readonly capture: boolean },
  ): void;
  setTimeout(run: () => void, ms: number): number;
  clearTimeout(handle: number): void;
}

const IDLE_MS = 3_000;

/** Takes the pointer off a wall when nobody has moved it for three seconds. */
export function hideIdlePointer(): void {
  const page = globalThis as unknown as HostPage;
  let timer = 0;
  const show = (cursor: string): void => {
    const style = page.document.documentElement?.style;
    if (style && style.cursor !== cursor) style.cursor = cursor;
  };
  const moved = (): void => {
    show('');
    page.clearTimeout(timer);
    timer = page.setTimeout(() => show('none'), IDLE_MS);
  };
  for (const type of ['mousemove', 'mousedown', 'wheel'])
    page.addEventListener(type, moved, { passive: true, capture: true });
  timer = page.setTimeout(() => show('none'), IDLE_MS);
}
