import type { ReactNode } from 'react';
import type { Alarm } from '../../../../shared/model/alarms';
import { formatAge, formatSince, formatUntil } from '../../../../shared/time/format';
import { useT } from '../../../i18n/react';
import { alarmLook } from '../../../parts/alarm-shape';
import { AlarmShape } from '../../../parts/alarm-shape-icon';
import { StateWord } from '../../../parts/state-word';
import { useBoard, useLinkView } from '../../../stores/board-react';
import { CallersFact } from '../../callers/callers-fact';
import { chatterWords, formatMoment, nameOf } from '../alarm-words';
import { guidanceOf } from '../use-alarm-keys';
import type { Names } from '../use-alarm-words';

/** How many have called about it, where anybody has. */
function CallersItem({ node }: { readonly node: string }): ReactNode {
  return (
    <li className="detail-callers">
      <CallersFact node={node} />
    </li>
  );
}

/** What it is, since when, whose it is, when the next word is due, and when the acknowledgement gives way. */
export function DetailHead({ alarm, names }: { readonly alarm: Alarm; readonly names: Names }): ReactNode {
  const speech = useT();
  const { t, lang } = speech;
  const link = useLinkView(1_000);
  const now = link.hubNow;
  const catalogue = useBoard((state) => state.catalogue);
  const over = alarm.condition === 'normal';
  const state = over ? alarm.worst : alarm.condition;
  const stalls = guidanceOf(alarm.node, { catalogue })?.stalledAfterMs ?? null;
  const breaksAt =
    alarm.state === 'acknowledged' && alarm.ack && !alarm.broken && stalls !== null
      ? alarm.movedAt + stalls
      : null;
  const chatter = chatterWords(alarm, now, speech);
  return (
    <div className="detail-head">
      <h2>
        <AlarmShape state={state} look={alarmLook(alarm.state)} size={24} />
        <span className="detail-state">
          <StateWord
            state={state}
            text={`${alarm.priority} ${t(over ? `alarms:was.${state}` : `states:${state}`)}`}
          />
          {link.phase !== 'live' && (
            <span className="state-known">
              {t(link.phase === 'stale' ? 'desk:known.stale' : 'desk:known.last')}
            </span>
          )}
        </span>
        <span>{names.name(alarm.node)}</span>
        {!over && alarm.basis !== 'measured' && (
          <span className="detail-basis">{t(`causes:short.${alarm.basis}`)}</span>
        )}
      </h2>
      <ul className="facts">
        <li>
          <strong>{alarm.id}</strong> {t(`alarms:state.${alarm.state}`).toLowerCase()}
        </li>
        <li>
          {t('desk:head.since')} <strong>{formatMoment(alarm.raisedAt, now)}</strong>
          {`, ${formatAge(now - alarm.raisedAt, lang)}`}
        </li>
        <li>
          {t('desk:head.owner')}{' '}
          <strong>{alarm.owner === null ? t('alarms:detail.nobody') : nameOf(alarm.owner, names)}</strong>
        </li>
        <CallersItem node={alarm.node} />
        {alarm.returnedAt !== null && (
          <li>
            {t('alarms:detail.normalSince')} <strong>{formatMoment(alarm.returnedAt, now)}</strong>
          </li>
        )}
        {alarm.timer && (
          <li data-loud={alarm.timer.due ? '' : undefined}>
            {t('alarms:detail.nextWord')} <strong>{formatUntil(alarm.timer.until, now, lang)}</strong>
            {alarm.timer.due
              ? `, ${t('alarms:detail.overdue', { age: formatAge(now - alarm.timer.until, lang) })}`
              : `, ${t('alarms:detail.in', { age: formatAge(alarm.timer.until - now, lang) })}`}
          </li>
        )}
        {breaksAt !== null && breaksAt > now && (
          <li>
            {t('alarms:detail.breaks')} <strong>{formatUntil(breaksAt, now, lang)}</strong>
          </li>
        )}
        {alarm.shelf && (
          <li>
            {t('alarms:detail.shelfEnds')} <strong>{formatUntil(alarm.shelf.until, now, lang)}</strong>
          </li>
        )}
        {alarm.ticket !== null && (
          <li>
            {t('alarms:detail.ticket')} <strong>{alarm.ticket}</strong>
          </li>
        )}
      </ul>
      {alarm.ack?.note && (
        <p className="detail-note">
          {t('alarms:detail.ackNote', {
            name: nameOf(alarm.ack.by, names),
            time: formatSince(alarm.ack.at, now),
            note: alarm.ack.note,
          })}
        </p>
      )}
      {alarm.note && alarm.note.text !== alarm.ack?.note && (
        <p className="detail-note">
          {t('alarms:detail.note', {
            name: nameOf(alarm.note.by, names),
            time: formatSince(alarm.note.at, now),
            note: alarm.note.text,
          })}
        </p>
      )}
      {chatter !== null && <p className="detail-note">{chatter}</p>}
    </div>
  );
}
