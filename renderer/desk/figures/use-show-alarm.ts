import { useCallback } from 'react';
import { useBoardStore } from '../../stores/board-react';
import { listGroup } from '../alarms/alarm-groups';
import { alarmOf } from '../alarms/use-alarms';
import { useDeskStore } from '../desk-context';
import { pageOf } from '../desk-store';

/** Goes to a node's alarm in the list; one that is over is no longer there: then to its service's page. */
export function useShowAlarm(): (node: string) => void {
  const store = useBoardStore();
  const desk = useDeskStore();
  return useCallback(
    (node) => {
      const alarm = alarmOf(store, node);
      const listed = alarm !== undefined && listGroup(alarm, store.linkView().hubNow) !== null;
      if (!listed && store.getState().graph.nodes.has(node)) return desk.open({ view: 'service', node });
      desk.setState({ alarm: node, alarmFilter: '' });
      desk.open(pageOf('alarms'));
    },
    [store, desk],
  );
}
