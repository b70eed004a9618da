import type { CommandPayload } from '../../../shared/contract/commands';
import type { ActionRun } from '../../../shared/model/alarms';
import type { ActionArg, RunbookAction } from '../../../shared/model/catalogue';
import { type ArgFault, argFault } from '../../../shared/rules/action-args';
import { VANTAGE_NODE } from '../../../shared/rules/alarms/decide';
import type { RoomView } from '../../../shared/rules/reduce';
import { formatAge, formatClock } from '../../../shared/time/format';
import { nameOf } from '../alarms/words';

/** Programs that run at the same time, all actions together. */
export const MAX_RUNNING = 4;
/** Runs that wait for somebody's word, all actions together. */
const MAX_WAITING = 20;
/** A wish that reaches the hub later than this is not carried out: what held then may hold no longer. */
export const MAX_WISH_AGE_MS = 2 * 60_000;

/** A runbook action of the catalogue. */
export function actionOf(room: Pick<RoomView, 'catalogue'>, id: string): RunbookAction | null {
  const entity = room.catalogue.get(`action:${id}`);
  return entity?.kind === 'action' ? entity.value : null;
}

/** All runs that the room knows. */
export function runsOf(room: Pick<RoomView, 'alarms'>): readonly ActionRun[] {
  return [...room.alarms.values()].flatMap((entity) => (entity.kind === 'run' ? [entity.value] : []));
}

/** What is wrong with a wish to run an action, in words; null: nothing. */
export function wishFault(
  room: Pick<RoomView, 'graph'>,
  action: RunbookAction,
  { args, node, dryRun }: CommandPayload<'run.request'>,
): string | null {
  if (dryRun && !action.dryRun) return `«${action.name}» kan ikke prøves uten virkning.`;
  if (node !== null && node !== VANTAGE_NODE && !room.graph.nodes.has(node))
    return `Tjenesten ${node} finnes ikke.`;
  return argsFault(action, args);
}

/** What is wrong with the values of an action's arguments, in words; null: nothing. */
export function argsFault(action: RunbookAction, args: ActionRun['args']): string | null {
  const stray = Object.keys(args).find((id) => !action.args.some((arg) => arg.id === id));
  if (stray !== undefined) return `«${action.name}» har ikke noe felt som heter «${stray}».`;
  for (const arg of action.args) {
    const fault = argFault(arg, Object.hasOwn(args, arg.id) ? args[arg.id] : undefined);
    if (fault !== null) return `Feltet «${arg.name}»: ${ARG_WORDS[fault](arg)}.`;
  }
  return null;
}

const ARG_WORDS: Readonly<Record<ArgFault, (arg: ActionArg) => string>> = {
  missing: () => 'må fylles ut',
  type: (arg) => (arg.type === 'integer' ? 'må være et helt tall' : 'har feil type'),
  choice: (arg) => `må være ${arg.type === 'choice' ? arg.options.join(' eller ') : 'et av valgene'}`,
  range: (arg) => (arg.type === 'integer' ? `må være fra ${arg.min} til ${arg.max}` : 'er utenfor grensene'),
  pattern: () => 'har ikke den formen som kreves',
  option: () => 'kan ikke begynne med «-»',
  control: () => 'har tegn som ikke kan brukes',
};

/** Why an action cannot begin now, in words; null: it can. `now`: ms UTC. */
export function startFault(
  room: Pick<RoomView, 'alarms' | 'people'>,
  action: RunbookAction,
  dryRun: boolean,
  now: number,
): string | null {
  const runs = runsOf(room);
  const running = runs.filter(({ state }) => state === 'starting');
  const same = running.find((run) => run.action === action.id);
  if (same) {
    const since = formatClock(same.startedAt ?? same.requestedAt);
    return `«${action.name}» kjører allerede, startet av ${nameOf(room, same.requestedBy)} ${since}.`;
  }
  if (running.length >= MAX_RUNNING)
    return `Det kjører ${running.length} tiltak allerede: vent til ett er ferdig.`;
  if (dryRun) return null;
  const last = runs.reduce((latest, run) => {
    const counts = run.action === action.id && !run.dryRun && run.startedAt !== null;
    return counts ? Math.max(latest, run.startedAt ?? 0) : latest;
  }, Number.NEGATIVE_INFINITY);
  // A start that lies ahead was written before the clock was set back: it cools down no longer than any other.
  const left = last > now ? action.cooldownMs : last + action.cooldownMs - now;
  if (left <= 0 || last === Number.NEGATIVE_INFINITY) return null;
  return `«${action.name}» ble kjørt ${formatClock(last)}. Vent ${formatAge(Math.ceil(left / 1_000) * 1_000, 'nb')} til.`;
}

/** Why a run cannot be put before a second person, in words; null: it can. */
export function waitFault(room: Pick<RoomView, 'alarms' | 'people'>, action: RunbookAction): string | null {
  const waiting = runsOf(room).filter(({ state }) => state === 'waiting');
  const same = waiting.find((run) => run.action === action.id);
  if (same) {
    return `«${action.name}» venter allerede på godkjenning, bedt om av ${nameOf(room, same.requestedBy)} ${formatClock(same.requestedAt)}.`;
  }
  return waiting.length >= MAX_WAITING ? 'For mange tiltak venter på godkjenning.' : null;
}
