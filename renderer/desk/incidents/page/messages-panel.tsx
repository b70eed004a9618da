import { type ReactNode, useMemo } from 'react';
import type { Incident, OutMessage } from '../../../../shared/model/incidents';
import type { Provisional } from '../../../../shared/rules/incidents/provisional';
import { isOf } from '../../../../shared/rules/incidents/read-incidents';
import { formatSince } from '../../../../shared/time/format';
import { useT } from '../../../i18n/react';
import { KeyButton } from '../../../parts/key-cap';
import { useDeskStore } from '../../desk-context';
import type { EventNames } from '../../events/command-words';
import { channelName, messageWords } from '../heard-words';

/** What was told out of the room about it, newest first, and whether it arrived. */
export function MessagesPanel(props: {
  readonly incident: Incident;
  readonly room: Provisional;
  readonly names: EventNames;
  readonly now: number;
  readonly waits: boolean;
  readonly onWrite: () => void;
}): ReactNode {
  const { incident, room, names, now, waits, onWrite } = props;
  const { t } = useT();
  const desk = useDeskStore();
  const messages = useMemo(() => messagesOf(room, incident), [room, incident]);
  return (
    <section className="panel" aria-label={t('incidents:messages.title')}>
      <div className="panel-title">
        <h3>{t('incidents:messages.title')}</h3>
        <KeyButton cap="m" label={t('incidents:messages.write')} waits={waits} onPress={onWrite} />
      </div>
      {messages.length === 0 && <p className="quiet">{t('incidents:messages.none')}</p>}
      <ul className="inc-messages">
        {messages.map((message) => (
          <li key={message.id}>
            <time dateTime={new Date(message.at).toISOString()}>
              {formatSince(message.approved?.at ?? message.at, now)}
            </time>
            <span>
              <button
                type="button"
                className="link-button"
                onClick={() => desk.open({ view: 'messages', message: message.id })}
              >
                {`${message.number} ${message.subject}`.trim()}
              </button>
              <br />
              {message.state === 'draft'
                ? t('incidents:messages.draft')
                : message.deliveries.map(({ channel, state }) => (
                    <span key={channel} className="inc-delivery" data-fate={state}>
                      {channelName(names.catalogue, channel)}: {messageWords(state, { t })}
                    </span>
                  ))}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function messagesOf(room: Provisional, incident: Incident): readonly OutMessage[] {
  return [...room.incidents.values()]
    .flatMap((entity) => (entity.kind === 'message' ? [entity.value] : []))
    .filter((message) => message.state !== 'discarded' && isOf(incident, message.incident))
    .sort((a, b) => b.at - a.at);
}
