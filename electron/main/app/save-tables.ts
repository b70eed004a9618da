import { join } from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import type { Answers, Args } from '../../../shared/contract/ipc';
import type { Language } from '../../../shared/time/format';
import { failure, type Result, success } from '../../../shared/util/result';
import { csvText, fileNameOf } from './csv';
import type { Logger } from './log';
import { WORDS } from './words';
import { writeWhole } from './write-whole';

export interface SaveTablesOptions {
  readonly lang: () => Language;
  readonly window: (contentsId: number) => BrowserWindow | null;
  readonly log: Logger;
}

/** Asks where a table is to be written, and writes it: whole or not at all. Null: the person thought better of it. */
export function saveTables(
  options: SaveTablesOptions,
): (args: Args<'csv:export'>, contentsId: number) => Promise<Result<Answers['csv:export']>> {
  return async ({ name, rows }, contentsId) => {
    const path = await choose(fileNameOf(name), options.window(contentsId), options.lang());
    if (path === null) return success(null);
    try {
      await writeWhole(path, await csvText(rows), 0o644);
      options.log.info({ path, rows: rows.length }, 'a table was saved');
      return success({ path });
    } catch (error) {
      options.log.warn({ err: error, path }, 'a table could not be saved');
      return failure('save', error instanceof Error ? error.message : String(error));
    }
  };
}

async function choose(file: string, window: BrowserWindow | null, lang: Language): Promise<string | null> {
  // A test of an unpackaged app has nobody to answer a dialog of the system.
  const folder = process.env.VAKTROM_TEST_SAVE;
  if (!app.isPackaged && folder) return join(folder, file);
  const box = {
    title: WORDS[lang].saveTable,
    defaultPath: join(app.getPath('documents'), file),
    filters: [{ name: 'CSV', extensions: ['csv'] }],
    properties: ['showOverwriteConfirmation' as const],
  };
  const { canceled, filePath } = window
    ? await dialog.showSaveDialog(window, box)
    : await dialog.showSaveDialog(box);
  return canceled || !filePath ? null : filePath;
}
