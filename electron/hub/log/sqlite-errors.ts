import { storageError } from '../../sqlite/errors';
import { LogConflict, LogCorrupt, LogTooNew } from './log';

/** What went wrong with the log's file, in the log's own words: LogCorrupt, LogTooNew, else StorageError. */
export function logError(error: unknown, file: string): unknown {
  if (error instanceof LogConflict || error instanceof LogCorrupt || error instanceof LogTooNew) return error;
  // Only SQLite's and the file system's errors carry a code; any other is a defect and keeps its face.
  if (!(error instanceof Error) || !('code' in error || 'fault' in error)) return error;
  const sorted = storageError(error, file);
  if (sorted.fault === 'corrupt') return new LogCorrupt(file, sorted.message, { cause: error });
  if (sorted.fault === 'newer') return new LogTooNew(file, sorted.message, { cause: error });
  return sorted;
}
