import { formatSeconds } from '../../../shared/time/format';
import { isLastKnown, linkWords, sinceSeconds, type WallView } from '../view';
import { box, type Group, group, type Item, type MeasureText, middle, text } from './display-list';
import { fitText } from './fit-text';
import type { WallGeometry } from './geometry';

/** Header, column heads and row names: what stands around the mosaic. */

/** Room name, demonstration label, link state and age of the data. */
export function drawHeader(view: WallView, geometry: WallGeometry, measure: MeasureText): Group {
  const { scale, room, t } = view;
  const { header, clock, margin } = geometry;
  const unit = scale.unit;
  const top = Math.round(16 * unit);
  const h = header.h - Math.round(20 * unit);
  const items: Item[] = [
    box(
      {
        x: margin,
        y: header.h - Math.max(1, Math.round(2 * unit)),
        w: header.w - 2 * margin,
        h: Math.max(1, Math.round(2 * unit)),
      },
      '--line',
    ),
  ];
  const link = linkWords(view);
  const y = middle(top, h, scale.fourth);
  const gap = Math.round(24 * unit);
  let right = clock.x - gap;
  if (link.age !== '') {
    const weight = link.old ? 600 : 400;
    items.push(
      text(
        link.age,
        { x: right, y },
        { size: scale.fourth, weight, align: 'right', colour: link.old ? '--text-1' : '--text-3' },
      ),
    );
    right -= measure(link.age, scale.fourth, weight);
    items.push(
      text(' · ', { x: right, y }, { size: scale.fourth, weight: 400, align: 'right', colour: '--text-3' }),
    );
    right -= measure(' · ', scale.fourth, 400);
  }
  const live = view.link.phase === 'live';
  items.push(
    text(
      link.state,
      { x: right, y },
      {
        size: scale.fourth,
        weight: live ? 400 : 600,
        align: 'right',
        colour: live ? '--text-3' : '--unknown',
      },
    ),
  );
  right -= measure(link.state, scale.fourth, live ? 400 : 600) + gap;
  items.push(
    ...roomName(
      room?.name || 'Vaktrom',
      room?.demo ? t('wall:demo') : null,
      right,
      { top, h },
      view,
      geometry,
      measure,
    ),
  );
  return group('header', { ...header, w: clock.x }, items);
}

function roomName(
  name: string,
  label: string | null,
  right: number,
  at: { readonly top: number; readonly h: number },
  view: WallView,
  geometry: WallGeometry,
  measure: MeasureText,
): Item[] {
  const { scale } = view;
  const { margin } = geometry;
  const unit = scale.unit;
  const items: Item[] = [];
  const pad = Math.round(14 * unit);
  const labelWidth =
    label === null ? 0 : Math.ceil(measure(label, scale.sixth, 600)) + 2 * pad + Math.round(24 * unit);
  const width = Math.max(scale.third * 4, right - margin - labelWidth);
  const fit = fitText(
    name,
    { size: scale.third, minSize: Math.round(scale.third * 0.7), weight: 500, width, maxLines: 1 },
    measure,
  );
  const shown = fit.lines[0] ?? '';
  items.push(
    text(
      shown,
      { x: margin, y: middle(at.top, at.h, fit.size) },
      { size: fit.size, weight: 500, colour: '--text-2' },
    ),
  );
  if (label === null) return items;
  const x = margin + Math.round(measure(shown, fit.size, 500)) + Math.round(24 * unit);
  const h = Math.round(scale.sixth * 1.7);
  const y = Math.round(at.top + (at.h - h) / 2);
  const w = Math.ceil(measure(label, scale.sixth, 600)) + 2 * pad;
  items.push(
    {
      kind: 'rect',
      x,
      y,
      w,
      h,
      fill: null,
      stroke: '--text-3',
      line: Math.max(1, Math.round(2 * unit)),
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
export function drawClock(view: WallView, geometry: WallGeometry): Group {
  const { clock, header, margin } = geometry;
  const { scale } = view;
  const top = Math.round(16 * scale.unit);
  const h = header.h - Math.round(20 * scale.unit);
  const rule = Math.max(1, Math.round(2 * scale.unit));
  const right = clock.x + clock.w - margin;
  return group('clock', { x: clock.x, y: 0, w: clock.w, h: header.h }, [
    text(
      formatSeconds(view.link.hubNow),
      { x: right, y: middle(top, h, scale.second) },
      {
        size: scale.second,
        weight: 500,
        align: 'right',
        colour: '--text-1',
      },
    ),
    box({ x: clock.x, y: header.h - rule, w: right - clock.x, h: rule }, '--line'),
  ]);
}

/** How many callouts there was no line for, and since when everything here is only last known. */
export function drawCorner(
  view: WallView,
  geometry: WallGeometry,
  more: number,
  measure: MeasureText,
): Group {
  const { corner } = geometry;
  const { scale, t, link } = view;
  const items: Item[] = [];
  let room = corner.w - Math.round(scale.fifth * 0.6);
  let x = corner.x;
  if (more > 0) {
    const words = t('wall:more', { count: more });
    items.push(
      text(
        words,
        { x, y: middle(corner.y, corner.h, scale.third) },
        { size: scale.third, weight: 600, colour: '--text-1' },
      ),
    );
    const used = measure(words, scale.third, 600) + scale.third;
    x += used;
    room -= used;
  }
  if (isLastKnown(view) && link.knownAt !== null) {
    const words = t('wall:knownAt', { at: sinceSeconds(link.knownAt, link.hubNow) });
    const fit = fitText(
      words,
      { size: scale.fifth, minSize: Math.round(scale.fifth * 0.6), weight: 600, width: room, maxLines: 2 },
      measure,
    );
    const step = fit.size * 1.15;
    const top = corner.y + (corner.h - step * fit.lines.length) / 2;
    fit.lines.forEach((line, index) => {
      items.push(
        text(
          line,
          { x, y: middle(top + step * index, step, fit.size) },
          { size: fit.size, weight: 600, colour: '--unknown' },
        ),
      );
    });
  }
  return group('corner', corner, items);
}

/** Column heads: name, and the number of services behind a family. */
export function drawHeads(view: WallView, geometry: WallGeometry): Group {
  const { heads, columns } = geometry;
  const { scale, model } = view;
  const items: Item[] = [];
  const counts = model.axes.mode === 'families' ? scale.seventh * 1.15 : 0;
  model.axes.columns.forEach((column, index) => {
    const place = columns[index];
    if (!place) return;
    const { lines, size } = place.name;
    const step = size * 1.12;
    // Names stand on the same last line, whatever the number of their lines.
    const bottom = heads.y + heads.h - counts - Math.round(8 * scale.unit);
    lines.forEach((line, at) => {
      const top = bottom - step * (lines.length - at);
      items.push(
        text(line, { x: place.x, y: middle(top, step, size) }, { size, weight: 400, colour: '--text-2' }),
      );
    });
    if (column.count !== null) {
      const y = middle(bottom, scale.seventh * 1.15, scale.seventh);
      items.push(
        text(
          String(column.count),
          { x: place.x, y },
          { size: scale.seventh, weight: 400, colour: '--text-3' },
        ),
      );
    }
  });
  return group('heads', heads, items);
}

/** The names of the rows, and of the trusts that they belong to. Where something is wrong, the name is bold. */
export function drawRowNames(view: WallView, geometry: WallGeometry, measure: MeasureText): Group[] {
  const { model, t } = view;
  const bad = new Set(
    model.cells
      .filter((cell) => cell.worst !== 'normal')
      .map((cell) => `${cell.place.region}/${cell.place.row}`),
  );
  const groups = model.axes.rows.flatMap((row, index): Group[] => {
    const place = geometry.rows[index];
    if (!place) return [];
    const items: Item[] = [];
    const name = row.site?.name ?? t('wall:central');
    const strong = bad.has(`matrix/${index}`);
    const x = geometry.margin + (row.site === null ? 0 : geometry.trustWidth);
    const y = middle(place.y, place.h, place.size);
    if (row.trustHead)
      items.push(
        ...nameItem(
          row.trustHead.name,
          geometry.margin,
          y,
          geometry.trustWidth - place.size * 0.4,
          place.size,
          false,
          measure,
        ),
      );
    items.push(...nameItem(name, x, y, geometry.heads.x - x - place.size * 0.4, place.size, strong, measure));
    return [
      group(
        `row/${row.key}`,
        {
          x: geometry.margin,
          y: place.y,
          w: geometry.heads.x - geometry.margin - 4,
          h: Math.max(
            place.h,
            Math.min(Math.ceil(y + place.size * DESCENT) - place.y, roomBelow(geometry, index)),
          ),
        },
        items,
      ),
    ];
  });
  if (geometry.band) {
    const { label } = geometry.band;
    const strong = [...bad].some((key) => key.startsWith('band/'));
    const y = middle(label.y, label.h * 0.9, view.scale.fifth);
    const items = nameItem(t('wall:central'), label.x, y, label.w - 4, view.scale.fifth, strong, measure);
    groups.push(group('row/band', { ...label, w: label.w - 4 }, items));
  }
  return groups;
}

/** How far below its baseline a name reaches (the tails of g, j, y), as a part of its size, with a margin. */
const DESCENT = 0.22;

/** From the top of a row to the next one, or to the end of the wall, px. */
function roomBelow({ rows, foot }: WallGeometry, index: number): number {
  return (rows[index + 1]?.y ?? foot.y) - (rows[index]?.y ?? 0);
}

function nameItem(
  value: string,
  x: number,
  y: number,
  width: number,
  size: number,
  strong: boolean,
  measure: MeasureText,
): Item[] {
  const weight = strong ? 600 : 400;
  const fit = fitText(value, { size, minSize: Math.round(size * 0.6), weight, width, maxLines: 1 }, measure);
  return [
    text(fit.lines[0] ?? '', { x, y }, { size: fit.size, weight, colour: strong ? '--text-1' : '--text-2' }),
  ];
}
