import { useCallback, useSyncExternalStore } from 'react';
import { checkKey, nodeKey } from '../../../shared/rules/reduce';
import { useT } from '../../i18n/react';
import { useBoardStore, useNode } from '../../stores/board-react';
import { reasons } from './reasons';
import { nodeName } from './row';

const SEPARATOR = '\u0000';

/** Why a node is as it is, in words; rendered again only when a word of it changes. */
export function useReasons(id: string): readonly string[] {
  const speech = useT();
  const store = useBoardStore();
  const status = useNode(id);
  const subscribe = useCallback(
    (tell: () => void) => {
      const keys = (status?.because ?? []).flatMap((cause) => [checkKey(cause.id), nodeKey(cause.id)]);
      const ends = keys.map((key) => store.subscribeKey(key, tell));
      return () => {
        for (const end of ends) end();
      };
    },
    [store, status],
  );
  const text = useSyncExternalStore(subscribe, () => {
    if (!status) return '';
    const board = store.getState();
    const view = {
      graph: board.graph,
      check: store.check.bind(store),
      node: store.node.bind(store),
      name: (other: string) => nodeName(board, other),
    };
    return reasons(status, view, speech).join(SEPARATOR);
  });
  return text === '' ? [] : text.split(SEPARATOR);
}
