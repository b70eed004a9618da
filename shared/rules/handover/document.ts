import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
// Yjs: text that several people write at once, some of them offline, without anybody's words lost; the field's own CRDT.
import * as Y from 'yjs';
import { z } from 'zod';
import {
  type DraftLine,
  draftLine,
  HANDOVER_SECTIONS,
  type HandoverSection,
  type HandoverSeverity,
  handoverSection,
  handoverSeverity,
} from '../../model/handover';

/**
 * The document of a handover. Lines that are drawn from facts are the hub's (`auto`), who writes them anew as facts change,
 * and touches nothing else. People's words lie beside them: an edit of a drawn line is a text of its own, named by the line
 * and by what it said when somebody began to change it; two who begin apart from the same words share it, two who begin from
 * different words get one each, and both are shown. A line that is struck stays readable. All of it merges, in any order.
 */

/** Bounds as the signed text has them: what goes beyond would keep everybody from signing. */
const KEY_MOST = 200;
const byAt = { at: z.number(), by: z.string().max(100) };

/** Something that was done to the text, for its history. */
export const historyEntry = z.object({
  ...byAt,
  line: z.string().max(300),
  section: handoverSection.nullable(),
  what: z.enum(['edited', 'added', 'struck', 'restored', 'severity', 'summary', 'read-back']),
  before: z.string().max(4_000),
  after: z.string().max(4_000),
});
export type HistoryEntry = Readonly<z.infer<typeof historyEntry>>;

const editEntry = z.object({
  key: z.string().max(KEY_MOST),
  section: handoverSection,
  seed: z.string(),
  line: draftLine,
  ...byAt,
});
const ownEntry = z.object({ section: handoverSection, order: z.number(), critical: z.boolean(), ...byAt });
const struckEntry = z.object({ reason: z.string(), ...byAt });
const severityEntry = z.object({ value: handoverSeverity, ...byAt });

/** One person's wording of a drawn line, beside what it said when they began. */
export interface LineEdit {
  /** The name of its text in the document. */
  readonly text: string;
  readonly words: string;
  readonly seed: string;
  /** The line as it was drawn then. */
  readonly line: DraftLine;
  readonly by: string;
  readonly at: number;
}

/** A line that a person wrote. */
export interface OwnLine {
  readonly id: string;
  /** The name of its text in the document. */
  readonly text: string;
  readonly words: string;
  readonly section: HandoverSection;
  readonly order: number;
  readonly critical: boolean;
  readonly by: string;
  readonly at: number;
}

/** All that stands in a document, plain. What does not fit its schema (written by somebody else's program) is left out. */
export interface HandoverDocument {
  readonly auto: readonly DraftLine[];
  /** By the key of the drawn line; the oldest first. */
  readonly edits: ReadonlyMap<string, readonly LineEdit[]>;
  readonly own: readonly OwnLine[];
  readonly struck: ReadonlyMap<string, { readonly reason: string; readonly by: string; readonly at: number }>;
  readonly severity: { readonly value: HandoverSeverity; readonly by: string; readonly at: number } | null;
  readonly summary: string;
  readonly readBack: string;
  /** In the order of the document: that of writing, as far as writers knew of each other. */
  readonly history: readonly HistoryEntry[];
}

/** What the names of texts begin with in which drawn lines are changed. */
const EDITS = 'edit/';

/** Names of texts that every document has. */
export const SUMMARY_TEXT = 'summary';
export const READ_BACK_TEXT = 'read-back';

/** Reads a document. Deterministic: the same document reads the same everywhere. */
export function readDocument(doc: Y.Doc): HandoverDocument {
  const auto = valuesOf(doc.getMap('auto'), draftLine).sort(
    (a, b) =>
      HANDOVER_SECTIONS.indexOf(a.section) - HANDOVER_SECTIONS.indexOf(b.section) ||
      a.order - b.order ||
      compare(a.key, b.key),
  );
  const edits = new Map<string, LineEdit[]>();
  for (const [text, entry] of entriesOf(doc.getMap('edits'), editEntry)) {
    // Anything else may be no text at all, and to ask for it as one is an error.
    if (!text.startsWith(EDITS)) continue;
    const words = doc.getText(text).toString();
    const edit = { text, words, seed: entry.seed, line: entry.line, by: entry.by, at: entry.at };
    edits.set(entry.key, [...(edits.get(entry.key) ?? []), edit]);
  }
  for (const list of edits.values()) list.sort((a, b) => a.at - b.at || compare(a.text, b.text));
  const own = entriesOf(doc.getMap('own'), ownEntry)
    .filter(([id]) => id.length <= KEY_MOST)
    .map(([id, entry]) => ({ id, text: ownText(id), words: doc.getText(ownText(id)).toString(), ...entry }))
    .sort((a, b) => a.order - b.order || a.at - b.at || compare(a.id, b.id));
  return {
    auto,
    edits,
    own,
    struck: new Map(entriesOf(doc.getMap('struck'), struckEntry)),
    severity: severityEntry.safeParse(doc.getMap('severity').get('said')).data ?? null,
    summary: doc.getText(SUMMARY_TEXT).toString(),
    readBack: doc.getText(READ_BACK_TEXT).toString(),
    history: doc
      .getArray('history')
      .toArray()
      .flatMap((entry) => historyEntry.safeParse(entry).data ?? []),
  };
}

// ── the hub

/** Writes the drawn lines: what is new or said otherwise is put, what no longer holds goes. True: something changed. */
export function putDrawn(doc: Y.Doc, lines: readonly DraftLine[]): boolean {
  const map = doc.getMap('auto');
  const wanted = new Map(lines.map((line) => [line.key, line]));
  const gone = [...map.keys()].filter((key) => !wanted.has(key));
  const put = lines.filter((line) => !sameLine(map.get(line.key), line));
  if (gone.length === 0 && put.length === 0) return false;
  doc.transact(() => {
    for (const key of gone) map.delete(key);
    for (const line of put) map.set(line.key, { ...line, sources: line.sources.map((one) => ({ ...one })) });
  });
  return true;
}

/** `at` moves with every look; a line that says the same is the same. */
function sameLine(before: unknown, line: DraftLine): boolean {
  const known = draftLine.safeParse(before).data;
  return known !== undefined && JSON.stringify({ ...known, at: 0 }) === JSON.stringify({ ...line, at: 0 });
}

// ── people

/**
 * The text in which a drawn line is changed, which holds its words to begin with. Who begins from the same words anywhere
 * gets the same text: its first words are written under a client id made of them, so that they merge into one.
 */
export function editOf(doc: Y.Doc, line: DraftLine, by: string, at: number): Y.Text {
  const seed = hashOf(`${line.key}\n${line.text}`);
  const name = `${EDITS}${line.key}/${seed.slice(0, 16)}`;
  const text = doc.getText(name);
  if (doc.getMap('edits').has(name)) return text;
  const first = new Y.Doc();
  first.clientID = Number.parseInt(seed.slice(0, 8), 16);
  first.getText(name).insert(0, line.text);
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(first), SEEDED);
  first.destroy();
  const plain = { ...line, sources: line.sources.map((one) => ({ ...one })) };
  doc
    .getMap('edits')
    .set(name, { key: line.key, section: line.section, seed: line.text, line: plain, by, at });
  return text;
}

/** The origin of the transaction that writes an edit's first words: they are nobody's act, and are not undone. */
export const SEEDED = 'seeded';

/** A line of one's own. `id`: made by the caller, random. Returns its text. */
export function addLine(
  doc: Y.Doc,
  id: string,
  line: { readonly section: HandoverSection; readonly order: number; readonly critical: boolean } & By,
): Y.Text {
  doc.getMap('own').set(id, { ...line });
  return doc.getText(ownText(id));
}

interface By {
  readonly by: string;
  readonly at: number;
}

/** Takes a line out, readably. `key`: of a drawn line, or `own/ID`. */
export function strikeLine(doc: Y.Doc, key: string, reason: string, { by, at }: By): void {
  doc.getMap('struck').set(key, { reason, by, at });
}

export function restoreLine(doc: Y.Doc, key: string): void {
  doc.getMap('struck').delete(key);
}

/** A person's word on how bad it is, over what is drawn from facts; null: what is drawn holds. */
export function setSeverity(doc: Y.Doc, value: HandoverSeverity | null, { by, at }: By): void {
  if (value === null) doc.getMap('severity').delete('said');
  else doc.getMap('severity').set('said', { value, by, at });
}

/** Adds to the history. Words only: the text itself is changed by whoever calls. */
export function noteHistory(doc: Y.Doc, entry: HistoryEntry): void {
  doc.getArray('history').push([{ ...entry }]);
}

/** The name of the text of a line of one's own. */
export function ownText(id: string): string {
  return `own/${id}`;
}

function hashOf(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

function entriesOf<T>(map: Y.Map<unknown>, schema: z.ZodType<T>): [string, T][] {
  return [...map.entries()].flatMap(([key, value]): [string, T][] => {
    const parsed = schema.safeParse(value);
    return parsed.success ? [[key, parsed.data]] : [];
  });
}

function valuesOf<T>(map: Y.Map<unknown>, schema: z.ZodType<T>): T[] {
  return entriesOf(map, schema).map(([, value]) => value);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
