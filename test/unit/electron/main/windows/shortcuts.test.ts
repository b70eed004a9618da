import { describe, expect, it } from 'vitest';
import { opensWindow } from '../../../../../electron/main/windows/shortcuts';

const press = { type: 'keyDown', key: 'W', control: true, shift: true, alt: false, meta: false };

describe('shortcuts that open windows', () => {
  it('opens the wall and the desk', () => {
    expect(opensWindow(press, false)).toBe('wall');
    expect(opensWindow({ ...press, key: 'd' }, false)).toBe('desk');
    expect(opensWindow({ ...press, control: false, meta: true }, true)).toBe('wall');
  });

  it.each([
    { ...press, type: 'keyUp' },
    { ...press, shift: false },
    { ...press, alt: true },
    { ...press, control: false },
    { ...press, key: 'q' },
    { ...press, meta: true },
  ])('leaves %j to the page', (other) => expect(opensWindow(other, false)).toBeNull());

  it('takes ⌘, not Ctrl, on a Mac', () => expect(opensWindow(press, true)).toBeNull());
});
