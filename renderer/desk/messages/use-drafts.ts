import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { OutboxEntry } from '../../../shared/contract/ipc';
import type { OutMessage } from '../../../shared/model/incidents';
import { useBoard } from '../../stores/board-react';
import { useDeskStore } from '../desk-context';
import { differs, type MessageDraft } from './draft';
import { dropMessageDraft, messageDraftsOf, putMessageDraft } from './draft-store';

/**
 * The drafts of this desk, kept in step with the hub: what it has as it is written here is forgotten here, and a version that
 * it did not take is not counted on.
 */
export function useDrafts(): Readonly<Record<string, MessageDraft>> {
  const store = messageDraftsOf(useDeskStore());
  const drafts = useStore(store, (state) => state.drafts);
  const outbox = useBoard((state) => state.outbox);
  const incidents = useBoard((state) => state.incidents);
  const version = useBoard((state) => state.incidentsVersion);
  const me = useBoard((state) => state.identity?.signedIn?.person ?? null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the map changes in place; its version says when
  useEffect(() => {
    for (const draft of Object.values(drafts)) {
      const waits = outbox.some(
        ({ subject, fate }) => subject === `message/${draft.id}` && (fate === 'queued' || fate === 'sent'),
      );
      if (waits) continue;
      const entity = incidents.get(`message:${draft.id}`);
      const step = settled(draft, entity?.kind === 'message' ? entity.value : undefined, me);
      if (step === 'drop') dropMessageDraft(store, draft.id);
      else if (step.version !== draft.version || step.ahead !== draft.ahead) putMessageDraft(store, step);
    }
  }, [drafts, outbox, incidents, version, me, store]);
  return drafts;
}

/** What becomes of a draft of this desk when nothing of it waits any more. `me`: who acts here. */
export function settled(
  draft: MessageDraft,
  message: OutMessage | undefined,
  me: string | null,
): MessageDraft | 'drop' {
  if (message === undefined) return { ...draft, version: null, ahead: 0 };
  if (message.state === 'discarded') return 'drop';
  if (!differs(draft, message)) return 'drop';
  if (message.state === 'approved') return { ...draft, ahead: 0 };
  // What I wrote myself I have read; somebody else's change is to be read first.
  return { ...draft, version: message.by === me ? message.version : draft.version, ahead: 0 };
}

/** A text is saved just before it is approved: within this both are one act, ms. */
const ONE_ACT_MS = 5_000;

/**
 * What became of the last command on a draft. An approval falls with the text that it was of: where that was not taken, why
 * says more than that there is nothing to approve.
 */
export function whatBecame(outbox: readonly OutboxEntry[], command: string | null): OutboxEntry | undefined {
  const given = outbox.find(({ id }) => id === command);
  if (given?.kind !== 'message.approve' || given.fate !== 'refused') return given;
  const saved = outbox.find(
    ({ kind, subject, fate, actedAt }) =>
      kind === 'message.draft' &&
      subject === given.subject &&
      fate === 'refused' &&
      Math.abs(given.actedAt - actedAt) < ONE_ACT_MS,
  );
  return saved ?? given;
}
