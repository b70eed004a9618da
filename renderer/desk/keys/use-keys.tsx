import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';
import { isCharacterKey, type KeyId, pressedKey } from './key-table';

/** What a part of the desk does with keys. Returning false passes the key on to whoever registered before. */
export type KeyHandlers = { readonly [K in KeyId]?: (event: KeyboardEvent) => unknown };

interface Layer {
  current: KeyHandlers;
  /** While it is there, nothing under it hears keys: a dialog. */
  readonly modal: boolean;
}

const LayersContext = createContext<Layer[] | null>(null);

/**
 * The one listener for keys. Who registered last is asked first. In a text field only Escape, Enter and the
 * vertical arrows act; the rest is what the person writes.
 */
export function KeyProvider(props: {
  readonly characters: boolean;
  readonly children: ReactNode;
}): ReactNode {
  const { characters, children } = props;
  const [layers] = useState<Layer[]>([]);
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      const id = pressedKey(event);
      if (id === null || !heard(id, event.target, characters)) return;
      for (const layer of [...layers].reverse()) {
        const handler = layer.current[id];
        if (handler && handler(event) !== false) {
          event.preventDefault();
          return;
        }
        if (layer.modal) return;
      }
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [layers, characters]);
  return <LayersContext value={layers}>{children}</LayersContext>;
}

const IN_TEXT: readonly KeyId[] = ['back', 'open', 'up', 'down', 'theme', 'language', 'save'];

function heard(id: KeyId, target: EventTarget | null, characters: boolean): boolean {
  if (target instanceof HTMLElement) {
    if (target.matches('input, textarea, select, [contenteditable="true"]')) return IN_TEXT.includes(id);
    // Enter on a button presses the button.
    if (id === 'open' && target.closest('button, a')) return false;
  }
  return characters || !isCharacterKey(id);
}

/** Registers handlers for as long as the component is there. */
export function useKeys(handlers: KeyHandlers, options: { readonly modal?: boolean } = {}): void {
  const layers = useContext(LayersContext);
  if (!layers) throw new Error('useKeys outside <KeyProvider>');
  const modal = options.modal ?? false;
  const layer = useRef<Layer>({ current: handlers, modal });
  useEffect(() => {
    layer.current.current = handlers;
  });
  useEffect(() => {
    const mine = layer.current;
    layers.push(mine);
    return () => {
      layers.splice(layers.indexOf(mine), 1);
    };
  }, [layers]);
}
