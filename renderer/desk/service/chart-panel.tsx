import { type ReactNode, useMemo } from 'react';
import type { SampleSeries } from '../../../shared/contract/wire';
import type { Graph } from '../../../shared/rules/graph';
import { formatResponse, formatSeconds } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { KeyButton } from '../../parts/key-cap';
import { Notice } from '../../parts/notice';
import { useBoard, useLinkView } from '../../stores/board-react';
import { useDesk, useDeskStore } from '../desk-context';
import { RANGE_MS } from '../desk-store';
import { limitOf, primaryCheck } from '../model/measured';
import { nodeName } from '../model/row';
import { ResponseChart } from './response-chart';
import type { Samples } from './use-samples';

/** The response times of one node, over those of its service elsewhere. */
export function ChartPanel(props: { readonly node: string; readonly samples: Samples }): ReactNode {
  const { node, samples } = props;
  const { t, lang } = useT();
  const desk = useDeskStore();
  const range = useDesk((state) => state.range);
  const graph = useBoard((state) => state.graph);
  const catalogue = useBoard((state) => state.catalogue);
  const link = useLinkView();
  const check = primaryCheck(graph, node);
  // The same arrays as long as they hold the same: the chart is drawn anew when they are others.
  const main = useMemo(() => samples.series.find((one) => one.check === check?.id), [samples.series, check]);
  const others = useMemo(() => elsewhere(graph, node, samples.series), [graph, node, samples.series]);
  const limit = limitOf(graph, node);
  const silentSince = link.phase === 'live' ? null : (link.knownAt ?? samples.to);
  // While nothing is heard the axis goes on, so that the silence grows where the line does not.
  const to = silentSince === null ? samples.to : Math.floor(link.hubNow / 5_000) * 5_000;
  const flip = (): void => desk.setState({ range: range === '1h' ? '24h' : '1h' });
  const name = nodeName({ graph, catalogue }, node);
  const last = main?.ms[main.ms.length - 1] ?? null;
  return (
    <section className="panel chart-panel">
      <h2 className="panel-title">
        <span>
          {t('desk:chart.title', { check: check?.name ?? name })} {t(`desk:chart.range.${range}`)}
        </span>
        <KeyButton cap="z" label={t(`desk:chart.to.${range}`)} onPress={flip} />
      </h2>
      {samples.phase === 'loading' && <Notice title={t('desk:chart.loading')} />}
      {samples.phase === 'failed' && <Notice title={t('desk:chart.failed')} text={samples.error ?? ''} />}
      {samples.phase === 'none' && <Notice title={t('desk:chart.none')} text={t('desk:chart.noneText')} />}
      {(samples.phase === 'ready' || samples.phase === 'stale') && main === undefined && (
        <Notice title={t('desk:chart.empty')} text={t('desk:chart.emptyText')} />
      )}
      {(samples.phase === 'ready' || samples.phase === 'stale') && main !== undefined && (
        <>
          <ResponseChart
            main={main}
            others={others}
            from={to - RANGE_MS[range]}
            to={to}
            expectedMs={limit}
            criticalMs={check?.criticalMs ?? null}
            silentSince={silentSince}
            label={t('desk:chart.label', {
              name,
              last: last === null ? t('desk:chart.noAnswer') : formatResponse(last, lang),
              time: formatSeconds(main.at[main.at.length - 1] ?? samples.to),
            })}
          />
          <p className="quiet panel-note">
            {samples.phase === 'stale' ? t('desk:chart.stale', { time: formatSeconds(samples.to) }) : ''}{' '}
            {others.length > 0 ? t('desk:chart.others') : ''} {t('desk:chart.legend')}
          </p>
        </>
      )}
    </section>
  );
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
