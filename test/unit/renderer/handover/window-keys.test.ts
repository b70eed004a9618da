import { describe, expect, it } from 'vitest';
import { WINDOW_KEYS, windowKey } from '../../../../renderer/handover/keys/window-keys';

const pressed = (
  key: string,
  held: Partial<Record<'ctrlKey' | 'altKey' | 'metaKey' | 'shiftKey', boolean>> = {},
) => ({
  key,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  shiftKey: false,
  ...held,
});

describe('the keys of the handover window', () => {
  it('are each of one meaning', () => {
    const all = WINDOW_KEYS.flatMap(({ keys, ctrl, shift }) =>
      keys.map((key) => `${ctrl ?? ''}/${shift ?? ''}/${key}`),
    );
    expect(new Set(all).size).toBe(all.length);
  });

  it('leave letters to whoever writes, and hear signing from there too', () => {
    expect(windowKey(pressed('a'), false)).toBe('add');
    expect(windowKey(pressed('a'), true)).toBeNull();
    expect(windowKey(pressed('Enter', { ctrlKey: true }), true)).toBe('sign');
    expect(windowKey(pressed('u', { ctrlKey: true }), true)).toBe('exception');
  });

  it('tell y from Ctrl Y, and undo from redo by Shift', () => {
    expect(windowKey(pressed('y'), false)).toBe('history');
    expect(windowKey(pressed('y', { ctrlKey: true }), false)).toBe('redo');
    expect(windowKey(pressed('z', { ctrlKey: true }), true)).toBe('undo');
    expect(windowKey(pressed('Z', { ctrlKey: true, shiftKey: true }), true)).toBe('redo');
  });

  it('belong to the system with Alt or Meta', () => {
    expect(windowKey(pressed('a', { altKey: true }), false)).toBeNull();
    expect(windowKey(pressed('z', { metaKey: true }), false)).toBeNull();
  });
});
