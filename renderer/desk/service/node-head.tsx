import type { ReactNode } from 'react';
import type { GraphNode } from '../../../shared/rules/graph';
import { formatAge, formatSince } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { StateShape } from '../../parts/state-shape-icon';
import { StateWord } from '../../parts/state-word';
import { useBoard, useLinkView, useNode } from '../../stores/board-react';
import { CallersFact } from '../callers/callers-fact';
import { useActions } from '../desk-context';
import { NodeMarks } from '../model/node-marks';
import { placeOf, stateOf } from '../model/row';

/** What it is, how it is and since when; whose it is, and where it says what to do. */
export function NodeHead(props: {
  readonly node: GraphNode;
  /** Runbook and routine as links, where no keys lead to them. */
  readonly links?: boolean;
}): ReactNode {
  const { node, links } = props;
  const { service } = node;
  const { t, lang } = useT();
  const actions = useActions();
  const status = useNode(node.id);
  const link = useLinkView(1_000);
  const catalogue = useBoard((state) => state.catalogue);
  const { site, trust } = placeOf({ catalogue }, node);
  const state = stateOf(status);
  return (
    <div className="node-head">
      <h2 className="node-title">
        <StateShape state={state} size={state === 'normal' ? 16 : 24} quiet={status?.quiet != null} />
        <span className="node-state">
          <StateWord state={state} />
          {link.phase !== 'live' && (
            <span className="state-known">
              {t(link.phase === 'stale' ? 'desk:known.stale' : 'desk:known.last')}
            </span>
          )}
        </span>
        <span>
          {service.name}
          {site !== null && `, ${site.name}`}
        </span>
      </h2>
      <div className="node-marks">
        <NodeMarks node={node.id} now={link.hubNow} />
        <CallersFact node={node.id} />
      </div>
      <ul className="facts">
        {status && (
          <li>
            {t('desk:head.since')} <strong>{formatSince(status.since, link.hubNow)}</strong>
            {`, ${formatAge(link.hubNow - status.since, lang)}`}
          </li>
        )}
        <li>
          {t('desk:head.criticality')} <strong>{service.criticality}</strong>
        </li>
        <li>
          {t('desk:head.owner')} <strong>{service.owner ?? t('desk:row.noOwner')}</strong>
        </li>
        {trust !== null && <li>{trust.name}</li>}
        {links && service.runbook !== null && (
          <li>
            <LinkButton label={t('desk:head.runbook')} url={service.runbook} open={actions.openLink} />
          </li>
        )}
        {links && service.emergencyRoutine !== null && (
          <li>
            <LinkButton
              label={t('desk:head.routine')}
              url={service.emergencyRoutine}
              open={actions.openLink}
            />
          </li>
        )}
      </ul>
      {service.description !== null && <p className="node-description">{service.description}</p>}
    </div>
  );
}

function LinkButton(props: {
  readonly label: string;
  readonly url: string;
  readonly open: (url: string) => void;
}): ReactNode {
  return (
    <button type="button" className="link-button" title={props.url} onClick={() => props.open(props.url)}>
      {props.label}
    </button>
  );
}
