import type { Call } from '../../../shared/model/alarms';
import type { Team } from '../../../shared/model/catalogue';
import { contactsNow } from '../../../shared/rules/on-call';
import { answering, onWatch } from '../../../shared/rules/watch/duty';
import { readPlan } from '../../../shared/rules/watch/plan';
import { formatSince, formatUntil } from '../../../shared/time/format';
import type { BoardState } from '../../stores/board-store';
import { perCatalogue, personWords } from './board-words';
import { definePanel, type PanelFacts, type PanelView } from './panel';
import { columns, type Line, Sheet } from './sheet';

/** Who has the watch (never who the plan says), who comes next, and who answers on call. */
interface OnWatchFacts extends PanelFacts {
  /** Some people, or a plan, are known here: else there is no watch to speak of. */
  readonly known: boolean;
  readonly holders: readonly {
    readonly name: string;
    readonly initials: string;
    /** The watch position; null: none, or called as the person is. */
    readonly position: string | null;
  }[];
  /** When the shift of those who have it ends or ended, ms UTC; null: they have it outside the plan. */
  readonly endsAt: number | null;
  readonly over: boolean;
  /** Consoles on watch: while there is none, alarms sound everywhere. */
  readonly desks: number;
  /** Next by the plan; null: there is none. */
  readonly next: { readonly shift: string; readonly start: number; readonly names: readonly string[] } | null;
  readonly teams: readonly TeamFacts[];
}

interface TeamFacts {
  readonly name: string;
  /** Who answers, by name; null: nobody is on call. */
  readonly who: string | null;
  /** The last call to them in this watch; null: they were not called. */
  readonly call: Pick<Call, 'outcome' | 'at' | 'settledAt' | 'etaAt'> | null;
}

/** Where nobody has said when the watch began, calls of so long ago belong to it, ms. */
const WATCH_MS = 12 * 3_600_000;

const planOf = perCatalogue(readPlan);
const teamsOf = perCatalogue((catalogue) => {
  const teams: Team[] = [];
  for (const entity of catalogue.values()) if (entity.kind === 'team') teams.push(entity.value);
  return teams.sort((a, b) => a.order - b.order);
});

export const onWatchPanel = definePanel<'on-watch', OnWatchFacts>({
  kind: 'on-watch',

  facts({ teams: wanted }, { state, hubNow, t, lang }) {
    const plan = planOf(state);
    const { duty, planned, next: later, overMs } = onWatch(state, hubNow, plan);
    // While two shifts meet, the one that takes over is the younger of them.
    const next = planned.find(({ ref }) => duty?.shift != null && ref.start > duty.shift.start) ?? later;
    const endsAt = duty?.shift?.end ?? null;
    const holders = (duty?.holders ?? []).map(({ person, position }) => {
      const words = personWords(state.people, person);
      const at = plan?.positions.find(({ id }) => id === position)?.name ?? null;
      const same = at?.toLocaleLowerCase(lang) === words.name.toLocaleLowerCase(lang);
      return { ...words, position: same ? null : at };
    });
    const posts = [...state.people.values()].flatMap((entity) =>
      entity.kind === 'watch' ? [entity.value.person] : [],
    );
    // A room without a plan has the watch where its desks have it.
    const bySeat = [...new Set(posts)].map((person) => ({
      ...personWords(state.people, person),
      position: null,
    }));
    const teams = teamsOf(state).filter(({ id }) => wanted.length === 0 || wanted.includes(id));
    const calls = callsOf(state, duty?.since ?? hubNow - WATCH_MS);
    const title =
      endsAt === null || overMs > 0
        ? null
        : t('panels:on-watch.until', { at: formatUntil(endsAt, hubNow, lang) });
    return {
      head: { title, oldest: null, stale: null },
      known: plan !== null || state.people.size > 0,
      holders: holders.length > 0 || plan !== null ? holders : bySeat,
      endsAt,
      over: overMs > 0,
      desks: posts.length,
      next:
        next === null
          ? null
          : {
              shift: plan?.patterns.find(({ id }) => id === next.ref.shift)?.name ?? next.ref.shift,
              start: next.ref.start,
              names: next.staff.flatMap(({ person }) =>
                person === null ? [] : [personWords(state.people, person).name],
              ),
            },
      teams: inOrder(teams.map((team) => teamFacts(team, calls.get(team.id), state, hubNow))),
    };
  },

  draw(facts, body, view) {
    const parts = columns(body, view);
    const [left, right] = parts ?? [body, null];
    const first = new Sheet(left, view);
    drawHolders(facts, first, view, right === null);
    if (right === null) drawTeams(facts, first, view);
    drawNext(facts, first, view);
    const second = right === null ? null : new Sheet(right, view);
    if (second) drawTeams(facts, second, view);
    return {
      groups: [first.group('watch'), ...(second ? [second.group('on-call')] : [])],
      said: [...first.said, ...(second?.said ?? [])],
      leftOut: first.leftOut + (second?.leftOut ?? 0),
    };
  },
});

/** The last call to each team since `since`, ms UTC. */
function callsOf({ alarms }: BoardState, since: number): ReadonlyMap<string, Call> {
  const last = new Map<string, Call>();
  for (const entity of alarms.values()) {
    if (entity.kind !== 'call' || entity.value.at < since) continue;
    const before = last.get(entity.value.team);
    if (before === undefined || entity.value.at > before.at) last.set(entity.value.team, entity.value);
  }
  return last;
}

function teamFacts(team: Team, call: Call | undefined, state: BoardState, now: number): TeamFacts {
  const [contact] = contactsNow(team, now);
  if (contact === undefined) return { name: team.name, who: null, call: call ?? null };
  const people = answering(state.watch, contact).map((id) => personWords(state.people, id).name);
  return {
    name: team.name,
    who: people.length > 0 ? people.join(', ') : contact.name,
    call: call ?? null,
  };
}

/** Who was called, and where nobody is on call, comes first: the rest is as always. */
function inOrder(teams: readonly TeamFacts[]): readonly TeamFacts[] {
  const rank = ({ who, call }: TeamFacts): number => (call !== null ? 1 : who === null ? 0 : 2);
  return [...teams].sort((a, b) => rank(a) - rank(b));
}

/** Teams of which at least so many are to have room below who has the watch. */
const TEAMS_BELOW = 3;

function drawHolders(facts: OnWatchFacts, sheet: Sheet, view: PanelView, withTeams: boolean): void {
  const { t, scale, link, lang } = view;
  const { holders, over, endsAt, desks, teams } = facts;
  const marks = [{ kind: 'shape', state: 'warning' } as const];
  if (!facts.known) {
    sheet.line({ words: t('panels:on-watch.unknown'), colour: '--text-2' }, scale.third);
    return;
  }
  const lines = holders.map(
    ({ name, initials, position }): Line => ({
      words: name,
      marks: [{ kind: 'initials', words: initials }],
      strong: true,
      ...(position !== null && { more: position }),
    }),
  );
  // The first of them is responsible.
  const [lead = { words: t('panels:on-watch.nobody'), marks, strong: true }, ...others] = lines;
  const warnings: Line[] = [];
  if (over && endsAt !== null && holders.length > 0) {
    const at = formatUntil(endsAt, link.hubNow, lang);
    warnings.push({ words: t('panels:on-watch.over', { at }), marks, strong: true });
  }
  if (desks === 0) warnings.push({ words: t('panels:on-watch.noDesk'), marks, strong: true });
  const shown = withTeams ? teams.slice(0, TEAMS_BELOW).map((team) => teamLine(team, view)) : [];
  const rows = [...warnings, ...shown];
  const rest = sheet.heightOf(rows, scale.third) + (shown.length > 0 ? sheet.headHeight(true) : 0);
  const whole = sheet.leadSize([lead, ...others], rest);
  // Where all of them have no room in a large type, who is responsible has.
  const size =
    whole === scale.first || others.length === 0
      ? whole
      : Math.max(whole, sheet.leadSize([lead], rest + sheet.heightOf(others, scale.third)));
  sheet.line(lead, size);
  sheet.lines(others, whole === size ? size : scale.third);
  sheet.lines(warnings, scale.third);
}

function drawNext({ next }: OnWatchFacts, sheet: Sheet, { t, scale, link, lang }: PanelView): void {
  if (next === null) return;
  const names = next.names.join(', ') || t('panels:on-watch.vacant');
  const at = formatUntil(next.start, link.hubNow, lang);
  sheet.air(8);
  sheet.maybe(
    { words: t('panels:on-watch.next', { shift: next.shift, names }), end: at, colour: '--text-2' },
    scale.third,
  );
}

function drawTeams({ teams }: OnWatchFacts, sheet: Sheet, view: PanelView): void {
  const { t, scale } = view;
  const lines = teams.map((team) => teamLine(team, view));
  const room = sheet.left - sheet.headHeight();
  if (sheet.heightOf(lines, scale.third) > room) {
    // Who was not called is as always: their names in one line are better than half of them.
    const quiet = teams.filter(({ who, call }) => who !== null && call === null);
    const rest: Line = {
      words: t('panels:on-watch.notCalledAll', { names: quiet.map(({ name }) => name).join(', ') }),
      colour: '--text-2',
      most: REST_LINES,
    };
    const folded = [...lines.slice(0, teams.length - quiet.length), rest];
    if (quiet.length > 1 && sheet.isWhole(rest, scale.third) && sheet.heightOf(folded, scale.third) <= room) {
      sheet.heading(t('panels:on-watch.onCall'), 0);
      sheet.lines(folded, scale.third);
      return;
    }
  }
  sheet.section(t('panels:on-watch.onCall'), lines);
}

/** Lines for the names of those who were not called, at most. */
const REST_LINES = 3;

function teamLine({ name, who, call }: TeamFacts, { t, link, lang }: PanelView): Line {
  if (who === null && call === null)
    return {
      words: name,
      strong: true,
      end: t('panels:on-watch.noneOnCall'),
      endStrong: true,
      endColour: '--text-1',
    };
  const more = who === null || who === name ? {} : { more: who };
  if (call === null)
    return { words: name, ...more, end: t('panels:on-watch.notCalled'), endColour: '--text-3' };
  const since = formatSince(call.settledAt ?? call.at, link.hubNow);
  const coming = call.etaAt !== null && call.etaAt > link.hubNow && call.outcome === 'answered';
  const end = coming
    ? t('panels:on-watch.eta', { at: formatUntil(call.etaAt ?? 0, link.hubNow, lang) })
    : t(`panels:on-watch.call.${call.outcome}`, { at: since });
  return { words: name, ...more, end, endStrong: call.outcome !== 'answered', endColour: '--text-1' };
}
