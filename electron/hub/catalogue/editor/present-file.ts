import { open, realpath, stat } from 'node:fs/promises';
import type { Plain } from '../../../../shared/catalogue-text/yaml-text';
import type { CatalogueSourceAnswer } from '../../../../shared/contract/wire';
import { failure, type Result, success } from '../../../../shared/util/result';
import type { PlainMap } from './file-entries';
import { versionOf } from './versions';

export const MAX_FILE_BYTES = 8 * 1024 * 1024;
export const NO_FILE = 'huben har ingen katalogfil';
const BOM = '\uFEFF';

/** The file as it is. */
export interface Present {
  readonly bytes: Buffer;
  /** Without BOM. */
  readonly text: string;
  /** SHA-256 of the bytes, hexadecimal. */
  readonly version: string;
}

/** Reads the catalogue file (null: there is none). Refused with the reason in words. */
export async function readPresent(name: string | null): Promise<Result<Present>> {
  if (name === null) return failure('file', NO_FILE);
  try {
    const file = await realpath(name);
    // A pipe or a device would never end, and opening a pipe would already wait.
    if (!(await stat(file)).isFile()) return failure('file', 'katalogen er ikke en vanlig fil');
    const handle = await open(file, 'r');
    try {
      if ((await handle.stat()).size > MAX_FILE_BYTES)
        return failure('file', 'katalogfilen er større enn 8 MiB');
      const bytes = await handle.readFile();
      const text = decode(bytes);
      if (text === null) return failure('file', 'katalogfilen er ikke UTF-8: den kan ikke endres herfra');
      return success({ bytes, text, version: versionOf(bytes) });
    } finally {
      await handle.close();
    }
  } catch (error) {
    const gone = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return failure(
      'file',
      gone ? 'katalogfilen finnes ikke' : `katalogfilen kan ikke leses: ${String(error)}`,
    );
  }
}

/** Text without BOM; null when the bytes are not UTF-8, and would not survive being written again. */
export function decode(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** The bytes of a new text, with a BOM where the file had one. */
export function encode(text: string, before: Present): Buffer {
  const marked = before.bytes.subarray(0, 3).equals(Buffer.from(BOM));
  return Buffer.from(`${marked ? BOM : ''}${text}`);
}

/** What a form may offer, from the file without its services. Whatever is not as it should be is left out. */
export function offersOf(
  head: PlainMap,
): Pick<CatalogueSourceAnswer, 'templates' | 'families' | 'sites' | 'hours'> {
  return {
    templates: isMap(head.templates) ? Object.keys(head.templates) : [],
    families: named(head.families),
    sites: named(head.sites),
    hours: named(head.hours),
  };
}

function named(items: Plain | undefined): { readonly id: string; readonly name: string }[] {
  if (!Array.isArray(items)) return [];
  return (items as readonly Plain[]).flatMap((item) =>
    isMap(item) && typeof item.id === 'string' ? [{ id: item.id, name: String(item.name ?? item.id) }] : [],
  );
}

function isMap(value: Plain | undefined): value is PlainMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
