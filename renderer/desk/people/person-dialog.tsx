import { type FormEvent, type ReactNode, useState } from 'react';
import { formatSince, formatUntil } from '../../../shared/time/format';
import type { Result } from '../../../shared/util/result';
import { useT } from '../../i18n/react';
import { Dialog } from '../../parts/dialog';
import { useFirstFocus } from '../../parts/first-focus';
import { useBoard, useLinkView } from '../../stores/board-react';
import { useBridge, useDeskStore } from '../desk-context';
import { useKeys } from '../keys/use-keys';
import { CredentialsForm } from './credentials-form';
import { KeyringNote } from './keyring-note';
import { SecretField, SignInForm, useWait, WaitNote } from './sign-in-form';
import { type Me, useMe } from './use-people';
import { WatchButton } from './watch-button';

/**
 * Who is here: lock and unlock, go over to somebody else, one's own password and PIN, watch, sign out. Nothing that is
 * open is closed by any of it.
 */
export function PersonDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useT();
  const me = useMe();
  const locked = useBoard((state) => state.identity?.locked ?? false);
  useKeys({ back: onClose, person: onClose }, { modal: true });
  return (
    <Dialog title={t('people:menu.title')} closeLabel={t('common:close')} onClose={onClose}>
      <div className="people-dialog people-menu">
        {me !== null && <Mine me={me} locked={locked} onClose={onClose} />}
        <section>
          <h3>{t(me === null ? 'people:signIn.title' : 'people:menu.change')}</h3>
          <SignInForm onDone={onClose} />
        </section>
      </div>
    </Dialog>
  );
}

function Mine(props: { readonly me: Me; readonly locked: boolean; readonly onClose: () => void }): ReactNode {
  const { me, locked, onClose } = props;
  const { t, lang } = useT();
  const bridge = useBridge();
  const desk = useDeskStore();
  const { hubNow } = useLinkView(1_000);
  const [fault, setFault] = useState<string | null>(null);
  const [credentials, setCredentials] = useState(false);
  const run = async (what: () => Promise<Result<null>>): Promise<void> => {
    const answer = await what();
    if (answer.ok) onClose();
    else setFault(answer.error.message);
  };
  const { since, expiresAt, offline, pin } = me.signedIn;
  return (
    <section className="people-mine">
      <h3>
        <span className="initials">{me.person?.initials ?? me.id.slice(0, 2)}</span> {me.name}
      </h3>
      <p className="quiet">{(me.person?.roles ?? []).map((role) => t(`people:role.${role}`)).join(', ')}</p>
      <p>
        {t('people:menu.since', {
          since: formatSince(since, hubNow),
          until: formatUntil(expiresAt, hubNow, lang),
        })}
      </p>
      {offline && <p className="people-note">{t('people:signIn.offline')}</p>}
      {locked ? (
        <UnlockForm onDone={onClose} />
      ) : (
        <p className="act-row">
          {pin && (
            <button type="button" className="quiet-button" onClick={() => void run(() => bridge.lock())}>
              {t('people:menu.lock')}
            </button>
          )}
          <button type="button" className="quiet-button" onClick={() => void run(() => bridge.signOut())}>
            {t('people:menu.signOut')}
          </button>
          <WatchButton />
          <button type="button" className="quiet-button" onClick={() => desk.show({ kind: 'duty' })}>
            {t('roster:duty.change')}
          </button>
          {me.person?.machine !== true && (
            <button
              type="button"
              className="quiet-button"
              aria-expanded={credentials}
              onClick={() => setCredentials((open) => !open)}
            >
              {t('people:menu.credentials')}
            </button>
          )}
        </p>
      )}
      {!pin && me.person?.machine !== true && <p className="quiet">{t('people:menu.noPin')}</p>}
      {credentials && !locked && <CredentialsForm person={me.id} own onDone={() => setCredentials(false)} />}
      <KeyringNote />
      <p role="alert" className="people-fault">
        {fault}
      </p>
    </section>
  );
}

function UnlockForm({ onDone }: { readonly onDone: () => void }): ReactNode {
  const { t } = useT();
  const bridge = useBridge();
  const [pin, setPin] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const waitsUntil = useWait();
  const field = useFirstFocus<HTMLInputElement>();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (pin === '' || waitsUntil !== null) return;
    const answer = await bridge.unlock(pin);
    setPin('');
    if (answer.ok) onDone();
    else setFault(answer.error.message);
  };
  return (
    <form className="sign-in" onSubmit={(event) => void submit(event)}>
      <SecretField ref={field} by="pin" value={pin} onChange={setPin} />
      <WaitNote until={waitsUntil} />
      <p role="alert" className="people-fault">
        {fault}
      </p>
      <button type="submit" className="quiet-button" disabled={waitsUntil !== null}>
        {t('people:pin.unlock')}
      </button>
    </form>
  );
}
