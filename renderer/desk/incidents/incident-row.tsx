import type { ReactNode } from 'react';
import type { Incident } from '../../../shared/model/incidents';
import { formatAge, formatSince } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { personName, subjectName } from '../events/command-words';
import { useEventNames } from '../events/use-event-names';
import { incidentNumber, isUpdateDue, siteName, updateWords } from './incident-words';
import { SeverityMark } from './severity-mark';

/** So many sites are named, although they are all there are. */
const NAMED = 3;

/** An incident in the list: how bad, what, where, who leads, and when the next word is due. */
export function IncidentRow(props: {
  readonly domId: string;
  readonly incident: Incident;
  readonly active: boolean;
  /** It, or something in it, is not the hub's word yet. */
  readonly unconfirmed: boolean;
  readonly now: number;
  readonly onPress: () => void;
  readonly onOpen: () => void;
}): ReactNode {
  const { domId, incident, active, unconfirmed, now, onPress, onOpen } = props;
  const speech = useT();
  const { t, lang } = speech;
  const names = useEventNames();
  const { cause, sites, commander, state, openedAt } = incident;
  const all = [...names.catalogue.values()].filter(({ kind }) => kind === 'site').length;
  const where =
    sites.length === 0
      ? t('incidents:noSites')
      : sites.length > NAMED && sites.length === all
        ? t('incidents:allSites', { count: all })
        : sites.map((id) => siteName(names.catalogue, id)).join(', ');
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and names its active line
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list hears the keys of its active line
    <div
      id={domId}
      role="option"
      aria-selected={active}
      className="inc-row"
      data-state={state}
      data-severity={incident.severity}
      data-active={active ? '' : undefined}
      onClick={onPress}
      onDoubleClick={onOpen}
    >
      <span className="inc-row-severity">
        <SeverityMark severity={incident.severity} />
        <span className="quiet">{incidentNumber(incident, { t })}</span>
      </span>
      <span className="inc-row-what">
        <strong>{incident.title}</strong>
        <span className="inc-second">
          {cause === null ? t('incidents:noCause') : subjectName(names, cause, speech)}
          {incident.alarm !== null && ` ${incident.alarm}`} · {where}
        </span>
      </span>
      <span className="inc-row-who">
        <strong>
          {commander === null ? t('incidents:noCommander') : personName(names.people, commander)}
        </strong>
        {unconfirmed ? (
          <span className="inc-unconfirmed">{t('incidents:unconfirmed')}</span>
        ) : (
          <span className="quiet">{incident.ticket ?? ''}</span>
        )}
      </span>
      <span className="inc-row-when">
        {state === 'open' ? (
          <strong data-due={isUpdateDue(incident, now) ? '' : undefined}>
            {updateWords(incident, now, speech)}
          </strong>
        ) : (
          <strong>{t(`incidents:state.${state}`)}</strong>
        )}
        <span className="quiet">
          {formatSince(openedAt, now)} · {formatAge((incident.closed?.at ?? now) - openedAt, lang)}
        </span>
      </span>
    </div>
  );
}
