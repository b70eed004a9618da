import { type FormEvent, type ReactNode, useState } from 'react';
import { PASSWORD_MIN } from '../../../shared/contract/auth';
import { useT } from '../../i18n/react';
import { useLinkView } from '../../stores/board-react';
import { useBridge } from '../desk-context';

/** What is wrong with a new password or PIN; null: nothing, or it is left as it is. */
export function credentialFault(
  password: string,
  again: string,
  pin: string,
): 'short' | 'differs' | 'pin' | 'nothing' | null {
  if (password === '' && pin === '') return 'nothing';
  if (password !== '' && password.length < PASSWORD_MIN) return 'short';
  if (password !== again) return 'differs';
  if (pin !== '' && !/^\d{4,12}$/.test(pin)) return 'pin';
  return null;
}

/** A new password, a new PIN, or both. `own`: one's own, for which the old password is asked. Only with the hub. */
export function CredentialsForm(props: {
  readonly person: string;
  readonly own: boolean;
  readonly onDone?: () => void;
}): ReactNode {
  const { person, own, onDone } = props;
  const { t } = useT();
  const bridge = useBridge();
  const { reachable } = useLinkView();
  const [old, setOld] = useState('');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [pin, setPin] = useState('');
  const [said, setSaid] = useState<{ readonly fault: boolean; readonly text: string } | null>(null);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const fault = credentialFault(password, again, pin);
    if (fault !== null)
      return setSaid({
        fault: true,
        text: t(`people:credentials.fault.${fault}`, { password: PASSWORD_MIN }),
      });
    const answer = await bridge.setCredentials({
      person,
      old: own && old !== '' ? old : null,
      password: password === '' ? null : password,
      pin: pin === '' ? null : pin,
    });
    if (!answer.ok) return setSaid({ fault: true, text: answer.error.message });
    for (const clear of [setOld, setPassword, setAgain, setPin]) clear('');
    setSaid({ fault: false, text: t('people:credentials.done') });
    onDone?.();
  };
  const field = (label: string, value: string, set: (value: string) => void, numeric = false): ReactNode => (
    <label className="people-field">
      <span>{label}</span>
      <input
        type="password"
        value={value}
        autoComplete="new-password"
        inputMode={numeric ? 'numeric' : 'text'}
        maxLength={numeric ? 12 : 500}
        disabled={!reachable}
        onChange={(event) => {
          set(event.target.value);
          setSaid(null);
        }}
      />
    </label>
  );
  return (
    <form className="people-credentials" onSubmit={(event) => void submit(event)}>
      {!reachable && <p className="people-note">{t('people:credentials.needsHub')}</p>}
      {own && field(t('people:credentials.old'), old, setOld)}
      {field(t('people:credentials.password', { count: PASSWORD_MIN }), password, setPassword)}
      {field(t('people:credentials.again'), again, setAgain)}
      {field(t('people:credentials.pin'), pin, setPin, true)}
      <p className="act-row">
        <button type="submit" className="quiet-button" disabled={!reachable}>
          {t('people:credentials.save')}
        </button>
        <span
          role={said?.fault === false ? 'status' : 'alert'}
          className={said?.fault ? 'people-fault' : 'quiet'}
        >
          {said?.text}
        </span>
      </p>
    </form>
  );
}
