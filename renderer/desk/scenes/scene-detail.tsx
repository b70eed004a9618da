import { type ReactNode, useState } from 'react';
import type { Scene, SceneVersion, WallDisplay } from '../../../shared/model/wall';
import { BUILT_IN_SCENES } from '../../../shared/rules/wall/built-in-scenes';
import { sceneOf, versionsOf } from '../../../shared/rules/wall/read-wall';
import { formatSince } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { KeyButton } from '../../parts/key-cap';
import { useBoard, useLinkView } from '../../stores/board-react';
import { personName } from '../events/command-words';
import { WallMiniature } from '../wall/wall-miniature';
import { ChangeList } from './change-words';
import { useSceneView } from './use-scenes';

/** A version that can be gone back to; `removedAt`: the scene was taken away then. */
type Version = Pick<SceneVersion, 'scene' | 'removedAt'>;

/** All versions of a scene, newest first; the program's own, where there is one, last. */
export function versionsWithBuiltIn(id: string, versions: readonly SceneVersion[]): readonly Version[] {
  const builtIn = BUILT_IN_SCENES.get(id);
  return builtIn === undefined || versions.some(({ scene }) => scene.version === 0)
    ? versions
    : [...versions, { scene: builtIn, removedAt: null }];
}

/** The scene in focus: how it looks on this wall, what can be done with it, and its versions. */
export function SceneDetail(props: {
  readonly id: string;
  readonly displays: readonly WallDisplay[];
  readonly live: boolean;
  readonly onEdit: () => void;
  readonly onCopy: () => void;
  readonly onExport: () => void;
  readonly onRemove: () => void;
  readonly onRestore: (version: number) => void;
}): ReactNode {
  const { id, displays, live, onEdit, onCopy, onExport, onRemove, onRestore } = props;
  const { t } = useT();
  const { wall } = useSceneView();
  const scene = sceneOf(wall, id);
  const versions = versionsWithBuiltIn(id, versionsOf(wall, id));
  const [chosen, setChosen] = useState<number | null>(null);
  const picked = versions.find((one) => one.scene.version === chosen)?.scene ?? null;
  const shown = picked ?? scene ?? versions[0]?.scene ?? null;
  if (shown === null) return null;
  const isBuiltIn = BUILT_IN_SCENES.has(id);
  return (
    <>
      <div className="editor-head">
        <h2>{shown.name}</h2>
        <span className="quiet">{id}</span>
      </div>
      <div className="editor-bar">
        <div className="act-row">
          {scene !== null && (
            <>
              <KeyButton cap="Enter" label={t('scene-editor:list.edit')} onPress={onEdit} />
              <KeyButton cap="c" label={t('scene-editor:keys.copy')} onPress={onCopy} />
              <button type="button" className="quiet-button" disabled={!live} onClick={onExport}>
                {t('scene-editor:list.export')}
              </button>
            </>
          )}
          {scene !== null && scene.version > 0 && (
            <KeyButton
              cap="Del"
              label={t(isBuiltIn ? 'scene-editor:remove.toBuiltIn' : 'scene-editor:remove.button')}
              waits={!live}
              onPress={onRemove}
            />
          )}
        </div>
      </div>
      <div className="scene-preview">
        <WallMiniature displays={displays} draft={shown} label={shown.name} />
      </div>
      <section className="scene-versions" aria-label={t('scene-editor:version.label')}>
        <h3>{t('scene-editor:version.label')}</h3>
        <ul>
          {versions.map((one) => (
            <VersionLine
              key={one.scene.version}
              version={one}
              present={scene}
              chosen={one.scene.version === chosen}
              live={live}
              onChoose={() => setChosen(one.scene.version === chosen ? null : one.scene.version)}
              onRestore={() => {
                setChosen(null);
                onRestore(one.scene.version);
              }}
            />
          ))}
        </ul>
        {versions.length === 0 && <p className="quiet">{t('scene-editor:version.none')}</p>}
      </section>
    </>
  );
}

function VersionLine(props: {
  readonly version: Version;
  readonly present: Scene | null;
  readonly chosen: boolean;
  readonly live: boolean;
  readonly onChoose: () => void;
  readonly onRestore: () => void;
}): ReactNode {
  const { version, present, chosen, live, onChoose, onRestore } = props;
  const { scene, removedAt } = version;
  const { t } = useT();
  const people = useBoard((state) => state.people);
  const { hubNow } = useLinkView(60_000);
  const isNow = present !== null && present.version === scene.version;
  const words =
    scene.version === 0
      ? t('scene-editor:version.builtIn')
      : t('scene-editor:version.by', {
          version: scene.version,
          by: personName(people, scene.by),
          time: formatSince(scene.at, hubNow),
        });
  return (
    <li>
      <div className="scene-version">
        <span>
          {words}
          {isNow && <em className="scene-mark">{t('scene-editor:version.now')}</em>}
          {removedAt !== null && (
            <em className="scene-mark">
              {t('scene-editor:list.gone', { time: formatSince(removedAt, hubNow) })}
            </em>
          )}
        </span>
        {!isNow && (
          <button type="button" className="quiet-button" aria-expanded={chosen} onClick={onChoose}>
            {scene.version === 0
              ? t('scene-editor:version.lookBuiltIn')
              : t('scene-editor:version.look', { version: scene.version })}
          </button>
        )}
      </div>
      {chosen && (
        <div className="scene-restore">
          {present !== null && <ChangeList from={present} to={scene} />}
          <button
            type="button"
            className="quiet-button"
            data-waits={live ? undefined : ''}
            onClick={onRestore}
          >
            {t(present === null ? 'scene-editor:version.bringBack' : 'scene-editor:version.restore')}
          </button>
        </div>
      )}
    </li>
  );
}
