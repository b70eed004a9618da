import { z } from 'zod';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DeskStore } from '../desk-store';
import { keptUnder } from '../model/kept';

/** The page of a service that is not in the file yet. No id looks like this. */
export const NEW_SERVICE = '+';

const draft = z.object({
  yaml: z.string(),
  /** The service's text in the file when this was begun; null: it was not there. */
  shown: z.string().nullable(),
  /** The version of the file that it was in. */
  base: z.string(),
  /** Why, for the history. */
  summary: z.string(),
  /** A command that carries it to the hub, and the text that it carries; null: none is under way. */
  sent: z.object({ command: z.string(), yaml: z.string() }).nullable(),
  /** Why the last attempt to save it was refused, in words; null: it was not. */
  refused: z.string().nullable(),
  /** What was typed into a field and means nothing yet (half a list, half a journey), by the field's path. */
  loose: z.record(z.string(), z.string()),
});
/** What somebody wrote of a service and has not saved. */
export type Draft = Readonly<z.infer<typeof draft>>;

/** Drafts by the id that the service has in the file; a new one's is NEW_SERVICE. */
export type Drafts = Readonly<Record<string, Draft>>;

const kept = keptUnder('vaktrom:catalogue-drafts', z.record(z.string(), draft));

const stores = new WeakMap<DeskStore, StoreApi<Drafts>>();

/**
 * The drafts of a desk. They outlive the view and, where the window has a storage, the window: a reload, a crash and
 * a language change lose nothing of what was typed.
 */
export function draftsOf(desk: DeskStore): StoreApi<Drafts> {
  const known = stores.get(desk);
  if (known) return known;
  const store = createStore<Drafts>(() => kept.read());
  store.subscribe((drafts) => kept.write(drafts));
  stores.set(desk, store);
  return store;
}

/** Puts what `change` makes of a draft (null: of none); null drops it. */
export function changeDraft(
  store: StoreApi<Drafts>,
  service: string,
  change: (now: Draft | null) => Draft | null,
): void {
  const { [service]: now, ...rest } = store.getState();
  const next = change(now ?? null);
  if (next === (now ?? null)) return;
  store.setState(next === null ? rest : { ...rest, [service]: next }, true);
}
