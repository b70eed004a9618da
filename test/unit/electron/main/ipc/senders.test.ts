import { describe, expect, it } from 'vitest';
import { Senders } from '../../../../../electron/main/ipc/senders';

const senders = new Senders();
const wall = { name: 'wall-1', kind: 'wall', index: 0 } as const;
senders.add(3, wall);
const frame = { origin: 'vaktrom://app', isMain: true };

describe('who may call', () => {
  it('takes a registered window’s main frame on the app’s origin', () => {
    expect(senders.judge({ id: 3, frame }, ['wall', 'desk'])).toEqual({ sender: wall });
  });

  it.each([
    [{ id: 4, frame }, 'unknown-sender'],
    [{ id: 3, frame: null }, 'no-frame'],
    [{ id: 3, frame: { ...frame, isMain: false } }, 'not-main-frame'],
    [{ id: 3, frame: { ...frame, origin: 'vaktrom://app.evil' } }, 'foreign-origin'],
    [{ id: 3, frame: { ...frame, origin: 'null' } }, 'foreign-origin'],
  ] as const)('refuses %j: %s', (caller, refused) => {
    expect(senders.judge(caller, ['wall', 'desk'])).toEqual({ refused });
  });

  it('refuses a wall what only a desk may do, and a window that is gone', () => {
    expect(senders.judge({ id: 3, frame }, ['desk'])).toEqual({ refused: 'not-allowed' });
    senders.remove(3);
    expect(senders.judge({ id: 3, frame }, ['wall'])).toEqual({ refused: 'unknown-sender' });
  });
});
