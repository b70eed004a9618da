import type { MeasureText } from './display-list';

/** Text that has been made to fit: its lines and their size. */
export interface Fitted {
  readonly lines: readonly string[];
  readonly size: number;
}

/**
 * Fits text into a width: on one line, else on up to `maxLines`, else smaller (to `minSize`), and only then cut
 * with an ellipsis. Names are never cut where a second line fits (VISUAL.md).
 */
export function fitText(
  value: string,
  wanted: {
    readonly size: number;
    readonly minSize: number;
    readonly weight: number;
    readonly width: number;
    readonly maxLines: number;
  },
  measure: MeasureText,
): Fitted {
  const { weight, width, maxLines } = wanted;
  for (let size = wanted.size; ; size = Math.max(wanted.minSize, Math.floor(size * 0.92))) {
    const lines = wrap(value, width, (line) => measure(line, size, weight), size === wanted.minSize);
    if (lines.length <= maxLines && lines.every((line) => measure(line, size, weight) <= width)) {
      return { lines, size };
    }
    if (size <= wanted.minSize) {
      const kept = lines.slice(0, maxLines);
      const last = lines.slice(maxLines - 1).join(' ');
      kept[maxLines - 1] = last;
      return {
        lines: kept.map((line) => ellipsis(line, width, (text) => measure(text, size, weight))),
        size,
      };
    }
  }
}

/** Cuts text to a width with an ellipsis, if it must. */
export function ellipsis(value: string, width: number, measure: (text: string) => number): string {
  if (measure(value) <= width) return value;
  let low = 0;
  let high = value.length;
  while (low < high) {
    const mid = (low + high + 1) >> 1;
    if (measure(`${value.slice(0, mid)}…`) <= width) low = mid;
    else high = mid - 1;
  }
  return `${value.slice(0, low).trimEnd()}…`;
}

/** Greedy lines at spaces, and after hyphens and slashes; a word that is too long is split only when `hard`. */
function wrap(value: string, width: number, measure: (text: string) => number, hard: boolean): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of value.split(/(?<=[\s/-])/u)) {
    if (line !== '' && measure((line + word).trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += word;
    while (hard && line.length > 1 && measure(line.trimEnd()) > width) {
      let cut = line.length - 1;
      while (cut > 1 && measure(`${line.slice(0, cut)}-`) > width) cut--;
      lines.push(`${line.slice(0, cut)}-`);
      line = line.slice(cut);
    }
  }
  if (line.trim() !== '' || lines.length === 0) lines.push(line.trimEnd());
  return lines;
}
