import { join } from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import type { Language } from '../../../shared/time/format';
import type { Logger } from './log';
import { WORDS } from './words';

/** What saving a file needs of the shell. */
export interface SavingOptions {
  readonly lang: () => Language;
  /** The window that asks, by its web contents; null: it is gone. */
  readonly window: (contentsId: number) => BrowserWindow | null;
  readonly log: Logger;
}

/** Asks the person at a window where a file is to be written; null: they thought better of it. */
export async function choosePath(
  options: SavingOptions,
  contentsId: number,
  what: {
    readonly title: 'saveTable' | 'saveReport' | 'saveAttachment' | 'saveScene';
    /** The name that is proposed, with its extension. */
    readonly file: string;
    readonly filter: { readonly name: string; readonly extensions: string[] };
  },
): Promise<string | null> {
  // A test of an unpackaged app has nobody to answer a dialog of the system.
  const folder = process.env.VAKTROM_TEST_SAVE;
  if (!app.isPackaged && folder) return join(folder, what.file);
  const box = {
    title: WORDS[options.lang()][what.title],
    defaultPath: join(app.getPath('documents'), what.file),
    filters: [what.filter],
    properties: ['showOverwriteConfirmation' as const],
  };
  const window = options.window(contentsId);
  const { canceled, filePath } = window
    ? await dialog.showSaveDialog(window, box)
    : await dialog.showSaveDialog(box);
  return canceled || !filePath ? null : filePath;
}

/** Asks the person at a window which file is to be read; null: they thought better of it. */
export async function chooseFile(
  options: SavingOptions,
  contentsId: number,
  what: {
    readonly title: 'openScene';
    readonly filter: { readonly name: string; readonly extensions: string[] };
  },
): Promise<string | null> {
  // As above: nobody answers a dialog of the system in a test.
  const file = process.env.VAKTROM_TEST_OPEN;
  if (!app.isPackaged && file) return file;
  const box = {
    title: WORDS[options.lang()][what.title],
    defaultPath: app.getPath('documents'),
    filters: [what.filter],
    properties: ['openFile' as const],
  };
  const window = options.window(contentsId);
  const { canceled, filePaths } = window
    ? await dialog.showOpenDialog(window, box)
    : await dialog.showOpenDialog(box);
  return canceled ? null : (filePaths[0] ?? null);
}
