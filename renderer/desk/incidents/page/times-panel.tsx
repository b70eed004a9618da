import type { ReactNode } from 'react';
import { INCIDENT_TIMES, type Incident } from '../../../../shared/model/incidents';
import { formatAge, formatSince } from '../../../../shared/time/format';
import { useT } from '../../../i18n/react';
import { KeyButton } from '../../../parts/key-cap';
import { outOfOrder, spansOf } from '../incident-model';

/** ITIL's timestamps, and how long it took between them. */
export function TimesPanel(props: {
  readonly incident: Incident;
  readonly now: number;
  readonly waits: boolean;
  readonly onEdit: () => void;
}): ReactNode {
  const { incident, now, waits, onEdit } = props;
  const { t, lang } = useT();
  const { times } = incident;
  const wrong = outOfOrder(times);
  return (
    <section className="panel" aria-label={t('incidents:times')}>
      <div className="panel-title">
        <h3>{t('incidents:times')}</h3>
        <KeyButton cap="T" label={t('incidents:change')} waits={waits} onPress={onEdit} />
      </div>
      <ol className="inc-times">
        {INCIDENT_TIMES.map((which) => {
          const at = times[which] ?? null;
          return (
            <li key={which} data-known={at === null ? undefined : ''}>
              <span>{t(`incidents:time.${which}`)}</span>
              <strong>{at === null ? t('incidents:notKnown') : formatSince(at, now)}</strong>
            </li>
          );
        })}
      </ol>
      {wrong !== null && (
        <p className="inc-odd" role="status">
          {t('incidents:wrongOrder', {
            first: t(`incidents:time.${wrong[0]}`),
            second: t(`incidents:time.${wrong[1]}`),
          })}
        </p>
      )}
      <dl className="inc-spans">
        {spansOf(times)
          .filter(({ ms }) => ms !== null)
          .map(({ id, ms }) => (
            <div key={id}>
              <dt>{t(`incidents:span.${id}`)}</dt>
              <dd>{formatAge(ms ?? 0, lang)}</dd>
            </div>
          ))}
      </dl>
    </section>
  );
}
