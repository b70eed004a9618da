import { openFollowUps, runsIn } from '../../../shared/rules/handover/read-handovers';
import { dayKey, formatClock, formatUntil } from '../../../shared/time/format';
import { definePanel, type PanelFacts, type PanelView } from './panel';
import { columns, type Line, Sheet } from './sheet';
import { findShiftChange, type ShiftChange } from './shift-change';
import { dueWords, shiftWords } from './shift-words';

/** Routines that are over their time or open, and how far the handover has come. */
interface RoutinesFacts extends PanelFacts {
  /** By when they are due; what is over its time first. */
  readonly runs: readonly { readonly name: string; readonly dueAt: number; readonly overdue: boolean }[];
  readonly overdue: number;
  /** Done and settled today, by the clock on the wall. */
  readonly done: number;
  readonly skipped: number;
  /** What is carried from watch to watch and is past its time. */
  readonly followUps: number;
  /** Null: there is none, or it is not asked for. */
  readonly change: ShiftChange | null;
}

export const routinesPanel = definePanel<'routines', RoutinesFacts>({
  kind: 'routines',

  facts({ handover }, { state, hubNow }) {
    const runs = runsIn(state.watch);
    const today = dayKey(hubNow);
    const settled = runs.filter((run) => run.settled !== null && dayKey(run.settled.at) === today);
    const open = runs.filter((run) => run.state === 'open' || run.state === 'overdue');
    return {
      head: { title: null, oldest: null, stale: null },
      runs: open
        .map(({ name, dueAt, state }) => ({ name, dueAt, overdue: state === 'overdue' }))
        .sort((a, b) => Number(b.overdue) - Number(a.overdue) || a.dueAt - b.dueAt),
      overdue: open.filter((run) => run.state === 'overdue').length,
      done: settled.filter((run) => run.state === 'done').length,
      skipped: settled.filter((run) => run.state === 'skipped').length,
      followUps: openFollowUps(state.watch).filter(({ due }) => due).length,
      change: handover ? findShiftChange(state, hubNow) : null,
    };
  },

  draw(facts, body, view) {
    const { change } = facts;
    const parts = change === null ? null : columns(body, view);
    const [left, right] = parts ?? [body, null];
    const first = new Sheet(left, view);
    const second = right === null ? first : new Sheet(right, view);
    // A shift change that goes on matters more than what is open until noon, less than what is over its time.
    const before = change !== null && right === null && change.state !== 'coming';
    const lines = runLines(facts, view);
    if (before && change)
      drawChange(change, first, first.heightOf(lines.slice(0, 2), view.scale.third), view);
    drawRuns(facts, lines, first, view);
    if (change && !before) drawChange(change, second, 0, view);
    const sheets = right === null ? [first] : [first, second];
    return {
      groups: sheets.map((sheet, index) => sheet.group(index === 0 ? 'runs' : 'handover')),
      said: sheets.flatMap(({ said }) => said),
      leftOut: sheets.reduce((sum, { leftOut }) => sum + leftOut, 0),
    };
  },
});

/** In a word how it stands, then what is over its time, then what is open. */
function runLines(
  { runs, overdue, done, skipped }: RoutinesFacts,
  { t, link, lang }: PanelView,
): readonly Line[] {
  const none = done + skipped + runs.length === 0;
  const head: Line =
    overdue > 0
      ? {
          words: t('panels:routines.overdue', { count: overdue }),
          marks: [{ kind: 'shape', state: 'warning' }],
          strong: true,
        }
      : { words: t(none ? 'panels:routines.none' : 'panels:routines.noneOverdue'), colour: '--text-2' };
  return [
    head,
    ...runs.map((run): Line => {
      const at = formatUntil(run.dueAt, link.hubNow, lang);
      return {
        words: run.name,
        strong: run.overdue,
        end: t(run.overdue ? 'panels:routines.due' : 'panels:routines.before', { at }),
        endStrong: run.overdue,
        endColour: run.overdue ? '--text-1' : '--text-2',
      };
    }),
  ];
}

function drawRuns(
  { runs, done, skipped, followUps }: RoutinesFacts,
  [head, ...lines]: readonly Line[],
  sheet: Sheet,
  view: PanelView,
): void {
  const { t, scale } = view;
  const all = done + skipped + runs.length;
  if (head) sheet.line(head, sheet.leadSize([head], sheet.heightOf(lines.slice(0, 3), scale.third) * 1.2));
  if (followUps > 0)
    sheet.line({ words: t('panels:routines.followUps', { count: followUps }), strong: true }, scale.third);
  if (all > 0 && sheet.heightOf(lines, scale.third) + scale.third * 1.3 <= sheet.left) {
    const words = t('panels:routines.done', { done, all });
    const more = skipped > 0 ? { more: t('panels:routines.skipped', { count: skipped }) } : {};
    sheet.maybe({ words, ...more, colour: '--text-2' }, scale.third);
  }
  sheet.list(lines);
}

/** How far the handover has come: who is responsible, which step is next, and by when it is to be done. */
function drawChange(change: ShiftChange, sheet: Sheet, rest: number, view: PanelView): void {
  const { t, scale, link, lang } = view;
  const shifts = shiftWords(change, t);
  if (change.state === 'coming') {
    const begins = change.beginsAt !== null && change.beginsAt > link.hubNow ? change.beginsAt : null;
    const end =
      begins === null
        ? dueWords(change, view)
        : t('panels:routines.begins', { at: formatUntil(begins, link.hubNow, lang) });
    const alone = sheet.left === sheet.area.h && sheet.heading(t('panels:routines.change'));
    const words = alone ? shifts : t('panels:routines.next', { shifts });
    sheet.air(alone ? 0 : 10);
    sheet.maybe({ words, end, colour: alone ? '--text-1' : '--text-2' }, scale.third);
    return;
  }
  const late = change.lateSince !== null;
  const head: Line = {
    words: shifts,
    ...(late && { marks: [{ kind: 'shape', state: 'warning' }] }),
    strong: true,
    end: dueWords(change, view),
    endStrong: late,
    endColour: late ? '--text-1' : '--text-2',
  };
  const steps = stepLines(change, view);
  const next = steps.filter(({ strong }) => strong);
  sheet.line(head, sheet.leadSize([head], sheet.heightOf(next, scale.third) + rest));
  // All four steps, or the one that is next: half a list of steps says nothing.
  if (sheet.heightOf(steps, scale.third) + rest <= sheet.left) {
    if (rest > 0) sheet.lines(steps, scale.third);
    else sheet.list(steps);
  } else sheet.lines(next, scale.third);
  const names = change.responsible.map(({ name }) => name).join(', ');
  const who: Line = { words: t('panels:handover-items.responsible', { names }), colour: '--text-2' };
  if (names !== '' && sheet.heightOf([who], scale.third) + rest <= sheet.left) sheet.line(who, scale.third);
  if (rest > 0) sheet.air(12);
}

function stepLines(change: ShiftChange, { t }: PanelView): readonly Line[] {
  const { state, exchangedAt, readBackAt, signedAt } = change;
  const exchanging = state === 'exchanging';
  const steps = [
    ['exchanged', exchangedAt, state === 'preparing'],
    ['readBack', readBackAt, exchanging],
    ['signed', signedAt, exchanging && readBackAt !== null],
    ['accepted', null, state === 'signed'],
  ] as const;
  // Of those whose turn it could be, the first that is not done.
  const turn = steps.findIndex(([, at, isNext]) => at === null && isNext);
  return steps.map(([step, at], index): Line => {
    const isNext = index === turn;
    return {
      words: t(`panels:routines.step.${step}`),
      marks: [{ kind: 'box', full: at !== null }],
      strong: isNext,
      colour: at !== null || isNext ? '--text-1' : '--text-3',
      end: at === null ? t(isNext ? 'panels:routines.now' : 'panels:routines.not') : formatClock(at),
      endColour: isNext ? '--text-1' : '--text-3',
    };
  });
}
