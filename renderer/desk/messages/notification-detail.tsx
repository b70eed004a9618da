import { type ReactNode, useState } from 'react';
import type { Notification } from '../../../shared/model/incidents';
import { formatSeconds, formatSince, formatUntil } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { KeyButton } from '../../parts/key-cap';
import { ScrollRegion } from '../../parts/scroll-region';
import { StateShape } from '../../parts/state-shape-icon';
import { useLinkView } from '../../stores/board-react';
import { useDeskStore } from '../desk-context';
import { channelName, ruleName, subjectName, teamName } from '../events/command-words';
import { useEventNames } from '../events/use-event-names';
import { useKeys } from '../keys/use-keys';
import { RoleNote } from '../people/role-note';
import { deliveryWord, shapeOfDelivery } from './message-words';
import { useMessageActs } from './use-message-acts';

/** A notification to people on call: whom it has asked, what became of each step, and that somebody has answered. */
export function NotificationDetail({ notification }: { readonly notification: Notification }): ReactNode {
  const speech = useT();
  const { t, lang } = speech;
  const desk = useDeskStore();
  const acts = useMessageActs();
  const names = useEventNames();
  const { hubNow, phase } = useLinkView(1_000);
  const [fault, setFault] = useState<string | null>(null);
  const { id, node, alarm, rule, state, why, nextAt, steps } = notification;
  const open = state === 'running' || state === 'exhausted';
  const answered = (): void => void acts.answered(id, null).then(setFault);
  useKeys({
    answered: () => {
      if (!open) return false;
      answered();
      return true;
    },
    onCall: () => desk.show({ kind: 'on-call', node, team: null }),
  });
  return (
    <ScrollRegion className="tell" aria-label={t('messages:notification.label')}>
      <h2 className="node-title">
        {subjectName(names, node, speech)} <span className="quiet">{alarm}</span>
      </h2>
      <p>
        <strong>{t(`messages:notification.${state}`)}</strong>
        {why === null ? '' : ` «${why}»`}
      </p>
      <p className="quiet">
        {ruleName(names.catalogue, rule)} ·{' '}
        {t('messages:notification.began', { time: formatSince(notification.at, hubNow) })}
        {nextAt !== null &&
          open &&
          ` · ${t('messages:notification.nextAt', { time: formatUntil(nextAt, hubNow, lang) })}`}
      </p>
      <div className="act-row">
        <KeyButton
          cap="s"
          label={t('messages:notification.answer')}
          waits={phase !== 'live'}
          disabled={!open}
          onPress={answered}
        />
        <KeyButton
          cap="v"
          label={t('messages:notification.call')}
          onPress={() => desk.show({ kind: 'on-call', node, team: null })}
        />
        <button
          type="button"
          className="quiet-button"
          onClick={() => {
            desk.setState({ alarm: node, alarmFilter: '' });
            desk.open({ view: 'alarms' });
          }}
        >
          {t('messages:notification.toAlarm', { alarm })}
        </button>
      </div>
      <p role="alert" className="people-fault">
        {fault ?? ''}
      </p>
      <RoleNote kind="notification.answer" />
      <section className="panel">
        <h3 className="panel-title">{t('messages:notification.stepsTitle')}</h3>
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{t('messages:notification.who')}</th>
              <th scope="col">{t('messages:detail.channel')}</th>
              <th scope="col">{t('messages:detail.fate')}</th>
              <th scope="col">{t('messages:detail.time')}</th>
            </tr>
          </thead>
          <tbody>
            {steps.map(({ channel, team, contact, delivery }, index) => {
              const shape = shapeOfDelivery(delivery.state);
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: a step is told by its place, and none is ever taken out
                <tr key={index}>
                  <td>
                    <strong>{contact ?? t('messages:notification.nobody')}</strong>
                    {team !== null && <div className="quiet">{teamName(names.catalogue, team)}</div>}
                  </td>
                  <td>{channelName(names.catalogue, channel)}</td>
                  <td>
                    <span className="message-fate">
                      {shape !== null && <StateShape state={shape} size={14} />}
                      {deliveryWord(delivery, { t })}
                    </span>
                    {delivery.detail !== null && <div className="quiet">{delivery.detail}</div>}
                  </td>
                  <td>{formatSeconds(delivery.at)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
    </ScrollRegion>
  );
}
