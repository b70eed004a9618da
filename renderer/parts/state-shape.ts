import type { NodeState } from '../../shared/model/states';
import { type Palette, type ShapeName, STATE_THEME } from '../theme/state-theme';
import type { Canvas2d } from './canvas-2d';

/** The side of the square in which shapes are described. */
export const SHAPE_BOX = 24;

/** A piece of a shape: an SVG path in a 24 × 24 box, filled, outlined or both. */
export interface ShapePart {
  readonly d: string;
  readonly filled: boolean;
  /** Width of the outline in units of the box; 0: none. */
  readonly line: number;
}

/**
 * The shapes that say a state without colour (VISUAL.md). They differ in outline, not only inside, so that they
 * are told apart from afar: square, triangle, question mark, clock, half square, chevron, ring.
 */
export const SHAPES: Readonly<Record<ShapeName, readonly ShapePart[]>> = {
  square: [{ d: 'M2 2H22V22H2Z', filled: true, line: 1.6 }],
  triangle: [{ d: 'M12 2.2L22.6 21.6H1.4Z', filled: true, line: 1.6 }],
  question: [
    { d: 'M6.2 8.2A5.9 5.9 0 1 1 15.4 12.9C13.1 14.3 12.1 15 12.1 17', filled: false, line: 3.4 },
    { d: 'M10 21.2A2.1 2.1 0 1 0 14.2 21.2A2.1 2.1 0 1 0 10 21.2Z', filled: true, line: 0 },
  ],
  clock: [
    { d: 'M2.6 12A9.4 9.4 0 1 0 21.4 12A9.4 9.4 0 1 0 2.6 12Z', filled: false, line: 2.8 },
    { d: 'M12 6.4V12.2L16 14.4', filled: false, line: 2.4 },
  ],
  'half-square': [
    { d: 'M3.2 3.2H20.8V20.8H3.2Z', filled: false, line: 2.6 },
    { d: 'M3.2 12H20.8V20.8H3.2Z', filled: true, line: 0 },
  ],
  chevron: [{ d: 'M12 4L22.6 14.8L18.8 19.2L12 12.2L5.2 19.2L1.4 14.8Z', filled: true, line: 1.6 }],
  ring: [{ d: 'M5 12A7 7 0 1 0 19 12A7 7 0 1 0 5 12Z', filled: false, line: 2.4 }],
};

const paths = new Map<string, Path2D>();

function pathOf(d: string): Path2D {
  let path = paths.get(d);
  if (!path) {
    path = new Path2D(d);
    paths.set(d, path);
  }
  return path;
}

/** The outline of a part that is filled, where the fault makes no sound: broad enough to be the shape by itself. */
export const QUIET_LINE = 2.6;

/** A part as it is drawn: filled, or outlined only where the fault makes no sound (VISUAL.md, *suppressed*). */
export function drawnPart(part: ShapePart, quiet: boolean): ShapePart {
  if (!quiet || !part.filled) return part;
  return { ...part, filled: false, line: QUIET_LINE };
}

/**
 * Draws a state's shape on a canvas, in a square of `size` px with its upper left corner at (x, y). `quiet`: its
 * fault makes no sound, so it is outlined in its full colour and not filled.
 */
export function drawStateShape(
  ctx: Canvas2d,
  state: NodeState,
  at: { readonly x: number; readonly y: number; readonly size: number; readonly quiet?: boolean },
  palette: Palette,
): void {
  const theme = STATE_THEME[state];
  ctx.save();
  ctx.translate(at.x, at.y);
  ctx.scale(at.size / SHAPE_BOX, at.size / SHAPE_BOX);
  ctx.lineJoin = 'miter';
  ctx.lineCap = 'butt';
  ctx.setLineDash([]);
  for (const drawn of SHAPES[theme.shape]) {
    const part = drawnPart(drawn, at.quiet ?? false);
    const path = pathOf(part.d);
    if (part.filled) {
      ctx.fillStyle = palette[theme.fill];
      ctx.fill(path);
    }
    if (part.line > 0) {
      ctx.strokeStyle = palette[theme.colour];
      ctx.lineWidth = part.line;
      ctx.stroke(path);
    }
  }
  ctx.restore();
}
