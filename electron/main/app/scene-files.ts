import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Answers, Args } from '../../../shared/contract/ipc';
import { failure, type Result, success } from '../../../shared/util/result';
import type { ConsolePort } from '../ipc/console-port';
import { chooseFile, choosePath, type SavingOptions } from './choose-path';
import { fileNameOf } from './csv';
import { writeWhole } from './write-whole';

const FILTER = { name: 'YAML', extensions: ['yaml', 'yml'] };
/** What the hub takes of a text, characters; no character is more than four bytes. */
const MOST_CHARS = 200_000;
const MOST_BYTES = MOST_CHARS * 4;

export interface SceneFilesOptions extends SavingOptions {
  /** Asks the hub. */
  readonly port: Pick<ConsolePort, 'ask'>;
}

/** Scenes of the wall as files: written where a person says, and read from where they say. */
export interface SceneFiles {
  save(args: Args<'scene:export'>, contentsId: number): Promise<Result<Answers['scene:export']>>;
  open(contentsId: number): Promise<Result<Answers['scene:import']>>;
}

/** The hub is asked before the person is: nobody chooses a file for something that cannot be had. */
export function sceneFiles(options: SceneFilesOptions): SceneFiles {
  const { port, log } = options;
  return {
    save: async ({ scene }, contentsId) => {
      const asked = await port.ask<'scene-export'>({ ask: 'scene-export', scene });
      if (!asked.ok) return asked;
      const { yaml } = asked.value;
      if (yaml === null) return failure('unknown', `there is no scene "${scene}"`);
      const file = fileNameOf(scene, 'yaml');
      const path = await choosePath(options, contentsId, { title: 'saveScene', file, filter: FILTER });
      if (path === null) return success(null);
      try {
        await writeWhole(path, yaml, 0o644);
        log.info({ path, scene }, 'a scene was exported');
        return success({ path });
      } catch (error) {
        log.warn({ err: error, path }, 'a scene could not be exported');
        return failure('save', error instanceof Error ? error.message : String(error));
      }
    },
    open: async (contentsId) => {
      const path = await chooseFile(options, contentsId, { title: 'openScene', filter: FILTER });
      if (path === null) return success(null);
      const file = basename(path);
      const read = await readText(path).catch((error: unknown) =>
        failure('read', error instanceof Error ? error.message : String(error)),
      );
      if (!read.ok) {
        log.warn({ path, reason: read.error.message }, 'a file of a scene could not be read');
        return read;
      }
      const asked = await port.ask<'scene-import'>({ ask: 'scene-import', text: read.value });
      return asked.ok ? success({ ...asked.value, file }) : asked;
    },
  };
}

/** A file as text; `large`: more than a scene can be, `read`: no text. Never more than that is read. */
async function readText(path: string): Promise<Result<string>> {
  const handle = await open(path, 'r');
  try {
    const bytes = Buffer.alloc(MOST_BYTES + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await handle.read(bytes, length, bytes.length - length, length);
      length += bytesRead;
      if (bytesRead === 0 || length === bytes.length) break;
    }
    const large = failure('large', 'the file is larger than any scene');
    if (length > MOST_BYTES) return large;
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, length));
    return text.length > MOST_CHARS ? large : success(text);
  } finally {
    await handle.close();
  }
}
