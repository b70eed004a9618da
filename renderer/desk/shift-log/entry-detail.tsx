import { type ReactNode, useState } from 'react';
import type { LogEntry } from '../../../shared/model/shift-log';
import { formatDate, formatSeconds, formatSince } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { KeyButton } from '../../parts/key-cap';
import { ScrollRegion } from '../../parts/scroll-region';
import { useBoardStore } from '../../stores/board-react';
import { useDeskStore } from '../desk-context';
import { type EventNames, personName } from '../events/command-words';
import { erasedWords } from '../events/watch-words';
import { AttachmentView } from './attachment-view';
import { EntryText } from './entry-text';
import { erasable } from './erase-dialog';
import { linkName, openLink } from './link-words';
import { wordsBefore, wordsNow } from './log-model';

/** What can be done with an entry. */
export interface EntryActs {
  readonly correct: () => void;
  readonly erase: () => void;
  /** Shows its files large; `first`: the hash of the one to begin with. */
  readonly pictures: (first: string | null) => void;
}

/** One entry whole: what it says and said, what it is about, its pictures, what was erased of it and why. */
export function EntryDetail(props: {
  readonly entry: LogEntry;
  readonly waiting: boolean;
  readonly names: EventNames;
  readonly now: number;
  readonly live: boolean;
  readonly acts: EntryActs;
}): ReactNode {
  const { entry, waiting, names, now, live, acts } = props;
  const { t, lang } = useT();
  const who = (id: string): string => personName(names.people, id);
  const shown = wordsNow(entry);
  const last = entry.corrections[entry.corrections.length - 1];
  return (
    <ScrollRegion className="entry-detail" aria-label={t('shift-log:detail.label')}>
      <header className="panel">
        <h2>
          {entry.number === '' ? t('shift-log:detail.unnumbered') : entry.number}{' '}
          <span className="entry-detail-when">
            {formatDate(entry.at, lang)} {formatSeconds(entry.at)}
          </span>
        </h2>
        <p className="quiet">
          {t('shift-log:detail.by', { name: who(entry.by), time: formatSince(entry.writtenAt, now) })}
          {entry.handover && ` · ${t('watch:entry.handover')}`}
        </p>
        {waiting && <p className="inc-unconfirmed">{t('incidents:unconfirmed')}</p>}
        <div className="act-row">
          {shown.said !== null && (
            <KeyButton cap="c" label={t('shift-log:act.correct')} waits={!live} onPress={acts.correct} />
          )}
          {erasable(entry, now, { t }).length > 0 && (
            <KeyButton cap="Del" label={t('shift-log:act.erase')} waits={!live} onPress={acts.erase} />
          )}
          {entry.attachments.length > 0 && (
            <KeyButton cap="p" label={t('shift-log:act.pictures')} onPress={() => acts.pictures(null)} />
          )}
        </div>
      </header>
      <section className="panel" aria-label={t('shift-log:detail.words')}>
        <p className="entry-detail-text">
          <EntryText body={shown} />
        </p>
        {last && (
          <p className="quiet">
            {t('shift-log:detail.corrected', { name: who(last.by), time: formatSince(last.at, now) })}
          </p>
        )}
      </section>
      <Links entry={entry} names={names} />
      {entry.attachments.length > 0 && (
        <section className="panel entry-files" aria-label={t('shift-log:detail.files')}>
          <h3 className="panel-title">{t('shift-log:detail.files')}</h3>
          {entry.attachments.map((one) => (
            <AttachmentView key={one.hash} attachment={one} onLarge={() => acts.pictures(one.hash)} />
          ))}
        </section>
      )}
      {entry.corrections.length > 0 && (
        <section className="panel" aria-label={t('shift-log:detail.before')}>
          <h3 className="panel-title">{t('shift-log:detail.before')}</h3>
          <ol className="entry-before">
            {wordsBefore(entry).map(({ part, body, at, by }) => (
              <li key={part}>
                <span className="quiet">
                  {t(part === 'text' ? 'shift-log:detail.first' : 'shift-log:detail.correction', {
                    name: who(by),
                    time: formatSince(at, now),
                  })}
                </span>
                <EntryText body={body} />
              </li>
            ))}
          </ol>
        </section>
      )}
      {entry.erasures.length > 0 && (
        <section className="panel" aria-label={t('shift-log:detail.erased')}>
          <h3 className="panel-title">{t('shift-log:detail.erased')}</h3>
          <ul className="entry-before">
            {entry.erasures.map(({ part, why, at, by, hash }) => (
              <li key={part}>
                <span>{erasedWords(part, why, { t })}</span>
                <span className="quiet">
                  {t('shift-log:detail.erasedBy', { name: who(by), time: formatSince(at, now) })}
                </span>
                <span className="quiet entry-hash">
                  {t('shift-log:detail.hash', { hash: hash.slice(0, 16) })}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </ScrollRegion>
  );
}

function Links(props: { readonly entry: LogEntry; readonly names: EventNames }): ReactNode {
  const { entry, names } = props;
  const speech = useT();
  const { t } = speech;
  const desk = useDeskStore();
  const store = useBoardStore();
  const [gone, setGone] = useState<string | null>(null);
  if (entry.links.length === 0) return null;
  return (
    <section className="panel" aria-label={t('shift-log:detail.about')}>
      <h3 className="panel-title">{t('shift-log:detail.about')}</h3>
      <ul className="entry-about">
        {entry.links.map((link) => {
          const key = `${link.kind}/${link.id}`;
          return (
            <li key={key}>
              <span className="quiet">{t(`shift-log:link.${link.kind}`)}</span>
              <span>
                <button
                  type="button"
                  className="link-button"
                  onClick={() => setGone(openLink(link, desk, store.getState()) ? null : key)}
                >
                  {linkName(link, names, speech)}
                </button>
                {gone === key && (
                  <span className="quiet" role="status">
                    {' '}
                    {t('shift-log:link.gone')}
                  </span>
                )}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
