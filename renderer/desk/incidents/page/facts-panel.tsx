import type { ReactNode } from 'react';
import type { Incident } from '../../../../shared/model/incidents';
import { useT } from '../../../i18n/react';
import { StateShape } from '../../../parts/state-shape-icon';
import { useAlarm } from '../../../stores/board-react';
import { useDeskStore } from '../../desk-context';
import { pageOf } from '../../desk-store';
import { type EventNames, subjectName } from '../../events/command-words';
import { serviceName, siteName } from '../incident-words';

/** What it hits: the consequence first, then services, sites and the cause as it is measured now. */
export function IncidentFacts(props: { readonly incident: Incident; readonly names: EventNames }): ReactNode {
  const { incident, names } = props;
  const { t } = useT();
  const { catalogue } = names;
  return (
    <section className="panel" aria-label={t('incidents:facts')}>
      <h3 className="panel-title">{t('incidents:facts')}</h3>
      <p className="inc-consequence">{incident.consequence ?? t('incidents:noConsequence')}</p>
      <dl className="inc-facts">
        <div>
          <dt>{t('incidents:field.services')}</dt>
          <dd>
            {incident.services.length === 0
              ? t('incidents:noServices')
              : incident.services.map((id) => serviceName(catalogue, id)).join(', ')}
          </dd>
        </div>
        <div>
          <dt>{t('incidents:field.sites')}</dt>
          <dd>
            {incident.sites.length === 0
              ? t('incidents:noSites')
              : incident.sites.map((id) => siteName(catalogue, id)).join(', ')}
          </dd>
        </div>
        <div>
          <dt>{t('incidents:field.cause')}</dt>
          <dd>
            {incident.cause === null ? (
              t('incidents:noCause')
            ) : (
              <CauseLine node={incident.cause} alarm={incident.alarm} names={names} />
            )}
          </dd>
        </div>
        {incident.alarms.length > 0 && (
          <div>
            <dt>{t('incidents:alsoAlarms')}</dt>
            <dd>
              {incident.alarms.map(({ node, alarm }) => (
                <CauseLine key={node} node={node} alarm={alarm} names={names} />
              ))}
            </dd>
          </div>
        )}
      </dl>
    </section>
  );
}

/** A node of the incident as it is now, and the way to its alarm. */
function CauseLine(props: {
  readonly node: string;
  readonly alarm: string | null;
  readonly names: EventNames;
}): ReactNode {
  const { node, alarm, names } = props;
  const speech = useT();
  const { t } = speech;
  const desk = useDeskStore();
  const present = useAlarm(node);
  const state = present?.condition ?? 'normal';
  // What another cause holds down as well is not held by this recovery, but it is not back either.
  const left = Math.max(present?.recovery?.left.length ?? 0, present?.symptoms ?? 0);
  const most = present?.symptomsMost ?? 0;
  const coming = present?.basis === 'recovering' || state === 'normal';
  return (
    <span className="inc-cause">
      <StateShape state={state} size={14} />
      <span>{t(`states:${state}`)}</span>
      <button
        type="button"
        className="link-button"
        onClick={() => {
          desk.setState({ alarm: node, alarmFilter: '' });
          desk.open(pageOf('alarms'));
        }}
      >
        {subjectName(names, node, speech)}
      </button>
      <span className="quiet">{alarm ?? ''}</span>
      {coming && most > left && (
        <span>{t('incidents:back', { back: Math.max(0, most - left), count: most })}</span>
      )}
    </span>
  );
}
