import { join } from 'node:path';
import { type Logger, multistream, pino } from 'pino';
import { BoundedFile } from './bounded-file';

export type { Logger } from 'pino';

/** The console's log, and how to end it. */
export interface ConsoleLog {
  readonly log: Logger;
  close(): void;
}

const WORDS: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warning',
  50: 'error',
  60: 'fatal',
};

/**
 * Opens the log: everything as JSON lines to a bounded file in `folder`, and what a person should see as plain
 * lines on stderr (warnings and worse; all of it with `verbose`).
 */
export function openLog(folder: string, verbose = false): ConsoleLog {
  const file = new BoundedFile(join(folder, 'console.log'));
  const terminal = { write: (line: string) => void process.stderr.write(plainLine(line)) };
  // A terminal that was closed must not end the watch.
  process.stderr.on('error', () => undefined);
  const level = verbose ? 'debug' : 'info';
  const log = pino(
    { base: null, level },
    multistream([
      { level, stream: { write: (line: string) => file.write(line) } },
      { level: verbose ? 'debug' : 'warn', stream: terminal },
    ]),
  );
  return { log, close: () => file.close() };
}

/** One JSON line of the log as a line for people: `warning: text (reason)`. */
export function plainLine(line: string): string {
  try {
    const { level, msg, err, reason } = JSON.parse(line) as Record<string, unknown>;
    const fault = err instanceof Object && 'message' in err ? String(err.message) : reason;
    const why = fault === undefined ? '' : ` (${String(fault)})`;
    return `${WORDS[Number(level)] ?? 'note'}: ${String(msg ?? '')}${why}\n`;
  } catch {
    return line;
  }
}
