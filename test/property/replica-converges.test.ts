import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConsoleFeed } from '../../electron/hub/gateway/console-feed';
import { ConsoleSource } from '../../electron/hub/gateway/console-source';
import { memoryDisk, openMemoryLog } from '../../electron/hub/log/memory-log';
import { restoreProjection } from '../../electron/hub/log/restore-projection';
import { Pipeline } from '../../electron/hub/pipeline/pipeline';
import { type Proof, Replica, type Taken } from '../../electron/main/link/replica';
import {
  type EventBatch,
  type Heartbeat,
  type HubHello,
  PROTOCOL,
  type SnapshotChunk,
} from '../../shared/contract/wire';
import type { EventBody, Position } from '../../shared/model/events';
import type { Patch } from '../../shared/model/room';
import type { CheckResult } from '../../shared/model/states';
import { decide } from '../../shared/rules/decide';
import { Projection } from '../../shared/rules/projection';
import { REDUCER_VERSION, readCheck } from '../../shared/rules/reduce';
import { ManualClock } from '../../shared/time/clock';
import { aService, catalogueChanged, entities } from '../fixtures/room';

/**
 * A hub, a console, and an adversary on the wire between them, who may deliver, duplicate, lose and cut, restart
 * or kill either end, and set the clock. Whatever it did: when it lets go, both stand at the same state, proved
 * by the same digest, after at most one more heartbeat than it takes to say so.
 */

const SERVICES = [
  aService('core1'),
  aService('core2'),
  aService('fw', ['core1|core2']),
  aService('wan', ['core1'], ['mo', 'alta']),
  aService('dips', ['wan', '~fw'], ['mo', 'alta']),
];
const NODES = ['core1', 'core2', 'fw', 'wan@mo', 'wan@alta', 'dips@mo', 'dips@alta'];

type Act =
  | { readonly do: 'observe'; readonly node: number; readonly result: CheckResult }
  | { readonly do: 'overdue'; readonly node: number }
  | { readonly do: 'vantage'; readonly lost: boolean }
  | { readonly do: 'reload'; readonly drop: number }
  | { readonly do: 'deliver'; readonly count: number }
  | {
      readonly do:
        | 'duplicate'
        | 'lose'
        | 'cut'
        | 'connect'
        | 'beat'
        | 'restart-hub'
        | 'kill-hub'
        | 'restart-console';
    }
  | { readonly do: 'jump'; readonly ms: number };

type Message =
  | { readonly is: 'hello'; readonly message: HubHello }
  | { readonly is: 'events'; readonly message: EventBatch; readonly done: () => void }
  | { readonly is: 'snapshot'; readonly message: SnapshotChunk; readonly done: () => void }
  | { readonly is: 'beat'; readonly message: Heartbeat };

class World {
  readonly clock = new ManualClock();
  readonly disk = memoryDisk();
  hub!: { readonly state: Projection; readonly pipeline: Pipeline; readonly source: ConsoleSource };
  feed: ConsoleFeed | null = null;
  wire: Message[] = [];
  /** What a restarted console reads from its cache. */
  cache: { readonly patch: Required<Patch>; readonly position: Position | null };
  state = new Projection();
  replica!: Replica;
  lives = 0;
  /** What state was at each durable position, computed from the disk beside everything under test. */
  readonly truth = new Map<number, unknown>();
  reference = new Projection();
  proofs: Proof[] = [];
  /** Digests that the hub says instead of its own. */
  lie: Heartbeat['digests'] = null;
  resyncs = 0;

  private constructor() {
    this.cache = { patch: this.state.dump(), position: null };
    this.startConsole();
  }

  static async start(): Promise<World> {
    const world = new World();
    await world.startHub();
    world.say(() => catalogueChanged(entities(SERVICES)));
    world.connect();
    return world;
  }

  async startHub(): Promise<void> {
    const log = await openMemoryLog({ clock: this.clock, disk: this.disk });
    this.lives += 1;
    const life = this.lives;
    const state = await restoreProjection(log);
    const pipeline = new Pipeline({
      log,
      projection: state,
      clock: this.clock,
      onDurable: (events) => {
        // A killed process tells nobody anything.
        if (this.lives !== life) return;
        this.hub.source.recent.push(events);
        this.feed?.advance();
      },
      onFault: () => {},
      onTellFault: (reason) => {
        throw new Error(reason);
      },
      onFenced: () => {},
    });
    this.hub = { state, pipeline, source: new ConsoleSource(log, pipeline, state, () => this.vouched()) };
  }

  startConsole(): void {
    this.state = new Projection();
    if (this.cache.position) this.state.load(this.cache.patch, this.cache.position);
    this.replica = new Replica(this.state, () => {
      this.resyncs += 1;
      this.feed?.resync();
    });
  }

  say(decideNow: (state: Projection) => EventBody | null): void {
    this.hub.pipeline.submit(decideNow);
  }

  connect(): void {
    this.cut();
    const head = this.hub.source.head();
    const position = this.replica.position;
    const resumes = ConsoleFeed.resumesByEvents(position, head);
    this.wire.push({
      is: 'hello',
      message: {
        protocol: PROTOCOL,
        reducer: REDUCER_VERSION,
        version: 'test',
        origin: head.origin,
        head,
        hubTime: this.clock.now(),
        resume: resumes ? 'events' : 'snapshot',
        enrolled: true,
      },
    });
    this.feed = new ConsoleFeed(
      {
        events: (message, done) => this.wire.push({ is: 'events', message, done }),
        snapshot: (message, done) => this.wire.push({ is: 'snapshot', message, done }),
        beat: (message) => this.wire.push({ is: 'beat', message }),
        unreadable: (reason) => {
          throw new Error(reason);
        },
        failed: (reason) => {
          throw new Error(reason);
        },
      },
      this.hub.source,
      resumes ? position : null,
    );
    this.feed.advance();
  }

  cut(): void {
    this.feed?.close();
    this.feed = null;
    this.wire = [];
    this.replica.cut();
  }

  beat(): void {
    this.feed?.beat(this.vouched());
  }

  vouched(): Omit<Heartbeat, 'behind'> {
    const { position, digests, chain } = this.hub.pipeline.durable;
    const said = this.lie ?? digests;
    return { at: this.clock.now(), position, digests: said, chain, oldestObservedAt: null, unobserved: 0 };
  }

  deliver(keep = false): boolean {
    const next = keep ? this.wire[0] : this.wire.shift();
    if (!next) return false;
    if (next.is === 'hello') this.replica.hello(next.message);
    else if (next.is === 'beat') this.proofs.push(this.replica.beat(next.message));
    else {
      const taken: Taken =
        next.is === 'events' ? this.replica.events(next.message) : this.replica.snapshot(next.message);
      if (taken.patch) this.cache = { patch: this.state.dump(), position: this.state.position };
      if (!keep) next.done();
    }
    return true;
  }

  async act(act: Act): Promise<void> {
    this.clock.advance(1_000);
    switch (act.do) {
      case 'observe':
        this.say((state) => {
          const check = `${NODES[act.node]}/c`;
          const known = readCheck(state.status, check);
          if (!known) return null;
          const seen = { check, result: act.result, output: act.result, ms: 5, observedAt: this.clock.now() };
          return decide(known, { attempts: 2 }, seen);
        });
        break;
      case 'overdue':
        this.say(() => ({ type: 'check.overdue', check: `${NODES[act.node]}/c`, lastObservedAt: null }));
        break;
      case 'vantage':
        this.say(() => ({ type: 'vantage.changed', lost: act.lost }));
        break;
      case 'reload': {
        const kept = SERVICES.filter((_, index) => index !== act.drop || act.drop < 2);
        const dropped = entities(SERVICES)
          .map((entity) => `${entity.kind}:${entity.value.id}`)
          .filter((key) => !entities(kept).some((entity) => `${entity.kind}:${entity.value.id}` === key));
        this.say(() => catalogueChanged(entities(kept), dropped));
        break;
      }
      case 'deliver':
        for (let i = 0; i < act.count; i++) this.deliver();
        break;
      case 'duplicate':
        this.deliver(true);
        break;
      case 'lose': {
        const lost = this.wire.shift();
        // The sender learns nothing of it: its window stays taken until the connection is cut.
        if (lost?.is === 'hello') this.cut();
        break;
      }
      case 'cut':
        this.cut();
        break;
      case 'connect':
        this.connect();
        break;
      case 'beat':
        this.beat();
        break;
      case 'restart-hub':
        this.cut();
        await this.hub.pipeline.stop();
        await this.startHub();
        break;
      case 'kill-hub':
        // Nothing is waited for: what was not on disk is gone, and nobody was told of it.
        this.cut();
        await this.startHub();
        break;
      case 'restart-console':
        this.cut();
        this.startConsole();
        break;
      case 'jump':
        this.clock.jump(act.ms);
        break;
    }
    // Now and then the next act comes before the disk has taken the last one in.
    if (act.do !== 'observe' && act.do !== 'connect') await settle();
    this.compare();
  }

  /** At every moment the console stands where the log once stood, with the state that the log had there. */
  compare(): void {
    const at = this.replica.position;
    if (!at || at.seq === 0) return;
    for (const { seq, at: written, body } of this.disk.events.slice(this.truth.size)) {
      this.reference.apply({ origin: at.origin, epoch: at.epoch, seq, at: written, body: JSON.parse(body) });
      this.truth.set(seq, this.reference.digests());
    }
    expect(this.truth.get(at.seq), `a position that was never durable: ${at.seq}`).toEqual(
      this.state.digests(),
    );
  }

  /** The adversary lets go. */
  async calm(): Promise<void> {
    this.connect();
    for (let i = 0; i < 3; i++) {
      await this.drain();
      this.beat();
    }
    await this.drain();
  }

  async drain(): Promise<void> {
    for (let idle = 0; idle < 3; ) {
      await settle();
      idle = this.deliver() ? 0 : idle + 1;
    }
  }
}

/** Lets promises that are ready run. */
async function settle(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve));
}

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('observe' as const),
      node: fc.nat(NODES.length - 1),
      result: fc.constantFrom<CheckResult>('ok', 'ok', 'critical', 'critical', 'warning', 'unknown'),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('deliver' as const), count: fc.integer({ min: 1, max: 5 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('overdue' as const), node: fc.nat(NODES.length - 1) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('vantage' as const), lost: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('reload' as const), drop: fc.nat(SERVICES.length - 1) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('jump' as const),
      ms: fc.integer({ min: -600_000, max: 600_000 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'duplicate' as const,
        'lose' as const,
        'cut' as const,
        'connect' as const,
        'beat' as const,
        'restart-hub' as const,
        'kill-hub' as const,
        'restart-console' as const,
      ),
    }),
  },
);

describe('a console’s replica', () => {
  it('ends at the hub’s state and digest after any interleaving of events, cuts, losses, duplicates, restarts and clock jumps', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 120, size: 'max' }), fc.boolean(), async (acts, live) => {
        const world = await World.start();
        if (live) await world.calm();
        for (const one of acts) await world.act(one);
        await world.calm();
        expect(world.proofs.at(-1)).toBe('equal');
        expect(world.state.digests()).toEqual(world.hub.state.digests());
        const sorted = (state: Projection): unknown =>
          Object.values(state.dump()).map((part) => [...part.put].sort(([a], [b]) => (a < b ? -1 : 1)));
        expect(sorted(world.state)).toEqual(sorted(world.hub.state));
        expect(world.state.position?.seq ?? 0).toBe(world.hub.state.position?.seq ?? 0);
      }),
      { numRuns: 200 },
    );
  });

  it('asks once for a snapshot when digests differ, and says so instead of asking for ever', async () => {
    const world = await World.start();
    await world.calm();
    expect(world.proofs.at(-1)).toBe('equal');
    world.lie = {
      catalogue: 'x',
      status: 'y',
      room: 'z',
      maintenance: '',
      sources: '',
      alarms: '',
      people: '',
      incidents: '',
      watch: '',
      wall: '',
    };
    const before = world.resyncs;
    world.proofs = [];
    for (let i = 0; i < 5; i++) {
      world.beat();
      await world.drain();
    }
    expect(world.resyncs - before).toBe(1);
    expect(world.proofs).toEqual(['differs', 'diverged', 'diverged', 'diverged', 'diverged', 'diverged']);
    world.lie = null;
    world.beat();
    await world.drain();
    expect(world.proofs.at(-1)).toBe('equal');
  });
});
