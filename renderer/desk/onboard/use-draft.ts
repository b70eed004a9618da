import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { CatalogueSourceAnswer } from '../../../shared/contract/wire';
import { useBoard } from '../../stores/board-react';
import { useDeskStore } from '../desk-context';
import { changeDraft, type Draft, type Drafts, draftsOf, NEW_SERVICE } from './draft-store';
import { NEW_ENTRY } from './entry-model';

/** A service that is being edited: its text, and how it differs from the file. */
export interface Editing {
  /** The text as it stands in the form; null: nothing is known of it yet. */
  readonly yaml: string | null;
  readonly draft: Draft | null;
  /** The file's own text of the service is another than the one this draft began from. */
  readonly conflict: boolean;
  /** The draft is on its way to the hub and is not to be changed. */
  readonly sent: boolean;
  /** Changes the text as it is at that moment. */
  edit(change: (yaml: string) => string): void;
  change(part: Partial<Draft> | ((now: Draft) => Partial<Draft>)): void;
  /** Forgets what was written. */
  discard(): void;
  /** Goes on from the file as it is now, with this text. */
  keepMine(yaml: string): void;
}

/** The draft of a service over the text that the file has; whatever is typed becomes one. */
export function useDraft(service: string, answer: CatalogueSourceAnswer | null): Editing {
  const store = draftsOf(useDeskStore());
  const draft = useStore(store, (drafts) => drafts[service] ?? null);
  const isNew = service === NEW_SERVICE;
  const shown = answer === null ? null : isNew ? NEW_ENTRY : answer.text;
  const change = (part: Partial<Draft> | ((now: Draft) => Partial<Draft>)): void => {
    changeDraft(store, service, (now) => {
      const begun: Draft = {
        yaml: shown ?? '',
        shown: isNew ? null : shown,
        base: answer?.version ?? '',
        summary: '',
        sent: null,
        refused: null,
        loose: {},
        ...now,
      };
      const next = { ...begun, ...(typeof part === 'function' ? part(begun) : part) };
      // What says nothing else than the file does is no draft.
      const idle = next.sent === null && next.summary === '' && Object.keys(next.loose).length === 0;
      return idle && next.yaml === (isNew ? NEW_ENTRY : next.shown) ? null : next;
    });
  };
  // The rest of the file moved, and this service did not: the draft holds for the new file as well.
  const moved = answer !== null && draft !== null && draft.sent === null && draft.base !== answer.version;
  const same = isNew || (draft !== null && draft.shown === answer?.text);
  useEffect(() => {
    if (moved && same) changeDraft(store, service, (now) => now && { ...now, base: answer.version });
  }, [moved, same, store, service, answer]);
  return {
    yaml: draft?.yaml ?? shown,
    draft,
    conflict: moved && !same,
    sent: draft !== null && draft.sent !== null,
    edit: (make) => change((now) => ({ yaml: make(now.yaml), refused: null })),
    change,
    discard: () => changeDraft(store, service, () => null),
    keepMine: (yaml) => {
      if (answer) change({ yaml, base: answer.version, shown: answer.text, refused: null });
    },
  };
}

/**
 * The drafts of this desk. One that the hub has taken is forgotten, and `saved` is told which; one that was refused
 * or came too late stays as it was written, with the reason.
 */
export function useDrafts(expired: string, saved: (service: string, yaml: string) => void): Drafts {
  const store = draftsOf(useDeskStore());
  const drafts = useStore(store);
  const outbox = useBoard((state) => state.outbox);
  const ready = useBoard((state) => state.phase === 'ready');
  useEffect(() => {
    if (!ready) return;
    for (const [service, { sent }] of Object.entries(drafts)) {
      if (sent === null) continue;
      const entry = outbox.find(({ id }) => id === sent.command);
      if (entry?.fate === 'queued' || entry?.fate === 'sent') continue;
      if (entry?.fate === 'confirmed') {
        changeDraft(store, service, () => null);
        saved(service, sent.yaml);
      } else {
        // Where nothing is known of it any more, the file itself will show whether it was taken.
        const refused = entry ? (entry.fate === 'expired' ? expired : (entry.reason ?? '')) : null;
        changeDraft(store, service, (now) => now && { ...now, sent: null, refused });
      }
    }
  }, [store, drafts, outbox, ready, expired, saved]);
  return drafts;
}
