import { openSqliteLog } from '../../../../../electron/hub/log/sqlite-log';
import { systemClock } from '../../../../../shared/time/clock';

/** Appends without end, and says so on stdout *after* each append is acknowledged, until it is killed. */
async function main(file: string): Promise<void> {
  const log = await openSqliteLog({ file, clock: systemClock() });
  for (;;) {
    const from = log.head().position.seq;
    const body = { type: 'check.overdue', check: `check-${from % 7}`, lastObservedAt: from } as const;
    const count = 1 + (from % 5);
    await log.append(
      [...Array(count).keys()].map((n) => ({ at: from + n, body })),
      from,
      [{ outcome: { id: `command-${from + count}`, outcome: 'done', reason: null }, keepUntil: 9e15 }],
    );
    process.stdout.write(`${log.head().position.seq} ${log.head().chain}\n`);
  }
}

void main(process.argv[2] ?? '');
