import type { ReactNode } from 'react';
import { useT } from '../../i18n/react';
import { KeyCap } from '../../parts/key-cap';

/** The keys of a line, where the eye is. */
export function KeyHints(): ReactNode {
  const { t } = useT();
  return (
    <p className="key-hints" aria-hidden="true">
      <span>
        <KeyCap cap="↑" />
        <KeyCap cap="↓" /> {t('handover:hint.line')}
      </span>
      <span>
        <KeyCap cap="Enter" /> {t('handover:hint.edit')}
      </span>
      <span>
        <KeyCap cap="→" /> {t('handover:hint.source')}
      </span>
      <span>
        <KeyCap cap="a" /> {t('handover:hint.add')}
      </span>
      <span>
        <KeyCap cap="⌫" /> {t('handover:hint.strike')}
      </span>
      <span>
        <KeyCap cap="b" /> {t('handover:hint.carry')}
      </span>
    </p>
  );
}
