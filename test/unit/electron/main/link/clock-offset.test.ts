import { describe, expect, it } from 'vitest';
import { ClockOffset } from '../../../../../electron/main/link/clock-offset';

describe('the hub’s clock as measured here', () => {
  it('believes the shortest round trip', () => {
    const offset = new ClockOffset();
    expect(offset.add(1_000, 20, 1_510)).toEqual({ hubMinusMonoMs: 500, roundTripMs: 20 });
    expect(offset.add(2_000, 400, 2_900)).toEqual({ hubMinusMonoMs: 500, roundTripMs: 20 });
    expect(offset.add(3_000, 2, 3_505)).toEqual({ hubMinusMonoMs: 504, roundTripMs: 2 });
  });

  it('forgets old measurements, so that a hub’s clock that was set is noticed', () => {
    const offset = new ClockOffset();
    offset.add(0, 1, 0);
    for (let i = 0; i < 8; i++) offset.add(0, 10, 60_005);
    expect(offset.add(0, 10, 60_005).hubMinusMonoMs).toBe(60_000);
  });
});
