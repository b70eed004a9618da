import { type KeyboardEvent, type ReactNode, useId } from 'react';
import { KeyCap } from '../../parts/key-cap';

/**
 * One of a few, by its digit, by the arrows or by the mouse. The same digit again takes it back where nothing need be
 * chosen. It has the focus from the start, so that a digit is the first thing that need be pressed.
 */
export function DigitChoice<T extends string>(props: {
  readonly label: string;
  readonly options: readonly { readonly id: T; readonly name: string }[];
  readonly chosen: T | null;
  readonly onChoose: (id: T | null) => void;
  /** The key that opened the form, pressed again, gives it as it is. */
  readonly spaceGives?: boolean;
}): ReactNode {
  const { label, options, chosen, onChoose, spaceGives = false } = props;
  const name = useId();
  const hear = (event: KeyboardEvent<HTMLFieldSetElement>): void => {
    // The space bar would choose whatever has the focus: whoever leans on it must not have said why.
    if (event.key === ' ') {
      event.preventDefault();
      if (spaceGives) event.currentTarget.form?.requestSubmit();
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const option = /^[1-9]$/.test(event.key) ? options[Number(event.key) - 1] : undefined;
    if (!option) return;
    event.preventDefault();
    onChoose(option.id === chosen ? null : option.id);
    // The ring stands where the choice is: what it stands on would else look chosen.
    event.currentTarget.querySelectorAll('input')[options.indexOf(option)]?.focus();
  };
  return (
    <fieldset className="digit-choice" onKeyDown={hear}>
      <legend>{label}</legend>
      {options.map(({ id, name: said }, index) => (
        <label key={id} data-chosen={id === chosen ? '' : undefined}>
          <input
            type="radio"
            name={name}
            checked={id === chosen}
            data-first={index === 0 || id === chosen ? '' : undefined}
            onChange={() => onChoose(id)}
          />
          <KeyCap cap={String(index + 1)} />
          {said}
        </label>
      ))}
    </fieldset>
  );
}
