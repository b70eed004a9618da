import { memo, type ReactNode, type RefObject, useState } from 'react';
import type { TimelineEntry } from '../../../../shared/model/incidents';
import type { Provisional } from '../../../../shared/rules/incidents/provisional';
import { formatSeconds, formatSince } from '../../../../shared/time/format';
import { useT } from '../../../i18n/react';
import { KeyCap } from '../../../parts/key-cap';
import { type EventNames, personName } from '../../events/command-words';
import { deskKey } from '../../keys/key-table';
import { entryWords } from '../incident-words';

/** The timeline, newest first, and a line of one's own on top of it. */
export function TimelinePanel(props: {
  readonly entries: readonly TimelineEntry[];
  readonly room: Provisional;
  readonly names: EventNames;
  readonly now: number;
  readonly waits: boolean;
  readonly field: RefObject<HTMLInputElement | null>;
  /** Writes a line; answers what went wrong, or null. */
  readonly onNote: (text: string) => Promise<string | null>;
}): ReactNode {
  const { entries, room, names, now, waits, field, onNote } = props;
  const { t } = useT();
  const [text, setText] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const write = async (): Promise<void> => {
    if (text.trim() === '') return;
    const wrong = await onNote(text.trim());
    setFault(wrong);
    if (wrong !== null) return;
    setText('');
    // The next key is an act again: a deadline must not be written into the timeline.
    field.current?.blur();
  };
  return (
    <section className="panel inc-timeline" aria-label={t('incidents:timeline.title')}>
      <h3 className="panel-title">{t('incidents:timeline.title')}</h3>
      <form
        className="inc-note"
        onSubmit={(event) => {
          event.preventDefault();
          void write();
        }}
      >
        <KeyCap cap={deskKey('note').cap} waits={waits} />
        <input
          ref={field}
          className="text-field"
          aria-label={t('incidents:timeline.write')}
          placeholder={t('incidents:timeline.write')}
          value={text}
          maxLength={1_000}
          autoComplete="off"
          onChange={(event) => setText(event.target.value)}
        />
      </form>
      <p className="form-fault" role="alert">
        {fault === null ? '' : t('alarms:form.refused', { reason: fault })}
      </p>
      <TimelineLines entries={entries} room={room} names={names} now={now} />
    </section>
  );
}

/**
 * Lines of a timeline, in the order given. Drawn again when they change or a minute has passed, not each second: there
 * may be hundreds. `now`: to the minute, ms UTC.
 */
export const TimelineLines = memo(function Lines(props: {
  readonly entries: readonly TimelineEntry[];
  readonly room: Provisional;
  readonly names: EventNames;
  readonly now: number;
}): ReactNode {
  const { entries, room, names, now } = props;
  const speech = useT();
  const { t } = speech;
  if (entries.length === 0) return <p className="quiet">{t('incidents:timeline.none')}</p>;
  return (
    <ol className="inc-lines">
      {entries.map((entry) => (
        <li key={entry.id} data-kind={entry.kind}>
          <time dateTime={new Date(entry.at).toISOString()} title={formatSeconds(entry.at)}>
            {formatSince(entry.at, now)}
          </time>
          <span>
            {entryWords(entry, names, speech, now)}{' '}
            <span className="quiet">
              {entry.by === null ? '' : `· ${personName(names.people, entry.by)}`}
              {room.waiting.has(`entry:${entry.id}`) && ` · ${t('incidents:unconfirmed')}`}
            </span>
          </span>
        </li>
      ))}
    </ol>
  );
});
