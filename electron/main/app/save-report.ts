import type { Answers, Args } from '../../../shared/contract/ipc';
import type { Clock } from '../../../shared/time/clock';
import { failure, type Result, success } from '../../../shared/util/result';
import { choosePath, type SavingOptions } from './choose-path';
import { fileNameOf } from './csv';
import { printPdf } from './print-pdf';
import { writeWhole } from './write-whole';

const KINDS = { md: 'Markdown', pdf: 'PDF', ics: 'iCalendar', html: 'HTML' } as const;

/** Asks where a report is to be written, and writes it: whole or not at all. Null: the person thought better of it. */
export function saveReports(
  options: SavingOptions & { readonly clock: Clock },
): (args: Args<'report:save'>, contentsId: number) => Promise<Result<Answers['report:save']>> {
  const { log } = options;
  return async ({ name, format, text }, contentsId) => {
    const path = await choosePath(options, contentsId, {
      title: 'saveReport',
      file: fileNameOf(name, format),
      filter: { name: KINDS[format], extensions: [format] },
    });
    if (path === null) return success(null);
    try {
      const printed = format === 'pdf' ? await printPdf(text, options.clock) : success(text);
      if (!printed.ok) {
        log.warn({ path, reason: printed.error.message }, 'a report could not be printed');
        return printed;
      }
      await writeWhole(path, printed.value, 0o644);
      log.info({ path, format }, 'a report was saved');
      return success({ path });
    } catch (error) {
      log.warn({ err: error, path }, 'a report could not be saved');
      return failure('save', error instanceof Error ? error.message : String(error));
    }
  };
}
