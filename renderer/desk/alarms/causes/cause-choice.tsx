import { type KeyboardEvent, type ReactNode, useId, useMemo, useState } from 'react';
import { useT } from '../../../i18n/react';
import { StateShape } from '../../../parts/state-shape-icon';
import { StateWord } from '../../../parts/state-word';
import { useNode } from '../../../stores/board-react';
import { fold, stateOf } from '../../model/row';

/** As many are shown: what is not among them is found by a letter more. */
const SHOWN = 7;

/** One of the nodes to choose from. */
export interface NodeOption {
  readonly node: string;
  readonly name: string;
  /** What stands beside it: its alarm's number, how much follows from it. */
  readonly more: string;
  /** It stands for several: it has no state of its own. */
  readonly several?: boolean;
}

/**
 * One of many nodes, by a few letters and the arrows, or by the mouse. What is first in order is chosen until somebody
 * moves, so that Enter alone takes the likeliest.
 */
export function NodeChoice(props: {
  readonly label: string;
  readonly options: readonly NodeOption[];
  readonly chosen: string | null;
  readonly onChoose: (node: string | null) => void;
}): ReactNode {
  const { label, options, chosen, onChoose } = props;
  const { t } = useT();
  const id = useId();
  const [text, setText] = useState('');
  const found = useMemo(() => matching(options, text), [options, text]);
  const shown = found.slice(0, SHOWN);
  const at = Math.max(
    0,
    shown.findIndex(({ node }) => node === chosen),
  );
  const hear = (event: KeyboardEvent<HTMLInputElement>): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0 || shown.length === 0) return;
    event.preventDefault();
    onChoose(shown[(at + step + shown.length) % shown.length]?.node ?? null);
  };
  const write = (written: string): void => {
    setText(written);
    onChoose(matching(options, written)[0]?.node ?? null);
  };
  return (
    <div className="act-field node-choice">
      <label htmlFor={`${id}-text`}>{label}</label>
      <input
        id={`${id}-text`}
        className="text-field"
        role="combobox"
        aria-expanded={shown.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={shown[at] ? `${id}-${at}` : undefined}
        autoComplete="off"
        data-first=""
        placeholder={t('causes:choice.placeholder')}
        value={text}
        onKeyDown={hear}
        onChange={(event) => write(event.target.value)}
      />
      <div id={`${id}-list`} className="node-options" role="listbox" aria-label={label}>
        {shown.map((option, index) => (
          <Option
            key={option.node}
            id={`${id}-${index}`}
            option={option}
            chosen={index === at}
            onChoose={() => onChoose(option.node)}
          />
        ))}
      </div>
      {found.length === 0 ? (
        <span className="quiet" role="status">
          {t('causes:choice.none')}
        </span>
      ) : (
        found.length > shown.length && (
          <span className="quiet">{t('causes:choice.more', { count: found.length - shown.length })}</span>
        )
      )}
    </div>
  );
}

function Option(props: {
  readonly id: string;
  readonly option: NodeOption;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}): ReactNode {
  const { id, option, chosen, onChoose } = props;
  const status = useNode(option.node);
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the field has the focus and points at the option (combobox)
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field hears the keys
    <div
      id={id}
      role="option"
      aria-selected={chosen}
      className="node-option"
      data-chosen={chosen ? '' : undefined}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onChoose}
    >
      {option.several ? (
        <span className="node-several" />
      ) : (
        <>
          <StateShape state={stateOf(status)} size={14} />
          <StateWord state={stateOf(status)} />
        </>
      )}
      <strong>{option.name}</strong>
      <span className="quiet">{option.more}</span>
    </div>
  );
}

/** Those that have every word of `text`, in order. */
export function matching(options: readonly NodeOption[], text: string): readonly NodeOption[] {
  const words = fold(text).split(/\s+/).filter(Boolean);
  if (words.length === 0) return options;
  return options.filter(({ node, name, more }) => {
    const haystack = fold(`${name} ${more} ${node}`);
    return words.every((word) => haystack.includes(word));
  });
}
