import type { WallState } from '../../../shared/model/wall';
import { formatSeconds, formatUntil } from '../../../shared/time/format';
import { box, type Group, group, type Item, type MeasureText, middle, text } from '../layout/display-list';
import { ellipsis, fitText } from '../layout/fit-text';
import { type DisplayView, notesOf } from '../view';
import type { DisplayFrame } from './display-frame';

/** What the header of a display says. */
export interface HeaderWords {
  /** Its number in reading order; null: it is the only one. */
  readonly number: number | null;
  /** What it shows, the fullest first; the last one is made to fit. */
  readonly titles: readonly string[];
  /** Demonstration label; null: it is no demonstration. */
  readonly label: string | null;
  readonly link: {
    readonly state: string;
    readonly age: string;
    readonly old: boolean;
    /** The display cannot vouch for what it shows. */
    readonly unknown: boolean;
  };
}

/** Number, name of what the display shows, demonstration label, link state and age of the data. */
export function drawHeader(
  words: HeaderWords,
  view: DisplayView,
  { header, clock, margin }: DisplayFrame,
  measure: MeasureText,
): Group {
  const { scale } = view;
  const { unit } = scale;
  const top = Math.round(16 * unit);
  const h = header.h - Math.round(20 * unit);
  const rule = Math.max(1, Math.round(2 * unit));
  const items: Item[] = [box({ x: margin, y: header.h - rule, w: header.w - 2 * margin, h: rule }, '--line')];
  const { link } = words;
  const y = middle(top, h, scale.fourth);
  const gap = Math.round(24 * unit);
  let right = clock.x - gap;
  if (link.age !== '') {
    const weight = link.old ? 600 : 400;
    const colour = link.unknown ? '--unknown' : link.old ? '--text-1' : '--text-3';
    items.push(text(link.age, { x: right, y }, { size: scale.fourth, weight, align: 'right', colour }));
    right -= measure(link.age, scale.fourth, weight);
    items.push(
      text(' · ', { x: right, y }, { size: scale.fourth, weight: 400, align: 'right', colour: '--text-3' }),
    );
    right -= measure(' · ', scale.fourth, 400);
  }
  const live = view.link.phase === 'live';
  const weight = live ? 400 : 600;
  const colour = live ? '--text-3' : '--unknown';
  items.push(text(link.state, { x: right, y }, { size: scale.fourth, weight, align: 'right', colour }));
  right -= measure(link.state, scale.fourth, weight) + gap;
  items.push(...nameItems(words, right, { top, h }, view, margin, measure));
  return group('header', { ...header, w: clock.x }, items);
}

function nameItems(
  { number, titles, label }: HeaderWords,
  right: number,
  at: { readonly top: number; readonly h: number },
  { scale }: DisplayView,
  margin: number,
  measure: MeasureText,
): Item[] {
  const { unit } = scale;
  const items: Item[] = [];
  let left = margin;
  if (number !== null) {
    const words = String(number);
    items.push(
      text(
        words,
        { x: left, y: middle(at.top, at.h, scale.fourth) },
        { size: scale.fourth, weight: 500, colour: '--text-3' },
      ),
    );
    left += measure(words, scale.fourth, 500) + Math.round(32 * unit);
  }
  const pad = Math.round(14 * unit);
  const labelWidth =
    label === null ? 0 : Math.ceil(measure(label, scale.sixth, 600)) + 2 * pad + Math.round(24 * unit);
  const width = Math.max(scale.third * 4, right - left - labelWidth);
  const title =
    titles.find((one) => measure(one, scale.third, 500) <= width) ?? titles[titles.length - 1] ?? '';
  const fit = fitText(
    title,
    { size: scale.third, minSize: Math.round(scale.third * 0.7), weight: 500, width, maxLines: 1 },
    measure,
  );
  const shown = fit.lines[0] ?? '';
  items.push(
    text(
      shown,
      { x: left, y: middle(at.top, at.h, fit.size) },
      { size: fit.size, weight: 500, colour: '--text-2' },
    ),
  );
  if (label === null) return items;
  const x = left + Math.round(measure(shown, fit.size, 500)) + Math.round(24 * unit);
  const h = Math.round(scale.sixth * 1.7);
  const y = Math.round(at.top + (at.h - h) / 2);
  const line = Math.max(1, Math.round(2 * unit));
  items.push(
    {
      kind: 'rect',
      x,
      y,
      w: labelWidth - Math.round(24 * unit),
      h,
      fill: null,
      stroke: '--text-3',
      line,
      dashed: false,
      radius: Math.round(4 * unit),
    },
    text(
      label,
      { x: x + pad, y: middle(y, h, scale.sixth) },
      { size: scale.sixth, weight: 600, colour: '--text-1' },
    ),
  );
  return items;
}

/** The running clock: hub time, with seconds. Its own group, since it is what changes every second. */
export function drawClock(view: DisplayView, { clock, header, margin }: DisplayFrame): Group {
  const { scale } = view;
  const top = Math.round(16 * scale.unit);
  const h = header.h - Math.round(20 * scale.unit);
  const rule = Math.max(1, Math.round(2 * scale.unit));
  const right = clock.x + clock.w - margin;
  return group('clock', { x: clock.x, y: 0, w: clock.w, h: header.h }, [
    text(
      formatSeconds(view.link.hubNow),
      { x: right, y: middle(top, h, scale.second) },
      { size: scale.second, weight: 500, align: 'right', colour: '--text-1' },
    ),
    box({ x: clock.x, y: header.h - rule, w: clock.w - margin, h: rule }, '--line'),
  ]);
}

/** A person's message to the room, and who it is from. */
export function drawMessage(
  message: NonNullable<WallState['message']>,
  from: string,
  view: DisplayView,
  { message: rect, margin }: DisplayFrame,
  measure: MeasureText,
): Group | null {
  if (rect === null) return null;
  const { scale } = view;
  const inset = Math.round(margin / 2);
  const h = rect.h - Math.round(8 * scale.unit);
  const bar = { x: rect.x + inset, y: rect.y, w: rect.w - 2 * inset, h };
  const x = rect.x + margin;
  const end = rect.x + rect.w - margin;
  const size = scale.fourth;
  const who = ellipsis(from, (end - x) * 0.35, (value) => measure(value, size, 400));
  const width = end - x - measure(who, size, 400) - scale.second;
  const fit = fitText(
    message.text,
    { size: scale.first, minSize: Math.round(scale.first * 0.45), weight: 600, width, maxLines: 1 },
    measure,
  );
  return group('message', rect, [
    box(bar, '--band', Math.round(6 * scale.unit)),
    text(
      fit.lines[0] ?? '',
      { x, y: middle(rect.y, h, fit.size) },
      { size: fit.size, weight: 600, colour: '--text-1' },
    ),
    text(
      who,
      { x: end, y: middle(rect.y, h, size) },
      { size, weight: 400, align: 'right', colour: '--text-2' },
    ),
  ]);
}

/** The last line: at the left what should be known, at the right who or what chose the scene. */
export function drawFootLine(
  why: readonly string[],
  view: DisplayView,
  { foot, margin }: DisplayFrame,
  measure: MeasureText,
): Group {
  const { scale } = view;
  const size = scale.seventh;
  const y = middle(foot.y, foot.h * 0.7, size);
  const found = notesOf(view);
  const [first] = found;
  const items: Item[] = [];
  let right = foot.w - margin;
  const said = why.join(' · ');
  if (said !== '') {
    const most = (right - margin) * (first ? 0.5 : 1);
    const words = ellipsis(said, most, (value) => measure(value, size, 500));
    items.push(text(words, { x: right, y }, { size, weight: 500, align: 'right', colour: '--text-2' }));
    right -= measure(words, size, 500) + size;
  }
  if (first) {
    const more = found.length > 1 ? ` (+ ${found.length - 1})` : '';
    const shape = Math.round(size * 0.8);
    const x = margin + shape + Math.round(size * 0.4);
    const width = right - x - measure(more, size, 500);
    const shown = ellipsis(first.text, width, (value) => measure(value, size, 500)) + more;
    items.unshift(
      {
        kind: 'shape',
        x: margin,
        y: Math.round(y - size * 0.3635 - shape / 2),
        size: shape,
        state: 'warning',
      },
      text(shown, { x, y }, { size, weight: 500, colour: '--text-1' }),
    );
  }
  return group('notes', foot, items);
}

/** Until when something stands, in words. */
export function untilWords(until: number, { link, lang }: DisplayView): string {
  return formatUntil(until, link.hubNow, lang);
}
