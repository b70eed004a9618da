import { useMemo } from 'react';
import { alarmKey } from '../../../shared/model/alarms';
import { VANTAGE_NODE } from '../../../shared/rules/alarms/decide';
import { useBoard, useBoardStore } from '../../stores/board-react';
import { nodeName } from '../model/row';
import type { AlarmWordView } from './alarm-words';

/**
 * What alarms' words are made from, but for the reasons and the time, which are each row's own. `name` takes a node, or a
 * service that has places.
 */
export type Names = Pick<AlarmWordView, 'name' | 'person' | 'alarm'>;

/** Names of nodes, people and alarms as the board has them. `vantage`: what the hub's own view is called. */
export function useNames(vantage: string): Names {
  const store = useBoardStore();
  const catalogue = useBoard((state) => state.catalogueVersion);
  const people = useBoard((state) => state.peopleVersion);
  // biome-ignore lint/correctness/useExhaustiveDependencies: maps change in place; their versions say when
  return useMemo(
    () => ({
      name: (node) => {
        if (node === VANTAGE_NODE) return vantage;
        const board = store.getState();
        const service = board.graph.nodes.has(node) ? undefined : board.catalogue.get(`service:${node}`);
        return service?.kind === 'service' ? service.value.name : nodeName(board, node);
      },
      person: (id) => {
        const entity = store.person(`person:${id}`);
        return entity?.kind === 'person' ? entity.value : undefined;
      },
      alarm: (node) => {
        const entity = store.alarm(alarmKey(node));
        return entity?.kind === 'alarm' ? entity.value : undefined;
      },
    }),
    [store, catalogue, people, vantage],
  );
}
