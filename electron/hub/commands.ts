import type { Command, CommandOutcome } from '../../shared/contract/wire';
import type { Projection } from '../../shared/rules/projection';
import type { Clock } from '../../shared/time/clock';
import type { Log } from './log/log';
import type { Pipeline } from './pipeline/pipeline';

/** A receipt is kept this much longer than its command could be sent, ms. */
const RECEIPT_MARGIN_MS = 7 * 24 * 3_600_000;

export interface CommandContext {
  readonly log: Log;
  readonly pipeline: Pipeline;
  readonly clock: Clock;
  readonly state: Projection;
  readonly recheck: (checks: readonly string[]) => void;
}

/** Commands that are being settled now, by pipeline: the same id that comes twice waits for the first. */
const underWay = new WeakMap<Pipeline, Map<string, Promise<CommandOutcome>>>();

/**
 * Settles a person's command. It takes effect in the log once, however often it arrives: the outcome is
 * committed with its event. The hub, not the console, judges whether it has expired.
 */
export function runCommand(command: Command, context: CommandContext): Promise<CommandOutcome> {
  const waiting = underWay.get(context.pipeline) ?? new Map<string, Promise<CommandOutcome>>();
  underWay.set(context.pipeline, waiting);
  const already = waiting.get(command.id);
  if (already) return already;
  const settled = settleOnce(command, context).finally(() => waiting.delete(command.id));
  waiting.set(command.id, settled);
  return settled;
}

async function settleOnce(command: Command, context: CommandContext): Promise<CommandOutcome> {
  const known = await context.log.receipt(command.id);
  if (known) return known;
  const checks = context.state.graph.nodes.get(command.subject)?.checks ?? [];
  const outcome = judge(command, context, checks);
  await context.pipeline.settle(
    {
      type: 'command.settled',
      command: command.id,
      kind: command.kind,
      subject: command.subject,
      actor: command.actor,
      actedAt: command.actedAt,
      outcome: outcome.outcome,
      reason: outcome.reason,
    },
    { outcome, keepUntil: command.expiresAt + RECEIPT_MARGIN_MS },
  );
  if (outcome.outcome === 'done') context.recheck(checks);
  return outcome;
}

function judge(command: Command, context: CommandContext, checks: readonly string[]): CommandOutcome {
  if (context.clock.now() > command.expiresAt) return { id: command.id, outcome: 'expired', reason: null };
  if (!context.state.graph.nodes.has(command.subject)) {
    return { id: command.id, outcome: 'refused', reason: `no such service: ${command.subject}` };
  }
  if (checks.length === 0) {
    return { id: command.id, outcome: 'refused', reason: `nothing measures ${command.subject}` };
  }
  return { id: command.id, outcome: 'done', reason: null };
}
