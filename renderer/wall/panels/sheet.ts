import type { NodeState } from '../../../shared/model/states';
import type { MarkName } from '../../parts/mark';
import type { ColourToken } from '../../theme/state-theme';
import { box, type Group, group, type Item, middle, type Rect, text } from '../layout/display-list';
import { ellipsis, fitText } from '../layout/fit-text';
import type { PanelView } from './panel';

/** What stands before the words of a line. */
export type LineMark =
  | { readonly kind: 'shape'; readonly state: NodeState; readonly quiet?: boolean }
  | { readonly kind: 'mark'; readonly mark: MarkName }
  /** Somebody's initials in a frame. */
  | { readonly kind: 'initials'; readonly words: string }
  /** A priority, in a column of its own. */
  | { readonly kind: 'number'; readonly words: string }
  /** Done, or not. */
  | { readonly kind: 'box'; readonly full: boolean }
  /** Nothing, px: what belongs to the line above stands under its words. */
  | { readonly kind: 'space'; readonly w: number };

/** A line of a panel: what, and at its end when or how. */
export interface Line {
  readonly words: string;
  /** After the words, quieter: left out where there is no room. */
  readonly more?: string;
  /** At the right edge; below the words where there is no room beside them. */
  readonly end?: string;
  readonly marks?: readonly LineMark[];
  /** Bold: it asks for somebody. */
  readonly strong?: boolean;
  readonly colour?: ColourToken;
  readonly endColour?: ColourToken;
  readonly endStrong?: boolean;
  /** Lines that its words may take; left out: 2. */
  readonly most?: number;
  /** What is said of it, where that is not words, more and end. */
  readonly said?: string;
}

/** A line made to fit. */
interface Set {
  readonly lines: readonly string[];
  readonly size: number;
  /** Of one line, px. */
  readonly step: number;
  readonly indent: number;
  /** The end has a line of its own. */
  readonly endBelow: boolean;
  /** How the end is set; null: there is none. */
  readonly end: { readonly words: string; readonly size: number } | null;
  readonly more: string | null;
  readonly height: number;
}

const LEADING = 1.3;
/** Less than this of a line is too little for its words: the end goes below them. */
const LEAST_SHARE = 0.45;

/**
 * Lines of text from the top of an area on, as far as there is room: what does not fit is counted, and nothing is drawn by
 * half. Every panel of text is made of these.
 */
export class Sheet {
  readonly area: Rect;
  readonly said: string[] = [];
  /** Lines that there was no room for. */
  leftOut = 0;
  readonly #view: PanelView;
  readonly #items: Item[] = [];
  #y: number;

  constructor(area: Rect, view: PanelView) {
    this.area = area;
    this.#view = view;
    this.#y = area.y;
  }

  /** Height that is left, px. */
  get left(): number {
    return this.area.y + this.area.h - this.#y;
  }

  /** Some air, design pixels. */
  air(design: number): void {
    if (this.#y > this.area.y) this.#y += Math.round(design * this.#view.scale.unit);
  }

  /** The size in which lines that matter most are set: the largest that leaves `rest` px to what stands below; else the third. */
  leadSize(lines: readonly Line[], rest: number): number {
    const { first, second, third } = this.#view.scale;
    return [first, second].find((size) => this.heightOf(lines, size) + rest <= this.left) ?? third;
  }

  /** What a head takes, with the rule above it where something stands above, px. */
  headHeight(above = this.#y > this.area.y): number {
    const size = this.#view.scale.fifth;
    return (above ? Math.round(size * 0.7) : 0) + Math.round(size * 1.6);
  }

  /** A quiet head and its list. Where not even one line has room below it, there is no head, and all are counted. */
  section(words: string, lines: readonly Line[]): void {
    const [first] = lines;
    if (first === undefined) return;
    if (this.headHeight() + this.heightOf([first], this.#view.scale.third) > this.left) {
      this.leftOut += lines.length;
      return;
    }
    this.#heading(words);
    this.list(lines);
  }

  /** A quiet head above what is drawn next; where there is no room for that, for `next` px (else for one line), there is none. */
  heading(words: string, next = this.#view.scale.third * LEADING): boolean {
    if (this.headHeight() + next > this.left) return false;
    this.#heading(words);
    return true;
  }

  #heading(words: string): void {
    const { scale, measure } = this.#view;
    const size = scale.fifth;
    const step = Math.round(size * 1.6);
    const above = this.headHeight() - step;
    if (above > 0) {
      const h = Math.max(1, Math.round(1.5 * scale.unit));
      const y = this.#y + Math.round(above * 0.6);
      this.#items.push(box({ x: this.area.x, y, w: this.area.w, h }, '--line-2'));
    }
    const shown = ellipsis(words, this.area.w, (value) => measure(value, size, 400));
    const at = { x: this.area.x, y: middle(this.#y + above, step, size) };
    this.#items.push(text(shown, at, { size, weight: 400, colour: '--text-2' }));
    this.#y += above + step;
    this.said.push(words);
  }

  /** One line of words. Returns false, and counts it, where there is no room for it. */
  line(line: Line, size: number): boolean {
    const set = this.#set(line, size);
    if (set.height > this.left) {
      this.leftOut += 1;
      return false;
    }
    this.#draw(line, set);
    return true;
  }

  /** One line that is a frill: where there is no room for it, nothing is missed. */
  maybe(line: Line, size: number): boolean {
    const set = this.#set(line, size);
    if (set.height > this.left) return false;
    this.#draw(line, set);
    return true;
  }

  /** As many lines as there is room for, in their order; the rest is counted. */
  lines(lines: readonly Line[], size: number): void {
    for (const [index, line] of lines.entries()) {
      if (this.line(line, size)) continue;
      this.leftOut += lines.length - index - 1;
      return;
    }
  }

  /** A list: in the second size where all of it has room there, each on a line; else in the third, and the rest is counted. */
  list(lines: readonly Line[]): void {
    const { second, third } = this.#view.scale;
    const sets = lines.map((line) => this.#set(line, second));
    const whole = sets.every((set) => set.lines.length === 1 && set.size === second && !set.endBelow);
    const high = sets.reduce((sum, { height }) => sum + height, 0);
    this.lines(lines, whole && high <= this.left ? second : third);
  }

  /** The width of marks before words of this size, px. */
  indentOf(marks: readonly LineMark[], size: number): number {
    return marks.reduce((sum, mark) => sum + this.#markWidth(mark, size), 0);
  }

  /** Whether nothing of a line's words is cut at this size. */
  isWhole(line: Line, size: number): boolean {
    return !this.#set(line, size).lines.some((words) => words.endsWith('…'));
  }

  /** The height that lines take, px. */
  heightOf(lines: readonly Line[], size: number): number {
    return lines.reduce((sum, line) => sum + this.#set(line, size).height, 0);
  }

  /** What was drawn, as one piece. */
  group(key: string): Group {
    return group(`${this.#view.key}/${key}`, this.area, this.#items);
  }

  #set(line: Line, wanted: number): Set {
    const { measure } = this.#view;
    const weight = line.strong ? 600 : 400;
    const indent = this.indentOf(line.marks ?? [], wanted);
    const width = this.area.w - indent;
    const endWeight = line.endStrong ? 600 : 500;
    const endWidth = line.end === undefined ? 0 : measure(line.end, wanted, endWeight) + wanted * 0.6;
    const whole = measure(line.words, wanted, weight);
    const endBelow = endWidth > 0 && whole > width - endWidth && width - endWidth < LEAST_SHARE * width;
    const room = endBelow ? width : width - endWidth;
    const fit = fitText(
      line.words,
      { size: wanted, minSize: Math.round(wanted * 0.8), weight, width: room, maxLines: line.most ?? 2 },
      measure,
    );
    const step = Math.round(fit.size * (fit.lines.length > 1 ? 1.2 : LEADING));
    const rest = room - whole - wanted * 0.5;
    const fits = fit.lines.length === 1 && fit.size === wanted;
    const moreSize = Math.min(wanted, this.#view.scale.second);
    const more = line.more !== undefined && fits && measure(line.more, moreSize, 400) <= rest;
    const height = step * fit.lines.length + (endBelow ? Math.round(wanted * LEADING) : 0);
    const end =
      line.end === undefined ? null : this.#end(line.end, wanted, endWeight, endBelow ? width : null);
    return { ...fit, step, indent, endBelow, end, more: more ? (line.more ?? null) : null, height };
  }

  /** `width`: what it has on a line of its own, px; null: it stands beside the words, and has what it takes. */
  #end(
    words: string,
    size: number,
    weight: number,
    width: number | null,
  ): { readonly words: string; readonly size: number } {
    if (width === null) return { words, size };
    const wanted = { size, minSize: Math.round(size * 0.7), weight, width, maxLines: 1 };
    const fit = fitText(words, wanted, this.#view.measure);
    return { words: fit.lines[0] ?? '', size: fit.size };
  }

  #draw(line: Line, set: Set): void {
    const { measure } = this.#view;
    const { lines, size, step, indent } = set;
    const weight = line.strong ? 600 : 400;
    const colour = line.colour ?? '--text-1';
    const first = middle(this.#y, step, size);
    let x = this.area.x;
    for (const mark of line.marks ?? []) {
      this.#items.push(...this.#mark(mark, x, first, size));
      x += this.#markWidth(mark, size);
    }
    x = this.area.x + indent;
    lines.forEach((words, index) => {
      const y = middle(this.#y + step * index, step, size);
      this.#items.push(text(words, { x, y }, { size, weight, colour }));
    });
    if (set.more !== null) {
      const after = x + measure(lines[0] ?? '', size, weight) + size * 0.5;
      const small = Math.min(size, this.#view.scale.second);
      this.#items.push(
        text(set.more, { x: after, y: first }, { size: small, weight: 400, colour: '--text-2' }),
      );
    }
    if (set.end !== null) {
      const style = { weight: line.endStrong ? 600 : 500, colour: line.endColour ?? '--text-2' };
      const y = set.endBelow
        ? middle(this.#y + step * lines.length, Math.round(size * LEADING), size)
        : first;
      const place = set.endBelow ? { x, y } : { x: this.area.x + this.area.w, y };
      const align = set.endBelow ? 'left' : 'right';
      this.#items.push(text(set.end.words, place, { size: set.end.size, ...style, align }));
    }
    this.#y += set.height;
    this.said.push(
      line.said ?? [line.words, line.more, line.end].filter((part) => part !== undefined).join(' · '),
    );
  }

  #markWidth(mark: LineMark, size: number): number {
    const { measure } = this.#view;
    switch (mark.kind) {
      case 'initials':
        return Math.ceil(measure(mark.words, size * 0.72, 600) + size * 0.42) + Math.round(size * 0.35);
      case 'number':
        return Math.round(size * 0.85);
      case 'box':
        return Math.round(size * 0.9);
      case 'space':
        return mark.w;
      default:
        return Math.round(size * 1.15);
    }
  }

  /** `y`: the baseline of the words that it stands before. */
  #mark(mark: LineMark, x: number, y: number, size: number): readonly Item[] {
    const { scale, measure } = this.#view;
    const center = y - size * 0.3635;
    const side = Math.round(size * 0.8);
    const top = Math.round(center - side / 2);
    switch (mark.kind) {
      case 'space':
        return [];
      case 'shape':
        return [{ kind: 'shape', x, y: top, size: side, state: mark.state, quiet: mark.quiet ?? false }];
      case 'mark':
        return [{ kind: 'mark', x, y: top, size: side, mark: mark.mark }];
      case 'number': {
        const style = { size: Math.round(size * 0.8), weight: 500, colour: '--text-2' } as const;
        return [text(mark.words, { x, y }, style)];
      }
      case 'box': {
        const small = Math.round(size * 0.56);
        const place = { x, y: Math.round(center - small / 2), w: small, h: small };
        const line = Math.max(2, Math.round(2.5 * scale.unit));
        const radius = Math.round(3 * scale.unit);
        if (mark.full) return [box(place, '--text-2', radius)];
        return [{ kind: 'rect', ...place, fill: null, stroke: '--text-3', line, dashed: false, radius }];
      }
      case 'initials': {
        const own = size * 0.72;
        const w = Math.ceil(measure(mark.words, own, 600) + size * 0.42);
        const h = Math.round(size * 1.02);
        return [
          {
            kind: 'rect',
            x,
            y: Math.round(center - h / 2),
            w,
            h,
            fill: null,
            stroke: '--text-2',
            line: Math.max(1, Math.round(size * 0.055)),
            dashed: false,
            radius: Math.round(size * 0.1),
          },
          text(
            mark.words,
            { x: x + Math.round(w / 2), y: Math.round(center + own * 0.3635) },
            { size: Math.round(own), weight: 600, align: 'center', colour: '--text-1' },
          ),
        ];
      }
    }
  }
}

/** Two areas side by side with air between them, where each is wide enough to be read; else null. */
export function columns(body: Rect, { scale }: Pick<PanelView, 'scale'>): readonly [Rect, Rect] | null {
  const gap = Math.round(64 * scale.unit);
  const w = Math.floor((body.w - gap) / 2);
  if (w < scale.third * LEAST_COLUMN) return null;
  return [
    { ...body, w },
    { ...body, x: body.x + body.w - w, w },
  ];
}

/** The least width of a column of lists, in their type size. */
const LEAST_COLUMN = 16;

/**
 * The size in which what matters most is said where its words are not known yet: as large as leaves room for `lines` more
 * lines of a list, and for about twelve characters.
 */
export function leadSize(area: Rect, lines: number, { scale }: Pick<PanelView, 'scale'>): number {
  const rest = lines * scale.third * LEADING;
  return (
    [scale.first, scale.second].find((size) => size * LEADING + rest <= area.h && size * 6.6 <= area.w) ??
    scale.third
  );
}
