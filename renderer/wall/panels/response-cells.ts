import { formatClock, formatResponse, formatSince } from '../../../shared/time/format';
import { type ColourToken, STATE_THEME } from '../../theme/state-theme';
import { box, type Group, group, type Item, middle, type Rect, text } from '../layout/display-list';
import { ellipsis, fitText } from '../layout/fit-text';
import type { PanelView } from './panel';
import type { ServiceTimes } from './response-facts';

/** How the response times of one service are drawn: as a cell with a chart, or as one line. */

/** How a cell is set: sizes of its name, its figure and what stands below, and the least of its chart, px. */
export interface Look {
  readonly name: number;
  readonly figure: number;
  readonly small: number;
  readonly chart: number;
  /** The least that a cell wants, px. */
  readonly w: number;
}

/** What stands below a chart, in lines of its type. */
export const AXIS = 1.5;
/** Where the expectation stands: so many times it is the top of a chart. */
const TOP = 2.2;

/** What stands above a chart, px. */
export function headHeight({ name, figure, small }: Look): number {
  return Math.round(name * 1.25 + figure * 1.2 + small * 1.35);
}

/** A cell: what, how fast and where, what is expected, and how it was. */
export function drawCell(one: ServiceTimes, rect: Rect, look: Look, hours: number, view: PanelView): Group {
  const { measure, link } = view;
  const { fault, loud, colour } = lookOf(one, view);
  const items: Item[] = [];
  const fit = (words: string, size: number, weight: number, width: number): string =>
    ellipsis(words, width, (value) => measure(value, size, weight));
  const put = (
    words: string,
    at: { x: number; y: number; h: number },
    size: number,
    weight: number,
    ink: ColourToken,
  ): void =>
    void items.push(text(words, { x: at.x, y: middle(at.y, at.h, size) }, { size, weight, colour: ink }));

  const nameHeight = Math.round(look.name * 1.25);
  const name = fitText(
    one.name,
    {
      size: look.name,
      minSize: Math.round(look.name * 0.75),
      weight: loud ? 600 : 400,
      width: rect.w,
      maxLines: 1,
    },
    measure,
  );
  put(
    name.lines[0] ?? '',
    { x: rect.x, y: rect.y, h: nameHeight },
    name.size,
    loud ? 600 : 400,
    loud ? '--text-1' : '--text-2',
  );

  // The figure, and where: a place is named where it stands out.
  const top = rect.y + nameHeight;
  const high = Math.round(look.figure * 1.2);
  let x = rect.x;
  if (fault) {
    const side = Math.round(look.figure * 0.78);
    items.push({ kind: 'shape', x, y: Math.round(top + (high - side) / 2), size: side, state: one.state });
    x += Math.round(look.figure * 1.05);
  }
  const figure = figureWords(one, view);
  const size = one.ms === null || one.phase === 'silent' ? Math.round(look.figure * 0.72) : look.figure;
  const figured = fit(figure, size, loud ? 600 : 400, rect.x + rect.w - x);
  put(
    figured,
    { x, y: top, h: high },
    size,
    loud ? 600 : 400,
    fault ? colour : loud ? '--text-1' : '--text-2',
  );
  x += measure(figured, size, loud ? 600 : 400) + look.figure * 0.3;
  if (loud && one.where !== null) {
    const room = rect.x + rect.w - x;
    const where = fitText(
      one.where,
      { size: look.figure, minSize: Math.round(look.figure * 0.5), weight: 600, width: room, maxLines: 1 },
      measure,
    );
    if (room > look.figure) put(where.lines[0] ?? '', { x, y: top, h: high }, where.size, 600, '--text-1');
  }

  const small = { x: rect.x, y: top + high, h: Math.round(look.small * 1.35) };
  const below = besideWords(one, view).filter((words) => words !== '');
  // As many as fit, the first first; a little smaller before one is left out.
  const least = Math.round(look.small * 0.85);
  let kept = below;
  while (kept.length > 1 && measure(kept.join(' · '), least, 400) > rect.w) kept = kept.slice(0, -1);
  const words = kept.join(' · ');
  const fits = measure(words, look.small, 400) <= rect.w ? look.small : least;
  put(fit(words, fits, 400, rect.w), small, fits, 400, '--text-2');

  const axis = Math.round(look.small * AXIS);
  const head = headHeight(look);
  const chart: Rect = { x: rect.x, y: rect.y + head, w: rect.w, h: Math.max(1, rect.h - head - axis) };
  items.push(...drawChart(one, chart, colour, view));
  const times = { y: chart.y + chart.h, h: axis };
  const ink = { size: look.small, weight: 400, colour: '--text-3' } as const;
  const y = middle(times.y, times.h, look.small);
  items.push(
    text(formatSince(link.hubNow - hours * HOUR_MS, link.hubNow), { x: rect.x, y }, ink),
    text(formatClock(link.hubNow), { x: rect.x + rect.w, y }, { ...ink, align: 'right' }),
  );
  return group(`${view.key}/${one.id}`, rect, items);

  /** What stands below the figure: since when, what is expected, how it is elsewhere. */
  function besideWords(of: ServiceTimes, { t, lang }: PanelView): readonly string[] {
    return [
      fault && of.since !== null
        ? t('panels:response-times.since', {
            state: t(`states:${of.state}`),
            at: formatSince(of.since, link.hubNow),
          })
        : '',
      t('panels:response-times.expected', { limit: formatResponse(of.limit, lang) }),
      of.silent > 0 ? t('panels:response-times.silentElsewhere', { count: of.silent }) : '',
      loud && of.others !== null
        ? t('panels:response-times.elsewhere', { most: formatResponse(of.others, lang) })
        : '',
    ];
  }
}

/** One line: what, how it was, how fast and where. */
export function drawRow(one: ServiceTimes, rect: Rect, view: PanelView): Group {
  const { scale, measure } = view;
  const { fault, loud, colour } = lookOf(one, view);
  const size = Math.min(scale.third, Math.round(rect.h / 1.3));
  const weight = loud ? 600 : 400;
  const y = middle(rect.y, rect.h, size);
  const items: Item[] = [];
  const right = rect.x + rect.w;
  const place = loud && one.where !== null ? ` ${one.where}` : '';
  const most = rect.w * 0.3;
  const figure = fitText(
    `${figureWords(one, view)}${place}`,
    { size, minSize: Math.round(size * 0.7), weight, width: most, maxLines: 1 },
    measure,
  );
  const words = figure.lines[0] ?? '';
  const ink = fault ? colour : loud ? '--text-1' : '--text-2';
  items.push(text(words, { x: right, y }, { size: figure.size, weight, align: 'right', colour: ink }));
  const chart: Rect = {
    x: rect.x + Math.round(rect.w * 0.47),
    y: rect.y + Math.round(rect.h * 0.1),
    w: Math.round(rect.w * 0.2),
    h: Math.round(rect.h * 0.8),
  };
  let { x } = rect;
  if (fault) {
    const side = Math.round(size * 0.8);
    items.push({
      kind: 'shape',
      x,
      y: Math.round(y - size * 0.3635 - side / 2),
      size: side,
      state: one.state,
    });
    x += Math.round(size * 1.15);
  }
  const wanted = {
    size,
    minSize: Math.round(size * 0.7),
    weight,
    width: chart.x - size * 0.4 - x,
    maxLines: 1,
  };
  const name = fitText(one.name, wanted, measure);
  items.push(
    text(name.lines[0] ?? '', { x, y }, { size: name.size, weight, colour: loud ? '--text-1' : '--text-2' }),
  );
  items.push(...drawChart(one, chart, colour, view));
  return group(`${view.key}/${one.id}`, rect, items);
}

/** Whether it is to stand out, and the colour of its state: nobody vouches for it while the hub is away. */
function lookOf(
  one: ServiceTimes,
  { link }: PanelView,
): { readonly fault: boolean; readonly loud: boolean; readonly colour: ColourToken } {
  const fault = one.state !== 'normal';
  const known = fault ? STATE_THEME[one.state].colour : '--text-1';
  return { fault, loud: fault || isOver(one), colour: link.phase === 'live' ? known : '--unknown' };
}

const HOUR_MS = 3_600_000;

function isOver({ phase, ms, limit }: ServiceTimes): boolean {
  return phase === 'silent' || (phase === 'measured' && ms !== null && ms > limit);
}

function figureWords({ phase, ms, at }: ServiceTimes, { t, lang, link }: PanelView): string {
  switch (phase) {
    case 'waiting':
      return t('panels:response-times.waiting');
    case 'unmeasured':
      return t('panels:response-times.unmeasured');
    case 'silent':
      return t('panels:response-times.silent');
    case 'old':
      return t('panels:response-times.old', { at: formatSince(at ?? 0, link.hubNow) });
    case 'measured':
      return formatResponse(ms ?? 0, lang);
  }
}

/** The line over time; the expectation dashed at the same height in every chart. */
function drawChart(
  { line, phase }: ServiceTimes,
  rect: Rect,
  colour: ColourToken,
  { scale }: PanelView,
): readonly Item[] {
  const thin = Math.max(1, Math.round(2 * scale.unit));
  const high = (ratio: number): number => Math.round(rect.h * (1 - Math.min(ratio, TOP) / TOP) * 10) / 10;
  const expected = Math.round(high(1));
  const items: Item[] = [
    box({ x: rect.x, y: rect.y + rect.h - thin, w: rect.w, h: thin }, '--line'),
    {
      kind: 'path',
      x: rect.x,
      y: rect.y,
      d: `M0 ${expected}H${rect.w}`,
      fill: null,
      stroke: '--text-3',
      line: thin,
      dashed: true,
    },
  ];
  if (line.length === 0) return items;
  const wide = (part: number): number => Math.round(part * rect.w * 10) / 10;
  const d = line
    .map(([first, ...rest]) => {
      if (!first) return '';
      // A point that stands alone is a dash, else nobody sees it.
      const from = `M${wide(first[0])} ${high(first[1])}`;
      if (rest.length === 0) return `${from}h${thin * 2}`;
      return from + rest.map(([x, y]) => `L${wide(x)} ${high(y)}`).join('');
    })
    .join('');
  const stroke = colour === '--text-1' ? '--text-2' : colour;
  const weight = Math.max(
    2,
    Math.round((phase === 'measured' && colour === '--text-1' ? 3 : 5) * scale.unit),
  );
  items.push({ kind: 'path', x: rect.x, y: rect.y, d, fill: null, stroke, line: weight, dashed: false });
  return items;
}

/** All of it in words. */
export function saidOf(one: ServiceTimes, view: PanelView): string {
  const { t, lang } = view;
  const state = one.state === 'normal' ? [] : [t(`states:${one.state}`)];
  const expected = t('panels:response-times.expected', { limit: formatResponse(one.limit, lang) });
  const where = one.where === null ? [] : [one.where];
  return [one.name, figureWords(one, view), ...where, ...state, expected].join(' · ');
}
