import { app } from 'electron';
import { type Clock, systemClock } from '../../../shared/time/clock';

/** The machine's clock. A test of an unpackaged app may have it wrong by so many ms: `VAKTROM_TEST_SKEW_MS`. */
export function machineClock(): Clock {
  const clock = systemClock();
  const skewMs = app.isPackaged ? 0 : Number(process.env.VAKTROM_TEST_SKEW_MS ?? 0);
  if (!Number.isFinite(skewMs) || skewMs === 0) return clock;
  return { ...clock, now: () => clock.now() + skewMs };
}
