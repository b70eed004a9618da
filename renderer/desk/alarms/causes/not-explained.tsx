import type { ReactNode } from 'react';
import { formatCount } from '../../../i18n/number';
import { useT } from '../../../i18n/react';
import { KeyCap } from '../../../parts/key-cap';
import { useCauseCounts } from '../use-causes';

/** Beside what a cause folds: how much no cause explains, with the key that goes to it. Nothing where there is none. */
export function NotExplained(): ReactNode {
  const { t, lang } = useT();
  const count = useCauseCounts().unexplained.length;
  if (count === 0) return null;
  return (
    <span className="fold-left">
      <span className="fold-word">{t('causes:unexplained')} </span>
      <strong>{formatCount(count, lang)}</strong> <KeyCap cap="f" />
    </span>
  );
}
