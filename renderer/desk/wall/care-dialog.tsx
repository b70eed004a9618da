import { type ReactNode, useRef } from 'react';
import { WALL_SUBJECT } from '../../../shared/model/wall';
import type { WallCare } from '../../../shared/model/wall-health';
import { useT } from '../../i18n/react';
import { FormDialog, type Made } from '../incidents/forms/form-dialog';

/** What is to be done, and to what. */
export interface Care {
  readonly how: WallCare;
  readonly console: string;
  readonly name: string;
  /** `wall-1` and so on; null: all of that console's. */
  readonly window: string | null;
  /** Something brings the app back when it ends. */
  readonly supervised: boolean;
}

/** Asks before a wall is loaded, made or started anew: it is dark for a moment. */
export function CareDialog(props: { readonly care: Care; readonly onClose: () => void }): ReactNode {
  const { care, onClose } = props;
  const { how, console, name, window, supervised } = care;
  const { t } = useT();
  const make = useRef<() => Made>(() => []);
  make.current = () => [
    { kind: 'wall.care' as const, subject: WALL_SUBJECT, payload: { console, window, how } },
  ];
  return (
    <FormDialog
      title={t(`walls:care.${how}.title`, { name: window === null ? name : `${name}, ${window}` })}
      kind="wall.care"
      label={t(`walls:care.${how}.give`)}
      make={make}
      onClose={onClose}
    >
      <p>{t(`walls:care.${how}.text`)}</p>
      {how === 'restart' && !supervised && <p className="wall-note">{t('walls:care.unsupervised')}</p>}
    </FormDialog>
  );
}
