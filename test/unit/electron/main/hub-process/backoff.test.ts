import { describe, expect, it } from 'vitest';
import { backoff } from '../../../../../electron/main/hub-process/backoff';

describe('the wait before the next start', () => {
  it('doubles from half a second to ten', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 1_000].map((failures) => backoff(failures))).toEqual([
      500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000,
    ]);
  });
});
