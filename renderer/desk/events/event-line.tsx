import type { ReactNode } from 'react';
import type { LogEvent } from '../../../shared/model/events';
import { formatSeconds, formatSince } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { StateShape } from '../../parts/state-shape-icon';
import { useDeskStore } from '../desk-context';
import type { Page } from '../desk-store';
import { type EventWords, eventWords } from './event-words';
import { useEventNames } from './use-event-names';

/** One event. `about`: the node whose page it stands on, which need not be named again. */
export function EventLine(props: {
  readonly event: LogEvent;
  readonly now: number;
  readonly about?: string;
}): ReactNode {
  const { event, now, about } = props;
  const speech = useT();
  const desk = useDeskStore();
  const words = eventWords(event, useEventNames(), speech, about);
  const day = formatSince(event.at, now);
  const { node } = words;
  const page = pageOf(words, about);
  const check = about !== undefined && node === about ? words.subject.split(' · ')[1] : undefined;
  const subject = check ?? words.subject;
  return (
    <li className="event-line" data-soft={words.soft ? '' : undefined}>
      <time dateTime={new Date(event.at).toISOString()}>
        {day.includes(' ') ? day : formatSeconds(event.at)}
      </time>
      <span className="event-shape">
        {words.state === null ? null : <StateShape state={words.state} size={14} />}
      </span>
      <span className="event-text">
        {page !== null ? (
          <button type="button" className="link-button" onClick={() => desk.open(page)}>
            {subject}
          </button>
        ) : (
          <strong>{subject}</strong>
        )}{' '}
        {words.text}
      </span>
      <span className="event-position quiet">{event.seq}</span>
    </li>
  );
}

/** Where the event's subject leads; null: nowhere, or to where one is. */
function pageOf({ entry, node }: EventWords, about: string | undefined): Page | null {
  if (entry !== undefined) return { view: 'shift-log', entry };
  return node === null || node === about ? null : { view: 'service', node };
}
