import type { Answers, Args } from '../../../shared/contract/ipc';
import { failure, type Result, success } from '../../../shared/util/result';
import { choosePath, type SavingOptions } from './choose-path';
import { csvText, fileNameOf } from './csv';
import { writeWhole } from './write-whole';

/** Asks where a table is to be written, and writes it: whole or not at all. Null: the person thought better of it. */
export function saveTables(
  options: SavingOptions,
): (args: Args<'csv:export'>, contentsId: number) => Promise<Result<Answers['csv:export']>> {
  return async ({ name, rows }, contentsId) => {
    const path = await choosePath(options, contentsId, {
      title: 'saveTable',
      file: fileNameOf(name),
      filter: { name: 'CSV', extensions: ['csv'] },
    });
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
