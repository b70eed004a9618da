import type { AlarmFigure } from '../../../shared/contract/wire';
import { formatSince } from '../../../shared/time/format';
import { adviceWords, boundaryWords, valueWords } from '../../desk/figures/figure-words';
import { nodeName } from '../../desk/model/row';
import type { ColourToken } from '../../theme/state-theme';
import { box, group, type Item, type Rect } from '../layout/display-list';
import { alone, isThen, lineHeight, put, rule } from './drawing';
import { definePanel, type PanelDrawing, type PanelFacts, type PanelView } from './panel';

/** The figures of ISA-18.2 that a room reads from afar, the most telling first; the desk has all of them. */
const SHOWN: readonly AlarmFigure['id'][] = [
  'per-hour',
  'worst-10min',
  'time-in-flood',
  'top-10-share',
  'time-to-acknowledge',
  'stale',
  'chattering',
  'priority-high',
  'annunciated',
  'fleeting',
  'shelved',
];

interface FigureLine {
  readonly id: AlarmFigure['id'];
  readonly name: string;
  readonly value: string;
  readonly boundary: string;
  readonly verdict: AlarmFigure['verdict'];
}

export interface FigureFacts extends PanelFacts {
  readonly lines: readonly FigureLine[];
  /** What to do about it, the most pressing; null: nothing. */
  readonly advice: string | null;
  /** What stands there while there is no answer; null: there is one. */
  readonly instead: string | null;
  /** The log knows nothing older than this, ms UTC; null: it knows the whole period. */
  readonly knownFrom: number | null;
}

export const alarmFiguresPanel = definePanel<'alarm-figures', FigureFacts>({
  kind: 'alarm-figures',
  facts: ({ hours }, { asked, state, t, lang }) => {
    const { value, at, fault } = asked.figures(hours);
    const speech = { t, lang };
    const shown = SHOWN.flatMap((id) => value?.figures.find((one) => one.id === id) ?? []);
    const [advice] = value?.advice ?? [];
    return {
      head: {
        title: t('panels:figures.title', { count: hours }),
        oldest: at,
        stale: value !== null ? fault : null,
      },
      lines: shown.map((figure) => ({
        id: figure.id,
        name: t(`figures:figure.${figure.id}`),
        value: valueWords(figure, speech) ?? t('panels:figures.nothing'),
        boundary: boundaryWords(figure, speech) ?? '',
        verdict: figure.verdict,
      })),
      advice: advice ? adviceWords(advice, (node) => nodeName(state, node), speech) : null,
      instead:
        value !== null ? null : fault === null ? t('figures:asking') : t('figures:failed', { reason: fault }),
      knownFrom: value?.knownFrom ?? null,
    };
  },
  draw: (facts, body, view) => {
    if (facts.instead !== null)
      return {
        groups: [group(`${view.key}/none`, body, [alone(facts.instead, body, view)])],
        said: [facts.instead],
        leftOut: 0,
      };
    return drawLines(facts, body, view);
  },
});

function drawLines({ lines, advice, knownFrom }: FigureFacts, body: Rect, view: PanelView): PanelDrawing {
  const { scale, t, link } = view;
  const small = lineHeight(scale.fifth);
  const notes = [
    ...(knownFrom === null ? [] : [t('figures:knownFrom', { time: formatSince(knownFrom, link.hubNow) })]),
    ...(advice === null ? [] : [advice]),
  ];
  const kept = body.h > scale.third * 12 ? notes : [];
  const room = body.h - kept.length * small;
  const size =
    [scale.second, scale.third, scale.fifth].find((one) => lines.length * rowOf(one) <= room) ?? scale.fifth;
  const h = rowOf(size);
  const most = Math.max(0, Math.floor(room / h));
  const shown = lines.slice(0, most);
  const groups = shown.map((line, index) => {
    const rect = { x: body.x, y: body.y + index * h, w: body.w, h };
    return group(`${view.key}/${line.id}`, rect, lineItems(line, size, rect, view));
  });
  if (kept.length > 0) {
    const rect = { ...body, y: body.y + body.h - kept.length * small, h: kept.length * small };
    const style = { size: scale.fifth, weight: 400, colour: '--text-2', least: 0.8 } as const;
    const items = kept.map(
      (words, index) =>
        put(words, { x: rect.x, top: rect.y + index * small, h: small, width: rect.w }, style, view).item,
    );
    groups.push(group(`${view.key}/notes`, rect, items));
  }
  return {
    groups,
    said: [
      ...shown.map(({ name, value, verdict }) =>
        verdict === 'none' ? `${name}: ${value}` : `${name}: ${value}, ${t(`figures:verdict.${verdict}`)}`,
      ),
      ...kept,
    ],
    leftOut: lines.length - shown.length,
  };
}

const rowOf = (size: number): number => Math.round(size * 1.6);

/** Only what is outside its boundary has a colour: a word, and a bar before the name. */
const VERDICTS: Readonly<Record<AlarmFigure['verdict'], ColourToken | null>> = {
  good: null,
  none: null,
  watch: '--warning',
  bad: '--degraded',
};

function lineItems(line: FigureLine, size: number, rect: Rect, view: PanelView): Item[] {
  const { scale, t } = view;
  const colour = isThen(view) ? null : VERDICTS[line.verdict];
  const bar = Math.max(3, Math.round(10 * scale.unit));
  const inset = bar + Math.round(18 * scale.unit);
  const right = rect.x + rect.w;
  const at = { top: rect.y, h: rect.h };
  const verdict =
    line.verdict === 'watch' || line.verdict === 'bad' ? t(`figures:verdict.${line.verdict}`) : '';
  const wide = rect.w > size * 34;
  const boundary = wide
    ? put(
        line.boundary,
        { ...at, x: right, width: rect.w * 0.3 },
        { size: Math.round(size * 0.72), weight: 400, colour: '--text-2', align: 'right', least: 0.6 },
        view,
      )
    : null;
  const edge = wide ? right - Math.round(rect.w * 0.32) : right;
  const value = put(
    line.value,
    { ...at, x: edge, width: rect.w * 0.32 },
    { size, weight: 600, colour: '--text-1', align: 'right', least: 0.7 },
    view,
  );
  const before = edge - value.width - Math.round(size * 0.6);
  const word = put(
    verdict,
    { ...at, x: before, width: rect.w * 0.25 },
    { size: Math.round(size * 0.8), weight: 600, colour: colour ?? '--text-1', align: 'right', least: 0.7 },
    view,
  );
  const name = put(
    line.name,
    { ...at, x: rect.x + inset, width: before - word.width - size * 0.6 - rect.x - inset },
    { size, weight: 400, colour: '--text-1', least: 0.65 },
    view,
  );
  return [
    ...(colour === null
      ? []
      : [
          box(
            { x: rect.x, y: rect.y + Math.round(rect.h * 0.18), w: bar, h: Math.round(rect.h * 0.64) },
            colour,
          ),
        ]),
    name.item,
    ...(verdict === '' ? [] : [word.item]),
    value.item,
    ...(boundary ? [boundary.item] : []),
    rule(rect.x, rect.y + rect.h - Math.max(1, Math.round(2 * scale.unit)), rect.w, view),
  ];
}
