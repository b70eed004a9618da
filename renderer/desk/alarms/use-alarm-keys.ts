import { useRef } from 'react';
import type { Alarm } from '../../../shared/model/alarms';
import { parseNodeId } from '../../../shared/model/catalogue';
import { LINKS_MOST } from '../../../shared/model/shift-log';
import { newestUnacknowledged } from '../../../shared/rules/alarms/list';
import { useT } from '../../i18n/react';
import { useBoardStore } from '../../stores/board-react';
import type { BoardState } from '../../stores/board-store';
import { useSupportKeys } from '../callers/support-acts';
import { useActions, useBridge, useDeskStore } from '../desk-context';
import { type KeyHandlers, useKeys } from '../keys/use-keys';
import { aboutAlarm } from '../model/focus-links';
import { worstDownstream, worstUpstream } from '../model/neighbours';
import { actionsFor } from '../runs/run-model';
import type { AlarmLine } from './alarm-groups';
import { unreadOn } from './fates';
import { type AlarmActs, alarmsOf, type IntentAct } from './use-alarm-acts';
import type { AlarmList } from './use-alarms';
import { useCauses } from './use-causes';

/** The keys that act on alarms: on those that are chosen, else on the one in focus. */
export function useAlarmKeys(at: {
  readonly acts: AlarmActs;
  /** The alarm in focus, by node; null: none. */
  readonly node: string | null;
  readonly lines: readonly AlarmLine[];
  readonly list: AlarmList;
  readonly go: (node: string) => void;
}): void {
  const { acts, node, lines, list, go } = at;
  const { t } = useT();
  const desk = useDeskStore();
  const store = useBoardStore();
  const actions = useActions();
  const bridge = useBridge();
  const causes = useCauses();
  /** Where the key to the newest has led, and what was the newest then. */
  const walk = useRef<{ readonly top: string; readonly at: string } | null>(null);

  const targets = (): readonly Alarm[] => {
    list.touch();
    const { chosen } = desk.getState();
    return alarmsOf(store, chosen.size > 0 ? chosen : node === null ? [] : [node]);
  };
  const begin = (act: IntentAct) => (): void => acts.begin(act, targets());
  const onFocus = (act: (id: string) => void) => (): void => {
    list.touch();
    if (node !== null) act(node);
  };
  const everyAlarm = (): readonly Alarm[] =>
    [...store.getState().alarms.values()].flatMap((entity) =>
      entity.kind === 'alarm' ? [entity.value] : [],
    );
  /** Goes to an alarm, out of whatever filter or hold keeps it from the screen. */
  const show = (alarm: Alarm): void => {
    if (!lines.some(({ key }) => key === alarm.node)) {
      if (!list.wanted.some(({ node: other }) => other === alarm.node)) desk.setState({ alarmFilter: '' });
      list.release();
    }
    go(alarm.node);
  };
  const step = (next: string | null): void => {
    const [alarm] = next === null ? [] : alarmsOf(store, [next]);
    if (next === null) desk.setState({ notice: t('alarms:noNeighbour') });
    else if (alarm && alarm.state !== 'normal') show(alarm);
    else desk.open({ view: 'service', node: next });
  };

  const handlers: KeyHandlers = {
    newest: () => {
      const open = everyAlarm().filter((alarm) => alarm.state === 'unacknowledged');
      const top = newestUnacknowledged(open);
      if (!top) return desk.setState({ notice: t('alarms:nothingNew') });
      // Pressed again where it led, it goes on to the next newest; anything newer comes first.
      const here = open.find((alarm) => alarm.node === node && node === walk.current?.at);
      const goesOn = here !== undefined && walk.current?.top === top.node;
      const older = goesOn ? open.filter((alarm) => isOlder(alarm, here)) : open;
      const next = newestUnacknowledged(older) ?? top;
      walk.current = { top: top.node, at: next.node };
      return show(next);
    },
    unexplained: () => {
      const alone = causes.counts().unexplained;
      // A second cause that nobody has taken is not explained by the first either, whatever stands behind it.
      const others = everyAlarm().filter((alarm) => alarm.state === 'unacknowledged' && alarm.node !== node);
      const left = new Set(alone.length > 0 ? alone : others.map((alarm) => alarm.node));
      const next = nextUnexplained(lines, node, left);
      const [alarm] = alarmsOf(store, next === null ? left : [next]);
      if (!alarm || alarm.node === node) desk.setState({ notice: t('alarms:allExplained') });
      else show(alarm);
    },
    // Also where the focus stands by itself, on the first line of the list.
    writeLog: () =>
      desk.show({
        kind: 'log-entry',
        links: targets()
          .flatMap((alarm) => aboutAlarm(alarm.node, store))
          .slice(0, LINKS_MOST),
      }),
    wall: () => {
      if (node === null || !store.getState().graph.nodes.has(node)) return false;
      list.touch();
      desk.show({ kind: 'to-wall', node });
      return true;
    },
    join: begin('join'),
    split: () => {
      const found = targets();
      const said = found.some((alarm) => store.alarm(`verdict:${alarm.node}`) !== undefined);
      acts.begin(said ? 'free' : 'split', found);
    },
    acknowledge: begin('acknowledge'),
    acknowledgeCause: begin('acknowledgeCause'),
    seen: () => {
      const found = targets();
      const { outbox } = store.getState();
      const { seenFates } = desk.getState();
      const unread = found.flatMap((alarm) => unreadOn(outbox, alarm.node, seenFates));
      if (unread.length === 0) return acts.begin('seen', found);
      desk.setState({ seenFates: new Set([...seenFates, ...unread]) });
      void bridge.outboxSeen(unread);
    },
    shelve: begin('shelve'),
    outOfService: begin('outOfService'),
    hand: begin('hand'),
    note: begin('note'),
    timer: begin('timer'),
    ticket: begin('ticket'),
    run: onFocus((id) => {
      const [first] = actionsFor(store.getState().catalogue, id);
      if (first === undefined) desk.setState({ notice: t('alarms:noActions') });
      else desk.show({ kind: 'run', node: id, action: first.id });
    }),
    unshelve: () => {
      const found = targets().filter((alarm) => alarm.shelf !== null || alarm.outOfService !== null);
      if (found.length === 0) return desk.setState({ notice: t('alarms:cannot.unshelve') });
      void acts.give(
        found.map(({ node: subject, outOfService }) => ({
          kind: outOfService === null ? ('alarm.unshelve' as const) : ('alarm.in-service' as const),
          subject,
          payload: null,
        })),
      );
    },
    bad: () => {
      void acts.give(
        targets()
          .filter(({ id }) => id !== '')
          .map(({ node: subject, id, bad }) => ({
            kind: 'alarm.bad' as const,
            subject,
            payload: { alarm: id, on: bad === null, note: null },
          })),
      );
    },
    recheck: () => acts.recheck(targets().map((alarm) => alarm.node)),
    recheckAll: onFocus(acts.recheckAll),
    upstream: onFocus((id) => step(worstUpstream(store, id))),
    downstream: onFocus((id) => step(worstDownstream(store, id))),
    openIncident: onFocus((id) => desk.show({ kind: 'open-incident', node: id })),
    onCall: onFocus((id) => desk.show({ kind: 'on-call', node: id, team: null })),
    runbook: onFocus((id) => openPage(guidanceOf(id, store.getState())?.runbook, actions.openLink)),
    routine: onFocus((id) => openPage(guidanceOf(id, store.getState())?.emergencyRoutine, actions.openLink)),
  };
  useKeys(handlers);
  useSupportKeys(node);
}

function openPage(url: string | null | undefined, open: (url: string) => void): void {
  if (url != null) open(url);
}

/** The alarm class of a node's service; null: the catalogue has none. */
export function guidanceOf(node: string, { catalogue }: Pick<BoardState, 'catalogue'>) {
  const entity = catalogue.get(`alarm-class:${parseNodeId(node).service}`);
  return entity?.kind === 'alarm-class' ? entity.value : null;
}

function isOlder(alarm: Alarm, than: Alarm): boolean {
  const difference = (alarm.annunciatedAt ?? 0) - (than.annunciatedAt ?? 0);
  return difference < 0 || (difference === 0 && alarm.node !== than.node && alarm.priority >= than.priority);
}

/** The next line that no cause explains (`left`), from the focus on and round again; null: none is among the lines. */
export function nextUnexplained(
  lines: readonly AlarmLine[],
  node: string | null,
  left: ReadonlySet<string>,
): string | null {
  const from = lines.findIndex(({ key }) => key === node);
  const turned = [...lines.slice(from + 1), ...lines.slice(0, from + 1)];
  const next = turned.find(({ kind, key }) => kind === 'alarm' && key !== node && left.has(key));
  return next?.key ?? null;
}
