import type { ReactNode } from 'react';
import type { IncidentSeverity } from '../../../shared/model/incidents';
import { useT } from '../../i18n/react';
import { MarkIcon } from '../../parts/mark-icon';

/** How bad it is, in words; a major incident has its flag and its colour besides. */
export function SeverityMark(props: {
  readonly severity: IncidentSeverity;
  readonly size?: number;
}): ReactNode {
  const { severity, size = 16 } = props;
  const { t } = useT();
  return (
    <span className="inc-severity" data-severity={severity}>
      {severity === 'major' && <MarkIcon mark="major" size={size} />}
      {t(`incidents:severity.${severity}`)}
    </span>
  );
}
