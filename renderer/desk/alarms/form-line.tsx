import { type ReactNode, useId } from 'react';
import type { CommandKind } from '../../../shared/contract/commands';
import type { Gift } from '../../../shared/contract/ipc';
import type { Drawn } from './gifts';

/** What a form's fields make of its alarms; a text: what is wrong with what is written. */
export type Made = readonly Gift<CommandKind>[] | string;

/** The fields of an act: what they are about, and where they leave what they would make of it. */
export interface FieldProps {
  readonly targets: readonly Drawn[];
  readonly make: { current: () => Made };
}

/** One line to write in, in the form of an act. `first`: the hand goes on here. */
export function Line(props: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly first?: boolean;
  readonly max?: number;
  readonly help?: string;
}): ReactNode {
  const { label, value, onChange, first, max, help } = props;
  const id = useId();
  return (
    <div className="act-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="text-field"
        value={value}
        maxLength={max ?? 1_000}
        autoComplete="off"
        data-first={first ? '' : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      {help !== undefined && <span className="quiet">{help}</span>}
    </div>
  );
}
