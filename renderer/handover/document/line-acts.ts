import type { HandoverSection, HandoverSeverity } from '../../../shared/model/handover';
import {
  type HandoverDocument,
  noteHistory,
  READ_BACK_TEXT,
  restoreLine,
  SUMMARY_TEXT,
  setSeverity,
  strikeLine,
} from '../../../shared/rules/handover/document';
import type { SharedDocument } from './shared-document';
import type { Writer } from './text-target';

/** Where a line stands and what it says, as whoever acts on it saw it. */
export interface LineAt {
  readonly key: string;
  readonly section: HandoverSection;
  readonly words: string;
}

/** Takes a line out, readably, with its reason. */
export function strike(shared: SharedDocument, line: LineAt, reason: string, writer: Writer): void {
  const stamp = { by: writer.by, at: writer.at() };
  shared.newStep();
  shared.change((doc) => strikeLine(doc, line.key, reason, stamp));
  noteHistory(shared.doc, {
    ...stamp,
    line: line.key,
    section: line.section,
    what: 'struck',
    before: line.words,
    after: reason,
  });
}

/** Puts a line back that was taken out. */
export function restore(shared: SharedDocument, line: LineAt, writer: Writer): void {
  shared.newStep();
  shared.change((doc) => restoreLine(doc, line.key));
  noteHistory(shared.doc, {
    by: writer.by,
    at: writer.at(),
    line: line.key,
    section: line.section,
    what: 'restored',
    before: '',
    after: line.words,
  });
}

/** Says how bad it is, in the place of what is drawn from facts; null: what is drawn holds. */
export function say(
  shared: SharedDocument,
  value: HandoverSeverity | null,
  before: HandoverSeverity | null,
  writer: Writer,
): void {
  const stamp = { by: writer.by, at: writer.at() };
  shared.newStep();
  shared.change((doc) => setSeverity(doc, value, stamp));
  noteHistory(shared.doc, {
    ...stamp,
    line: 'severity',
    section: null,
    what: 'severity',
    before: before ?? '',
    after: value ?? '',
  });
}

/** What a step back or forth through one's own acts changed, said in the history: nothing moves without a word there. */
export function noteSteps(
  shared: SharedDocument,
  before: HandoverDocument,
  after: HandoverDocument,
  writer: Writer,
): void {
  const stamp = { by: writer.by, at: writer.at() };
  const was = textsOf(before);
  const is = textsOf(after);
  for (const line of new Set([...was.keys(), ...is.keys()])) {
    const then = was.get(line);
    const now = is.get(line);
    if ((then?.words ?? '') === (now?.words ?? '')) continue;
    const section = (now ?? then)?.section ?? null;
    noteHistory(shared.doc, {
      ...stamp,
      line,
      section,
      what: section === null ? (line === SUMMARY_TEXT ? 'summary' : 'read-back') : 'edited',
      before: then?.words ?? '',
      after: now?.words ?? '',
    });
  }
}

function textsOf(
  document: HandoverDocument,
): ReadonlyMap<string, { readonly section: HandoverSection | null; readonly words: string }> {
  const texts = new Map<string, { readonly section: HandoverSection | null; readonly words: string }>();
  for (const edits of document.edits.values())
    for (const { line, text, words } of edits) texts.set(text, { section: line.section, words });
  for (const { id, section, words } of document.own) texts.set(`own/${id}`, { section, words });
  texts.set(SUMMARY_TEXT, { section: null, words: document.summary });
  texts.set(READ_BACK_TEXT, { section: null, words: document.readBack });
  return texts;
}
