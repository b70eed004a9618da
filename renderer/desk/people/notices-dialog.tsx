import type { ReactNode } from 'react';
import { useT } from '../../i18n/react';
import { Dialog } from '../../parts/dialog';
import { useKeys } from '../keys/use-keys';
import { NoticeList } from './notice-list';

/** What the shift leader must know: acts that were refused because whoever did them was no longer signed in. */
export function NoticesDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useT();
  useKeys({ back: onClose }, { modal: true });
  return (
    <Dialog title={t('people:notices.title')} closeLabel={t('common:close')} onClose={onClose}>
      <NoticeList />
    </Dialog>
  );
}
