import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { LogEntry } from '../../../shared/model/shift-log';
import { suspects } from '../../../shared/rules/watch/sensitive';
import { useT } from '../../i18n/react';
import { Dialog } from '../../parts/dialog';
import { KeyButton } from '../../parts/key-cap';
import { useLinkView } from '../../stores/board-react';
import { useActs } from '../desk-context';
import { newId } from '../incidents/made-id';
import { RoleNote } from '../people/role-note';
import { wordsNow } from './log-model';
import { SuspectNote, useAskOnce } from './suspect-note';
import { useWordsKeys } from './use-words-keys';
import { WordsField } from './words-field';

/** What an entry should have said. What it said stays readable. */
export function CorrectDialog(props: { readonly entry: LogEntry; readonly onClose: () => void }): ReactNode {
  const { entry, onClose } = props;
  const { t } = useT();
  const acts = useActs();
  const live = useLinkView(1_000).phase === 'live';
  const before = wordsNow(entry).said?.text ?? '';
  const [text, setText] = useState(before);
  const [id] = useState(newId);
  const [asked, setAsked] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const mayGo = useAskOnce();
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const end = field.current?.value.length ?? 0;
    field.current?.focus();
    field.current?.setSelectionRange(end, end);
  }, []);
  const submit = async (): Promise<void> => {
    if (busy) return;
    const words = text.trim();
    if (words === '') return setFault(t('shift-log:correct.needWords'));
    if (words === before) return onClose();
    if (!mayGo(words, suspects(words).length > 0)) return setAsked(true);
    setBusy(true);
    const payload = { id, text: words, salt: newId() };
    const answer = await acts.give({ kind: 'log.correct', subject: `entry/${entry.id}`, payload });
    setBusy(false);
    if (!answer.ok) return setFault(t('alarms:form.refused', { reason: answer.error.message }));
    onClose();
  };
  useWordsKeys(() => void submit(), onClose);
  return (
    <Dialog
      title={t('shift-log:correct.title', { number: entry.number })}
      closeLabel={t('common:close')}
      onClose={onClose}
    >
      <form
        className="act-form inc-form"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <WordsField
          label={t('shift-log:correct.words')}
          help={t('shift-log:correct.help')}
          value={text}
          field={field}
          onChange={(words) => {
            setAsked(false);
            setFault(null);
            setText(words);
          }}
        />
        <SuspectNote text={text} asked={asked} />
        <p className="form-fault" role="alert">
          {fault ?? ''}
        </p>
        <RoleNote kind="log.correct" />
        <div className="act-row">
          <KeyButton
            cap="Enter"
            label={t(asked ? 'shift-log:write.giveAnyway' : 'shift-log:correct.give')}
            disabled={busy}
            waits={!live}
            onPress={() => void submit()}
          />
          <KeyButton cap="Esc" label={t('alarms:form.cancel')} onPress={onClose} />
        </div>
      </form>
    </Dialog>
  );
}
