import type { Command } from '../../../shared/contract/wire';
import { decideIncident } from '../../../shared/rules/incidents/decide-incident';
import {
  INCIDENT_COMMANDS,
  type IncidentCommandKind,
  readAct,
} from '../../../shared/rules/incidents/decision';
import type { Projection } from '../../../shared/rules/projection';
import type { Clock } from '../../../shared/time/clock';
import type { CommandHandlers, Verdict } from '../commands';
import { refusalWords } from './refusals';

export interface IncidentCommandOptions {
  readonly state: Projection;
  readonly clock: Clock;
  /** Brings the alarms in step with what was measured up to now: an act is judged by nothing older. */
  readonly gather: () => void;
}

/** What people do to incidents, callers, reports and known errors, decided by the rules that every desk has too. */
export function incidentCommands(
  options: IncidentCommandOptions,
): Pick<CommandHandlers, IncidentCommandKind> {
  const handle = (command: Command): Verdict => decided(options, command);
  return Object.fromEntries(INCIDENT_COMMANDS.map((kind) => [kind, handle])) as Record<
    IncidentCommandKind,
    (command: Command) => Verdict
  >;
}

function decided({ state, clock, gather }: IncidentCommandOptions, command: Command): Verdict {
  gather();
  const now = clock.now();
  const act = readAct({ ...command, payload: command.payload ?? null });
  if (!act) throw new Error(`no rule for ${command.kind}`);
  const decision = decideIncident(state, act, now);
  if ('ok' in decision) return { outcome: 'done', events: decision.ok };
  const { refused, kept } = decision;
  const words = refusalWords(refused, state, now);
  return {
    outcome: 'refused',
    reason: kept.length > 0 ? `${words} Det du sa, står i tidslinjen.` : words,
    events: kept,
  };
}
