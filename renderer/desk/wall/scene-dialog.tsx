import { type ReactNode, useId, useRef, useState } from 'react';
import { WALL_SUBJECT } from '../../../shared/model/wall';
import { scenesOf } from '../../../shared/rules/wall/read-wall';
import { useT } from '../../i18n/react';
import { DigitChoice } from '../alarms/digit-choice';
import { FormDialog, type Made } from '../incidents/forms/form-dialog';
import { nodeNamed, useNodeNames } from '../routines/node-names';
import { LengthField, NodeField } from './fields';
import { type Length, untilOf } from './lengths';
import { useStage } from './use-stage';
import { useWallNow } from './use-wall-now';
import { WallMiniature } from './wall-miniature';

/** Scenes that have a digit; the rest are in a list beside. */
const BY_DIGIT = 9;

/** Chooses the scene that the wall shows, for so long. `proposed`: the scene to begin with; null: the first. */
export function SceneDialog(props: {
  readonly proposed: string | null;
  readonly onClose: () => void;
}): ReactNode {
  const { proposed, onClose } = props;
  const { t } = useT();
  const { view } = useWallNow();
  const { displays, now } = useStage();
  const names = useNodeNames();
  const make = useRef<() => Made>(() => []);
  const rest = useId();
  const scenes = scenesOf(view.wall);
  const [chosen, setChosen] = useState(proposed);
  const [about, setAbout] = useState('');
  const [length, setLength] = useState<Length>('hour');
  const scene = scenes.find(({ id }) => id === chosen) ?? scenes[0];
  make.current = () => {
    if (scene === undefined) return t('walls:scene.none');
    const node = nodeNamed(names, about);
    if (about.trim() !== '' && node === null) return t('walls:need.node', { name: about.trim() });
    const payload = { scene: scene.id, about: node, until: untilOf(length, now) };
    return [{ kind: 'wall.scene' as const, subject: WALL_SUBJECT, payload }];
  };
  const more = scenes.slice(BY_DIGIT);
  return (
    <FormDialog
      title={t('walls:scene.title')}
      kind="wall.scene"
      label={t('walls:scene.give')}
      make={make}
      onClose={onClose}
    >
      <DigitChoice
        label={t('walls:scene.which')}
        options={scenes.slice(0, BY_DIGIT)}
        chosen={scene?.id ?? null}
        onChoose={(id) => id !== null && setChosen(id)}
      />
      {more.length > 0 && (
        <div className="act-field">
          <label htmlFor={rest}>{t('walls:scene.more')}</label>
          <select
            id={rest}
            className="text-field"
            value={more.some(({ id }) => id === scene?.id) ? scene?.id : ''}
            onChange={(event) => event.target.value !== '' && setChosen(event.target.value)}
          >
            <option value="">{t('walls:scene.choose')}</option>
            {more.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </div>
      )}
      <LengthField
        lengths={['quarter', 'half', 'hour', 'four', 'watch']}
        chosen={length}
        now={now}
        onChoose={setLength}
      />
      <NodeField
        label={t('walls:scene.about')}
        help={t('walls:scene.aboutHelp')}
        names={names}
        text={about}
        onChange={setAbout}
      />
      {scene !== undefined && (
        <div className="wall-preview">
          <p className="quiet">{t('walls:scene.preview')}</p>
          <WallMiniature
            displays={displays}
            draft={scene}
            label={t('walls:scene.previewOf', { name: scene.name })}
          />
        </div>
      )}
    </FormDialog>
  );
}
