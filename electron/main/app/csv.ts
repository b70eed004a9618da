import { setImmediate as turn } from 'node:timers/promises';
import { stringify } from 'csv-stringify/sync';

export type CsvCell = string | number | null;

/** Rows made in one turn of the event loop: main keeps answering windows. */
const ROWS_IN_TURN = 1_000;

/**
 * A table as a Norwegian Excel opens it by a double click: `;` between columns, decimal comma, CRLF, UTF-8 with a byte
 * order mark (without which `ø` is read as Windows-1252). Text that a spreadsheet would run as a formula (`=`, `+`,
 * `-`, `@`, tab, CR first; OWASP's "CSV Injection") has an apostrophe before it.
 */
export async function csvText(rows: readonly (readonly CsvCell[])[]): Promise<string> {
  const pieces: string[] = ['\uFEFF'];
  for (let from = 0; from < rows.length; from += ROWS_IN_TURN) {
    if (from > 0) await turn();
    pieces.push(
      stringify(rows.slice(from, from + ROWS_IN_TURN) as CsvCell[][], {
        delimiter: ';',
        record_delimiter: 'windows',
        escape_formulas: true,
        // It quotes the record's own CRLF by itself, not a line feed alone.
        quoted_match: /[\n\r]/u,
        cast: { number: (value) => String(value).replace('.', ',') },
      }),
    );
  }
  return pieces.join('');
}

/** A file name that every system takes, from words. `extension`: without its dot. */
export function fileNameOf(name: string, extension = 'csv'): string {
  const safe = name
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cf}<>:"/\\|?*]/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim()
    .replace(/[. ]+$/u, '')
    .replace(/^\.+/u, '');
  return `${safe === '' ? 'Vaktrom' : safe}.${extension}`;
}
