import type { Place } from '../model/axes';
import { isLastKnown, sinceSeconds, type WallView } from '../view';
import { type Group, group, type Item, type MeasureText, middle, text } from './display-list';
import { fitText } from './fit-text';
import type { WallGeometry } from './geometry';

/** Corner, column heads and row names: what stands around the cells of a mosaic. Keys begin with `key`. */

/** How many callouts there was no line for, and since when everything here is only last known. */
export function drawCorner(
  key: string,
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
  return group(`${key}corner`, corner, items);
}

/** Column heads: name, and the number of services behind a family. */
export function drawHeads(key: string, view: WallView, geometry: WallGeometry): Group {
  const { heads, columns } = geometry;
  const { scale, mosaic } = view;
  const lit = litPlace(view);
  const items: Item[] = [];
  const counts = mosaic.axes.mode === 'families' ? scale.seventh * 1.15 : 0;
  mosaic.axes.columns.forEach((column, index) => {
    const place = columns[index];
    if (!place) return;
    const { lines, size } = place.name;
    const step = size * 1.12;
    // Names stand on the same last line, whatever the number of their lines.
    const bottom = heads.y + heads.h - counts - Math.round(8 * scale.unit);
    lines.forEach((line, at) => {
      const top = bottom - step * (lines.length - at);
      items.push(
        text(
          line,
          { x: place.x, y: middle(top, step, size) },
          lit?.region === 'matrix' && lit.column === index
            ? { size, weight: 700, colour: '--text-1' }
            : { size, weight: 400, colour: '--text-2' },
        ),
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
  // Outlines of the first row stand out into the gap.
  return group(`${key}heads`, { ...heads, h: heads.h - Math.max(1, Math.round(3 * scale.unit)) }, items);
}

/** The names of the rows, and of the trusts that they belong to. Where something is wrong, the name is bold. */
export function drawRowNames(
  key: string,
  view: WallView,
  geometry: WallGeometry,
  measure: MeasureText,
): Group[] {
  const { mosaic, t } = view;
  const lit = litPlace(view);
  const bad = new Set(
    mosaic.cells
      .filter((cell) => cell.worst !== 'normal')
      .map((cell) => `${cell.place.region}/${cell.place.row}`),
  );
  const groups = mosaic.axes.rows.flatMap((row, index): Group[] => {
    const place = geometry.rows[index];
    if (!place) return [];
    const items: Item[] = [];
    const name = row.site?.name ?? t('wall:central');
    const isLit = lit?.region === 'matrix' && lit.row === index;
    const strong = isLit || bad.has(`matrix/${index}`);
    const x = geometry.left + (row.site === null ? 0 : geometry.trustWidth);
    const y = middle(place.y, place.h, place.size);
    if (row.trustHead)
      items.push(
        ...nameItem(
          row.trustHead.name,
          geometry.left,
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
        `${key}row/${row.key}`,
        {
          x: geometry.left,
          y: place.y,
          w: geometry.heads.x - geometry.left - 4,
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
    groups.push(group(`${key}row/band`, { ...label, w: label.w - 4 }, items));
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

/** Where the node in the spotlight stands in this mosaic; null: nowhere, or there is none. */
function litPlace({ spotlight, mosaic }: WallView): Place | null {
  return spotlight === null ? null : (mosaic.placeOf(spotlight)?.cell.place ?? null);
}
