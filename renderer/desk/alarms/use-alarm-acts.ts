import { useMemo, useState } from 'react';
import type { CommandKind } from '../../../shared/contract/commands';
import type { Gift } from '../../../shared/contract/ipc';
import type { Alarm } from '../../../shared/model/alarms';
import { useT } from '../../i18n/react';
import { useBoardStore, useClock } from '../../stores/board-react';
import { useActs, useDeskStore } from '../desk-context';
import { causeTargets, type Drawn, drawnOf } from './gifts';
import type { AlarmList } from './use-alarms';
import { alarmOf } from './use-alarms';
import { type Causes, useCauses } from './use-causes';

/** What a person is about to do, with what it is about as it was drawn when they began. */
export interface Intent {
  readonly act:
    | 'acknowledge'
    | 'acknowledgeCause'
    | 'seen'
    | 'shelve'
    | 'outOfService'
    | 'hand'
    | 'note'
    | 'timer'
    | 'ticket';
  readonly targets: readonly Drawn[];
}
export type IntentAct = Intent['act'];

/** How the acts of a list are done. */
export interface AlarmActs {
  /** The form that is open; null: none. */
  readonly intent: Intent | null;
  /** Opens the form of an act on these alarms; says why not where there is nothing to do. */
  readonly begin: (act: IntentAct, alarms: readonly Alarm[]) => void;
  readonly cancel: () => void;
  /** Gives commands for what was begun and closes the form; answers what went wrong, or null. */
  readonly give: (gifts: readonly Gift<CommandKind>[]) => Promise<string | null>;
  /** Checks a node again, or it and all that follows from it, spread in time. */
  readonly recheck: (nodes: readonly string[]) => void;
  readonly recheckAll: (node: string) => void;
}

/** Re-checks of many are given this far apart, ms: three hundred at once would be an upset of their own. */
const SPREAD_MS = 60;

/** The acts on alarms, with their forms' state. */
export function useAlarmActs(list: Pick<AlarmList, 'acted'>): AlarmActs {
  const { t } = useT();
  const desk = useDeskStore();
  const store = useBoardStore();
  const clock = useClock();
  const acts = useActs();
  const causes = useCauses();
  const [intent, setIntent] = useState<Intent | null>(null);
  const { acted } = list;
  return useMemo(() => {
    const refuse = (reason: string): void => desk.setState({ notice: t('desk:notice.refused', { reason }) });
    const give = async (gifts: readonly Gift<CommandKind>[]): Promise<string | null> => {
      for (const { subject } of gifts) acted(subject);
      const answers = await acts.giveAll(gifts);
      const failed = answers.find((answer) => !answer.ok);
      if (failed && !failed.ok) return failed.error.message;
      desk.setState({ chosen: new Set(), notice: null });
      setIntent(null);
      return null;
    };
    const recheck = (nodes: readonly string[]): void => {
      const [first, ...rest] = nodes;
      if (first === undefined) return;
      void acts.give({ kind: 'check.recheck', subject: first, payload: null }).then((answer) => {
        if (!answer.ok) refuse(answer.error.message);
        else if (rest.length > 0) clock.after(SPREAD_MS, () => recheck(rest));
      });
    };
    return {
      intent,
      give,
      recheck,
      begin: (act, alarms) => {
        desk.setState({ notice: null });
        const able =
          act === 'acknowledgeCause'
            ? wholeCause(alarms, store, causes)
            : alarms.filter((one) => canAct(act, one));
        if (able.length === 0) {
          const [first] = alarms;
          if (first) desk.setState({ notice: t(`alarms:cannot.${act}`, { alarm: first.id }) });
          return;
        }
        setIntent({ act, targets: able.map(drawnOf) });
      },
      cancel: () => setIntent(null),
      recheckAll: (node) => {
        const { byState, count } = causes.symptoms(node);
        desk.setState({ notice: t('alarms:recheckingAll', { count: count + 1 }) });
        recheck([node, ...byState.flatMap(({ nodes }) => nodes)]);
      },
    };
  }, [intent, acted, desk, store, clock, acts, causes, t]);
}

function wholeCause(
  alarms: readonly Alarm[],
  store: ReturnType<typeof useBoardStore>,
  causes: Causes,
): readonly Alarm[] {
  const { alarms: all } = store.getState();
  const every = [...all.values()].flatMap((entity) => (entity.kind === 'alarm' ? [entity.value] : []));
  return [
    ...new Set(
      alarms.flatMap((alarm) => causeTargets(alarm, every, (node) => causes.following(alarm.node).has(node))),
    ),
  ];
}

/** Whether an act makes sense on an alarm as it is drawn; the hub judges again. */
export function canAct(act: IntentAct | 'unshelve', alarm: Alarm): boolean {
  const active = alarm.condition !== 'normal';
  switch (act) {
    case 'acknowledge':
      return active && (alarm.state === 'unacknowledged' || alarm.state === 'suppressed');
    case 'acknowledgeCause':
      return true;
    case 'seen':
      return alarm.state === 'returned' || (alarm.state === 'normal' && alarm.ended === null);
    case 'shelve':
      return alarm.state !== 'shelved' && alarm.state !== 'out-of-service' && alarm.id !== '';
    case 'unshelve':
      return alarm.shelf !== null || alarm.outOfService !== null;
    case 'outOfService':
      return alarm.outOfService === null;
    default:
      return alarm.id !== '';
  }
}

/** The alarms behind some nodes, as they are now. */
export function alarmsOf(store: ReturnType<typeof useBoardStore>, nodes: Iterable<string>): readonly Alarm[] {
  return [...nodes].flatMap((node) => alarmOf(store, node) ?? []);
}
