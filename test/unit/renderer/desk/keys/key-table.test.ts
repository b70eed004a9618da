import { describe, expect, it } from 'vitest';
import {
  DESK_KEYS,
  isCharacterKey,
  type KeyGroup,
  type Pressed,
  pressedKeys,
} from '../../../../../renderer/desk/keys/key-table';

const press = (key: string, more: Partial<Pressed> = {}) =>
  pressedKeys({ key, code: '', ctrlKey: false, altKey: false, metaKey: false, shiftKey: false, ...more });

/** Groups that are heard on the same page: in these, a key means one thing. */
const TOGETHER: readonly (readonly KeyGroup[])[] = [
  ['everywhere', 'move', 'alarms', 'alarmActs'],
  ['everywhere', 'move', 'services'],
  ['everywhere', 'service', 'events'],
  ['everywhere', 'edit', 'events'],
  ['everywhere', 'move', 'incident'],
  ['everywhere', 'walls'],
  ['more'],
];

describe('the keys', () => {
  it('mean one thing on one page', () => {
    for (const groups of TOGETHER) {
      const here = DESK_KEYS.filter((item) => groups.includes(item.group));
      const all = here.flatMap((item) => item.keys.map((key) => `${item.held ?? ''} ${key}`));
      const twice = all.filter((key, index) => all.indexOf(key) !== index);
      expect(twice, groups.join()).toEqual([]);
    }
    expect(new Set(DESK_KEYS.map((item) => item.id)).size).toBe(DESK_KEYS.length);
  });

  it('are told apart from what belongs to the system', () => {
    expect(press('r')).toEqual(['recheck', 'wallRotate']);
    expect(press('r', { ctrlKey: true })).toEqual([]);
    expect(press('r', { metaKey: true })).toEqual([]);
    expect(press('r', { altKey: true })).toEqual([]);
    expect(press('ø')).toEqual([]);
    expect(press('k', { ctrlKey: true, altKey: true })).toEqual([]);
  });

  it('are large only by Shift: Caps Lock never makes one alarm into a whole cause', () => {
    expect(press('k')).toEqual(['acknowledge']);
    expect(press('K')).toEqual(['acknowledge']);
    expect(press('K', { shiftKey: true })).toEqual(['acknowledgeCause']);
    expect(press('k', { shiftKey: true })).toEqual(['acknowledgeCause']);
    expect(press('k', { ctrlKey: true })).toEqual(['palette']);
  });

  it('hear a bracket that Alt Gr wrote', () => {
    expect(press(']', { altKey: true })).toEqual(['older']);
  });

  it('know the digit under Alt by its place, whatever it writes', () => {
    expect(press('1', { altKey: true, code: 'Digit1' })).toEqual(['saved']);
    expect(press('¡', { altKey: true, code: 'Digit1' })).toEqual(['saved']);
    expect(press('1')).toEqual(['alarms']);
  });

  it('tell an arrow from an arrow with Shift', () => {
    expect(press('ArrowDown')).toEqual(['down']);
    expect(press('ArrowDown', { shiftKey: true })).toEqual(['chooseDown']);
  });

  it('may mean another thing on another page', () => {
    expect(press('n')).toEqual(['newest', 'new']);
    expect(press('v')).toEqual(['onCall', 'measured']);
  });

  it('hear the letters of the menu only while it is open', () => {
    expect(press('p')).not.toContain('people');
    expect(
      pressedKeys(
        { key: 'p', code: '', ctrlKey: false, altKey: false, metaKey: false, shiftKey: false },
        'more',
      ),
    ).toContain('people');
  });

  it('are character keys when they write something', () => {
    expect(isCharacterKey('recheck')).toBe(true);
    expect(isCharacterKey('seen')).toBe(true);
    expect(isCharacterKey('back')).toBe(false);
    expect(isCharacterKey('theme')).toBe(false);
    expect(isCharacterKey('palette')).toBe(false);
  });
});
