import type { Palette } from '../../theme/state-theme';
import type { DisplayList } from '../layout/display-list';
import { difference, paint, type Region } from './paint';
import type { Typesetter } from './typesetter';

interface Pane {
  readonly canvas: HTMLCanvasElement;
  readonly ctx: CanvasRenderingContext2D;
  /** Its place in the picture, device pixels. */
  readonly region: Region;
}

const COLUMNS = 4;
const ROWS = 6;
/** Panes begin at multiples of so many CSS pixels: whole device pixels at every usual scale factor. */
const STEP = 8;

/**
 * The picture, on a grid of canvases. A canvas that is touched is handed to the compositor whole: with one of a
 * wall's size, a single changed tile costs as much as the whole wall, and without a GPU four walls then take all
 * the machine has. So each change touches only the panes that it lies in.
 */
export class Picture {
  readonly #host: HTMLElement;
  #panes: readonly Pane[] = [];
  #width = 0;
  #height = 0;
  #ratio = 0;
  #lost = false;
  #shift = { x: Number.NaN, y: Number.NaN };
  /** Canvases that nothing can be painted on now. */
  readonly #blank = new Set<HTMLCanvasElement>();

  constructor(host: HTMLElement) {
    this.#host = host;
  }

  /** Device pixels. */
  get width(): number {
    return this.#width;
  }
  get height(): number {
    return this.#height;
  }

  /** Whether there is anything to be seen of it: it is in the page, and no canvas of it is lost. */
  get visible(): boolean {
    return this.#host.isConnected && this.#blank.size === 0;
  }

  /** Takes its size, in CSS pixels. True: it is another one, or canvases were lost; all is empty. */
  fit(cssWidth: number, cssHeight: number, ratio: number): boolean {
    const width = Math.max(1, Math.round(cssWidth * ratio));
    const height = Math.max(1, Math.round(cssHeight * ratio));
    const same = width === this.#width && height === this.#height && ratio === this.#ratio;
    const lost = this.#lost;
    this.#lost = false;
    if (same) return lost;
    this.#width = width;
    this.#height = height;
    this.#ratio = ratio;
    this.#blank.clear();
    this.#host.style.width = `${cssWidth}px`;
    this.#host.style.height = `${cssHeight}px`;
    this.#panes = this.#cut(cssWidth, cssHeight, ratio);
    this.#host.replaceChildren(...this.#panes.map((pane) => pane.canvas));
    return true;
  }

  /**
   * Puts it at a distance from the window's corner, CSS pixels, rounded to device pixels so that every line stays as
   * sharp. Returns where it stands, CSS pixels.
   */
  place(x: number, y: number): { readonly x: number; readonly y: number } {
    const whole = (value: number): number => Math.round(value * this.#ratio) / this.#ratio;
    const next = { x: whole(x), y: whole(y) };
    if (next.x !== this.#shift.x || next.y !== this.#shift.y) {
      this.#shift = next;
      this.#host.style.left = `${next.x}px`;
      this.#host.style.top = `${next.y}px`;
    }
    return this.#shift;
  }

  /** Paints what differs from `previous` (all of it when null). */
  paint(
    list: DisplayList,
    previous: DisplayList | null,
    palette: Palette,
    type: Pick<Typesetter, 'draw'>,
  ): void {
    const changed = difference(list, previous);
    if (!changed.whole && changed.gone.length === 0 && changed.dirty.length === 0) return;
    for (const { ctx, region } of this.#panes) paint(ctx, changed, region, palette, type);
  }

  #cut(cssWidth: number, cssHeight: number, ratio: number): Pane[] {
    const paneWidth = Math.max(STEP, Math.ceil(cssWidth / COLUMNS / STEP) * STEP);
    const paneHeight = Math.max(STEP, Math.ceil(cssHeight / ROWS / STEP) * STEP);
    const panes: Pane[] = [];
    for (let top = 0; top < cssHeight; top += paneHeight) {
      for (let left = 0; left < cssWidth; left += paneWidth) {
        const w = Math.min(paneWidth, Math.ceil(cssWidth) - left);
        const h = Math.min(paneHeight, Math.ceil(cssHeight) - top);
        panes.push(this.#pane({ left, top, w, h }, ratio));
      }
    }
    return panes;
  }

  #pane(
    css: { readonly left: number; readonly top: number; readonly w: number; readonly h: number },
    ratio: number,
  ): Pane {
    const canvas = document.createElement('canvas');
    const region = {
      x: Math.round(css.left * ratio),
      y: Math.round(css.top * ratio),
      w: Math.round(css.w * ratio),
      h: Math.round(css.h * ratio),
    };
    canvas.width = region.w;
    canvas.height = region.h;
    canvas.style.left = `${css.left}px`;
    canvas.style.top = `${css.top}px`;
    canvas.style.width = `${css.w}px`;
    canvas.style.height = `${css.h}px`;
    // The GPU process may die and come back: the canvas is empty then.
    canvas.addEventListener('contextlost', () => this.#blank.add(canvas));
    canvas.addEventListener('contextrestored', () => {
      this.#blank.delete(canvas);
      this.#lost = true;
    });
    const ctx = canvas.getContext('2d', { alpha: false });
    if (!ctx) throw new Error('this window cannot draw on a canvas');
    ctx.setTransform(1, 0, 0, 1, -region.x, -region.y);
    return { canvas, ctx, region };
  }
}
