// diff: which lines of an entry stayed, so that they are written byte for byte as they were.
import { diffArrays } from 'diff';
import { isMap } from 'yaml';
import { flowText } from '../../../../shared/catalogue-text/render-yaml';
import {
  applyEdits,
  lineBreak,
  lineEnd,
  lineStart,
  parseGood,
  type TextEdit,
} from '../../../../shared/catalogue-text/yaml-text';
import { failure, type Result, success } from '../../../../shared/util/result';
import { type CatalogueText, type EntryList, entryLines, entryOf, type FileEntry } from './file-entries';

/** A text with one entry changed, and where that entry now begins. */
export interface PutText {
  readonly text: string;
  /** 1-based line, and the columns that its lines are moved in by. Null: it is no longer there. */
  readonly at: { readonly line: number; readonly indent: number } | null;
}

/**
 * Writes a service into a catalogue's text: in the place of the entry `id`, or behind the last where there is none.
 * `yaml` is the service as a document of its own. Every character outside that entry stays. Refused (`yaml`, with
 * line and column inside `yaml`) when it is not one map in YAML.
 */
export function putEntry(file: CatalogueText, id: string, yaml: string): Result<PutText> {
  const body = yaml
    .replace(/^\uFEFF/, '')
    .replaceAll('\r\n', '\n')
    .replace(/^(?:[ \t]*\n)+/, '')
    .replace(/\n?$/, '\n');
  const parsed = parseGood(body);
  if (!parsed.ok) return parsed;
  if (parsed.value.directives.docStart || !isMap(parsed.value.contents)) {
    return failure('yaml', '1:1 teksten skal være én tjeneste: nøkler og verdier');
  }
  const { text, list } = file;
  const entry = entryOf(list, id);
  if (list.style === 'block') {
    const put = entry ? replaceLines(text, entry, body) : addLines(text, list, body);
    return success(put);
  }
  if (!entry && list.entries.length === 0 && !list.inFlow && isBare(text.slice(list.from, list.to))) {
    return success(firstEntry(text, list, body));
  }
  const flow = parsed.value.contents.flow ? body.trimEnd() : flowText(parsed.value);
  if (flow === null) {
    return failure(
      'yaml',
      '1:1 tjenestene i filen står på én linje ([ … ]): der er det ikke plass til kommentarer',
    );
  }
  const written = flow.replaceAll('\n', lineBreak(text));
  const last = list.entries.at(-1);
  const from = entry?.from ?? last?.to ?? list.from + 1;
  const put = entry || !last ? written : `, ${written}`;
  const next = applyEdits(text, [{ from, to: entry?.to ?? from, text: put }]);
  return success({ text: next, at: { line: text.slice(0, from).split('\n').length, indent: 0 } });
}

/** Takes a service out of a catalogue's text. Refused (`unknown`) when it is not there. */
export function removeEntry({ text, list }: CatalogueText, id: string): Result<PutText> {
  const entry = entryOf(list, id);
  if (!entry) return failure('unknown', `tjenesten «${id}» står ikke i filen`);
  const edits: TextEdit[] = [];
  if (list.style === 'block') {
    edits.push({ from: entry.dashFrom, to: entry.to, text: '' });
    // A list without entries has to say that it is one.
    if (list.entries.length === 1) edits.push({ from: list.colon, to: list.colon, text: ' []' });
  } else {
    const at = list.entries.indexOf(entry);
    const next = list.entries[at + 1];
    const previous = list.entries[at - 1];
    if (next) edits.push({ from: entry.from, to: next.from, text: '' });
    else edits.push({ from: previous?.to ?? entry.from, to: entry.to, text: '' });
  }
  return success({ text: applyEdits(text, edits), at: null });
}

/** Lines that stay are written as they were, whatever their margin and line break. */
function replaceLines(text: string, entry: FileEntry, body: string): PutText {
  const old = entryLines(text, entry);
  const eol = lineBreak(text);
  const lines = body.slice(0, -1).split('\n');
  // What stood on the first line held the margin of the others: without it they follow the dash.
  const moved = entry.below && lines[0] !== old.lines[0];
  const column = moved ? entry.lead.length : entry.column;
  const parts = diffArrays([...old.lines], lines);
  const written: string[] = [];
  let from = 0;
  for (const part of parts) {
    if (part.removed) {
      from += part.value.length;
      continue;
    }
    for (const line of part.value) {
      const first = written.length === 0;
      const raw = part.added || moved || first !== (from === 0) ? undefined : old.raw[from];
      written.push(raw ?? (first ? entry.lead + line : margin(line, column)) + eol);
      if (!part.added) from += 1;
    }
  }
  const unbroken = entry.to === text.length && !text.endsWith('\n');
  const put = written.map((line, index) =>
    index < written.length - 1 && !line.endsWith('\n') ? line + eol : line,
  );
  const block = put.join('');
  return {
    text: applyEdits(text, [
      { from: entry.from, to: entry.to, text: unbroken ? block.replace(/\r?\n$/, '') : block },
    ]),
    at: { line: text.slice(0, entry.from).split('\n').length, indent: column },
  };
}

function addLines(text: string, list: EntryList, body: string): PutText {
  const last = list.entries.at(-1);
  const dash = last ? (/^\s*/.exec(last.lead)?.[0] ?? '') : '  ';
  const own = last?.lead.slice(dash.length) ?? '';
  const lead = /^- +$/.test(own) ? dash + own : `${dashMargin(text, last) ?? dash}- `;
  const end = last?.to ?? list.to;
  const before = list.entries.at(-2);
  const spaced = last && before ? blankBetween(text, before.to, last.from) : false;
  return insertLines(text, end, lead, body, spaced);
}

/** `services: []` becomes a list with one entry; what stands behind it on its line stays there. */
function firstEntry(text: string, list: EntryList, body: string): PutText {
  const emptied = applyEdits(text, [{ from: list.colon, to: list.to, text: '' }]);
  const root = lineStart(text, list.colon);
  const base = /^\s*/.exec(text.slice(root))?.[0].replace(/[\r\n]/g, '') ?? '';
  return insertLines(emptied, lineEnd(emptied, list.colon), `${base}  - `, body, false);
}

function insertLines(text: string, at: number, lead: string, body: string, spaced: boolean): PutText {
  const eol = lineBreak(text);
  const lines = body.slice(0, -1).split('\n');
  const block = lines
    .map((line, index) => (index === 0 ? lead + line : margin(line, lead.length)) + eol)
    .join('');
  const broken = at === 0 || text[at - 1] === '\n';
  const put = `${broken ? '' : eol}${spaced ? eol : ''}${block}`;
  const next = text.slice(0, at) + put + text.slice(at);
  const begins = at + put.length - block.length;
  return { text: next, at: { line: next.slice(0, begins).split('\n').length, indent: lead.length } };
}

function margin(line: string, column: number): string {
  return line.trim() === '' ? '' : ' '.repeat(column) + line;
}

function blankBetween(text: string, from: number, to: number): boolean {
  return /^[ \t]*\r?\n/.test(text.slice(from, to));
}

/** The margin of a dash that has a line to itself. */
function dashMargin(text: string, entry: FileEntry | undefined): string | undefined {
  return entry && /^[ \t]*/.exec(text.slice(entry.dashFrom))?.[0];
}

function isBare(source: string): boolean {
  return /^\[[ \t]*\]$/.test(source);
}
