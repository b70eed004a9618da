import { dayKey, formatClock, formatSince } from '../../../shared/time/format';
import { type Group, group, type Item, type Rect } from '../layout/display-list';
import { alone, lineHeight, put, shape } from './drawing';
import { definePanel, type PanelContext, type PanelDrawing, type PanelFacts, type PanelView } from './panel';
import { linesOfEvents, linesOfRoom, type TimelineLine } from './timeline-lines';

const HOUR_MS = 3_600_000;

/** What happened in the last hours, newest first. */
export interface TimelineFacts extends PanelFacts {
  readonly lines: readonly TimelineLine[];
  /** The log is known from then on, ms UTC; null: for the whole time. Before it only what the room still knows is told. */
  readonly knownFrom: number | null;
}

export const timelinePanel = definePanel<'timeline', TimelineFacts>({
  kind: 'timeline',
  facts: ({ hours, calls }, context) => factsOf(hours, calls, context),
  draw: (facts, body, view) => {
    const { lines } = facts;
    const note = noteOf(facts, view);
    if (lines.length === 0) {
      const words = view.t('panels:timeline.none');
      const groups = [group(`${view.key}/none`, body, [alone(words, body, view)])];
      return { groups, said: [words, ...note], leftOut: 0 };
    }
    const foot = note.length > 0 ? lineHeight(view.scale.fifth) : 0;
    const drawn = drawLines(lines, { ...body, h: Math.max(1, body.h - foot) }, view);
    if (foot === 0) return drawn;
    const rect = { ...body, y: body.y + body.h - foot, h: foot };
    const style = { size: view.scale.fifth, weight: 400, colour: '--text-2', least: 0.8 } as const;
    const item = put(note[0] ?? '', { x: rect.x, top: rect.y, h: foot, width: rect.w }, style, view).item;
    return {
      ...drawn,
      groups: [...drawn.groups, group(`${view.key}/note`, rect, [item])],
      said: [...drawn.said, ...note],
    };
  },
});

function factsOf(hours: number, calls: boolean, context: PanelContext): TimelineFacts {
  const { state, asked, hubNow, t, lang } = context;
  const from = hubNow - hours * HOUR_MS;
  const { value, at, fault } = asked.history(hours);
  const events = (value?.events ?? []).filter((event) => event.at >= from);
  const oldest = events[events.length - 1]?.at ?? null;
  const knownFrom = value?.complete ? null : (oldest ?? hubNow);
  const speech = { t, lang };
  const lines = [
    ...linesOfEvents(events, state, calls, speech),
    ...(knownFrom === null ? [] : linesOfRoom(state, { from, to: knownFrom }, calls, speech)),
  ];
  return {
    head: {
      title: t(calls ? 'panels:timeline.titleCalls' : 'panels:timeline.title', { count: hours }),
      oldest: at,
      stale: value === null ? null : fault,
    },
    lines: [...lines].sort((a, b) => b.at - a.at),
    knownFrom: value === null && fault === null ? null : knownFrom,
  };
}

/** How far back the log is known, where that is not all the way. */
function noteOf({ knownFrom }: TimelineFacts, { t, link }: PanelView): readonly string[] {
  if (knownFrom === null) return [];
  return [t('panels:timeline.knownFrom', { at: formatSince(knownFrom, link.hubNow) })];
}

function drawLines(lines: readonly TimelineLine[], body: Rect, view: PanelView): PanelDrawing {
  const { scale, measure, link } = view;
  // Larger type while it holds all of them; what is read as a list is never smaller than the third size.
  const size = lines.length * rowOf(scale.second) <= body.h ? scale.second : scale.third;
  const h = rowOf(size);
  const most = Math.max(0, Math.floor(body.h / h));
  const shown = lines.slice(0, most);
  const today = dayKey(link.hubNow);
  const when = (at: number): string =>
    dayKey(at) === today ? formatClock(at) : formatSince(at, link.hubNow);
  const times = Math.ceil(Math.max(0, ...shown.map(({ at }) => measure(when(at), size, 600))));
  const groups = shown.map((line, index): Group => {
    const rect = { x: body.x, y: body.y + index * h, w: body.w, h };
    return group(`${view.key}/${index}`, rect, lineItems(line, when(line.at), times, size, rect, view));
  });
  return {
    groups,
    said: shown.map((line) => `${when(line.at)} ${line.text}`),
    leftOut: lines.length - shown.length,
  };
}

const rowOf = (size: number): number => Math.round(size * 1.62);

function lineItems(
  line: TimelineLine,
  time: string,
  times: number,
  size: number,
  rect: Rect,
  view: PanelView,
): Item[] {
  const weight = line.strong ? 600 : 400;
  const colour = line.strong ? '--text-1' : '--text-2';
  const at = { top: rect.y, h: rect.h };
  const mark = Math.round(size * 0.62);
  const x = rect.x + times + Math.round(size * 0.5);
  const words = x + mark + Math.round(size * 0.5);
  const y = Math.round(rect.y + (rect.h - mark) / 2);
  const point = Math.max(2, Math.round(size * 0.14));
  return [
    put(time, { ...at, x: rect.x, width: times + 1 }, { size, weight, colour }, view).item,
    ...(line.state === null
      ? [
          {
            kind: 'rect',
            x: x + Math.round((mark - point) / 2),
            y: Math.round(rect.y + (rect.h - point) / 2),
            w: point,
            h: point,
            fill: '--text-3',
            stroke: null,
            line: 0,
            dashed: false,
            radius: Math.round(point / 2),
          } as const,
        ]
      : shape(line.state, null, { x, y, size: mark }, view)),
    put(
      line.text,
      { ...at, x: words, width: rect.x + rect.w - words },
      { size, weight, colour, least: 0.8 },
      view,
    ).item,
  ];
}
