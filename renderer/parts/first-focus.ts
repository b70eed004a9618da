import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';

/**
 * The field that is written in first. In a dialog that opens, the browser gives the focus by the `autofocus` attribute,
 * which React does not write; in one that is open, the field takes it when it comes.
 */
export function useFirstFocus<T extends HTMLElement>(): RefObject<T | null> {
  const field = useRef<T>(null);
  useLayoutEffect(() => field.current?.setAttribute('autofocus', ''), []);
  useEffect(() => field.current?.focus(), []);
  return field;
}
