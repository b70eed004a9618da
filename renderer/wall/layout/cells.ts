import { formatSince } from '../../../shared/time/format';
import { type ColourToken, STATE_THEME } from '../../theme/state-theme';
import { cellMarks, cellSince } from '../model/cell-marks';
import { type Cell, isOwnFault, isQuiet, slotState } from '../model/wall-model';
import type { TypeScale } from '../type-scale';
import { isLastKnown, type WallView } from '../view';
import { box, type Group, type Item, type MeasureText, middle, type Rect, text } from './display-list';
import type { WallGeometry } from './geometry';
import { ticksOf } from './ticks';
import { drawTile } from './tile';

type Place = WallGeometry['cells'][number];

/** One cell: a shade off the ground when normal; outlined, with shape and time, when not. */
export function drawCell(key: string, cell: Cell, place: Place, view: WallView, measure: MeasureText): Group {
  const { rect, outer } = place;
  const { scale } = view;
  const normal = cell.worst === 'normal';
  const hatched = isLastKnown(view) || (!normal && isBlind(cell));
  const items: Item[] = [];
  if (hatched) items.push(hatch(rect, scale.unit));
  else items.push(box(rect, normal ? '--cell' : '--ground', radius(scale.unit)));
  const lit = isLit(cell, view);
  const ring = lit ? ringWidth(outer, scale) : 0;
  if (normal) {
    if (hatched) items.push(outline(rect, '--line-2', 1, true, scale.unit));
  } else {
    // Within the ring, so that both are seen.
    const edge = { x: outer.x + ring, y: outer.y + ring, w: outer.w - 2 * ring, h: outer.h - 2 * ring };
    items.push(
      outline(edge, STATE_THEME[cell.worst].colour, outlineWidth(cell, outer, scale), hatched, scale.unit),
    );
  }
  if (cell.place.region === 'band') items.push(...drawTile(cell, rect, view, hatched, measure));
  else if (normal) items.push(...unsteady(cell, rect, scale));
  else items.push(...label(cell, rect, view, hatched, measure));
  // It stands out without a state's colour.
  if (lit) items.push(outline(outer, '--text-1', ring, false, scale.unit));
  return { key: `${key}cell/${cell.place.key}`, ...outer, items, stamp: cell.version };
}

/** Whether somebody put a node of this cell in the spotlight. */
function isLit(cell: Cell, { spotlight, mosaic }: WallView): boolean {
  return spotlight !== null && mosaic.placeOf(spotlight)?.cell === cell;
}

/** The ring of the spotlight, px. */
function ringWidth({ h }: Rect, { unit }: TypeScale): number {
  return Math.max(2, Math.min(Math.round(5 * unit), Math.round(h / 8)));
}

/** Whether nothing at all is known of a cell: it is hatched, as what is not known never looks fresh. */
function isBlind(cell: Cell): boolean {
  return cell.slots.every((slot) => {
    const state = slotState(slot);
    return state === 'stale' || state === 'unknown';
  });
}

const radius = (unit: number): number => Math.round(3 * unit);

function hatch(rect: Rect, unit: number): Item {
  return {
    kind: 'hatch',
    ...rect,
    colour: '--line',
    pitch: Math.max(5, Math.round(13 * unit)),
    line: Math.max(1, Math.round(3 * unit)),
  };
}

function outline(rect: Rect, stroke: ColourToken, line: number, dashed: boolean, unit: number): Item {
  return { kind: 'rect', ...rect, fill: null, stroke, line, dashed, radius: radius(unit) };
}

/** The space that is kept for an outline, whatever its width, px. */
export function outlineRoom(rect: Rect, scale: TypeScale): number {
  return Math.max(1, Math.min(Math.round(5 * scale.unit), Math.floor(rect.h / 7)));
}

/**
 * A fault of its own has a broad outline; what only follows from another, is not known, or makes no sound, a narrow
 * one: the same colour, in full.
 */
function outlineWidth(cell: Cell, rect: Rect, scale: TypeScale): number {
  const room = outlineRoom(rect, scale);
  if (cell.quiet || cell.worst === 'unknown' || cell.worst === 'stale')
    return Math.max(1, Math.ceil(room / 2));
  const own = cell.slots.some((slot) => slotState(slot) === cell.worst && !isQuiet(slot) && isOwnFault(slot));
  return own ? room : Math.max(1, Math.ceil(room / 2));
}

/** What answers but keeps changing is marked, though no state is wrong. */
function unsteady(cell: Cell, rect: Rect, scale: TypeScale): Item[] {
  if (!cellMarks(cell).includes('flapping')) return [];
  const size = Math.max(1, Math.min(Math.round(scale.third * 0.7), Math.round(rect.h * 0.6)));
  const x = rect.x + outlineRoom(rect, scale) + Math.round(5 * scale.unit);
  return [{ kind: 'mark', x, y: Math.round(rect.y + (rect.h - size) / 2), size, mark: 'flapping' }];
}

/** Shape and time, the word where there is room for it, and the number of services where there are several. */
function label(cell: Cell, rect: Rect, view: WallView, hatched: boolean, measure: MeasureText): Item[] {
  const { scale, t } = view;
  const { unit } = scale;
  const room = outlineRoom(rect, scale);
  // Where nothing is known of the whole cell, ticks would say the same of each of its services.
  const ticks = cell.slots.length > 1 && !isBlind(cell) ? ticksOf(cell, rect, room) : null;
  const h = rect.h - (ticks ? ticks.strip.h + room - Math.round(unit) : 0);
  const pad = room + Math.round(5 * unit);
  const marks = cellMarks(cell);
  const most = Math.max(1, Math.min(scale.third, Math.round(h * (ticks ? 0.96 : 0.8))));
  const size =
    marks.length === 0
      ? most
      : sizeWithMarks(most, marks.length, shortTime(cell, view), rect.w - 2 * pad, measure);
  const shape = Math.round(size * 0.86);
  const left = rect.x + pad;
  const right = rect.x + rect.w - pad;
  const y = middle(rect.y, h, size);
  const items: Item[] = [
    {
      kind: 'shape',
      x: left,
      y: Math.round(rect.y + (h - shape) / 2),
      size: shape,
      state: cell.worst,
      quiet: cell.quiet,
    },
  ];
  let x = left + shape + Math.round(size * 0.35);
  const small = Math.round(size * MARK);
  for (const mark of marks) {
    if (x + small > right) break;
    items.push({ kind: 'mark', x, y: Math.round(rect.y + (h - small) / 2), size: small, mark });
    x += small + Math.round(size * MARK_GAP);
  }
  const strong = { size, weight: 600, colour: '--text-1' } as const;
  // When the hub itself is blind, the banner says since when: two hundred times the same is noise.
  const blinded = view.room?.vantageLostSince != null;
  const time = blinded ? '' : timeThatFits(cell, view, right - x, size, measure);
  const timeWidth = measure(time, size, 600);
  const word = t(`states:${cell.worst}`);
  const abnormal = cell.slots.length - (cell.counts.at(-1) ?? 0);
  const count = String(abnormal);
  if (view.mosaic.axes.mode === 'services' && x + measure(word, size, 600) + size + timeWidth <= right) {
    items.push(text(word, { x, y }, { ...strong, colour: STATE_THEME[cell.worst].colour }));
    items.push(text(time, { x: right, y }, { ...strong, align: 'right' }));
    x = right;
  } else {
    items.push(text(time, { x, y }, strong));
    x += timeWidth;
    if (abnormal > 1 && !isBlind(cell) && x + size * 0.8 + measure(count, size, 400) <= right) {
      items.push(text(count, { x: right, y }, { size, weight: 400, align: 'right', colour: '--text-2' }));
    }
  }
  // Text needs a quiet ground under it.
  if (hatched)
    items.unshift(
      box({ x: left, y: rect.y + room, w: Math.round(x - left + pad / 2), h: h - room }, '--ground'),
    );
  if (ticks) items.push(...ticks.items);
  return items;
}

/** Side of a mark and the space after it, as shares of the text's size. */
const MARK = 0.72;
const MARK_GAP = 0.3;

/** Since when, as short as it may be said: the time today, the day otherwise. */
function shortTime(cell: Cell, view: WallView): string {
  const since = cellSince(cell);
  return since === null ? '' : (formatSince(since, view.link.hubNow).split(' ')[0] ?? '');
}

/** The size at which shape, marks and a time stand beside each other; marks must not cost the time its place. */
function sizeWithMarks(
  most: number,
  marks: number,
  time: string,
  room: number,
  measure: MeasureText,
): number {
  const width = (size: number): number =>
    size * (1.21 + marks * (MARK + MARK_GAP)) + measure(time, size, 600);
  const least = most * 0.6;
  let size = most;
  while (size > least && width(size) > room) size = Math.max(least, size * 0.94);
  return Math.max(1, Math.floor(size));
}

/** Since when: with the day where it is another and there is room; the callout has it in full. */
function timeThatFits(cell: Cell, view: WallView, room: number, size: number, measure: MeasureText): string {
  const since = cellSince(cell);
  if (since === null) return '';
  const full = formatSince(since, view.link.hubNow);
  const day = full.split(' ')[0] ?? '';
  return [full, day].find((value) => measure(value, size, 600) <= room) ?? '';
}
