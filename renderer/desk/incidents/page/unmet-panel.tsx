import type { ReactNode } from 'react';
import type { OutboxEntry } from '../../../../shared/contract/ipc';
import { formatClock } from '../../../../shared/time/format';
import { useT } from '../../../i18n/react';
import { KeyButton } from '../../../parts/key-cap';
import { commandName, type EventNames, personName } from '../../events/command-words';

/** What was done here and not taken by the hub: with its reason, until somebody has read it. */
export function UnmetPanel(props: {
  readonly unmet: readonly OutboxEntry[];
  readonly names: EventNames;
  readonly onRead: () => void;
}): ReactNode {
  const { unmet, names, onRead } = props;
  const { t } = useT();
  if (unmet.length === 0) return null;
  return (
    <div className="inc-unmet" role="alert">
      <ul>
        {unmet.map((entry) => (
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
          </li>
        ))}
      </ul>
      <KeyButton cap="Space" label={t('incidents:unmet.read')} onPress={onRead} />
    </div>
  );
}
