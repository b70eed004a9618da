import type { Command } from '../../../shared/contract/wire';
import type { EventBody } from '../../../shared/model/events';
import { type Delivery, MESSAGES_KEPT_MS, type OutMessage } from '../../../shared/model/incidents';
import { incidentOf } from '../../../shared/rules/incidents/read-incidents';
import type { Projection } from '../../../shared/rules/projection';
import type { Clock } from '../../../shared/time/clock';
import { formatSince } from '../../../shared/time/format';
import { refused } from '../alarms/words';
import type { CommandHandlers, Verdict } from '../commands';
import { WallTimer } from '../maintenance/wall-timer';
import type { Pipeline } from '../pipeline/pipeline';
import { channelOf } from './channel-of';
import { type Channels, planOf } from './channels';
import {
  APPROVAL_MS,
  type Judged,
  judgeAgain,
  judgeApproval,
  judgeDiscard,
  judgeDraft,
  messagesOf,
  readMessage,
  withDelivery,
} from './judge-message';
import type { Attempt, Letter } from './letter';
import { Postman, pauseAfter, RETRY_MS } from './postman';

/** The commands that messages out of the room take. */
export type MessageCommandKind = 'message.draft' | 'message.approve' | 'message.discard' | 'message.again';

/** Whatever else falls due, what is old is looked for this often, ms. */
const TIDY_MS = 3_600_000;
/** Time before what cannot be sent is looked at again, ms. */
const AGAIN_MS = 30_000;
/** Attempts of one delivery, however often the hub starts anew in between. */
const MAX_ATTEMPTS = 20;

export interface MessageKeeperOptions {
  readonly clock: Clock;
  readonly pipeline: Pick<Pipeline, 'submit' | 'whenDurable'>;
  readonly state: Projection;
  readonly channels: Pick<Channels, 'leads' | 'deliver' | 'writePages'>;
  readonly log: (level: 'info' | 'warn', message: string, detail?: Record<string, unknown>) => void;
}

/**
 * *Driftsmeldinger*: drafts, approvals, and each message's way through its channels. Nothing goes out that nobody has
 * approved in the version that goes. `sending` is on the disk before anything is sent, so that a hub which was killed in
 * between says `unknown` at its next start, and leaves it to a person whether it is sent again. What was refused for a
 * reason that may pass is tried again, for RETRY_MS; messages of one series keep their order in each channel.
 */
export class MessageKeeper {
  readonly #options: MessageKeeperOptions;
  readonly #postman: Postman;
  readonly #timer: WallTimer;
  /** When a delivery is tried next, and since when it is being tried, ms UTC; by its key. Known by this hub alone. */
  readonly #pauses = new Map<string, { readonly at: number; readonly since: number }>();
  #running = false;
  #tidied = Number.NEGATIVE_INFINITY;

  constructor(options: MessageKeeperOptions) {
    this.#options = options;
    this.#postman = new Postman(options);
    const look = (): void => this.look();
    this.#timer = new WallTimer(options.clock, { due: look, steppedBack: look });
  }

  readonly handlers: Pick<CommandHandlers, MessageCommandKind> = {
    'message.draft': (command, payload) => {
      const { state, clock } = this.#options;
      const known = readMessage(state, command.subject.replace(/^message\//, '')) !== null;
      const judged = judgeDraft(state, command, payload, clock.now());
      return this.#verdict(command, judged, known ? 'changed' : 'drafted', null);
    },
    'message.approve': (command, payload) => {
      const judged = judgeApproval(this.#options.state, command, payload, this.#options.clock.now());
      return this.#verdict(command, judged, 'approved', null);
    },
    'message.discard': (command) =>
      this.#verdict(command, judgeDiscard(this.#options.state, command), 'discarded', null),
    'message.again': (command, payload) => {
      const judged = judgeAgain(this.#options.state, command, payload, this.#options.clock.now());
      return this.#verdict(command, judged, 'again', payload.channel);
    },
  };

  /** Settles what an earlier hub left behind, and goes on with what waits. The catalogue has been read. */
  start(): void {
    const { state } = this.#options;
    for (const message of messagesOf(state)) {
      for (const { channel, state: at } of message.deliveries) {
        if (at !== 'sending') continue;
        // A page is written as a whole: to write it once more sends nothing twice.
        const page = channelOf(state, channel)?.kind === 'page';
        this.#say(message.id, channel, 'sending', page ? 'waiting' : 'unknown', (before) => ({
          ...before,
          detail: page ? null : 'huben ble borte før den fikk svar: den kan ha kommet fram',
        }));
      }
    }
    this.#running = true;
    this.#timer.start();
    this.look();
  }

  /** Ends what is under way. */
  async stop(): Promise<void> {
    this.#running = false;
    this.#timer.stop();
    await this.#postman.stop();
  }

  /** Sends what is due, gives up what is over, and comes back for the rest. Any number of calls does no harm. */
  look(): void {
    if (!this.#running) return;
    const { clock, state } = this.#options;
    const now = clock.now();
    if (now - this.#tidied >= TIDY_MS || now < this.#tidied) this.#tidy(now);
    let next = this.#tidied + TIDY_MS;
    for (const [message, delivery] of this.#queue(messagesOf(state))) {
      next = Math.min(next, this.#attempt(message, delivery, now));
    }
    this.#timer.arm(Math.max(next, now + 1));
  }

  /** What is next at each channel of each series. */
  #queue(messages: readonly OutMessage[]): readonly (readonly [OutMessage, Delivery])[] {
    const first = new Map<string, readonly [OutMessage, Delivery]>();
    const inOrder = [...messages].sort((a, b) => a.part - b.part || (a.id < b.id ? -1 : 1));
    for (const message of inOrder) {
      for (const delivery of message.deliveries) {
        const line = `${message.series} ${delivery.channel}`;
        const waits = delivery.state === 'waiting' || delivery.state === 'sending';
        if (waits && !first.has(line)) first.set(line, [message, delivery]);
      }
    }
    return [...first.values()];
  }

  /** Whatever is wrong with one message, the others go on: what is thrown in a timer would end the hub. */
  #attempt(message: OutMessage, delivery: Delivery, now: number): number {
    try {
      return this.#advance(message, delivery, now);
    } catch (error) {
      const { number } = message;
      this.#options.log('warn', 'a message cannot be sent', { message: number, reason: String(error) });
      return now + AGAIN_MS;
    }
  }

  /** @returns when to look at it again, ms UTC */
  #advance(message: OutMessage, delivery: Delivery, now: number): number {
    const key = keyOf(message, delivery.channel);
    if (delivery.state !== 'waiting' || this.#postman.isUnderWay(key)) return Number.POSITIVE_INFINITY;
    const over = this.#overFor(message, delivery, now);
    if (over !== null) {
      this.#pauses.delete(key);
      this.#say(message.id, delivery.channel, 'waiting', 'refused', (before) => ({
        ...before,
        detail: before.detail === null ? over : `${over}; sist: ${before.detail}`,
      }));
      // What stood behind it in the line may go now.
      return now;
    }
    const pause = this.#pauses.get(key);
    // Not further ahead than any pause is: the clock may have been set back.
    if (pause && pause.at > now && pause.at - now <= RETRY_MS) return pause.at;
    if (!this.#options.channels.leads(delivery.channel)) return delivery.at + APPROVAL_MS + 1;
    const letter = this.#letter(message, delivery.channel);
    this.#pauses.set(key, { at: now, since: pause?.since ?? now });
    this.#postman.send({
      key,
      channel: delivery.channel,
      letter,
      say: (state) => this.#sending(state, message.id, delivery.channel),
      settle: (attempt) => this.#settle(message.id, delivery.channel, attempt),
    });
    return Number.POSITIVE_INFINITY;
  }

  /** Why a delivery is given up; null: it is not. */
  #overFor(message: OutMessage, delivery: Delivery, now: number): string | null {
    if (!channelOf(this.#options.state, delivery.channel)) return 'kanalen finnes ikke lenger';
    const since = this.#pauses.get(keyOf(message, delivery.channel))?.since;
    if (delivery.attempts >= MAX_ATTEMPTS) return 'ble ikke tatt imot';
    if (delivery.attempts > 0 && now - (since ?? delivery.at) > RETRY_MS)
      return `ble ikke tatt imot på ${RETRY_MS / 60_000} min`;
    if (delivery.attempts === 0 && now - delivery.at > APPROVAL_MS)
      return `ble ikke sendt i tide: godkjenningen fra ${formatSince(delivery.at, now)} gikk ut`;
    return null;
  }

  #sending(state: Projection, id: string, channel: string): EventBody | null {
    const message = readMessage(state, id);
    const delivery = message?.deliveries.find((one) => one.channel === channel);
    if (!message || delivery?.state !== 'waiting') return null;
    return moved(message, channel, 'sending', {
      ...delivery,
      state: 'sending',
      attempts: delivery.attempts + 1,
      at: this.#options.clock.now(),
    });
  }

  #settle(id: string, channel: string, { outcome, detail }: Attempt): void {
    const state = outcome === 'later' ? 'waiting' : outcome;
    const message = readMessage(this.#options.state, id);
    this.#options.log(outcome === 'sent' ? 'info' : 'warn', 'a message was handed to its channel', {
      message: message?.number ?? id,
      channel,
      outcome,
      detail,
    });
    this.#say(id, channel, 'sending', state, (before) => ({ ...before, detail }));
    const key = `${id} ${channel}`;
    const attempts = message?.deliveries.find((one) => one.channel === channel)?.attempts ?? 1;
    const since = this.#pauses.get(key)?.since ?? this.#options.clock.now();
    if (state === 'waiting')
      this.#pauses.set(key, { at: this.#options.clock.now() + pauseAfter(attempts), since });
    else this.#pauses.delete(key);
    this.look();
  }

  /** Moves a delivery that is in `from`; anything else has been moved already. */
  #say(
    id: string,
    channel: string,
    from: Delivery['state'],
    to: 'waiting' | 'sent' | 'refused' | 'unknown',
    change: (before: Delivery) => Delivery,
  ): void {
    this.#options.pipeline.submit((state) => {
      const message = readMessage(state, id);
      const delivery = message?.deliveries.find((one) => one.channel === channel);
      if (!message || delivery?.state !== from) return null;
      return moved(message, channel, to, { ...change(delivery), state: to, at: this.#options.clock.now() });
    });
  }

  #letter(message: OutMessage, channel: string): Letter {
    const { state } = this.#options;
    const first = readMessage(state, message.series);
    const { number, part, kind, subject, body, nextAt, approved } = message;
    return {
      id: `${message.id}.${channel}`,
      continues: first && first.id !== message.id ? `${first.id}.${channel}` : null,
      subject: `${subject} [${number}]`,
      body,
      short: `${number}: ${subject}`,
      to: null,
      facts: {
        kind: 'message',
        number,
        part,
        step: kind,
        at: new Date(approved?.at ?? message.at).toISOString(),
        nextAt: nextAt === null ? null : new Date(nextAt).toISOString(),
        sender: planOf(state)?.sender ?? state.room?.name ?? null,
      },
    };
  }

  /** Lets go of series in which nothing has moved for long, and whose incident is closed. The log keeps them. */
  #tidy(now: number): void {
    this.#tidied = now;
    const { state, pipeline } = this.#options;
    const last = new Map<string, number>();
    for (const message of messagesOf(state)) {
      const { series, incident } = message;
      const open =
        incident !== null && (incidentOf(state.incidents, incident)?.state ?? 'closed') !== 'closed';
      const moved = Math.max(
        message.at,
        message.approved?.at ?? 0,
        ...message.deliveries.map(({ at }) => at),
      );
      last.set(series, Math.max(last.get(series) ?? 0, open ? now : moved));
    }
    for (const message of messagesOf(state)) {
      if (now - (last.get(message.series) ?? now) <= MESSAGES_KEPT_MS) continue;
      pipeline.submit(() => ({
        type: 'message.moved',
        message,
        what: 'dropped',
        channel: null,
        actor: null,
        actedAt: null,
      }));
    }
    this.#options.channels.writePages();
  }

  #verdict(
    command: Command,
    judged: Judged,
    what: Extract<EventBody, { type: 'message.moved' }>['what'],
    channel: string | null,
  ): Verdict {
    if (!judged.ok) return refused(judged.reason);
    if (channel !== null) this.#pauses.delete(keyOf(judged.message, channel));
    const { actor, actedAt } = command;
    return {
      outcome: 'done',
      events: [{ type: 'message.moved', message: judged.message, what, channel, actor, actedAt }],
      after: () => this.look(),
    };
  }
}

function keyOf(message: Pick<OutMessage, 'id'>, channel: string): string {
  return `${message.id} ${channel}`;
}

function moved(
  message: OutMessage,
  channel: string,
  what: 'sending' | 'sent' | 'refused' | 'unknown' | 'waiting',
  delivery: Delivery,
): EventBody {
  return {
    type: 'message.moved',
    message: withDelivery(message, delivery),
    what,
    channel,
    actor: null,
    actedAt: null,
  };
}
