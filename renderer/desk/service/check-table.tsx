import type { ReactNode } from 'react';
import type { Check } from '../../../shared/model/catalogue';
import type { CheckStatus } from '../../../shared/model/room';
import { type NodeState, worse } from '../../../shared/model/states';
import { stateOfResult } from '../../../shared/rules/rollup';
import { formatAge, formatResponse, formatSince } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { MarkText } from '../../parts/mark-icon';
import { Notice } from '../../parts/notice';
import { StateShape } from '../../parts/state-shape-icon';
import { StateWord } from '../../parts/state-word';
import { useBoard, useCheckStatus, useLinkView } from '../../stores/board-react';
import { placeOf } from '../model/row';

/** The newest measurement of a check: the log has only what changed. */
export interface Latest {
  /** ms UTC. */
  readonly at: number;
  readonly ms: number | null;
}

/**
 * The checks of some nodes: what each measured, against what, how long ago, and what it said. Without `latest`
 * the figures are those of the last change, and say so.
 */
export function CheckTable(props: {
  readonly nodes: readonly string[];
  readonly latest?: ReadonlyMap<string, Latest>;
}): ReactNode {
  const { nodes, latest } = props;
  const { t } = useT();
  const graph = useBoard((state) => state.graph);
  const catalogue = useBoard((state) => state.catalogue);
  const rows = nodes.flatMap((id) => {
    const node = graph.nodes.get(id);
    const site = node ? (placeOf({ catalogue }, node).site?.name ?? null) : null;
    return (node?.checks ?? []).flatMap((checkId) => {
      const check = graph.checks.get(checkId);
      return check ? [{ check, site: nodes.length > 1 ? site : null }] : [];
    });
  });
  return (
    <section className="panel">
      <h2 className="panel-title">{t('desk:checks.title', { count: rows.length })}</h2>
      {rows.length === 0 ? (
        <Notice title={t('desk:checks.none')} text={t('desk:checks.noneText')} />
      ) : (
        <table className="plain-table check-table">
          <thead>
            <tr>
              <th scope="col">{t('desk:checks.check')}</th>
              <th scope="col">{t('desk:checks.state')}</th>
              <th scope="col" className="number">
                {t('desk:checks.measured')}
              </th>
              <th scope="col" className="number">
                {t('desk:checks.limit')}
              </th>
              <th scope="col" className="number">
                {t('desk:checks.seen')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ check, site }) => (
              <CheckRow key={check.id} check={check} site={site} latest={latest?.get(check.id)} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** What a check's status makes of it alone. Soft faults do not count yet, overdue ones are stale. */
export function checkState(check: Check, status: CheckStatus | undefined): NodeState {
  if (!status || status.confirmed === null) return status?.overdue ? 'stale' : 'unknown';
  return worse(stateOfResult(status.confirmed, check), status.overdue ? 'stale' : 'normal');
}

function CheckRow(props: {
  readonly check: Check;
  readonly site: string | null;
  readonly latest: Latest | undefined;
}): ReactNode {
  const { check, site, latest } = props;
  const { t, lang } = useT();
  const status = useCheckStatus(check.id);
  const { hubNow } = useLinkView(1_000);
  const state = checkState(check, status);
  // While it flaps, single attempts are not told: what was tried when it began is not what is tried now.
  const flappingSince = status?.flappingSince ?? null;
  const trying =
    status !== undefined &&
    flappingSince === null &&
    !status.hard &&
    status.result !== null &&
    status.result !== 'ok';
  const limit =
    check.criticalMs !== null && status?.confirmed === 'critical' ? check.criticalMs : check.warnMs;
  const ms = latest ? latest.ms : (status?.ms ?? null);
  const seen = latest
    ? t('desk:checks.ago', { age: formatAge(hubNow - latest.at, lang) })
    : status?.observedAt == null
      ? t('desk:checks.never')
      : t('desk:checks.changedAgo', { age: formatAge(hubNow - status.observedAt, lang) });
  return (
    <>
      <tr data-state={state}>
        <td>
          <span className="check-name">
            <StateShape
              state={state}
              size={state === 'normal' ? 12 : 16}
              quiet={status?.silenced === true && state !== 'normal'}
            />
            <span>
              <strong>{check.name}</strong>
              {site !== null && `, ${site}`}
            </span>
          </span>
        </td>
        <td>
          <StateWord state={state} />
        </td>
        <td className="number">{ms === null ? '–' : <strong>{formatResponse(ms, lang)}</strong>}</td>
        <td className="number">{limit === null ? '–' : formatResponse(limit, lang)}</td>
        <td className="number">{seen}</td>
      </tr>
      <tr className="check-more">
        <td colSpan={5}>
          {trying && (
            <div className="check-trying">
              {t('desk:checks.trying', { attempt: status.attempt, of: check.attempts })}
            </div>
          )}
          {flappingSince !== null && (
            <div>
              <MarkText
                mark="flapping"
                text={t('desk:checks.flapping', { time: formatSince(flappingSince, hubNow) })}
              />
            </div>
          )}
          {status?.silenced === true && status.confirmed !== 'ok' && (
            <div>
              <MarkText mark="silence" text={t('desk:checks.silenced')} />
            </div>
          )}
          {status && status.output !== '' && <div>{status.output}</div>}
          <div className="quiet">{t(`desk:kind.${check.kind}`, { target: check.target })}</div>
        </td>
      </tr>
    </>
  );
}
