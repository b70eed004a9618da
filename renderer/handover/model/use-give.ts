import { useMemo } from 'react';
import type { CommandKind } from '../../../shared/contract/commands';
import type { Gift, OutboxEntry } from '../../../shared/contract/ipc';
import type { Result } from '../../../shared/util/result';
import { useActs, useDeskStore } from '../../desk/desk-context';
import { useT } from '../../i18n/react';

/** Gives a command; why it was not taken is said at the foot of the window. */
export type Give = <K extends CommandKind>(gift: Gift<K>) => Promise<Result<OutboxEntry>>;

export function useGive(): Give {
  const acts = useActs();
  const desk = useDeskStore();
  const { t } = useT();
  return useMemo<Give>(
    () => async (gift) => {
      desk.setState({ notice: null });
      const answer = await acts.give(gift);
      if (!answer.ok) desk.setState({ notice: t('handover:refused', { reason: answer.error.message }) });
      return answer;
    },
    [acts, desk, t],
  );
}
