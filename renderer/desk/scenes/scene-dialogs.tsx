import { type ReactNode, useId, useState } from 'react';
import type { Answers } from '../../../shared/contract/ipc';
import type { Scene, SceneDraft } from '../../../shared/model/wall';
import { BUILT_IN_SCENES } from '../../../shared/rules/wall/built-in-scenes';
import { useT } from '../../i18n/react';
import { Dialog } from '../../parts/dialog';
import { useFirstFocus } from '../../parts/first-focus';
import { useKeys } from '../keys/use-keys';
import { sceneIdFor } from './scene-edits';

/** Something that is asked over the page. */
export type SceneQuestion =
  /** A new scene, made of `draft`. */
  | { readonly ask: 'new'; readonly name: string; readonly draft: SceneDraft | null }
  | { readonly ask: 'remove'; readonly scene: Scene }
  | { readonly ask: 'import'; readonly read: NonNullable<Answers['scene:import']> };

/** Names a new scene, and says what it begins as. */
export function NewSceneDialog(props: {
  readonly name: string;
  /** What it is a copy of; null: it is chosen here. */
  readonly draft: SceneDraft | null;
  readonly scenes: readonly Scene[];
  readonly empty: SceneDraft;
  readonly isTaken: (id: string) => boolean;
  readonly onMake: (id: string, draft: SceneDraft) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { draft, scenes, empty, isTaken, onMake, onClose } = props;
  const { t } = useT();
  const first = useFirstFocus<HTMLInputElement>();
  const field = useId();
  const [name, setName] = useState(props.name);
  const [from, setFrom] = useState('');
  useKeys({ back: onClose }, { modal: true });
  const plain = name.trim();
  const id = sceneIdFor(plain, isTaken);
  const make = (): void => {
    if (plain === '') return;
    const made = draft ?? scenes.find((scene) => scene.id === from) ?? empty;
    onMake(id, { name: plain, arrangements: made.arrangements });
  };
  return (
    <Dialog
      title={t(draft === null ? 'scene-editor:new.title' : 'scene-editor:new.copyTitle')}
      closeLabel={t('common:close')}
      onClose={onClose}
    >
      <form
        className="scene-dialog"
        onSubmit={(event) => {
          event.preventDefault();
          make();
        }}
      >
        <div className="entry-field">
          <label htmlFor={`${field}name`}>{t('scene-editor:editor.name')}</label>
          <input
            ref={first}
            id={`${field}name`}
            type="text"
            value={name}
            maxLength={80}
            autoComplete="off"
            onChange={(event) => setName(event.target.value)}
          />
          {plain !== '' && <p className="entry-help">{t('scene-editor:new.id', { id })}</p>}
        </div>
        {draft === null && (
          <div className="entry-field">
            <label htmlFor={`${field}from`}>{t('scene-editor:new.from')}</label>
            <select id={`${field}from`} value={from} onChange={(event) => setFrom(event.target.value)}>
              <option value="">{t('scene-editor:new.empty')}</option>
              {scenes.map((scene) => (
                <option key={scene.id} value={scene.id}>
                  {scene.name}
                </option>
              ))}
            </select>
          </div>
        )}
        <p className="quiet">{t('scene-editor:new.unsaved')}</p>
        <div className="act-row">
          <button type="submit" className="quiet-button" disabled={plain === ''}>
            {t('scene-editor:new.make')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** Asks once more before a scene is taken away. */
export function RemoveSceneDialog(props: {
  readonly scene: Scene;
  readonly shown: boolean;
  readonly onRemove: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const { scene, shown, onRemove, onClose } = props;
  const { t } = useT();
  useKeys({ back: onClose }, { modal: true });
  const isBuiltIn = BUILT_IN_SCENES.has(scene.id);
  return (
    <Dialog
      title={t(isBuiltIn ? 'scene-editor:remove.builtInTitle' : 'scene-editor:remove.title', {
        name: scene.name,
      })}
      closeLabel={t('common:close')}
      onClose={onClose}
    >
      <div className="scene-dialog">
        <p>{t(isBuiltIn ? 'scene-editor:remove.builtInText' : 'scene-editor:remove.text')}</p>
        {shown && <p>{t('scene-editor:remove.shown')}</p>}
        <div className="act-row">
          <button type="button" className="quiet-button" onClick={onRemove}>
            {t(isBuiltIn ? 'scene-editor:remove.toBuiltIn' : 'scene-editor:remove.button')}
          </button>
        </div>
      </div>
    </Dialog>
  );
}

/** What a file holds, and what is wrong with it. Nothing is saved here: it is opened in the editor. */
export function ImportDialog(props: {
  readonly read: NonNullable<Answers['scene:import']>;
  /** The scene that has its id now; null: none. */
  readonly present: Scene | null;
  readonly onOver: (id: string, draft: SceneDraft) => void;
  readonly onNew: (draft: SceneDraft) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { read, present, onOver, onNew, onClose } = props;
  const { scene, issues, file } = read;
  const { t } = useT();
  useKeys({ back: onClose }, { modal: true });
  return (
    <Dialog title={t('scene-editor:import.title', { file })} closeLabel={t('common:close')} onClose={onClose}>
      <div className="scene-dialog">
        {scene === null ? (
          <p role="alert">{t('scene-editor:import.faulty')}</p>
        ) : (
          <p>
            <strong>{scene.draft.name}</strong> <span className="quiet">{scene.id}</span>
          </p>
        )}
        {issues.length > 0 && (
          <>
            {scene !== null && <p>{t('scene-editor:import.gone')}</p>}
            <ul className="scene-issues">
              {issues.map(({ line, col, reason }) => (
                <li key={`${line}:${col} ${reason}`}>
                  {line > 0 && (
                    <span className="quiet">{t('scene-editor:import.place', { line, col })} </span>
                  )}
                  {reason}
                </li>
              ))}
            </ul>
          </>
        )}
        {scene !== null && (
          <>
            <p className="quiet">{t('scene-editor:import.unsaved')}</p>
            <div className="act-row">
              {present === null ? (
                <button type="button" className="quiet-button" onClick={() => onOver(scene.id, scene.draft)}>
                  {t('scene-editor:import.open')}
                </button>
              ) : (
                <>
                  <button
                    type="button"
                    className="quiet-button"
                    onClick={() => onOver(scene.id, scene.draft)}
                  >
                    {t('scene-editor:import.over', { name: present.name })}
                  </button>
                  <button type="button" className="quiet-button" onClick={() => onNew(scene.draft)}>
                    {t('scene-editor:import.asNew')}
                  </button>
                </>
              )}
            </div>
          </>
        )}
      </div>
    </Dialog>
  );
}
