import { type ReactNode, useCallback, useSyncExternalStore } from 'react';
import { formatUntil } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { useBoardStore, useLinkView } from '../../stores/board-react';

/** What people say of a node, beside its state: how many have called, and that users report it down. Nothing for most. */
export function CallersFact({ node }: { readonly node: string }): ReactNode {
  const { t, lang } = useT();
  const store = useBoardStore();
  const { hubNow } = useLinkView(60_000);
  const callers = useEntity(store, `callers:${node}`);
  const report = useEntity(store, `report:${node}`);
  if (callers?.kind !== 'callers' && report?.kind !== 'report') return null;
  return (
    <span className="callers-fact">
      {callers?.kind === 'callers' && <span>{t('callers:count', { count: callers.value.count })}</span>}
      {report?.kind === 'report' && (
        <span className="callers-reported">
          {t('callers:reported', { time: formatUntil(report.value.until, hubNow, lang) })}
        </span>
      )}
    </span>
  );
}

function useEntity(store: ReturnType<typeof useBoardStore>, key: string) {
  const subscribe = useCallback((tell: () => void) => store.subscribeKey(key, tell), [store, key]);
  return useSyncExternalStore(subscribe, () => store.incident(key));
}
