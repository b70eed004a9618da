import { type ReactNode, useState } from 'react';
import { readWall, sceneOf } from '../../../shared/rules/wall/read-wall';
import { formatUntil } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { KeyButton } from '../../parts/key-cap';
import { useBoard, useLinkView } from '../../stores/board-react';
import { personName } from '../events/command-words';
import { useKeys } from '../keys/use-keys';
import type { SceneEditing } from './use-scene-edit';
import { useSceneView } from './use-scenes';
import { useTrial } from './use-trial';

/** Trying the scene on the wall for a minute. Where somebody has chosen another scene there, it is asked once more. */
export function TrialBar(props: { readonly editing: SceneEditing; readonly disabled: boolean }): ReactNode {
  const { editing, disabled } = props;
  const { id, draft, changed, present } = editing;
  const { t, lang } = useT();
  const trial = useTrial(id);
  const view = useSceneView();
  const people = useBoard((state) => state.people);
  const { hubNow, phase } = useLinkView(1_000);
  const [problem, setProblem] = useState<string | null>(null);
  const [asked, setAsked] = useState(false);
  const { choice } = readWall(view);
  const standing = choice !== null && choice.until > hubNow && choice.scene !== id ? choice : null;
  const busy = disabled || phase !== 'live' || trial.shown !== null;
  const start = (): void => {
    if (busy) return;
    const first = standing !== null && !asked;
    setAsked(first);
    if (first) return;
    const name = t('scene-editor:trial.name', { name: draft.name.trim() }).slice(0, 80);
    const saved = !changed && present !== null;
    void trial.start({ ...draft, name }, saved).then(setProblem);
  };
  useKeys({ tryScene: start });
  if (trial.shown !== null) {
    const seconds = Math.max(0, Math.ceil((trial.shown.until - hubNow) / 1_000));
    return (
      <span className="scene-trial" role="status">
        {t('scene-editor:trial.shown', { seconds })}
        <button type="button" className="quiet-button" onClick={() => void trial.end().then(setProblem)}>
          {t('scene-editor:trial.end')}
        </button>
      </span>
    );
  }
  return (
    <>
      <KeyButton cap="t" label={t('scene-editor:keys.try')} disabled={busy} onPress={start} />
      {asked && standing !== null && (
        <span className="scene-trial" role="alert">
          {t('scene-editor:trial.standing', {
            by: personName(people, standing.by),
            scene: sceneOf(view.wall, standing.scene)?.name ?? standing.scene,
            time: formatUntil(standing.until, hubNow, lang),
          })}
          <button type="button" className="quiet-button" onClick={start}>
            {t('scene-editor:trial.anyway')}
          </button>
        </span>
      )}
      {problem !== null && (
        <span className="scene-trial entry-fault" role="alert">
          {problem}
        </span>
      )}
    </>
  );
}
