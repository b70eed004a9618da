import { useMemo } from 'react';
import type { CommandPayload } from '../../../shared/contract/commands';
import { WALL_SUBJECT } from '../../../shared/model/wall';
import { useT } from '../../i18n/react';
import { useActs, useDeskStore } from '../desk-context';

/** Takes things away from the wall. What was refused is said in the status bar. */
export function useClear(): (what: CommandPayload<'wall.clear'>['what'], id?: string) => void {
  const { t } = useT();
  const acts = useActs();
  const desk = useDeskStore();
  return useMemo(
    () =>
      (what, id): void => {
        desk.setState({ notice: null });
        void acts
          .give({ kind: 'wall.clear', subject: WALL_SUBJECT, payload: { what, id: id ?? null } })
          .then((answer) => {
            if (!answer.ok)
              desk.setState({ notice: t('desk:notice.refused', { reason: answer.error.message }) });
          });
      },
    [acts, desk, t],
  );
}
