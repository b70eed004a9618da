import { describe, expect, it } from 'vitest';
import { deliveryWord } from '../../../../../renderer/desk/messages/message-words';

const t = ((key: string) => key) as never;

describe('how a delivery stands', () => {
  it('is on its way before the first attempt, and tried again after one that did not go', () => {
    expect(deliveryWord({ state: 'waiting', attempts: 0 }, { t })).toBe('messages:delivery.waiting');
    expect(deliveryWord({ state: 'waiting', attempts: 2 }, { t })).toBe('messages:delivery.again');
    expect(deliveryWord({ state: 'refused', attempts: 2 }, { t })).toBe('messages:delivery.refused');
  });
});
