import { openSqliteLog } from '../../../../../electron/hub/log/sqlite-log';
import { systemClock } from '../../../../../shared/time/clock';

/** Appends and archives without end, and says each acknowledged append and each step, until it is killed. */
async function main(file: string): Promise<void> {
  const log = await openSqliteLog({
    file,
    clock: systemClock(),
    onArchiveStep: (step) => void process.stdout.write(`step ${step}\n`),
  });
  for (;;) {
    const from = log.head().position.seq;
    const drafts = [...Array(40).keys()].map((n) => ({
      at: from + n,
      body: { type: 'check.overdue', check: `check-${n % 7}`, lastObservedAt: from } as const,
    }));
    await log.append(drafts, from);
    process.stdout.write(`seq ${log.head().position.seq}\n`);
    // Two, so that the older of those that are kept has come so far as well.
    const { position } = log.head();
    await log.saveSnapshot({ position: { ...position, seq: position.seq - 1 }, reducer: 1, patch: {} });
    await log.saveSnapshot({ position, reducer: 1, patch: {} });
    await log.archive({ since: Number.MAX_SAFE_INTEGER, events: 10 });
  }
}

void main(process.argv[2] ?? '');
