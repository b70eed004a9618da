import { formatSince } from '../../../shared/time/format';
import { cellMarks, cellSince } from '../model/cell-marks';
import type { Cell } from '../model/wall-model';
import type { WallView } from '../view';
import { box, type Item, type MeasureText, middle, type Rect, text } from './display-list';
import { type Fitted, fitText } from './fit-text';

/** How much smaller a name may get before it takes a line of its own. */
const LEAST = 0.8;

/** What stands in a tile, px. */
interface Room {
  readonly left: number;
  readonly right: number;
  readonly size: number;
  readonly weight: number;
}

/** A tile of the band of central services. It carries its own name: there is no column head above it. */
export function drawTile(
  cell: Cell,
  rect: Rect,
  view: WallView,
  hatched: boolean,
  measure: MeasureText,
): Item[] {
  const { scale } = view;
  const normal = cell.worst === 'normal';
  const pad = Math.round(14 * scale.unit);
  const size = Math.max(1, Math.min(scale.fifth, Math.round(rect.h * 0.62)));
  const shape = normal ? 0 : Math.round(size * 0.94);
  const marks = cellMarks(cell);
  const small = Math.round(size * 0.72);
  const step = small + Math.round(size * 0.3);
  const marksAt = rect.x + pad + (normal ? 0 : shape + Math.round(size * 0.35));
  const left = marksAt + marks.length * step + (normal || marks.length > 0 ? 0 : Math.round(size * 0.05));
  const room: Room = { left, right: rect.x + rect.w - pad, size, weight: normal ? 400 : 600 };
  const since = normal ? null : cellSince(cell);
  const time = since === null ? '' : formatSince(since, view.link.hubNow);
  const lines = tileText(cell.slots[0]?.node.service.name ?? '', time, rect, room, measure);
  const items: Item[] = [];
  // Text needs a quiet ground under it.
  if (hatched) items.push(quietGround(lines, normal, rect, pad, measure));
  if (!normal) {
    const y = Math.round(rect.y + (rect.h - shape) / 2);
    items.push({ kind: 'shape', x: rect.x + pad, y, size: shape, state: cell.worst, quiet: cell.quiet });
  }
  marks.forEach((mark, index) => {
    const y = Math.round(rect.y + (rect.h - small) / 2);
    items.push({ kind: 'mark', x: marksAt + index * step, y, size: small, mark });
  });
  return [...items, ...lines];
}

type Line = Extract<Item, { kind: 'text' }>;

/** Name and time on one line; where the name would get too small there, above each other. */
function tileText(name: string, time: string, rect: Rect, room: Room, measure: MeasureText): Line[] {
  const { left, right, size, weight } = room;
  const colour = time === '' ? '--text-2' : '--text-1';
  const timeWidth = time === '' ? 0 : measure(time, size, 600) + size * 0.4;
  const minSize = Math.round(size * LEAST);
  const one = fitText(name, { size, minSize, weight, width: right - left - timeWidth, maxLines: 1 }, measure);
  const y = middle(rect.y, rect.h, size);
  const end = text(time, { x: right, y }, { size, weight: 600, colour, align: 'right' });
  if (one.lines[0] === name) {
    const line = text(
      name,
      { x: left, y: middle(rect.y, rect.h, one.size) },
      { size: one.size, weight, colour },
    );
    return time === '' ? [line] : [line, end];
  }
  const half = Math.max(1, Math.min(size, Math.floor(rect.h / 2.5)));
  const maxLines = time === '' ? 2 : 1;
  const fit: Fitted = fitText(
    name,
    { size: half, minSize: Math.max(1, Math.round(half * 0.7)), weight, width: right - left, maxLines },
    measure,
  );
  const rows = [...fit.lines.map((line) => ({ line, size: fit.size, weight }))];
  if (time !== '') rows.push({ line: time, size: half, weight: 600 });
  const step = half * 1.12;
  const top = rect.y + (rect.h - step * rows.length) / 2;
  return rows.map((row, index) =>
    text(
      row.line,
      { x: left, y: middle(top + step * index, step, row.size) },
      { size: row.size, weight: row.weight, colour },
    ),
  );
}

/** The ground under a tile's text, as wide as the text, or as the tile when the time stands at its end. */
function quietGround(
  lines: readonly Line[],
  normal: boolean,
  rect: Rect,
  pad: number,
  measure: MeasureText,
): Item {
  const top = Math.min(...lines.map((line) => line.y - line.size));
  const bottom = Math.max(...lines.map((line) => line.y + line.size * 0.3));
  const end = normal
    ? Math.max(...lines.map((line) => line.x + measure(line.text, line.size, line.weight)))
    : rect.x + rect.w - pad;
  const inset = Math.round(pad / 2);
  const y = Math.max(rect.y + 1, Math.round(top));
  const h = Math.min(rect.y + rect.h - 1, Math.round(bottom)) - y;
  return box({ x: rect.x + inset, y, w: Math.round(end + inset - rect.x - inset), h }, '--ground');
}
