import { type AlarmPart, alarmParts, pulsePath } from '../../parts/alarm-shape';
import type { Canvas2d } from '../../parts/canvas-2d';
import { SHAPE_BOX } from '../../parts/state-shape';
import { type ColourToken, type Palette, STATE_THEME } from '../../theme/state-theme';
import type { AlarmItem } from '../layout/display-list';

/** Width of the outline that stands out, in units of the box, and how strong it is. */
const PULSE_LINE = 5.4;
const PULSE_ALPHA = 0.6;
/** Strokes of a dashed outline, in units of the box. */
const DASH = [4, 2.6];

const paths = new Map<string, Path2D>();

function pathOf(d: string): Path2D {
  const path = paths.get(d) ?? new Path2D(d);
  paths.set(d, path);
  return path;
}

/** Draws an alarm's shape on a canvas, in a square of `size` px with its upper left corner at (x, y). */
export function drawAlarmShape(ctx: Canvas2d, item: AlarmItem, palette: Palette): void {
  const { colour, fill, on } = STATE_THEME[item.state];
  const line: ColourToken = item.look === 'grey' ? '--text-3' : colour;
  ctx.save();
  ctx.translate(item.x, item.y);
  ctx.scale(item.size / SHAPE_BOX, item.size / SHAPE_BOX);
  ctx.lineJoin = 'miter';
  ctx.lineCap = 'butt';
  ctx.setLineDash([]);
  if (item.beat) {
    ctx.globalAlpha = PULSE_ALPHA;
    ctx.strokeStyle = palette[line];
    ctx.lineWidth = PULSE_LINE;
    ctx.stroke(pathOf(pulsePath(item.state)));
    ctx.globalAlpha = 1;
  }
  for (const part of alarmParts(item.state, item.look)) {
    const path = pathOf(part.d);
    if (part.fill !== null) {
      ctx.fillStyle = palette[fillOf(part, fill, on)];
      ctx.fill(path);
    }
    if (part.stroke !== null && part.line > 0) {
      ctx.strokeStyle = palette[part.stroke === 'on' ? on : line];
      ctx.lineWidth = part.line;
      ctx.setLineDash(part.dashed ? DASH : []);
      ctx.stroke(path);
    }
  }
  ctx.restore();
}

function fillOf(part: AlarmPart, fill: ColourToken, on: ColourToken): ColourToken {
  if (part.fill === 'grey') return '--cell';
  return part.fill === 'on' ? on : fill;
}
