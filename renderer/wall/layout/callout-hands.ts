import type { ColourToken } from '../../theme/state-theme';
import type { Callout } from '../model/callouts';
import type { WallView } from '../view';
import { type Item, type MeasureText, middle, text } from './display-list';
import type { WallGeometry } from './geometry';

/**
 * In whose hands a line is, at its end: the holder's initials in a frame of the state's colour, or in words that nobody
 * has it. From afar the shape says the same (solid, outlined, dashed).
 */

/** What is written; null: the line is no alarm of anybody's. */
export function handWords(
  { attention }: Pick<Callout, 'attention'>,
  { t }: Pick<WallView, 't'>,
): { readonly words: string; readonly framed: boolean } | null {
  switch (attention?.state) {
    case 'unacknowledged':
      return { words: t('wall:unacknowledged'), framed: false };
    case 'acknowledged':
      return attention.holder && { words: attention.holder.initials, framed: true };
    case 'returned':
      return { words: t('wall:unseen'), framed: false };
    default:
      return null;
  }
}

const pad = (view: WallView): number => Math.round(view.scale.third * 0.3);

/** The width that it takes, px; 0: nothing is written. */
export function handWidth(callout: Callout, view: WallView, measure: MeasureText): number {
  const hand = handWords(callout, view);
  if (!hand) return 0;
  return hand.framed
    ? measure(hand.words, view.scale.third, 600) + 2 * pad(view)
    : measure(hand.words, view.scale.fifth, 600);
}

/** Draws it with its right edge at `right`, in the line that begins at `top`. */
export function handItems(
  callout: Callout,
  colour: ColourToken,
  at: { readonly top: number; readonly right: number },
  view: WallView,
  { line }: WallGeometry,
  measure: MeasureText,
): Item[] {
  const hand = handWords(callout, view);
  if (!hand) return [];
  const { third, fifth, unit } = view.scale;
  const y = middle(at.top, line, third);
  if (!hand.framed) {
    // Leaves the name as much as it can: a name on two lines costs the strip a line.
    const place = { x: at.right, y: middle(at.top, line, fifth) };
    return [text(hand.words, place, { size: fifth, weight: 600, align: 'right', colour: '--text-1' })];
  }
  const w = Math.ceil(handWidth(callout, view, measure));
  const h = Math.round(third * 1.35);
  return [
    {
      kind: 'rect',
      x: at.right - w,
      y: Math.round(at.top + (line - h) / 2),
      w,
      h,
      fill: null,
      stroke: colour,
      line: Math.max(1, Math.round(4 * unit)),
      dashed: false,
      radius: Math.round(6 * unit),
    },
    text(
      hand.words,
      { x: at.right - Math.round(w / 2), y },
      { size: third, weight: 600, align: 'center', colour },
    ),
  ];
}
