import { type ReactNode, useCallback, useState } from 'react';
import type { CommandKind } from '../../../shared/contract/commands';
import type { Gift } from '../../../shared/contract/ipc';
import { GRID, type SceneDraft } from '../../../shared/model/wall';
import { readWall, sceneAt, sceneOf } from '../../../shared/rules/wall/read-wall';
import { useT } from '../../i18n/react';
import { KeyButton } from '../../parts/key-cap';
import { useBoard, useLinkView } from '../../stores/board-react';
import { useActs, useBridge, useDeskStore } from '../desk-context';
import { useKeys } from '../keys/use-keys';
import { begunEdit, draftOf, putEdit, sceneEditsOf } from './edit-store';
import { SceneDetail } from './scene-detail';
import { ImportDialog, NewSceneDialog, RemoveSceneDialog, type SceneQuestion } from './scene-dialogs';
import { SceneEditor } from './scene-editor';
import { type SceneLine, SceneList, sceneLines } from './scene-list';
import { displaysFor, formOfWall } from './stage-geometry';
import { useSceneEdits } from './use-scene-edit';
import { goneScenes, listedScenes, useSceneView } from './use-scenes';
import { useTrialTidy } from './use-trial';

/** A wall that nobody has yet is drawn with so many displays. */
const USUAL_FORM = { cols: 3, rows: 2 };

/** Scenes of the wall: all of them with their versions, or one in the editor. */
export function ScenesPage({ scene }: { readonly scene: string | null }): ReactNode {
  const { t } = useT();
  const desk = useDeskStore();
  const acts = useActs();
  const bridge = useBridge();
  const live = useLinkView().phase === 'live';
  const view = useSceneView();
  const own = useBoard((state) => state.place.displays);
  const [focus, setFocus] = useState<string | null>(null);
  const [question, setQuestion] = useState<SceneQuestion | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [said, setSaid] = useState('');
  const [savedId, setSavedId] = useState<string | null>(null);
  const saved = useCallback((id: string) => setSavedId(id), []);
  const edits = useSceneEdits(saved);
  const store = sceneEditsOf(desk);
  useTrialTidy();

  const scenes = listedScenes(view.wall);
  const lines = sceneLines(scenes, goneScenes(view.wall), edits);
  const line = lines.find(({ id }) => id === focus) ?? lines[0];
  const shown = sceneAt(readWall(view).shown, useLinkView(1_000).hubNow).scene;
  const form = formOfWall(own) ?? USUAL_FORM;
  const displays = own.length > 0 ? own : displaysFor(USUAL_FORM, []);
  const isTaken = (id: string): boolean => sceneOf(view.wall, id) !== null || edits[id] !== undefined;
  const open = (id: string): void => {
    setSavedId(null);
    setFocus(id);
    desk.open({ view: 'scenes', scene: id });
  };
  const give = async (gift: Gift<CommandKind>, words: string): Promise<void> => {
    setProblem(null);
    const given = await acts.give(gift);
    if (given.ok) setSaid(words);
    else setProblem(t('scene-editor:list.refused', { reason: given.error.message }));
  };
  /** Puts a draft where the editor finds it, and goes there. */
  const begin = (id: string, draft: SceneDraft): void => {
    const present = sceneOf(view.wall, id);
    putEdit(store, id, begunEdit(present, draftOf(draft)));
    setQuestion(null);
    open(id);
  };
  const bringIn = async (): Promise<void> => {
    setProblem(null);
    const read = await bridge.importScene();
    if (!read.ok) setProblem(t('scene-editor:import.failed', { reason: read.error.message }));
    else if (read.value !== null) setQuestion({ ask: 'import', read: read.value });
  };
  const takeOut = async (id: string): Promise<void> => {
    setProblem(null);
    const written = await bridge.exportScene(id);
    if (!written.ok) setProblem(t('scene-editor:list.notExported', { reason: written.error.message }));
    else if (written.value !== null) setSaid(t('scene-editor:list.exported', { path: written.value.path }));
  };
  const copyOf = (draft: SceneDraft): void =>
    setQuestion({
      ask: 'new',
      name: t('scene-editor:new.copyOf', { name: draft.name }).slice(0, 80),
      draft: draftOf(draft),
    });

  const dialogs = (
    <>
      {question?.ask === 'new' && (
        <NewSceneDialog
          name={question.name}
          draft={question.draft}
          scenes={scenes}
          empty={emptyScene(form)}
          isTaken={isTaken}
          onMake={begin}
          onClose={() => setQuestion(null)}
        />
      )}
      {question?.ask === 'remove' && (
        <RemoveSceneDialog
          scene={question.scene}
          shown={shown === question.scene.id}
          onRemove={() => {
            const { id } = question.scene;
            setQuestion(null);
            void give(
              { kind: 'scene.remove', subject: `scene/${id}`, payload: null },
              t('scene-editor:remove.asked', { name: question.scene.name }),
            );
          }}
          onClose={() => setQuestion(null)}
        />
      )}
      {question?.ask === 'import' && (
        <ImportDialog
          read={question.read}
          present={question.read.scene === null ? null : sceneOf(view.wall, question.read.scene.id)}
          onOver={begin}
          onNew={copyOf}
          onClose={() => setQuestion(null)}
        />
      )}
    </>
  );
  if (scene !== null) {
    return (
      <>
        <SceneEditor
          scene={scene}
          saved={savedId === scene ? t('scene-editor:save.saved') : ''}
          onSaveAsNew={({ draft }) => copyOf(draft)}
        />
        {dialogs}
      </>
    );
  }
  return (
    <>
      <section className="scenes" aria-label={t('scene-editor:list.title')}>
        <ListKeys
          lines={lines}
          line={line ?? null}
          onFocus={setFocus}
          onOpen={open}
          onNew={() => setQuestion({ ask: 'new', name: '', draft: null })}
          onCopy={copyOf}
          onRemove={(one) => setQuestion({ ask: 'remove', scene: one })}
        />
        <div className="scenes-list">
          <div className="editor-head">
            <h1>{t('scene-editor:list.title')}</h1>
          </div>
          <div className="editor-bar">
            <div className="act-row">
              <KeyButton
                cap="n"
                label={t('scene-editor:new.title')}
                onPress={() => setQuestion({ ask: 'new', name: '', draft: null })}
              />
              <button type="button" className="quiet-button" disabled={!live} onClick={() => void bringIn()}>
                {t('scene-editor:import.button')}
              </button>
              <KeyButton cap="Esc" label={t('scene-editor:editor.back')} onPress={() => desk.back()} />
            </div>
          </div>
          {problem !== null && (
            <p className="entry-banner" role="alert">
              {problem}
            </p>
          )}
          <p className={said === '' ? 'visually-hidden' : 'entry-banner'} role="status">
            {said}
          </p>
          <SceneList
            lines={lines}
            focused={line?.id ?? null}
            edits={edits}
            shown={shown}
            onFocus={setFocus}
            onOpen={(id) => {
              if (lines.some((one) => one.id === id && one.kind !== 'gone')) open(id);
            }}
          />
        </div>
        <div className="scenes-detail">
          {line?.kind === 'begun' ? (
            <div className="editor-bar">
              <KeyButton cap="Enter" label={t('scene-editor:list.goOn')} onPress={() => open(line.id)} />
            </div>
          ) : (
            line && (
              <SceneDetail
                key={line.id}
                id={line.id}
                displays={displays}
                live={live}
                onEdit={() => open(line.id)}
                onCopy={() => line.kind === 'scene' && copyOf(line.scene)}
                onExport={() => void takeOut(line.id)}
                onRemove={() => line.kind === 'scene' && setQuestion({ ask: 'remove', scene: line.scene })}
                onRestore={(version) =>
                  void give(
                    { kind: 'scene.restore', subject: `scene/${line.id}`, payload: { version } },
                    t('scene-editor:version.asked', { version }),
                  )
                }
              />
            )
          )}
        </div>
      </section>
      {dialogs}
    </>
  );
}

/** The keys of the list; in the editor they mean other things. */
function ListKeys(props: {
  readonly lines: readonly SceneLine[];
  readonly line: SceneLine | null;
  readonly onFocus: (id: string) => void;
  readonly onOpen: (id: string) => void;
  readonly onNew: () => void;
  readonly onCopy: (draft: SceneDraft) => void;
  readonly onRemove: (scene: Extract<SceneLine, { kind: 'scene' }>['scene']) => void;
}): ReactNode {
  const { lines, line, onFocus, onOpen, onNew, onCopy, onRemove } = props;
  const desk = useDeskStore();
  const to = (index: number): void => {
    const next = lines[Math.max(0, Math.min(lines.length - 1, index))];
    if (next === undefined) return;
    onFocus(next.id);
    const rows = document.querySelectorAll<HTMLElement>('.scene-row');
    [...rows].find((row) => row.dataset.scene === next.id)?.focus();
  };
  const at = line === null ? 0 : lines.indexOf(line);
  const edit = (): boolean => {
    if (line === null || line.kind === 'gone') return false;
    onOpen(line.id);
    return true;
  };
  useKeys({
    up: () => to(at - 1),
    down: () => to(at + 1),
    first: () => to(0),
    last: () => to(lines.length - 1),
    open: edit,
    new: onNew,
    copyScene: () => (line?.kind === 'scene' ? onCopy(line.scene) : false),
    remove: () => (line?.kind === 'scene' && line.scene.version > 0 ? onRemove(line.scene) : false),
    back: () => {
      if (!desk.back()) desk.open({ view: 'walls' });
    },
  });
  return null;
}

/** A scene with nothing but the status mosaic on its first display: a take-over wants one. */
function emptyScene({ cols, rows }: { readonly cols: number; readonly rows: number }): SceneDraft {
  const at = { x: 0, y: 0, w: GRID, h: GRID };
  const panel = { id: 'mosaic', kind: 'mosaic', settings: {}, at, priority: 1 };
  return { name: '', arrangements: [{ cols, rows, panels: [panel] }] };
}
