import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { Scene, SceneDraft } from '../../../shared/model/wall';
import { sceneOf } from '../../../shared/rules/wall/read-wall';
import { useT } from '../../i18n/react';
import { useBoard } from '../../stores/board-react';
import { useDeskStore } from '../desk-context';
import {
  begunEdit,
  changeEdit,
  draftOf,
  isChanged,
  putEdit,
  redone,
  type SceneEdit,
  type SceneEdits,
  sceneEditsOf,
  stepped,
  undone,
} from './edit-store';
import { sameScene } from './scene-diff';
import { useSceneView } from './use-scenes';

/** A scene that is being edited. */
export interface SceneEditing {
  readonly id: string;
  /** As it stands in the editor. */
  readonly draft: SceneDraft;
  /** What was written and is not saved; null: nothing. */
  readonly edit: SceneEdit | null;
  /** As the room has it; null: it has none by that id. */
  readonly present: Scene | null;
  readonly changed: boolean;
  /** Somebody else changed it, took it away or made one by that id meanwhile. */
  readonly conflict: 'changed' | 'gone' | 'exists' | null;
  /** On its way to the hub, and not to be changed. */
  readonly sent: boolean;
  /** One step, taken back by itself; `step`: with those of the same name before it. */
  change(make: (draft: SceneDraft) => SceneDraft, step?: string): void;
  undo(): void;
  redo(): void;
  /** Forgets what was written. */
  discard(): void;
  /** Goes on from the scene as it is now, with what was written here. */
  keepMine(): void;
  /** Its command is on the disk. */
  given(command: string): void;
}

/** The scene that is edited; null: there is none by that id, and nobody began one. */
export function useSceneEdit(id: string): SceneEditing | null {
  const store = sceneEditsOf(useDeskStore());
  const edit = useStore(store, (edits) => edits[id] ?? null);
  const { wall } = useSceneView();
  const present = sceneOf(wall, id);
  const moved = edit !== null && edit.sent === null && edit.base !== (present?.version ?? null);
  // A version that says the same as the one this was begun from stands in nobody's way.
  const same = moved && present !== null && edit.shown !== null && sameScene(edit.shown, present);
  useEffect(() => {
    if (same) changeEdit(store, id, (now) => ({ ...now, base: present.version, shown: draftOf(present) }));
  }, [same, store, id, present]);
  if (edit === null && present === null) return null;
  const changed = edit !== null && isChanged(edit);
  const change: SceneEditing['change'] = (make, step) => {
    const now = store.getState()[id] ?? begunEdit(present);
    if (now.sent === null) putEdit(store, id, stepped(now, make(now.draft), step ?? null));
  };
  const write = (make: (now: SceneEdit) => SceneEdit | null): void => changeEdit(store, id, make);
  return {
    id,
    draft: edit?.draft ?? draftOf(present as Scene),
    edit,
    present,
    changed,
    conflict: moved && !same ? conflictOf(edit, present) : null,
    sent: edit !== null && edit.sent !== null,
    change,
    undo: () => write((now) => (now.sent === null ? undone(now) : now)),
    redo: () => write((now) => (now.sent === null ? redone(now) : now)),
    discard: () => putEdit(store, id, null),
    keepMine: () =>
      write((now) => ({
        ...now,
        base: present?.version ?? null,
        shown: present === null ? null : draftOf(present),
        refused: null,
      })),
    given: (command) => write((now) => ({ ...now, sent: { command, draft: now.draft }, refused: null })),
  };
}

function conflictOf(edit: SceneEdit, present: Scene | null): SceneEditing['conflict'] {
  if (present === null) return 'gone';
  return edit.base === null ? 'exists' : 'changed';
}

/**
 * All that is written here and not saved. What the hub has taken is forgotten, and `saved` is told which; what it refused,
 * or what came too late, stays as it was written, with the reason.
 */
export function useSceneEdits(saved: (id: string) => void): SceneEdits {
  const { t } = useT();
  const store = sceneEditsOf(useDeskStore());
  const edits = useStore(store);
  const outbox = useBoard((state) => state.outbox);
  const ready = useBoard((state) => state.phase === 'ready');
  const { wall } = useSceneView();
  const expired = t('scene-editor:save.expired');
  useEffect(() => {
    if (!ready) return;
    for (const [id, { sent }] of Object.entries(edits)) {
      if (sent === null) continue;
      const entry = outbox.find((one) => one.id === sent.command);
      if (entry?.fate === 'queued' || entry?.fate === 'sent') continue;
      const present = sceneOf(wall, id);
      // Where nothing is known of its command any more, the scene itself shows whether it was taken.
      const taken = entry === undefined && present !== null && sameScene(present, sent.draft);
      if (entry?.fate === 'confirmed' || taken) {
        putEdit(store, id, null);
        saved(id);
      } else {
        const refused = entry ? (entry.fate === 'expired' ? expired : (entry.reason ?? '')) : null;
        changeEdit(store, id, (now) => ({ ...now, sent: null, refused }));
      }
    }
  }, [store, edits, outbox, ready, wall, expired, saved]);
  return edits;
}
