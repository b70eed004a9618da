import type { ColourToken } from '../../theme/state-theme';
import type { Callout } from '../model/callouts';
import type { WallView } from '../view';
import { type Item, type MeasureText, text } from './display-list';

/**
 * What stands after the name on a line, or below it where the strip has a line to spare: the incident that it is in, what
 * it rests on where that is not its own measurement, how much is back, how many follow, and how many have called. As much
 * of it as there is room for, by what matters most; never a part of a number.
 */

type Kind = 'incident' | 'basis' | 'alone' | 'recovery' | 'follows' | 'callers';
/** In the order in which they are read. */
const READ: readonly Kind[] = ['incident', 'basis', 'alone', 'recovery', 'follows', 'callers'];
/** What is kept longest first: what the state's word rests on, then how large it is. */
const KEPT: readonly Kind[] = ['basis', 'recovery', 'follows', 'incident', 'alone', 'callers'];

interface Detail {
  readonly kind: Kind;
  /** Fullest first. */
  readonly forms: readonly string[];
  readonly colour: ColourToken;
}

interface Piece {
  readonly words: string;
  readonly colour: ColourToken;
}

function detailsOf({ news, follows }: Callout, { t }: WallView): readonly Detail[] {
  const { basis, recovery, incident, callers, unexplained } = news;
  const details: Detail[] = [];
  const add = (kind: Kind, forms: readonly string[], colour: ColourToken = '--text-2'): void =>
    void details.push({ kind, forms, colour });
  if (incident?.severity === 'major')
    add('incident', [t('wall:major', { number: incident.number }), incident.number], '--major');
  else if (incident) add('incident', [incident.number]);
  if (basis === 'inferred' || basis === 'named') add('basis', [t(`wall:basis.${basis}`)]);
  if (unexplained) add('alone', [t('wall:unexplainedOne')], '--text-1');
  if (recovery) {
    const { back, all } = recovery;
    add('recovery', [t('wall:recovery', { back, all })]);
  }
  if (follows > 0)
    add('follows', [t('wall:follows', { count: follows }), t('wall:followsShort', { count: follows })]);
  if (callers > 0) add('callers', [t('wall:callers', { count: callers })]);
  return details;
}

const BETWEEN = ' · ';
const WEIGHT = 500;

function widthOf(pieces: readonly Piece[], view: WallView, measure: MeasureText): number {
  return measure(pieces.map(({ words }) => words).join(BETWEEN), view.scale.third, WEIGHT);
}

/** As many as fit in `room`, each as short as it can be, then each as full as there still is room for. */
function fitting(
  callout: Callout,
  room: number,
  view: WallView,
  measure: MeasureText,
): { readonly pieces: readonly Piece[]; readonly whole: boolean } {
  const details = detailsOf(callout, view);
  const chosen = new Map<Kind, string>();
  const pieces = (): Piece[] =>
    READ.flatMap((kind) => {
      const words = chosen.get(kind);
      const detail = details.find((one) => one.kind === kind);
      return words !== undefined && detail ? [{ words, colour: detail.colour }] : [];
    });
  const tries = (kind: Kind, words: string | undefined): void => {
    const before = chosen.get(kind);
    if (words === undefined) return;
    chosen.set(kind, words);
    if (widthOf(pieces(), view, measure) <= room) return;
    if (before === undefined) chosen.delete(kind);
    else chosen.set(kind, before);
  };
  for (const kind of KEPT) tries(kind, details.find((one) => one.kind === kind)?.forms.at(-1));
  for (const kind of KEPT)
    tries(kind, chosen.has(kind) ? details.find((one) => one.kind === kind)?.forms[0] : undefined);
  return { pieces: pieces(), whole: details.every(({ kind, forms }) => chosen.get(kind) === forms[0]) };
}

const gap = (view: WallView): number => Math.round(view.scale.first * 0.35);

/** What a name that can be smaller leaves free: the first two of what is kept longest, with the air before them, px. */
export function detailWidth(callout: Callout, view: WallView, measure: MeasureText): number {
  const details = detailsOf(callout, view);
  const first = KEPT.flatMap((kind) => details.filter((one) => one.kind === kind)).slice(0, 2);
  const pieces = first.map(({ forms, colour }) => ({ words: forms.at(-1) ?? '', colour }));
  return pieces.length === 0 ? 0 : gap(view) + Math.ceil(widthOf(pieces, view, measure));
}

/** Whether a line of its own would say more than `room` after the name does, px. */
export function wantsLine(callout: Callout, room: number, view: WallView, measure: MeasureText): boolean {
  const { news } = callout;
  const worth = news.incident !== null || news.recovery !== null || news.callers > 0;
  return worth && !fitting(callout, room - gap(view), view, measure).whole;
}

/** Draws it from `x` on, in the `room` that is left on that line, px. `y`: the baseline. */
export function detailItems(
  callout: Callout,
  at: { readonly x: number; readonly y: number; readonly room: number },
  view: WallView,
  measure: MeasureText,
): Item[] {
  const size = view.scale.third;
  const { pieces } = fitting(callout, at.room, view, measure);
  let { x } = at;
  return pieces.flatMap(({ words, colour }, index) => {
    const item = text(words, { x, y: at.y }, { size, weight: WEIGHT, colour });
    x += measure(words, size, WEIGHT);
    if (index === pieces.length - 1) return [item];
    const dot = text(BETWEEN, { x, y: at.y }, { size, weight: WEIGHT, colour: '--text-3' });
    x += measure(BETWEEN, size, WEIGHT);
    return [item, dot];
  });
}

/** The air between a name and what stands after it, px. */
export const detailGap = gap;

/** All of it in words, for who cannot see it. */
export function detailWords(callout: Callout, view: WallView): readonly string[] {
  return detailsOf(callout, view).map(({ forms }) => forms[0] ?? '');
}
