import { app } from 'electron';
import type { Logger } from './log';

/** So many faults within a minute, and nothing can be trusted any more. */
const MOST_FAULTS = 20;
const WINDOW_MS = 60_000;

/**
 * What nobody caught is logged, and the watch goes on: a wall that shows the truth with one part broken is better
 * than a dark one. A storm of faults ends the app, for whoever supervises it to start again.
 */
export function surviveFaults(log: Logger, mono: () => number): void {
  let recent: number[] = [];
  const survive = (what: string) => (error: unknown) => {
    log.error({ err: error }, what);
    recent = [...recent.filter((at) => at > mono() - WINDOW_MS), mono()];
    if (recent.length < MOST_FAULTS) return;
    log.fatal('too many faults: the console ends');
    app.exit(1);
  };
  process.on('uncaughtException', survive('an exception that nobody caught'));
  process.on('unhandledRejection', survive('a rejection that nobody handled'));
  // A terminal that is gone is no reason to end.
  process.stdout.on('error', () => undefined);
  app.on('child-process-gone', (_event, details) => {
    if (details.reason !== 'clean-exit') log.error({ ...details }, 'a process of Electron’s is gone');
  });
}
