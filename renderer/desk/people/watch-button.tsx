import type { ReactNode } from 'react';
import { useT } from '../../i18n/react';
import { useBoard } from '../../stores/board-react';
import { useActs, useDeskStore } from '../desk-context';
import { useEverybody, useMay } from './use-people';

/** Whether this very console is on watch, and a word that changes it. */
export function useWatch(): { readonly on: boolean; readonly may: boolean; readonly change: () => void } {
  const { t } = useT();
  const acts = useActs();
  const desk = useDeskStore();
  const { watch } = useEverybody();
  const here = useBoard((state) => state.identity?.console.id ?? '');
  const on = watch.some((post) => post.id === here);
  const { may } = useMay(on ? 'watch.leave' : 'watch.take');
  return {
    on,
    may,
    change: () => {
      void acts
        .give({ kind: on ? 'watch.leave' : 'watch.take', subject: `console/${here}`, payload: null })
        .then((answer) => {
          if (!answer.ok)
            desk.setState({ notice: t('desk:notice.refused', { reason: answer.error.message }) });
        });
    },
  };
}

/** On watch or off it: what sounds where follows from it. */
export function WatchButton(): ReactNode {
  const { t } = useT();
  const { on, may, change } = useWatch();
  return (
    <button type="button" className="quiet-button" disabled={!may} onClick={change}>
      {t(on ? 'people:watch.leave' : 'people:watch.take')}
    </button>
  );
}
