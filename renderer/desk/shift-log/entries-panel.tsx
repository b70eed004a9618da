import type { ReactNode } from 'react';
import { formatSince } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { useLinkView } from '../../stores/board-react';
import { useDeskStore } from '../desk-context';
import { personName } from '../events/command-words';
import { useEventNames } from '../events/use-event-names';
import { EntryText } from './entry-text';
import { type About, wordsNow } from './log-model';
import { useEntries, useEntriesAbout } from './use-entries';

/** So many are shown beside what they are about; the shift log has the rest. */
const SHOWN = 5;

/** What the shift log of the last days says about something, beside it. Nothing where it says nothing. */
export function EntriesPanel({ about }: { readonly about: About }): ReactNode {
  const { t } = useT();
  const desk = useDeskStore();
  const names = useEventNames();
  const { hubNow } = useLinkView(60_000);
  const { waiting } = useEntries();
  const entries = useEntriesAbout(about);
  if (entries.length === 0) return null;
  const left = entries.length - SHOWN;
  return (
    <section className="panel entries-panel" aria-label={t('shift-log:panel.title')}>
      <h3 className="panel-title">{t('shift-log:panel.title')}</h3>
      <ol>
        {entries.slice(0, SHOWN).map((entry) => (
          <li key={entry.id}>
            <time dateTime={new Date(entry.at).toISOString()}>{formatSince(entry.at, hubNow)}</time>
            <span>
              <EntryText body={wordsNow(entry)} short />{' '}
              <span className="quiet">
                {personName(names.people, entry.by)}{' '}
                {waiting.has(entry.id) && `· ${t('incidents:unconfirmed')}`}
              </span>
            </span>
            <button
              type="button"
              className="link-button"
              aria-label={t('shift-log:panel.open', { number: entry.number })}
              onClick={() => desk.open({ view: 'shift-log', entry: entry.id })}
            >
              {entry.number === '' ? t('shift-log:title') : entry.number}
            </button>
          </li>
        ))}
      </ol>
      {left > 0 && <p className="quiet panel-note">{t('shift-log:panel.more', { count: left })}</p>}
    </section>
  );
}
