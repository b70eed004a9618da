import { useMemo, useState } from 'react';
import type { CommandKind } from '../../../shared/contract/commands';
import type { Gift } from '../../../shared/contract/ipc';
import type { Alarm } from '../../../shared/model/alarms';
import { useT } from '../../i18n/react';
import { useBoardStore } from '../../stores/board-react';
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
    | 'ticket'
    /** Another node explains it; it stands alone; what was said of that is taken back. */
    | 'join'
    | 'split'
    | 'free';
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
  /** Checks nodes again; or a cause and all that follows from it, which the hub spreads in time. */
  readonly recheck: (nodes: readonly string[]) => void;
  readonly recheckAll: (node: string) => void;
}

/** The acts on alarms, with their forms' state. */
export function useAlarmActs(list: Pick<AlarmList, 'acted'>): AlarmActs {
  const { t } = useT();
  const desk = useDeskStore();
  const store = useBoardStore();
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
    const ask = async (gifts: readonly Gift<CommandKind>[]): Promise<void> => {
      const failed = (await acts.giveAll(gifts)).find((answer) => !answer.ok);
      if (failed && !failed.ok) refuse(failed.error.message);
    };
    return {
      intent,
      give,
      recheck: (nodes) =>
        void ask(nodes.map((node) => ({ kind: 'check.recheck', subject: node, payload: null }))),
      begin: (act, alarms) => {
        desk.setState({ notice: null });
        const able = ableTo(act, alarms, store, causes);
        if (able.length === 0) {
          const [first] = alarms;
          if (!first) return;
          const left = act === 'seen' && first.recovery ? first.recovery.left.length : 0;
          const notice =
            left > 0
              ? t('causes:cannotSee', { alarm: first.id, count: Math.max(left, first.symptoms) })
              : t(`alarms:cannot.${act}`, { alarm: first.id });
          desk.setState({ notice });
          return;
        }
        setIntent({ act, targets: able.map(drawnOf) });
      },
      cancel: () => setIntent(null),
      recheckAll: (node) => {
        desk.setState({ notice: t('alarms:recheckingAll', { count: causes.following(node).size + 1 }) });
        void ask([{ kind: 'cause.recheck', subject: node, payload: null }]);
      },
    };
  }, [intent, acted, desk, store, acts, causes, t]);
}

function ableTo(
  act: IntentAct,
  alarms: readonly Alarm[],
  store: ReturnType<typeof useBoardStore>,
  causes: Causes,
): readonly Alarm[] {
  if (act === 'acknowledgeCause') return wholeCause(alarms, store, causes);
  if (act === 'split')
    return alarms.filter(({ node }) => causes.roots(node).length > 0 || causes.following(node).size > 0);
  if (act === 'free') return alarms.filter(({ node }) => store.alarm(`verdict:${node}`) !== undefined);
  return alarms.filter((one) => canAct(act, one));
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
    case 'join':
      return active;
    default:
      return alarm.id !== '';
  }
}

/** The alarms behind some nodes, as they are now. */
export function alarmsOf(store: ReturnType<typeof useBoardStore>, nodes: Iterable<string>): readonly Alarm[] {
  return [...nodes].flatMap((node) => alarmOf(store, node) ?? []);
}
