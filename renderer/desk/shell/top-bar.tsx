import type { ReactNode } from 'react';
import { formatDate, formatSeconds } from '../../../shared/time/format';
import { formatCount } from '../../i18n/number';
import { useT } from '../../i18n/react';
import { KeyCap } from '../../parts/key-cap';
import { StateShape } from '../../parts/state-shape-icon';
import { useBoard, useLinkView } from '../../stores/board-react';
import { useDesk, useDeskStore } from '../desk-context';
import { presentPage } from '../desk-store';
import { useCounts } from '../model/use-counts';

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
  const atEvents = page.view === 'events';
  return (
    <nav className="tabs" aria-label={t('desk:tabs.label')}>
      <button
        type="button"
        className="tab"
        aria-current={atEvents ? undefined : 'page'}
        onClick={() => desk.open({ view: 'services' })}
      >
        <KeyCap cap="1" />
        {t('desk:tabs.services')}
      </button>
      <button
        type="button"
        className="tab"
        aria-current={atEvents ? 'page' : undefined}
        onClick={() => desk.open({ view: 'events' })}
      >
        <KeyCap cap="2" />
        {t('desk:tabs.events')}
      </button>
    </nav>
  );
}

/** Only what is abnormal: when there is nothing, there is nothing to read. */
function Counts(): ReactNode {
  const { t, lang } = useT();
  const counts = useCounts().filter(([state]) => state !== 'normal');
  return (
    <ul className="counts" aria-label={t('desk:counts.label')}>
      {counts.map(([state, count]) => (
        <li key={state}>
          <StateShape state={state} size={14} />
          <strong>{formatCount(count, lang)}</strong> {t(`desk:counts.${state}`)}
        </li>
      ))}
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
