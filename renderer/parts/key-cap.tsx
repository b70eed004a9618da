import type { ReactNode } from 'react';
import './key-cap.css';

/** A key as printed on the keyboard. `waits`: what it does needs the hub, and is queued while the hub is away. */
export function KeyCap(props: { readonly cap: string; readonly waits?: boolean }): ReactNode {
  return (
    <kbd className="key-cap" data-waits={props.waits ? '' : undefined}>
      {props.cap}
    </kbd>
  );
}

/** Something to do, with its key: a button for the mouse, a reminder for the hand. */
export function KeyButton(props: {
  readonly cap: string;
  readonly label: string;
  readonly onPress: () => void;
  readonly waits?: boolean;
  readonly disabled?: boolean;
  /** Said besides to screen readers, such as that it is queued. */
  readonly hint?: string;
}): ReactNode {
  const { cap, label, onPress, waits, disabled, hint } = props;
  return (
    <button type="button" className="key-button" onClick={onPress} disabled={disabled} title={hint}>
      <KeyCap cap={cap} waits={waits ?? false} />
      <span className="key-button-label">{label}</span>
    </button>
  );
}
