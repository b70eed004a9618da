import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { LogEvent } from '../../../shared/model/events';
import { useT } from '../../i18n/react';
import { KeyButton } from '../../parts/key-cap';
import { Notice } from '../../parts/notice';
import { ScrollRegion } from '../../parts/scroll-region';
import { useLinkView } from '../../stores/board-react';
import { EventLine } from '../events/event-line';
import { useHistory } from '../events/use-history';
import { useKeys } from '../keys/use-keys';

const PAGE = 100;

/**
 * The log as it comes, newest first, page by page. While the pointer or the focus is inside it stands still and says what has
 * come; otherwise the first page follows what happens.
 */
export function RecentEvents(): ReactNode {
  const { t } = useT();
  const { hubNow } = useLinkView(1_000);
  // Where each page on the way here began; the last is the present one.
  const [starts, setStarts] = useState<readonly (LogEvent | null)[]>([null]);
  const [reading, setReading] = useState(false);
  const start = starts[starts.length - 1] ?? null;
  const before = start?.seq ?? null;
  const history = useHistory({
    node: null,
    before,
    epoch: start?.epoch,
    limit: PAGE,
    follow: before === null && !reading,
  });
  const unread = useUnread(before === null && reading, history.events[0]);
  const scroller = useRef<HTMLElement>(null);
  const oldest = history.events[history.events.length - 1];
  const canOlder = history.phase === 'ready' && !history.complete && oldest !== undefined;

  const older = (): void => {
    if (canOlder) setStarts((all) => [...all, oldest]);
  };
  const newer = (): void => setStarts((all) => (all.length > 1 ? all.slice(0, -1) : all));
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page begins at its top
  useEffect(() => {
    scroller.current?.scrollTo({ top: 0 });
  }, [before]);
  const scroll = (px: number): void => {
    scroller.current?.scrollBy({ top: px });
  };
  const height = (): number => (scroller.current?.clientHeight ?? 0) * 0.9;
  useKeys({
    older,
    newer,
    sort: () => history.refresh(),
    up: () => scroll(-44),
    down: () => scroll(44),
    pageUp: () => scroll(-height()),
    pageDown: () => scroll(height()),
    first: () => scroll(Number.MIN_SAFE_INTEGER),
    last: () => scroll(Number.MAX_SAFE_INTEGER),
  });

  return (
    <div className="events">
      <div className="list-head">
        <p className="list-total">
          <strong>{t('desk:events.title')}</strong>{' '}
          <span className="quiet">{t('desk:events.newestFirst')}</span>
          {history.source === 'cache' && <span className="from-cache">{t('desk:events.fromCache')}</span>}
        </p>
        <p className="list-found" role="status">
          {history.phase === 'stale' && t('desk:events.stale', { reason: history.error ?? '' })}
          {unread && <KeyButton cap="." label={t('desk:events.more')} onPress={history.refresh} />}
        </p>
        <div className="act-row">
          <KeyButton cap="[" label={t('desk:events.newer')} disabled={before === null} onPress={newer} />
          <KeyButton cap="]" label={t('desk:events.older')} disabled={!canOlder} onPress={older} />
        </div>
      </div>
      <ScrollRegion
        ref={scroller}
        className="events-scroller"
        aria-label={t('desk:events.title')}
        onFocus={() => setReading(true)}
        onBlur={() => setReading(false)}
        onMouseEnter={() => setReading(true)}
        onMouseLeave={() => setReading(false)}
      >
        {history.phase === 'loading' && <Notice title={t('desk:events.loading')} />}
        {history.phase === 'failed' && <Notice title={t('desk:events.failed')} text={history.error ?? ''} />}
        {history.phase === 'ready' && history.events.length === 0 && <Notice title={t('desk:events.none')} />}
        <ol className="event-list event-list-wide">
          {history.events.map((event) => (
            <EventLine key={`${event.epoch}/${event.seq}`} event={event} now={hubNow} />
          ))}
        </ol>
        {history.phase === 'ready' && history.complete && history.events.length > 0 && (
          <p className="quiet panel-note">{t('desk:events.end')}</p>
        )}
      </ScrollRegion>
    </div>
  );
}

/** Whether the log has gone on past `newest` while nobody followed it. */
function useUnread(held: boolean, newest: LogEvent | undefined): boolean {
  const head = useHistory({ node: null, before: null, limit: 1, follow: held });
  const last = head.events[0];
  if (!held || !last || !newest) return false;
  return last.epoch > newest.epoch || (last.epoch === newest.epoch && last.seq > newest.seq);
}
