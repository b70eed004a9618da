import { describe, expect, it } from 'vitest';
import {
  ConsoleFeed,
  chunksOf,
  type FeedSource,
  MAX_MISSED_EVENTS,
  WINDOW_BYTES,
} from '../../../../../electron/hub/gateway/console-feed';
import { RecentEvents, sizeOf } from '../../../../../electron/hub/gateway/recent-events';
import type { EventBody, LogEvent, Position } from '../../../../../shared/model/events';
import { Projection } from '../../../../../shared/rules/projection';
import { eventWriter, hard, ORIGIN } from '../../../../fixtures/room';
import { erasedPart, written } from '../../../../fixtures/shift-log';

const EMPTY = new Projection().dump();

class Hub implements FeedSource {
  readonly recent: RecentEvents;
  readonly events: LogEvent[] = [];
  readonly #write = eventWriter();
  reads = 0;

  constructor(held = 10_000) {
    this.recent = new RecentEvents(held);
  }

  say(count: number, output = 'x'): void {
    const events = Array.from({ length: count }, (_, i) =>
      this.#write({ ...hard('a', 'ok', i), output } as never),
    );
    this.events.push(...events);
    this.recent.push(events);
  }

  head(): Position {
    return { origin: ORIGIN, epoch: 1, seq: this.events.length };
  }

  async read(after: number, limit: number): Promise<readonly LogEvent[]> {
    this.reads += 1;
    return this.events.slice(after, after + limit);
  }

  beat() {
    return { at: 0, position: this.head(), digests: null, chain: '', oldestObservedAt: null, unobserved: 0 };
  }

  async dump() {
    return { patch: EMPTY, position: this.head() };
  }
}

function wire() {
  const seqs: number[] = [];
  const waiting: (() => void)[] = [];
  let snapshots = 0;
  let bytes = 0;
  let beats = 0;
  const unreadable: string[] = [];
  return {
    seqs,
    waiting,
    unreadable,
    get snapshots() {
      return snapshots;
    },
    get bytes() {
      return bytes;
    },
    get beats() {
      return beats;
    },
    transport: {
      events: (batch: { events: LogEvent[] }, done: () => void) => {
        seqs.push(...batch.events.map((event) => event.seq));
        bytes += batch.events.reduce((sum, event) => sum + sizeOf(event), 0);
        waiting.push(done);
      },
      snapshot: (_chunk: unknown, done: () => void) => {
        snapshots += 1;
        waiting.push(done);
      },
      beat: () => {
        beats += 1;
      },
      unreadable: (reason: string) => unreadable.push(reason),
      failed: () => {},
    },
  };
}

async function takeAll(line: ReturnType<typeof wire>): Promise<void> {
  // A read from the disk takes a few turns: only after twenty idle ones nothing more comes.
  for (let idle = 0; idle < 20; idle++) {
    const done = line.waiting.shift();
    if (done) {
      done();
      idle = 0;
    }
    await Promise.resolve();
  }
}

describe('a console’s feed', () => {
  it('resumes by events inside an epoch, and only when not too far behind', () => {
    const head = { origin: 'h', epoch: 2, seq: 9_000 };
    expect(ConsoleFeed.resumesByEvents({ ...head, seq: 8_000 }, head)).toBe(true);
    expect(ConsoleFeed.resumesByEvents(null, head)).toBe(false);
    expect(ConsoleFeed.resumesByEvents({ ...head, epoch: 1 }, head)).toBe(false);
    expect(ConsoleFeed.resumesByEvents({ ...head, origin: 'other' }, head)).toBe(false);
    expect(ConsoleFeed.resumesByEvents({ ...head, seq: 9_001 }, head)).toBe(false);
    expect(ConsoleFeed.resumesByEvents({ ...head, seq: 9_000 - MAX_MISSED_EVENTS - 1 }, head)).toBe(false);
  });

  it('sends what was missed, in order and without a gap, also what is only on the disk', async () => {
    const hub = new Hub(50);
    hub.say(600);
    const line = wire();
    new ConsoleFeed(line.transport, hub, { origin: ORIGIN, epoch: 1, seq: 10 }).advance();
    await takeAll(line);
    expect(line.seqs).toEqual(Array.from({ length: 590 }, (_, i) => i + 11));
    expect(hub.reads).toBeGreaterThan(0);
    expect(line.snapshots).toBe(0);
    expect(line.beats, 'a console that has caught up is told so at once').toBe(1);
  });

  it('gives a snapshot where what was missed is few events, but many megabytes on the disk', async () => {
    const hub = new Hub(1);
    hub.say(100, 'x'.repeat(200_000));
    const line = wire();
    const feed = new ConsoleFeed(line.transport, hub, { origin: ORIGIN, epoch: 1, seq: 10 });
    feed.advance();
    await takeAll(line);
    expect(line.snapshots).toBe(1);
    expect(line.bytes).toBeLessThan(16 * 1024 * 1024);
    // It has all now: what comes next is sent as it comes.
    hub.say(20, 'x'.repeat(200_000));
    feed.advance();
    await takeAll(line);
    expect(line.snapshots).toBe(1);
    expect(line.seqs.slice(-20)).toEqual(Array.from({ length: 20 }, (_, i) => 101 + i));
  });

  it('gives a snapshot when an older event cannot be read, instead of ending the hub', async () => {
    const hub = new Hub(50);
    hub.say(600);
    hub.read = async () => {
      throw new Error('row 12 is damaged');
    };
    const line = wire();
    new ConsoleFeed(line.transport, hub, { origin: ORIGIN, epoch: 1, seq: 10 }).advance();
    await takeAll(line);
    expect(line.snapshots).toBe(1);
    expect(line.unreadable, 'and it is said').toEqual(['row 12 is damaged']);
  });

  it('keeps a bounded number of bytes on the way to a console that takes nothing in', async () => {
    const hub = new Hub();
    const line = wire();
    const feed = new ConsoleFeed(line.transport, hub, hub.head());
    hub.say(3_000, 'y'.repeat(900));
    for (let i = 0; i < 50; i++) {
      feed.advance();
      await Promise.resolve();
    }
    expect(line.bytes).toBeGreaterThanOrEqual(WINDOW_BYTES);
    expect(line.bytes).toBeLessThan(WINDOW_BYTES + 64 * 1024);
    await takeAll(line);
    expect(line.seqs.length).toBe(3_000);
  });

  it('cuts a console that fell too far behind over to a snapshot', async () => {
    const hub = new Hub(100_000);
    const line = wire();
    const feed = new ConsoleFeed(line.transport, hub, hub.head());
    hub.say(600, 'z'.repeat(1_000));
    feed.advance();
    await Promise.resolve();
    hub.say(MAX_MISSED_EVENTS + 1_000);
    feed.advance();
    await takeAll(line);
    expect(line.snapshots).toBe(1);
    hub.say(3);
    feed.advance();
    await takeAll(line);
    expect(line.seqs.slice(-3)).toEqual([hub.events.length - 2, hub.events.length - 1, hub.events.length]);
  });

  it('cuts a snapshot into pieces that together are the whole', () => {
    const put = Array.from(
      { length: 950 },
      (_, i) => [`k${i}`, { kind: 'trust', value: { id: `${i}` } }] as never,
    );
    const patch = { ...EMPTY, catalogue: { put, drop: [] } };
    const chunks = [...chunksOf(patch, { origin: ORIGIN, epoch: 1, seq: 7 }, 1)];
    expect(chunks.map((chunk) => [chunk.index, chunk.last])).toEqual([
      [0, false],
      [1, false],
      [2, true],
    ]);
    expect(chunks.flatMap((chunk) => chunk.catalogue)).toEqual(put.map((item) => [...item]));
    expect([...chunksOf(EMPTY, { origin: ORIGIN, epoch: 1, seq: 0 }, 2)]).toHaveLength(1);
  });
});

describe('recent events', () => {
  it('holds a bounded, contiguous end of the log', () => {
    const recent = new RecentEvents(10);
    const write = eventWriter();
    for (let i = 0; i < 45; i++) recent.push([write(hard('a', 'ok', i))]);
    expect(recent.oldest).toBe(36);
    expect(recent.after(35, 1e9)?.events.map((event) => event.seq)).toEqual([
      36, 37, 38, 39, 40, 41, 42, 43, 44, 45,
    ]);
    expect(recent.after(34, 1e9)).toBeNull();
    expect(recent.after(45, 1e9)).toBeNull();
    expect(recent.after(40, 1)?.events.map((event) => event.seq)).toEqual([41]);
  });

  it('is bounded in bytes too: a storm of large events does not fill the memory', () => {
    const recent = new RecentEvents(1_000, 10_000);
    const write = eventWriter();
    for (let i = 0; i < 100; i++) {
      recent.push([write({ ...hard('a', 'ok', i), output: 'x'.repeat(1_500) } as never)]);
      expect(recent.held).toBeLessThanOrEqual(2 * 10_000);
    }
    expect(recent.oldest).toBeGreaterThan(90);
    expect(recent.after(99, 1e9)?.events.map((event) => event.seq)).toEqual([100]);
    // One that is larger than all that may be held is held alone: who follows is sent it from here.
    recent.push([write({ ...hard('a', 'ok', 0), output: 'x'.repeat(50_000) } as never)]);
    expect(recent.oldest).toBe(101);
    expect(recent.after(100, 1)?.events).toHaveLength(1);
  });
});

describe('recent events of the shift log', () => {
  it('are sent to a console that comes later without what was erased meanwhile', () => {
    const recent = new RecentEvents();
    const at = (seq: number, body: EventBody): LogEvent => ({ origin: 'hub', epoch: 1, seq, at: seq, body });
    recent.push([at(1, written('entry-one', 'Ola Nordmann')), at(2, written('entry-two', 'Kari Hansen'))]);
    recent.push([at(3, erasedPart('entry-one', 'text'))]);
    const told = JSON.stringify(recent.after(0, 100_000)?.events);
    expect(told).not.toContain('Nordmann');
    expect(told).toContain('Hansen');
  });
});
