import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const NOTE_FILE = 'hub.json';

/** What a hub notes of how it was run, for the tools that work on its folder without it. */
const hubNote = z.object({
  /** Absolute path of its catalogue file; null: it had none. */
  catalogue: z.string().nullable(),
});
export type HubNote = Readonly<z.infer<typeof hubNote>>;

/** Writes the note, whole or not at all. */
export async function writeHubNote(folder: string, note: HubNote): Promise<void> {
  const file = join(folder, NOTE_FILE);
  const draft = `${file}.${process.pid}.new`;
  await writeFile(draft, `${JSON.stringify(note)}\n`, { mode: 0o600 });
  await rename(draft, file);
}

/** The note; null: there is none that can be read. */
export async function readHubNote(folder: string): Promise<HubNote | null> {
  try {
    const parsed = hubNote.safeParse(JSON.parse(await readFile(join(folder, NOTE_FILE), 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
