import { putSection, readSection, type Section } from '../../../../shared/catalogue-text/section';
import { failure, type Result, success } from '../../../../shared/util/result';
import type { CatalogueText } from './file-entries';
import type { PutText } from './put-entry';

/**
 * A file with a stand-in for its services, which are most of it and are not touched: what is left is read in no time. It
 * stands at `from` to `at`; `more`, `lines`: by how many characters and lines the services are longer.
 */
interface Rest {
  readonly text: string;
  readonly from: number;
  readonly at: number;
  readonly more: number;
  readonly lines: number;
}

/** A section of the catalogue as it stands; null: the file has none. */
export function sectionOf(file: CatalogueText, key: string): Section | null {
  const rest = restOf(file);
  const section = readSection(rest.text, key);
  if (!section.ok || section.value === null) return null;
  const before = rest.text.slice(0, rest.at).split('\n').length;
  const { line } = section.value;
  return { ...section.value, line: line > before ? line + rest.lines : line };
}

/** Writes a section into a catalogue's text; its services stay, character by character. */
export function withSection(file: CatalogueText, key: string, yaml: string): Result<PutText> {
  const rest = restOf(file);
  const put = putSection(rest.text, key, yaml);
  if (!put.ok) return put;
  const { edit, line, indent } = put.value;
  const behind = edit.from >= rest.at;
  if (!behind && edit.to > rest.from) return failure('yaml', '1:1 teksten griper inn i resten av filen');
  const moved = behind ? rest.more : 0;
  const text = file.text.slice(0, edit.from + moved) + edit.text + file.text.slice(edit.to + moved);
  return success({ text, at: { line: behind ? line + rest.lines : line, indent } });
}

function restOf({ text, list }: CatalogueText): Rest {
  const first = list.entries[0];
  const last = list.entries.at(-1);
  const whole = { text, from: text.length, at: text.length, more: 0, lines: 0 };
  if (list.style === 'flow' || list.inFlow || !first || !last) return whole;
  const from = first.dashFrom;
  const taken = text.slice(from, last.to);
  const standIn = `${/^[ \t]*/.exec(taken)?.[0] ?? ''}- 0${/\r?\n$/.exec(taken)?.[0] ?? ''}`;
  return {
    text: text.slice(0, from) + standIn + text.slice(last.to),
    from,
    at: from + standIn.length,
    more: taken.length - standIn.length,
    lines: taken.split('\n').length - standIn.split('\n').length,
  };
}
