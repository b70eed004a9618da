import { isPanelKind, PANEL_SETTINGS } from '../../../shared/model/panels';
import { formatAge } from '../../../shared/time/format';
import type { Translate } from '../../i18n';
import {
  box,
  type Group,
  group,
  type Item,
  type MeasureText,
  middle,
  type Rect,
  text,
} from '../layout/display-list';
import { ellipsis, fitText } from '../layout/fit-text';
import type { PanelHead } from '../panels/panel';
import type { TypeScale } from '../type-scale';
import { type DisplayView, isLastKnown, sinceSeconds } from '../view';
import type { SceneCell } from './scene-cells';

/** From this age on, the oldest data is written in full text, ms. */
export const OLD_MS = 120_000;
/** Heights in design pixels: a title bar, and the air below the header where a panel has none. */
const BAR = 72;
const AIR = 20;

/** A panel's place, cut into its title bar (null: it has the display to itself, or its bar stands on another) and its body. */
export function cutCell(
  cell: SceneCell,
  scale: TypeScale,
): { readonly bar: Rect | null; readonly body: Rect } {
  const { inner, fills, offset } = cell;
  const px = (design: number): number => Math.round(design * scale.unit);
  if (fills || offset.y > 0) {
    const air = fills ? px(AIR) : 0;
    return { bar: null, body: { ...inner, y: inner.y + air, h: Math.max(1, inner.h - air) } };
  }
  const h = Math.min(px(BAR), inner.h);
  return {
    bar: { ...inner, h },
    body: { ...inner, y: inner.y + h, h: Math.max(1, inner.h - h) },
  };
}

/** What a kind of panel is called; one that this version does not know, by its id. */
export function kindName(kind: string, t: Translate): string {
  return isPanelKind(kind) ? t(`scenes:panel.${kind}`) : kind;
}

/** What a title bar says. */
export interface BarWords {
  readonly title: string;
  /** Rows that there was no room for. */
  readonly leftOut: number;
  readonly head: Pick<PanelHead, 'oldest' | 'stale'>;
  /** Instead of the age; null: the age. */
  readonly note: string | null;
  /** Who sent it and until when, in words, the fullest first; none: it is the scene's. */
  readonly sent: readonly string[];
}

/** The age of what a panel shows, in words: since when it is only known, why it cannot vouch for it, or how old it is. */
export function ageWords(
  { oldest, stale }: BarWords['head'],
  view: DisplayView,
): { readonly words: string; readonly old: boolean; readonly unknown: boolean } {
  const { link, t, lang } = view;
  if (isLastKnown(view)) {
    const words =
      link.knownAt === null ? '' : t('wall:link.known', { at: sinceSeconds(link.knownAt, link.hubNow) });
    return { words, old: true, unknown: true };
  }
  if (stale !== null) return { words: stale, old: true, unknown: true };
  if (oldest === null) return { words: '', old: false, unknown: false };
  const age = Math.max(0, link.hubNow - oldest);
  return { words: t('wall:link.oldest', { age: formatAge(age, lang) }), old: age > OLD_MS, unknown: false };
}

/** A panel's title bar: what it is, what it leaves out, who sent it, and how old what it rests on is. */
export function drawBar(
  key: string,
  rect: Rect,
  bar: BarWords,
  view: DisplayView,
  measure: MeasureText,
): Group {
  const { scale, t } = view;
  const rule = Math.max(1, Math.round(2 * scale.unit));
  const items: Item[] = [box({ x: rect.x, y: rect.y + rect.h - rule, w: rect.w, h: rule }, '--line')];
  const height = rect.h - rule;
  const gap = Math.round(24 * scale.unit);
  const size = scale.fourth;
  const y = middle(rect.y, height, size);
  let right = rect.x + rect.w;
  const age =
    bar.note !== null && bar.head.stale === null && !isLastKnown(view)
      ? { words: bar.note, old: false, unknown: false }
      : ageWords(bar.head, view);
  const most = rect.w * 0.55;
  if (age.words !== '') {
    const weight = age.old ? 600 : 400;
    const colour = age.unknown ? '--unknown' : age.old ? '--text-1' : '--text-3';
    const fit = fitText(
      age.words,
      { size, minSize: Math.round(size * 0.75), weight, width: most, maxLines: 1 },
      measure,
    );
    const words = fit.lines[0] ?? '';
    items.push(text(words, { x: right, y }, { size: fit.size, weight, align: 'right', colour }));
    right -= measure(words, fit.size, weight) + gap;
    if (age.unknown && isLastKnown(view)) right = hatched(items, right, rect, height, scale) - gap;
  }
  if (bar.leftOut > 0) {
    const words = t('wall:more', { count: bar.leftOut });
    items.push(text(words, { x: right, y }, { size, weight: 600, align: 'right', colour: '--text-2' }));
    right -= measure(words, size, 600) + gap;
  }
  if (bar.sent.length > 0) {
    const room = right - rect.x - measure(bar.title, scale.third * 0.7, 500) - gap;
    const fitting = bar.sent.find((one) => measure(one, size, 500) <= room) ?? bar.sent[bar.sent.length - 1];
    const words = ellipsis(fitting ?? '', (right - rect.x) * 0.6, (value) => measure(value, size, 500));
    items.push(text(words, { x: right, y }, { size, weight: 500, align: 'right', colour: '--text-1' }));
    right -= measure(words, size, 500) + gap;
  }
  const title = fitText(
    bar.title,
    {
      size: scale.third,
      minSize: Math.round(scale.third * 0.7),
      weight: 500,
      width: Math.max(scale.third * 3, right - rect.x),
      maxLines: 1,
    },
    measure,
  );
  items.push(
    text(
      title.lines[0] ?? '',
      { x: rect.x, y: middle(rect.y, height, title.size) },
      { size: title.size, weight: 500, colour: '--text-2' },
    ),
  );
  return group(key, rect, items);
}

/** A piece of the pattern of what is only last known. Returns its left edge. */
function hatched(items: Item[], right: number, rect: Rect, height: number, scale: TypeScale): number {
  const w = Math.round(56 * scale.unit);
  const inset = Math.round(height * 0.22);
  items.push({
    kind: 'hatch',
    x: right - w,
    y: rect.y + inset,
    w,
    h: height - 2 * inset,
    colour: '--unknown',
    pitch: Math.max(5, Math.round(13 * scale.unit)),
    line: Math.max(1, Math.round(3 * scale.unit)),
  });
  return right - w;
}

/** A panel's settings by its kind's schema; null: they cannot be read. */
export function settingsOf(kind: string, settings: unknown): unknown {
  if (!isPanelKind(kind)) return null;
  const parsed = PANEL_SETTINGS[kind].safeParse(settings);
  return parsed.success ? parsed.data : null;
}
