import { z } from 'zod';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DeskStore } from '../desk-store';
import { keptUnder } from '../model/kept';
import { type Draft, draft, newDraft } from './draft';

/** What people have written of windows, by window id, and which of them is open in the form. */
export interface Drafts {
  readonly drafts: Readonly<Record<string, Draft>>;
  readonly open: string | null;
}

const kept = keptUnder('vaktrom:maintenance-drafts', z.record(z.string(), draft));

const stores = new WeakMap<DeskStore, StoreApi<Drafts>>();

/**
 * The drafts of a desk. They outlive the view and, where the window has a storage, the window: a reload, a crash and
 * a language change lose nothing of what was typed.
 */
export function draftsOf(desk: DeskStore): StoreApi<Drafts> {
  const known = stores.get(desk);
  if (known) return known;
  const store = createStore<Drafts>(() => ({ drafts: kept.read(), open: null }));
  store.subscribe(({ drafts }, before) => {
    if (drafts !== before.drafts) kept.write(drafts);
  });
  stores.set(desk, store);
  return store;
}

/** Puts a draft, and opens it where asked to. */
export function putDraft(store: StoreApi<Drafts>, value: Draft, open = false): void {
  const { drafts } = store.getState();
  store.setState({ drafts: { ...drafts, [value.id]: value }, ...(open ? { open: value.id } : {}) });
}

/** Changes what is written of a draft, as it stands now; one that has gone meanwhile stays gone. */
export function changeDraft(store: StoreApi<Drafts>, id: string, part: Partial<Draft>): void {
  const known = store.getState().drafts[id];
  if (known) putDraft(store, { ...known, ...part });
}

/** Forgets a draft, and closes it if it was open. */
export function dropDraft(store: StoreApi<Drafts>, id: string): void {
  const { [id]: _gone, ...drafts } = store.getState().drafts;
  store.setState((state) => ({ drafts, open: state.open === id ? null : state.open }));
}

/**
 * Goes to the maintenance view with the form open on a new window for a node; Escape leads back here. `now`: the
 * hub's time, ms UTC.
 */
export function planFor(desk: DeskStore, node: string, now: number): void {
  putDraft(draftsOf(desk), newDraft(newWindowId(), now, node), true);
  desk.setState(({ trail }) => ({ trail: [...trail, { view: 'maintenance' }], notice: null }));
}

/** An id that no other desk makes. */
export function newWindowId(): string {
  const random = crypto.getRandomValues(new Uint32Array(3));
  return `desk-${[...random].map((part) => part.toString(36)).join('')}`;
}
