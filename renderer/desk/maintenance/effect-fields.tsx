import { type KeyboardEvent, type ReactNode, useId, useMemo, useState } from 'react';
import type { ExpectedEffect } from '../../../shared/model/maintenance';
import { useT } from '../../i18n/react';
import { useBoard } from '../../stores/board-react';
import type { Draft } from './draft';
import { type EffectOption, effectName, effectOptions, proposed } from './effect-options';
import { Fault } from './fault';

const WORST = ['down', 'degraded', 'warning'] as const;

/** What it may break, and how badly at most: picked by name, one after the other. */
export function EffectFields(props: {
  readonly draft: Draft;
  readonly fault: string | undefined;
  readonly change: (part: Partial<Draft>) => void;
}): ReactNode {
  const { draft, fault, change } = props;
  const speech = useT();
  const { t } = speech;
  const graph = useBoard((state) => state.graph);
  const catalogue = useBoard((state) => state.catalogue);
  const { effects } = draft;
  const put = (match: string, part: Partial<ExpectedEffect>): void =>
    change({ effects: effects.map((effect) => (effect.match === match ? { ...effect, ...part } : effect)) });
  return (
    <fieldset className="mw-effects-field">
      <legend>{t('maintenance:field.effects')}</legend>
      <p className="quiet">{t('maintenance:form.effectsText')}</p>
      <ul>
        {effects.map(({ match, worst }) => {
          const name = effectName(match, { graph, catalogue }, speech);
          return (
            <li key={match}>
              <span>{name}</span>
              <select
                aria-label={t('maintenance:form.worstOf', { name })}
                value={worst}
                onChange={(event) =>
                  put(match, { worst: WORST.find((item) => item === event.target.value) ?? 'down' })
                }
              >
                {WORST.map((item) => (
                  <option key={item} value={item}>
                    {t(`states:${item}`)}
                  </option>
                ))}
              </select>
              <button
                type="button"
                className="quiet-button"
                aria-label={t('maintenance:form.removeEffect', { name })}
                onClick={() => change({ effects: effects.filter((effect) => effect.match !== match) })}
              >
                {t('maintenance:form.remove')}
              </button>
            </li>
          );
        })}
      </ul>
      <EffectPicker
        taken={effects.map(({ match }) => match)}
        onPick={(match) => change({ effects: [...effects, { match, worst: 'down' }] })}
      />
      <Fault text={fault} />
    </fieldset>
  );
}

/** A combobox (ARIA 1.2): writing proposes, arrows choose, Enter takes. */
function EffectPicker(props: {
  readonly taken: readonly string[];
  readonly onPick: (match: string) => void;
}): ReactNode {
  const { taken, onPick } = props;
  const speech = useT();
  const { t } = speech;
  const graph = useBoard((state) => state.graph);
  const catalogue = useBoard((state) => state.catalogue);
  const version = useBoard((state) => state.catalogueVersion);
  const id = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the catalogue changes in place; its version says when
  const options = useMemo(
    () => effectOptions({ graph, catalogue }, speech),
    [graph, catalogue, version, speech],
  );
  const found = useMemo(() => proposed(options, text, taken), [options, text, taken]);
  const active = found[Math.min(at, found.length - 1)];
  const pick = (option: EffectOption | undefined): void => {
    if (!option) return;
    onPick(option.match);
    setText('');
    setAt(0);
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') setAt(Math.min(at + 1, found.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
    else if (event.key === 'Enter') pick(active);
    else if (event.key === 'Escape' && text !== '') setText('');
    else return;
    event.preventDefault();
  };
  return (
    <div className="mw-picker">
      <label htmlFor={id}>{t('maintenance:form.addEffect')}</label>
      <input
        id={id}
        role="combobox"
        aria-expanded={found.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={active ? `${id}-${active.match}` : undefined}
        value={text}
        autoComplete="off"
        spellCheck={false}
        placeholder={t('maintenance:form.addEffectHelp')}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={press}
      />
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={t('maintenance:form.addEffect')}
        hidden={found.length === 0}
      >
        {found.map((option) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the field has the focus and names the active proposal
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field hears the keys
          <div
            key={option.match}
            id={`${id}-${option.match}`}
            role="option"
            aria-selected={option === active}
            onClick={() => pick(option)}
          >
            {option.name} <span className="quiet">{option.match}</span>
          </div>
        ))}
      </div>
      {text !== '' && found.length === 0 && <p role="status">{t('maintenance:form.noEffect')}</p>}
    </div>
  );
}
