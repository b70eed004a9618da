import type { WindowKind } from '../../../shared/contract/ipc';

/** What of a key press matters here. */
export interface KeyPress {
  readonly type: string;
  readonly key: string;
  readonly control: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
}

/** Which window a key press opens, from any window: Ctrl+Shift+W the wall, Ctrl+Shift+D the desk (⌘ on a Mac). */
export function opensWindow(press: KeyPress, mac: boolean): WindowKind | null {
  const command = mac ? press.meta && !press.control : press.control && !press.meta;
  if (press.type !== 'keyDown' || !command || !press.shift || press.alt) return null;
  if (press.key.toLowerCase() === 'w') return 'wall';
  return press.key.toLowerCase() === 'd' ? 'desk' : null;
}
