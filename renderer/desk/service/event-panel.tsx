import type { ReactNode } from 'react';
import { useT } from '../../i18n/react';
import { Notice } from '../../parts/notice';
import { useLinkView } from '../../stores/board-react';
import { EventLine } from '../events/event-line';
import { eventWords } from '../events/event-words';
import { useEventNames } from '../events/use-event-names';
import { useHistory } from '../events/use-history';
import { withoutRepeats } from '../events/without-repeats';

/**
 * What happened lately to a node or a service (null: to the room), newest first. Says when it comes from the local
 * copy.
 */
export function EventPanel(props: { readonly node: string | null; readonly limit: number }): ReactNode {
  const { node, limit } = props;
  const { hubNow } = useLinkView(10_000);
  const history = useHistory({ node, before: null, limit, follow: true });
  const speech = useT();
  const { t } = speech;
  const names = useEventNames();
  const about = node ?? undefined;
  const events = withoutRepeats(history.events, (event) => eventWords(event, names, speech, about));
  return (
    <section className="panel">
      <h2 className="panel-title">
        {t('desk:events.panel')}
        {history.source === 'cache' && history.phase === 'ready' && (
          <span className="from-cache">{t('desk:events.fromCache')}</span>
        )}
      </h2>
      {history.phase === 'loading' && <Notice title={t('desk:events.loading')} />}
      {history.phase === 'failed' && <Notice title={t('desk:events.failed')} text={history.error ?? ''} />}
      {history.phase === 'stale' && (
        <p className="quiet panel-note">{t('desk:events.stale', { reason: history.error ?? '' })}</p>
      )}
      {history.phase === 'ready' && history.events.length === 0 && <Notice title={t('desk:events.none')} />}
      <ol className="event-list event-list-narrow">
        {events.map((event) => (
          <EventLine
            key={`${event.epoch}/${event.seq}`}
            event={event}
            now={hubNow}
            {...(node !== null && { about: node })}
          />
        ))}
      </ol>
    </section>
  );
}
