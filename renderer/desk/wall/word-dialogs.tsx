import { type ReactNode, useRef, useState } from 'react';
import { WALL_SUBJECT } from '../../../shared/model/wall';
import { useT } from '../../i18n/react';
import { useBoardStore } from '../../stores/board-react';
import { Line } from '../alarms/form-line';
import { useDeskStore } from '../desk-context';
import { FormDialog, type Made } from '../incidents/forms/form-dialog';
import { nodeInFocus } from '../model/focus-links';
import { nodeNamed, useNodeNames } from '../routines/node-names';
import { LengthField, NodeField } from './fields';
import { type Length, untilOf } from './lengths';
import { useStage } from './use-stage';

/** The longest message, characters: it is read from afar. */
export const MESSAGE_MOST = 200;

/** Lets one service stand out wherever it is on the wall, for so long. */
export function SpotlightDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useT();
  const desk = useDeskStore();
  const store = useBoardStore();
  const { now } = useStage();
  const names = useNodeNames();
  const make = useRef<() => Made>(() => []);
  const [text, setText] = useState(() => {
    const node = nodeInFocus(desk.getState(), store);
    return names.find(({ id }) => id === node)?.name ?? '';
  });
  const [length, setLength] = useState<Length>('five');
  make.current = () => {
    const node = nodeNamed(names, text);
    if (node === null) return t('walls:need.node', { name: text.trim() });
    const payload = { node, until: untilOf(length, now) };
    return [{ kind: 'wall.spotlight' as const, subject: WALL_SUBJECT, payload }];
  };
  return (
    <FormDialog
      title={t('walls:spotlight.title')}
      kind="wall.spotlight"
      label={t('walls:spotlight.give')}
      make={make}
      onClose={onClose}
    >
      <p className="quiet">{t('walls:spotlight.text')}</p>
      <NodeField first label={t('walls:spotlight.what')} names={names} text={text} onChange={setText} />
      <LengthField
        lengths={['five', 'quarter', 'half', 'hour']}
        chosen={length}
        now={now}
        onChoose={setLength}
      />
    </FormDialog>
  );
}

/** A line of words on every display, for so long. */
export function MessageDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useT();
  const { now } = useStage();
  const make = useRef<() => Made>(() => []);
  const [text, setText] = useState('');
  const [length, setLength] = useState<Length>('quarter');
  make.current = () => {
    if (text.trim() === '') return t('walls:message.need');
    const payload = { text: text.trim(), until: untilOf(length, now) };
    return [{ kind: 'wall.message' as const, subject: WALL_SUBJECT, payload }];
  };
  return (
    <FormDialog
      title={t('walls:message.title')}
      kind="wall.message"
      label={t('walls:message.give')}
      make={make}
      onClose={onClose}
    >
      <Line
        first
        label={t('walls:message.text')}
        max={MESSAGE_MOST}
        help={t('walls:message.help')}
        value={text}
        onChange={setText}
      />
      <LengthField
        lengths={['five', 'quarter', 'half', 'hour', 'four', 'watch']}
        chosen={length}
        now={now}
        onChoose={setLength}
      />
    </FormDialog>
  );
}
