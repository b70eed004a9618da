import type { HubConfig } from '../../../shared/contract/hub-config';
import type { Clock } from '../../../shared/time/clock';
import type { SqliteLog } from './sqlite-log';

const DAY_MS = 86_400_000;

/**
 * Archives all that is older than the configuration keeps, segment by segment, until there is no more or
 * `isStopping`. Returns how many events. Rejects with what the log or the disk says; the log is whole all the same.
 */
export async function archiveOld(
  log: Pick<SqliteLog, 'archive'>,
  { keepDays, keepEvents }: HubConfig['log'],
  clock: Clock,
  isStopping: () => boolean,
): Promise<number> {
  const bound = { since: clock.now() - keepDays * DAY_MS, events: keepEvents };
  let events = 0;
  while (!isStopping()) {
    const moved = await log.archive(bound);
    if (moved === 0) break;
    events += moved;
  }
  return events;
}
