import { type ReactNode, useId } from 'react';
import type { Plain, ValuePath } from '../../../shared/catalogue-text/yaml-text';
import { useT } from '../../i18n/react';
import { useEntry, useField } from './entry-context';

const PATH: ValuePath = ['sites'];

/** Where a service is used: central, at every site, or at some. */
export function SitesField(): ReactNode {
  const { t } = useT();
  const { offers } = useEntry();
  const field = useField(PATH);
  const name = useId();
  const chosen = Array.isArray(field.value) ? (field.value as readonly Plain[]).map(String) : null;
  const way = chosen !== null ? 'some' : field.value === 'all' ? 'all' : 'central';
  const sites = offers?.sites ?? [];
  const known = new Set(sites.map(({ id }) => id));
  const rows = [...sites, ...(chosen ?? []).filter((id) => !known.has(id)).map((id) => ({ id, name: id }))];
  const choose = (next: 'central' | 'all' | 'some'): void => {
    if (next === 'central') field.set(null);
    else if (next === 'all') field.set('all');
    else field.set(sites.slice(0, 1).map(({ id }) => id));
  };
  return (
    <fieldset className="entry-group entry-sites" id={field.id} tabIndex={-1}>
      <legend>{t('onboard:field.sites')}</legend>
      <div className="entry-choices">
        {(['central', 'all', 'some'] as const).map((option) => (
          <label key={option}>
            <input
              type="radio"
              name={name}
              checked={way === option}
              disabled={field.locked || (option !== 'central' && sites.length === 0)}
              onChange={() => choose(option)}
            />
            {t(`onboard:sites.${option}`, { count: sites.length })}
          </label>
        ))}
      </div>
      {chosen !== null && (
        <div className="entry-choices">
          {rows.map((site) => (
            <label key={site.id}>
              <input
                type="checkbox"
                checked={chosen.includes(site.id)}
                disabled={field.locked || (chosen.length === 1 && chosen.includes(site.id))}
                onChange={(event) =>
                  field.set(
                    event.target.checked
                      ? rows.map(({ id }) => id).filter((id) => id === site.id || chosen.includes(id))
                      : chosen.filter((id) => id !== site.id),
                  )
                }
              />
              {site.name}
            </label>
          ))}
        </div>
      )}
      {field.fault !== null && <p className="entry-fault">{field.fault}</p>}
    </fieldset>
  );
}
