import { COMMAND_PAYLOADS, type CommandKind, type CommandPayload } from '../../shared/contract/commands';
import type { Command, CommandOutcome } from '../../shared/contract/wire';
import type { EventBody } from '../../shared/model/events';
import type { Clock } from '../../shared/time/clock';
import type { Log } from './log/log';
import type { Pipeline } from './pipeline/pipeline';

/** A receipt is kept this much longer than its command could be sent, ms. */
const RECEIPT_MARGIN_MS = 7 * 24 * 3_600_000;

/** What a room of the hub decides about a command. */
export type Verdict =
  | {
      readonly outcome: 'done';
      /** What it changed: written in one transaction with the command's own event and receipt. */
      readonly events?: readonly EventBody[];
      /** Runs when all of that is on disk, such as an effect outside, which must not come before its record. */
      readonly after?: () => void;
    }
  /** `reason`: for people, in Bokmål. */
  | { readonly outcome: 'refused'; readonly reason: string };

/** Decides commands of one kind. `payload` has been parsed. May throw: the command is then refused with the reason. */
export type CommandHandler<K extends CommandKind> = (
  command: Command,
  payload: CommandPayload<K>,
) => Verdict | Promise<Verdict>;

export type CommandHandlers = { readonly [K in CommandKind]: CommandHandler<K> };

export interface CommandDeskOptions {
  readonly log: Log;
  readonly pipeline: Pipeline;
  readonly clock: Clock;
  readonly handlers: CommandHandlers;
}

/**
 * Settles what people ask. A command takes effect in the log once, however often it arrives: its outcome is
 * committed with its events. The hub, not the console, judges whether it has expired.
 */
export class CommandDesk {
  readonly #options: CommandDeskOptions;
  /** Being settled now: the same id that comes twice waits for the first. */
  readonly #underWay = new Map<string, Promise<CommandOutcome>>();

  constructor(options: CommandDeskOptions) {
    this.#options = options;
  }

  /** What became of a command. Rejects only when the log cannot be read. */
  settle(command: Command): Promise<CommandOutcome> {
    const already = this.#underWay.get(command.id);
    if (already) return already;
    const settled = this.#settleOnce(command).finally(() => this.#underWay.delete(command.id));
    this.#underWay.set(command.id, settled);
    return settled;
  }

  async #settleOnce(command: Command): Promise<CommandOutcome> {
    const { log, pipeline, clock } = this.#options;
    const known = await log.receipt(command.id);
    if (known) return known;
    const expired = clock.now() > command.expiresAt;
    const decided = expired ? null : this.#decide(command);
    // Nothing comes between a verdict that is there at once and its events: who asks next is judged by what they made.
    const verdict = decided instanceof Promise ? await decided.catch(refusalOf) : decided;
    const outcome: CommandOutcome = {
      id: command.id,
      outcome: verdict?.outcome ?? 'expired',
      reason: verdict?.outcome === 'refused' ? verdict.reason : null,
    };
    const events = verdict?.outcome === 'done' ? (verdict.events ?? []) : [];
    const settled: EventBody = {
      type: 'command.settled',
      command: command.id,
      kind: command.kind,
      subject: command.subject,
      actor: command.actor,
      actedAt: command.actedAt,
      outcome: outcome.outcome,
      reason: outcome.reason,
    };
    const [first, ...rest] = [...events, settled];
    await pipeline.settle([first ?? settled, ...rest], {
      outcome,
      keepUntil: command.expiresAt + RECEIPT_MARGIN_MS,
    });
    if (verdict?.outcome === 'done') verdict.after?.();
    return outcome;
  }

  #decide(command: Command): Verdict | Promise<Verdict> {
    const parsed = COMMAND_PAYLOADS[command.kind].safeParse(command.payload ?? null);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      return {
        outcome: 'refused',
        reason: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'malformed'}`,
      };
    }
    try {
      // The schema of this kind parsed it, so it is this kind's payload.
      const handle = this.#options.handlers[command.kind] as CommandHandler<CommandKind>;
      return handle(command, parsed.data as never);
    } catch (error) {
      return refusalOf(error);
    }
  }
}

function refusalOf(error: unknown): Verdict {
  return { outcome: 'refused', reason: error instanceof Error ? error.message : String(error) };
}
