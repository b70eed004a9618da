import type { ReactNode } from 'react';
import { useT } from '../../i18n/react';
import { AlarmShape } from '../../parts/alarm-shape-icon';
import { StateShape } from '../../parts/state-shape-icon';

const LOOKS = ['solid', 'outline', 'latched', 'thin', 'grey'] as const;

/** What the shapes mean. `known`: the hub is away, so that the hatch is explained too. */
export function AlarmLegend({ known }: { readonly known: boolean }): ReactNode {
  const { t } = useT();
  return (
    <p className="alarm-legend" aria-hidden="true">
      {LOOKS.map((look) => (
        <span key={look}>
          <AlarmShape state="degraded" look={look} size={15} /> {t(`alarms:legend.${look}`)}
        </span>
      ))}
      {known && (
        <span>
          <StateShape state="degraded" size={15} /> {t('alarms:legend.known')}
        </span>
      )}
      <span className="legend-size">{t('alarms:legend.size')}</span>
    </p>
  );
}
