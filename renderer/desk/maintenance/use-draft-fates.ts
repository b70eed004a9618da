import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useBoard } from '../../stores/board-react';
import { useDeskStore } from '../desk-context';
import { type Drafts, draftsOf, dropDraft } from './draft-store';

/**
 * The drafts of this desk. One that has been saved (its command is confirmed) is forgotten; `saved` is told its id.
 * One that was refused or came too late stays as it was written.
 */
export function useDraftFates(saved: (id: string) => void): Drafts {
  const store = draftsOf(useDeskStore());
  const state = useStore(store);
  const outbox = useBoard((board) => board.outbox);
  useEffect(() => {
    for (const { id, command } of Object.values(state.drafts)) {
      if (command === null) continue;
      if (outbox.find((entry) => entry.id === command)?.fate !== 'confirmed') continue;
      dropDraft(store, id);
      saved(id);
    }
  }, [store, state, outbox, saved]);
  return state;
}
