import type { z } from 'zod';

/** What a person has begun and not saved, by id, in the window's own storage. */
export interface Kept<T> {
  /** All that was kept; nothing where the storage does not serve or holds something else. */
  read(): Readonly<Record<string, T>>;
  /** Keeps these and forgets the rest. Never throws: without a storage they live as long as the window. */
  write(all: Readonly<Record<string, T>>): void;
}

/** More unfinished things of a kind than this are not kept over a restart; nobody has that many. */
const MOST = 50;

/**
 * What people typed outlives a view, a reload, a crash and a change of language: kept under `key`, parsed by `schema`
 * when it is read again, since it may be from another version or from somebody else.
 */
export function keptUnder<T>(key: string, schema: z.ZodType<Record<string, T>>): Kept<T> {
  return {
    read: () => {
      try {
        const parsed = schema.safeParse(JSON.parse(localStorage.getItem(key) ?? '{}'));
        return parsed.success ? parsed.data : {};
      } catch {
        return {};
      }
    },
    write: (all) => {
      try {
        localStorage.setItem(key, JSON.stringify(Object.fromEntries(Object.entries(all).slice(-MOST))));
      } catch {
        // A storage that is full or forbidden: see above.
      }
    },
  };
}
