/**
 * What a plugin prints, by the Monitoring Plugins Development Guidelines (monitoring-plugins.org/doc/guidelines)
 * and the plugin API of Nagios Core:
 *
 *     TEXT | 'label'=value[UOM];[warn];[crit];[min];[max] …
 *     LONG TEXT, several lines | more performance data,
 *     over several lines
 */
export interface PluginOutput {
  /** The first line, without performance data; the first line that says something when that one is empty. */
  readonly text: string;
  /** The lines after the first, without performance data. */
  readonly long: string;
  readonly perfdata: readonly PerfDatum[];
}

export interface PerfDatum {
  readonly label: string;
  /** Null: `U`, the plugin could not determine it. */
  readonly value: number | null;
  /** Unit of measurement as printed: `s`, `ms`, `us`, `%`, `B` …, `c`; empty: a plain number. */
  readonly unit: string;
  readonly warn: ThresholdRange | null;
  readonly critical: ThresholdRange | null;
  readonly min: number | null;
  readonly max: number | null;
}

/** A threshold: it alerts outside `start`–`end`, or (`@`) inside, both ends included. */
export interface ThresholdRange {
  readonly start: number;
  readonly end: number;
  readonly inside: boolean;
}

/** No real plugin prints so many; a hostile one may. */
const PERFDATA_LIMIT = 500;

/** Reads what a plugin printed. What does not follow the format is left out; never throws. */
export function parsePluginOutput(output: string): PluginOutput {
  const [first = '', ...rest] = output.split(/\r?\n/);
  const [head, firstPerfdata] = splitAtPipe(first);
  const long: string[] = [];
  const perfdata = [firstPerfdata];
  let inPerfdata = false;
  for (const line of rest) {
    if (inPerfdata) {
      perfdata.push(line);
      continue;
    }
    const [text, more] = splitAtPipe(line);
    long.push(text);
    if (more !== '' || line.includes('|')) {
      inPerfdata = true;
      perfdata.push(more);
    }
  }
  const text = [head, ...long].map((line) => line.trim()).find((line) => line !== '') ?? '';
  return { text, long: long.join('\n').trim(), perfdata: parsePerfdata(perfdata.join(' ')) };
}

/** Reads performance data: items apart by white space, each `'label'=value[UOM];[warn];[crit];[min];[max]`. */
export function parsePerfdata(text: string): readonly PerfDatum[] {
  const found: PerfDatum[] = [];
  // Sticky patterns walk the text once: no input makes this slow.
  const gap = /\s*/y;
  const label = /'((?:[^']|'')*)'=|([^\s='][^\s=]*)=/y;
  const item = /\S*/y;
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) at = pattern.lastIndex;
    return match;
  };
  while (found.length < PERFDATA_LIMIT) {
    take(gap);
    if (at >= text.length) break;
    const name = take(label);
    const body = take(item)?.[0] ?? '';
    if (!name) {
      // Not an item: skip the word (at least one character, so that this ends).
      if (body === '') at += 1;
      continue;
    }
    const datum = parseDatum(name[1]?.replaceAll("''", "'") ?? name[2] ?? '', body);
    if (datum) found.push(datum);
  }
  return found;
}

const NUMBER = '[-+]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][-+]?\\d+)?';
const VALUE = new RegExp(`^(?:(${NUMBER})([^\\d;\\s]*)|U[^;\\s]*)$`);
const PLAIN_NUMBER = new RegExp(`^${NUMBER}$`);

function parseDatum(label: string, body: string): PerfDatum | null {
  const [value = '', warn = '', critical = '', min = '', max = ''] = body.split(';');
  const match = VALUE.exec(value);
  if (label === '' || !match) return null;
  return {
    label,
    value: match[1] === undefined ? null : Number(match[1]),
    unit: match[2] ?? '',
    warn: parseRange(warn),
    critical: parseRange(critical),
    min: parseNumber(min),
    max: parseNumber(max),
  };
}

/** Reads a threshold range: `10`, `10:`, `~:10`, `10:20`, `@10:20`. Null: none, or not one. */
export function parseRange(text: string): ThresholdRange | null {
  const inside = text.startsWith('@');
  const parts = (inside ? text.slice(1) : text).split(':');
  if (parts.length > 2) return null;
  const [first = '', second] = parts;
  const start =
    second === undefined ? 0 : first === '~' ? Number.NEGATIVE_INFINITY : parseNumber(first || '0');
  const endText = second === undefined ? first : second;
  const end = endText === '' && second !== undefined ? Number.POSITIVE_INFINITY : parseNumber(endText);
  if (start === null || end === null || start > end) return null;
  return { start, end, inside };
}

function parseNumber(text: string): number | null {
  return PLAIN_NUMBER.test(text) ? Number(text) : null;
}

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, ms: 1, us: 0.001 };
/** What plugins call a response time: most `time`; those that ping, `rta` (round trip average). */
const TIME_LABELS = ['time', 'rta'] as const;

/** The response time that a plugin measured itself, ms; null where it says none. */
export function measuredMs(perfdata: readonly PerfDatum[]): number | null {
  for (const label of TIME_LABELS) {
    const datum = perfdata.find((one) => one.label === label);
    const factor = UNIT_MS[datum?.unit ?? ''];
    const ms = datum?.value == null || factor === undefined ? -1 : datum.value * factor;
    // Digits without end are read as infinity.
    if (ms >= 0 && Number.isFinite(ms)) return ms;
  }
  return null;
}

function splitAtPipe(line: string): readonly [text: string, perfdata: string] {
  const pipe = line.indexOf('|');
  return pipe < 0 ? [line, ''] : [line.slice(0, pipe), line.slice(pipe + 1)];
}
