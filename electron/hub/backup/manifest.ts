import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { position } from '../../../shared/model/events';

/** The file that says what a backup holds, and by which SHA-256. It is written last. */
export const MANIFEST = 'manifest.json';

/** A file's path inside a backup: forward slashes, nothing that leads out of it. */
const innerPath = z
  .string()
  .min(1)
  .max(500)
  .refine(
    (path) =>
      !path.includes('\\') &&
      !path.includes('\0') &&
      !/^[a-z]:/i.test(path) &&
      path.split('/').every((part) => part !== '' && part !== '.' && part !== '..'),
    'leads out of the backup',
  );

export const manifest = z.strictObject({
  format: z.literal('vaktrom backup 1'),
  /** Of the program that made it. */
  version: z.string(),
  /** When, ms UTC. */
  at: z.number(),
  /** Where the log stood. */
  position,
  /** The head of its hash chain, hexadecimal. */
  chain: z.string(),
  samples: z.boolean(),
  /** The catalogue file's path in the backup, and where it was; null: the hub had none. */
  catalogue: z.strictObject({ path: innerPath, from: z.string() }).nullable(),
  files: z
    .array(
      z.strictObject({
        path: innerPath,
        size: z.number().int().nonnegative(),
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
      }),
    )
    .max(1_000_000),
});
export type Manifest = Readonly<z.infer<typeof manifest>>;

/** SHA-256 of a file, hexadecimal. */
export async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** All files of a folder by their path inside it, in order; links and other special files are left out. */
export async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
}

/** What is wrong with a backup's files; null: they are exactly what the manifest says. */
export async function manifestFault(folder: string, wanted: Manifest): Promise<string | null> {
  const present = new Set(await filesIn(folder));
  present.delete(MANIFEST);
  for (const { path, size, sha256 } of wanted.files) {
    if (!present.delete(path)) return `${path} is missing`;
    const found = (await stat(join(folder, path))).size;
    if (found !== size) return `${path} is ${found} bytes, not ${size}`;
    if ((await hashFile(join(folder, path))) !== sha256) return `${path} was altered: its SHA-256 differs`;
  }
  const [extra] = present;
  return extra === undefined ? null : `${extra} is not in the manifest`;
}

/** Brings a file, or the names in a folder, to the disk. */
export async function syncToDisk(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
