import { type ReactNode, useId, useState } from 'react';
import type { Plain, ValuePath } from '../../../shared/catalogue-text/yaml-text';
import { useT } from '../../i18n/react';
import { useEntry, useField } from './entry-context';
import { described, Field } from './fields';

const PATH: ValuePath = ['needs'];

/** What a service needs, one by one: `id` hard, `a|b` either suffices, `~id` soft. */
export function NeedsField(): ReactNode {
  const { t } = useT();
  const { services, data } = useEntry();
  const field = useField(PATH);
  const [typed, setTyped] = useState('');
  const list = useId();
  const needs = Array.isArray(field.value) ? (field.value as readonly Plain[]).map(String) : [];
  const put = (next: readonly string[]): void => field.set(next.length === 0 ? null : next);
  const add = (): void => {
    const words = typed.split(/[,\s]+/).filter((word) => word !== '' && !needs.includes(word));
    if (words.length > 0) put([...needs, ...words]);
    setTyped('');
  };
  // Behind "~" and "|" another id begins.
  const before = /^(.*[~|])?/.exec(typed)?.[0] ?? '';
  const help = t('onboard:help.needs');
  return (
    <Field id={field.id} label={t('onboard:field.needs')} help={help} fault={field.fault} wide>
      <div className="entry-words">
        {needs.map((need) => (
          <button
            key={need}
            type="button"
            className="entry-word"
            disabled={field.locked}
            aria-label={t('onboard:form.removeNeed', { need })}
            onClick={() => put(needs.filter((other) => other !== need))}
          >
            {need}
            <span aria-hidden="true"> ×</span>
          </button>
        ))}
        <input
          id={field.id}
          type="text"
          list={list}
          value={typed}
          placeholder={needs.length === 0 ? 'core1|core2, ~sso' : undefined}
          readOnly={field.locked}
          autoComplete="off"
          spellCheck={false}
          {...described(field.id, help, field.fault)}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={add}
          onKeyDown={(event) => {
            if (event.key === 'Enter' || event.key === ',') {
              event.preventDefault();
              add();
            } else if (event.key === 'Backspace' && typed === '' && needs.length > 0) {
              put(needs.slice(0, -1));
            }
          }}
        />
        <datalist id={list}>
          {services
            .filter((id) => id !== data.id && !needs.includes(before + id))
            .map((id) => (
              <option key={id} value={before + id} />
            ))}
        </datalist>
      </div>
    </Field>
  );
}
