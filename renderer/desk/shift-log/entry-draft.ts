import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Attachment, EntryLink } from '../../../shared/model/shift-log';
import type { DeskStore } from '../desk-store';
import { newId } from '../incidents/made-id';

/** A file that will go with the entry; its bytes are on this console's disk. */
export interface DraftFile {
  readonly attachment: Omit<Attachment, 'erased'>;
  /** What was pasted, to be shown while it is written. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Its content or its name looks like it says who a patient is. */
  readonly suspect: boolean;
}

/** An entry that is being written. */
export interface EntryDraft {
  readonly id: string;
  readonly text: string;
  /** As it was typed; empty: now. */
  readonly when: string;
  readonly links: readonly EntryLink[];
  readonly files: readonly DraftFile[];
  readonly handover: boolean;
}

/**
 * The entry that is being written at each desk. It outlives the dialog (who has to sign in first goes on where they were), and
 * never the window: words that nobody has sent are on no disk, where nobody could erase them.
 */
const drafts = new WeakMap<DeskStore, StoreApi<EntryDraft>>();

/** A new entry about these. */
export function newDraft(links: readonly EntryLink[]): EntryDraft {
  return { id: newId(), text: '', when: '', links, files: [], handover: false };
}

/** Whether anything was written that somebody would miss. */
export function isBegun(draft: EntryDraft): boolean {
  return draft.text.trim() !== '' || draft.files.length > 0;
}

/** The draft of a desk: what was begun and not sent, else a new one about `links`. */
export function draftFor(desk: DeskStore, links: readonly EntryLink[]): StoreApi<EntryDraft> {
  const known = drafts.get(desk);
  if (known) {
    if (!isBegun(known.getState())) known.setState(newDraft(links), true);
    return known;
  }
  const store = createStore<EntryDraft>(() => newDraft(links));
  drafts.set(desk, store);
  return store;
}

/** Puts words back to be written once more, such as those of an entry that the hub refused. */
export function writeAgain(desk: DeskStore, words: Pick<EntryDraft, 'text' | 'links' | 'handover'>): void {
  draftFor(desk, words.links).setState({ ...newDraft(words.links), ...words }, true);
}
