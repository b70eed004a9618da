import { type ReactNode, useMemo, useState } from 'react';
import { useT } from '../../i18n/react';
import { KeyButton } from '../../parts/key-cap';
import { Notice } from '../../parts/notice';
import { ScrollRegion } from '../../parts/scroll-region';
import { useBoard, useBoardPulse, useBoardStore, useLinkView } from '../../stores/board-react';
import { useSupportActs, useSupportKeys } from '../callers/support-acts';
import { useActions, useDesk, useDeskStore } from '../desk-context';
import { nextRange, RANGE_MS } from '../desk-store';
import { useKeys } from '../keys/use-keys';
import { planFor } from '../maintenance/draft-store';
import { useWriteMessage } from '../messages/write-message';
import { FILTER_KEYS, type FilterField } from '../model/filter';
import { worstDownstream, worstUpstream } from '../model/neighbours';
import { nodeName, placeOf } from '../model/row';
import { EntriesPanel } from '../shift-log/entries-panel';
import { WhatIfPanel } from '../what-if/what-if-panel';
import { ChartPanel } from './chart-panel';
import { CheckTable } from './check-table';
import { DependencyPicture } from './dependency-picture';
import { EventPanel } from './event-panel';
import { NodeHead } from './node-head';
import { ReasonList } from './reason-list';
import { SiteTable } from './site-table';
import { latestOf, useSamples } from './use-samples';

/** Everything about one service, from where it stands at one site. */
export function ServicePage({ node }: { readonly node: string }): ReactNode {
  const { t } = useT();
  const graph = useBoard((state) => state.graph);
  const found = graph.nodes.get(node);
  /** Whose failing is asked about; null: nobody asks. */
  const [asked, setAsked] = useState<string | null>(null);
  if (!found) return <Gone node={node} />;
  const ask = (): void => setAsked(asked === node ? null : node);
  return (
    <section className="service-page" aria-label={t('desk:service.label', { name: found.service.name })}>
      <ServiceTop node={node} onWhatIf={ask} />
      <ServiceBody node={node} service={found.service.id} whatIf={asked === node ? ask : null} />
    </section>
  );
}

/** The catalogue no longer has it: said, not silently replaced by another page. */
function Gone({ node }: { readonly node: string }): ReactNode {
  const { t } = useT();
  const desk = useDeskStore();
  return (
    <Notice whole title={t('desk:service.gone', { id: node })} text={t('desk:service.goneText')}>
      <KeyButton cap="Esc" label={t('desk:service.back')} onPress={() => desk.back()} />
    </Notice>
  );
}

function ServiceTop(props: { readonly node: string; readonly onWhatIf: () => void }): ReactNode {
  const { node, onWhatIf } = props;
  const { t } = useT();
  const desk = useDeskStore();
  const store = useBoardStore();
  const actions = useActions();
  const graph = useBoard((state) => state.graph);
  const catalogue = useBoard((state) => state.catalogue);
  const live = useLinkView().phase === 'live';
  useBoardPulse(250);
  const found = graph.nodes.get(node);
  const up = worstUpstream(store, node);
  const down = worstDownstream(store, node);
  const range = useDesk((state) => state.range);
  const runbook = found?.service.runbook ?? null;
  const routine = found?.service.emergencyRoutine ?? null;
  const go = (id: string | null) => (): void => {
    if (id !== null) desk.open({ view: 'service', node: id });
  };
  const link = (url: string | null) => (): boolean => {
    if (url !== null) actions.openLink(url);
    return url !== null;
  };
  const plan = (): void => planFor(desk, node, store.linkView().hubNow);
  const support = useSupportActs();
  const write = useWriteMessage();
  useSupportKeys(node);
  useKeys({
    recheck: () => actions.recheck(node),
    upstream: go(up),
    downstream: go(down),
    range: () => desk.setState({ range: nextRange(range) }),
    runbook: link(runbook),
    routine: link(routine),
    new: plan,
    whatIf: onWhatIf,
    openIncident: () => desk.show({ kind: 'open-incident', node }),
  });
  if (!found) return null;
  const name = (id: string): string => nodeName({ graph, catalogue }, id);
  return (
    <div className="service-top">
      <div>
        <Breadcrumb node={node} />
        <NodeHead node={found} />
      </div>
      <div className="act-grid">
        <KeyButton
          cap="r"
          label={t('desk:act.recheck')}
          waits={!live}
          {...(live ? {} : { hint: t('desk:act.waits') })}
          onPress={() => actions.recheck(node)}
        />
        <KeyButton cap="n" label={t('desk:act.plan')} onPress={plan} />
        <KeyButton cap="q" label={t('causes:act.whatIf')} onPress={onWhatIf} />
        <KeyButton
          cap="+"
          label={t('callers:add')}
          waits={!live}
          onPress={() => void support.count(node, 1)}
        />
        <KeyButton
          cap="y"
          label={t('callers:report.set')}
          waits={!live}
          onPress={() => support.report(node)}
        />
        <KeyButton
          cap="l"
          label={t('shift-log:act.writeHere')}
          waits={!live}
          onPress={() => desk.show({ kind: 'log-entry', links: [{ kind: 'node', id: node }] })}
        />
        <KeyButton cap="m" label={t('messages:write')} onPress={() => write({ node, incident: null })} />
        {up !== null && (
          <KeyButton cap="o" label={t('desk:act.upstream', { name: name(up) })} onPress={go(up)} />
        )}
        {down !== null && (
          <KeyButton cap="i" label={t('desk:act.downstream', { name: name(down) })} onPress={go(down)} />
        )}
        {runbook !== null && <KeyButton cap="b" label={t('desk:head.runbook')} onPress={link(runbook)} />}
        {routine !== null && <KeyButton cap="e" label={t('desk:head.routine')} onPress={link(routine)} />}
      </div>
    </div>
  );
}

/** Room › trust or family › service: each level keeps the context that it came from. */
function Breadcrumb({ node }: { readonly node: string }): ReactNode {
  const { t, lang } = useT();
  const desk = useDeskStore();
  const graph = useBoard((state) => state.graph);
  const catalogue = useBoard((state) => state.catalogue);
  const room = useBoard((state) => state.room?.name ?? '');
  const found = graph.nodes.get(node);
  if (!found) return null;
  const { trust, family } = placeOf({ catalogue }, found);
  const list = (field: FilterField | null, name: string): void => {
    const key = field === null ? '' : FILTER_KEYS[field][lang === 'nb' ? 0 : 1];
    desk.setState({ filter: field === null ? '' : `${key}:"${name}"` });
    desk.open({ view: 'services' });
  };
  const group = trust ?? family;
  return (
    <nav className="breadcrumb" aria-label={t('desk:service.breadcrumb')}>
      <ol>
        <li>
          <button type="button" className="link-button" onClick={() => list(null, '')}>
            {room === '' ? t('common:product') : room}
          </button>
        </li>
        {group !== null && (
          <li>
            <button
              type="button"
              className="link-button"
              onClick={() => list(trust === null ? 'family' : 'trust', group.name)}
            >
              {group.name}
            </button>
          </li>
        )}
        <li aria-current="page">{found.service.name}</li>
      </ol>
      <KeyButton cap="Esc" label={t('desk:service.back')} onPress={() => desk.back()} />
    </nav>
  );
}

function ServiceBody(props: {
  readonly node: string;
  readonly service: string;
  /** Closes what would come of it; null: nobody asks. */
  readonly whatIf: (() => void) | null;
}): ReactNode {
  const { node, service, whatIf } = props;
  const { t } = useT();
  const desk = useDeskStore();
  const graph = useBoard((state) => state.graph);
  const samples = useSamples(service, RANGE_MS['1h']);
  const latest = useMemo(() => latestOf(samples.series), [samples.series]);
  const nodes = useMemo(() => {
    const sites = [...graph.nodes.values()].filter((item) => item.service.id === service);
    return sites;
  }, [graph, service]);
  return (
    <div className="service-body">
      <div className="service-left">
        {whatIf !== null && <WhatIfPanel nodes={[node]} onClose={whatIf} />}
        <SiteTable
          nodes={nodes}
          selected={node}
          latest={latest}
          onSelect={(id) => desk.replace({ view: 'service', node: id })}
        />
        <ReasonList node={node} />
      </div>
      <div className="service-middle">
        <ChartPanel node={node} samples={samples} />
        <section className="panel picture-panel">
          <h2 className="panel-title">{t('desk:picture.title')}</h2>
          <DependencyPicture node={node} />
        </section>
      </div>
      <ScrollRegion className="service-right" aria-label={t('desk:service.measured')}>
        <CheckTable nodes={[node]} latest={latest} />
        <EntriesPanel about={{ nodes: [node, service] }} />
        <EventPanel node={node} limit={40} />
      </ScrollRegion>
    </div>
  );
}
