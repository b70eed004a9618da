import { randomUUID } from 'node:crypto';
import { COMMAND_PAYLOADS, type CommandKind, commandKind } from '../../../shared/contract/commands';
import type { OutboxEntry } from '../../../shared/contract/ipc';
import { proofOf } from '../../../shared/contract/proof';
import type { Command, CommandOutcome } from '../../../shared/contract/wire';
import type { Clock } from '../../../shared/time/clock';
import { failure, type Result, success } from '../../../shared/util/result';
import type { Fate, Outbox } from '../cache/outbox';
import type { Actor } from '../identity/identity-options';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A command that has waited longer than this is no longer what the person meant, ms. */
export const EXPIRES_MS: Readonly<Record<CommandKind, number>> = {
  'check.recheck': MINUTE,
  'maintenance.set': 12 * HOUR,
  'maintenance.remove': 12 * HOUR,
  // Muting less is never wrong; muting longer is only right for as long as the window could run.
  'maintenance.end': 12 * HOUR,
  'maintenance.extend': HOUR,
  'catalogue.edit': HOUR,
  'silence.set': 15 * MINUTE,
  'silence.end': HOUR,
  'alarm.acknowledge': 4 * HOUR,
  'alarm.seen': 4 * HOUR,
  'alarm.hand': 4 * HOUR,
  'alarm.shelve': HOUR,
  'alarm.unshelve': HOUR,
  'alarm.out-of-service': 12 * HOUR,
  'alarm.in-service': 12 * HOUR,
  // What was said is true however late it comes: it carries its own time.
  'alarm.note': 7 * DAY,
  'alarm.timer': 4 * HOUR,
  'alarm.bad': 7 * DAY,
  'alarm.ticket': 7 * DAY,
  'call.log': 7 * DAY,
  // A runbook action runs now or not at all.
  'run.request': MINUTE,
  'run.approve': 15 * MINUTE,
  'notice.seen': 7 * DAY,
  'watch.take': 10 * MINUTE,
  'watch.leave': 10 * MINUTE,
  'person.set': HOUR,
  'console.revoke': HOUR,
  'session.end': HOUR,
  'cause.join': 4 * HOUR,
  'cause.split': 4 * HOUR,
  'cause.free': 4 * HOUR,
  'cause.recheck': MINUTE,
  // An incident goes on without its hub: what was written, set and done in it is true however late it comes.
  'incident.open': 7 * DAY,
  'incident.set': 7 * DAY,
  'incident.note': 7 * DAY,
  'incident.time': 7 * DAY,
  'incident.update': 12 * HOUR,
  'incident.routine': 7 * DAY,
  'incident.merge': 12 * HOUR,
  'incident.restore': 7 * DAY,
  'incident.close': 7 * DAY,
  'incident.reopen': 12 * HOUR,
  'task.set': 7 * DAY,
  'task.done': 7 * DAY,
  'caller.add': 12 * HOUR,
  'caller.reset': HOUR,
  'report.set': 4 * HOUR,
  'report.end': 12 * HOUR,
  'known-error.set': 7 * DAY,
  'known-error.retire': 7 * DAY,
  'message.draft': 12 * HOUR,
  // What people outside are told must be true when it is told.
  'message.approve': 15 * MINUTE,
  'message.discard': 12 * HOUR,
  'message.again': 15 * MINUTE,
  'notification.answer': 4 * HOUR,
  // What was written is true however late it comes.
  'log.write': 7 * DAY,
  'log.correct': 7 * DAY,
  'log.erase': 7 * DAY,
  'roster.set': 7 * DAY,
  'roster.remove': 7 * DAY,
  // Who has the watch now is a matter of now; a handover that was signed is one however late its hub hears of it, and so is
  // what its signatures rest on.
  'duty.take': HOUR,
  'duty.leave': HOUR,
  'handover.begin': 7 * DAY,
  'handover.exchange': 7 * DAY,
  'handover.people': 7 * DAY,
  'handover.item': 7 * DAY,
  'handover.read-back': 7 * DAY,
  'handover.sign': 7 * DAY,
  'handover.unsign': 7 * DAY,
  'handover.accept': 7 * DAY,
  'handover.amendment': 7 * DAY,
  'follow-up.set': 7 * DAY,
  'follow-up.close': 7 * DAY,
  'follow-up.reopen': 12 * HOUR,
  'routine.tick': 7 * DAY,
  'routine.settle': 7 * DAY,
  'routine.reopen': 12 * HOUR,
  // What the wall is to show now is a matter of now.
  'wall.scene': 2 * MINUTE,
  'wall.rotate': 2 * MINUTE,
  'wall.send': 2 * MINUTE,
  'wall.spotlight': 2 * MINUTE,
  'wall.message': 2 * MINUTE,
  'wall.clear': 2 * MINUTE,
  'scene.set': 12 * HOUR,
  'scene.remove': 12 * HOUR,
  'scene.restore': 12 * HOUR,
  // A wall that is brought back later than that is brought down.
  'wall.care': MINUTE,
};

/**
 * Kinds that the hub decides in the very turn in which they arrive: several may be under way, and still take effect in
 * their order. Every other waits until what came before it is settled, and is settled before what comes after.
 */
const IN_STEP: ReadonlySet<string> = new Set<CommandKind>([
  'alarm.acknowledge',
  'alarm.seen',
  'alarm.hand',
  'alarm.shelve',
  'alarm.unshelve',
  'alarm.out-of-service',
  'alarm.in-service',
  'alarm.note',
  'alarm.timer',
  'alarm.bad',
  'alarm.ticket',
  'call.log',
  'notice.seen',
  'watch.take',
  'watch.leave',
  'cause.join',
  'cause.split',
  'cause.free',
  'incident.open',
  'incident.set',
  'incident.note',
  'incident.time',
  'incident.update',
  'incident.routine',
  'incident.merge',
  'incident.restore',
  'incident.close',
  'incident.reopen',
  'task.set',
  'task.done',
  'caller.add',
  'caller.reset',
  'report.set',
  'report.end',
  'known-error.set',
  'known-error.retire',
  'message.draft',
  'message.approve',
  'message.discard',
  'message.again',
  'notification.answer',
  'wall.scene',
  'wall.rotate',
  'wall.send',
  'wall.spotlight',
  'wall.message',
  'wall.clear',
  'scene.set',
  'scene.remove',
  'scene.restore',
  'wall.care',
]);
/**
 * A command's UTF-8 bytes at most. A hub closes the socket on a message of 256 KiB: one that is larger would be sent
 * anew at every connect, and nothing behind it would ever be.
 */
const MOST_BYTES = 240_000;
/** Commands that are under way at the same time, at most. */
const WINDOW = 64;
/** Windows are told of fates at once, then at most so often, ms: a thousand fates are not a thousand lists. */
const TELL_MS = 50;

export interface CommandDeskOptions {
  readonly outbox: Outbox;
  readonly clock: Clock;
  /** The hub's time as known here, ms UTC. */
  readonly hubNow: () => number;
  readonly send: (command: Command) => Promise<Result<CommandOutcome>>;
  readonly onChange: (entries: readonly OutboxEntry[]) => void;
  /** What stands in a command's way beside the hub. What waits lets others by, but for those on the same subject. */
  readonly hold?: (entry: OutboxEntry) => 'go' | 'wait' | { readonly refused: string };
}

/** What a person wants done. */
export interface Wanted {
  readonly kind: CommandKind;
  readonly subject: string;
  readonly payload: unknown;
  /** When they acted, by the hub's time, ms UTC. */
  readonly actedAt: number;
}

interface Settled {
  readonly id: string;
  readonly fate: Fate;
  readonly reason: string | null;
}

/**
 * What people do here: on the disk first, then on the screen, then to the hub. A command is sent again with the
 * same id until the hub has said what became of it; whether it came too late, the hub judges.
 */
export class CommandDesk {
  readonly #options: CommandDeskOptions;
  #sending = false;
  #again = false;
  #settled: Settled[] = [];
  #toldAt = Number.NEGATIVE_INFINITY;
  #cancelTell: (() => void) | null = null;

  constructor(options: CommandDeskOptions) {
    this.#options = options;
  }

  entries(): readonly OutboxEntry[] {
    return this.#options.outbox.list();
  }

  /** The hub's time now: what an act is dated by. */
  now(): number {
    return this.#options.hubNow();
  }

  /** Whether a payload is what its kind takes; null: it is. */
  fault(kind: CommandKind, payload: unknown): Result<never> | null {
    const parsed = COMMAND_PAYLOADS[kind].safeParse(payload ?? null);
    if (parsed.success) return null;
    const issue = parsed.error.issues[0];
    return failure('malformed', `${issue?.path.join('.') ?? ''} ${issue?.message ?? 'malformed'}`.trim());
  }

  /** Takes a command. Refused when its payload is malformed, or when it cannot be put on the disk. */
  give({ kind, subject, payload, actedAt }: Wanted, actor: Actor): Result<OutboxEntry> {
    const parsed = COMMAND_PAYLOADS[kind].safeParse(payload ?? null);
    if (!parsed.success) return this.fault(kind, payload) ?? failure('malformed', 'malformed');
    const said = {
      id: randomUUID(),
      kind,
      subject: wellFormed(subject),
      payload: wellFormed(parsed.data),
      actor: actor.person,
      session: actor.session,
      actedAt,
      expiresAt: actedAt + EXPIRES_MS[kind],
    };
    if (Buffer.byteLength(JSON.stringify(said)) > MOST_BYTES) {
      return failure('malformed', 'it is larger than a hub takes');
    }
    const command: Command = { ...said, proof: proofOf(said, actor.secret) };
    try {
      const entry = this.#options.outbox.add(command);
      this.#tell();
      void this.sendPending();
      return success(entry);
    } catch (error) {
      return failure('outbox', error instanceof Error ? error.message : String(error));
    }
  }

  /** A person has seen what became of these. */
  seen(ids: readonly string[]): void {
    this.#options.outbox.seen(ids);
    this.#tell();
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
        if (!(await this.#sendAll(this.#options.outbox.pending()))) return;
      } while (this.#again);
    } finally {
      this.#sending = false;
    }
  }

  stop(): void {
    this.#note();
    this.#cancelTell?.();
    this.#cancelTell = null;
  }

  /** Returns false when the hub did not answer: what comes after waits too, so that order holds. */
  async #sendAll(entries: readonly OutboxEntry[]): Promise<boolean> {
    const underWay = new Set<Promise<void>>();
    const held = new Set<string>();
    let answered = true;
    for (const entry of entries) {
      const hold = held.has(entry.subject) ? 'wait' : (this.#options.hold?.(entry) ?? 'go');
      if (hold === 'wait') {
        held.add(entry.subject);
        continue;
      }
      if (hold !== 'go') {
        this.#settle(entry.id, 'refused', hold.refused);
        continue;
      }
      const inStep = IN_STEP.has(entry.kind);
      if (!inStep || underWay.size >= WINDOW) {
        while (underWay.size > (inStep ? WINDOW - 1 : 0)) await Promise.race(underWay);
      }
      if (!answered) break;
      // On one connection what is sent later arrives later; when it breaks, nothing is sent before that is noticed.
      const sent: Promise<void> = this.#send(entry).then((known) => {
        underWay.delete(sent);
        if (!known) answered = false;
      });
      underWay.add(sent);
      if (!inStep) await sent;
    }
    await Promise.all(underWay);
    this.#note();
    return answered;
  }

  /** Returns whether the hub said what became of it. */
  async #send(entry: OutboxEntry): Promise<boolean> {
    const { id, subject, payload, actor, session, proof, actedAt, expiresAt } = entry;
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
      session: session ?? null,
      proof: proof ?? '',
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

  /** Fates that come in the same turn of the event loop are written to the disk together. */
  #settle(id: string, fate: Fate, reason: string | null): void {
    this.#settled.push({ id, fate, reason });
    if (this.#settled.length === 1) setImmediate(() => this.#note());
  }

  #note(): void {
    if (this.#settled.length === 0) return;
    const settled = this.#settled;
    this.#settled = [];
    this.#options.outbox.markAll(settled);
    this.#tell();
  }

  #tell(): void {
    if (this.#cancelTell) return;
    const { clock, onChange } = this.#options;
    const wait = Math.max(0, TELL_MS - (clock.mono() - this.#toldAt));
    const say = (): void => {
      this.#cancelTell = null;
      this.#toldAt = clock.mono();
      onChange(this.entries());
    };
    if (wait === 0) say();
    else this.#cancelTell = clock.after(wait, say);
  }
}

/**
 * The same without halves of letters (lone surrogates), which a limit on characters can leave: MessagePack makes another
 * text of them, and what arrived would not be what was signed.
 */
function wellFormed<T>(said: T): T {
  const text = JSON.stringify(said);
  // JSON writes such a half as `\udXXX`, and nothing else so: every backslash of the text itself is doubled.
  const whole = text.replaceAll(/(?<!\\)((?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g, '$1\uFFFD');
  return whole === text ? said : (JSON.parse(whole) as T);
}
