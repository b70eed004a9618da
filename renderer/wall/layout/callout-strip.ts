import { formatAge, formatSince } from '../../../shared/time/format';
import { alarmLook } from '../../parts/alarm-shape';
import type { Callout } from '../model/callouts';
import { type Banner, isLastKnown, type WallView } from '../view';
import { drawBanner } from './banner';
import { detailGap, detailItems, detailWidth, wantsLine } from './callout-details';
import { handItems, handWidth } from './callout-hands';
import { calloutState, calloutWords } from './callout-words';
import {
  type AlarmItem,
  box,
  type Group,
  type Item,
  type MarkItem,
  type MeasureText,
  middle,
  type ShapeItem,
  text,
} from './display-list';
import { fitText } from './fit-text';
import type { WallGeometry } from './geometry';

/** The strip and what it could not hold. */
export interface Strip {
  readonly groups: readonly Group[];
  readonly shown: readonly Callout[];
  /** Callouts that there was no line for. */
  readonly more: number;
}

/** Where the columns of the strip stand, px. */
interface StripColumns {
  readonly left: number;
  readonly name: number;
  readonly since: number;
  readonly age: number;
  /** The right edge of ages, and of who has it. */
  readonly ageEnd: number;
  readonly right: number;
}

/**
 * The reserved strip: a banner if there must be one, then as many callouts as its lines hold. A name that does
 * not fit takes a second line; what does not fit at all is counted.
 */
export function drawStrip(
  key: string,
  view: WallView,
  geometry: WallGeometry,
  banner: Banner | null,
  measure: MeasureText,
): Strip {
  const { lines: all } = geometry;
  const groups: Group[] = [];
  let line = 0;
  if (banner) {
    const lines = banner.detail === null ? 1 : 2;
    const at = { ...geometry.strip, h: geometry.line * lines };
    groups.push(drawBanner(`${key}strip/0`, banner, at, lines, view, geometry.margin, measure));
    line = lines;
  }
  const { callouts } = view;
  // Columns are as wide as what will be on screen needs, so that as much as possible is left for the name.
  const columns = stripColumns(callouts.slice(0, all - line), view, geometry, measure);
  const shown: Callout[] = [];
  const named = callouts
    .slice(0, all - line)
    .map((callout) => ({ callout, words: nameLines(callout, columns, view, measure) }));
  let spare = all - line - named.reduce((sum, { words }) => sum + words.length, 0);
  for (const { callout, words } of named) {
    if (line >= all) break;
    // A second line is given when there is one; on the last, the name shrinks instead.
    const lines = Math.min(words.length, all - line);
    const detailed =
      spare > 0 && wantsLine(callout, besideName(callout, words, columns, view, measure), view, measure);
    if (detailed) spare -= 1;
    const at = { line, lines: lines + (detailed ? 1 : 0), detailed };
    groups.push(drawCallout(`${key}strip/${line}`, callout, at, words, columns, view, geometry, measure));
    shown.push(callout);
    line += at.lines;
  }
  if (callouts.length === 0 && !banner) {
    groups.push(drawNothing(`${key}strip/0`, view, geometry, measure));
    line = 1;
  }
  for (; line < all; line++) groups.push(stripGroup(`${key}strip/${line}`, line, 1, [], geometry));
  return { groups, shown, more: callouts.length - shown.length + view.outside };
}

function stripGroup(
  key: string,
  line: number,
  lines: number,
  items: readonly Item[],
  at: WallGeometry,
): Group {
  const { strip } = at;
  return {
    key,
    x: strip.x,
    y: strip.y + at.line * line,
    w: strip.w,
    h: at.line * lines,
    items,
    stamp: 0,
  };
}

function drawNothing(key: string, view: WallView, geometry: WallGeometry, measure: MeasureText): Group {
  const { strip, line, left, right } = geometry;
  const { t, scale, mosaic, outside } = view;
  // What makes no sound or is put aside is still not normal: the foot says how much.
  const normal = view.aside.every(({ kind }) => kind === 'flapping');
  const key1 = normal ? 'wall:normal' : 'wall:nothingNew';
  // While something is wrong elsewhere, this speaks for its own criticalities only.
  const words =
    outside > 0 && mosaic.criticalities.length > 0
      ? t(normal ? 'wall:normalIn' : 'wall:nothingNewIn', { criticality: rangeOf(mosaic.criticalities) })
      : t(key1);
  const fit = fitText(
    words,
    { size: scale.first, minSize: scale.first * 0.5, weight: 400, width: right - left, maxLines: 1 },
    measure,
  );
  const at = { x: left, y: middle(strip.y, line, fit.size) };
  const item = text(fit.lines[0] ?? '', at, { size: fit.size, weight: 400, colour: '--text-2' });
  return stripGroup(key, 0, 1, [item], geometry);
}

/** `1–2`, or `1, 3` where some between are left out. */
export function rangeOf(criticalities: readonly number[]): string {
  const first = criticalities[0] ?? 0;
  const last = criticalities[criticalities.length - 1] ?? 0;
  if (criticalities.length > 1 && last - first === criticalities.length - 1) return `${first}–${last}`;
  return criticalities.join(', ');
}

function stripColumns(
  callouts: readonly Callout[],
  view: WallView,
  geometry: WallGeometry,
  measure: MeasureText,
): StripColumns {
  const { first } = view.scale;
  const widest = (values: readonly string[], weight: number): number =>
    Math.ceil(Math.max(0, ...values.map((value) => measure(value, first, weight))));
  const { left, right } = geometry;
  const gap = Math.round(first * 0.45);
  const ages = widest(
    callouts.map((callout) => ageOf(callout, view)),
    400,
  );
  const hands = Math.ceil(Math.max(0, ...callouts.map((callout) => handWidth(callout, view, measure))));
  const ageEnd = hands === 0 ? right : right - hands - gap;
  const age = ages === 0 ? ageEnd + gap : ageEnd - ages;
  const since =
    age -
    gap -
    widest(
      callouts.map((callout) => sinceOf(callout, view)),
      600,
    );
  const number = measure('4', view.scale.third, 500);
  const name =
    left + shapeBox(first) + Math.round(first * 0.18) + Math.ceil(number) + Math.round(first * 0.45);
  return { left, name, since, age, ageEnd, right };
}

/** The box that the largest shape (priority 1) takes. */
const shapeBox = (first: number): number => Math.round(first * 0.86);
/** Priority is the size of the shape: 62, 56, 50, 44 px of the design's 72. */
const shapeSize = (first: number, priority: number): number =>
  Math.round(first * (0.861 - 0.083 * (Math.min(4, Math.max(1, priority)) - 1)));

type CalloutShape =
  | Pick<MarkItem, 'kind' | 'mark'>
  | Pick<ShapeItem, 'kind' | 'state'>
  | Pick<AlarmItem, 'kind' | 'state' | 'look' | 'beat'>;

function shapeOf({ subject, state, attention }: Callout, view: WallView): CalloutShape {
  if (subject.kind === 'overrun') return { kind: 'mark', mark: 'overrun' };
  if (!attention) return { kind: 'shape', state };
  const asks = attention.state === 'unacknowledged';
  return {
    kind: 'alarm',
    state,
    look: alarmLook(attention.state),
    beat: asks && view.beat && !isLastKnown(view),
  };
}

function sinceOf(callout: Callout, view: WallView): string {
  return callout.since === null ? '' : formatSince(callout.since, view.link.hubNow);
}

/** The age in words; when it is not known that it still holds, that instead. */
function ageOf(callout: Callout, view: WallView): string {
  if (isLastKnown(view)) return view.t('wall:then');
  if (callout.since === null) return '';
  return formatAge(view.link.hubNow - callout.since, view.lang);
}

/** What and where: on one line when it fits beside the state, else what above where. */
function nameLines(
  callout: Callout,
  columns: StripColumns,
  view: WallView,
  measure: MeasureText,
): readonly string[] {
  const { what, where } = calloutWords(callout.subject, view);
  const { first } = view.scale;
  const width = nameWidth(callout, columns, view, measure);
  const whole = where === '' ? what : `${what}, ${where}`;
  if (measure(whole, first, 600) <= width) return [whole];
  if (where !== '') return [`${what},`, where];
  return fitText(
    what,
    { size: first, minSize: Math.round(first * 0.6), weight: 600, width, maxLines: 2 },
    measure,
  ).lines;
}

/** What is left on the line that the name ends on. */
function besideName(
  callout: Callout,
  words: readonly string[],
  columns: StripColumns,
  view: WallView,
  measure: MeasureText,
): number {
  const room = words.length > 1 ? columns.right - columns.name : nameWidth(callout, columns, view, measure);
  return room - measure(words.at(-1) ?? '', view.scale.first, 600);
}

function nameWidth(callout: Callout, columns: StripColumns, view: WallView, measure: MeasureText): number {
  const word = measure(calloutState(callout, view).word, view.scale.first, 600);
  return columns.since - word - view.scale.first * 0.7 - columns.name;
}

/** A major incident stands out at the line's very beginning: people's word, beside the state and never in its place. */
function majorBar(
  { news }: Callout,
  at: { readonly top: number; readonly lines: number },
  { scale }: WallView,
  { line, margin, area }: WallGeometry,
): Item[] {
  if (news.incident?.severity !== 'major') return [];
  const w = Math.max(3, Math.round(margin * 0.4));
  const inset = Math.round(line * 0.06);
  const h = line * at.lines - 2 * inset;
  return [
    box(
      { x: area.x + Math.round(margin * 0.3), y: at.top + inset, w, h },
      '--major-fill',
      Math.round(4 * scale.unit),
    ),
  ];
}

function drawCallout(
  key: string,
  callout: Callout,
  at: { readonly line: number; readonly lines: number; readonly detailed: boolean },
  words: readonly string[],
  columns: StripColumns,
  view: WallView,
  geometry: WallGeometry,
  measure: MeasureText,
): Group {
  const { scale } = view;
  const { first, third } = scale;
  const { word, colour } = calloutState(callout, view);
  const top = geometry.strip.y + geometry.line * at.line;
  const y = middle(top, geometry.line, first);
  const size = shapeSize(first, callout.priority);
  const strong = { size: first, weight: 600, colour: '--text-1' } as const;
  const items: Item[] = [
    ...majorBar(callout, { top, lines: at.lines }, view, geometry),
    {
      x: columns.left + Math.round((shapeBox(first) - size) / 2),
      y: Math.round(top + (geometry.line - size) / 2),
      size,
      ...shapeOf(callout, view),
    },
    text(
      String(callout.priority),
      { x: columns.left + shapeBox(first) + Math.round(first * 0.18), y: middle(top, geometry.line, third) },
      {
        size: third,
        weight: 500,
        colour: '--text-2',
      },
    ),
    text(
      word,
      { x: columns.since - Math.round(first * 0.25), y },
      {
        size: first,
        weight: 600,
        align: 'right',
        colour,
      },
    ),
    text(sinceOf(callout, view), { x: columns.since, y }, strong),
    text(
      ageOf(callout, view),
      { x: columns.ageEnd, y },
      { size: first, weight: 400, align: 'right', colour: '--text-2' },
    ),
    ...handItems(callout, colour, { top, right: columns.right }, view, geometry, measure),
  ];
  const width = nameWidth(callout, columns, view, measure);
  const named = at.lines - (at.detailed ? 1 : 0);
  const lines = named < words.length ? [words.join(' ')] : words;
  let end = columns.name;
  lines.forEach((line, index) => {
    // Only the first line shares its width with state and time.
    const room = index === 0 ? width : columns.right - columns.name;
    const within = (space: number): ReturnType<typeof fitText> =>
      fitText(
        line,
        { size: first, minSize: Math.round(first * 0.6), weight: 600, width: space, maxLines: 1 },
        measure,
      );
    // A name that is whole in a smaller size leaves room for what else is said; a name is never cut for it.
    const shares = index === lines.length - 1 && !at.detailed;
    const beside = shares ? within(room - detailWidth(callout, view, measure)) : null;
    const fit = beside?.lines[0] === line ? beside : within(room);
    const baseline = middle(top + geometry.line * index, geometry.line, fit.size);
    const shown = fit.lines[0] ?? '';
    items.push(text(shown, { x: columns.name, y: baseline }, { ...strong, size: fit.size }));
    end = columns.name + measure(shown, fit.size, 600);
  });
  const below = { line: lines.length, x: columns.name, right: columns.right };
  const after = {
    line: lines.length - 1,
    x: end + detailGap(view),
    right: lines.length > 1 ? columns.right : columns.name + width,
  };
  const detail = at.detailed ? below : after;
  const baseline = middle(top + geometry.line * detail.line, geometry.line, first);
  items.push(
    ...detailItems(callout, { x: detail.x, y: baseline, room: detail.right - detail.x }, view, measure),
  );
  return stripGroup(key, at.line, at.lines, items, geometry);
}
