import { type ReactNode, useEffect, useRef } from 'react';
import { formatSince } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { Notice } from '../../parts/notice';
import { ScrollRegion } from '../../parts/scroll-region';
import { EventLine } from '../events/event-line';
import { useKeys } from '../keys/use-keys';
import { type SearchQuestion, useSearch } from './use-search';

/** The end of the list is this near when the next page is asked for, px. */
const NEAR_PX = 600;

/** What was found, newest first; more comes as one reads on. */
export function SearchResults(props: { readonly question: SearchQuestion; readonly now: number }): ReactNode {
  const { question, now } = props;
  const { t } = useT();
  const found = useSearch(question);
  const scroller = useRef<HTMLElement>(null);
  const { hits, more } = found;
  const near = (): void => {
    const box = scroller.current;
    if (box && box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX) more();
  };
  // A page that does not fill the window is followed by the next.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each page that came may leave room for another
  useEffect(() => {
    if (hits.length > 0) near();
  }, [hits]);
  const scroll = (px: number): void => scroller.current?.scrollBy({ top: px });
  const height = (): number => (scroller.current?.clientHeight ?? 0) * 0.9;
  useKeys({
    older: more,
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
        <p className="list-total" role="status">
          <strong>
            {found.phase === 'ready'
              ? t(found.complete ? 'log:found.all' : 'log:found.some', { count: hits.length })
              : t(found.phase === 'failed' ? 'log:found.failed' : 'log:found.loading')}
          </strong>{' '}
          {found.source === 'cache' && found.phase === 'ready' && (
            <span className="from-cache">{t('desk:events.fromCache')}</span>
          )}
          {found.indexedFrom !== null && (
            <span className="quiet">
              {t('log:found.indexing', { time: formatSince(found.indexedFrom, now) })}
            </span>
          )}
        </p>
      </div>
      <ScrollRegion
        ref={scroller}
        className="events-scroller"
        aria-label={t('log:found.label')}
        onScroll={near}
      >
        {found.phase === 'failed' && <Notice title={t('desk:events.failed')} text={found.error ?? ''} />}
        {found.phase === 'ready' && hits.length === 0 && (
          <Notice title={t('log:found.none')} text={t('log:found.noneText')} />
        )}
        <ol className="event-list event-list-wide">
          {hits.map(({ event }) => (
            <EventLine key={`${event.epoch}/${event.seq}`} event={event} now={now} />
          ))}
        </ol>
        {found.phase === 'ready' && found.complete && hits.length > 0 && (
          <p className="quiet panel-note">{t('log:found.end')}</p>
        )}
      </ScrollRegion>
    </div>
  );
}
