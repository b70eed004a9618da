import { type ReactNode, useEffect, useMemo, useState } from 'react';
import type { ChartAnswer, SampleSeries } from '../../../shared/contract/wire';
import type { Graph } from '../../../shared/rules/graph';
import { formatSeconds } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { KeyButton } from '../../parts/key-cap';
import { Notice } from '../../parts/notice';
import { useBoard, useLinkView } from '../../stores/board-react';
import { useDesk, useDeskStore } from '../desk-context';
import { nextRange, RANGE_MS } from '../desk-store';
import { eventWords } from '../events/event-words';
import { useKeys } from '../keys/use-keys';
import { limitOf, primaryCheck } from '../model/measured';
import { nodeName } from '../model/row';
import { type ChartView, newest, viewsOf } from './chart-data';
import { drawView } from './chart-drawing';
import type { Limit, Mark } from './chart-paint';
import { ChartLegend, ChartReadout } from './chart-readout';
import { ChartTable } from './chart-table';
import { formatValue, metricName, placeName, viewName } from './chart-words';
import { ResponseChart } from './response-chart';
import { type Chart, useChart } from './use-chart';
import type { Samples } from './use-samples';

/** What a node's checks measured over time. */
export function ChartPanel(props: {
  readonly node: string;
  readonly samples: Samples;
  /** Beside other things that take keys: what is measured first is shown, and nothing is chosen by key. */
  readonly beside?: boolean;
}): ReactNode {
  const { node, samples, beside = false } = props;
  const { t } = useT();
  const desk = useDeskStore();
  const range = useDesk((state) => state.range);
  const graph = useBoard((state) => state.graph);
  const chart = useChart(node, range);
  const [chosen, setChosen] = useState<string | null>(null);
  const views = useMemo(() => viewsOf(chart.answer?.series ?? [], graph, node), [chart.answer, graph, node]);
  const view = views.find(({ id }) => id === chosen) ?? views[0];
  const flip = (): void => desk.setState({ range: nextRange(range) });
  const turn = (): boolean => {
    const index = view ? views.indexOf(view) : -1;
    const next = views[(index + 1) % Math.max(1, views.length)];
    if (next) setChosen(next.id);
    return next !== undefined;
  };
  useKeys(beside ? {} : { measured: turn });
  return (
    <section className="panel chart-panel" aria-busy={chart.phase === 'loading' || chart.range !== range}>
      <h2 className="panel-title">
        <span>
          {view ? titleOf(view, t) : t('chart:response')} {t(`chart:range.${chart.range}`)}
        </span>
        <span className="chart-acts">
          {!beside && views.length > 1 && view && (
            <>
              <select
                className="chart-views"
                aria-label={t('chart:view.label')}
                value={view.id}
                onChange={(event) => setChosen(event.target.value)}
              >
                {views.map((one) => (
                  <option key={one.id} value={one.id}>
                    {viewName(one, t)}
                  </option>
                ))}
              </select>
              <KeyButton cap="v" label={t('chart:next')} onPress={turn} />
            </>
          )}
          <KeyButton cap="z" label={t(`chart:to.${range}`)} onPress={flip} />
        </span>
      </h2>
      {chart.phase === 'loading' && <Notice title={t('chart:loading')} />}
      {chart.phase === 'failed' && <Notice title={t('chart:failed')} text={chart.error ?? ''} />}
      {chart.phase === 'none' && <Notice title={t('chart:none')} text={t('chart:noneText')} />}
      {chart.answer !== null &&
        (view ? (
          <ViewChart node={node} chart={chart} answer={chart.answer} view={view} samples={samples} />
        ) : (
          <>
            <Notice title={t('chart:empty')} text={t('chart:emptyText')} />
            <Notes chart={chart} answer={chart.answer} />
          </>
        ))}
    </section>
  );
}

function ViewChart(props: {
  readonly node: string;
  readonly chart: Chart;
  readonly answer: ChartAnswer;
  readonly view: ChartView;
  readonly samples: Samples;
}): ReactNode {
  const { node, chart, answer, view, samples } = props;
  const speech = useT();
  const { t, lang } = speech;
  const graph = useBoard((state) => state.graph);
  const catalogue = useBoard((state) => state.catalogue);
  const link = useLinkView();
  const [cursor, setCursor] = useState<number | null>(null);
  // What is read belongs to a picture: another one, and nothing is pointed at.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => setCursor(null), [view.id, chart.range, node]);

  const isMain = view.kind === 'response' && view.check.id === primaryCheck(graph, node)?.id;
  const limits = useMemo(() => {
    const found: Limit[] = [];
    const isForeignTime = view.series[0]?.origin === 'prometheus' && view.unit === 'ms';
    if (view.kind !== 'response' && !isForeignTime) return found;
    const expected =
      isMain || isForeignTime ? (answer.expectedMs ?? limitOf(graph, node)) : view.check.warnMs;
    const critical = isForeignTime ? null : view.check.criticalMs;
    const say = (key: 'expected' | 'critical', ms: number): string =>
      t(`chart:${key}`, { limit: formatValue(ms, 'ms', lang) });
    if (expected !== null) found.push({ value: expected, text: say('expected', expected), critical: false });
    if (critical !== null) found.push({ value: critical, text: say('critical', critical), critical: true });
    return found;
  }, [view, isMain, answer.expectedMs, graph, node, t, lang]);
  const others = useMemo(
    () => (isMain && chart.range === '1h' ? elsewhere(graph, node, samples.series) : []),
    [isMain, chart.range, graph, node, samples.series],
  );
  const expected = limits.find(({ critical }) => !critical)?.value ?? null;
  const drawing = useMemo(() => drawView(view, answer, expected, others), [view, answer, expected, others]);
  const bands = useMemo(
    () => answer.bands.map((band) => ({ ...band, name: t(`chart:band.${band.kind}`) })),
    [answer.bands, t],
  );
  const marks = useMemo(
    () =>
      answer.events.flatMap((event): Mark[] => {
        const { state, soft, subject, text } = eventWords(event, { graph, catalogue }, speech);
        if (state === null || soft) return [];
        return [{ at: event.at, state, text: `${formatSeconds(event.at)} ${subject}: ${text}` }];
      }),
    [answer.events, graph, catalogue, speech],
  );
  const silentSince = link.phase === 'live' ? null : (link.knownAt ?? chart.to);
  // While nothing is heard the axis goes on, so that the silence grows where the line does not.
  const to = silentSince === null ? chart.to : Math.floor(link.hubNow / 5_000) * 5_000;
  const rangeMs = RANGE_MS[chart.range];
  const first = view.series[0];
  const at = first ? newest(first) : -1;
  const last = first?.p50[at] ?? null;
  const name = nodeName({ graph, catalogue }, node);
  const title = titleOf(view, t);
  return (
    <>
      <ResponseChart
        times={drawing.times}
        lines={drawing.lines}
        main={drawing.main}
        from={to - rangeMs}
        to={to}
        top={drawing.top}
        unit={view.unit}
        bands={bands}
        marks={marks}
        limits={limits}
        failed={drawing.failed}
        silentSince={silentSince}
        cursor={cursor}
        onCursor={setCursor}
        label={t('chart:label', {
          title,
          range: t(`chart:range.${chart.range}`),
          name,
          last: last === null ? t('chart:step.noAnswer') : formatValue(last, view.unit, lang),
          time: formatSeconds(answer.at[at] ?? chart.to),
        })}
      />
      {first && <ChartTable series={first} answer={answer} name={`${name}, ${title}`} rangeMs={rangeMs} />}
      {view.series.length > 1 && <ChartLegend view={view} />}
      <p className="panel-note chart-readout" aria-live="polite">
        {cursor === null ? null : (
          <ChartReadout
            view={view}
            answer={answer}
            index={cursor}
            rangeMs={rangeMs}
            bands={bands}
            marks={marks}
          />
        )}
      </p>
      <Notes chart={chart} answer={answer} view={view} others={others.length > 0} hidden={cursor !== null} />
    </>
  );
}

/** How the picture is read, whose figures it shows, how old they are, and what is missing. */
function Notes(props: {
  readonly chart: Chart;
  readonly answer: ChartAnswer;
  readonly view?: ChartView;
  readonly others?: boolean;
  /** Something else is read in its place just now. */
  readonly hidden?: boolean;
}): ReactNode {
  const { chart, answer, view, others = false, hidden = false } = props;
  const { t } = useT();
  const shown = view?.series ?? answer.series;
  const origins = new Set(shown.map(({ origin }) => origin));
  const origin = origins.size > 1 ? 'both' : (shown[0]?.origin ?? 'hub');
  const isStack = view?.kind === 'phases' || view?.kind === 'steps';
  const words = [
    chart.phase === 'stale' ? t('chart:stale', { time: formatSeconds(chart.to) }) : '',
    view?.kind === 'response' ? t('chart:legend.line') : '',
    isStack ? t('chart:legend.stack') : '',
    view?.kind === 'response' ? t('chart:legend.failed') : '',
    others ? t('chart:legend.others') : '',
    bandWords(answer, t),
    t(`chart:origin.${origin}`),
  ];
  return (
    <p className="quiet panel-note chart-notes" data-hidden={hidden ? '' : undefined}>
      {words.filter((word) => word !== '').join(' ')}
      {answer.missing.map((reason) => (
        <span key={reason} className="chart-missing">
          {t('chart:missing', { reason })}
        </span>
      ))}
    </p>
  );
}

/** What the shades behind the lines are: a narrow one has no room for its name. Empty where there are none. */
function bandWords({ bands }: ChartAnswer, t: ReturnType<typeof useT>['t']): string {
  const kinds = new Set(bands.map(({ kind }) => kind));
  return (['maintenance', 'overrun', 'blind', 'closed'] as const)
    .filter((kind) => kinds.has(kind))
    .map((kind) => t(`chart:shade.${kind}`))
    .join(' ');
}

function titleOf(view: ChartView, t: ReturnType<typeof useT>['t']): string {
  const check = placeName(view);
  if (view.kind !== 'metrics') return t(`chart:title.${view.kind}`, { check });
  const names = view.series.slice(0, 2).map((one) => metricName(one, view, t));
  return t('chart:title.metrics', {
    check,
    names: `${names.join(', ')}${view.series.length > 2 ? ' …' : ''}`,
  });
}

/** The series of the same service at other sites. */
function elsewhere(graph: Graph, node: string, series: readonly SampleSeries[]): readonly SampleSeries[] {
  const service = graph.nodes.get(node)?.service.id;
  const comparable = new Set<string | undefined>();
  for (const other of graph.nodes.values()) {
    if (other.id !== node && other.service.id === service) comparable.add(primaryCheck(graph, other.id)?.id);
  }
  return series.filter((one) => comparable.has(one.check));
}
