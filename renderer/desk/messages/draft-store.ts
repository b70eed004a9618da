import { z } from 'zod';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DeskStore } from '../desk-store';
import { keptUnder } from '../model/kept';
import { type MessageDraft, messageDraft } from './draft';

/** What people have written of messages here, by message id. */
export interface MessageDrafts {
  readonly drafts: Readonly<Record<string, MessageDraft>>;
}

const kept = keptUnder('vaktrom:message-drafts', z.record(z.string(), messageDraft));
const stores = new WeakMap<DeskStore, StoreApi<MessageDrafts>>();

/** The messages that are being written at a desk. They outlive the page and the window. */
export function messageDraftsOf(desk: DeskStore): StoreApi<MessageDrafts> {
  const known = stores.get(desk);
  if (known) return known;
  const store = createStore<MessageDrafts>(() => ({ drafts: kept.read() }));
  store.subscribe(({ drafts }, before) => {
    if (drafts !== before.drafts) kept.write(drafts);
  });
  stores.set(desk, store);
  return store;
}

/** Keeps a draft as it is written now. */
export function putMessageDraft(store: StoreApi<MessageDrafts>, draft: MessageDraft): void {
  store.setState(({ drafts }) => ({ drafts: { ...drafts, [draft.id]: draft } }));
}

/** Forgets a draft: the hub has it, or nobody wants it. */
export function dropMessageDraft(store: StoreApi<MessageDrafts>, id: string): void {
  store.setState(({ drafts: { [id]: _gone, ...drafts } }) => ({ drafts }));
}
