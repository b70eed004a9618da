import { type KeyboardEvent, type ReactNode, useId, useMemo, useState } from 'react';
import { useT } from '../../i18n/react';
import { useBoard } from '../../stores/board-react';
import { fold } from '../model/row';

/** Proposals that are shown. */
const SHOWN = 6;

/** Services, picked by name one after the other: a combobox (ARIA 1.2) with what was picked before it. */
export function ServicePicker(props: {
  /** Service ids. */
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}): ReactNode {
  const { chosen, onChange } = props;
  const { t } = useT();
  const catalogue = useBoard((state) => state.catalogue);
  const version = useBoard((state) => state.catalogueVersion);
  const id = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the catalogue changes in place; its version says when
  const services = useMemo(
    () => [...catalogue.values()].flatMap((entity) => (entity.kind === 'service' ? [entity.value] : [])),
    [catalogue, version],
  );
  const word = fold(text.trim());
  const found =
    word === ''
      ? []
      : services
          .filter((one) => !chosen.includes(one.id) && fold(`${one.name} ${one.id}`).includes(word))
          .slice(0, SHOWN);
  const active = found[Math.min(at, found.length - 1)];
  const pick = (service: string | undefined): void => {
    if (service === undefined) return;
    onChange([...chosen, service]);
    setText('');
    setAt(0);
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') setAt(Math.min(at + 1, found.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
    else if (event.key === 'Enter') pick(active?.id);
    else if (event.key === 'Escape' && text !== '') setText('');
    else if (event.key === 'Backspace' && text === '') onChange(chosen.slice(0, -1));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const nameOf = (service: string): string => services.find((one) => one.id === service)?.name ?? service;
  return (
    <div className="service-picker">
      <label htmlFor={id}>{t('callers:error.services')}</label>
      <ul>
        {chosen.map((service) => (
          <li key={service}>
            <strong>{nameOf(service)}</strong>
            <button
              type="button"
              className="quiet-button"
              aria-label={t('callers:error.removeService', { name: nameOf(service) })}
              onClick={() => onChange(chosen.filter((one) => one !== service))}
            >
              {t('callers:error.remove')}
            </button>
          </li>
        ))}
      </ul>
      <input
        id={id}
        role="combobox"
        aria-expanded={found.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={active ? `${id}-${active.id}` : undefined}
        value={text}
        autoComplete="off"
        spellCheck={false}
        placeholder={t('callers:error.addService')}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={press}
      />
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={t('callers:error.services')}
        hidden={found.length === 0}
      >
        {found.map((one) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the field has the focus and names the active proposal
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field hears the keys
          <div
            key={one.id}
            id={`${id}-${one.id}`}
            role="option"
            aria-selected={one === active}
            onClick={() => pick(one.id)}
          >
            {one.name} <span className="quiet">{one.id}</span>
          </div>
        ))}
      </div>
      {word !== '' && found.length === 0 && <p role="status">{t('callers:none', { text: text.trim() })}</p>}
    </div>
  );
}
