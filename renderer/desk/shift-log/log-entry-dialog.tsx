import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { EntryLink } from '../../../shared/model/shift-log';
import { suspects } from '../../../shared/rules/watch/sensitive';
import { formatSince } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { Dialog } from '../../parts/dialog';
import { KeyButton } from '../../parts/key-cap';
import { useBoardStore, useLinkView } from '../../stores/board-react';
import { useActs, useDeskStore } from '../desk-context';
import { useEventNames } from '../events/use-event-names';
import { newId } from '../incidents/made-id';
import { RoleNote } from '../people/role-note';
import { DraftFiles } from './draft-files';
import { draftFor, type EntryDraft, isBegun, newDraft } from './entry-draft';
import { filesIn } from './file-kinds';
import { LinksField } from './links-field';
import { readWhen } from './log-model';
import { SuspectNote, useAskOnce } from './suspect-note';
import { useDraftFiles } from './use-draft-files';
import { useWordsKeys } from './use-words-keys';
import { WordsField } from './words-field';

/**
 * A new entry of the shift log, about what was in focus: `l`, words, Enter. Pictures and files are pasted, dropped or chosen.
 * What looks like a patient is told while it is written, and held back once.
 */
export function LogEntryDialog(props: {
  readonly links: readonly EntryLink[];
  readonly onClose: () => void;
}): ReactNode {
  const { links, onClose } = props;
  const { t } = useT();
  const desk = useDeskStore();
  const store = useBoardStore();
  const acts = useActs();
  const names = useEventNames();
  const { phase, hubNow } = useLinkView(1_000);
  const [kept] = useState(() => {
    const draft = draftFor(desk, links);
    return { draft, begun: isBegun(draft.getState()) };
  });
  const { draft } = kept;
  const written = useStore(draft);
  const files = useDraftFiles(draft);
  const mayGo = useAskOnce();
  const [asked, setAsked] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const change = (part: Partial<EntryDraft>): void => {
    setAsked(false);
    setFault(null);
    draft.setState(part);
  };
  const suspectFiles = written.files
    .filter(({ suspect }) => suspect)
    .map(({ attachment }) => attachment.name);
  const submit = async (): Promise<void> => {
    if (busy || files.busy) return;
    const now = draft.getState();
    if (!isBegun(now)) return setFault(t('shift-log:write.needWords'));
    const at = readWhen(now.when, store.linkView().hubNow);
    if (at === null) return setFault(t('shift-log:write.needWhen'));
    const hashes = now.files.map(({ attachment }) => attachment.hash).join(' ');
    const looks = suspectFiles.length > 0 || suspects(now.text).length > 0;
    if (!mayGo(`${now.text}\n${hashes}`, looks)) return setAsked(true);
    setBusy(true);
    const answer = await acts.give({
      kind: 'log.write',
      subject: `entry/${now.id}`,
      payload: {
        id: now.id,
        at,
        text: now.text.trim(),
        salt: newId(),
        links: [...now.links],
        attachments: now.files.map(({ attachment }) => attachment),
        handover: now.handover,
      },
    });
    setBusy(false);
    if (!answer.ok) return setFault(t('alarms:form.refused', { reason: answer.error.message }));
    draft.setState(newDraft([]), true);
    onClose();
  };
  useWordsKeys(() => void submit(), onClose);
  const at = readWhen(written.when, hubNow);
  const live = phase === 'live';
  return (
    <Dialog title={t('shift-log:write.title')} closeLabel={t('common:close')} onClose={onClose}>
      <form
        className="act-form inc-form"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
        onPaste={(event) => {
          const pasted = filesIn(event.clipboardData, true);
          if (pasted.length === 0) return;
          event.preventDefault();
          void files.add(pasted, true);
        }}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          void files.add(filesIn(event.dataTransfer, false));
        }}
      >
        {kept.begun && isBegun(written) && (
          <div className="draft-kept">
            <span className="quiet">{t('shift-log:write.kept')}</span>
            <button
              type="button"
              className="quiet-button"
              onClick={() => draft.setState(newDraft(links), true)}
            >
              {t('shift-log:write.empty')}
            </button>
          </div>
        )}
        <WordsField
          label={t('shift-log:write.words')}
          help={t('shift-log:write.wordsHelp')}
          value={written.text}
          field={field}
          onChange={(text) => change({ text })}
        />
        <SuspectNote text={written.text} files={suspectFiles} asked={asked} />
        <DraftFiles
          files={written.files}
          busy={files.busy}
          onAdd={(chosen) => void files.add(chosen)}
          onDrop={files.drop}
        />
        <LinksField links={written.links} names={names} onChange={(next) => change({ links: next })} />
        <div className="entry-when">
          <label>
            <span>{t('shift-log:write.when')}</span>
            <input
              type="text"
              className="text-field"
              value={written.when}
              autoComplete="off"
              placeholder={t('shift-log:write.now')}
              aria-invalid={at === null}
              onChange={(event) => change({ when: event.target.value })}
            />
          </label>
          <span className="quiet">
            {at === null
              ? t('shift-log:write.needWhen')
              : written.when.trim() === ''
                ? t('shift-log:write.whenHelp')
                : formatSince(at, hubNow)}
          </span>
          <label className="act-check">
            <input
              type="checkbox"
              checked={written.handover}
              onChange={(event) => change({ handover: event.target.checked })}
            />
            {t('shift-log:write.handover')}
          </label>
        </div>
        <p className="form-fault" role="alert">
          {fault ?? files.fault ?? ''}
        </p>
        <RoleNote kind="log.write" />
        <div className="act-row">
          <KeyButton
            cap="Enter"
            label={t(asked ? 'shift-log:write.giveAnyway' : 'shift-log:write.give')}
            disabled={busy || files.busy}
            waits={!live}
            onPress={() => void submit()}
          />
          <KeyButton cap="Esc" label={t('alarms:form.cancel')} onPress={onClose} />
          {!live && <span className="quiet">{t('shift-log:write.queued')}</span>}
        </div>
      </form>
    </Dialog>
  );
}
