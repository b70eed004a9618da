import type { Canvas2d } from '../../parts/canvas-2d';
import type { MeasureText, TextItem } from '../layout/display-list';

/** The one type family, shipped with the app. */
const FONT_FAMILY = '"Inter Variable", system-ui, sans-serif';
/** Widths that are remembered; ages and times come and go, so there is a bound. */
const MAX_MEASURED = 4_000;

export function fontOf(size: number, weight: number): string {
  return `${weight} ${size}px ${FONT_FAMILY}`;
}

/** Measures and draws text on a canvas, with figures of one width: a clock must not shift as it runs. */
export interface Typesetter {
  readonly measure: MeasureText;
  /** On any canvas of the picture; measuring has one of its own. */
  draw(ctx: Canvas2d, item: TextItem, colour: string): void;
  /** The font came late: what was measured before is void. */
  refresh(): void;
}

/**
 * A typesetter that measures on `measuring`. Where the browser takes the font's tabular figures from its declaration (fonts.css),
 * text is drawn as it is; Chromium 130 does not, and there each figure is set in a box as wide as a zero.
 */
export function createTypesetter(measuring: Canvas2d): Typesetter {
  const widths = new Map<string, number>();
  let native = true;
  const widthOf = (value: string, size: number, weight: number): number => {
    const key = `${weight} ${size} ${value}`;
    const known = widths.get(key);
    if (known !== undefined) return known;
    setFont(measuring, fontOf(size, weight));
    const { width } = measuring.measureText(value);
    if (widths.size >= MAX_MEASURED) widths.clear();
    widths.set(key, width);
    return width;
  };
  const measure: MeasureText = (value, size, weight) => {
    if (value === '') return 0;
    if (native) return widthOf(value, size, weight);
    return runsOf(value).reduce((sum, run) => sum + widthOf(isFigure(run) ? '0' : run, size, weight), 0);
  };
  return {
    measure,
    draw(ctx, item, colour) {
      const { text, size, weight, align } = item;
      if (text === '') return;
      ctx.fillStyle = colour;
      ctx.textBaseline = 'alphabetic';
      if (native) {
        setFont(ctx, fontOf(size, weight));
        ctx.textAlign = align;
        ctx.fillText(text, item.x, item.y);
        return;
      }
      const width = measure(text, size, weight);
      let x = item.x - (align === 'right' ? width : align === 'center' ? width / 2 : 0);
      ctx.textAlign = 'left';
      for (const run of runsOf(text)) {
        const own = widthOf(run, size, weight);
        const room = isFigure(run) ? widthOf('0', size, weight) : own;
        setFont(ctx, fontOf(size, weight));
        ctx.fillText(run, x + (room - own) / 2, item.y);
        x += room;
      }
    },
    refresh() {
      widths.clear();
      native = Math.abs(widthOf('1111', 72, 600) - widthOf('0000', 72, 600)) < 0.5;
    },
  };
}

/** Setting a font costs even when it is the same. */
function setFont(ctx: Canvas2d, font: string): void {
  if (ctx.font !== font) ctx.font = font;
}

const isFigure = (run: string): boolean => run.length === 1 && run >= '0' && run <= '9';

/** The text in figures, one by one, and what stands between them. */
function runsOf(value: string): readonly string[] {
  return value.split(/(\d)/u).filter((run) => run !== '');
}
