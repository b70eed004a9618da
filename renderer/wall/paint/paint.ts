import { assertNever } from '../../../shared/util/assert-never';
import type { Canvas2d } from '../../parts/canvas-2d';
import { drawMark } from '../../parts/mark';
import { drawStateShape } from '../../parts/state-shape';
import type { Palette } from '../../theme/state-theme';
import type {
  DisplayList,
  Group,
  HatchItem,
  ImageItem,
  Item,
  PathItem,
  RectItem,
} from '../layout/display-list';
import { drawAlarmShape } from './alarm-shape';
import type { Typesetter } from './typesetter';

/** A part of the picture, device pixels. */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** What has to be painted to get from one list to the next. */
export interface Difference {
  /** Nothing can be taken over: the ground comes first. */
  readonly whole: boolean;
  /** Groups that are gone or stand elsewhere: their ground comes back. */
  readonly gone: readonly Group[];
  readonly dirty: readonly Group[];
}

/**
 * What differs from `previous`: groups that are other objects, and those that are gone. Without a previous list,
 * or with one of another epoch, everything.
 */
export function difference(list: DisplayList, previous: DisplayList | null): Difference {
  if (previous === null || previous.epoch !== list.epoch) {
    return { whole: true, gone: [], dirty: [...list.groups.values()] };
  }
  const gone: Group[] = [];
  const dirty: Group[] = [];
  for (const [key, group] of previous.groups) {
    const now = list.groups.get(key);
    if (!now || now.x !== group.x || now.y !== group.y || now.w !== group.w || now.h !== group.h)
      gone.push(group);
  }
  for (const [key, group] of list.groups) if (previous.groups.get(key) !== group) dirty.push(group);
  return { whole: false, gone, dirty };
}

/**
 * Paints the part of a difference that lies in `region`. First the ground of what is gone, then what is there: a
 * new group may take over an old one's place.
 */
export function paint(
  ctx: Canvas2d,
  { whole, gone, dirty }: Difference,
  region: Region,
  palette: Palette,
  type: Pick<Typesetter, 'draw'>,
): void {
  if (whole) {
    ctx.fillStyle = palette['--ground'];
    ctx.fillRect(region.x, region.y, region.w, region.h);
  }
  for (const group of gone) if (meets(group, region)) clear(ctx, group, palette);
  for (const group of dirty) {
    if (!meets(group, region)) continue;
    if (!whole) clear(ctx, group, palette);
    if (group.clipped) {
      ctx.save();
      ctx.beginPath();
      ctx.rect(group.x, group.y, group.w, group.h);
      ctx.clip();
    }
    for (const item of group.items) paintItem(ctx, item, palette, type);
    if (group.clipped) ctx.restore();
  }
}

function meets(a: Region, b: Region): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

function clear(ctx: Canvas2d, group: Group, palette: Palette): void {
  ctx.fillStyle = palette['--ground'];
  ctx.fillRect(group.x, group.y, group.w, group.h);
}

function paintItem(ctx: Canvas2d, item: Item, palette: Palette, type: Pick<Typesetter, 'draw'>): void {
  switch (item.kind) {
    case 'rect':
      paintRect(ctx, item, palette);
      return;
    case 'hatch':
      paintHatch(ctx, item, palette);
      return;
    case 'text':
      type.draw(ctx, item, palette[item.colour]);
      return;
    case 'shape':
      drawStateShape(ctx, item.state, item, palette);
      return;
    case 'alarm':
      drawAlarmShape(ctx, item, palette);
      return;
    case 'mark':
      drawMark(ctx, item.mark, item, palette);
      return;
    case 'path':
      paintPath(ctx, item, palette);
      return;
    case 'image':
      paintImage(ctx, item);
      return;
    default:
      assertNever(item, 'paintItem');
  }
}

/** Path data that was used lately, parsed: a coast has thousands of points, and is painted again for each cell on it. */
const paths = new Map<string, Path2D>();
const PATHS_KEPT = 200;

function pathOf(data: string): Path2D {
  const known = paths.get(data);
  if (known) return known;
  const made = new Path2D(data);
  const oldest = paths.size >= PATHS_KEPT ? paths.keys().next().value : undefined;
  if (oldest !== undefined) paths.delete(oldest);
  paths.set(data, made);
  return made;
}

function paintPath(ctx: Canvas2d, item: PathItem, palette: Palette): void {
  const path = pathOf(item.d);
  ctx.save();
  ctx.translate(item.x, item.y);
  if (item.fill) {
    ctx.fillStyle = palette[item.fill];
    ctx.fill(path);
  }
  if (item.stroke && item.line > 0) {
    ctx.strokeStyle = palette[item.stroke];
    ctx.lineWidth = item.line;
    ctx.lineJoin = 'round';
    ctx.setLineDash(item.dashed ? [item.line * 3, item.line * 2] : []);
    ctx.stroke(path);
  }
  ctx.restore();
}

function paintImage(ctx: Canvas2d, { image, source, x, y, w, h }: ImageItem): void {
  if (source) ctx.drawImage(image, source.x, source.y, source.w, source.h, x, y, w, h);
  else ctx.drawImage(image, x, y, w, h);
}

function paintRect(ctx: Canvas2d, item: RectItem, palette: Palette): void {
  if (item.fill) {
    ctx.fillStyle = palette[item.fill];
    if (item.radius > 0) {
      ctx.beginPath();
      ctx.roundRect(item.x, item.y, item.w, item.h, item.radius);
      ctx.fill();
    } else {
      ctx.fillRect(item.x, item.y, item.w, item.h);
    }
  }
  if (item.stroke && item.line > 0) {
    ctx.strokeStyle = palette[item.stroke];
    ctx.lineWidth = item.line;
    ctx.setLineDash(item.dashed ? [item.line * 3, item.line * 2] : []);
    ctx.beginPath();
    const half = item.line / 2;
    ctx.roundRect(item.x + half, item.y + half, item.w - item.line, item.h - item.line, item.radius);
    ctx.stroke();
  }
}

function paintHatch(ctx: Canvas2d, item: HatchItem, palette: Palette): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(item.x, item.y, item.w, item.h);
  ctx.clip();
  ctx.strokeStyle = palette[item.colour];
  ctx.lineWidth = item.line;
  ctx.setLineDash([]);
  ctx.beginPath();
  // Lines continue from cell to cell: their phase is the picture's, not the cell's.
  const first = Math.floor((item.x - item.h + item.y) / item.pitch) * item.pitch - item.y;
  for (let x = first; x < item.x + item.w + item.pitch; x += item.pitch) {
    ctx.moveTo(x, item.y + item.h);
    ctx.lineTo(x + item.h, item.y);
  }
  ctx.stroke();
  ctx.restore();
}
