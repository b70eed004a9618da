import type { LogEvent } from '../../../shared/model/events';
import type { Log } from '../log/log';
import type { Entry, IndexFile } from './index-file';

/** What is ever said of one entry of the shift log. */
const EVENTS_OF_ENTRY = 500;

export interface PurgeOptions {
  readonly log: Pick<Log, 'history'>;
  readonly entryOf: (event: LogEvent) => Entry;
  /** Lets others come first. */
  readonly pause: () => Promise<void>;
  /** The file was given up meanwhile. */
  readonly isOver: () => boolean;
}

/** Takes the events of erased entries in again, as they are now: no search finds them by what was erased. */
export async function takeInErased(
  file: IndexFile,
  { log, entryOf, isOver }: Omit<PurgeOptions, 'pause'>,
): Promise<readonly string[]> {
  const ids = file.erasing();
  for (const id of ids) {
    const events = await log.history([`entry/${id}`], null, EVENTS_OF_ENTRY);
    if (isOver()) break;
    const said = events.filter(({ body }) => body.type !== 'log.erased');
    file.put(said.map(entryOf), null);
  }
  return ids;
}

/**
 * Rids the index of words that were erased: their events are taken in again; then the file is merged until nothing is left
 * of what it said of them before. Rejects where the log or the file does not serve; what is left to do is noted in the file.
 */
export async function purgeIndex(file: IndexFile, options: PurgeOptions): Promise<void> {
  const { pause, isOver } = options;
  while (!isOver()) {
    const ids = await takeInErased(file, options);
    if (ids.length === 0 || isOver()) return;
    for (let first = true; !file.purge(first); first = false) {
      await pause();
      if (isOver()) return;
    }
    file.erased(ids);
  }
}
