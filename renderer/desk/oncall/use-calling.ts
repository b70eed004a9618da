import { useCallback } from 'react';
import type { Call } from '../../../shared/model/alarms';
import { useT } from '../../i18n/react';
import { useBoardStore } from '../../stores/board-react';
import { useActs, useDeskStore } from '../desk-context';
import type { Line } from './duty';

/** What can be said of a call. Each is a command of its own, under the call's id. */
export interface Calling {
  /** Says that somebody is being called, and answers the call's id; null: it was not taken. */
  begin(line: Line, node: string | null): Promise<string | null>;
  /** Says what came of a call, or when whoever was called will be there (minutes from now). */
  settle(call: Call, change: Partial<Pick<Call, 'outcome' | 'note'>> & { etaMin?: number }): Promise<void>;
}

/** Calls are logged as they are made: the time is that of the act, not of the answer. */
export function useCalling(): Calling {
  const { t } = useT();
  const acts = useActs();
  const desk = useDeskStore();
  const store = useBoardStore();
  const log = useCallback(
    async (call: Call): Promise<boolean> => {
      const answer = await acts.give({ kind: 'call.log', subject: `oncall/${call.team}`, payload: { call } });
      if (!answer.ok) desk.setState({ notice: t('desk:notice.refused', { reason: answer.error.message }) });
      return answer.ok;
    },
    [acts, desk, t],
  );
  const begin = useCallback(
    async (line: Line, node: string | null): Promise<string | null> => {
      const call: Call = {
        id: callId(),
        team: line.team.id,
        contact: line.contact.name,
        phone: line.contact.phone,
        node,
        by: store.getState().identity?.signedIn?.person ?? '',
        at: store.linkView().hubNow,
        outcome: 'calling',
        settledAt: null,
        etaAt: null,
        note: null,
      };
      return (await log(call)) ? call.id : null;
    },
    [log, store],
  );
  const settle = useCallback(
    async (
      call: Call,
      change: Partial<Pick<Call, 'outcome' | 'note'>> & { etaMin?: number },
    ): Promise<void> => {
      const now = store.linkView().hubNow;
      const { etaMin, ...said } = change;
      await log({
        ...call,
        ...said,
        settledAt: said.outcome === undefined ? call.settledAt : now,
        ...(etaMin !== undefined && { etaAt: now + etaMin * 60_000 }),
      });
    },
    [log, store],
  );
  return { begin, settle };
}

function callId(): string {
  const random = crypto.getRandomValues(new Uint32Array(3));
  return `call-${[...random].map((part) => part.toString(36).padStart(7, '0')).join('')}`;
}
