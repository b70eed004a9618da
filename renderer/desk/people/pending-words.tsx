import type { ReactNode } from 'react';
import { useT } from '../../i18n/react';
import { useBoard } from '../../stores/board-react';
import { useDesk } from '../desk-context';
import { commandName, subjectName } from '../events/command-words';

/** What waits for somebody to say who they are; nothing where nothing does. */
export function PendingWords(): ReactNode {
  const { t } = useT();
  const pending = useDesk((state) => state.pending);
  const graph = useBoard((state) => state.graph);
  const catalogue = useBoard((state) => state.catalogue);
  const maintenance = useBoard((state) => state.maintenance);
  const people = useBoard((state) => state.people);
  if (pending === null) return null;
  const name = subjectName({ graph, catalogue, maintenance, people }, pending.subject, { t });
  return (
    <p className="people-pending">
      {t('people:pending.waits')}{' '}
      <strong>{t('people:pending.act', { what: commandName(pending.kind, t), name })}</strong>
    </p>
  );
}
