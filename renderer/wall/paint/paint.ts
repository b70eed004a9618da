import { assertNever } from '../../../shared/util/assert-never';
import { drawStateShape } from '../../parts/state-shape';
import type { Palette } from '../../theme/state-theme';
import type { DisplayList, Group, HatchItem, Item, RectItem } from '../layout/display-list';
import type { Typesetter } from './typesetter';

/** What one painting cost. */
export interface Painted {
  readonly groups: number;
  readonly whole: boolean;
}

/** A part of the picture, device pixels. */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/**
 * Paints, in one region (all of it when none is given), what differs from `previous`: groups that are other objects, and the ground where a group is gone.
 * Without a previous list, or with one of another epoch, everything is painted.
 */
export function paint(
  ctx: CanvasRenderingContext2D,
  list: DisplayList,
  previous: DisplayList | null,
  palette: Palette,
  type: Pick<Typesetter, 'draw'>,
  region: Region = { x: 0, y: 0, w: list.width, h: list.height },
): Painted {
  const whole = previous === null || previous.epoch !== list.epoch;
  if (whole) {
    ctx.fillStyle = palette['--ground'];
    ctx.fillRect(region.x, region.y, region.w, region.h);
  } else {
    // First the ground of what is gone, then what is there: a new group may take over an old one's place.
    for (const [key, group] of previous.groups) {
      if (!meets(group, region)) continue;
      const now = list.groups.get(key);
      if (!now || now.x !== group.x || now.y !== group.y || now.w !== group.w || now.h !== group.h) {
        clear(ctx, group, palette);
      }
    }
  }
  const dirty: Group[] = [];
  for (const [key, group] of list.groups) {
    if ((whole || previous.groups.get(key) !== group) && meets(group, region)) dirty.push(group);
  }
  for (const group of dirty) {
    if (!whole) clear(ctx, group, palette);
    for (const item of group.items) paintItem(ctx, item, palette, type);
  }
  return { groups: dirty.length, whole };
}

function meets(a: Region, b: Region): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

function clear(ctx: CanvasRenderingContext2D, group: Group, palette: Palette): void {
  ctx.fillStyle = palette[group.ground];
  ctx.fillRect(group.x, group.y, group.w, group.h);
}

function paintItem(
  ctx: CanvasRenderingContext2D,
  item: Item,
  palette: Palette,
  type: Pick<Typesetter, 'draw'>,
): void {
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
    default:
      assertNever(item, 'paintItem');
  }
}

function paintRect(ctx: CanvasRenderingContext2D, item: RectItem, palette: Palette): void {
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

function paintHatch(ctx: CanvasRenderingContext2D, item: HatchItem, palette: Palette): void {
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
