import type { NodeState } from '../../../shared/model/states';
import type { AlarmLook } from '../../parts/alarm-shape';
import type { ColourToken } from '../../theme/state-theme';
import { box, type Item, middle, type Rect, text } from '../layout/display-list';
import { ellipsis, fitText } from '../layout/fit-text';
import type { Holder } from '../model/attention';
import type { PanelView } from './panel';

/** What panels of text are drawn with. All lengths are device pixels. */

/** Nobody vouches for what is shown now: no age, no pulse, and shapes on hatching. */
export function isThen({ link }: Pick<PanelView, 'link'>): boolean {
  return link.phase !== 'live';
}

/** The height of a line of text of this size. */
export function lineHeight(size: number): number {
  return Math.round(size * 1.3);
}

/** How text is set. `least`: the smallest size that it may shrink to, as a part of its size; left out: it is cut instead. */
export interface Style {
  readonly size: number;
  readonly weight: number;
  readonly colour: ColourToken;
  readonly align?: 'left' | 'right';
  readonly least?: number;
}

/** Text that has been put in its place: what of it is shown, and how wide that is. */
export interface Put {
  readonly item: Item;
  readonly width: number;
  readonly words: string;
}

/** Puts words on a line of height `h` that begins at `top`, no wider than `width`. `x`: the left edge, or the right one. */
export function put(
  words: string,
  at: { readonly x: number; readonly top: number; readonly h: number; readonly width: number },
  style: Style,
  { measure }: Pick<PanelView, 'measure'>,
): Put {
  const { weight, colour, align = 'left', least } = style;
  const width = Math.max(0, at.width);
  const fit =
    least === undefined
      ? { lines: [ellipsis(words, width, (value) => measure(value, style.size, weight))], size: style.size }
      : fitText(
          words,
          { size: style.size, minSize: Math.round(style.size * least), weight, width, maxLines: 1 },
          measure,
        );
  const shown = fit.lines[0] ?? '';
  return {
    item: text(
      shown,
      { x: at.x, y: middle(at.top, at.h, fit.size) },
      { size: fit.size, weight, align, colour },
    ),
    width: Math.ceil(measure(shown, fit.size, weight)),
    words: shown,
  };
}

/** A thin line across. */
export function rule(x: number, y: number, w: number, { scale }: Pick<PanelView, 'scale'>): Item {
  return box({ x, y, w, h: Math.max(1, Math.round(2 * scale.unit)) }, '--line');
}

/** A thin line down. */
export function divider(x: number, y: number, h: number, { scale }: Pick<PanelView, 'scale'>): Item {
  return box({ x, y, w: Math.max(1, Math.round(2 * scale.unit)), h }, '--line');
}

/** A state's shape. `look`: as an alarm; null: as a state. What is only last known stands on hatching, and never pulses. */
export function shape(
  state: NodeState,
  look: AlarmLook | null,
  at: { readonly x: number; readonly y: number; readonly size: number },
  view: PanelView,
): Item[] {
  const then = isThen(view);
  return [
    ...(then ? [hatch(grown(at, Math.round(at.size * 0.14)), view)] : []),
    look === null
      ? { kind: 'shape', ...at, state }
      : { kind: 'alarm', ...at, state, look, beat: look === 'solid' && view.beat && !then },
  ];
}

function grown(at: { readonly x: number; readonly y: number; readonly size: number }, by: number): Rect {
  return { x: at.x - by, y: at.y - by, w: at.size + 2 * by, h: at.size + 2 * by };
}

/** Diagonal lines: not known to hold now. */
export function hatch(rect: Rect, { scale }: Pick<PanelView, 'scale'>): Item {
  return {
    kind: 'hatch',
    ...rect,
    colour: '--line-2',
    pitch: Math.max(5, Math.round(13 * scale.unit)),
    line: Math.max(1, Math.round(3 * scale.unit)),
  };
}

/** Who has it: initials in a frame, and the name where there is room for it. */
export function holderItems(
  holder: Holder,
  at: { readonly x: number; readonly top: number; readonly h: number; readonly width: number },
  style: { readonly size: number; readonly frame: ColourToken },
  view: PanelView,
): { readonly items: readonly Item[]; readonly width: number } {
  const { scale, measure } = view;
  const small = Math.round(style.size * 0.62);
  const pad = Math.round(small * 0.3);
  const w = Math.ceil(measure(holder.initials, small, 600)) + 2 * pad;
  const h = Math.round(small * 1.35);
  const frame: Item = {
    kind: 'rect',
    x: at.x,
    y: Math.round(at.top + (at.h - h) / 2),
    w,
    h,
    fill: null,
    stroke: style.frame,
    line: Math.max(1, Math.round(4 * scale.unit)),
    dashed: false,
    radius: Math.round(6 * scale.unit),
  };
  const initials = text(
    holder.initials,
    { x: at.x + pad, y: middle(at.top, at.h, small) },
    { size: small, weight: 600, colour: style.frame },
  );
  const gap = Math.round(style.size * 0.3);
  const room = at.width - w - gap;
  if (room < style.size * 2) return { items: [frame, initials], width: w };
  const name = put(
    holder.name,
    { ...at, x: at.x + w + gap, width: room },
    { size: style.size, weight: 600, colour: '--text-1' },
    view,
  );
  return { items: [frame, initials, name.item], width: w + gap + name.width };
}

/** A small quiet heading above what it names. */
export function label(words: string, rect: { x: number; y: number; w: number }, view: PanelView): Item {
  const size = view.scale.fifth;
  return put(
    words,
    { x: rect.x, top: rect.y, h: lineHeight(size), width: rect.w },
    { size, weight: 500, colour: '--text-2' },
    view,
  ).item;
}

/** Words that stand alone where there is nothing to list. */
export function alone(words: string, body: Rect, view: PanelView): Item {
  const h = lineHeight(view.scale.first);
  return put(
    words,
    { x: body.x, top: body.y + Math.round(8 * view.scale.unit), h, width: body.w },
    { size: view.scale.first, weight: 400, colour: '--text-2', least: 0.45 },
    view,
  ).item;
}

/** Words in a row, between points. */
export function dotted(words: readonly string[]): string {
  return words.filter((one) => one !== '').join(' · ');
}

/** Pieces on as few lines as they need, between points: a line is broken between pieces only. */
export function wrapPieces(
  pieces: readonly string[],
  width: number,
  size: number,
  { measure }: Pick<PanelView, 'measure'>,
): readonly string[] {
  const lines: string[] = [];
  for (const piece of pieces) {
    const last = lines[lines.length - 1];
    const joined = last === undefined ? piece : `${last} · ${piece}`;
    if (last !== undefined && measure(joined, size, 400) <= width) lines[lines.length - 1] = joined;
    else lines.push(piece);
  }
  return lines;
}
