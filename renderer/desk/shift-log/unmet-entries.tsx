import type { ReactNode } from 'react';
import type { OutboxEntry } from '../../../shared/contract/ipc';
import { formatClock } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { KeyButton } from '../../parts/key-cap';
import { useDeskStore } from '../desk-context';
import { commandName, type EventNames, personName } from '../events/command-words';
import { said } from '../shell/outbox-said';
import { writeAgain } from './entry-draft';

/** What was written here and not taken by the hub: with its reason and its words, until somebody has read it. */
export function UnmetEntries(props: {
  readonly unmet: readonly OutboxEntry[];
  readonly names: EventNames;
  readonly onRead: () => void;
}): ReactNode {
  const { unmet, names, onRead } = props;
  const { t } = useT();
  const desk = useDeskStore();
  if (unmet.length === 0) return null;
  const again = (entry: OutboxEntry): void => {
    const write = said(entry, 'log.write');
    if (write === null) return;
    writeAgain(desk, { text: write.text, links: write.links, handover: write.handover });
    desk.show({ kind: 'log-entry', links: write.links });
  };
  return (
    <div className="inc-unmet" role="alert">
      <ul>
        {unmet.map((entry) => {
          const words = said(entry, 'log.write')?.text ?? said(entry, 'log.correct')?.text ?? '';
          return (
            <li key={entry.id}>
              <strong>
                {t(`incidents:unmet.${entry.fate === 'expired' ? 'expired' : 'refused'}`, {
                  what: commandName(entry.kind, t),
                })}
              </strong>{' '}
              {entry.reason ?? ''}{' '}
              <span className="quiet">
                {formatClock(entry.actedAt)} {personName(names.people, entry.actor)}
              </span>
              {words !== '' && <p className="entry-text">{words}</p>}
              {entry.kind === 'log.write' && (
                <button type="button" className="quiet-button" onClick={() => again(entry)}>
                  {t('shift-log:unmet.again')}
                </button>
              )}
            </li>
          );
        })}
      </ul>
      <KeyButton cap="Space" label={t('incidents:unmet.read')} onPress={onRead} />
    </div>
  );
}
