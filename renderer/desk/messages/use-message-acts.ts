import { useMemo } from 'react';
import type { CommandKind } from '../../../shared/contract/commands';
import type { Gift } from '../../../shared/contract/ipc';
import { useT } from '../../i18n/react';
import { useBoardStore } from '../../stores/board-react';
import { useActs, useDeskStore } from '../desk-context';
import { differs, type MessageDraft, payloadOf, versionOf } from './draft';
import { dropMessageDraft, messageDraftsOf, putMessageDraft } from './draft-store';

/** What is done with messages and notifications. What was refused here is answered in words; null: it is on the disk. */
export interface MessageActs {
  /** Saves what is written, for the others of the room. */
  save(draft: MessageDraft): Promise<string | null>;
  /** Says that exactly this text goes out, to exactly these channels. */
  approve(draft: MessageDraft): Promise<string | null>;
  discard(id: string): Promise<string | null>;
  /** Tries a channel once more, by a person's word. */
  again(id: string, channel: string): Promise<string | null>;
  /** Somebody on call has answered. */
  answered(notification: string, note: string | null): Promise<string | null>;
}

/** The acts on messages. */
export function useMessageActs(): MessageActs {
  const { t } = useT();
  const acts = useActs();
  const desk = useDeskStore();
  const store = useBoardStore();
  return useMemo(() => {
    const drafts = messageDraftsOf(desk);
    const give = async (
      gift: Gift<CommandKind>,
    ): Promise<{ fault: string | null; command: string | null }> => {
      const answer = await acts.give(gift);
      return answer.ok
        ? { fault: null, command: answer.value.id }
        : { fault: t('desk:notice.refused', { reason: answer.error.message }), command: null };
    };
    const subject = (id: string): string => `message/${id}`;
    const known = (id: string) => {
      const entity = store.incident(`message:${id}`);
      return entity?.kind === 'message' ? entity.value : undefined;
    };
    const save = async (draft: MessageDraft): Promise<{ fault: string | null; command: string | null }> => {
      const given = await give({
        kind: 'message.draft',
        subject: subject(draft.id),
        payload: payloadOf(draft),
      });
      if (given.command !== null) {
        putMessageDraft(drafts, { ...draft, ahead: draft.ahead + 1, command: given.command });
      }
      return given;
    };
    return {
      save: async (draft) => (await save(draft)).fault,
      approve: async (draft) => {
        let { ahead } = draft;
        // What waits for the hub as it stands is not written twice.
        if (draft.command === null && differs(draft, known(draft.id))) {
          const saved = await save(draft);
          if (saved.fault !== null) return saved.fault;
          ahead += 1;
        }
        const given = await give({
          kind: 'message.approve',
          subject: subject(draft.id),
          payload: { version: versionOf({ ...draft, ahead }) ?? 1 },
        });
        if (given.command !== null) putMessageDraft(drafts, { ...draft, ahead, command: given.command });
        return given.fault;
      },
      discard: async (id) => {
        const message = known(id);
        dropMessageDraft(drafts, id);
        // What only this desk has is forgotten here.
        if (message?.state !== 'draft') return null;
        return (await give({ kind: 'message.discard', subject: subject(id), payload: null })).fault;
      },
      again: async (id, channel) =>
        (await give({ kind: 'message.again', subject: subject(id), payload: { channel } })).fault,
      answered: async (id, note) =>
        (await give({ kind: 'notification.answer', subject: `notification/${id}`, payload: { note } })).fault,
    };
  }, [acts, desk, store, t]);
}
