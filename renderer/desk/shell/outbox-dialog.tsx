import { type ReactNode, useState } from 'react';
import type { OutboxEntry } from '../../../shared/contract/ipc';
import { formatSeconds, formatSince } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { Dialog } from '../../parts/dialog';
import { Notice } from '../../parts/notice';
import { useBoard, useLinkView } from '../../stores/board-react';
import { useBridge, useDesk, useDeskStore } from '../desk-context';
import { personName } from '../events/command-words';
import { useEventNames } from '../events/use-event-names';
import { useKeys } from '../keys/use-keys';
import { inOrder, isUnmet, outboxWords } from './outbox-words';

/** What people did here and what became of it. Nothing is accepted and then lost in silence. */
export function OutboxDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useT();
  const bridge = useBridge();
  const desk = useDeskStore();
  const read = useDesk((state) => state.seenFates);
  const outbox = useBoard((state) => state.outbox);
  const [fault, setFault] = useState<string | null>(null);
  useKeys({ back: onClose, outbox: onClose }, { modal: true });
  const entries = inOrder(outbox);
  const unread = entries.filter((entry) => isUnmet(entry) && !read.has(entry.id));
  // Whoever has read it here has read it on the alarm's row too.
  const seen = async (ids: readonly string[]): Promise<void> => {
    desk.setState({ seenFates: new Set([...read, ...ids]) });
    const answer = await bridge.outboxSeen(ids);
    setFault(answer.ok ? null : answer.error.message);
  };
  return (
    <Dialog title={t('desk:outbox.title')} closeLabel={t('common:close')} onClose={onClose}>
      {entries.length === 0 ? (
        <Notice title={t('desk:outbox.empty')} text={t('desk:outbox.emptyText')} />
      ) : (
        <>
          <div className="outbox-head">
            <p className="quiet">{t('log:outbox.onDisk')}</p>
            {unread.length > 1 && (
              <button
                type="button"
                className="quiet-button"
                onClick={() => void seen(unread.map(({ id }) => id))}
              >
                {t('log:outbox.allSeen', { count: unread.length })}
              </button>
            )}
          </div>
          {fault !== null && (
            <p role="alert" className="people-fault">
              {fault}
            </p>
          )}
          <table className="plain-table outbox-table">
            <thead>
              <tr>
                <th scope="col">{t('desk:outbox.done')}</th>
                <th scope="col">{t('desk:outbox.action')}</th>
                <th scope="col">{t('desk:outbox.fate')}</th>
                <td />
              </tr>
            </thead>
            <tbody>
              {entries.map((entry) => (
                <OutboxRow
                  key={entry.id}
                  entry={entry}
                  onSeen={isUnmet(entry) && !read.has(entry.id) ? () => void seen([entry.id]) : null}
                />
              ))}
            </tbody>
          </table>
        </>
      )}
    </Dialog>
  );
}

function OutboxRow(props: {
  readonly entry: OutboxEntry;
  /** Null: there is nothing to be seen, or it has been. */
  readonly onSeen: (() => void) | null;
}): ReactNode {
  const { entry, onSeen } = props;
  const speech = useT();
  const { t } = speech;
  const names = useEventNames();
  const { phase, hubNow } = useLinkView(1_000);
  const words = outboxWords(entry, names, speech, hubNow, phase === 'live');
  const day = formatSince(entry.actedAt, hubNow);
  return (
    <tr data-fate={entry.fate}>
      <td>{day.includes(' ') ? day : formatSeconds(entry.actedAt)}</td>
      <td>
        <strong>{words.title}</strong>
        <div>{words.detail}</div>
        <div className="quiet">{t('desk:outbox.by', { actor: personName(names.people, entry.actor) })}</div>
      </td>
      <td>
        <strong className="outbox-fate">{words.fate}</strong>
        <div>{words.meaning}</div>
      </td>
      <td className="number">
        {onSeen !== null && (
          <button
            type="button"
            className="quiet-button"
            aria-label={t('log:outbox.seenOf', { what: words.title, name: words.detail })}
            onClick={onSeen}
          >
            {t('log:outbox.seen')}
          </button>
        )}
      </td>
    </tr>
  );
}
