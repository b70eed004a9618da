import type { ReactNode } from 'react';
import { formatSince } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { KeyButton } from '../../parts/key-cap';
import { useBoard, useLinkView } from '../../stores/board-react';
import { personName } from '../events/command-words';
import { TrialBar } from './trial-bar';
import type { SceneEditing } from './use-scene-edit';

/** The field of the scene's name, for leading to it. */
export const NAME_FIELD = 'scene-name';

/** The scene's name and version, and what may be done with what is written. */
export function EditorHead(props: {
  readonly editing: SceneEditing;
  readonly nameFault: string | null;
  /** Faults that stand in the way of saving. */
  readonly errors: number;
  readonly live: boolean;
  /** What was saved last, in words; empty: nothing. */
  readonly saved: string;
  readonly onSave: () => void;
  readonly onBack: () => void;
}): ReactNode {
  const { editing, nameFault, errors, live, saved, onSave, onBack } = props;
  const { draft, edit, sent, changed, conflict, present } = editing;
  const { t } = useT();
  const state = sent
    ? t(live ? 'scene-editor:save.sending' : 'scene-editor:save.queued')
    : changed
      ? t('scene-editor:save.unsaved')
      : saved;
  return (
    <>
      <div className="editor-head">
        <label className="visually-hidden" htmlFor={NAME_FIELD}>
          {t('scene-editor:editor.name')}
        </label>
        <input
          id={NAME_FIELD}
          className="scene-name"
          type="text"
          value={draft.name}
          maxLength={80}
          readOnly={sent}
          autoComplete="off"
          placeholder={t('scene-editor:editor.name')}
          aria-invalid={nameFault === null ? undefined : true}
          aria-describedby={nameFault === null ? undefined : `${NAME_FIELD}-fault`}
          onChange={(event) => {
            const name = event.target.value;
            editing.change((now) => ({ ...now, name }), 'name');
          }}
        />
        <VersionWords editing={editing} />
        {nameFault !== null && (
          <span className="entry-fault" id={`${NAME_FIELD}-fault`}>
            {nameFault}
          </span>
        )}
      </div>
      <div className="editor-bar">
        <div className="act-row">
          <KeyButton
            cap="F2"
            label={t('scene-editor:save.save')}
            waits={!live}
            disabled={!changed || sent || errors > 0 || conflict !== null}
            onPress={onSave}
          />
          <KeyButton
            cap="Ctrl Z"
            label={t('scene-editor:keys.undo')}
            disabled={sent || (edit?.past.length ?? 0) === 0}
            onPress={editing.undo}
          />
          <KeyButton
            cap="Ctrl Y"
            label={t('scene-editor:keys.redo')}
            disabled={sent || (edit?.future.length ?? 0) === 0}
            onPress={editing.redo}
          />
          <TrialBar editing={editing} disabled={errors > 0 || sent} />
          <KeyButton cap="Esc" label={t('scene-editor:editor.back')} onPress={onBack} />
          {changed && !sent && (
            <button
              type="button"
              className="quiet-button"
              onClick={() => {
                editing.discard();
                if (present === null) onBack();
              }}
            >
              {t('scene-editor:save.discard')}
            </button>
          )}
        </div>
        <p className="scene-unsaved" role="status">
          {state}
        </p>
      </div>
    </>
  );
}

function VersionWords({ editing }: { readonly editing: SceneEditing }): ReactNode {
  const { id, present } = editing;
  const { t } = useT();
  const people = useBoard((state) => state.people);
  const { hubNow } = useLinkView(60_000);
  const words =
    present === null
      ? t('scene-editor:version.new')
      : present.version === 0
        ? t('scene-editor:version.builtIn')
        : t('scene-editor:version.by', {
            version: present.version,
            by: personName(people, present.by),
            time: formatSince(present.at, hubNow),
          });
  return (
    <span className="quiet">
      {id} · {words}
    </span>
  );
}
