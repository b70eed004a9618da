import { type FormEvent, type ReactNode, useState } from 'react';
import type { CommandKind } from '../../../shared/contract/commands';
import type { Gift } from '../../../shared/contract/ipc';
import type { Transfer } from '../../../shared/model/handover';
import { composeText, hashOfText } from '../../../shared/rules/handover/compose';
import { useBridge } from '../../desk/desk-context';
import { useKeys } from '../../desk/keys/use-keys';
import { useEverybody, useMe } from '../../desk/people/use-people';
import { Dialog } from '../../parts/dialog';
import { useFirstFocus } from '../../parts/first-focus';
import { KeyButton } from '../../parts/key-cap';
import { useLinkView } from '../../stores/board-react';
import { faultWords } from '../model/fault-words';
import { useHandoverWindow } from '../model/handover-context';
import { useWords } from '../model/use-words';
import { missingFor, nextSignature, signatureKind } from './sign-model';

/** Shorter than this says nothing. */
const REASON_LEAST = 3;

const DIALOG_TITLES = {
  out: 'handover:sign.dialogOut',
  in: 'handover:sign.dialogIn',
  also: 'handover:sign.also',
} as const;

/**
 * A signature: who, their PIN, and, where something is missing all the same, why. Both can sign here, one after the other;
 * what is signed is the text as it stands when the PIN is given.
 */
export function SignDialog(props: {
  readonly exception: boolean;
  /** What changes hands, as agreed here. */
  readonly transfers: readonly Transfer[];
  readonly onClose: () => void;
}): ReactNode {
  const { exception, transfers, onClose } = props;
  const { handover, room, document, signed } = useHandoverWindow();
  const words = useWords();
  const { t, holder, person } = words;
  const bridge = useBridge();
  const me = useMe();
  const { persons } = useEverybody();
  const live = useLinkView(1_000).phase === 'live';
  const next = nextSignature(handover);
  const sides = next?.role === 'incoming' ? handover.incoming : handover.outgoing;
  const left = sides.filter((one) => next?.people.includes(one.person));
  const [who, setWho] = useState(
    () => left.find((one) => one.person === me?.id)?.person ?? left[0]?.person ?? '',
  );
  const [pin, setPin] = useState('');
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const first = useFirstFocus<HTMLInputElement>();
  useKeys({ back: onClose }, { modal: true });
  const text = signed ?? composeText(document.document, handover);
  const missing = missingFor(room.view, handover, text, who);
  const lacks = [...missing.holdsUp, ...missing.wishes];
  if (next === null) return null;
  const kind = signatureKind(handover, next);
  const others = persons.filter(
    ({ active, machine, id }) => active && !machine && !left.some((one) => one.person === id),
  );
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy || who === '') return;
    if (exception && reason.trim().length < REASON_LEAST) return setFault(t('handover:sign.needsReason'));
    if (pin === '') return setFault(t('handover:sign.needsPin'));
    setBusy(true);
    const why = exception ? { reason: reason.trim() } : null;
    const subject = `handover/${handover.id}`;
    const gift: Gift<CommandKind> =
      next.role === 'outgoing'
        ? {
            kind: 'handover.sign',
            subject,
            payload: {
              text: composeText(document.document, handover),
              transfers: [...transfers],
              exception: why,
            },
          }
        : { kind: 'handover.accept', subject, payload: { hash: handover.hash ?? '', exception: why } };
    const answer = await bridge.give({ ...gift, pin, ...(who !== me?.id && { as: who }) });
    setBusy(false);
    setPin('');
    if (answer.ok) onClose();
    else {
      setFault(faultWords(answer.error, 'sign', words));
      first.current?.focus();
    }
  };
  return (
    <Dialog
      title={t(exception ? 'handover:sign.dialogException' : DIALOG_TITLES[kind])}
      closeLabel={t('common:close')}
      onClose={onClose}
    >
      <form className="act-form sign-form" onSubmit={(event) => void submit(event)}>
        <p>{t(`handover:sign.${kind}Help`)}</p>
        <dl className="sign-facts">
          <dt>{t('handover:sign.text')}</dt>
          <dd>
            {t('handover:sign.textWords', {
              severity: t(`handover:severity.${text.severity}`),
              count: text.lines.length,
              hash: (handover.hash ?? hashOfText(text)).slice(0, 8),
            })}
          </dd>
          <dt>{t('handover:carries.title')}</dt>
          <dd>{t('handover:sign.transfers', { count: transfers.length })}</dd>
          {lacks.length > 0 && (
            <>
              <dt>{t('handover:sign.lacks')}</dt>
              <dd>{lacks.map((part) => t(`handover:missing.${part}`)).join(', ')}</dd>
            </>
          )}
        </dl>
        {exception && (
          <label className="act-field">
            <span>{t('handover:sign.reason')}</span>
            <input
              ref={first}
              className="text-field"
              value={reason}
              maxLength={300}
              onChange={(event) => setReason(event.target.value)}
            />
          </label>
        )}
        <div className="act-line">
          <label className="act-field">
            <span>{t('handover:sign.who')}</span>
            <select className="text-field" value={who} onChange={(event) => setWho(event.target.value)}>
              {left.map((one) => (
                <option key={`${one.position}/${one.person}`} value={one.person}>
                  {holder(one)}
                </option>
              ))}
              {others.map((one) => (
                <option key={one.id} value={one.id}>
                  {person(one.id)}
                </option>
              ))}
            </select>
          </label>
          <label className="act-field">
            <span>{t('handover:sign.pin')}</span>
            <input
              ref={exception ? undefined : first}
              className="text-field"
              type="password"
              inputMode="numeric"
              autoComplete="off"
              maxLength={12}
              value={pin}
              onChange={(event) => setPin(event.target.value)}
            />
          </label>
        </div>
        <p className="form-fault" role="alert">
          {fault ?? ''}
        </p>
        {!live && <p className="quiet">{t('handover:sign.offline')}</p>}
        <div className="act-row">
          <button type="submit" className="key-button" disabled={busy}>
            <kbd className="key-cap" data-waits={live ? undefined : ''}>
              {'Enter'}
            </kbd>
            <span className="key-button-label">
              {t(kind === 'in' ? 'handover:sign.giveIn' : 'handover:sign.give')}
            </span>
          </button>
          <KeyButton cap="Esc" label={t('handover:cancel')} onPress={onClose} />
        </div>
      </form>
    </Dialog>
  );
}
