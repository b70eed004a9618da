import { NODE_STATES, type NodeState } from '../../../shared/model/states';
import { formatClock, formatUntil } from '../../../shared/time/format';
import { MARKS } from '../../parts/mark';
import { type ColourToken, STATE_THEME } from '../../theme/state-theme';
import type { Aside } from '../model/aside';
import { type EmptyScene, isLastKnown, type WallView } from '../view';
import { type Group, group, type Item, type MeasureText, middle, type Rect, text } from './display-list';
import { fitText } from './fit-text';
import type { WallGeometry } from './geometry';

/** What stands below the mosaic, and what stands in its place when there is none. */

/** Counts of services, each state with its shape and word; at the right who is on watch. */
export function drawFoot(key: string, view: WallView, geometry: WallGeometry, measure: MeasureText): Group {
  const { foot, left, right } = geometry;
  const { mosaic, scale, totals } = view;
  const items: Item[] = [];
  if (mosaic.services === 0) return group(`${key}foot`, foot, items);
  const size = scale.fourth;
  const all = right - left;
  const y = middle(foot.y, foot.h, size);
  // Counts that do not add up are worse than names that are left out.
  const room = all - countsWidth(view, geometry, measure);
  const watch = watchWords(view, Math.min(all * WATCH_SHARE, room), (value, weight) =>
    measure(value, size, weight),
  );
  let end = right;
  if (watch) end -= measure(watch.words, size, watch.weight) + size;
  let x = left;
  const taken = watch ? measure(watch.words, size, watch.weight) + size : 0;
  const crowded = taken + countsWidth(view, geometry, measure) > all;
  const words = totalWords(view, crowded ? 'wall:totalsShort' : 'wall:totals');
  items.push(text(words, { x, y }, { size, weight: 400, colour: '--text-3' }));
  x += measure(words, size, 400) + size;
  const alone = unexplainedWords(view);
  if (alone) {
    items.push(text(alone.words, { x, y }, { size, weight: alone.weight, colour: alone.colour }));
    x += measure(alone.words, size, alone.weight) + size;
  }
  for (const state of NODE_STATES) {
    const count = totals[state];
    if (state === 'normal' || count === 0) continue;
    const shape = Math.round(size * 0.76);
    const label = countWords(state, count, view);
    const width = measure(label, size, 500);
    if (x + shape + width > end) break;
    items.push({ kind: 'shape', x, y: Math.round(y - size * 0.3635 - shape / 2), size: shape, state });
    x += shape + Math.round(size * 0.35);
    items.push(text(label, { x, y }, { size, weight: 500, colour: STATE_THEME[state].colour }));
    x += width + size;
  }
  // Where there is a line below, it stands there.
  const beyond = geometry.aside === null ? leftOutWords(view) : null;
  // What is not in the picture may be down: that goes before who is on watch, not before that nobody is.
  const givesWay =
    beyond !== null && view.watch?.consoles !== 0 && x + measure(beyond.words, size, 600) > end;
  if (beyond) {
    const { words, weight, colour } = beyond;
    const width = Math.max(0, (givesWay ? right : end) - x);
    const fit = fitText(words, { size, minSize: size * LEAST, weight, width, maxLines: 1 }, measure);
    items.push(text(fit.lines[0] ?? '', { x, y }, { size: fit.size, weight, colour }));
  }
  if (watch && !givesWay) {
    const { words, weight, colour } = watch;
    items.push(text(words, { x: right, y }, { size, weight, align: 'right', colour }));
  }
  return group(`${key}foot`, foot, items);
}

/** So much smaller the words may be in which the foot says what is left out, as a part of their size. */
const LEAST = 0.6;

/** Services that the mosaic leaves out, and how many of them are not normal. Null: it shows all. */
export function leftOutWords({ leftOut, t }: Pick<WallView, 'leftOut' | 't'>): {
  readonly words: string;
  readonly weight: number;
  readonly colour: ColourToken;
} | null {
  const { services, abnormal } = leftOut;
  if (services === 0) return null;
  return abnormal === 0
    ? { words: t('wall:leftOut', { count: services }), weight: 400, colour: '--text-3' }
    : { words: t('wall:leftOutAbnormal', { count: services, abnormal }), weight: 600, colour: '--text-1' };
}

function totalWords(view: WallView, key: 'wall:totals' | 'wall:totalsShort'): string {
  const { mosaic, t, totals } = view;
  const counted = t(key, { normal: totals.normal, all: mosaic.services });
  // Nothing on the wall may look fresh when it is not, its sums least of all.
  return isLastKnown(view) ? t('wall:totalsThen', { counted }) : counted;
}

function countWords(state: NodeState, count: number, { t, lang }: WallView): string {
  return `${count} ${t(`states:${state}`).toLocaleLowerCase(lang)}`;
}

/** What all the counts take, px, with the air after them. */
function countsWidth(view: WallView, { aside }: WallGeometry, measure: MeasureText): number {
  const size = view.scale.fourth;
  const alone = unexplainedWords(view);
  const step = Math.round(size * 0.76) + Math.round(size * 0.35);
  const counts = NODE_STATES.filter((state) => state !== 'normal' && view.totals[state] > 0).reduce(
    (sum, state) => sum + step + measure(countWords(state, view.totals[state], view), size, 500) + size,
    0,
  );
  const said = alone ? measure(alone.words, size, alone.weight) + size : 0;
  const beyond = aside === null ? leftOutWords(view) : null;
  const left = beyond ? measure(beyond.words, size, beyond.weight) + size : 0;
  return measure(totalWords(view, 'wall:totals'), size, 400) + size + said + counts + left;
}

/** In an upset: how many alarms no cause explains, none of them included. Null: there is no upset. */
export function unexplainedWords({ unexplained, t }: Pick<WallView, 'unexplained' | 't'>): {
  readonly words: string;
  readonly weight: number;
  readonly colour: ColourToken;
} | null {
  if (unexplained === null) return null;
  const words = t('wall:unexplained', { count: unexplained });
  return unexplained > 0
    ? { words, weight: 600, colour: '--text-1' }
    : { words, weight: 400, colour: '--text-3' };
}

/** At most so much of the foot is for who is on watch. */
const WATCH_SHARE = 0.4;

function watchWords(
  view: WallView,
  room: number,
  measure: (value: string, weight: number) => number,
): { readonly words: string; readonly weight: number; readonly colour: ColourToken } | null {
  const said = watchSaid(view);
  if (!said) return null;
  const style =
    view.watch?.consoles === 0
      ? { weight: 600, colour: '--text-1' as const }
      : { weight: 400, colour: '--text-3' as const };
  return { words: measure(said.long, style.weight) <= room ? said.long : said.short, ...style };
}

/**
 * Who is on watch: by name where there is room, else how many desks. That nobody is, or no desk, is abnormal, and said strongly.
 * Null: the hub knows no people.
 */
export function watchSaid(
  view: Pick<WallView, 'watch' | 't' | 'link'>,
): { readonly long: string; readonly short: string } | null {
  const { watch, t } = view;
  if (!watch) return null;
  const said = (words: string): string => (isLastKnown(view) ? t('wall:watch.then', { words }) : words);
  const names = watch.names.join(', ');
  // Somebody can have the watch while no desk has its sound.
  if (watch.consoles === 0 && names !== '')
    return { long: said(t('wall:watch.noDesk', { names })), short: said(t('wall:watch.noDeskShort')) };
  if (watch.consoles === 0)
    return { long: said(t('wall:watch.nobody')), short: said(t('wall:watch.nobodyShort')) };
  const over = watch.endsAt !== null && view.link.hubNow > watch.endsAt;
  return {
    long: said(
      over
        ? t('wall:watch.over', { names, at: formatClock(watch.endsAt ?? 0) })
        : t('wall:watch.names', { names }),
    ),
    short: said(t('wall:watch.consoles', { count: watch.consoles })),
  };
}

/** What makes no sound, is put aside, or keeps changing: how many, and when the first of them is over; and what is left out. */
export function drawAside(
  key: string,
  view: WallView,
  geometry: WallGeometry,
  measure: MeasureText,
): Group | null {
  const { aside, left, right } = geometry;
  if (aside === null) return null;
  const size = view.scale.sixth;
  const icon = Math.round(size * 0.86);
  const step = icon + Math.round(size * 0.35);
  const widthOf = (labels: readonly string[]): number =>
    labels.reduce((sum, label) => sum + step + measure(label, size, 500) + size, 0);
  const beyond = leftOutWords(view);
  const beyondWidth = beyond ? measure(beyond.words, size, beyond.weight) + size : 0;
  const room = right - left - beyondWidth;
  const full = view.aside.map((one) => asideWords(one, view, true));
  // Where the ends do not fit, the counts still do.
  const labels = widthOf(full) <= room ? full : view.aside.map((one) => asideWords(one, view, false));
  const y = middle(aside.y, aside.h, size);
  const items: Item[] = [];
  let x = left;
  view.aside.forEach(({ kind }, index) => {
    const label = labels[index] ?? '';
    const width = measure(label, size, 500);
    if (x + step + width > right - beyondWidth) return;
    items.push({ kind: 'mark', x, y: Math.round(y - size * 0.3635 - icon / 2), size: icon, mark: kind });
    items.push(text(label, { x: x + step, y }, { size, weight: 500, colour: MARKS[kind].colour }));
    x += step + width + size;
  });
  if (beyond) {
    const { words, weight, colour } = beyond;
    items.push(text(words, { x: right, y }, { size, weight, align: 'right', colour }));
  }
  return group(`${key}aside`, aside, items);
}

/** `2 hyllet til 08:00`. */
export function asideWords(
  { kind, count, until, due }: Aside,
  view: Pick<WallView, 't' | 'lang' | 'link'>,
  withEnd: boolean,
): string {
  const { t, lang } = view;
  if (kind === 'out-of-service' && due) return t('wall:aside.out-of-serviceDue', { count });
  if (!withEnd || until === null || kind === 'flapping') return t(`wall:aside.${kind}`, { count });
  return t(`wall:aside.${kind}Until`, { count, at: formatUntil(until, view.link.hubNow, lang) });
}

/** Instead of all panels: why there is none, and what happens next. */
export function drawEmpty(
  scene: EmptyScene,
  { scale }: Pick<WallView, 'scale'>,
  area: Rect,
  margin: number,
  measure: MeasureText,
): Group {
  const width = area.w - 2 * margin;
  const title = fitText(
    scene.title,
    { size: scale.first, minSize: Math.round(scale.first * 0.6), weight: 600, width, maxLines: 2 },
    measure,
  );
  const detail = fitText(
    scene.detail,
    { size: scale.third, minSize: Math.round(scale.third * 0.7), weight: 400, width, maxLines: 3 },
    measure,
  );
  const shape = Math.round(scale.first * 1.6);
  const waiting = scene.kind === 'connecting' || scene.kind === 'no-services';
  const titleStep = title.size * 1.2;
  const detailStep = detail.size * 1.4;
  const all = shape + scale.first * 0.6 + titleStep * title.lines.length + detailStep * detail.lines.length;
  let y = area.y + (area.h - all) / 2;
  const center = area.x + Math.round(area.w / 2);
  const items: Item[] = [
    {
      kind: 'shape',
      x: center - Math.round(shape / 2),
      y: Math.round(y),
      size: shape,
      state: waiting ? 'normal' : 'unknown',
    },
  ];
  y += shape + scale.first * 0.6;
  for (const line of title.lines) {
    items.push(
      text(
        line,
        { x: center, y: middle(y, titleStep, title.size) },
        { size: title.size, weight: 600, align: 'center', colour: '--text-1' },
      ),
    );
    y += titleStep;
  }
  for (const line of detail.lines) {
    items.push(
      text(
        line,
        { x: center, y: middle(y, detailStep, detail.size) },
        { size: detail.size, weight: 400, align: 'center', colour: '--text-2' },
      ),
    );
    y += detailStep;
  }
  return group('empty', area, items);
}
