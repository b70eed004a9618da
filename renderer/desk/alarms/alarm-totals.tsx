import { type ReactNode, useMemo } from 'react';
import { FLOOD_ABOVE, floodOf, lastAnnunciations } from '../../../shared/rules/alarms/flood';
import { formatCount } from '../../i18n/number';
import { useT } from '../../i18n/react';
import { KeyCap } from '../../parts/key-cap';
import { useBoard, useBoardStore, useLinkView } from '../../stores/board-react';
import type { AlarmList } from './use-alarms';
import { useCauseCounts } from './use-causes';

/**
 * Open, shelved, how many asked for somebody in the last ten minutes against what is a flood; what is folded, and, always
 * in sight, what no cause explains.
 */
export function AlarmTotals({ list }: { readonly list: AlarmList }): ReactNode {
  const { t, lang } = useT();
  const { folded, unexplained } = useCauseCounts();
  const { open, shelved } = useOpen(list);
  const { recent, loud } = useRecent(list);
  return (
    <ul className="alarm-totals">
      <li>
        <strong>{t('alarms:list.label')}</strong> {t('alarms:list.open', { open, shelved })}
      </li>
      <li data-loud={loud ? '' : undefined}>
        {t('alarms:list.recent')} <strong>{formatCount(recent, lang)}</strong>{' '}
        <span className="total-limit">{t('alarms:list.limit', { limit: FLOOD_ABOVE })}</span>
      </li>
      <li>
        {t('alarms:list.folded')} <strong>{formatCount(folded, lang)}</strong>
      </li>
      <li data-loud={unexplained.length > 0 ? '' : undefined}>
        {t('causes:unexplained')} <strong>{formatCount(unexplained.length, lang)}</strong>
        {unexplained.length > 0 && (
          <>
            {' '}
            <KeyCap cap="f" />
          </>
        )}
      </li>
    </ul>
  );
}

function useOpen(list: AlarmList): { readonly open: number; readonly shelved: number } {
  const store = useBoardStore();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the map changes in place; the list's order says when
  return useMemo(() => {
    const total = { open: 0, shelved: 0 };
    for (const entity of store.getState().alarms.values()) {
      if (entity.kind !== 'alarm') continue;
      const { state } = entity.value;
      if (state === 'shelved') total.shelved += 1;
      if (state === 'unacknowledged' || state === 'acknowledged') total.open += 1;
    }
    return total;
  }, [store, list.wanted]);
}

/** How many asked for somebody in the last ten minutes; said aloud past the boundary, and until a flood is over. */
function useRecent(list: AlarmList): { readonly recent: number; readonly loud: boolean } {
  const store = useBoardStore();
  const flood = useBoard((state) => state.room?.flood ?? null);
  const { hubNow } = useLinkView(1_000);
  const tick = Math.floor(hubNow / 10_000);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the map changes in place; the list's order and the time say when
  const recent = useMemo(() => {
    const alarms = [...store.getState().alarms.values()].flatMap((entity) =>
      entity.kind === 'alarm' ? [entity.value] : [],
    );
    return floodOf(lastAnnunciations(alarms), false, hubNow).annunciated;
  }, [store, tick, list.wanted]);
  return { recent, loud: flood !== null || recent > FLOOD_ABOVE };
}
