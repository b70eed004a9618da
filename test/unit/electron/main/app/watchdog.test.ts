import { pino } from 'pino';
import { beforeEach, describe, expect, it } from 'vitest';
import { tellWatchdog } from '../../../../../electron/main/app/watchdog';
import { ManualClock } from '../../../../../shared/time/clock';

let clock: ManualClock;
let said: string[];
let well: boolean;
const start = (env: Record<string, string>): (() => void) =>
  tellWatchdog({
    env,
    well: () => well,
    notify: async (...states) => void said.push(...states),
    clock,
    log: pino({ level: 'silent' }),
  });

beforeEach(() => {
  clock = new ManualClock();
  said = [];
  well = true;
});

describe('the service manager', () => {
  it('is told nothing where there is none', () => {
    start({ WATCHDOG_USEC: '60000000' })();
    clock.advance(600_000);
    expect(said).toEqual([]);
  });

  it('is told that the console lives in half the time that it gives, until the console ends', () => {
    const end = start({ NOTIFY_SOCKET: '/run/s', WATCHDOG_USEC: '60000000' });
    clock.advance(90_000);
    expect(said).toEqual(['READY=1', 'WATCHDOG=1', 'WATCHDOG=1', 'WATCHDOG=1', 'WATCHDOG=1']);
    end();
    clock.advance(600_000);
    expect(said.slice(5)).toEqual(['STOPPING=1']);
  });

  it('is told nothing while no wall paints, so that it starts the console again', () => {
    start({ NOTIFY_SOCKET: '/run/s', WATCHDOG_USEC: '60000000' });
    well = false;
    clock.advance(120_000);
    expect(said).toEqual(['READY=1', 'WATCHDOG=1']);
    well = true;
    clock.advance(30_000);
    expect(said.at(-1)).toBe('WATCHDOG=1');
    expect(said).toHaveLength(3);
  });

  it('is not waited for where it sets no time', () => {
    start({ NOTIFY_SOCKET: '/run/s' });
    clock.advance(600_000);
    expect(said).toEqual(['READY=1']);
  });
});
