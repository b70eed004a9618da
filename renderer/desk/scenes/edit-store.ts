import { z } from 'zod';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { arrangement, panel, type Scene, type SceneDraft } from '../../../shared/model/wall';
import type { DeskStore } from '../desk-store';
import { keptUnder } from '../model/kept';
import { sameScene } from './scene-diff';

/** A scene while it is written: it may lack what it is not kept without (a name, a panel). */
const looseScene = z.object({
  name: z.string().max(400),
  arrangements: z
    .array(arrangement.extend({ panels: z.array(panel.extend({ priority: z.number() })) }))
    .min(1),
});

const kept = z.object({
  draft: looseScene,
  /** The scene as it was when this was begun; null: it was not there. */
  shown: looseScene.nullable(),
  /** The version that it was; null: it was not there. */
  base: z.number().nullable(),
  /** A command that carries it to the hub, and what it carries; null: none is under way. */
  sent: z.object({ command: z.string(), draft: looseScene }).nullable(),
  /** Why the last attempt to save it was refused, in words; null: it was not. */
  refused: z.string().nullable(),
});

/** What somebody wrote of a scene and has not saved; and the way back through what they did. */
export type SceneEdit = Readonly<z.infer<typeof kept>> & {
  readonly past: readonly SceneDraft[];
  readonly future: readonly SceneDraft[];
  /** What the last step was about: one more of the same is the same step. Null: never the same. */
  readonly step: string | null;
};

/** What is written of scenes, by the scene's id. */
export type SceneEdits = Readonly<Record<string, SceneEdit>>;

/** Steps that can be taken back. */
const PAST_MOST = 200;

const storage = keptUnder('vaktrom:scene-drafts', z.record(z.string(), kept));
const stores = new WeakMap<DeskStore, StoreApi<SceneEdits>>();

/**
 * What this desk has written of scenes. It outlives the view and, where the window has a storage, the window; the way back
 * through the steps does not outlive the window.
 */
export function sceneEditsOf(desk: DeskStore): StoreApi<SceneEdits> {
  const known = stores.get(desk);
  if (known) return known;
  const store = createStore<SceneEdits>(() =>
    Object.fromEntries(Object.entries(storage.read()).map(([id, one]) => [id, fresh(one)])),
  );
  store.subscribe((edits) => storage.write(edits));
  stores.set(desk, store);
  return store;
}

function fresh(one: z.infer<typeof kept>): SceneEdit {
  return { ...one, past: [], future: [], step: null };
}

/** A scene that nobody has changed yet; null: there is none, and it is new as `draft`. */
export function begunEdit(scene: Scene | null, draft: SceneDraft | null = null): SceneEdit {
  const shown = scene === null ? null : draftOf(scene);
  const now = draft ?? shown ?? { name: '', arrangements: [] };
  return fresh({ draft: now, shown, base: scene?.version ?? null, sent: null, refused: null });
}

/** What of a scene people write. */
export function draftOf({ name, arrangements }: SceneDraft): SceneDraft {
  return { name, arrangements };
}

/** Puts what is written of a scene; null forgets it. */
export function putEdit(store: StoreApi<SceneEdits>, id: string, edit: SceneEdit | null): void {
  const { [id]: _gone, ...rest } = store.getState();
  store.setState(edit === null ? rest : { ...rest, [id]: edit }, true);
}

/** Changes what is written of a scene as it stands now; what has gone meanwhile stays gone. */
export function changeEdit(
  store: StoreApi<SceneEdits>,
  id: string,
  change: (now: SceneEdit) => SceneEdit | null,
): void {
  const now = store.getState()[id];
  if (now !== undefined) putEdit(store, id, change(now));
}

/** One step further. `step`: steps of the same name after one another are taken back as one; null: never. */
export function stepped(edit: SceneEdit, draft: SceneDraft, step: string | null): SceneEdit {
  if (draft === edit.draft) return edit;
  const same = step !== null && step === edit.step && edit.future.length === 0 && edit.past.length > 0;
  const past = same ? edit.past : [...edit.past, edit.draft].slice(-PAST_MOST);
  return { ...edit, draft, past, future: [], step, refused: null };
}

/** The last step taken back; the same where there is none. */
export function undone(edit: SceneEdit): SceneEdit {
  const draft = edit.past.at(-1);
  if (draft === undefined) return edit;
  const future = [edit.draft, ...edit.future];
  return { ...edit, draft, past: edit.past.slice(0, -1), future, step: null };
}

/** What was taken back last, taken again. */
export function redone(edit: SceneEdit): SceneEdit {
  const [draft, ...future] = edit.future;
  if (draft === undefined) return edit;
  return { ...edit, draft, past: [...edit.past, edit.draft], future, step: null };
}

/** Whether it says something else than the scene did when it was begun. */
export function isChanged(edit: SceneEdit): boolean {
  return edit.shown === null || !sameScene(edit.shown, edit.draft);
}
