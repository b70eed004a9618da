import type { ReactNode } from 'react';
import { useT } from '../../i18n/react';

/** Done here, and not the hub's word yet. */
export function Provisional(): ReactNode {
  const { t } = useT();
  return <span className="from-cache provisional">{t('handover:provisional')}</span>;
}
