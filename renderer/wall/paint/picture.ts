import type { Canvas2d } from '../../parts/canvas-2d';
import type { Palette } from '../../theme/state-theme';
import type { DisplayList } from '../layout/display-list';
import { difference, paint } from './paint';
import type { Typesetter } from './typesetter';

/**
 * The picture, on one canvas whose drawing is handed to the compositor by itself (`OffscreenCanvas` on this thread). One
 * that is part of the page is painted, cut into tiles and drawn again with the page each time something on it changes:
 * without a GPU that costs twice as much at 1080p and three times at 4K, on a grid of small ones too (measured; see
 * `test/bench/README.md`, *what a wall's canvas costs*).
 */
export class Picture {
  readonly #host: HTMLElement;
  #canvas: OffscreenCanvas;
  #ctx: Canvas2d;
  #width = 0;
  #height = 0;
  #ratio = 0;
  /** It is empty. */
  #fresh = false;
  #lost = false;
  #shift = { x: Number.NaN, y: Number.NaN };

  /** Puts its canvas into `host`. Throws where this window cannot draw. */
  constructor(host: HTMLElement) {
    this.#host = host;
    [this.#canvas, this.#ctx] = this.#begin();
  }

  /**
   * Begins on another canvas: what draws for all windows has ended, and without a GPU nobody tells a canvas that what it
   * hands over is seen no more.
   */
  renew(): void {
    [this.#canvas, this.#ctx] = this.#begin();
    this.#canvas.width = this.#width;
    this.#canvas.height = this.#height;
    this.#fresh = true;
  }

  #begin(): [OffscreenCanvas, Canvas2d] {
    const element = document.createElement('canvas');
    const canvas = element.transferControlToOffscreen();
    // With a GPU, what was drawn is lost when its process ends, and it is said when there is another.
    canvas.addEventListener('contextlost', () => {
      if (canvas === this.#canvas) this.#lost = true;
    });
    canvas.addEventListener('contextrestored', () => {
      if (canvas !== this.#canvas) return;
      this.#lost = false;
      this.#fresh = true;
    });
    const ctx = canvas.getContext('2d', { alpha: false });
    if (!ctx) throw new Error('this window cannot draw on a canvas');
    this.#lost = false;
    this.#host.replaceChildren(element);
    return [canvas, ctx];
  }

  /** Device pixels. */
  get width(): number {
    return this.#width;
  }
  get height(): number {
    return this.#height;
  }

  /** Whether there is anything to be seen of it: it is in the page, and its canvas is not lost. */
  get visible(): boolean {
    return this.#host.isConnected && !this.#lost;
  }

  /** Takes its size, in CSS pixels. True: it is another one, or another canvas; all is empty. */
  fit(cssWidth: number, cssHeight: number, ratio: number): boolean {
    const width = Math.max(1, Math.round(cssWidth * ratio));
    const height = Math.max(1, Math.round(cssHeight * ratio));
    const same = width === this.#width && height === this.#height && ratio === this.#ratio;
    const fresh = this.#fresh;
    this.#fresh = false;
    if (same) return fresh;
    this.#width = width;
    this.#height = height;
    this.#ratio = ratio;
    this.#canvas.width = width;
    this.#canvas.height = height;
    this.#host.style.width = `${cssWidth}px`;
    this.#host.style.height = `${cssHeight}px`;
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
    const all = { x: 0, y: 0, w: list.width, h: list.height };
    paint(this.#ctx, changed, all, palette, type);
  }
}
