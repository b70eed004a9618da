import { describe, expect, it } from 'vitest';
import { parsePing } from '../../../../../electron/hub/checks/ping-output';
import { leastPingTimeout, pingWait } from '../../../../../electron/hub/checks/ping-timing';

const said = (counts: string, times = ''): string =>
  `PING x\n\n--- x ping statistics ---\n${counts}\n${times}\n`;

describe('what ping says', () => {
  it('is read as iputils and busybox print it', () => {
    expect(
      parsePing(
        said(
          '5 packets transmitted, 4 received, 20% packet loss, time 804ms',
          'rtt min/avg/max/mdev = 0.045/0.204/0.363/0.159 ms',
        ),
      ),
    ).toEqual({ sent: 5, received: 4, loss: 20, errors: 0, rtt: { min: 0.045, avg: 0.204, max: 0.363 } });
    expect(
      parsePing(
        said(
          '3 packets transmitted, 3 packets received, 0% packet loss',
          'round-trip min/avg/max = 0.050/0.060/0.070 ms',
        ),
      ),
    ).toMatchObject({ loss: 0, rtt: { avg: 0.06 } });
    expect(
      parsePing(said('3 packets transmitted, 0 received, +3 errors, 100% packet loss, time 2030ms')),
    ).toEqual({ sent: 3, received: 0, loss: 100, errors: 3, rtt: null });
    expect(
      parsePing(said('2 packets transmitted, 2 received, +2 duplicates, 0% packet loss, time 1ms')),
    ).toMatchObject({ received: 2, errors: 0, loss: 0 });
  });

  it('works out the loss itself, and never less than none', () => {
    expect(parsePing(said('3 packets transmitted, 2 received, 33% packet loss'))?.loss).toBeCloseTo(33.33, 1);
    expect(parsePing(said('1 packets transmitted, 2 received, -100% packet loss'))?.loss).toBe(0);
  });

  it('is nothing without its summary', () => {
    expect(parsePing('ping: x: Name or service not known')).toBeNull();
    expect(parsePing('x'.repeat(100_000))).toBeNull();
  });
});

describe('the time that ping gets', () => {
  it('fits inside the limit, however many packets', () => {
    for (const packets of [1, 5, 20]) {
      for (const timeout of [leastPingTimeout(packets), 5_000, 60_000]) {
        expect((packets - 1) * 200 + pingWait(packets, timeout)).toBeLessThan(timeout);
      }
    }
  });
});
