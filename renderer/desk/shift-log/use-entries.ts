import { useMemo } from 'react';
import type { LogEntry } from '../../../shared/model/shift-log';
import type { WatchEntity } from '../../../shared/model/watch';
import { type ProvisionalLog, provisionalLog } from '../../../shared/rules/watch/provisional-log';
import { useBoard } from '../../stores/board-react';
import { waitingCommands } from '../incidents/use-incidents';
import { type About, isAbout, newestFirst } from './log-model';

/** The entries of a `watch` collection, by id. */
export function entriesOf(watch: ReadonlyMap<string, WatchEntity>): ReadonlyMap<string, LogEntry> {
  const entries = new Map<string, LogEntry>();
  for (const entity of watch.values())
    if (entity.kind === 'entry') entries.set(entity.value.id, entity.value);
  return entries;
}

/** The shift log of the last days, with what waits here laid over it. */
export function useEntries(): ProvisionalLog {
  const watch = useBoard((state) => state.watch);
  const version = useBoard((state) => state.watchVersion);
  const outbox = useBoard((state) => state.outbox);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the map changes in place; its version says when
  return useMemo(() => provisionalLog(entriesOf(watch), waitingCommands(outbox)), [watch, version, outbox]);
}

/** Entries of the last days about something, the newest first. */
export function useEntriesAbout(about: About): readonly LogEntry[] {
  const { entries } = useEntries();
  const key = JSON.stringify(about);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what it is about is compared by what it says
  return useMemo(
    () => [...entries.values()].filter((entry) => isAbout(entry, about)).sort(newestFirst),
    [entries, key],
  );
}
