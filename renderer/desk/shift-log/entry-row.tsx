import { memo, type ReactNode } from 'react';
import type { LogEntry } from '../../../shared/model/shift-log';
import { formatSeconds, formatSince } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { type EventNames, personName } from '../events/command-words';
import { EntryText } from './entry-text';
import { linkName } from './link-words';
import { wordsNow } from './log-model';

/** Written so long after it happened, it says when, ms. */
const LATER_MS = 5 * 60_000;

/** An entry in the list: when, what, about what, by whom; and what has become of it. */
export const EntryRow = memo(function EntryRow(props: {
  readonly domId: string;
  readonly entry: LogEntry;
  /** A moment of the day that stands over it: what happened on another day says so. */
  readonly groupAt: number;
  readonly active: boolean;
  /** It, or something of it, is not the hub's word yet. */
  readonly waiting: boolean;
  readonly names: EventNames;
  readonly onPress: (entry: LogEntry) => void;
}): ReactNode {
  const { domId, entry, groupAt, active, waiting, names, onPress } = props;
  const speech = useT();
  const { t } = speech;
  const files = entry.attachments.filter(({ erased }) => !erased).length;
  const marks = [
    ...(entry.corrections.length > 0 ? [t('shift-log:row.corrected')] : []),
    ...(files > 0 ? [t('watch:entry.files', { count: files })] : []),
    ...(entry.writtenAt - entry.at > LATER_MS
      ? [t('shift-log:row.written', { time: formatSince(entry.writtenAt, entry.at) })]
      : []),
  ];
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and names its active line
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list hears the keys of its active line
    <div
      id={domId}
      role="option"
      aria-selected={active}
      className="entry-row"
      data-active={active ? '' : undefined}
      onClick={() => onPress(entry)}
    >
      <span className="entry-row-when">
        <strong title={formatSeconds(entry.at)}>{formatSince(entry.at, groupAt)}</strong>
        <span className="quiet">{entry.number}</span>
      </span>
      <span className="entry-row-what">
        <EntryText body={wordsNow(entry)} short />
        <span className="entry-row-about quiet">
          {entry.links.length > 0 && (
            <span>{entry.links.map((link) => linkName(link, names, speech)).join(', ')}</span>
          )}
          {marks.map((mark) => (
            <span key={mark}>{mark}</span>
          ))}
        </span>
      </span>
      <span className="entry-row-who">
        <span>{personName(names.people, entry.by)}</span>
        {entry.handover && <span className="entry-flag">{t('shift-log:row.handover')}</span>}
        {waiting && <span className="inc-unconfirmed">{t('incidents:unconfirmed')}</span>}
      </span>
    </div>
  );
});
