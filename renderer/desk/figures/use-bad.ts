import { useT } from '../../i18n/react';
import { useBoardStore } from '../../stores/board-react';
import { alarmOf } from '../alarms/use-alarms';
import type { useActs, useDeskStore } from '../desk-context';

/** Puts a node's alarm on the list of bad alarms, or takes it off; says why where it cannot. */
export function useBadToggle(
  acts: ReturnType<typeof useActs>,
  desk: ReturnType<typeof useDeskStore>,
): (node: string) => void {
  const { t } = useT();
  const store = useBoardStore();
  return (node) => {
    const alarm = alarmOf(store, node);
    if (!alarm || alarm.id === '') return desk.setState({ notice: t('figures:bad.gone') });
    const payload = { alarm: alarm.id, on: alarm.bad === null, note: null };
    void acts.give({ kind: 'alarm.bad', subject: node, payload }).then((answer) => {
      if (!answer.ok) desk.setState({ notice: t('desk:notice.refused', { reason: answer.error.message }) });
    });
  };
}
