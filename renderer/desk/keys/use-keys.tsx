import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';
import { type DeskKey, deskKey, isCharacterKey, type KeyId, pressedKeys } from './key-table';

/** What a part of the desk does with keys. Returning false passes the key on to whoever registered before. */
export type KeyHandlers = { readonly [K in KeyId]?: (event: KeyboardEvent) => unknown };

interface Layer {
  current: KeyHandlers;
  /** While it is there, nothing under it hears keys: a dialog. */
  readonly modal: boolean;
  /** It is a menu, and hears the letters that come after its key. */
  readonly after: DeskKey['after'];
}

const LayersContext = createContext<Layer[] | null>(null);

/** Heard under any dialog and from any field: to silence a sound nobody may have to close anything first. */
const ALWAYS: readonly KeyId[] = ['silence', 'lock'];

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
      const menu = layers.find(({ after }) => after !== undefined)?.after;
      const ids = pressedKeys(event, menu).filter((id) => heard(id, event.target, characters));
      if (ids.length > 0 && dispatch(layers, ids, event)) event.preventDefault();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [layers, characters]);
  return <LayersContext value={layers}>{children}</LayersContext>;
}

/** Hands a key to the layers, the last first. Whether one of them took it. */
function dispatch(layers: readonly Layer[], ids: readonly KeyId[], event: KeyboardEvent): boolean {
  let under = false;
  for (const layer of [...layers].reverse()) {
    for (const id of ids) {
      if (under && !ALWAYS.includes(id)) continue;
      const handler = layer.current[id];
      if (handler && handler(event) !== false) return true;
    }
    under ||= layer.modal;
  }
  return false;
}

const IN_TEXT: readonly KeyId[] = [
  'back',
  'open',
  'up',
  'down',
  'theme',
  'language',
  'save',
  'approve',
  'palette',
  'person',
  'keep',
  'saved',
  ...ALWAYS,
];

/** Pages by their digit, and the callers' signs: no name begins with one. */
const FROM_EMPTY: readonly KeyId[] = [
  'alarms',
  'services',
  'incidents',
  'callers',
  'messages',
  'shift-log',
  'handovers',
  'routines',
  'maintenance',
  'more',
  'callerAdd',
  'callerTake',
];

/** A field that a page opens with (`data-passes`) must not swallow the way out of it while nothing is written. */
function isEmptyAndPasses(target: HTMLElement): boolean {
  return target instanceof HTMLInputElement && 'passes' in target.dataset && target.value === '';
}

function heard(id: KeyId, target: EventTarget | null, characters: boolean): boolean {
  if (target instanceof HTMLElement) {
    if (target.matches('input, textarea, select, [contenteditable="true"]'))
      return IN_TEXT.includes(id) || (FROM_EMPTY.includes(id) && isEmptyAndPasses(target));
    // Enter and the space bar on a button press the button.
    if ((id === 'open' || id === 'seen') && target.closest('button, a, summary')) return false;
  }
  return characters || !isCharacterKey(id);
}

/**
 * Registers handlers for as long as the component is there. `last`: they are asked after everybody else's, whenever
 * they registered. A window needs it: its effects run after those of the page that is first shown in it.
 */
export function useKeys(
  handlers: KeyHandlers,
  options: { readonly modal?: boolean; readonly last?: boolean; readonly after?: DeskKey['after'] } = {},
): void {
  const layers = useContext(LayersContext);
  if (!layers) throw new Error('useKeys outside <KeyProvider>');
  const modal = options.modal ?? false;
  const last = options.last ?? false;
  const layer = useRef<Layer>({ current: handlers, modal, after: options.after });
  useEffect(() => {
    layer.current.current = handlers;
  });
  useEffect(() => {
    const mine = layer.current;
    if (last) layers.unshift(mine);
    else layers.push(mine);
    return () => {
      layers.splice(layers.indexOf(mine), 1);
    };
  }, [layers, last]);
}

/**
 * Does what a key does, for a button or the palette: as if it had been pressed on the page, whatever dialog stands over
 * it. Returns whether anything heard it.
 */
export function useKeyRunner(): (id: KeyId) => boolean {
  const layers = useContext(LayersContext);
  if (!layers) throw new Error('useKeyRunner outside <KeyProvider>');
  return (id) => {
    const event = new KeyboardEvent('keydown', { key: deskKey(id).keys[0] ?? '' });
    for (const layer of [...layers].reverse()) {
      if (layer.modal) continue;
      const handler = layer.current[id];
      if (handler && handler(event) !== false) return true;
    }
    return false;
  };
}
