import { type ReactNode, useState } from 'react';
import type { ActionRun } from '../../../shared/model/alarms';
import { formatAge, formatSeconds, formatSince } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { useBoard, useLinkView } from '../../stores/board-react';
import { useActs, useDeskStore } from '../desk-context';
import { actionName, personName } from '../events/command-words';
import { useMay, useMe } from '../people/use-people';

/** Runs of runbook actions, newest first, each with where it stands and what it said. */
export function RunList({ runs }: { readonly runs: readonly ActionRun[] }): ReactNode {
  const { t } = useT();
  if (runs.length === 0) return null;
  return (
    <section className="runs-list" aria-label={t('runs:earlier')}>
      <h3 className="panel-title">{t('runs:earlier')}</h3>
      <ul>
        {runs.map((run) => (
          <RunLine key={run.id} run={run} />
        ))}
      </ul>
    </section>
  );
}

function RunLine({ run }: { readonly run: ActionRun }): ReactNode {
  const { t, lang } = useT();
  const catalogue = useBoard((state) => state.catalogue);
  const people = useBoard((state) => state.people);
  const { hubNow } = useLinkView(1_000);
  const args = Object.entries(run.args).map(([name, value]) => `${name} = ${String(value)}`);
  const took = run.startedAt !== null && run.endedAt !== null ? run.endedAt - run.startedAt : null;
  return (
    <li data-state={run.state}>
      <p>
        <strong>{t(`runs:state.${run.state}`)}</strong>
        {run.dryRun && (
          <>
            {' '}
            <span className="from-cache">{t('runs:dry')}</span>
          </>
        )}{' '}
        {actionName(catalogue, run.action)}
        {args.length > 0 && <span className="quiet"> {args.join(', ')}</span>}
      </p>
      <p className="quiet">
        {t('runs:askedBy', {
          name: personName(people, run.requestedBy),
          time: formatSince(run.requestedAt, hubNow),
        })}
        {run.approval !== null &&
          `. ${t(run.approval.approved ? 'runs:approvedBy' : 'runs:rejectedBy', {
            name: personName(people, run.approval.by),
            time: formatSeconds(run.approval.at),
          })}`}
        {run.approval?.reason != null && ` «${run.approval.reason}»`}
        {took !== null && `. ${t('runs:took', { age: formatAge(took, lang) })}`}
        {run.exit !== null && run.exit !== 0 && `. ${t('runs:exit', { code: run.exit })}`}
      </p>
      {run.state === 'unknown' && <p>{t('runs:unknownText')}</p>}
      {run.state === 'waiting' && <Approval run={run} />}
      {run.output !== '' && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: output that scrolls must be reached without a mouse
        <pre className="runs-output" tabIndex={0}>
          {run.output}
        </pre>
      )}
    </li>
  );
}

/** The second person's word. Whoever asked cannot give it. */
function Approval({ run }: { readonly run: ActionRun }): ReactNode {
  const { t } = useT();
  const acts = useActs();
  const desk = useDeskStore();
  const me = useMe();
  const { may } = useMay('run.approve');
  const [reason, setReason] = useState('');
  const outbox = useBoard((state) => state.outbox);
  const given = outbox.some(
    ({ kind, subject, fate }) =>
      kind === 'run.approve' && subject === `run/${run.id}` && (fate === 'queued' || fate === 'sent'),
  );
  if (me?.id === run.requestedBy) return <p>{t('runs:waitsForOther')}</p>;
  const say = async (approved: boolean): Promise<void> => {
    const answer = await acts.give({
      kind: 'run.approve',
      subject: `run/${run.id}`,
      payload: { approved, reason: reason.trim() === '' ? null : reason.trim() },
    });
    if (!answer.ok) desk.setState({ notice: t('desk:notice.refused', { reason: answer.error.message }) });
  };
  return (
    <div className="runs-approval">
      <label className="people-field">
        <span>{t('runs:reason')}</span>
        <input value={reason} maxLength={300} onChange={(event) => setReason(event.target.value)} />
      </label>
      <p className="act-row">
        <button
          type="button"
          className="quiet-button"
          disabled={!may || given}
          onClick={() => void say(true)}
        >
          {t('runs:approve')}
        </button>
        <button
          type="button"
          className="quiet-button"
          disabled={!may || given}
          onClick={() => void say(false)}
        >
          {t('runs:reject')}
        </button>
        <span role="status" className="quiet">
          {given ? t('runs:given') : ''}
        </span>
      </p>
    </div>
  );
}
