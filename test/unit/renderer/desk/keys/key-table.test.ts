import { describe, expect, it } from 'vitest';
import { DESK_KEYS, isCharacterKey, pressedKey } from '../../../../../renderer/desk/keys/key-table';

const press = (key: string, more: Partial<Record<'ctrlKey' | 'altKey' | 'metaKey', boolean>> = {}) =>
  pressedKey({ key, ctrlKey: false, altKey: false, metaKey: false, ...more });

describe('the keys', () => {
  it('are each bound once', () => {
    const all = DESK_KEYS.flatMap((item) => item.keys);
    expect(new Set(all).size).toBe(all.length);
    expect(new Set(DESK_KEYS.map((item) => item.id)).size).toBe(DESK_KEYS.length);
  });

  it('are told apart from what belongs to the system', () => {
    expect(press('r')).toBe('recheck');
    expect(press('r', { ctrlKey: true })).toBeNull();
    expect(press('r', { metaKey: true })).toBeNull();
    expect(press('r', { altKey: true })).toBeNull();
    expect(press('q')).toBeNull();
  });

  it('hear a bracket that Alt Gr wrote', () => {
    expect(press(']', { altKey: true, ctrlKey: false })).toBe('older');
  });

  it('are character keys when they write something', () => {
    expect(isCharacterKey('recheck')).toBe(true);
    expect(isCharacterKey('back')).toBe(false);
    expect(isCharacterKey('theme')).toBe(false);
  });
});
