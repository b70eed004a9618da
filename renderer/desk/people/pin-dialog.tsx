import { type FormEvent, type ReactNode, useState } from 'react';
import { useT } from '../../i18n/react';
import { Dialog } from '../../parts/dialog';
import { useFirstFocus } from '../../parts/first-focus';
import { useBridge, useDesk, useDeskStore } from '../desk-context';
import { useKeys } from '../keys/use-keys';
import { PendingWords } from './pending-words';
import { SecretField, useWait, WaitNote } from './sign-in-form';
import { useMe } from './use-people';

/**
 * The desk is locked, and somebody wants to act. Enter does this one act, and the desk stays locked; it can be unlocked
 * besides, or be taken over by another person.
 */
export function PinDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useT();
  const bridge = useBridge();
  const desk = useDeskStore();
  const me = useMe();
  const pending = useDesk((state) => state.pending);
  const [pin, setPin] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const waitsUntil = useWait();
  const field = useFirstFocus<HTMLInputElement>();
  useKeys({ back: onClose }, { modal: true });
  const unlock = async (): Promise<void> => {
    if (pin === '' || waitsUntil !== null) return;
    const answer = await bridge.unlock(pin);
    setPin('');
    if (!answer.ok) {
      setFault(answer.error.message);
      field.current?.focus();
      return;
    }
    if (pending === null) onClose();
    else pending.go();
  };
  const act = (event: FormEvent): void => {
    event.preventDefault();
    if (pin === '' || waitsUntil !== null) return;
    if (pending === null) void unlock();
    else pending.go(pin);
  };
  return (
    <Dialog title={t('people:pin.title')} closeLabel={t('common:close')} onClose={onClose}>
      <form className="people-dialog sign-in" onSubmit={act}>
        <PendingWords />
        <p>{t('people:pin.whose', { name: me?.name ?? '' })}</p>
        <SecretField ref={field} by="pin" value={pin} onChange={setPin} />
        <WaitNote until={waitsUntil} />
        <p role="alert" className="people-fault">
          {fault ?? (pending?.why === 'wrong-pin' ? pending.message : null)}
        </p>
        <p className="act-row">
          {pending !== null && (
            <button type="submit" className="quiet-button" disabled={waitsUntil !== null}>
              {t('people:pin.once')}
            </button>
          )}
          <button
            type="button"
            className="quiet-button"
            disabled={waitsUntil !== null}
            onClick={() => void unlock()}
          >
            {t('people:pin.unlock')}
          </button>
          <button type="button" className="quiet-button" onClick={() => desk.show({ kind: 'sign-in' })}>
            {t('people:pin.another')}
          </button>
        </p>
      </form>
    </Dialog>
  );
}
