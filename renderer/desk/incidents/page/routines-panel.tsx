import type { ReactNode } from 'react';
import type { Incident } from '../../../../shared/model/incidents';
import { formatSince } from '../../../../shared/time/format';
import { useT } from '../../../i18n/react';
import { KeyButton } from '../../../parts/key-cap';
import { type EventNames, personName } from '../../events/command-words';
import { siteName } from '../incident-words';

/** Which sites work by their emergency routine. A site that has not answered is not known, and is said first. */
export function RoutinesPanel(props: {
  readonly incident: Incident;
  readonly names: EventNames;
  readonly now: number;
  readonly waits: boolean;
  /** Null: whichever comes first. */
  readonly onEdit: (site: string | null) => void;
}): ReactNode {
  const { incident, names, now, waits, onEdit } = props;
  const { t } = useT();
  const { routines } = incident;
  const open = routines.filter(({ state }) => state === 'unconfirmed').length;
  return (
    <section className="panel" aria-label={t('incidents:routine.title')}>
      <div className="panel-title">
        <h3>{t('incidents:routine.title')}</h3>
        {open > 0 && <span>{t('incidents:routine.open', { count: open })}</span>}
        <KeyButton cap="e" label={t('incidents:change')} waits={waits} onPress={() => onEdit(null)} />
      </div>
      {routines.length === 0 ? (
        <p className="quiet">{t('incidents:routine.noSites')}</p>
      ) : (
        <ul className="inc-routines">
          {routines.map(({ site, state, at, by, note }) => (
            <li key={site} data-routine={state}>
              <button type="button" className="link-button" onClick={() => onEdit(site)}>
                {siteName(names.catalogue, site)}
              </button>
              <strong>{t(`incidents:routine.${state}`)}</strong>
              <span className="quiet">
                {at === null || by === null ? '' : `${formatSince(at, now)} ${personName(names.people, by)}`}
                {note !== null && ` «${note}»`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
