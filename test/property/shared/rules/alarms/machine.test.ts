import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Alarm,
  type AlarmAct,
  type AlarmMove,
  type AlarmState,
  EPISODES_KEPT,
  SHELF_WARNING_MS,
} from '../../../../../shared/model/alarms';
import type { EventBody, LogEvent } from '../../../../../shared/model/events';
import { NODE_STATES, type NodeState } from '../../../../../shared/model/states';
import { dueMoves } from '../../../../../shared/rules/alarms/decide';
import { judgeAct } from '../../../../../shared/rules/alarms/judge';
import { readAlarm } from '../../../../../shared/rules/alarms/reduce-alarms';
import { Projection } from '../../../../../shared/rules/projection';
import { NODE, someFacts } from '../../../../fixtures/alarms';
import { catalogueChanged, eventWriter } from '../../../../fixtures/room';

/**
 * One alarm in a log against the plainest model of it: whether something is wrong, whether somebody stands for it, and
 * whether a look is still owed. Measurements, acts (as they were drawn or not), other sites, the clock, things said
 * twice, and a hub that is killed and reads its log again.
 */

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const STALLED = 20 * MINUTE;
const bad = (state: NodeState): number => NODE_STATES.length - 1 - NODE_STATES.indexOf(state);

interface Held {
  readonly level: number;
  readonly sites: ReadonlySet<string>;
}

class Model {
  there = false;
  number = 0;
  level = 0;
  worst = 0;
  sites: readonly string[] = [];
  suppressed = false;
  latching = false;
  /** Somebody stands for it, having seen this. */
  held: Held | null = null;
  /** What was known when somebody last stood for this case. */
  known = new Set<string>();
  /** It came back, and nobody has seen that. */
  owed = false;
  asked: number | null = null;
  shelf: (Held & { at: number; until: number; longest: number | null; warned: boolean }) | null = null;
  out: { review: number; due: boolean } | null = null;
  timer: { until: number; due: boolean } | null = null;
  marked = false;
  moved = 0;
  activeSince = 0;
  state: AlarmState = 'normal';
  since = 0;
  episodes: number[] = [];

  derived(): AlarmState {
    if (this.out) return 'out-of-service';
    if (this.shelf) return 'shelved';
    if (this.level > 0) return this.suppressed ? 'suppressed' : this.held ? 'acknowledged' : 'unacknowledged';
    return this.owed && this.latching ? 'returned' : 'normal';
  }

  /** After everything that happened: what it is now, and whether it asks. */
  settle(now: number, worseThanEver = false): void {
    const next = this.derived();
    if (next === 'unacknowledged' && (this.state !== next || worseThanEver)) this.asked = now;
    if (next !== this.state) this.since = now;
    if (next === 'normal') this.timer = null;
    this.state = next;
  }

  seeing(): Held {
    const sites = new Set(this.sites);
    return { level: this.level > 0 ? this.level : this.worst, sites };
  }

  stand(): void {
    const { level, sites } = this.seeing();
    this.known = new Set([...this.known, ...sites]);
    this.held = { level, sites: this.known };
    this.owed = false;
  }

  endShelf(): void {
    this.shelf = null;
    if (this.level === 0) return;
    this.held = null;
    this.known = new Set();
  }

  measure(level: number, since: number, facts: Measured, now: number): void {
    const was = this.level;
    this.latching = facts.latching;
    if (level === 0) {
      if (!this.there) return;
      this.suppressed = false;
      if (was > 0) {
        if (this.asked !== null)
          this.episodes = [...this.episodes, Math.max(this.activeSince, since)].slice(-EPISODES_KEPT);
        this.owed = this.asked !== null && this.held === null;
        this.level = 0;
        this.moved = now;
      }
      this.settle(now);
      const last = this.episodes.at(-1);
      const fresh = last !== undefined && last + DAY > now;
      if (this.state === 'normal' && !this.marked && !this.timer && !fresh) this.there = false;
      if (!this.there) this.reset();
      return;
    }
    const begins =
      !this.there || this.number === 0 || (was === 0 && (this.state === 'normal' || this.out !== null));
    if (begins) {
      this.number = facts.number;
      this.held = null;
      this.known = new Set();
      this.asked = null;
      this.timer = null;
      this.worst = 0;
      this.sites = [];
    }
    if (!this.there) this.since = now;
    this.there = true;
    if (was === 0) this.activeSince = Math.min(since, now);
    const worseThanEver = !begins && level > this.worst;
    if (begins || was !== level || this.sites.join() !== facts.sites.join()) this.moved = now;
    this.owed = false;
    this.level = level;
    this.worst = Math.max(this.worst, level);
    this.sites = facts.sites;
    this.suppressed = facts.suppressed;
    const breaks = (held: Held): boolean =>
      level > held.level || this.sites.some((site) => !held.sites.has(site));
    if (this.shelf) {
      if (breaks(this.shelf)) this.endShelf();
    } else if (this.held && breaks(this.held)) this.held = null;
    this.settle(now, worseThanEver);
  }

  reset(): void {
    Object.assign(this, new Model());
  }
}

interface Measured {
  readonly sites: readonly string[];
  readonly suppressed: boolean;
  readonly latching: boolean;
  readonly number: number;
}

/** The hub: a log, and what it makes of it. */
class Real {
  readonly log: LogEvent[] = [];
  state = new Projection();
  now = DAY;
  numbers = 0;
  readonly #write = eventWriter();

  constructor() {
    this.say(catalogueChanged([]));
  }

  say(body: EventBody): void {
    const event = this.#write(body, this.now);
    this.log.push(event);
    this.state.apply(event);
  }

  move(...moves: readonly AlarmMove[]): void {
    this.say({ type: 'alarms.moved', moves: [...moves] });
  }

  get alarm(): Alarm | undefined {
    return readAlarm(this.state.alarms, NODE);
  }
}

function agree(model: Model, { alarm, state }: Real): void {
  if (!model.there) {
    expect(alarm).toBeUndefined();
    return;
  }
  expect({
    state: alarm?.state,
    since: alarm?.since,
    id: alarm?.id,
    level: bad(alarm?.condition ?? 'normal'),
    worst: bad(alarm?.worst ?? 'normal'),
    asked: alarm?.annunciatedAt,
    moved: alarm?.movedAt,
    held: alarm?.ack !== null && alarm?.broken === null,
    shelf: alarm?.shelf && [alarm.shelf.until, alarm.shelf.warned],
    out: alarm?.outOfService && [alarm.outOfService.reviewAt, alarm.outOfService.due],
    timer: alarm?.timer && [alarm.timer.until, alarm.timer.due],
    marked: alarm?.bad !== null,
    episodes: alarm?.episodes.map(({ to }) => to),
  }).toEqual({
    state: model.state,
    since: model.since,
    id: model.number === 0 ? '' : `A-${model.number}`,
    level: model.level,
    worst: model.worst,
    asked: model.asked,
    moved: model.moved,
    held: model.held !== null,
    shelf: model.shelf && [model.shelf.until, model.shelf.warned],
    out: model.out && [model.out.review, model.out.due],
    timer: model.timer && [model.timer.until, model.timer.due],
    marked: model.marked,
    episodes: model.episodes,
  });
  expect(state.room?.alarmCount).toBeGreaterThanOrEqual(model.number);
}

type Command = fc.Command<Model, Real>;

/** What is measured, perhaps said twice. */
class Measure implements Command {
  readonly condition: NodeState;
  readonly facts: Omit<Measured, 'number'>;
  readonly twice: boolean;

  constructor(condition: NodeState, facts: Omit<Measured, 'number'>, twice: boolean) {
    this.condition = condition;
    this.facts = facts;
    this.twice = twice;
  }
  check = (): boolean => true;
  run(model: Model, real: Real): void {
    for (let i = 0; i < (this.twice ? 2 : 1); i++) {
      real.numbers += 1;
      const { sites, suppressed, latching } = this.facts;
      const conditionSince = real.now - 5_000;
      const facts = someFacts({
        condition: this.condition,
        conditionSince,
        latching,
        sites: [...sites],
        suppressed: suppressed ? { kind: 'cause', id: 'core1' } : null,
      });
      real.move({ kind: 'facts', node: NODE, id: `A-${real.numbers}`, facts });
      model.measure(bad(this.condition), conditionSince, { ...this.facts, number: real.numbers }, real.now);
      agree(model, real);
    }
  }
  toString = (): string => `measure(${this.condition}, ${JSON.stringify(this.facts)}, ${this.twice})`;
}

/** What a person does; `judged`: only if the hub lets them, else whatever the log holds. */
class Act implements Command {
  readonly make: (now: number) => AlarmAct;
  readonly judged: boolean;

  constructor(make: (now: number) => AlarmAct, judged: boolean) {
    this.make = make;
    this.judged = judged;
  }
  check = (): boolean => true;
  run(model: Model, real: Real): void {
    const act = this.make(real.now);
    const { alarm, now } = real;
    if (this.judged) {
      const drawn = { alarm: alarm?.id ?? '', condition: alarm?.condition ?? ('normal' as const) };
      const verdict = judgeAct(alarm, { act, drawn, actor: 'kari' }, now);
      if (!verdict.ok) return;
    }
    real.say({ type: 'alarm.acted', node: NODE, alarm: alarm?.id ?? '', act, actor: 'kari', actedAt: now });
    this.#model(model, act, now);
    agree(model, real);
  }
  #model(model: Model, act: AlarmAct, now: number): void {
    if (!model.there) {
      if (act.kind !== 'out-of-service') return;
      model.there = true;
      model.since = now;
    }
    // Whoever takes a case takes it; where there never was one there is nothing to take.
    const take = (): void => {
      if (model.held === null && model.number > 0) model.stand();
    };
    model.moved = now;
    switch (act.kind) {
      case 'acknowledge':
      case 'hand':
        if (model.held === null) model.stand();
        break;
      case 'seen':
        if (model.level === 0) model.owed = false;
        break;
      case 'shelve': {
        const { level, sites } = model.seeing();
        take();
        model.shelf = { level, sites, at: now, until: act.until, longest: act.breakAfterMs, warned: false };
        break;
      }
      case 'unshelve':
        if (model.shelf) model.endShelf();
        break;
      case 'out-of-service':
        take();
        model.out = { review: act.reviewAt, due: false };
        break;
      case 'in-service':
        if (model.out && model.level > 0) {
          model.held = null;
          model.known = new Set();
        }
        model.out = null;
        break;
      case 'timer':
        model.timer = act.until === null ? null : { until: act.until, due: false };
        break;
      case 'bad':
        model.marked = act.on;
        break;
      default:
        break;
    }
    model.settle(now);
  }
  toString = (): string => `act(${JSON.stringify(this.make(0))}, ${this.judged})`;
}

/** The same service at another site. */
class Spread implements Command {
  readonly site: string;

  constructor(site: string) {
    this.site = site;
  }
  check = (): boolean => true;
  run(model: Model, real: Real): void {
    real.move({ kind: 'spread', node: NODE, site: this.site });
    if (model.there) {
      if (model.shelf) {
        if (!model.shelf.sites.has(this.site)) model.endShelf();
      } else if (model.level > 0 && model.held && !model.held.sites.has(this.site)) {
        model.held = null;
        model.moved = real.now;
      }
      model.settle(real.now);
    }
    agree(model, real);
  }
  toString = (): string => `spread(${this.site})`;
}

/** Time passes, and the hub says what that did; said twice, it does nothing more. */
class Wait implements Command {
  readonly ms: number;
  readonly twice: boolean;

  constructor(ms: number, twice: boolean) {
    this.ms = ms;
    this.twice = twice;
  }
  check = (): boolean => true;
  run(model: Model, real: Real): void {
    const before = dueMoves(real.state, real.now);
    const nextAt = before.moves.length > 0 ? real.now : before.nextAt;
    real.now += this.ms;
    for (let round = 0; round < 5; round++) {
      const { moves } = dueMoves(real.state, real.now);
      if (moves.length === 0) break;
      // What was said to come next is when something came.
      if (round === 0) expect(nextAt ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(real.now);
      real.move(...moves);
      if (this.twice) real.move(...moves.filter(({ kind }) => kind !== 'facts'));
      this.#model(model, real.now);
    }
    expect(dueMoves(real.state, real.now).moves).toEqual([]);
    this.#model(model, real.now);
    agree(model, real);
  }
  #model(model: Model, now: number): void {
    if (!model.there) return;
    const { shelf, out, timer } = model;
    if (model.state === 'acknowledged' && model.moved + STALLED <= now) {
      model.held = null;
      model.moved = now;
    }
    if (shelf) {
      const active = model.level > 0 && shelf.longest !== null;
      const longest = active
        ? Math.max(model.activeSince, shelf.at) + (shelf.longest ?? 0)
        : Number.POSITIVE_INFINITY;
      if (Math.min(shelf.until, longest) <= now) {
        model.endShelf();
        model.moved = now;
      } else if (shelf.until - SHELF_WARNING_MS <= now && shelf.until - SHELF_WARNING_MS > shelf.at) {
        shelf.warned = true;
      }
    }
    if (out && out.review <= now) out.due = true;
    if (timer && timer.until <= now) timer.due = true;
    model.settle(now);
    const forgotten = (model.episodes.at(-1) ?? model.since) + DAY;
    const calm = model.state === 'normal' && !model.marked;
    if (calm && Math.max(forgotten, model.since) <= now) model.reset();
  }
  toString = (): string => `wait(${this.ms}, ${this.twice})`;
}

/** The hub is killed, and reads its log again, to the digest; a console takes a snapshot of it, to the digest. */
class Kill implements Command {
  check = (): boolean => true;
  run(model: Model, real: Real): void {
    const again = new Projection();
    for (const event of real.log) again.apply(event);
    expect(again.digests()).toEqual(real.state.digests());
    const console = new Projection();
    console.load(JSON.parse(JSON.stringify(real.state.dump())), real.state.position);
    expect(console.digests()).toEqual(real.state.digests());
    real.state = console;
    agree(model, real);
  }
  toString = (): string => 'kill';
}

const conditions = fc.constantFrom<NodeState>('normal', 'normal', 'warning', 'degraded', 'down');
const facts = fc.record({
  sites: fc.constantFrom(['mo'], ['mo'], ['bodø', 'mo'], ['alta', 'mo']),
  suppressed: fc.constantFrom(true, false, false, false),
  latching: fc.constantFrom(true, true, false),
});
const times = fc.constantFrom(1, MINUTE, 4 * MINUTE, 10 * MINUTE, 30 * MINUTE, 8 * 60 * MINUTE);
const acts: fc.Arbitrary<(now: number) => AlarmAct> = fc.oneof(
  { weight: 5, arbitrary: fc.constant(() => ({ kind: 'acknowledge', note: null, owner: null }) as AlarmAct) },
  { weight: 1, arbitrary: fc.constant(() => ({ kind: 'hand', to: 'ola', note: 'x' }) as AlarmAct) },
  { weight: 2, arbitrary: fc.constant(() => ({ kind: 'seen', code: null }) as AlarmAct) },
  {
    weight: 4,
    arbitrary: fc.record({ ms: times, longest: fc.constantFrom(null, null, 2 * MINUTE) }).map(
      ({ ms, longest }) =>
        (now: number): AlarmAct => ({
          kind: 'shelve',
          until: now + ms,
          code: 'known-fault',
          reason: 'x',
          breakAfterMs: longest,
        }),
    ),
  },
  { weight: 1, arbitrary: fc.constant(() => ({ kind: 'unshelve' }) as AlarmAct) },
  {
    weight: 1,
    arbitrary: times.map(
      (ms) =>
        (now: number): AlarmAct => ({
          kind: 'out-of-service',
          responsible: 'x',
          reason: 'x',
          reviewAt: now + ms,
        }),
    ),
  },
  { weight: 2, arbitrary: fc.constant(() => ({ kind: 'in-service' }) as AlarmAct) },
  { weight: 1, arbitrary: fc.constant(() => ({ kind: 'note', text: 'x', late: false }) as AlarmAct) },
  {
    weight: 1,
    arbitrary: fc.option(times).map(
      (ms) =>
        (now: number): AlarmAct => ({ kind: 'timer', until: ms === null ? null : now + ms }),
    ),
  },
  { weight: 1, arbitrary: fc.boolean().map((on) => () => ({ kind: 'bad', on, note: null }) as AlarmAct) },
  { weight: 1, arbitrary: fc.constant(() => ({ kind: 'ticket', ticket: 'S-1' }) as AlarmAct) },
);
const commands: readonly fc.Arbitrary<Command>[] = [
  ...Array.from({ length: 3 }, () =>
    fc
      .tuple(conditions, facts, fc.boolean())
      .map(([condition, of, twice]) => new Measure(condition, of, twice)),
  ),
  ...Array.from({ length: 3 }, () =>
    fc.tuple(acts, fc.constantFrom(true, true, false)).map(([make, judged]) => new Act(make, judged)),
  ),
  fc.constantFrom('bodø', 'alta', 'mo').map((site) => new Spread(site)),
  fc
    .tuple(fc.oneof(times, fc.constant(30 * 60 * MINUTE)), fc.boolean())
    .map(([ms, twice]) => new Wait(ms, twice)),
  fc.constant(new Kill()),
];

describe('an alarm in the log', () => {
  it('is what the plainest model of it is, through acts, measurements, time and kills', () => {
    fc.assert(
      fc.property(fc.commands([...commands], { maxCommands: 60, size: 'max' }), (run) => {
        fc.modelRun(() => ({ model: new Model(), real: new Real() }), run);
      }),
      { numRuns: 600 },
    );
  });
});
