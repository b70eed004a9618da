import { NODE_STATES } from '../../../shared/model/states';
import { MARKS } from '../../parts/mark';
import { STATE_THEME } from '../../theme/state-theme';
import { type EmptyScene, isLastKnown, notesOf, type WallView } from '../view';
import { type Group, group, type Item, type MeasureText, middle, type Rect, text } from './display-list';
import { ellipsis, fitText } from './fit-text';
import type { WallGeometry } from './geometry';

/** What stands below the mosaic, and what stands in its place when there is none. */

/** What is said of services besides their states, in this order. */
export const FOOT_MARKS = ['maintenance', 'hours', 'silence', 'flapping'] as const;

/** Counts of services, each state with its shape and word, and of what makes no sound or keeps changing. */
export function drawFoot(view: WallView, geometry: WallGeometry, measure: MeasureText): Group {
  const { foot, margin } = geometry;
  const { model, scale, t, totals, marks } = view;
  const items: Item[] = [];
  if (model.axes.services === 0) return group('foot', foot, items);
  const size = scale.fourth;
  const y = middle(foot.y, foot.h, size);
  let x = margin;
  const counted = t('wall:totals', { normal: totals.normal, all: model.axes.services });
  // Nothing on the wall may look fresh when it is not, its sums least of all.
  const words = isLastKnown(view) ? t('wall:totalsThen', { counted }) : counted;
  items.push(text(words, { x, y }, { size, weight: 400, colour: '--text-3' }));
  x += measure(words, size, 400) + size;
  for (const state of NODE_STATES) {
    const count = totals[state];
    if (state === 'normal' || count === 0) continue;
    const shape = Math.round(size * 0.76);
    const label = `${count} ${t(`states:${state}`).toLocaleLowerCase(view.lang)}`;
    const width = measure(label, size, 500);
    if (x + shape + width > foot.w - margin) break;
    items.push({ kind: 'shape', x, y: Math.round(y - size * 0.3635 - shape / 2), size: shape, state });
    x += shape + Math.round(size * 0.35);
    items.push(text(label, { x, y }, { size, weight: 500, colour: STATE_THEME[state].colour }));
    x += width + size;
  }
  for (const mark of FOOT_MARKS) {
    const count = marks[mark];
    if (count === 0) continue;
    const icon = Math.round(size * 0.76);
    const label = t(`wall:marks.${mark}`, { count });
    const width = measure(label, size, 500);
    if (x + icon + width > foot.w - margin) break;
    items.push({ kind: 'mark', x, y: Math.round(y - size * 0.3635 - icon / 2), size: icon, mark });
    x += icon + Math.round(size * 0.35);
    items.push(text(label, { x, y }, { size, weight: 500, colour: MARKS[mark].colour }));
    x += width + size;
  }
  return group('foot', foot, items);
}

/** What should be known: degraded parts, a rejected catalogue, a wrong clock. One line; the rest is counted. */
export function drawNotes(view: WallView, geometry: WallGeometry, measure: MeasureText): Group {
  const { notes, margin } = geometry;
  const { scale } = view;
  const found = notesOf(view);
  const [first] = found;
  if (!first) return group('notes', notes, []);
  const size = scale.seventh;
  const more = found.length > 1 ? ` (+ ${found.length - 1})` : '';
  const shape = Math.round(size * 0.8);
  const x = margin + shape + Math.round(size * 0.4);
  const width = notes.w - margin - x - measure(more, size, 500);
  const shown = ellipsis(first.text, width, (value) => measure(value, size, 500)) + more;
  const y = middle(notes.y, notes.h * 0.7, size);
  return group('notes', notes, [
    { kind: 'shape', x: margin, y: Math.round(y - size * 0.3635 - shape / 2), size: shape, state: 'warning' },
    text(shown, { x, y }, { size, weight: 500, colour: '--text-1' }),
  ]);
}

/** Instead of a mosaic: why there is none, and what happens next. */
export function drawEmpty(
  scene: EmptyScene,
  view: WallView,
  geometry: WallGeometry,
  measure: MeasureText,
): Group {
  const { mosaic, strip, margin } = geometry;
  const { scale } = view;
  const area: Rect = { x: 0, y: strip.y, w: mosaic.w, h: mosaic.y + mosaic.h - strip.y };
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
  const center = Math.round(area.w / 2);
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
