import { type ReactNode, useRef, useState } from 'react';
import { formatUntil } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { DigitChoice } from '../alarms/digit-choice';
import { Line } from '../alarms/form-line';
import { useDeskStore } from '../desk-context';
import { pageOf } from '../desk-store';
import { FormDialog, type Made } from '../incidents/forms/form-dialog';
import { newId } from '../incidents/made-id';
import { nodeName } from '../model/row';
import { CellField } from './fields';
import { lengthWords, untilOf } from './lengths';
import { goesToCell, STAYS, type ToWall, toWallGift, toWallWays } from './to-wall';
import { useCell } from './use-cell';
import { useStage } from './use-stage';
import { MESSAGE_MOST } from './word-dialogs';

const KINDS = {
  incident: 'wall.scene',
  cause: 'wall.send',
  dependencies: 'wall.send',
  responseTimes: 'wall.send',
  spotlight: 'wall.spotlight',
  message: 'wall.message',
} as const satisfies Record<ToWall, string>;

/** To the wall with what is in focus (`node`; null: nothing is): Enter brings up *Hendelse* about it. */
export function ToWallDialog(props: {
  readonly node: string | null;
  readonly onClose: () => void;
}): ReactNode {
  const { node, onClose } = props;
  const { t, lang } = useT();
  const desk = useDeskStore();
  const stage = useStage();
  const { displays, now, names, words } = stage;
  const make = useRef<() => Made>(() => []);
  const ways = toWallWays(node);
  const [id] = useState(newId);
  const [way, setWay] = useState<ToWall>('incident');
  const [text, setText] = useState('');
  const { cell, dark, pick } = useCell(stage, null);
  make.current = () => {
    const gift = toWallGift(way, { node, cell, text, id, now });
    if (gift !== null) return [gift];
    return t(way === 'message' ? 'walls:message.need' : 'walls:send.noDisplay');
  };
  const about = node === null ? null : nodeName(names, node);
  const wayWords = (one: ToWall): string =>
    about === null ? t(`walls:to.bare.${one === 'message' ? one : 'incident'}`) : t(`walls:to.${one}`);
  const stays = STAYS[way];
  return (
    <FormDialog
      title={about === null ? t('walls:to.title') : t('walls:to.titleAbout', { name: about })}
      kind={KINDS[way]}
      label={t('walls:to.give')}
      make={make}
      onClose={onClose}
    >
      <DigitChoice
        label={t('walls:to.what')}
        options={ways.map((one) => ({ id: one, name: wayWords(one) }))}
        chosen={way}
        onChoose={(one) => one !== null && setWay(one)}
      />
      {way === 'message' && (
        <Line
          first
          label={t('walls:message.text')}
          max={MESSAGE_MOST}
          help={t('walls:message.help')}
          value={text}
          onChange={setText}
        />
      )}
      {goesToCell(way) && (
        <CellField displays={displays} dark={dark} cell={cell} onChange={pick} words={words} />
      )}
      <p className="quiet">
        {t('walls:to.stays', {
          length: lengthWords(stays, t),
          time: formatUntil(untilOf(stays, now), now, lang),
        })}
      </p>
      <p>
        <button
          type="button"
          className="link-button"
          onClick={() => {
            onClose();
            desk.open(pageOf('walls'));
          }}
        >
          {t('walls:to.page')}
        </button>
      </p>
    </FormDialog>
  );
}
