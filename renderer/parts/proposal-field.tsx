import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';

/** Something that can be picked. */
export interface Proposal {
  readonly id: string;
  readonly name: string;
}

/** A combobox (ARIA 1.2) that picks one thing after the other: writing proposes, arrows choose, Enter takes. */
export function ProposalField(props: {
  readonly label: string;
  readonly placeholder: string;
  /** What is proposed for what was written; none for nothing. */
  readonly propose: (text: string) => readonly Proposal[];
  /** Said when something was written and nothing is proposed. */
  readonly none: (text: string) => string;
  readonly onPick: (id: string) => void;
  /** Backspace in the empty field: what was picked last is to go. Left out: nothing happens. */
  readonly onTakeBack?: () => void;
  /** Stands between the label and the field: what was picked before. */
  readonly children?: ReactNode;
}): ReactNode {
  const { label, placeholder, propose, none, onPick, onTakeBack, children } = props;
  const id = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const written = text.trim();
  const found = written === '' ? [] : propose(written);
  const active = found[Math.min(at, found.length - 1)];
  const pick = (one: Proposal | undefined): void => {
    if (one === undefined) return;
    onPick(one.id);
    setText('');
    setAt(0);
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') setAt(Math.min(at + 1, found.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
    else if (event.key === 'Enter') pick(active);
    else if (event.key === 'Escape' && text !== '') setText('');
    else if (event.key === 'Backspace' && text === '' && onTakeBack !== undefined) onTakeBack();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      <label htmlFor={id}>{label}</label>
      {children}
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
        placeholder={placeholder}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={press}
      />
      <div id={`${id}-list`} role="listbox" aria-label={label} hidden={found.length === 0}>
        {found.map((one) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the field has the focus and names the active proposal
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field hears the keys
          <div
            key={one.id}
            id={`${id}-${one.id}`}
            role="option"
            aria-selected={one === active}
            onClick={() => pick(one)}
          >
            {one.name} <span className="quiet">{one.id}</span>
          </div>
        ))}
      </div>
      {written !== '' && found.length === 0 && <p role="status">{none(written)}</p>}
    </>
  );
}
