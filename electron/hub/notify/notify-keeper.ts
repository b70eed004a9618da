import type { Command } from '../../../shared/contract/wire';
import type { Alarm } from '../../../shared/model/alarms';
import type { NotifyRule } from '../../../shared/model/catalogue';
import type { EventBody, LogEvent } from '../../../shared/model/events';
import { NOTIFICATIONS_KEPT_MS, type Notification } from '../../../shared/model/incidents';
import type { Projection } from '../../../shared/rules/projection';
import type { Clock } from '../../../shared/time/clock';
import { formatSince } from '../../../shared/time/format';
import { cleanText, nameOf, refused } from '../alarms/words';
import type { CommandHandlers, Verdict } from '../commands';
import { WallTimer } from '../maintenance/wall-timer';
import { channelOf } from '../messages/channel-of';
import type { Channels } from '../messages/channels';
import type { Attempt, Letter } from '../messages/letter';
import { Postman, pauseAfter } from '../messages/postman';
import type { Pipeline } from '../pipeline/pipeline';
import { ended, fresh, readNotification, type Step, said, teamName, withStep } from './notification-state';
import {
  addresseeOf,
  answeredCall,
  askingAlarms,
  beginsAt,
  isDealtWith,
  lastMoved,
  matches,
  notificationsOf,
  ruleOf,
  rulesOf,
  whyOver,
} from './notify-rules';
import { notifyLetter } from './notify-words';

/** The commands that notifications take. */
export type NotifyCommandKind = 'notification.answer';

/** Changes that come together are looked at together, ms. */
const TOGETHER_MS = 500;
const TIDY_MS = 600_000;
/** A channel of which it is not known where it leads is looked at again after this, ms. */
const UNLED_MS = 30_000;
/** What failed is tried again after this, ms. */
const AGAIN_MS = 30_000;
/** More than clocks are corrected by all day, ms. */
const CLOCK_WRONG_MS = 60_000;

export interface NotifyKeeperOptions {
  readonly clock: Clock;
  readonly pipeline: Pick<Pipeline, 'submit' | 'whenDurable'>;
  readonly state: Projection;
  readonly channels: Pick<Channels, 'leads' | 'deliver' | 'email'>;
  readonly log: (level: 'info' | 'warn', message: string, detail?: Record<string, unknown>) => void;
}

/**
 * Notifies people on call of alarms that nobody at a desk has taken: by the rules of the catalogue, one step after the
 * other until somebody answers, a desk takes it, or nobody is left to ask. Each step is sent once: it is on the disk as
 * `sending` before it goes, and what an earlier hub left so is `unknown`.
 */
export class NotifyKeeper {
  readonly #options: NotifyKeeperOptions;
  readonly #postman: Postman;
  readonly #timer: WallTimer;
  /** When a step that was refused for a while is tried again, ms UTC. */
  readonly #pauses = new Map<string, number>();
  #soon: (() => void) | null = null;
  #running = false;
  #tidied = Number.NEGATIVE_INFINITY;

  constructor(options: NotifyKeeperOptions) {
    this.#options = options;
    this.#postman = new Postman(options);
    const look = (): void => this.look();
    this.#timer = new WallTimer(options.clock, { due: look, steppedBack: look });
  }

  readonly handlers: Pick<CommandHandlers, NotifyCommandKind> = {
    'notification.answer': (command, payload) => this.#answer(command, payload.note),
  };

  /** Settles what an earlier hub left behind. The catalogue has been read, hours and alarms are kept. */
  start(): void {
    for (const one of notificationsOf(this.#options.state)) {
      for (const [index, { delivery }] of one.steps.entries()) {
        if (delivery.state !== 'sending') continue;
        const detail = 'huben ble borte før den fikk svar: det kan ha kommet fram';
        this.#step(one.id, index, 'sending', 'unknown', detail);
      }
    }
    this.#running = true;
    this.#timer.start();
    this.look();
  }

  async stop(): Promise<void> {
    this.#running = false;
    this.#timer.stop();
    this.#soon?.();
    this.#soon = null;
    await this.#postman.stop();
  }

  /** Hears what is on disk: what changes alarms, calls, hours or rules is looked at soon. */
  heard(events: readonly LogEvent[]): void {
    if (!this.#running || this.#soon !== null || !events.some(({ body }) => MATTERS.has(body.type))) return;
    this.#soon = this.#options.clock.after(TOGETHER_MS, () => {
      this.#soon = null;
      this.look();
    });
  }

  /** Begins, goes on with, and ends notifications, as things are now. Any number of calls does no harm. */
  look(): void {
    if (!this.#running) return;
    const now = this.#options.clock.now();
    if (now - this.#tidied >= TIDY_MS || now < this.#tidied) this.#tidy(now);
    let next = this.#tidied + TIDY_MS;
    for (const one of notificationsOf(this.#options.state)) {
      if (one.state !== 'running') continue;
      next = Math.min(
        next,
        this.#attempt(one.rule, now, () => this.#advance(one, now)),
      );
    }
    next = Math.min(next, this.#begin(now));
    this.#timer.arm(Math.max(next, now + 1));
  }

  /** Whatever is wrong with one, the others go on: what is thrown in a timer would end the hub. */
  #attempt(rule: string, now: number, run: () => number): number {
    try {
      return run();
    } catch (error) {
      this.#options.log('warn', 'nobody can be notified by a rule', { rule, reason: String(error) });
      return now + AGAIN_MS;
    }
  }

  /** @returns when the next rule may begin, ms UTC */
  #begin(now: number): number {
    const { state } = this.#options;
    const rules = rulesOf(state);
    let next = Number.POSITIVE_INFINITY;
    if (rules.length === 0) return next;
    // What begins here is of another rule or another alarm than what is looked at next.
    const known = notificationsOf(state);
    for (const alarm of askingAlarms(state)) {
      for (const rule of rules) {
        const asks = beginsAt(rule, alarm);
        if (asks === null || !matches(state, rule, alarm) || isDealtWith(known, rule, alarm)) continue;
        const at = inTime(asks, rule.afterMs, now);
        const begin = (): number => this.#next(fresh(state, rule, alarm, now), rule, alarm, now);
        next = Math.min(next, at > now ? at : this.#attempt(rule.id, now, begin));
      }
    }
    return next;
  }

  /** @returns when to look at it again, ms UTC */
  #advance(one: Notification, now: number): number {
    const { state } = this.#options;
    const over = whyOver(state, one);
    if (over !== null) {
      this.#end(one, 'stopped', over);
      return Number.POSITIVE_INFINITY;
    }
    const call = answeredCall(state, one);
    if (call) {
      this.#end(one, 'answered', `${call.contact} svarte på telefonen`);
      return Number.POSITIVE_INFINITY;
    }
    const entity = state.alarms.get(`alarm:${one.node}`);
    const rule = ruleOf(state, one.rule);
    if (entity?.kind !== 'alarm' || !rule) return Number.POSITIVE_INFINITY;
    const waitMs = rule.steps[one.steps.length - 1]?.waitMs ?? 0;
    const nextAt = one.nextAt === null ? Number.POSITIVE_INFINITY : inTime(one.nextAt, waitMs, now);
    if (nextAt <= now) return this.#next(one, rule, entity.value, now);
    return Math.min(nextAt, this.#again(one, entity.value, now));
  }

  /** Sends the last step again, where it was refused for a while. */
  #again(one: Notification, alarm: Alarm, now: number): number {
    const index = one.steps.length - 1;
    const step = one.steps[index];
    if (step?.delivery.state !== 'waiting' || this.#postman.isUnderWay(keyOf(one.id, index)))
      return Number.POSITIVE_INFINITY;
    const due = this.#pauses.get(keyOf(one.id, index)) ?? now;
    if (due > now && due - now <= TIDY_MS) return due;
    const to = this.#contactOf(step);
    this.#send(one, alarm, index, to, now, (state) => {
      const before = readNotification(state, one.id);
      const sent = before?.steps[index];
      if (before?.state !== 'running' || sent?.delivery.state !== 'waiting') return null;
      const delivery = { ...sent.delivery, state: 'sending' as const, attempts: sent.delivery.attempts + 1 };
      return said(withStep(before, index, { ...sent, delivery: { ...delivery, at: now } }), 'sending');
    });
    return Number.POSITIVE_INFINITY;
  }

  /** Takes the next step, or says that there is none. @returns when to look again, ms UTC */
  #next(one: Notification, rule: NotifyRule, alarm: Alarm, now: number): number {
    const { state, channels, pipeline } = this.#options;
    const index = one.steps.length;
    const step = rule.steps[index];
    if (!step) {
      this.#end(one, 'exhausted', 'ingen flere å varsle');
      return Number.POSITIVE_INFINITY;
    }
    // The catalogue could not be read at this start: where it leads may be known soon.
    if (channelOf(state, step.channel) && !channels.leads(step.channel)) return now + UNLED_MS;
    const found = addresseeOf(state, rule, index, alarm.node, now);
    const add = (delivery: Partial<Step['delivery']>, nextAt: number): Notification => ({
      ...one,
      nextAt,
      steps: [
        ...one.steps,
        {
          channel: step.channel,
          team: found?.team?.id ?? step.team,
          contact: found?.contact?.name ?? null,
          delivery: {
            channel: step.channel,
            state: 'refused',
            attempts: 0,
            at: now,
            detail: null,
            ...delivery,
          },
        },
      ],
    });
    const fault = this.#stepFault(step.channel, step.team, found !== null);
    if (fault !== null) {
      // Nobody was told: the next one is, at once.
      pipeline.submit(() => said(add({ detail: fault }, now), 'refused'));
      return now;
    }
    const to = found?.contact
      ? {
          phone: found.contact.phone,
          email: found.team ? channels.email(found.team.id, found.contact.id) : null,
        }
      : null;
    const sending = add({ state: 'sending', attempts: 1 }, now + step.waitMs);
    this.#send(sending, alarm, index, to, now, (room) => {
      const before = readNotification(room, one.id);
      if (before ? before.state !== 'running' || before.steps.length !== index : index > 0) return null;
      return said(sending, 'sending');
    });
    return now + step.waitMs;
  }

  #stepFault(channel: string, team: string | null, found: boolean): string | null {
    const { state } = this.#options;
    if (!channelOf(state, channel)) return 'kanalen finnes ikke';
    return found ? null : `ingen har vakt i ${teamName(state, team)}`;
  }

  #send(
    one: Notification,
    alarm: Alarm,
    index: number,
    to: Letter['to'],
    now: number,
    say: (state: Projection) => EventBody | null,
  ): void {
    this.#postman.send({
      key: keyOf(one.id, index),
      channel: one.steps[index]?.channel ?? '',
      letter: notifyLetter(this.#options.state, one, alarm, index, to, now),
      say,
      settle: (attempt) => this.#settle(one.id, index, attempt),
    });
  }

  #settle(id: string, index: number, { outcome, detail }: Attempt): void {
    const { clock, log, state } = this.#options;
    log(outcome === 'sent' ? 'info' : 'warn', 'somebody on call was notified', {
      notification: id,
      step: index + 1,
      outcome,
      detail,
    });
    const attempts = readNotification(state, id)?.steps[index]?.delivery.attempts ?? 1;
    if (outcome === 'later') this.#pauses.set(keyOf(id, index), clock.now() + pauseAfter(attempts));
    else this.#pauses.delete(keyOf(id, index));
    this.#step(id, index, 'sending', outcome === 'later' ? 'waiting' : outcome, detail);
    this.look();
  }

  /** Moves a step's delivery that is in `from`. One that was refused lets the next step go at once. */
  #step(
    id: string,
    index: number,
    from: Step['delivery']['state'],
    to: 'waiting' | 'sent' | 'refused' | 'unknown',
    detail: string | null,
  ): void {
    const now = this.#options.clock.now();
    this.#options.pipeline.submit((state) => {
      const one = readNotification(state, id);
      const step = one?.steps[index];
      if (!one || step?.delivery.state !== from) return null;
      const moved = withStep(one, index, {
        ...step,
        delivery: { ...step.delivery, state: to, at: now, detail },
      });
      const hasten = to === 'refused' && one.state === 'running' && index === one.steps.length - 1;
      return said(hasten ? { ...moved, nextAt: now } : moved, to);
    });
  }

  #contactOf(step: Step): Letter['to'] {
    const { state, channels } = this.#options;
    if (step.team === null || step.contact === null) return null;
    const entity = state.catalogue.get(`team:${step.team}`);
    const contact =
      entity?.kind === 'team' ? entity.value.contacts.find(({ name }) => name === step.contact) : undefined;
    return contact ? { phone: contact.phone, email: channels.email(step.team, contact.id) } : null;
  }

  #end(one: Notification, state: 'answered' | 'stopped' | 'exhausted', why: string): void {
    this.#options.pipeline.submit((room) => {
      const now = readNotification(room, one.id);
      return now?.state === 'running' ? said(ended(now, state, why, this.#options.clock.now()), state) : null;
    });
  }

  #answer(command: Command, note: string | null): Verdict {
    const { state, clock } = this.#options;
    const one = readNotification(state, command.subject.replace(/^notification\//, ''));
    if (!command.subject.startsWith('notification/') || !one) return refused('Varslingen finnes ikke her.');
    if (one.state === 'answered')
      return refused(
        `Varslingen er alt besvart ${formatSince(lastMoved(one), clock.now())}: ${one.why ?? ''}.`,
      );
    if (one.state === 'stopped') return refused(`Varslingen er stanset: ${one.why ?? 'alarmen er over'}.`);
    const why =
      (note === null ? null : cleanText(note)) ?? `svar registrert av ${nameOf(state, command.actor)}`;
    const { actor, actedAt } = command;
    const notification = ended(one, 'answered', why, clock.now());
    return {
      outcome: 'done',
      events: [{ type: 'notification.moved', notification, what: 'answered', actor, actedAt }],
      after: () => this.look(),
    };
  }

  /** Lets go of what ended long ago and whose alarm is another by now: as long as it is the same, it is not begun anew. */
  #tidy(now: number): void {
    this.#tidied = now;
    const { state, pipeline } = this.#options;
    for (const one of notificationsOf(state)) {
      if (one.state === 'running' || now - lastMoved(one) <= NOTIFICATIONS_KEPT_MS) continue;
      const entity = state.alarms.get(`alarm:${one.node}`);
      if (entity?.kind === 'alarm' && entity.value.id === one.alarm && entity.value.state !== 'normal')
        continue;
      pipeline.submit(() => said(one, 'dropped'));
    }
  }
}

const MATTERS: ReadonlySet<EventBody['type']> = new Set([
  'alarms.moved',
  'alarm.acted',
  'call.logged',
  'catalogue.changed',
  'hours.changed',
]);

/** A moment that lies further ahead than it can be set was set while the clock was wrong: it has come. */
function inTime(at: number, waitMs: number, now: number): number {
  return at > now + waitMs + CLOCK_WRONG_MS ? now : at;
}

function keyOf(id: string, step: number): string {
  return `${id} ${step}`;
}
