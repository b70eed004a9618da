import type { ReactNode } from 'react';
import { formatSeconds } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { alarmLook } from '../../parts/alarm-shape';
import { AlarmShape } from '../../parts/alarm-shape-icon';
import { KeyButton, KeyCap } from '../../parts/key-cap';
import { StateWord } from '../../parts/state-word';
import { useAlarm, useLinkView } from '../../stores/board-react';
import { useDeskStore } from '../desk-context';
import { deskKey } from '../keys/key-table';
import type { Names } from './use-alarm-words';
import type { AlarmList } from './use-alarms';

/**
 * What the order of the list does not show yet, named: a new alarm is never hidden by holding rows still. Its height is
 * reserved, so that nothing moves when it speaks.
 */
export function AlarmNews({ list, names }: { readonly list: AlarmList; readonly names: Names }): ReactNode {
  const { t } = useT();
  const desk = useDeskStore();
  const { fresh, moved } = list.waiting;
  const link = useLinkView();
  const [worst] = fresh;
  const known = link.phase !== 'live' && link.knownAt !== null;
  return (
    <div className="list-news" role="status" data-news={worst === undefined ? undefined : ''}>
      {worst === undefined && (
        <span className="list-news-figures">
          <KeyButton cap="F" label={t('figures:title')} onPress={() => desk.open({ view: 'figures' })} />
        </span>
      )}
      {worst !== undefined ? (
        <Fresh node={worst} more={fresh.length - 1} names={names} />
      ) : moved > 0 ? (
        <span>{t('alarms:news.moved', { count: moved })}</span>
      ) : known && link.knownAt !== null ? (
        <span className="list-news-known">
          <strong>
            {t(link.phase === 'stale' ? 'desk:list.stale' : 'desk:list.lastKnown', {
              time: formatSeconds(link.knownAt),
            })}
          </strong>{' '}
          {t('desk:list.hatched')}
        </span>
      ) : (
        <Hints />
      )}
      {(worst !== undefined || moved > 0) && (
        <span className="list-news-act">
          <KeyButton cap="." label={t('desk:list.sort')} onPress={list.release} />
        </span>
      )}
    </div>
  );
}

const HINTS = ['up', 'down', 'open', 'choose', 'palette'] as const;

/** The keys that act on the list, while there is nothing else to say. */
function Hints(): ReactNode {
  const { t } = useT();
  return (
    <span className="list-hints" aria-hidden="true">
      {HINTS.map((id) => (
        <span key={id}>
          <KeyCap cap={deskKey(id).cap} /> {t(`alarms:hint.${id}`)}
        </span>
      ))}
    </span>
  );
}

function Fresh(props: { readonly node: string; readonly more: number; readonly names: Names }): ReactNode {
  const { node, more, names } = props;
  const { t } = useT();
  const alarm = useAlarm(node);
  if (!alarm) return null;
  return (
    <span className="list-news-fresh">
      <strong>{t('desk:list.new')}</strong>
      <AlarmShape state={alarm.condition} look={alarmLook(alarm.state)} size={16} />
      <strong>{alarm.priority}</strong>
      <StateWord state={alarm.condition} />
      <strong>{names.name(node)}</strong>
      <time>{formatSeconds(alarm.raisedAt)}</time>
      {more > 0 && <span>{t('desk:list.newMore', { count: more })}</span>}
      <span>{t('alarms:news.waits')}</span>
    </span>
  );
}
