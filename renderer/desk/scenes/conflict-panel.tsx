import type { ReactNode } from 'react';
import type { SceneDraft, WallDisplay } from '../../../shared/model/wall';
import { useT } from '../../i18n/react';
import { useBoard } from '../../stores/board-react';
import { personName } from '../events/command-words';
import { WallMiniature } from '../wall/wall-miniature';
import { ChangeList } from './change-words';
import type { SceneEditing } from './use-scene-edit';

/** The scene was changed by somebody else while it was written here: both, what is new in each, and what may be done. */
export function ConflictPanel(props: {
  readonly editing: SceneEditing;
  readonly displays: readonly WallDisplay[];
  readonly onSaveAsNew: () => void;
}): ReactNode {
  const { editing, displays, onSaveAsNew } = props;
  const { conflict, present, edit, draft } = editing;
  const { t } = useT();
  const people = useBoard((state) => state.people);
  if (conflict === null || edit === null) return null;
  const by = present === null || present.by === '' ? '' : personName(people, present.by);
  const shown: SceneDraft = edit.shown ?? { name: '', arrangements: [] };
  return (
    <div className="entry-banner scene-conflict" role="alert">
      <p>
        <strong>{t(`scene-editor:conflict.${conflict}`, { by, version: present?.version ?? 0 })}</strong>{' '}
        {t('scene-editor:conflict.kept')}
      </p>
      {present !== null && (
        <div className="scene-both">
          <section aria-label={t('scene-editor:conflict.theirs')}>
            <h2>{t('scene-editor:conflict.theirs')}</h2>
            <WallMiniature displays={displays} draft={present} label={t('scene-editor:conflict.theirs')} />
            <ChangeList from={shown} to={present} />
          </section>
          <section aria-label={t('scene-editor:conflict.mine')}>
            <h2>{t('scene-editor:conflict.mine')}</h2>
            <WallMiniature displays={displays} draft={draft} label={t('scene-editor:conflict.mine')} />
            <ChangeList from={shown} to={draft} />
          </section>
        </div>
      )}
      <div className="act-row">
        <button type="button" className="quiet-button" onClick={editing.keepMine}>
          {t(conflict === 'gone' ? 'scene-editor:conflict.again' : 'scene-editor:conflict.keepMine')}
        </button>
        <button type="button" className="quiet-button" onClick={editing.discard}>
          {t(conflict === 'gone' ? 'scene-editor:conflict.letGo' : 'scene-editor:conflict.takeTheirs')}
        </button>
        {present !== null && (
          <button type="button" className="quiet-button" onClick={onSaveAsNew}>
            {t('scene-editor:conflict.asNew')}
          </button>
        )}
      </div>
    </div>
  );
}
