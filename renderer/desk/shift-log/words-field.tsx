import { type ReactNode, type RefObject, useId } from 'react';

/** Words over several lines, where Enter gives and Shift with Enter writes one line more. */
export function WordsField(props: {
  readonly label: string;
  readonly value: string;
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly help: string;
  readonly onChange: (text: string) => void;
}): ReactNode {
  const { label, value, field, help, onChange } = props;
  const id = useId();
  const lines = value.split('\n').length;
  return (
    <div className="act-field">
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        ref={field}
        className="text-field entry-words"
        rows={Math.max(3, Math.min(12, lines + 1))}
        maxLength={8_000}
        value={value}
        aria-describedby={`${id}-help`}
        onChange={(event) => onChange(event.target.value)}
      />
      <span id={`${id}-help`} className="quiet">
        {help}
      </span>
    </div>
  );
}
