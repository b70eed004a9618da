import type { ReactNode } from 'react';
import { formatDate, formatSeconds } from '../../../shared/time/format';
import { formatCount } from '../../i18n/number';
import { useT } from '../../i18n/react';
import { KeyCap } from '../../parts/key-cap';
import { MarkIcon } from '../../parts/mark-icon';
import { StateShape } from '../../parts/state-shape-icon';
import { useBoard, useLinkView } from '../../stores/board-react';
import { useDesk, useDeskStore } from '../desk-context';
import { isUnderMore, pageOf, presentPage, TABS, tabOf } from '../desk-store';
import { deskKey } from '../keys/key-table';
import { useCounts } from '../model/use-counts';
import { useWatchNow } from '../model/watch-now';
import { overdueCount } from '../routines/routines-model';

/** Which room, which view, how much is not normal, what time it is. */
export function TopBar(): ReactNode {
  const { t } = useT();
  const room = useBoard((state) => state.room);
  const name = room === null || room.name === '' ? t('common:product') : room.name;
  return (
    <header className="top-bar">
      <h1 className="room-name">{name}</h1>
      {room?.demo && <span className="demo-tag">{t('common:demo')}</span>}
      <Tabs />
      <Counts />
      <RunningClock />
    </header>
  );
}

function Tabs(): ReactNode {
  const { t } = useT();
  const desk = useDeskStore();
  const page = useDesk(presentPage);
  const present = tabOf(page);
  return (
    <nav className="tabs" aria-label={t('desk:tabs.label')}>
      {TABS.map((tab) => (
        <button
          key={tab}
          type="button"
          className="tab"
          aria-current={tab === present ? 'page' : undefined}
          onClick={() => desk.open(pageOf(tab))}
        >
          <KeyCap cap={deskKey(tab).cap} />
          {t(`desk:tabs.${tab}`)}
          {tab === 'routines' && <OverdueBadge />}
        </button>
      ))}
      <button
        type="button"
        className="tab"
        aria-current={isUnderMore(present) ? 'page' : undefined}
        aria-haspopup="dialog"
        onClick={() => desk.show({ kind: 'more' })}
      >
        <KeyCap cap={deskKey('more').cap} />
        {isUnderMore(present)
          ? t('desk:tabs.moreAt', { name: t(`desk:tabs.${present}`) })
          : t('desk:tabs.more')}
      </button>
    </nav>
  );
}

/** Routines and follow-ups that are past their time. */
function OverdueBadge(): ReactNode {
  const { t, lang } = useT();
  const { watch } = useWatchNow();
  const count = overdueCount(watch);
  if (count === 0) return null;
  return (
    <span className="tab-badge">
      <StateShape state="warning" size={12} />
      <span aria-hidden="true">{formatCount(count, lang)}</span>
      <span className="visually-hidden">{t('routines:overdueCount', { count })}</span>
    </span>
  );
}

/** Only what is abnormal: when there is nothing, there is nothing to read. */
function Counts(): ReactNode {
  const { t, lang } = useT();
  const { states, quiet } = useCounts();
  const counts = states.filter(([state]) => state !== 'normal');
  return (
    <ul className="counts" aria-label={t('desk:counts.label')}>
      {counts.map(([state, count]) => (
        <li key={state}>
          <span className="count-figure">
            <StateShape state={state} size={14} />
            <strong>{formatCount(count, lang)}</strong>
          </span>{' '}
          <span className="count-word">{t(`desk:counts.${state}`)}</span>
        </li>
      ))}
      {quiet > 0 && (
        <li>
          <span className="count-figure">
            <MarkIcon mark="silence" size={14} />
            <strong>{formatCount(quiet, lang)}</strong>
          </span>{' '}
          <span className="count-word">{t('desk:counts.quiet')}</span>
        </li>
      )}
    </ul>
  );
}

/** The hub's time, drawn each second; where nothing is heard, when what is shown was known. */
function RunningClock(): ReactNode {
  const { t, lang } = useT();
  const link = useLinkView(250);
  const live = link.phase === 'live';
  return (
    <div className="clock">
      <span className="clock-date">
        {live || link.knownAt === null
          ? formatDate(link.hubNow, lang)
          : t('desk:clock.known', { time: formatSeconds(link.knownAt) })}
      </span>
      <time className="clock-time">{formatSeconds(link.hubNow)}</time>
    </div>
  );
}
