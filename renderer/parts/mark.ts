import type { ColourToken, Palette } from '../theme/state-theme';
import type { Canvas2d } from './canvas-2d';
import { SHAPE_BOX, type ShapePart } from './state-shape';

/**
 * What stands beside a state and never in its place: why its fault makes no sound (planned work, closed service
 * hours, a silence at its source, a shelf, out of service), that its results change too often to mean anything one by
 * one, that planned work has gone over its time, and that people lead it as a major incident.
 */
export type MarkName =
  | 'maintenance'
  | 'overrun'
  | 'hours'
  | 'silence'
  | 'shelved'
  | 'out-of-service'
  | 'flapping'
  | 'major';

interface MarkTheme {
  readonly colour: ColourToken;
  readonly parts: readonly ShapePart[];
}

const SPANNER: readonly ShapePart[] = [
  {
    d: 'M21.6 6.2L17.4 10.4L14.2 9.8L13.6 6.6L17.8 2.4C14.6 1.2 11.2 2 9.4 4.6C8 6.6 7.9 8.8 8.7 10.8L2.2 17.3C1 18.5 1 20.4 2.2 21.6C3.4 22.8 5.3 22.8 6.5 21.6L13.1 15.1C15.1 15.9 17.4 15.8 19.4 14.4C22 12.6 22.8 9.4 21.6 6.2Z',
    filled: true,
    line: 0,
  },
];

/** Marks are small: one colour each. Only planned work (VISUAL.md: blue, a spanner) and a major incident have a hue. */
export const MARKS: Readonly<Record<MarkName, MarkTheme>> = {
  maintenance: { colour: '--maint', parts: SPANNER },
  /** The same, called out: it must be told from work that goes as planned without reading. */
  overrun: {
    colour: '--maint',
    parts: [
      ...SPANNER,
      { d: 'M17 16H20.6V19.6H17Z', filled: true, line: 0 },
      { d: 'M17 21H20.6V23.4H17Z', filled: true, line: 0 },
    ],
  },
  /** A door that is shut. */
  hours: {
    colour: '--text-2',
    parts: [
      { d: 'M5 2.4H19V21.6H5Z', filled: false, line: 2.4 },
      { d: 'M14 10.4H16.6V13.6H14Z', filled: true, line: 0 },
    ],
  },
  /** A bell that is struck out. */
  silence: {
    colour: '--text-2',
    parts: [
      {
        d: 'M4 18.4L6.4 15.2V9.6C6.4 6.2 8.6 4 12 4C15.4 4 17.6 6.2 17.6 9.6V15.2L20 18.4Z',
        filled: false,
        line: 2.2,
      },
      { d: 'M3 2.6L21 21.6', filled: false, line: 2.6 },
    ],
  },
  /** A thing on a shelf. */
  shelved: {
    colour: '--text-2',
    parts: [
      { d: 'M7 4.6H17V15H7Z', filled: false, line: 2.2 },
      { d: 'M2 18.6H22', filled: false, line: 2.6 },
    ],
  },
  /** Crossed out. */
  'out-of-service': {
    colour: '--text-2',
    parts: [
      { d: 'M3 12A9 9 0 1 0 21 12A9 9 0 1 0 3 12Z', filled: false, line: 2.2 },
      { d: 'M5.8 18.2L18.2 5.8', filled: false, line: 2.2 },
    ],
  },
  /** A flag: somebody leads here. */
  major: {
    colour: '--major',
    parts: [
      { d: 'M4.4 1.6V22.6', filled: false, line: 2.6 },
      { d: 'M5 3H22L17.2 8.6L22 14.2H5Z', filled: true, line: 0 },
    ],
  },
  /** Up and down. */
  flapping: {
    colour: '--text-1',
    parts: [{ d: 'M1.8 15L6.4 7L11.6 18L16.8 6L22.2 15', filled: false, line: 2.8 }],
  },
};

const paths = new Map<string, Path2D>();

/** Draws a mark on a canvas, in a square of `size` px with its upper left corner at (x, y). */
export function drawMark(
  ctx: Canvas2d,
  mark: MarkName,
  at: { readonly x: number; readonly y: number; readonly size: number },
  palette: Palette,
): void {
  const { colour, parts } = MARKS[mark];
  ctx.save();
  ctx.translate(at.x, at.y);
  ctx.scale(at.size / SHAPE_BOX, at.size / SHAPE_BOX);
  ctx.lineJoin = 'miter';
  ctx.lineCap = 'butt';
  ctx.setLineDash([]);
  ctx.fillStyle = palette[colour];
  ctx.strokeStyle = palette[colour];
  for (const { d, filled, line } of parts) {
    const path = paths.get(d) ?? new Path2D(d);
    paths.set(d, path);
    if (filled) ctx.fill(path);
    if (line > 0) {
      ctx.lineWidth = line;
      ctx.stroke(path);
    }
  }
  ctx.restore();
}
