import { type ReactNode, useMemo } from 'react';
import type { CatalogueEdit } from '../../../shared/contract/commands';
import { useT } from '../../i18n/react';
import { useBoard } from '../../stores/board-react';
import { ConfirmEdit } from './confirm-edit';
import type { Source } from './use-catalogue-source';

/** Asks before a service is taken out, and names what depends on it. */
export function RemoveService(props: {
  readonly service: string;
  readonly source: Source;
  readonly onClose: () => void;
}): ReactNode {
  const { service, source, onClose } = props;
  const { t } = useT();
  const graph = useBoard((state) => state.graph);
  const dependants = useMemo(() => {
    const names = new Set<string>();
    for (const node of graph.nodes.values()) {
      if (node.service.needs.some(({ of }) => of.includes(service))) names.add(node.service.name);
    }
    return [...names];
  }, [graph, service]);
  const change = useMemo<CatalogueEdit['change']>(() => ({ kind: 'remove-service', id: service }), [service]);
  return (
    <ConfirmEdit
      title={t('onboard:remove.title', { id: service })}
      text={
        dependants.length === 0
          ? t('onboard:remove.free')
          : t('onboard:remove.needed', { count: dependants.length, names: dependants.join(', ') })
      }
      action={t('onboard:remove.button')}
      subject={service}
      base={source.answer?.version ?? ''}
      change={change}
      onClose={onClose}
    />
  );
}
