import type uPlot from 'uplot';
import type { ChartBand } from '../../../shared/contract/wire';
import type { NodeState } from '../../../shared/model/states';
import { severity } from '../../../shared/model/states';
import { drawStateShape } from '../../parts/state-shape';
import type { ColourToken, Palette } from '../../theme/state-theme';

/** Where and with what a chart's furniture is painted. */
export interface Paint {
  readonly u: uPlot;
  readonly palette: Palette;
  /** `12px FAMILY`. */
  readonly font: string;
}

/** A value to be held against: a dashed line with its words. */
export interface Limit {
  readonly value: number;
  readonly text: string;
  readonly critical: boolean;
}

/** A change of state: a line with the state's shape on top. */
export interface Mark {
  /** ms UTC. */
  readonly at: number;
  readonly state: NodeState;
  readonly text: string;
}

/** A band and what its kind is called. */
export interface NamedBand extends ChartBand {
  readonly name: string;
}

/** Room above the plot for the shapes of marks and the words of a silence, CSS px. */
export const HEADROOM = 22;
/** Marks nearer than this to a worse one are not drawn, CSS px: their words are still read there. */
const MARK_APART = 12;
const MARK_SIZE = 13;

/** Scale for canvas pixels. */
const px = (value: number): number => value * (window.devicePixelRatio || 1);

const scaledFont = (font: string): string =>
  font.replace(/^(\d+)px/, (_, size: string) => `${px(Number(size))}px`);

/** How each kind of band looks: a hue for planned work, violet where nobody watched, a shade where it was closed. */
const BAND_COLOUR: Readonly<Record<ChartBand['kind'], ColourToken>> = {
  maintenance: '--maint',
  overrun: '--maint',
  blind: '--unknown',
  closed: '--text-3',
};

/** A band behind the lines: hatched, with its name where there is room. */
export function paintBand({ u, palette, font }: Paint, band: NamedBand): void {
  const { ctx, bbox } = u;
  const left = Math.max(bbox.left, u.valToPos(band.from / 1_000, 'x', true));
  const right = Math.min(bbox.left + bbox.width, u.valToPos(band.to / 1_000, 'x', true));
  if (right < bbox.left || left > bbox.left + bbox.width) return;
  const width = Math.max(px(2), right - left);
  const colour = palette[BAND_COLOUR[band.kind]];
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, bbox.top, width, bbox.height);
  ctx.clip();
  ctx.fillStyle = colour;
  ctx.globalAlpha = band.kind === 'closed' ? 0.1 : 0.07;
  ctx.fillRect(left, bbox.top, width, bbox.height);
  if (band.kind !== 'closed') {
    ctx.globalAlpha = 0.4;
    hatch(ctx, colour, left, bbox.top, width, bbox.height, band.kind === 'blind' ? 6 : 10);
  }
  ctx.globalAlpha = 1;
  if (band.kind === 'overrun') {
    ctx.strokeStyle = colour;
    ctx.lineWidth = px(3);
    ctx.strokeRect(left, bbox.top, width, bbox.height);
  }
  ctx.font = scaledFont(font);
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  // What does not fit is left out whole: it is read at the cursor.
  const words = [band.name, band.label].filter((word) => word !== '');
  const fitting = words.filter((word) => ctx.measureText(word).width <= width - px(12));
  if (fitting.includes(band.name)) {
    const wide = Math.max(...fitting.map((word) => ctx.measureText(word).width));
    ctx.fillStyle = palette['--ground'];
    ctx.fillRect(left + px(3), bbox.top + px(4), wide + px(8), px(16 * fitting.length + 2));
    ctx.fillStyle = colour;
    fitting.forEach((word, i) => {
      ctx.fillText(word, left + px(7), bbox.top + px(13.5 + 16 * i));
    });
  }
  ctx.restore();
}

function hatch(
  ctx: CanvasRenderingContext2D,
  colour: string,
  left: number,
  top: number,
  width: number,
  height: number,
  apart: number,
): void {
  ctx.strokeStyle = colour;
  ctx.lineWidth = px(1.25);
  ctx.beginPath();
  for (let x = left - height; x < left + width; x += px(apart)) {
    ctx.moveTo(x, top + height);
    ctx.lineTo(x + height, top);
  }
  ctx.stroke();
}

/** A dashed line at a value, with its words above it, or below where the top is near. */
export function paintLimit({ u, palette, font }: Paint, { value, text, critical }: Limit): void {
  const { ctx, bbox } = u;
  const y = u.valToPos(value, 'y', true);
  if (y < bbox.top) return;
  ctx.save();
  ctx.strokeStyle = palette[critical ? '--down' : '--text-2'];
  ctx.fillStyle = ctx.strokeStyle;
  ctx.lineWidth = px(1);
  ctx.setLineDash([px(6), px(4)]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.font = scaledFont(font);
  ctx.textAlign = 'left';
  ctx.textBaseline = 'alphabetic';
  ctx.fillText(text, bbox.left + px(8), y - bbox.top < px(20) ? y + px(15) : y - px(6));
  ctx.restore();
}

/** Steps in which something failed: filled marks on the axis. `at`: ms UTC. */
export function paintFailures({ u, palette }: Paint, at: readonly number[]): void {
  const { ctx, bbox } = u;
  ctx.save();
  ctx.fillStyle = palette['--down-fill'];
  for (const time of at) {
    const x = u.valToPos(time / 1_000, 'x', true);
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.fillRect(x - px(1.5), bbox.top + bbox.height - px(10), px(3), px(10));
  }
  ctx.restore();
}

/** Changes of state, the worse before the milder where they are near each other. */
export function paintMarks({ u, palette }: Paint, marks: readonly Mark[]): void {
  const { ctx, bbox } = u;
  const taken: number[] = [];
  for (const mark of [...marks].sort((a, b) => severity(b.state) - severity(a.state) || b.at - a.at)) {
    const x = u.valToPos(mark.at / 1_000, 'x', true);
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    if (taken.some((other) => Math.abs(other - x) < px(MARK_APART))) continue;
    taken.push(x);
    ctx.save();
    ctx.strokeStyle = palette['--text-2'];
    ctx.lineWidth = px(1);
    ctx.setLineDash([px(1.5), px(3)]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top - px(3));
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.restore();
    const size = px(MARK_SIZE);
    drawStateShape(ctx, mark.state, { x: x - size / 2, y: bbox.top - px(5) - size, size }, palette);
  }
}

/** Since when nothing has been heard: the line ends, and a hatch begins. */
export function paintSilence({ u, palette, font }: Paint, since: number, to: number, text: string): void {
  const { ctx, bbox } = u;
  const left = Math.max(bbox.left, u.valToPos(since / 1_000, 'x', true));
  const right = Math.min(bbox.left + bbox.width, u.valToPos(to / 1_000, 'x', true));
  ctx.save();
  ctx.beginPath();
  // A silence too short to see is still drawn as a line.
  ctx.rect(left, bbox.top, Math.max(px(2), right - left), bbox.height);
  ctx.clip();
  ctx.fillStyle = palette['--ground'];
  ctx.fillRect(left, bbox.top, right - left, bbox.height);
  ctx.globalAlpha = 0.55;
  hatch(ctx, palette['--unknown'], left, bbox.top, Math.max(0, right - left), bbox.height, 9);
  ctx.restore();
  ctx.save();
  ctx.fillStyle = palette['--unknown'];
  ctx.fillRect(left, bbox.top, px(2), bbox.height);
  ctx.font = scaledFont(font);
  ctx.textBaseline = 'alphabetic';
  const roomy = right - left > px(120);
  ctx.textAlign = roomy ? 'left' : 'right';
  ctx.fillText(text, roomy ? left + px(8) : left - px(8), bbox.top + px(16));
  ctx.restore();
}
