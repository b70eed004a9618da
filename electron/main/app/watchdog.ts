import { execFile } from 'node:child_process';
import type { Clock } from '../../../shared/time/clock';
import type { Logger } from './log';

/** Tells the service manager something; rejects when it could not be told. */
export type Notify = (...states: readonly string[]) => Promise<void>;

export interface WatchdogOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether there is something to be seen on the walls: while there is not, nothing is vouched for. */
  readonly well: () => boolean;
  readonly notify?: Notify;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Tells systemd (`Type=notify`, `WatchdogSec=`) that the console lives, in half the time after which it would be
 * started again. A main process that hangs says nothing; one whose walls have not painted for long says nothing
 * either, so that a machine that only a new start can help gets one. Does nothing elsewhere. Returns what ends it.
 */
export function tellWatchdog(options: WatchdogOptions): () => void {
  const { env, clock, log } = options;
  if (!env.NOTIFY_SOCKET) return () => undefined;
  const notify = options.notify ?? systemdNotify;
  const say = (...states: string[]): void => {
    notify(...states).catch((error: unknown) =>
      log.warn({ err: error, states }, 'the service manager could not be told'),
    );
  };
  say('READY=1');
  const within = Number(env.WATCHDOG_USEC) / 1_000;
  if (!(within > 0)) return () => say('STOPPING=1');
  let vouched = true;
  let cancel = (): void => undefined;
  const round = (): void => {
    const well = options.well();
    if (well !== vouched)
      log[well ? 'info' : 'error'](
        well ? 'the walls paint again' : 'no wall paints: the watchdog is not fed',
      );
    vouched = well;
    if (well) say('WATCHDOG=1');
    cancel = clock.after(within / 2, round);
  };
  round();
  return () => {
    cancel();
    say('STOPPING=1');
  };
}

/** The small program that systemd brings: Node has no datagram sockets in the file system. */
const systemdNotify: Notify = (...states) =>
  new Promise((resolve, reject) => {
    execFile('systemd-notify', [...states], { timeout: 5_000 }, (error) =>
      error ? reject(error) : resolve(),
    );
  });
