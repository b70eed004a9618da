import { type ReactNode, useState } from 'react';
import type { Delivery, IncidentEntity, OutMessage } from '../../../shared/model/incidents';
import { formatSeconds, formatSince, formatUntil } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { Dialog } from '../../parts/dialog';
import { KeyButton } from '../../parts/key-cap';
import { ScrollRegion } from '../../parts/scroll-region';
import { StateShape } from '../../parts/state-shape-icon';
import { useLinkView } from '../../stores/board-react';
import { useDeskStore } from '../desk-context';
import { channelName, incidentName, personName, subjectName } from '../events/command-words';
import { useEventNames } from '../events/use-event-names';
import { useKeys } from '../keys/use-keys';
import { RoleNote } from '../people/role-note';
import { nextOwed, seriesOf } from './message-lines';
import { deliveryWord, messageName, outcomeWords, shapeOfDelivery } from './message-words';
import { useMessageActs } from './use-message-acts';

/** A message that was approved or discarded: what it said, who said so, and what became of it at each channel. */
export function MessageDetail(props: {
  readonly message: OutMessage;
  readonly incidents: ReadonlyMap<string, IncidentEntity>;
  /** Writes the series' next message; null: the series is closed. */
  readonly onNext: (() => void) | null;
}): ReactNode {
  const { message, incidents, onNext } = props;
  const speech = useT();
  const { t, lang } = speech;
  const desk = useDeskStore();
  const acts = useMessageActs();
  const names = useEventNames();
  const { hubNow, phase } = useLinkView(1_000);
  const [asking, setAsking] = useState<Delivery | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const live = phase === 'live';
  const { approved, incident, node } = message;
  const series = seriesOf(incidents, message.series);
  const owed = nextOwed(series, hubNow);
  const [first] = message.deliveries.filter(canTryAgain);
  const again = (delivery: Delivery): void => {
    // What may have gone once already is sent again only by somebody who has read that.
    if (delivery.state === 'unknown') setAsking(delivery);
    else void acts.again(message.id, delivery.channel).then(setFault);
  };
  useKeys({
    recheck: () => {
      if (first === undefined) return false;
      again(first);
      return true;
    },
  });
  return (
    <ScrollRegion className="tell" aria-label={t('messages:detail.label')}>
      <h2 className="node-title">
        <span className="quiet">{messageName(message, t)}</span> {message.subject}
      </h2>
      <p className="quiet">
        {t(`messages:kind.${message.kind}`)} ·{' '}
        {approved === null
          ? t('messages:detail.discarded', { name: personName(names.people, message.by) })
          : t('messages:detail.approved', {
              name: personName(names.people, approved.by),
              time: formatSince(approved.at, hubNow),
            })}{' '}
        · {outcomeWords(message, { t })}
      </p>
      {owed !== null && (
        <p className={owed.late ? 'tell-late' : undefined}>
          {t(owed.late ? 'messages:owedLate' : 'messages:owed', { time: formatUntil(owed.at, hubNow, lang) })}
        </p>
      )}
      <div className="act-row">
        {onNext !== null && <KeyButton cap="m" label={t('messages:detail.next')} onPress={onNext} />}
        {first !== undefined && (
          <KeyButton
            cap="r"
            label={t('messages:detail.againAt', { channel: channelName(names.catalogue, first.channel) })}
            waits={!live}
            onPress={() => again(first)}
          />
        )}
        {incident !== null && (
          <button
            type="button"
            className="quiet-button"
            onClick={() => desk.open({ view: 'incident', incident })}
          >
            {incidentName(names.incidents, incident) ?? t('log:subject.incident')}
          </button>
        )}
        {node !== null && (
          <button type="button" className="quiet-button" onClick={() => desk.open({ view: 'service', node })}>
            {subjectName(names, node, speech)}
          </button>
        )}
      </div>
      <p role="alert" className="people-fault">
        {fault ?? ''}
      </p>
      <RoleNote kind="message.again" />
      {message.deliveries.length > 0 && (
        <section className="panel">
          <h3 className="panel-title">{t('messages:detail.deliveries')}</h3>
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">{t('messages:detail.channel')}</th>
                <th scope="col">{t('messages:detail.fate')}</th>
                <th scope="col">{t('messages:detail.time')}</th>
                <th scope="col" className="number">
                  {t('messages:detail.attempts')}
                </th>
                <td />
              </tr>
            </thead>
            <tbody>
              {message.deliveries.map((delivery) => (
                <DeliveryRow key={delivery.channel} delivery={delivery} onAgain={again} />
              ))}
            </tbody>
          </table>
        </section>
      )}
      <section className="panel">
        <h3 className="panel-title">{t('messages:detail.text')}</h3>
        <p className="tell-message">{message.body}</p>
      </section>
      {series.length > 1 && (
        <section className="panel">
          <h3 className="panel-title">{t('messages:detail.series')}</h3>
          <ol className="message-series">
            {series.map((one) => (
              <li key={one.id} data-current={one.id === message.id ? '' : undefined}>
                <button
                  type="button"
                  className="link-button"
                  onClick={() => desk.replace({ view: 'messages', message: one.id })}
                >
                  {messageName(one, t)}
                </button>
                <span>{one.subject}</span>
                <span className="quiet">{formatSince(one.approved?.at ?? one.at, hubNow)}</span>
              </li>
            ))}
          </ol>
        </section>
      )}
      {asking !== null && (
        <SendAgain
          channel={channelName(names.catalogue, asking.channel)}
          onClose={() => setAsking(null)}
          onGive={async () => {
            setFault(await acts.again(message.id, asking.channel));
            setAsking(null);
          }}
        />
      )}
    </ScrollRegion>
  );
}

const canTryAgain = ({ state }: Delivery): boolean => state === 'refused' || state === 'unknown';

function DeliveryRow(props: {
  readonly delivery: Delivery;
  readonly onAgain: (delivery: Delivery) => void;
}): ReactNode {
  const { delivery, onAgain } = props;
  const { t } = useT();
  const names = useEventNames();
  const shape = shapeOfDelivery(delivery.state);
  const channel = channelName(names.catalogue, delivery.channel);
  return (
    <tr>
      <td>
        <strong>{channel}</strong>
      </td>
      <td>
        <span className="message-fate">
          {shape !== null && <StateShape state={shape} size={14} />}
          <strong>{deliveryWord(delivery, { t })}</strong>
        </span>
        {delivery.detail !== null && <div className="quiet">{delivery.detail}</div>}
      </td>
      <td>{formatSeconds(delivery.at)}</td>
      <td className="number">{delivery.attempts}</td>
      <td className="number">
        {canTryAgain(delivery) && (
          <button
            type="button"
            className="quiet-button"
            aria-label={t('messages:detail.againAt', { channel })}
            onClick={() => onAgain(delivery)}
          >
            {t('messages:detail.again')}
          </button>
        )}
      </td>
    </tr>
  );
}

/** Asks before something that may have gone out is sent once more. */
function SendAgain(props: {
  readonly channel: string;
  readonly onGive: () => Promise<void>;
  readonly onClose: () => void;
}): ReactNode {
  const { channel, onGive, onClose } = props;
  const { t } = useT();
  const live = useLinkView(1_000).phase === 'live';
  useKeys({ back: onClose, approve: () => void onGive() }, { modal: true });
  return (
    <Dialog title={t('messages:again.title', { channel })} closeLabel={t('common:close')} onClose={onClose}>
      <p>{t('messages:again.text')}</p>
      <div className="act-row">
        <KeyButton
          cap="Ctrl Enter"
          label={t('messages:again.give')}
          waits={!live}
          onPress={() => void onGive()}
        />
        <KeyButton cap="Esc" label={t('messages:again.leave')} onPress={onClose} />
      </div>
    </Dialog>
  );
}
