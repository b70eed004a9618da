/**
 * Why a database does not serve, by what must be done about it. `corrupt`: its content is damaged. `newer`: a
 * later version of this program wrote it. `unwritable`: read-only, full, or the disk is sick. `busy`: another
 * process holds it. `unknown`: anything else, most likely a defect of ours.
 */
export type StorageFault = 'corrupt' | 'newer' | 'unwritable' | 'busy' | 'unknown';

/** A database that does not serve, with the file and the reason. */
export class StorageError extends Error {
  constructor(
    readonly fault: StorageFault,
    readonly file: string,
    detail: string,
    options?: ErrorOptions,
  ) {
    super(`${file}: ${detail}`, options);
    this.name = 'StorageError';
  }
}

/** SQLite's result codes, and the system's, by what they mean to us. The first prefix that fits decides. */
const BY_CODE: readonly (readonly [prefix: string, fault: StorageFault])[] = [
  ['SQLITE_CORRUPT', 'corrupt'],
  ['SQLITE_NOTADB', 'corrupt'],
  // A file that ends too early, or that the file system itself calls damaged.
  ['SQLITE_IOERR_SHORT_READ', 'corrupt'],
  ['SQLITE_IOERR_CORRUPTFS', 'corrupt'],
  ['SQLITE_IOERR_DATA', 'corrupt'],
  ['SQLITE_FULL', 'unwritable'],
  ['SQLITE_READONLY', 'unwritable'],
  ['SQLITE_CANTOPEN', 'unwritable'],
  ['SQLITE_PERM', 'unwritable'],
  ['SQLITE_AUTH', 'unwritable'],
  ['SQLITE_IOERR', 'unwritable'],
  ['SQLITE_BUSY', 'busy'],
  ['SQLITE_LOCKED', 'busy'],
  ['EACCES', 'unwritable'],
  ['EPERM', 'unwritable'],
  ['EROFS', 'unwritable'],
  ['ENOSPC', 'unwritable'],
  ['EDQUOT', 'unwritable'],
  ['EIO', 'unwritable'],
  ['ENOTDIR', 'unwritable'],
  ['EEXIST', 'unwritable'],
];

/** Sorts an error from SQLite or the file system. */
export function faultOf(error: unknown): StorageFault {
  if (error instanceof StorageError) return error.fault;
  const code = codeOf(error);
  return BY_CODE.find(([prefix]) => code.startsWith(prefix))?.[1] ?? 'unknown';
}

/** The error as a StorageError that names the file; one that is sorted already is returned as it is. */
export function storageError(error: unknown, file: string): StorageError {
  if (error instanceof StorageError) return error;
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  const detail = code && !message.includes(code) ? `${message} (${code})` : message;
  return new StorageError(faultOf(error), file, detail, { cause: error });
}

function codeOf(error: unknown): string {
  const code = error instanceof Error ? (error as Error & { code?: unknown }).code : undefined;
  return typeof code === 'string' ? code : '';
}
