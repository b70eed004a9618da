import { randomUUID } from 'node:crypto';
import type { OutboxEntry } from '../../../shared/contract/ipc';
import type { Command, CommandOutcome } from '../../../shared/contract/wire';
import { failure, type Result, success } from '../../../shared/util/result';
import type { Outbox } from '../cache/outbox';

/** A re-check that has waited longer than this is no longer what the person meant, ms. */
const RECHECK_EXPIRES_MS = 60_000;

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

  /** Asks for a new measurement of a node. Refused when it cannot be put on the disk. */
  recheck(node: string, actor: string): Result<OutboxEntry> {
    const actedAt = this.#options.hubNow();
    const command: Command = {
      id: randomUUID(),
      kind: 'check.recheck',
      subject: node,
      actor,
      actedAt,
      expiresAt: actedAt + RECHECK_EXPIRES_MS,
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
    const { id, kind, subject, actor, actedAt, expiresAt } = entry;
    if (kind !== 'check.recheck') {
      this.#settle(id, 'refused', `this console does not know "${kind}"`);
      return true;
    }
    const answer = await this.#options.send({ id, kind, subject, actor, actedAt, expiresAt });
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
