import type { ReactNode } from 'react';
import { useT } from '../../i18n/react';
import { Dialog } from '../../parts/dialog';
import { useDesk } from '../desk-context';
import { useKeys } from '../keys/use-keys';
import { PendingWords } from './pending-words';
import { SignInForm } from './sign-in-form';

/** Nobody is signed in, and somebody wants to act: who it is, and the act goes on. */
export function SignInDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useT();
  const pending = useDesk((state) => state.pending);
  useKeys({ back: onClose }, { modal: true });
  return (
    <Dialog title={t('people:signIn.title')} closeLabel={t('common:close')} onClose={onClose}>
      <div className="people-dialog">
        <PendingWords />
        <SignInForm onDone={() => (pending === null ? onClose() : pending.go())} />
      </div>
    </Dialog>
  );
}
