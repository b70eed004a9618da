import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import type { CommandKind } from '../../../../shared/contract/commands';
import type { Gift } from '../../../../shared/contract/ipc';
import { useT } from '../../../i18n/react';
import { Dialog } from '../../../parts/dialog';
import { KeyButton } from '../../../parts/key-cap';
import { useLinkView } from '../../../stores/board-react';
import { useActs } from '../../desk-context';
import { useKeys } from '../../keys/use-keys';
import { RoleNote } from '../../people/role-note';

/** Where the hand goes on: where the form says, else its first field, else what gives it. */
const FIRST = ['[data-first]', 'input, select, textarea', 'button'] as const;

/** What a form would give; a text: what is wrong with what is written. Nothing to give closes the form. */
export type Made = readonly Gift<CommandKind>[] | string;
export type Make = RefObject<() => Made>;

/**
 * The form of an act on incidents: Enter gives (in a field of many lines it writes one more, and F2 gives), Escape thinks
 * better of it. What is given is on this disk when the form closes; the hub's answer is told where the incident stands.
 */
export function FormDialog(props: {
  readonly title: string;
  /** What may do it: a note says so where whoever is here may not. */
  readonly kind: CommandKind;
  readonly label: string;
  readonly make: Make;
  readonly onClose: () => void;
  /** Told when it was given. */
  readonly onGiven?: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const { title, kind, label, make, onClose, onGiven, children } = props;
  const { t } = useT();
  const acts = useActs();
  const live = useLinkView(1_000).phase === 'live';
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    // Never on what closes the form: Enter gives it.
    const first = FIRST.map((what) => form.current?.querySelector<HTMLElement>(what)).find((found) => found);
    first?.focus();
    // What is suggested gives way to what is written.
    if (first instanceof HTMLInputElement && first.type === 'text') first.select();
  }, []);
  const submit = async (): Promise<void> => {
    if (busy) return;
    const made = make.current();
    if (typeof made === 'string') return setFault(made);
    setBusy(true);
    const answers = await acts.giveAll(made);
    setBusy(false);
    const failed = answers.find((answer) => !answer.ok);
    if (failed && !failed.ok) return setFault(failed.error.message);
    onClose();
    if (made.length > 0) onGiven?.();
  };
  useKeys(
    {
      back: onClose,
      open: (event) => {
        if (event.target instanceof HTMLTextAreaElement) return false;
        void submit();
        return true;
      },
      save: () => void submit(),
      approve: () => void submit(),
    },
    { modal: true },
  );
  return (
    <Dialog title={title} closeLabel={t('common:close')} onClose={onClose}>
      <form
        ref={form}
        className="act-form inc-form"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {children}
        <p className="form-fault" role="alert">
          {fault === null ? '' : t('alarms:form.refused', { reason: fault })}
        </p>
        <RoleNote kind={kind} />
        <div className="act-row">
          <KeyButton cap="Enter" label={label} disabled={busy} waits={!live} onPress={() => void submit()} />
          <KeyButton cap="Esc" label={t('alarms:form.cancel')} onPress={onClose} />
          {!live && <span className="quiet">{t('incidents:form.queued')}</span>}
        </div>
      </form>
    </Dialog>
  );
}
