import { randomUUID } from 'node:crypto';
import { COMMAND_PAYLOADS, type CommandKind, commandKind } from '../../../shared/contract/commands';
import type { OutboxEntry } from '../../../shared/contract/ipc';
import type { Command, CommandOutcome } from '../../../shared/contract/wire';
import { failure, type Result, success } from '../../../shared/util/result';
import type { Outbox } from '../cache/outbox';

/** A command that has waited longer than this is no longer what the person meant, ms. */
const EXPIRES_MS: Readonly<Record<CommandKind, number>> = {
  'check.recheck': 60_000,
  'maintenance.set': 12 * 3_600_000,
  'maintenance.remove': 12 * 3_600_000,
  // Muting less is never wrong; muting longer is only right for as long as the window could run.
  'maintenance.end': 12 * 3_600_000,
  'maintenance.extend': 3_600_000,
  'catalogue.edit': 3_600_000,
  'silence.set': 900_000,
  'silence.end': 3_600_000,
};

export interface CommandDeskOptions {
  readonly outbox: Outbox;
  /** The hub's time as known here, ms UTC. */
  readonly hubNow: () => number;
  readonly send: (command: Command) => Promise<Result<CommandOutcome>>;
  readonly onChange: (entries: readonly OutboxEntry[]) => void;
}

/**
 * What people do here: on the disk first, then on the screen, then to the hub. A command is sent again with the
 * same id until the hub has said what became of it; whether it came too late, the hub judges.
 */
export class CommandDesk {
  readonly #options: CommandDeskOptions;
  #sending = false;
  #again = false;

  constructor(options: CommandDeskOptions) {
    this.#options = options;
  }

  entries(): readonly OutboxEntry[] {
    return this.#options.outbox.list();
  }

  /** Takes a command. Refused when its payload is malformed, or when it cannot be put on the disk. */
  give(kind: CommandKind, subject: string, payload: unknown, actor: string): Result<OutboxEntry> {
    const parsed = COMMAND_PAYLOADS[kind].safeParse(payload ?? null);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      return failure('malformed', `${issue?.path.join('.') ?? ''} ${issue?.message ?? 'malformed'}`.trim());
    }
    const actedAt = this.#options.hubNow();
    const command: Command = {
      id: randomUUID(),
      kind,
      subject,
      payload: parsed.data,
      actor,
      actedAt,
      expiresAt: actedAt + EXPIRES_MS[kind],
    };
    try {
      const entry = this.#options.outbox.add(command);
      this.#changed();
      void this.sendPending();
      return success(entry);
    } catch (error) {
      return failure('outbox', error instanceof Error ? error.message : String(error));
    }
  }

  /** Sends what waits, in order. Called when the link is live. */
  async sendPending(): Promise<void> {
    if (this.#sending) {
      this.#again = true;
      return;
    }
    this.#sending = true;
    try {
      do {
        this.#again = false;
        for (const entry of this.#options.outbox.pending()) {
          if (!(await this.#send(entry))) return;
        }
      } while (this.#again);
    } finally {
      this.#sending = false;
    }
  }

  /** Returns false when the hub did not answer: what comes after waits too, so that order holds. */
  async #send(entry: OutboxEntry): Promise<boolean> {
    const { id, subject, payload, actor, actedAt, expiresAt } = entry;
    const kind = commandKind.safeParse(entry.kind);
    if (!kind.success) {
      this.#settle(id, 'refused', `this console does not know "${entry.kind}"`);
      return true;
    }
    const answer = await this.#options.send({
      id,
      kind: kind.data,
      subject,
      payload: payload ?? null,
      actor,
      actedAt,
      expiresAt,
    });
    if (!answer.ok) {
      // The hub has read it and cannot take it: sending it again would only hold up what comes after.
      if (answer.error.code === 'malformed') {
        this.#settle(id, 'refused', answer.error.message);
        return true;
      }
      // It may have taken effect: it is asked again, with the same id, until the hub says.
      if (answer.error.code !== 'offline' && entry.fate !== 'sent')
        this.#settle(id, 'sent', answer.error.message);
      return false;
    }
    const fates = { done: 'confirmed', refused: 'refused', expired: 'expired' } as const;
    this.#settle(id, fates[answer.value.outcome], answer.value.reason);
    return true;
  }

  #settle(id: string, fate: OutboxEntry['fate'], reason: string | null): void {
    this.#options.outbox.mark(id, fate, reason);
    this.#changed();
  }

  #changed(): void {
    this.#options.onChange(this.entries());
  }
}
