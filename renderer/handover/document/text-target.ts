import type * as Y from 'yjs';
import type { DraftLine, HandoverSection } from '../../../shared/model/handover';
import { composedLines } from '../../../shared/rules/handover/compose';
import {
  addLine,
  editOf,
  type HistoryEntry,
  noteHistory,
  ownText,
  READ_BACK_TEXT,
  SUMMARY_TEXT,
} from '../../../shared/rules/handover/document';
import type { SharedDocument } from './shared-document';
import { changeBetween, oneLine } from './text-diff';

/** Who writes, and when: a person's id, and the hub's time in ms UTC. */
export interface Writer {
  readonly by: string;
  readonly at: () => number;
}

/** A text of the document that somebody can write in. */
export interface TextTarget {
  /** The line that it is, as history and presence know it. */
  readonly line: string;
  readonly section: HandoverSection | null;
  readonly what: HistoryEntry['what'];
  /** What stands there before anybody has written. */
  readonly seed: string;
  /** Its text, where it is there; null: it begins with the first letter. */
  find(shared: SharedDocument): Y.Text | null;
  /** Its text, made where it was not. */
  begin(shared: SharedDocument, writer: Writer): Y.Text;
}

/** The wording of a drawn line: its first letter makes an edit of it; looking at it makes none. */
export function drawnTarget(line: DraftLine): TextTarget {
  return {
    line: line.key,
    section: line.section,
    what: 'edited',
    seed: line.text,
    find: () => null,
    begin: ({ doc }, writer) => editOf(doc, line, writer.by, writer.at()),
  };
}

/** A wording that is there, by the name of its text. */
export function editTarget(line: DraftLine, text: string): TextTarget {
  return named({ line: line.key, section: line.section, what: 'edited', seed: line.text }, text);
}

export function ownTarget(id: string, section: HandoverSection): TextTarget {
  return named({ line: `own/${id}`, section, what: 'edited', seed: '' }, ownText(id));
}

/** A line of one's own that is not there before its first letter. `id`: random. */
export function newLineTarget(id: string, section: HandoverSection): TextTarget {
  return {
    line: `own/${id}`,
    section,
    what: 'added',
    seed: '',
    find: () => null,
    begin: (shared, { by, at }) => {
      // At the end of its section, as it stands now.
      const order = composedLines(shared.getState().document)
        .filter(({ line }) => line.section === section)
        .reduce((most, one) => Math.max(most, one.order), 0);
      let text = shared.doc.getText(ownText(id));
      shared.change((doc) => {
        text = addLine(doc, id, { section, order: order + 1, critical: false, by, at: at() });
      });
      return text;
    },
  };
}

export const SUMMARY_TARGET: TextTarget = named(
  { line: SUMMARY_TEXT, section: null, what: 'summary', seed: '' },
  SUMMARY_TEXT,
);
export const READ_BACK_TARGET: TextTarget = named(
  { line: READ_BACK_TEXT, section: null, what: 'read-back', seed: '' },
  READ_BACK_TEXT,
);

function named(about: Omit<TextTarget, 'find' | 'begin'>, name: string): TextTarget {
  const text = ({ doc }: SharedDocument): Y.Text => doc.getText(name);
  return { ...about, find: text, begin: text };
}

/** One person at one text: from when they begin to write there until they leave it, which is one entry of its history. */
export class Writing {
  readonly target: TextTarget;
  readonly #shared: SharedDocument;
  readonly #writer: Writer;
  #text: Y.Text | null;
  readonly #before: string;
  /** Whether this person has changed anything here. */
  #wrote = false;

  constructor(shared: SharedDocument, target: TextTarget, writer: Writer) {
    this.target = target;
    this.#shared = shared;
    this.#writer = writer;
    this.#text = target.find(shared);
    this.#before = this.words;
    shared.newStep();
  }

  /** What stands there now. */
  get words(): string {
    return this.#text?.toString() ?? this.target.seed;
  }

  /** The text itself; null: nobody has written in it yet. */
  get text(): Y.Text | null {
    return this.#text;
  }

  /** What the field holds after something was typed, with the cursor at `caret`. */
  type(value: string, caret: number): void {
    const change = changeBetween(this.words, oneLine(value), caret);
    if (change === null) return;
    // Outside the change below: the words that an edit begins with are nobody's act, and no undo takes them away.
    this.#text ??= this.target.begin(this.#shared, this.#writer);
    const text = this.#text;
    this.#shared.tracks(text);
    this.#wrote = true;
    this.#shared.change(() => {
      if (change.taken > 0) text.delete(change.at, change.taken);
      if (change.put !== '') text.insert(change.at, change.put);
    });
  }

  /** They leave it: what they did is in its history. */
  end(): void {
    const after = this.words;
    if (!this.#wrote || after === this.#before) return;
    const { section, what } = this.target;
    // By the name of its text, where it has one: of several wordings of a line each has its own writers.
    const line = nameOf(this.#shared.doc, this.#text) ?? this.target.line;
    this.#wrote = false;
    noteHistory(this.#shared.doc, {
      by: this.#writer.by,
      at: this.#writer.at(),
      line,
      section,
      what,
      before: this.#before.slice(0, 4_000),
      after: after.slice(0, 4_000),
    });
  }
}

function nameOf(doc: Y.Doc, text: Y.Text | null): string | null {
  if (text === null) return null;
  for (const name of doc.share.keys()) if (doc.share.get(name) === (text as unknown)) return name;
  return null;
}
