import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import stringify from 'safe-stable-stringify';
import {
  type DraftLine,
  HANDOVER_SECTIONS,
  type Handover,
  type HandoverSection,
  type HandoverSeverity,
  handoverSeverity,
  type SignedLine,
  type SignedText,
} from '../../model/handover';
import type { HandoverDocument, LineEdit } from './document';

/**
 * What a handover's document says, put together: drawn lines, people's wordings of them, and lines of their own. One
 * function for the window, for what is signed and for what arrives after it, so that what is signed is what was read.
 */

/** Most lines of a signed text (its schema's bound). */
const LINES_MOST = 400;
/** And most bytes of them: the command that carries the text holds what changes hands besides, and goes into one message. */
const LINES_BYTES = 150_000;
const WORDS_MOST = 4_000;

/** A drawn line with a key that begins so is no line of the note: it says how bad it is, by facts, and why. */
export const SEVERITY_KEY = 'severity/';

/** A line as it stands in the window. */
export interface ComposedLine {
  /** As it would be signed now. */
  readonly line: SignedLine;
  /** The key of the drawn line that it is a wording of; of a line of one's own its own key. */
  readonly base: string;
  /**
   * `line`: the line itself. `variant`: another wording of it, by somebody who began from other words. `newer`: what is
   * drawn now, beneath a wording that began from something else: a new fact is never lost behind an older sentence.
   */
  readonly role: 'line' | 'variant' | 'newer';
  /** The name of the text in the document that holds its words; null: nobody has begun to change it (`editOf`). */
  readonly text: string | null;
  /** The drawn line to begin an edit from; null: it is a line of one's own. */
  readonly drawn: DraftLine | null;
  /** It was drawn once, and is no longer found to be so: only people's words are left of it. */
  readonly gone: boolean;
  readonly order: number;
  /** When it was drawn, written or last changed, ms UTC. */
  readonly at: number;
}

/** What is missing for a handover to be whole, by code. The first three hold up a signature (decide-handover). */
export const MISSING_PARTS = ['walked', 'said', 'read-back', 'summary', 'actions', 'contingency'] as const;
export type MissingPart = (typeof MISSING_PARTS)[number];

/** All lines in the note's order; other wordings, and newer facts, right beneath the line that they belong to. */
export function composedLines(document: HandoverDocument): readonly ComposedLine[] {
  const drawn = document.auto.filter(({ key }) => !key.startsWith(SEVERITY_KEY));
  const keys = new Set(drawn.map(({ key }) => key));
  const groups: ComposedLine[][] = drawn.map((line) => ofDrawn(document, line));
  for (const [key, edits] of document.edits) {
    const changed = edits.filter(isChanged);
    if (!keys.has(key) && !key.startsWith(SEVERITY_KEY) && changed.length > 0) {
      groups.push(changed.map((edit, place) => ofEdit(document, key, edit, place, true)));
    }
  }
  for (const { id, text, words, section, order, critical, by, at } of document.own) {
    if (words.trim() === '') continue;
    const key = `own/${id}`;
    const last = lastWriter(document, [key, text]) ?? { by, at };
    const line = signed(
      document,
      key,
      { section, text: words, lead: 0, sources: [], critical },
      'written',
      last.by,
    );
    groups.push([{ line, base: key, role: 'line', text, drawn: null, gone: false, order, at: last.at }]);
  }
  return groups
    .flatMap((group) => (group[0] ? [{ group, first: group[0] }] : []))
    .sort(
      (a, b) =>
        sectionOrder(a.first.line.section) - sectionOrder(b.first.line.section) ||
        a.first.order - b.first.order ||
        (a.first.base < b.first.base ? -1 : a.first.base > b.first.base ? 1 : 0),
    )
    .flatMap(({ group }) => group);
}

/** The text as it would be signed now. Deterministic: the same document and handover give the same text, to its hash. */
export function composeText(
  document: HandoverDocument,
  handover: Pick<Handover, 'id' | 'severity' | 'readBack'>,
): SignedText {
  const drawn = drawnSeverity(document);
  const words = document.readBack.trim().slice(0, WORDS_MOST);
  const said = handover.readBack;
  // Whose they are when they are no longer the words that were stated back, the history knows.
  const reader =
    said?.hash === hashOfWords(words) ? said : (lastOf(document, 'read-back') ?? handover.readBack);
  return {
    handover: handover.id,
    severity: document.severity?.value ?? drawn?.value ?? handover.severity ?? severityOf(document),
    summary: document.summary.trim().slice(0, WORDS_MOST),
    lines: withinBounds(composedLines(document).map(({ line }) => line)),
    readBack: words === '' || reader === null ? null : { at: reader.at, by: reader.by, text: words },
  };
}

/** SHA-256 over the canonical JSON of a text (keys sorted), hexadecimal. */
export function hashOfText(text: SignedText): string {
  return hashOfWords(stringify(text));
}

/** SHA-256 over words (UTF-8), hexadecimal: of a read-back, of an amendment. */
export function hashOfWords(words: string): string {
  return bytesToHex(sha256(utf8ToBytes(words)));
}

/** How bad it is by facts, and why in words (`Gult. Én åpen kritisk sak.`); null: nothing is drawn yet. */
export function drawnSeverity(
  document: Pick<HandoverDocument, 'auto'>,
): { readonly value: HandoverSeverity; readonly why: string } | null {
  const line = document.auto.find(({ key }) => key.startsWith(SEVERITY_KEY));
  const value = handoverSeverity.safeParse(line?.key.slice(SEVERITY_KEY.length)).data;
  return line && value ? { value, why: line.text } : null;
}

/**
 * What is missing. By HSE and I-PASS: what is open is gone through and stated back, the receiver has said it all in their
 * own words, there is a summary, what is to be done, and what to do if it gets worse (asked for while something is open).
 */
export function missingParts(
  text: SignedText,
  handover: Pick<Handover, 'items' | 'readBack'>,
): readonly MissingPart[] {
  const standing = text.lines.filter(({ struck }) => struck === null);
  const has = (...sections: readonly HandoverSection[]): boolean =>
    standing.some(({ section }) => sections.includes(section));
  const missing: Record<MissingPart, boolean> = {
    walked: handover.items.some(({ walked }) => walked === null),
    said: handover.items.some(({ said }) => said === null),
    'read-back': handover.readBack === null,
    summary: text.summary === '',
    actions: !has('done', 'aside', 'maintenance', 'routines', 'watch'),
    contingency: has('now') && !has('if'),
  };
  return MISSING_PARTS.filter((part) => missing[part]);
}

/** Something that a text says otherwise than another one. */
export interface ChangedLine {
  /** The line's key; `summary`, `severity` or `read-back` of what is no line. */
  readonly line: string;
  readonly section: HandoverSection;
  /** What it says now; of a line that was taken out: its reason; of one whose words were taken away: nothing. */
  readonly text: string;
  readonly by: string | null;
}

/**
 * What `now` says that `signed` did not, line by line, and people's words that it says no longer: what is proposed after
 * signing. A wording that was signed under another key (an older one of the same line has come since) is no change.
 */
export function changedLines(signedBefore: SignedText, now: SignedText): readonly ChangedLine[] {
  const said = new Set(signedBefore.lines.map(saying));
  const changed: ChangedLine[] = now.lines
    .filter((line) => !said.has(saying(line)))
    .map((line) => ({
      line: line.key,
      section: line.section,
      text: line.struck?.reason ?? line.text,
      by: line.struck?.by ?? line.by,
    }));
  const says = new Set(now.lines.map(saying));
  const put = new Set(changed.map(({ line }) => line));
  for (const line of signedBefore.lines) {
    if (line.origin === 'drawn' || put.has(line.key) || says.has(saying(line))) continue;
    changed.push({ line: line.key, section: line.section, text: '', by: null });
  }
  const whole = (line: string, before: string, after: string, by: string | null): void => {
    if (before !== after) changed.push({ line, section: 'now', text: after, by });
  };
  whole('summary', signedBefore.summary, now.summary, null);
  whole('severity', signedBefore.severity, now.severity, null);
  whole('read-back', signedBefore.readBack?.text ?? '', now.readBack?.text ?? '', now.readBack?.by ?? null);
  return changed;
}

/** The key of the drawn line that a signed line is a wording of. */
export function baseOf(key: string): string {
  const at = key.lastIndexOf('~');
  return at < 0 ? key : key.slice(0, at);
}

function saying(line: SignedLine): string {
  return stringify([baseOf(line.key), line.text, line.struck === null]);
}

function ofDrawn(document: HandoverDocument, line: DraftLine): ComposedLine[] {
  const edits = (document.edits.get(line.key) ?? []).filter(isChanged);
  if (edits.length === 0) {
    return [{ ...untouched(document, line.key, line), base: line.key, role: 'line' }];
  }
  const wordings = edits.map((edit, place) => ofEdit(document, line.key, edit, place, false));
  // Who began from what is drawn now has seen it. So has who struck it: what is drawn after that has another key.
  if (edits.some(({ seed }) => seed === line.text)) return wordings;
  const key = wordingKey(line.key, line.text);
  return [...wordings, { ...untouched(document, key, line), base: line.key, role: 'newer' }];
}

function untouched(
  document: HandoverDocument,
  key: string,
  line: DraftLine,
): Omit<ComposedLine, 'base' | 'role'> {
  const { order, at } = line;
  return {
    line: signed(document, key, line, 'drawn', null),
    text: null,
    drawn: line,
    gone: false,
    order,
    at,
  };
}

function ofEdit(
  document: HandoverDocument,
  base: string,
  edit: LineEdit,
  place: number,
  gone: boolean,
): ComposedLine {
  const key = place === 0 ? base : wordingKey(base, edit.seed);
  const last = lastWriter(document, [key, base, edit.text]) ?? edit;
  const { line: began } = edit;
  const lead = began.text.slice(0, began.lead) === edit.words.slice(0, began.lead) ? began.lead : 0;
  return {
    line: signed(document, key, { ...began, text: edit.words, lead }, 'edited', last.by),
    base,
    role: place === 0 ? 'line' : 'variant',
    text: edit.text,
    drawn: began,
    gone,
    order: began.order,
    at: last.at,
  };
}

function signed(
  document: HandoverDocument,
  key: string,
  line: Pick<DraftLine, 'section' | 'text' | 'lead' | 'sources' | 'critical'>,
  origin: SignedLine['origin'],
  by: string | null,
): SignedLine {
  const { section, sources, critical } = line;
  const text = line.text.trim().slice(0, WORDS_MOST);
  const struck = document.struck.get(key);
  return {
    key,
    section,
    text,
    lead: Math.min(line.lead, text.length),
    sources: [...sources],
    critical,
    origin,
    by,
    struck: struck ? { at: struck.at, by: struck.by, reason: struck.reason.slice(0, 300) } : null,
  };
}

/** A wording that nobody has changed, or that was emptied, is none: what is drawn holds. Taking out is done with a reason. */
function isChanged(edit: LineEdit): boolean {
  return edit.words.trim() !== '' && edit.words !== edit.seed;
}

function wordingKey(base: string, seed: string): string {
  return `${base}~${hashOfWords(seed).slice(0, 16)}`;
}

function lastWriter(
  document: HandoverDocument,
  lines: readonly string[],
): { readonly by: string; readonly at: number } | null {
  return document.history.findLast(({ line, what }) => what === 'edited' && lines.includes(line)) ?? null;
}

function lastOf(
  document: HandoverDocument,
  what: HandoverDocument['history'][number]['what'],
): { readonly by: string; readonly at: number } | null {
  return document.history.findLast((entry) => entry.what === what) ?? null;
}

/** Where nobody has said how bad it is, and it is not drawn: yellow while something critical is open. */
function severityOf(document: HandoverDocument): HandoverSeverity {
  return document.auto.some(({ critical }) => critical) ? 'yellow' : 'green';
}

/** People's words always have room: of more lines than can be signed, the last drawn ones that are not critical give way. */
function withinBounds(lines: readonly SignedLine[]): SignedLine[] {
  const bytesOf = (line: SignedLine): number => utf8ToBytes(JSON.stringify(line)).length + 1;
  let over = lines.length - LINES_MOST;
  let bytes = lines.reduce((sum, line) => sum + bytesOf(line), 0) - LINES_BYTES;
  if (over <= 0 && bytes <= 0) return [...lines];
  return lines
    .toReversed()
    .filter((line) => {
      if (line.origin !== 'drawn' || line.critical || (over <= 0 && bytes <= 0)) return true;
      over -= 1;
      bytes -= bytesOf(line);
      return false;
    })
    .toReversed()
    .slice(0, LINES_MOST);
}

function sectionOrder(section: HandoverSection): number {
  return HANDOVER_SECTIONS.indexOf(section);
}
