import { type ReactNode, useEffect, useMemo, useState } from 'react';
import type { ShiftPlan } from '../../../shared/rules/watch/turns';
import { dateText, dayAt } from '../../../shared/rules/watch/wall-dates';
import { useT } from '../../i18n/react';
import { KeyButton } from '../../parts/key-cap';
import { Notice } from '../../parts/notice';
import { ScrollRegion } from '../../parts/scroll-region';
import { useBoard, useBoardStore, useLinkView, useTick } from '../../stores/board-react';
import { useDeskStore } from '../desk-context';
import { useKeys } from '../keys/use-keys';
import { useWatchNow } from '../model/watch-now';
import { useMay } from '../people/use-people';
import { AbsenceDialog } from './absence-dialog';
import { AbsencePanel } from './absence-panel';
import { CalendarDialog } from './calendar-dialog';
import { PlanForm } from './form/plan-form';
import { mondayOfWatch, type RosterTurn, stepFrom, weeksOf } from './roster-model';
import { shiftName } from './roster-words';
import { TurnDialog } from './turn-dialog';
import { TurnPanel } from './turn-panel';
import { usePlan } from './use-roster';
import { WatchPanel } from './watch-panel';
import { WeekGrid } from './week-grid';

/** Weeks on the page at once. */
const WEEKS = 5;

type Open = { readonly kind: 'turn'; readonly turn: RosterTurn } | { readonly kind: 'absence' | 'calendar' };

/** Who keeps the watch when. `form`: the plan itself is edited. */
export function RosterPage({ form }: { readonly form: boolean }): ReactNode {
  const { t } = useT();
  const desk = useDeskStore();
  const plan = usePlan();
  const { may } = useMay('catalogue.edit');
  const edit = (): void => desk.open({ view: 'roster', form: true });
  if (form) return <PlanForm />;
  if (plan === null) {
    return (
      <Notice whole title={t('roster:none')} text={t('roster:noneText')}>
        <NoPlanKeys onEdit={edit} may={may} />
      </Notice>
    );
  }
  return <Roster plan={plan} onEdit={edit} />;
}

function NoPlanKeys(props: { readonly onEdit: () => void; readonly may: boolean }): ReactNode {
  const { t } = useT();
  useKeys({ planForm: props.onEdit });
  return <KeyButton cap="c" label={t('roster:makePlan')} disabled={!props.may} onPress={props.onEdit} />;
}

function Roster(props: { readonly plan: ShiftPlan; readonly onEdit: () => void }): ReactNode {
  const { plan, onEdit } = props;
  const { t } = useT();
  const store = useBoardStore();
  const { watch, waiting } = useWatchNow();
  const me = useBoard((state) => state.identity?.signedIn?.person ?? null);
  const live = useLinkView(1_000).phase === 'live';
  useTick(30_000);
  const now = Math.floor(store.linkView().hubNow);
  const [monday, setMonday] = useState(() => mondayOfWatch(plan, now));
  const [focused, setFocused] = useState<string | null>(null);
  const [open, setOpen] = useState<Open | null>(null);
  const weeks = useMemo(() => weeksOf(plan, watch, monday, WEEKS), [plan, watch, monday]);
  const turns = useMemo(() => weeks.flatMap(({ rows }) => rows.flatMap(({ days }) => days.flat())), [weeks]);
  const current =
    turns.find(({ key }) => key === focused) ??
    turns.find(({ ref }) => ref.start <= now && now < ref.end) ??
    turns[0];
  const [moved, setMoved] = useState(false);
  useEffect(() => {
    // Only a key takes the focus along: a click has it, and a week that is drawn anew must not grab it.
    if (moved && current) document.getElementById(`turn-${current.key}`)?.focus();
    setMoved(false);
  }, [moved, current]);
  const step = (way: 'up' | 'down' | 'left' | 'right'): void => {
    const next = stepFrom(weeks, current?.key ?? null, way);
    if (next === null) return;
    setFocused(next);
    setMoved(true);
  };
  const to = (first: number): void => {
    setMonday(first);
    setFocused(null);
    setMoved(true);
  };
  const swap = (): void => {
    if (current) setOpen({ kind: 'turn', turn: current });
  };
  useKeys({
    up: () => step('up'),
    down: () => step('down'),
    beside: ({ key }) => step(key === 'ArrowLeft' ? 'left' : 'right'),
    newer: () => to(monday - 7),
    older: () => to(monday + 7),
    first: () => to(mondayOfWatch(plan, now)),
    open: swap,
    absence: () => setOpen({ kind: 'absence' }),
    calendar: () => setOpen({ kind: 'calendar' }),
    planForm: onEdit,
  });
  const close = (): void => setOpen(null);
  return (
    <div className="roster">
      <section className="roster-main" aria-label={t('roster:title')}>
        <div className="list-head">
          <KeyButton cap="[" label={t('roster:before')} onPress={() => to(monday - 7)} />
          <KeyButton cap="Home" label={t('roster:thisWeek')} onPress={() => to(mondayOfWatch(plan, now))} />
          <KeyButton cap="]" label={t('roster:after')} onPress={() => to(monday + 7)} />
          <span className="roster-keys">
            <KeyButton
              cap="Enter"
              label={t('roster:swap')}
              waits={!live}
              disabled={!current}
              onPress={swap}
            />
            <KeyButton
              cap="f"
              label={t('roster:absence')}
              waits={!live}
              onPress={() => setOpen({ kind: 'absence' })}
            />
            <KeyButton cap="i" label={t('roster:calendar')} onPress={() => setOpen({ kind: 'calendar' })} />
            <KeyButton cap="c" label={t('roster:edit')} onPress={onEdit} />
          </span>
        </div>
        <ScrollRegion className="roster-weeks" aria-label={t('roster:weeks')}>
          {weeks.map((week) => (
            <WeekGrid
              key={week.monday}
              week={week}
              today={dateText(dayAt(now))}
              focused={current?.key ?? null}
              me={me}
              now={now}
              shiftName={(id) => shiftName(plan, id)}
              waiting={waiting}
              onFocus={setFocused}
              onOpen={(turn) => setOpen({ kind: 'turn', turn })}
            />
          ))}
        </ScrollRegion>
      </section>
      <aside className="roster-side" aria-label={t('roster:details')}>
        <WatchPanel now={now} />
        {current && <TurnPanel turn={current} now={now} onSwap={swap} />}
        <AbsencePanel now={now} onNew={() => setOpen({ kind: 'absence' })} />
      </aside>
      {open?.kind === 'turn' && <TurnDialog turn={open.turn} onClose={close} />}
      {open?.kind === 'absence' && <AbsenceDialog first={current?.ref ?? null} onClose={close} />}
      {open?.kind === 'calendar' && <CalendarDialog now={now} onClose={close} />}
    </div>
  );
}
