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
  | {
      readonly outcome: 'refused';
      /** For people, in Bokmål: why, and what to do. */
      readonly reason: string;
      /** What is to be remembered all the same: written with the refusal, in one transaction. */
      readonly events?: readonly EventBody[];
    };

/**
 * The console that a command came from, as far as the hub is certain of it. Made where sockets end (`gateway/`), so
 * that nothing that a command says of itself is taken for it.
 */
export interface CommandSource {
  /** The console's id. */
  readonly console: string;
  readonly kind: 'desk' | 'wall';
  /** The hub takes acts from it: it is enrolled, or has shown the machine's secret. */
  readonly enrolled: boolean;
  /** It runs on the hub's machine. */
  readonly loopback: boolean;
  readonly protocol: number;
}

/** Who may do what: asked of every command before anything else is. */
export interface Authority {
  /**
   * Why a command is not what the holder of its session said at this console; null: it is. What is not is answered and
   * counted, and leaves no trace in the log: nobody writes there in another's name.
   */
  forged(command: Command, from: CommandSource): string | null;
  /** Why whoever gave an authentic command may not; null: they may. */
  forbidden(command: Command, from: CommandSource): Extract<Verdict, { outcome: 'refused' }> | null;
}

/** Decides commands of one kind. `payload` has been parsed. May throw: the command is then refused with the reason. */
export type CommandHandler<K extends CommandKind> = (
  command: Command,
  payload: CommandPayload<K>,
  from: CommandSource,
) => Verdict | Promise<Verdict>;

export type CommandHandlers = { readonly [K in CommandKind]: CommandHandler<K> };

export interface CommandDeskOptions {
  readonly log: Log;
  readonly pipeline: Pipeline;
  readonly clock: Clock;
  readonly authority: Authority;
  readonly handlers: CommandHandlers;
  /** A command was not what its session's holder said. */
  readonly onForged?: (command: Command, from: CommandSource, reason: string) => void;
}

/**
 * Settles what people ask. A command takes effect in the log once, however often it arrives: its outcome is
 * committed with its events. The hub, not the console, judges whether it has expired.
 *
 * In this order: what became of it before; whether it is authentic; whether it has expired; whether whoever gave it
 * may; what it says. Expired comes before allowed because it would have had no effect whoever gave it: the answer is
 * the same for everybody and says nothing of anybody's session.
 */
export class CommandDesk {
  readonly #options: CommandDeskOptions;
  /** Being settled now: the same id that comes twice waits for the first. */
  readonly #underWay = new Map<string, Promise<CommandOutcome>>();
  #forged = 0;

  constructor(options: CommandDeskOptions) {
    this.#options = options;
  }

  /** Commands that were not what their session's holder said. */
  get forged(): number {
    return this.#forged;
  }

  /** What became of a command. Rejects only when the log cannot be read. */
  settle(command: Command, from: CommandSource): Promise<CommandOutcome> {
    // Before all else: what is forged must not stand in the way of the real one with the same id.
    const reason = this.#options.authority.forged(command, from);
    if (reason !== null) return this.#turnAway(command, from, reason);
    const already = this.#underWay.get(command.id);
    if (already) return already;
    const settled = this.#settleOnce(command, from).finally(() => this.#underWay.delete(command.id));
    this.#underWay.set(command.id, settled);
    return settled;
  }

  /** No receipt and no event; only what became of it before, if it was settled while its session was known. */
  async #turnAway(command: Command, from: CommandSource, reason: string): Promise<CommandOutcome> {
    const known = await this.#options.log.receipt(command.id);
    if (known) return known;
    this.#forged += 1;
    this.#options.onForged?.(command, from, reason);
    return { id: command.id, outcome: 'refused', reason };
  }

  async #settleOnce(command: Command, from: CommandSource): Promise<CommandOutcome> {
    const { log, pipeline, clock } = this.#options;
    const known = await log.receipt(command.id);
    if (known) return known;
    const expired = clock.now() > command.expiresAt;
    const decided = expired ? null : this.#decide(command, from);
    // Nothing comes between a verdict that is there at once and its events: who asks next is judged by what they made.
    const verdict = decided instanceof Promise ? await decided.catch(refusalOf) : decided;
    const outcome: CommandOutcome = {
      id: command.id,
      outcome: verdict?.outcome ?? 'expired',
      reason: verdict?.outcome === 'refused' ? verdict.reason : null,
    };
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
    const [first, ...rest] = [...(verdict?.events ?? []), settled];
    await pipeline.settle([first ?? settled, ...rest], {
      outcome,
      keepUntil: command.expiresAt + RECEIPT_MARGIN_MS,
    });
    if (verdict?.outcome === 'done') verdict.after?.();
    return outcome;
  }

  #decide(command: Command, from: CommandSource): Verdict | Promise<Verdict> {
    try {
      const forbidden = this.#options.authority.forbidden(command, from);
      if (forbidden) return forbidden;
      const parsed = COMMAND_PAYLOADS[command.kind].safeParse(command.payload ?? null);
      if (!parsed.success)
        return { outcome: 'refused', reason: payloadFault(command.kind, parsed.error.issues) };
      // The schema of this kind parsed it, so it is this kind's payload.
      const handle = this.#options.handlers[command.kind] as CommandHandler<CommandKind>;
      return handle(command, parsed.data as never, from);
    } catch (error) {
      return refusalOf(error);
    }
  }
}

/** What is wrong with a payload, in words for whoever wrote it. */
function payloadFault(
  kind: CommandKind,
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): string {
  const issue = issues[0];
  const field = issue?.path.map(String).join('.') ?? '';
  if (kind === 'alarm.shelve' && field === 'until') return 'En hylling må ha en slutt: si til når.';
  if (kind === 'alarm.out-of-service' && field === 'reviewAt') {
    return 'Det som tas ut av drift, må vurderes igjen: si når.';
  }
  return field === ''
    ? `Handlingen er feil utfylt: ${issue?.message ?? 'ukjent feil'}.`
    : `Handlingen er feil utfylt i «${field}»: ${issue?.message ?? 'ukjent feil'}.`;
}

function refusalOf(error: unknown): Verdict {
  return { outcome: 'refused', reason: error instanceof Error ? error.message : String(error) };
}
