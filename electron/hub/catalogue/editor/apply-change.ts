import { editValues } from '../../../../shared/catalogue-text/edit-values';
import { type Plain, parseText, plainOf } from '../../../../shared/catalogue-text/yaml-text';
import type { CatalogueEdit } from '../../../../shared/contract/commands';
import { failure, type Result, success } from '../../../../shared/util/result';
import { type CatalogueText, entryLines, entryOf, type FileEntry, readEntries } from './file-entries';
import { type PutText, putEntry, removeEntry } from './put-entry';
import { sectionOf, withSection } from './put-section';
import { restStands } from './rest-stands';
import { maskSecrets, unmaskSecrets } from './secrets';

/** A change of services, sources or the shift plan; going back to a version is not one of the text. */
export type TextChange = Exclude<CatalogueEdit['change'], { kind: 'restore' }>;

/** A text after a change. */
export interface ChangedText extends PutText {
  /** Service ids that it touched. */
  readonly services: readonly string[];
  /** The same change for a text whose secrets are masked: what may be shown of it. */
  readonly shown: (masked: CatalogueText) => Result<PutText>;
}

/** A service's text as it may be shown, and where it stands. */
export interface ShownEntry {
  readonly text: string;
  /** 1-based line of the file. */
  readonly line: number;
}

/**
 * Makes a change in a catalogue. Every character outside the service that it names stays, and masks that were left
 * unchanged mean what they stand for. Refused (`yaml`, `mask`, `unknown`, `path`) with the reason, which for a fault
 * in the service's own text begins with its line and column there.
 */
export function applyChange(file: CatalogueText, change: TextChange, key: Buffer): Result<ChangedText> {
  if (change.kind === 'source-rules') return applyRules(file, change.source, change.rules);
  if (change.kind === 'watch-plan') return applyWatchPlan(file, change.yaml, key);
  const { text } = file;
  const entry = entryOf(file.list, change.id);
  if (change.kind === 'remove-service') {
    const removed = removeEntry(file, change.id);
    if (!removed.ok) return removed;
    return restStands(file, 'services', removed.value.text, change.id, null)
      ? success({
          ...removed.value,
          services: [change.id],
          shown: (masked) => removeEntry(masked, change.id),
        })
      : failure('yaml', 'tjenesten kan ikke tas ut uten å endre resten av filen');
  }
  const own = entry ? ownText(text, entry) : '';
  const shown = maskSecrets(own, key);
  const wanted = wantedText(change, entry ? shown.text : null);
  if (!wanted.ok) return wanted;
  if (entry && wanted.value === shown.text) {
    const at = placeOfEntry(text, entry);
    return success({
      text,
      at,
      services: [change.id],
      shown: (masked) => success({ text: masked.text, at }),
    });
  }
  const open = unmaskSecrets(wanted.value, shown.secrets);
  if (!open.ok) return open;
  const put = putEntry(file, change.id, open.value);
  if (!put.ok) return put;
  const written = plainOf(parseText(open.value).contents);
  if (!restStands(file, 'services', put.value.text, change.id, written)) {
    return failure('yaml', '1:1 teksten griper inn i resten av filen');
  }
  const id = idIn(written);
  return success({
    ...put.value,
    services: id !== null && id !== change.id ? [change.id, id] : [change.id],
    shown: (masked) => putEntry(masked, change.id, maskSecrets(open.value, key).text),
  });
}

/** A service's text as it may be shown; null: it is not in the file. */
export function showEntry({ text, list }: CatalogueText, id: string, key: Buffer): ShownEntry | null {
  const entry = entryOf(list, id);
  if (!entry) return null;
  return { text: maskSecrets(ownText(text, entry), key).text, line: placeOfEntry(text, entry).line };
}

/** Where the text of a change stands in a file (null: it cannot be read); null: the change has no text of its own. */
export function placeOfChange(
  file: CatalogueText | null,
  change: CatalogueEdit['change'],
): { readonly line: number; readonly indent: number } | null {
  if (change.kind !== 'service' && change.kind !== 'watch-plan') return null;
  if (file === null) return { line: 1, indent: 0 };
  if (change.kind === 'watch-plan') {
    const { line, indent } = sectionOf(file, 'watch') ?? { line: 1, indent: 0 };
    return { line, indent };
  }
  const entry = entryOf(file.list, change.id);
  return { line: entry ? placeOfEntry(file.text, entry).line : 1, indent: 0 };
}

/** All that is not a service, of a text whose secrets are masked. */
export function showRest({ text, list }: CatalogueText): string {
  let rest = '';
  let at = 0;
  for (const entry of list.entries) {
    rest += text.slice(at, entry.dashFrom);
    at = entry.to;
  }
  return rest + text.slice(at);
}

/** The rules of a foreign source; its secrets were never out of the file. */
function applyRules(
  file: CatalogueText,
  source: string,
  rules: Extract<TextChange, { kind: 'source-rules' }>['rules'],
): Result<ChangedText> {
  const found = readEntries(file.text, 'sources');
  if (!found.ok) return failure('file', `filen er ikke slik at kilden kan endres: ${found.error.message}`);
  const put = withRules(found.value, source, rules);
  if (!put.ok) return put;
  const { text, written } = put.value;
  if (!restStands(found.value, 'sources', text, source, written)) {
    return failure('yaml', 'reglene kan ikke skrives uten å endre resten av filen');
  }
  return success({
    ...put.value,
    services: [source],
    shown: (masked) => {
      const list = readEntries(masked.text, 'sources');
      return list.ok ? withRules(list.value, source, rules) : list;
    },
  });
}

/** The shift plan, whole. It has no secrets of its own; a mask of what a person wrote there all the same stays one. */
function applyWatchPlan(file: CatalogueText, yaml: string, key: Buffer): Result<ChangedText> {
  const own = maskSecrets(sectionOf(file, 'watch')?.text ?? '', key);
  const open = unmaskSecrets(yaml, own.secrets);
  if (!open.ok) return open;
  const put = withSection(file, 'watch', open.value);
  if (!put.ok) return put;
  return success({
    ...put.value,
    services: ['watch'],
    shown: (masked) => withSection(masked, 'watch', maskSecrets(open.value, key).text),
  });
}

function withRules(
  file: CatalogueText,
  source: string,
  rules: Extract<TextChange, { kind: 'source-rules' }>['rules'],
): Result<PutText & { readonly written: Plain }> {
  const entry = entryOf(file.list, source);
  if (!entry) return failure('unknown', `kilden «${source}» står ikke i filen`);
  const edited = editValues(ownText(file.text, entry), [
    { path: ['rules'], value: rules as unknown as Plain },
  ]);
  if (!edited.ok) return edited;
  const put = putEntry(file, source, edited.value);
  if (!put.ok) return put;
  return success({ ...put.value, written: plainOf(parseText(edited.value).contents) });
}

function wantedText(
  change: Extract<TextChange, { kind: 'service' | 'fields' }>,
  shown: string | null,
): Result<string> {
  if (change.kind === 'service') return success(change.yaml.replaceAll('\r\n', '\n'));
  if (shown === null) return failure('unknown', `tjenesten «${change.id}» står ikke i filen`);
  return editValues(
    shown,
    change.set.map(({ path, value }) => ({ path, value: value as Plain })),
  );
}

function ownText(text: string, entry: FileEntry): string {
  return `${entryLines(text, entry).lines.join('\n')}\n`;
}

function placeOfEntry(text: string, entry: FileEntry): { readonly line: number; readonly indent: number } {
  return { line: text.slice(0, entry.from).split('\n').length, indent: entry.column };
}

function idIn(service: Plain): string | null {
  if (typeof service !== 'object' || service === null || Array.isArray(service)) return null;
  const { id } = service as { readonly id?: unknown };
  return typeof id === 'string' || typeof id === 'number' ? String(id) : null;
}
