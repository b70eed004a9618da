import type { ReactNode } from 'react';
import type { CommandKind } from '../../../shared/contract/commands';
import { useT } from '../../i18n/react';
import { useMay } from './use-people';

/** Which roles may do this, where whoever is signed in may not; else nothing. */
export function RoleNote({ kind }: { readonly kind: CommandKind }): ReactNode {
  const { t } = useT();
  const { may, roles } = useMay(kind);
  if (may) return null;
  const names = roles.map((role) => t(`people:role.${role}`)).join(t('people:orJoin'));
  return <p className="people-note">{t('people:needsRole', { roles: names })}</p>;
}
