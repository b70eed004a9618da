import {
  type Amendment,
  type DraftLine,
  HANDOVER_SECTIONS,
  type Handover,
  type HandoverSection,
  type SignedLine,
  type SignedText,
} from '../../../shared/model/handover';
import {
  baseOf,
  type ChangedLine,
  type ComposedLine,
  changedLines,
  composedLines,
  composeText,
} from '../../../shared/rules/handover/compose';
import type { HandoverDocument } from '../../../shared/rules/handover/document';
import { drawnTarget, editTarget, ownTarget, type TextTarget } from '../document/text-target';

/** A line of the note as the window shows it. */
export interface NoteRow {
  /** The same for as long as it is the same line: focus, presence and the editor hold on to it. */
  readonly key: string;
  /** `proposed`: what somebody wrote after the text was signed, beneath the line that it would change. */
  readonly role: ComposedLine['role'] | 'proposed';
  readonly section: HandoverSection;
  readonly line: SignedLine;
  /** Where Enter writes; null: it can only be read. */
  readonly target: TextTarget | null;
  readonly drawn: DraftLine | null;
  /** It is no longer found to be so: only people's words are left of it. */
  readonly gone: boolean;
  /** When it was drawn, written or changed, ms UTC; null: the signed text does not say. */
  readonly at: number | null;
  /** Of a proposed line: what the hub knows of it; null: it has not heard of it yet. */
  readonly amendment: Amendment | null;
}

/** The key of the row that a section without lines has, so that one can be added there. */
export const emptyKey = (section: HandoverSection): string => `empty/${section}`;
/** The key of the summary's row. */
export const SUMMARY_ROW = 'summary';

export interface NoteSection {
  readonly section: HandoverSection;
  readonly rows: readonly NoteRow[];
}

/** The note, section by section; a section without lines is there, empty. `signed`: what was signed, once it was. */
export function noteSections(
  document: HandoverDocument,
  handover: Handover,
  signed: SignedText | null,
): readonly NoteSection[] {
  const composed = composedLines(document);
  const rows =
    signed === null
      ? composed.map(openRow)
      : signedRows(signed, composed, proposals(document, handover, signed));
  return HANDOVER_SECTIONS.map((section) => ({
    section,
    rows: rows.filter((row) => row.section === section),
  }));
}

/** What was written after signing that is a line of the note. */
function proposals(
  document: HandoverDocument,
  handover: Handover,
  signed: SignedText,
): readonly (ChangedLine & { readonly amendment: Amendment | null })[] {
  const now = composeText(document, handover);
  // A drawn line that came late is a fact of the board, which the next watch sees there; unless the hub proposes it.
  const people = new Set(
    now.lines.filter(({ origin, struck }) => origin !== 'drawn' || struck !== null).map(({ key }) => key),
  );
  const proposedBy = new Set(handover.amendments.map(({ line }) => line));
  return changedLines(signed, now)
    .filter(({ line }) => people.has(line) || proposedBy.has(line))
    .map((changed) => ({
      ...changed,
      amendment: handover.amendments.findLast(({ line }) => line === changed.line) ?? null,
    }));
}

function openRow(composed: ComposedLine): NoteRow {
  const { line, role, drawn, gone, at } = composed;
  return {
    key: line.key,
    role,
    section: line.section,
    line,
    target: targetOf(composed),
    drawn,
    gone,
    at,
    amendment: null,
  };
}

function targetOf({ line, text, drawn }: ComposedLine): TextTarget | null {
  if (drawn === null) return ownTarget(line.key.slice('own/'.length), line.section);
  return text === null ? drawnTarget(drawn) : editTarget(drawn, text);
}

function signedRows(
  signed: SignedText,
  composed: readonly ComposedLine[],
  proposed: ReturnType<typeof proposals>,
): readonly NoteRow[] {
  const now = new Map(composed.map((one) => [one.line.key, one]));
  const left = new Set(proposed);
  const rows: NoteRow[] = [];
  for (const line of signed.lines) {
    const standing = now.get(line.key) ?? now.get(baseOf(line.key));
    rows.push({
      key: line.key,
      role: 'line',
      section: line.section,
      line,
      target: standing ? targetOf(standing) : null,
      drawn: standing?.drawn ?? null,
      gone: false,
      at: null,
      amendment: null,
    });
    for (const change of proposed) {
      if (!left.has(change) || baseOf(change.line) !== baseOf(line.key)) continue;
      left.delete(change);
      rows.push(proposedRow(change, now.get(change.line), line));
    }
  }
  for (const change of left) rows.push(proposedRow(change, now.get(change.line), null));
  return rows;
}

function proposedRow(
  { line: key, section, text, by, amendment }: ReturnType<typeof proposals>[number],
  standing: ComposedLine | undefined,
  was: SignedLine | null,
): NoteRow {
  const taken = { at: amendment?.at ?? 0, by: by ?? amendment?.by ?? '', reason: '' };
  // Words that were taken away are shown as they were signed, struck.
  const isTaken = text === '' && was !== null;
  const plain = { key, section, lead: 0, sources: [], critical: false, origin: 'written' as const, by };
  const line: SignedLine =
    standing?.line ??
    (isTaken ? { ...plain, text: was.text, struck: taken } : { ...plain, text, struck: null });
  return {
    key: `proposed/${key}`,
    role: 'proposed',
    section,
    line,
    target: standing ? targetOf(standing) : null,
    drawn: null,
    gone: false,
    at: standing?.at ?? amendment?.at ?? null,
    amendment,
  };
}

/** The keys of all rows, from top to bottom: where the arrows lead. */
export function rowKeys(sections: readonly NoteSection[]): readonly string[] {
  return [
    SUMMARY_ROW,
    ...sections.flatMap(({ section, rows }) =>
      rows.length === 0 ? [emptyKey(section)] : rows.map(({ key }) => key),
    ),
  ];
}
