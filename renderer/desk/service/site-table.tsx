import type { ReactNode } from 'react';
import type { GraphNode } from '../../../shared/rules/graph';
import { formatResponse } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { BulletBar } from '../../parts/bullet-bar';
import { MarkIcon } from '../../parts/mark-icon';
import { StateShape } from '../../parts/state-shape-icon';
import { StateWord } from '../../parts/state-word';
import { useBoard, useBoardPulse, useBoardStore, useLinkView, useNode } from '../../stores/board-react';
import { limitOf, primaryCheck } from '../model/measured';
import { placeOf, stateOf } from '../model/row';
import { useMarks } from '../model/use-marks';
import type { Latest } from './check-table';

/** A service by site, grouped by trust: the state of each, and how fast it answers against what is expected. */
export function SiteTable(props: {
  readonly nodes: readonly GraphNode[];
  readonly selected: string;
  readonly latest: ReadonlyMap<string, Latest>;
  readonly onSelect: (node: string) => void;
}): ReactNode {
  const { nodes, selected, latest, onSelect } = props;
  const { t } = useT();
  const catalogue = useBoard((state) => state.catalogue);
  const groups = new Map<string, GraphNode[]>();
  for (const node of nodes) {
    const name = placeOf({ catalogue }, node).trust?.name ?? t('desk:row.central');
    groups.set(name, [...(groups.get(name) ?? []), node]);
  }
  return (
    <section className="panel site-panel">
      <h2 className="panel-title">
        <span>{t('desk:sites.title')}</span>
        <Totals nodes={nodes} />
      </h2>
      <div className="site-columns quiet" aria-hidden="true">
        <span>{t('desk:sites.site')}</span>
        <span>{t('desk:sites.state')}</span>
        <span className="number">{t('desk:sites.measured')}</span>
        <span>{t('desk:sites.against')}</span>
      </div>
      {[...groups].map(([name, members]) => (
        <section key={name} aria-label={name}>
          <h3 className="site-group">{name}</h3>
          <ul className="site-list">
            {members.map((node) => (
              <SiteLine
                key={node.id}
                node={node}
                selected={node.id === selected}
                latest={latest}
                onSelect={onSelect}
              />
            ))}
          </ul>
        </section>
      ))}
      <p className="quiet panel-note">{t('desk:sites.legend')}</p>
    </section>
  );
}

function Totals({ nodes }: { readonly nodes: readonly GraphNode[] }): ReactNode {
  const { t } = useT();
  const store = useBoardStore();
  useBoardPulse(250);
  const normal = nodes.filter((node) => stateOf(store.node(node.id)) === 'normal').length;
  return <span className="quiet">{t('desk:sites.normal', { count: normal, of: nodes.length })}</span>;
}

function SiteLine(props: {
  readonly node: GraphNode;
  readonly selected: boolean;
  readonly latest: ReadonlyMap<string, Latest>;
  readonly onSelect: (node: string) => void;
}): ReactNode {
  const { node, selected, latest, onSelect } = props;
  const { t, lang } = useT();
  const graph = useBoard((state) => state.graph);
  const catalogue = useBoard((state) => state.catalogue);
  const store = useBoardStore();
  const status = useNode(node.id);
  const state = stateOf(status);
  const check = primaryCheck(graph, node.id);
  const measured = check ? latest.get(check.id) : undefined;
  const ms = measured ? measured.ms : check ? (store.check(check.id)?.ms ?? null) : null;
  const limit = limitOf(graph, node.id);
  const name = placeOf({ catalogue }, node).site?.name ?? node.service.name;
  const marks = useMarks(node.id, useLinkView(60_000).hubNow);
  return (
    <li>
      <button
        type="button"
        className="site-line"
        aria-pressed={selected}
        data-state={state}
        onClick={() => onSelect(node.id)}
      >
        <span className="site-name">
          <StateShape state={state} size={state === 'normal' ? 12 : 16} quiet={status?.quiet != null} />
          {name}
          {marks.map(({ mark, text, until }) => (
            <span key={mark} title={[text, until].join(' ').trim()}>
              <MarkIcon mark={mark} size={14} />
              <span className="visually-hidden">{text}</span>
            </span>
          ))}
        </span>
        <StateWord state={state} />
        <span className="number">{ms === null ? t('desk:sites.noAnswer') : formatResponse(ms, lang)}</span>
        {ms === null || limit === null ? <span /> : <BulletBar ms={ms} expectedMs={limit} state={state} />}
      </button>
    </li>
  );
}
