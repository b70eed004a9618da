import type { ReactNode, Ref } from 'react';
import type { IncidentEntity, Notification, OutMessage } from '../../../shared/model/incidents';
import { formatSince, formatUntil } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { Notice } from '../../parts/notice';
import { StateShape } from '../../parts/state-shape-icon';
import { useBoard, useLinkView } from '../../stores/board-react';
import { personName, ruleName, subjectName } from '../events/command-words';
import { useEventNames } from '../events/use-event-names';
import { type MessageLine, type MessageSection, nextOwed, seriesOf } from './message-lines';
import { messageName, outcomeWords, shapeOfMessage, shapeOfNotification } from './message-words';

/** Messages and notifications by what is owed. The list has the focus and names its active line. */
export function MessageList(props: {
  readonly ref: Ref<HTMLDivElement>;
  readonly sections: readonly MessageSection[];
  readonly incidents: ReadonlyMap<string, IncidentEntity>;
  readonly current: MessageLine | undefined;
  readonly onChoose: (line: MessageLine) => void;
  readonly onOpen: (line: MessageLine) => void;
}): ReactNode {
  const { ref, sections, incidents, current, onChoose, onOpen } = props;
  const { t } = useT();
  // A list box without options is none.
  if (sections.length === 0) {
    return (
      <section ref={ref} className="callers-list" tabIndex={-1} aria-label={t('messages:list')}>
        <Notice title={t('messages:empty')} text={t('messages:emptyText')} />
      </section>
    );
  }
  return (
    <div
      ref={ref}
      className="callers-list"
      role="listbox"
      tabIndex={0}
      aria-label={t('messages:list')}
      aria-activedescendant={current ? messageDomId(current) : undefined}
    >
      {sections.map(({ section, lines }) => (
        // biome-ignore lint/a11y/useSemanticElements: a group of options is no <fieldset>
        <div key={section} role="group" aria-labelledby={`messages-${section}`} className="callers-group">
          <div id={`messages-${section}`} role="presentation" className="callers-group-head">
            {t(`messages:section.${section}`)} <strong>{lines.length}</strong>
          </div>
          {lines.map((line) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and names its active line
            // biome-ignore lint/a11y/useKeyWithClickEvents: the page hears the keys of its active line
            <div
              key={line.key}
              id={messageDomId(line)}
              role="option"
              aria-selected={line.key === current?.key}
              className="message-row"
              onClick={() => onChoose(line)}
              onDoubleClick={() => onOpen(line)}
            >
              {line.kind === 'notification' ? (
                <NotificationCells notification={line.notification} />
              ) : line.kind === 'message' ? (
                <MessageCells message={line.message} incidents={incidents} />
              ) : (
                <DraftCells line={line} />
              )}
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}

/** The id of a line's element, for the list that has the focus. */
export function messageDomId(line: MessageLine): string {
  return `message-line-${line.key}`;
}

function DraftCells({ line }: { readonly line: Extract<MessageLine, { kind: 'draft' }> }): ReactNode {
  const { t } = useT();
  const { draft, message } = line;
  const waits = useBoard(({ outbox }) =>
    outbox.some(
      ({ subject, fate }) => subject === `message/${draft.id}` && (fate === 'queued' || fate === 'sent'),
    ),
  );
  return (
    <>
      <span />
      <span className="callers-what">
        <strong>{draft.subject.trim() === '' ? t('messages:untitled') : draft.subject}</strong>
        <span className="quiet">
          {message === null ? '' : `${messageName(message, t)} · `}
          {t(`messages:kind.${draft.kind}`)} ·{' '}
          {t(message === null ? 'messages:onlyHere' : 'messages:changedHere')}
        </span>
      </span>
      <span className="callers-count">
        {waits && <span className="from-cache">{t('callers:waits')}</span>}
      </span>
    </>
  );
}

function MessageCells(props: {
  readonly message: OutMessage;
  readonly incidents: ReadonlyMap<string, IncidentEntity>;
}): ReactNode {
  const { message, incidents } = props;
  const { t, lang } = useT();
  const names = useEventNames();
  const { hubNow } = useLinkView(10_000);
  const shape = shapeOfMessage(message);
  const series = seriesOf(incidents, message.series);
  const newest = series.filter(({ state }) => state === 'approved').at(-1)?.id === message.id;
  const owed = newest ? nextOwed(series, hubNow) : null;
  const said = message.approved ?? message;
  return (
    <>
      <span className="message-shape">{shape !== null && <StateShape state={shape} size={16} />}</span>
      <span className="callers-what">
        <strong>{message.subject}</strong>
        <span className="quiet">
          {messageName(message, t)} · {t(`messages:kind.${message.kind}`)} · {outcomeWords(message, { t })}
        </span>
        {owed !== null && (
          <span className={owed.late ? 'tell-late' : 'quiet'}>
            {t(owed.late ? 'messages:owedLate' : 'messages:owed', {
              time: formatUntil(owed.at, hubNow, lang),
            })}
          </span>
        )}
      </span>
      <span className="callers-count">
        <strong>{formatSince(said.at, hubNow)}</strong>
        <span className="quiet">{personName(names.people, said.by)}</span>
      </span>
    </>
  );
}

function NotificationCells({ notification }: { readonly notification: Notification }): ReactNode {
  const speech = useT();
  const { t } = speech;
  const names = useEventNames();
  const { hubNow } = useLinkView(10_000);
  const shape = shapeOfNotification(notification);
  const last = notification.steps.at(-1);
  return (
    <>
      <span className="message-shape">{shape !== null && <StateShape state={shape} size={16} />}</span>
      <span className="callers-what">
        <strong>
          {subjectName(names, notification.node, speech)} <span className="quiet">{notification.alarm}</span>
        </strong>
        <span className="quiet">
          {ruleName(names.catalogue, notification.rule)} · {t(`messages:notification.${notification.state}`)}
          {last?.contact == null ? '' : ` · ${last.contact}`}
        </span>
      </span>
      <span className="callers-count">
        <strong>{formatSince(notification.at, hubNow)}</strong>
        <span className="quiet">
          {t('messages:notification.steps', { count: notification.steps.length })}
        </span>
      </span>
    </>
  );
}
