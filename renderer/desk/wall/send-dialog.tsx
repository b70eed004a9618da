import { type ReactNode, useId, useRef, useState } from 'react';
import { WALL_SUBJECT, type WallCell } from '../../../shared/model/wall';
import { useT } from '../../i18n/react';
import { FormDialog, type Made } from '../incidents/forms/form-dialog';
import { newId } from '../incidents/made-id';
import { nodeNamed, useNodeNames } from '../routines/node-names';
import { CellField, LengthField, NodeField } from './fields';
import { type Length, untilOf } from './lengths';
import { aboutNode, isAbout, sendables } from './sendable';
import { useCell } from './use-cell';
import { useStage } from './use-stage';
import { useWallNow } from './use-wall-now';

/** Sends a panel to a display, or to a part of one, for so long. `proposed`: where to; null: where it is least in the way. */
export function SendDialog(props: {
  readonly proposed: WallCell | null;
  readonly onClose: () => void;
}): ReactNode {
  const { proposed, onClose } = props;
  const { t } = useT();
  const { view } = useWallNow();
  const stage = useStage();
  const { displays, now, words } = stage;
  const names = useNodeNames();
  const make = useRef<() => Made>(() => []);
  const which = useId();
  const panels = sendables(view.wall, t);
  const [id] = useState(newId);
  const [panel, setPanel] = useState('causes');
  const [about, setAbout] = useState('');
  const { cell, dark, pick } = useCell(stage, proposed);
  const [length, setLength] = useState<Length>('quarter');
  const chosen = panels.find((one) => one.id === panel) ?? panels[0];
  make.current = () => {
    if (chosen === undefined || cell === null) return t('walls:send.noDisplay');
    const node = nodeNamed(names, about);
    if (isAbout(chosen.content.kind) && about.trim() !== '' && node === null)
      return t('walls:need.node', { name: about.trim() });
    const content = aboutNode(chosen.content, node);
    const payload = { id, panel: content, cell, until: untilOf(length, now) };
    return [{ kind: 'wall.send' as const, subject: WALL_SUBJECT, payload }];
  };
  return (
    <FormDialog
      title={t('walls:send.title')}
      kind="wall.send"
      label={t('walls:send.give')}
      make={make}
      onClose={onClose}
    >
      <div className="act-field">
        <label htmlFor={which}>{t('walls:send.panel')}</label>
        <select
          id={which}
          className="text-field"
          value={chosen?.id ?? ''}
          data-first=""
          onChange={(event) => setPanel(event.target.value)}
        >
          {panels.map(({ id: one, name }) => (
            <option key={one} value={one}>
              {name}
            </option>
          ))}
        </select>
      </div>
      {chosen !== undefined && isAbout(chosen.content.kind) && (
        <NodeField
          label={t('walls:send.about')}
          help={t('walls:send.aboutHelp')}
          names={names}
          text={about}
          onChange={setAbout}
        />
      )}
      <CellField displays={displays} dark={dark} cell={cell} onChange={pick} words={words} />
      <LengthField
        lengths={['five', 'quarter', 'half', 'hour', 'four', 'watch']}
        chosen={length}
        now={now}
        onChoose={setLength}
      />
    </FormDialog>
  );
}
