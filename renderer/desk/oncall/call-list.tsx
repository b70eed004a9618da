import type { ReactNode } from 'react';
import { formatClock, formatSince } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { Notice } from '../../parts/notice';
import { useBoard } from '../../stores/board-react';
import { personName, subjectName, teamName } from '../events/command-words';
import type { LoggedCall } from './duty';

/**
 * Calls of the last day and night: when, whom, by whom, what came of it. `node`: those about this node come first and
 * alone, where there are any; `only`: none but those.
 */
export function CallList(props: {
  readonly calls: readonly LoggedCall[];
  readonly now: number;
  readonly node: string | null;
  readonly only?: boolean;
}): ReactNode {
  const { calls, now, node, only } = props;
  const { t } = useT();
  const catalogue = useBoard((state) => state.catalogue);
  const graph = useBoard((state) => state.graph);
  const people = useBoard((state) => state.people);
  const about = node === null ? [] : calls.filter(({ call }) => call.node === node);
  const shown = only ? about : [...about, ...calls.filter((one) => !about.includes(one))];
  return (
    <section className="oncall-calls" aria-label={t('oncall:calls')}>
      <h3 className="panel-title">{t('oncall:calls')}</h3>
      {shown.length === 0 && <Notice title={t('oncall:noCalls')} />}
      <ul>
        {shown.map(({ call, waits }) => (
          <li key={call.id}>
            <time dateTime={new Date(call.at).toISOString()}>{formatSince(call.at, now)}</time>
            <span>
              <strong>{call.contact}</strong> {call.phone}, {teamName(catalogue, call.team)}
              <br />
              {call.outcome === 'calling'
                ? t('oncall:outcome.calling')
                : t(`oncall:outcome.${call.outcome}`, {
                    time: call.settledAt === null ? '' : formatClock(call.settledAt),
                  })}
              {call.etaAt !== null && <strong> {t('oncall:eta', { time: formatClock(call.etaAt) })}</strong>}
              {call.note !== null && ` «${call.note}»`}
              <br />
              <span className="quiet">
                {t('oncall:by', { name: personName(people, call.by) })}
                {call.node !== null &&
                  `, ${t('oncall:node', { name: subjectName({ catalogue, graph }, call.node, { t }) })}`}
                {waits && ` · ${t('oncall:waits')}`}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
