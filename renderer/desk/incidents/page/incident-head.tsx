import type { ReactNode } from 'react';
import type { Incident } from '../../../../shared/model/incidents';
import type { Provisional } from '../../../../shared/rules/incidents/provisional';
import { formatAge, formatSince } from '../../../../shared/time/format';
import { useT } from '../../../i18n/react';
import { usePerson } from '../../../stores/board-react';
import { incidentNumber, isUpdateDue, updateWords } from '../incident-words';
import { SeverityMark } from '../severity-mark';

/** What it is, how bad, since when, who leads, and when the next word is due. */
export function IncidentHead(props: {
  readonly incident: Incident;
  readonly room: Provisional;
  readonly now: number;
}): ReactNode {
  const { incident, room, now } = props;
  const speech = useT();
  const { t, lang } = speech;
  const leader = usePerson(incident.commander ?? '');
  const { state, openedAt, closed } = incident;
  return (
    <header className="inc-head" data-severity={incident.severity} data-state={state}>
      <h2>
        <SeverityMark severity={incident.severity} size={22} />
        <span className="inc-number">{incidentNumber(incident, { t })}</span>
        <span>{incident.title}</span>
      </h2>
      <p className="inc-head-facts">
        {state !== 'open' && <strong>{t(`incidents:state.${state}`)}</strong>}
        <span>
          {t('incidents:head.since')} <strong>{formatSince(openedAt, now)}</strong>,{' '}
          {formatAge((closed?.at ?? now) - openedAt, lang)}
        </span>
        <span>
          {t('incidents:field.commander')}{' '}
          <strong>
            {incident.commander === null ? t('incidents:noCommander') : (leader?.name ?? incident.commander)}
          </strong>
        </span>
        {state === 'open' && (
          <span className="inc-due" data-due={isUpdateDue(incident, now) ? '' : undefined}>
            {t('incidents:update.label')} <strong>{updateWords(incident, now, speech)}</strong>
          </span>
        )}
        {incident.ticket !== null && (
          <span>
            {t('incidents:field.ticket')} <strong>{incident.ticket}</strong>
          </span>
        )}
      </p>
      {room.waiting.has(`incident:${incident.id}`) && (
        <p className="inc-unconfirmed" role="status">
          {t('incidents:unconfirmedText')}
        </p>
      )}
    </header>
  );
}
