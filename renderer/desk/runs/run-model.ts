import type { ActionRun, ActionValue, AlarmEntity } from '../../../shared/model/alarms';
import type { ActionArg, CatalogueEntity, RunbookAction } from '../../../shared/model/catalogue';
import { parseNodeId } from '../../../shared/model/catalogue';
import { type ArgFault, argFault } from '../../../shared/rules/action-args';

/** The actions that a node's alarm offers, in the order of its class; without a node, all there are. */
export function actionsFor(
  catalogue: ReadonlyMap<string, CatalogueEntity>,
  node: string | null,
): readonly RunbookAction[] {
  const all: RunbookAction[] = [];
  for (const entity of catalogue.values()) if (entity.kind === 'action') all.push(entity.value);
  all.sort((a, b) => a.order - b.order);
  if (node === null) return all;
  const entity = catalogue.get(`alarm-class:${parseNodeId(node).service}`);
  const offered = entity?.kind === 'alarm-class' ? entity.value.actions : [];
  return offered.flatMap((id) => all.find((action) => action.id === id) ?? []);
}

/** Runs, newest first: of a node, of an action, or all. */
export function runsOf(
  alarms: ReadonlyMap<string, AlarmEntity>,
  wanted: (run: ActionRun) => boolean,
): readonly ActionRun[] {
  const runs: ActionRun[] = [];
  for (const entity of alarms.values()) {
    if (entity.kind === 'run' && wanted(entity.value)) runs.push(entity.value);
  }
  return runs.sort((a, b) => b.requestedAt - a.requestedAt);
}

/** What is written in the form, by argument. */
export type Written = Readonly<Record<string, string | boolean>>;

/** What the form begins with: what the alarm is about, where an argument asks for it; else nothing is chosen for anybody. */
export function firstWritten(action: RunbookAction, node: string | null): Written {
  const site = node === null ? null : parseNodeId(node).site;
  const about: Readonly<Record<string, string | null>> = {
    node,
    service: node === null ? null : parseNodeId(node).service,
    site,
  };
  return Object.fromEntries(
    action.args.map((arg) => {
      if (arg.type === 'boolean') return [arg.id, false];
      if (arg.type === 'choice') {
        const [only] = arg.options;
        const own = arg.options.find((option) => option === site);
        return [arg.id, own ?? (arg.options.length === 1 ? (only ?? '') : '')];
      }
      // An argument of these names is what the alarm is about; the hub still judges its form.
      return [arg.id, about[arg.id] ?? ''];
    }),
  );
}

/** The arguments as they are sent, and what is wrong with each. */
export function readWritten(
  args: readonly ActionArg[],
  written: Written,
): { readonly args: Record<string, ActionValue>; readonly faults: ReadonlyMap<string, ArgFault> } {
  const values: Record<string, ActionValue> = {};
  const faults = new Map<string, ArgFault>();
  for (const arg of args) {
    const value = argValue(arg, written[arg.id]);
    const fault = argFault(arg, value);
    if (fault !== null) faults.set(arg.id, fault);
    if (value !== undefined) values[arg.id] = value;
  }
  return { args: values, faults };
}

function argValue(arg: ActionArg, written: string | boolean | undefined): ActionValue | undefined {
  if (typeof written !== 'string') return written;
  if (written.trim() === '') return undefined;
  if (arg.type !== 'integer') return written;
  return /^[+-]?\d+$/.test(written.trim()) ? Number(written.trim()) : written;
}

/** When an action may be run again, ms UTC, after its last run; null: now. A dry run holds nothing up. */
export function restsUntil(action: RunbookAction, runs: readonly ActionRun[], now: number): number | null {
  const last = runs.find((run) => run.action === action.id && !run.dryRun && run.startedAt !== null);
  if (last?.startedAt == null) return null;
  const until = last.startedAt + action.cooldownMs;
  return until > now ? until : null;
}
