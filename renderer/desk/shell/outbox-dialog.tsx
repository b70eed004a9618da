import type { ReactNode } from 'react';
import { commandKind } from '../../../shared/contract/commands';
import type { OutboxEntry } from '../../../shared/contract/ipc';
import { formatSeconds } from '../../../shared/time/format';
import { type Speech, useT } from '../../i18n/react';
import { Dialog } from '../../parts/dialog';
import { Notice } from '../../parts/notice';
import { useBoard, useLinkView } from '../../stores/board-react';
import { commandName, subjectName } from '../events/event-words';
import { useKeys } from '../keys/use-keys';
import { fateShown } from './fate-shown';

function describe(entry: OutboxEntry, name: string, t: Speech['t']): string {
  const kind = commandKind.safeParse(entry.kind);
  if (!kind.success || kind.data === 'check.recheck') return t('desk:outbox.recheck', { name });
  return t('desk:outbox.other', { what: commandName(kind.data, t), name });
}

/** What people did here and what became of it. Nothing is accepted and then lost in silence. */
export function OutboxDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useT();
  useKeys({ back: onClose, outbox: onClose }, { modal: true });
  const outbox = useBoard((state) => state.outbox);
  const catalogue = useBoard((state) => state.catalogue);
  const graph = useBoard((state) => state.graph);
  const maintenance = useBoard((state) => state.maintenance);
  const { phase } = useLinkView();
  const entries = [...outbox].sort((a, b) => b.actedAt - a.actedAt);
  return (
    <Dialog title={t('desk:outbox.title')} closeLabel={t('common:close')} onClose={onClose}>
      {entries.length === 0 ? (
        <Notice title={t('desk:outbox.empty')} text={t('desk:outbox.emptyText')} />
      ) : (
        <table className="plain-table outbox-table">
          <thead>
            <tr>
              <th scope="col">{t('desk:outbox.done')}</th>
              <th scope="col">{t('desk:outbox.action')}</th>
              <th scope="col">{t('desk:outbox.fate')}</th>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <tr key={entry.id} data-fate={entry.fate}>
                <td>{formatSeconds(entry.actedAt)}</td>
                <td>
                  <strong>
                    {describe(
                      entry,
                      subjectName({ catalogue, graph, maintenance }, entry.subject, { t }, entry.payload),
                      t,
                    )}
                  </strong>
                  <div className="quiet">{t('desk:outbox.by', { actor: entry.actor })}</div>
                </td>
                <td>
                  <strong>{t(`desk:fate.${fateShown(entry)}`)}</strong>
                  <div className="quiet">
                    {entry.fate === 'queued' && phase !== 'live'
                      ? t('desk:fateText.queuedOffline', { time: formatSeconds(entry.expiresAt) })
                      : t(`desk:fateText.${fateShown(entry)}`)}
                    {entry.reason === null || entry.fate === 'sent' ? '' : ` ${entry.reason}`}
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Dialog>
  );
}
