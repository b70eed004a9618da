import { useEffect, useRef } from 'react';
import type { MessageKey } from '../../i18n';

/** A key of the handover window. */
export interface WindowKey {
  readonly id: WindowKeyId;
  /** As `KeyboardEvent.key` says it; any of them. */
  readonly keys: readonly string[];
  readonly cap: string;
  readonly label: MessageKey;
  readonly ctrl?: true;
  readonly shift?: true;
  /** Also heard while somebody writes. */
  readonly inText?: true;
}

export type WindowKeyId =
  | 'up'
  | 'down'
  | 'edit'
  | 'source'
  | 'add'
  | 'strike'
  | 'carry'
  | 'severity'
  | 'summary'
  | 'undo'
  | 'redo'
  | 'history'
  | 'begin'
  | 'items'
  | 'readBack'
  | 'sign'
  | 'exception'
  | 'unsign'
  | 'people'
  | 'pdf'
  | 'markdown'
  | 'help';

/** Every key of the window, in the order in which the key sheet shows them. */
export const WINDOW_KEYS: readonly WindowKey[] = [
  { id: 'up', keys: ['ArrowUp'], cap: '↑', label: 'handover:keys.up' },
  { id: 'down', keys: ['ArrowDown'], cap: '↓', label: 'handover:keys.down' },
  { id: 'edit', keys: ['Enter'], cap: 'Enter', label: 'handover:keys.edit' },
  { id: 'source', keys: ['ArrowRight'], cap: '→', label: 'handover:keys.source' },
  { id: 'add', keys: ['a'], cap: 'a', label: 'handover:keys.add' },
  { id: 'strike', keys: ['Backspace', 'Delete'], cap: '⌫', label: 'handover:keys.strike' },
  { id: 'carry', keys: ['b'], cap: 'b', label: 'handover:keys.carry' },
  { id: 'severity', keys: ['s'], cap: 's', label: 'handover:keys.severity' },
  { id: 'summary', keys: ['o'], cap: 'o', label: 'handover:keys.summary' },
  { id: 'undo', keys: ['z'], cap: 'Ctrl Z', label: 'handover:keys.undo', ctrl: true, inText: true },
  { id: 'redo', keys: ['y'], cap: 'Ctrl Y', label: 'handover:keys.redo', ctrl: true, inText: true },
  {
    id: 'redo',
    keys: ['z'],
    cap: 'Ctrl ⇧ Z',
    label: 'handover:keys.redo',
    ctrl: true,
    shift: true,
    inText: true,
  },
  { id: 'history', keys: ['y'], cap: 'y', label: 'handover:keys.history' },
  { id: 'begin', keys: ['g'], cap: 'g', label: 'handover:keys.begin' },
  { id: 'items', keys: ['i'], cap: 'i', label: 'handover:keys.items' },
  { id: 'readBack', keys: ['r'], cap: 'r', label: 'handover:keys.readBack' },
  { id: 'sign', keys: ['Enter'], cap: 'Ctrl Enter', label: 'handover:keys.sign', ctrl: true, inText: true },
  { id: 'exception', keys: ['u'], cap: 'Ctrl U', label: 'handover:keys.exception', ctrl: true, inText: true },
  { id: 'unsign', keys: ['U'], cap: 'U', label: 'handover:keys.unsign' },
  { id: 'people', keys: ['n'], cap: 'n', label: 'handover:keys.people' },
  { id: 'pdf', keys: ['p'], cap: 'p', label: 'handover:keys.pdf' },
  { id: 'markdown', keys: ['m'], cap: 'm', label: 'handover:keys.markdown' },
  { id: 'help', keys: ['?'], cap: '?', label: 'handover:keys.help' },
];

/** The key that does it, as its cap shows it. */
export function capOf(id: WindowKeyId): string {
  return WINDOW_KEYS.find((key) => key.id === id)?.cap ?? '';
}

/** Which key it was; null: none of the window's. */
export function windowKey(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey' | 'shiftKey'>,
  inText: boolean,
): WindowKeyId | null {
  if (event.metaKey || event.altKey) return null;
  const found = WINDOW_KEYS.find(({ keys, ctrl, shift, inText: also }) => {
    if (inText && !also) return false;
    if ((ctrl ?? false) !== event.ctrlKey) return false;
    // A letter says itself whether Shift is held; with Ctrl it is told apart.
    if (ctrl && (shift ?? false) !== event.shiftKey) return false;
    const typed = ctrl ? event.key.toLowerCase() : event.key;
    return keys.some((key) => key === typed || (ctrl && key.toLowerCase() === typed));
  });
  return found?.id ?? null;
}

const IN_TEXT = 'input, textarea, select';

/**
 * Hears the window's keys while no dialog is open. A key that something nearer took (a list, a field, a button) is not heard
 * here. A handler that returns false leaves the key to the browser.
 */
export function useWindowKeys(
  handlers: Partial<Record<WindowKeyId, (event: KeyboardEvent) => unknown>>,
): void {
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]')) return;
      const target = event.target instanceof HTMLElement ? event.target : null;
      // Enter and the space bar on a button press the button.
      if (event.key === 'Enter' && !event.ctrlKey && target?.closest('button, a, summary')) return;
      const id = windowKey(event, target?.matches(IN_TEXT) ?? false);
      const handler = id === null ? undefined : latest.current[id];
      if (handler && handler(event) !== false) event.preventDefault();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}
