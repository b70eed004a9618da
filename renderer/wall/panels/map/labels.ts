import type { MeasureText, Rect } from '../../layout/display-list';

/** A name that wants a place beside its mark. */
export interface LabelWish {
  readonly key: string;
  readonly words: string;
  readonly x: number;
  readonly y: number;
  /** From the middle of its mark to where the name may begin, px. */
  readonly reach: number;
  readonly weight: number;
  /** Sizes that it may have, the best first, px. */
  readonly sizes: readonly number[];
}

/** A name in its place. */
export interface Label {
  readonly key: string;
  readonly words: string;
  readonly size: number;
  readonly weight: number;
  /** Its box. */
  readonly rect: Rect;
}

/** A line that a name should not lie on. */
export interface Stroke {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** Where a name may stand from its mark: across and down, in turn. */
const SIDES: readonly (readonly [number, number])[] = [
  [1, 0],
  [-1, 0],
  [1, -1],
  [-1, -1],
  [1, 1],
  [-1, 1],
  [0, -1],
  [0, 1],
];

/**
 * Gives names their places, in order: none over another, over a mark (`marks`) or outside `area`, and over as few lines as
 * can be. What finds no place in its best size tries the next; what finds none at all is left out.
 */
export function placeLabels(
  wishes: readonly LabelWish[],
  marks: readonly Rect[],
  strokes: readonly Stroke[],
  area: Rect,
  measure: MeasureText,
): readonly Label[] {
  const taken: Rect[] = [...marks];
  const placed: Label[] = [];
  for (const wish of wishes) {
    const label = placeOne(wish, taken, strokes, area, measure);
    if (!label) continue;
    placed.push(label);
    taken.push(label.rect);
  }
  return placed;
}

function placeOne(
  wish: LabelWish,
  taken: readonly Rect[],
  strokes: readonly Stroke[],
  area: Rect,
  measure: MeasureText,
): Label | null {
  for (const size of wish.sizes) {
    const w = Math.ceil(measure(wish.words, size, wish.weight));
    const h = Math.round(size * 1.1);
    let best: { readonly rect: Rect; readonly cost: number } | null = null;
    for (const [index, [across, down]] of SIDES.entries()) {
      const side = down === 0 ? wish.reach : wish.reach * 0.8;
      const x = wish.x + (across === 0 ? -w / 2 : across > 0 ? side : -side - w);
      const lift = across === 0 ? wish.reach + h / 2 : h * 0.55 + wish.reach * 0.35;
      const y = wish.y - h / 2 + down * lift;
      // Above or below its mark a name may stand off the middle, where the edge is near.
      const left = across === 0 ? Math.min(Math.max(x, area.x), area.x + area.w - w) : x;
      const rect = { x: Math.round(left), y: Math.round(y), w, h };
      if (!isInside(rect, area) || taken.some((other) => meets(rect, other))) continue;
      const cost = index * 0.3 + strokes.reduce((sum, stroke) => sum + Number(crosses(rect, stroke)), 0);
      if (best === null || cost < best.cost) best = { rect, cost };
    }
    if (best) return { key: wish.key, words: wish.words, size, weight: wish.weight, rect: best.rect };
  }
  return null;
}

function isInside(rect: Rect, area: Rect): boolean {
  return (
    rect.x >= area.x &&
    rect.y >= area.y &&
    rect.x + rect.w <= area.x + area.w &&
    rect.y + rect.h <= area.y + area.h
  );
}

export function meets(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

/** Whether a line passes through a box (Liang and Barsky's). */
export function crosses(rect: Rect, { x1, y1, x2, y2 }: Stroke): boolean {
  let from = 0;
  let to = 1;
  const sides = [
    [x1 - x2, x1 - rect.x],
    [x2 - x1, rect.x + rect.w - x1],
    [y1 - y2, y1 - rect.y],
    [y2 - y1, rect.y + rect.h - y1],
  ] as const;
  for (const [p, q] of sides) {
    if (p === 0 && q < 0) return false;
    if (p < 0) from = Math.max(from, q / p);
    if (p > 0) to = Math.min(to, q / p);
  }
  return from < to;
}
