import type { ReactNode } from 'react';
import { useT } from '../../i18n/react';
import { useBoard } from '../../stores/board-react';

/** Where the machine has no keyring that deserves the name: what that costs, and why. */
export function KeyringNote(): ReactNode {
  const { t } = useT();
  const keyring = useBoard((state) => state.identity?.keyring ?? null);
  if (keyring === null || keyring.safe) return null;
  return <p className="people-note">{t('people:keyring', { detail: keyring.detail })}</p>;
}
