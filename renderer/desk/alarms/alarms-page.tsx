import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useT } from '../../i18n/react';
import { Notice } from '../../parts/notice';
import { useBoard, useBoardStore, useLinkView } from '../../stores/board-react';
import { useDesk, useDeskStore } from '../desk-context';
import { nextRange } from '../desk-store';
import { useKeys } from '../keys/use-keys';
import { useCounts } from '../model/use-counts';
import { EventPanel } from '../service/event-panel';
import { parseAlarmFilter } from './alarm-filter';
import { alarmLines, landing, lineInFocus } from './alarm-groups';
import { AlarmLegend } from './alarm-legend';
import { AlarmListGrid, type ListMotion } from './alarm-list';
import { AlarmNews } from './alarm-news';
import { FloodStrip } from './causes/flood-strip';
import { AlarmDetail } from './detail/alarm-detail';
import { fatesByNode } from './fates';
import { FilterBar, type FilterBarHandle } from './filter-bar';
import { useAlarmActs } from './use-alarm-acts';
import { useAlarmKeys } from './use-alarm-keys';
import { useNames } from './use-alarm-words';
import { useAlarms } from './use-alarms';

/** The list of alarms and the one in focus. */
export function AlarmsPage(): ReactNode {
  const { t } = useT();
  const desk = useDeskStore();
  const store = useBoardStore();
  const text = useDesk((state) => state.alarmFilter);
  const focused = useDesk((state) => state.alarm);
  const chosen = useDesk((state) => state.chosen);
  const seen = useDesk((state) => state.seenFates);
  const me = useBoard((state) => state.identity?.signedIn?.person ?? null);
  const outbox = useBoard((state) => state.outbox);
  const filter = useMemo(() => parseAlarmFilter(text), [text]);
  const list = useAlarms(filter, me);
  const names = useNames(t('alarms:vantage'));
  const [explained, setExplained] = useState(false);
  const lines = useMemo(() => alarmLines(list.shown, explained), [list.shown, explained]);
  const lastIndex = useRef(0);
  const active = lineInFocus(lines, focused, lastIndex.current);
  useEffect(() => {
    if (active >= 0) lastIndex.current = active;
  }, [active]);
  const { hubNow, phase } = useLinkView(1_000);
  const second = Math.floor(hubNow / 1_000) * 1_000;
  const fates = useMemo(() => fatesByNode(outbox, seen, second), [outbox, seen, second]);
  const motion = useRef<ListMotion>(null);
  const bar = useRef<FilterBarHandle>(null);
  const acts = useAlarmActs(list);
  const line = lines[active];
  const node = line?.kind === 'alarm' ? line.key : null;

  const { touch } = list;
  const go = useCallback(
    (key: string | null) => {
      touch();
      if (key !== null) desk.setState({ alarm: key });
    },
    [desk, touch],
  );
  const toIndex = (index: number, step: 1 | -1): void => {
    const at = landing(lines, index, step);
    go(lines[at]?.key ?? null);
    if (at >= 0) motion.current?.reveal(at);
    motion.current?.focus();
  };
  const choose = useCallback(
    (id: string) => {
      const { chosen: before } = desk.getState();
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      desk.setState({ chosen: next });
    },
    [desk],
  );
  /** Chooses the alarm in focus and the one that the step leads to. */
  const extend = (by: 1 | -1): void => {
    const next = lines[landing(lines, active + by, by)];
    const both = [node, next?.kind === 'alarm' ? next.key : null].filter((key) => key !== null);
    desk.setState({ chosen: new Set([...desk.getState().chosen, ...both]) });
    toIndex(active + by, by);
  };
  const onPress = useCallback(
    (id: string, more: boolean) => {
      if (more) choose(id);
      go(id);
    },
    [choose, go],
  );
  const onOpen = useCallback(
    (id: string) => {
      if (store.getState().graph.nodes.has(id)) desk.open({ view: 'service', node: id });
    },
    [desk, store],
  );
  const onFold = useCallback(() => {
    touch();
    setExplained((open) => !open);
  }, [touch]);

  // A page that is left takes its choice along: nothing may be chosen that is not on the screen.
  useEffect(() => () => desk.setState({ chosen: new Set() }), [desk]);

  useKeys({
    up: () => toIndex(active - 1, -1),
    down: () => {
      if (bar.current?.hasFocus()) return motion.current?.focus();
      return toIndex(active + 1, 1);
    },
    pageUp: () => toIndex(active - (motion.current?.page() ?? 1), -1),
    pageDown: () => toIndex(active + (motion.current?.page() ?? 1), 1),
    first: () => toIndex(0, 1),
    last: () => toIndex(lines.length - 1, -1),
    open: () => {
      if (bar.current?.hasFocus()) motion.current?.focus();
      else if (line?.kind === 'head') onFold();
      else if (node !== null) onOpen(node);
    },
    fold: (event) => {
      if (line?.group !== 'explained' && explained === (event.key === 'ArrowRight')) return;
      touch();
      setExplained(event.key === 'ArrowRight');
    },
    range: () => desk.setState({ range: nextRange(desk.getState().range) }),
    filter: () => bar.current?.focus(),
    sort: list.release,
    back: () => {
      if (chosen.size > 0) desk.setState({ chosen: new Set() });
      else if (text !== '') desk.setState({ alarmFilter: '' });
      else if (!bar.current?.hasFocus()) return false;
      if (bar.current?.hasFocus()) motion.current?.focus();
      return true;
    },
    choose: () => node !== null && choose(node),
    chooseUp: () => extend(-1),
    chooseDown: () => extend(1),
    chooseAll: () => {
      const own = lines.filter((one) => one.kind === 'alarm' && one.group === line?.group);
      desk.setState({ chosen: new Set(own.map(({ key }) => key)) });
    },
    saved: (event) => bar.current?.call(event),
    keep: () => bar.current?.keep(),
  });
  // Where a key leads may not be a line yet: the filter or the hold that kept it away gives way first.
  const wanted = useRef<string | null>(null);
  useEffect(() => {
    const at = wanted.current === null ? -1 : lines.findIndex(({ key }) => key === wanted.current);
    if (at < 0) return;
    wanted.current = null;
    motion.current?.reveal(at);
  });
  useAlarmKeys({
    acts,
    node,
    lines,
    list,
    go: (key) => {
      wanted.current = key;
      go(key);
      motion.current?.focus();
    },
  });

  return (
    <div className="alarms">
      <section className="alarms-list" aria-label={t('alarms:list.label')}>
        <FilterBar ref={bar} list={list} filter={filter} chosen={chosen.size} />
        <div>
          <FloodStrip />
          <AlarmNews list={list} names={names} />
        </div>
        {lines.length === 0 ? (
          <Empty filtered={filter.terms.length > 0} />
        ) : (
          <AlarmListGrid
            list={list}
            lines={lines}
            active={active}
            chosen={chosen}
            names={names}
            fates={fates}
            motion={motion}
            onPress={onPress}
            onOpen={onOpen}
            onFold={onFold}
          />
        )}
        <AlarmLegend known={phase !== 'live'} />
      </section>
      <aside className="alarms-detail" aria-label={t('alarms:detail.label')}>
        {node === null ? (
          <EventPanel node={null} limit={30} />
        ) : (
          <AlarmDetail node={node} acts={acts} names={names} />
        )}
      </aside>
    </div>
  );
}

/** Nothing is owed, or nothing fits: two things that must never look alike. */
function Empty({ filtered }: { readonly filtered: boolean }): ReactNode {
  const { t } = useT();
  const { phase } = useLinkView(1_000);
  const services = useBoard((state) => state.graph.nodes.size);
  const { states } = useCounts();
  const faulty = states.reduce((sum, [state, count]) => sum + (state === 'normal' ? 0 : count), 0);
  if (filtered) return <Notice whole title={t('alarms:list.none')} text={t('alarms:list.noneText')} />;
  if (phase !== 'live')
    return <Notice whole title={t('alarms:list.calmThen')} text={t('alarms:list.calmThenText')} />;
  // A hub that keeps no alarms, or has not raised them yet, must not look like a quiet night.
  if (faulty > 0)
    return (
      <Notice
        whole
        title={t('alarms:list.unraised', { count: faulty })}
        text={t('alarms:list.unraisedText')}
      />
    );
  return <Notice whole title={t('alarms:list.calm')} text={t('alarms:list.calmText', { count: services })} />;
}
