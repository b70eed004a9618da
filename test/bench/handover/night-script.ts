import type { CommandPayload } from '../../../shared/contract/commands';
import type { Alarm, Call } from '../../../shared/model/alarms';
import { parseNodeId } from '../../../shared/model/catalogue';
import type { HandoverSection } from '../../../shared/model/handover';
import { readAlarm } from '../../../shared/rules/alarms/reduce-alarms';
import type { FaultKind } from '../../estate/fault-rules';
import { seeded } from '../upset/virtual-clock';
import type { Fact } from './facts';
import type { NightHub } from './night-hub';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Monday 23 November 2026, midnight in Oslo, ms UTC. */
const MONDAY = Date.UTC(2026, 10, 22, 23);
/** A check is looked at once a minute; it has said so a little after that. */
export const SEEN_WITHIN_MS = 2 * MINUTE;

/** The time when the wall shows this in the night from Monday to Tuesday: from noon on it is still Monday. */
export function wall(text: string, plusMs = 0): number {
  const [hour = 0, minute = 0] = text.split(':').map(Number);
  return MONDAY + (hour < 12 ? 24 + hour : hour) * HOUR + minute * MINUTE + plusMs;
}

export const SHIFT_BEGINS = wall('22:00');

interface Step {
  readonly at: number;
  readonly order: number;
  readonly run: () => Promise<void> | void;
}

/**
 * A night in the making: what is to happen when, and what a draft must tell of it afterwards. The chapters of the night
 * (`chapters-past`, `chapters-morning`) write into one; chance, made from the seed, says where and exactly when.
 */
export class NightScript {
  readonly hub: NightHub;
  readonly facts: Fact[] = [];
  /** Who has the watch, and who takes it over. */
  readonly night: string;
  readonly random: () => number;
  /** Nodes whose return nobody looks at. */
  readonly left = new Set<string>();
  readonly #steps: Step[] = [];
  #ids = 0;

  constructor(hub: NightHub, night: string, seed: number) {
    this.hub = hub;
    this.night = night;
    this.random = seeded(seed * 977);
  }

  /** Something to be done at a time. */
  at(at: number, run: () => Promise<void> | void): void {
    this.#steps.push({ at, order: this.#steps.length, run });
  }

  fact(section: HandoverSection, what: string, fact: Omit<Fact, 'section' | 'what'>): void {
    this.facts.push({ section, what, ...fact });
  }

  /** Plays it all until `end`, ms UTC. */
  async play(end: number): Promise<void> {
    const steps = this.#steps.filter(({ at }) => at < end).sort((a, b) => a.at - b.at || a.order - b.order);
    for (const step of steps) {
      await this.hub.passTo(step.at);
      try {
        await step.run();
      } catch (error) {
        const when = new Date(step.at + HOUR).toISOString().slice(11, 16);
        throw new Error(`the script could not go on at ${when}: ${String(error)}`);
      }
    }
    await this.hub.passTo(end);
  }

  /** One of these. */
  pick<T>(list: readonly [T, ...T[]]): T {
    return list[Math.floor(this.random() * list.length)] ?? list[0];
  }

  /** Whole minutes, from 0 to `most`, ms. */
  minutes(most: number): number {
    return Math.floor(this.random() * (most + 1)) * MINUTE;
  }

  /** An id as a console makes it. */
  id(name: string): string {
    this.#ids += 1;
    return `${name}-${String(this.#ids).padStart(4, '0')}`;
  }

  // ── what happens outside

  break(at: number, node: string, fault: FaultKind = 'down'): void {
    this.at(at, () => this.hub.estate.break(node, fault));
  }

  heal(at: number, node: string): void {
    this.at(at, () => this.hub.estate.heal(node));
  }

  // ── what people do

  alarm(node: string): Alarm {
    const alarm = readAlarm(this.hub.state.alarms, node);
    if (!alarm) throw new Error(`no alarm for ${node}`);
    return alarm;
  }

  acknowledge(at: number, node: string, note: string | null = null): void {
    this.at(at, () => {
      const { id, condition } = this.alarm(node);
      const payload = { alarm: id, condition, note, own: true };
      return this.hub.give('alarm.acknowledge', node, payload, this.night);
    });
  }

  /** Somebody looks after it: the next word on it is put off again and again. */
  tend(from: number, node: string, until: number): void {
    for (let at = from; at < until; at += 5 * MINUTE) {
      this.at(at, () => {
        const payload = { alarm: this.alarm(node).id, until: Math.min(at + 30 * MINUTE, until) };
        return this.hub.give('alarm.timer', node, payload, this.night);
      });
    }
  }

  callers(at: number, node: string, count: number): void {
    for (let one = 0; one < count; one++) {
      this.at(at + one * 90_000, () => this.hub.give('caller.add', node, { by: 1 }, this.night));
    }
  }

  /** A call to a team, and what came of it. */
  call(at: number, call: Pick<Call, 'team' | 'contact' | 'node'> & Partial<Call>, settledAt: number): void {
    const base: Call = {
      id: this.id('samtale'),
      phone: '4400',
      by: this.night,
      at,
      outcome: 'calling',
      settledAt: null,
      etaAt: null,
      note: null,
      ...call,
    };
    const log = (said: Call): Promise<void> =>
      this.hub.give('call.log', `oncall/${call.team}`, { call: said }, this.night);
    this.at(at, () => log({ ...base, outcome: 'calling', etaAt: null, note: null }));
    this.at(settledAt, () => log({ ...base, outcome: call.outcome ?? 'answered', settledAt }));
  }

  message(at: number, id: string, draft: Partial<CommandPayload<'message.draft'>>): void {
    this.at(at, async () => {
      const payload = {
        kind: 'first' as const,
        series: null,
        incident: null,
        node: null,
        subject: 'Driftsmelding',
        body: 'Vi arbeider med feilen.',
        channels: ['status', 'intranett'],
        nextAt: null,
        version: null,
        ...draft,
      } satisfies CommandPayload<'message.draft'>;
      await this.hub.give('message.draft', `message/${id}`, payload, this.night);
      await this.hub.give('message.approve', `message/${id}`, { version: 1 }, this.night);
    });
  }

  /** An entry of the shift log. */
  write(at: number, id: string, text: string, handover: boolean): void {
    this.at(at, () => {
      const payload = { id, at, text, salt: 'salt-salt-salt-salt', links: [], attachments: [], handover };
      return this.hub.give('log.write', `entry/${id}`, payload, this.night);
    });
  }

  followUp(
    at: number,
    id: string,
    text: string,
    change: Partial<CommandPayload<'follow-up.set'>> = {},
  ): void {
    const payload = {
      section: 'watch',
      text,
      node: null,
      owner: this.night,
      dueAt: null,
      ...change,
    } as const;
    this.at(at, () => this.hub.give('follow-up.set', `follow-up/${id}`, payload, this.night));
  }

  // ── what things are called

  service(node: string): string {
    const entity = this.hub.state.catalogue.get(`service:${parseNodeId(node).service}`);
    return entity?.kind === 'service' ? entity.value.name : node;
  }

  /** `DIPS Arena, Mo`. */
  name(node: string): string {
    const { site } = parseNodeId(node);
    const entity = this.hub.state.catalogue.get(`site:${site ?? ''}`);
    return entity?.kind === 'site' ? `${this.service(node)}, ${entity.value.name}` : this.service(node);
  }

  site(id: string): string {
    const entity = this.hub.state.catalogue.get(`site:${id}`);
    return entity?.kind === 'site' ? entity.value.name : id;
  }

  team(id: string): string {
    const entity = this.hub.state.catalogue.get(`team:${id}`);
    return entity?.kind === 'team' ? entity.value.name : id;
  }
}
