import type { Alarm, Priority } from '../../model/alarms';
import { parseNodeId } from '../../model/catalogue';
import type { Incident } from '../../model/incidents';
import type { TakeOverRule, WallPlan, WallState } from '../../model/wall';
import type { RoomView } from '../reduce';
import { INCIDENT } from './built-in-scenes';
import { LEAD_MS, sceneOf } from './read-wall';
import { sceneHoldsMosaic } from './scene-faults';

type TakeOverView = Pick<RoomView, 'wall' | 'catalogue' | 'alarms' | 'incidents'>;
type TakeOver = NonNullable<WallState['takeOver']>;

/** What calls for a rule: an alarm (`A-12`) or an incident by its id. */
interface Call {
  readonly rule: TakeOverRule;
  readonly key: string;
  readonly node: string | null;
  readonly priority: Priority;
  readonly since: number;
}

const OF_SEVERITY: Readonly<Record<Incident['severity'], Priority>> = { major: 1, high: 2, moderate: 3 };

/** All that calls for a take-over now: the most important first, the oldest of those. */
function callsOf(view: TakeOverView, plan: WallPlan): readonly Call[] {
  const calls: Call[] = [];
  for (const rule of plan.takeOver) {
    for (const entity of view.alarms.values()) {
      if (entity.kind !== 'alarm') continue;
      const alarm = entity.value;
      if (!isHeard(alarm) || !rule.priorities.includes(alarm.priority) || !hits(rule, alarm)) continue;
      calls.push({
        rule,
        key: alarm.id,
        node: alarm.node,
        priority: alarm.priority,
        since: alarm.raisedAt,
      });
    }
    for (const entity of view.incidents.values()) {
      if (entity.kind !== 'incident' || entity.value.state !== 'open') continue;
      const { id, severity, cause, openedAt } = entity.value;
      if (!rule.incidents.includes(severity) || !concerns(rule, entity.value)) continue;
      calls.push({ rule, key: id, node: cause, priority: OF_SEVERITY[severity], since: openedAt });
    }
  }
  return calls.sort((a, b) => a.priority - b.priority || a.since - b.since || (a.key < b.key ? -1 : 1));
}

/** Active, and neither put aside nor kept quiet by design. */
function isHeard({ state, activeSince }: Alarm): boolean {
  return activeSince !== null && (state === 'unacknowledged' || state === 'acknowledged');
}

function hits(rule: TakeOverRule, { node, sites }: Alarm): boolean {
  const { service, site } = parseNodeId(node);
  return isService(rule, [service]) && isSite(rule, site === null ? sites : [site, ...sites]);
}

function concerns(rule: TakeOverRule, { services, sites, cause }: Incident): boolean {
  const at = cause === null ? null : parseNodeId(cause);
  return (
    isService(rule, at === null ? services : [at.service, ...services]) &&
    isSite(rule, at?.site == null ? sites : [at.site, ...sites])
  );
}

function isService({ services }: TakeOverRule, hit: readonly string[]): boolean {
  return services.length === 0 || services.includes('*') || hit.some((id) => services.includes(id));
}

function isSite({ sites }: TakeOverRule, hit: readonly string[]): boolean {
  return sites.length === 0 || hit.some((id) => sites.includes(id));
}

/** What of those that a person sent away still calls: the rest may be forgotten. */
export function stillDismissed(view: TakeOverView, plan: WallPlan, dismissed: readonly string[]): string[] {
  if (dismissed.length === 0) return [];
  const calling = new Set(callsOf(view, plan).map(({ key }) => key));
  return dismissed.filter((key) => calling.has(key));
}

/** What calls now, by key: what a person who sends a take-over away sends away. */
export function calling(view: TakeOverView, plan: WallPlan): readonly string[] {
  return [...new Set(callsOf(view, plan).map(({ key }) => key))].sort();
}

/**
 * The take-over as it is to be now. One that holds stays with what it is about while that calls, unless something more
 * important does; when nothing calls any more it stays for the rule's time, and goes.
 */
export function followTakeOver(
  view: TakeOverView,
  plan: WallPlan,
  { takeOver: before, dismissed }: Pick<WallState, 'takeOver' | 'dismissed'>,
  now: number,
): TakeOver | null {
  const calls = callsOf(view, plan).filter(({ key }) => !dismissed.includes(key));
  const [best] = calls;
  if (best === undefined) return before === null ? null : endOf(plan, before, now);
  const same = before && calls.find(({ rule, node }) => rule.id === before.rule && node === before.node);
  const lead = same && same.priority <= best.priority ? same : best;
  const because = calls.filter(({ rule }) => rule.id === lead.rule.id).map(({ key }) => key);
  return {
    rule: lead.rule.id,
    scene: sceneFor(view, lead.rule),
    node: lead.node,
    because: [...new Set(because)].sort(),
    from: before === null ? now : Math.min(before.from, now),
    endsAt: null,
  };
}

/** Nothing calls for it any more. A rule that is gone holds nothing. */
function endOf(plan: WallPlan, before: TakeOver, now: number): TakeOver | null {
  const rule = plan.takeOver.find(({ id }) => id === before.rule);
  if (rule === undefined) return null;
  // Never longer from now on than the rule says, though the clock was set back.
  const endsAt = Math.min(before.endsAt ?? Number.POSITIVE_INFINITY, now + rule.holdMs);
  return endsAt - LEAD_MS <= now ? null : { ...before, from: Math.min(before.from, now), endsAt };
}

/** The rule's scene; where that is gone, or would cover the mosaic, the program's own. */
function sceneFor({ wall }: TakeOverView, rule: TakeOverRule): string {
  const scene = sceneOf(wall, rule.scene);
  return scene !== null && sceneHoldsMosaic(scene) ? scene.id : INCIDENT;
}
