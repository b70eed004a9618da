import { useCallback, useState } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import { ATTACHMENT_BYTES, ATTACHMENTS_MOST } from '../../../shared/model/shift-log';
import { useT } from '../../i18n/react';
import { useBoardStore } from '../../stores/board-react';
import { useBridge } from '../desk-context';
import type { EntryDraft } from './entry-draft';
import { fileSize, looksLikePatient, pastedName } from './file-kinds';

/** Taking files into an entry that is being written. */
export interface DraftFileActs {
  /** One is on its way to the disk. */
  readonly busy: boolean;
  /** Why the last one was not taken; null: it was. */
  readonly fault: string | null;
  readonly add: (files: readonly File[], pasted?: boolean) => Promise<void>;
  readonly drop: (hash: string) => void;
}

/** Puts files on this console's disk, where main looks at their content, and into the draft. */
export function useDraftFiles(draft: StoreApi<EntryDraft>): DraftFileActs {
  const bridge = useBridge();
  const store = useBoardStore();
  const { t, lang } = useT();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);

  const addOne = useCallback(
    async (file: File, pasted: boolean): Promise<string | null> => {
      const said = t('shift-log:write.clip');
      const name = pastedName(file.name, store.linkView().hubNow, pasted, said);
      if (draft.getState().files.length >= ATTACHMENTS_MOST)
        return t('shift-log:write.tooMany', { most: ATTACHMENTS_MOST });
      if (file.size > ATTACHMENT_BYTES) {
        const values = { name, size: fileSize(file.size, lang), most: fileSize(ATTACHMENT_BYTES, lang) };
        return t('shift-log:write.tooLarge', values);
      }
      const bytes = new Uint8Array(await file.arrayBuffer());
      const answer = await bridge.addBlob({ name, bytes });
      if (!answer.ok) return t('shift-log:write.notTaken', { name, reason: answer.error.message });
      const attachment = answer.value;
      draft.setState(({ files }) =>
        files.some((one) => one.attachment.hash === attachment.hash)
          ? { files }
          : { files: [...files, { attachment, bytes, suspect: looksLikePatient(attachment, bytes) }] },
      );
      return null;
    },
    [bridge, draft, store, t, lang],
  );

  const add = useCallback(
    async (files: readonly File[], pasted = false): Promise<void> => {
      if (files.length === 0) return;
      setBusy(true);
      const faults: string[] = [];
      for (const file of files) {
        const wrong = await addOne(file, pasted).catch((error: unknown) =>
          error instanceof Error ? error.message : String(error),
        );
        if (wrong !== null) faults.push(wrong);
      }
      setFault(faults.length === 0 ? null : faults.join(' '));
      setBusy(false);
    },
    [addOne],
  );
  const drop = useCallback(
    (hash: string): void =>
      draft.setState(({ files }) => ({ files: files.filter((one) => one.attachment.hash !== hash) })),
    [draft],
  );
  return { busy, fault, add, drop };
}
