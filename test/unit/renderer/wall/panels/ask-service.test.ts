import { beforeEach, describe, expect, it } from 'vitest';
import { type AskBridge, AskService } from '../../../../../renderer/wall/panels/ask-service';
import type { Args } from '../../../../../shared/contract/ipc';
import type { LogEvent } from '../../../../../shared/model/events';
import { ManualClock } from '../../../../../shared/time/clock';
import { failure, success } from '../../../../../shared/util/result';

const HOUR = 3_600_000;

/** Lets what has been answered arrive. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 60; turn++) await Promise.resolve();
}

interface Waiting {
  readonly what: string;
  readonly args: unknown;
  answer(value: unknown): void;
}

let clock: ManualClock;
let waiting: Waiting[];
let log: LogEvent[];
let asked: AskService;

function ask(what: string, args: unknown): Promise<never> {
  return new Promise((answer) => waiting.push({ what, args, answer: answer as (value: unknown) => void }));
}

const bridge = {
  chart: (args: unknown) => ask('chart', args),
  figures: (args: unknown) => ask('figures', args),
  readBlob: (args: unknown) => ask('picture', args),
  history: ({ before, epoch, limit }: Args<'history:read'>) => {
    waiting.push({ what: 'history', args: { before, epoch }, answer: () => {} });
    const found = log.filter(({ seq }) => before === null || seq < before).sort((a, b) => b.seq - a.seq);
    const events = found.slice(0, limit);
    return Promise.resolve(success({ events, complete: found.length <= limit, source: 'hub' as const }));
  },
} as unknown as AskBridge;

const happened = (seq: number, at: number): LogEvent => ({
  origin: 'test',
  epoch: 1,
  seq,
  at,
  body: { type: 'hub.stopped' },
});

beforeEach(() => {
  clock = new ManualClock();
  waiting = [];
  log = [];
  asked = new AskService({
    bridge,
    clock,
    hubNow: () => clock.now() + 500,
    decode: (bytes) =>
      bytes.length > 1
        ? Promise.resolve({ width: bytes.length } as ImageBitmap)
        : Promise.reject(new Error('InvalidStateError')),
    words: (why) => `ord: ${why}`,
  });
});

const next = (): Waiting => waiting.shift() as Waiting;

describe('what panels ask in the background', () => {
  it('is asked by being read, once, and is there when it was answered', async () => {
    expect(asked.figures(24)).toEqual({ value: null, at: null, fault: null });
    asked.figures(24);
    expect(waiting).toHaveLength(1);
    const to = clock.now() + 500;
    expect(waiting[0]?.args).toEqual({ from: to - 24 * HOUR, to, position: null });
    const before = asked.version;
    next().answer(success({ figures: [] }));
    await settle();
    expect(asked.version).toBeGreaterThan(before);
    expect(asked.figures(24)).toEqual({ value: { figures: [] }, at: clock.now() + 500, fault: null });
  });

  it('is asked anew after a minute while it is read, and not while nobody does', async () => {
    asked.chart('dips@mo', 4, 120);
    next().answer(success({ n: 1 }));
    await settle();
    clock.advance(59_000);
    asked.chart('dips@mo', 4, 120);
    expect(waiting).toHaveLength(0);
    clock.advance(1_000);
    expect(waiting).toHaveLength(0);
    asked.chart('dips@mo', 4, 120);
    expect(waiting).toHaveLength(1);
  });

  it('keeps the last answer with its age when a question fails, says why, and asks again soon', async () => {
    asked.chart('dips@mo', 4, 120);
    next().answer(success({ n: 1 }));
    await settle();
    const at = clock.now() + 500;
    for (let turn = 0; turn < 6; turn++) {
      clock.advance(10_000);
      asked.chart('dips@mo', 4, 120);
    }
    next().answer(failure('offline', 'Huben er borte.'));
    await settle();
    expect(asked.chart('dips@mo', 4, 120)).toEqual({ value: { n: 1 }, at, fault: 'Huben er borte.' });
    clock.advance(5_000);
    asked.chart('dips@mo', 4, 120);
    next().answer(success({ n: 2 }));
    await settle();
    expect(asked.chart('dips@mo', 4, 120)).toEqual({ value: { n: 2 }, at: clock.now() + 500, fault: null });
  });

  it('takes silence for a failure, and a late answer for none', async () => {
    asked.figures(24);
    const hung = next();
    clock.advance(20_000);
    expect(asked.figures(24).fault).toBe('ord: silent');
    clock.advance(5_000);
    asked.figures(24);
    next().answer(success({ n: 'new' }));
    await settle();
    hung.answer(success({ n: 'late' }));
    await settle();
    expect(asked.figures(24).value).toEqual({ n: 'new' });
  });

  it('has four questions under way, and puts the next when one is answered', async () => {
    for (let n = 0; n < 10; n++) asked.chart(`s${n}`, 4, 120);
    expect(waiting).toHaveLength(4);
    next().answer(success({}));
    next().answer(failure('offline', 'borte'));
    await settle();
    expect(waiting).toHaveLength(4);
    expect(waiting.map(({ args }) => (args as { node: string }).node)).toEqual(['s2', 's3', 's4', 's5']);
  });

  it('is forgotten a minute after it was read last', async () => {
    asked.figures(24);
    next().answer(success({ n: 1 }));
    await settle();
    clock.advance(120_000);
    expect(asked.figures(24).value).toBeNull();
  });

  it('asks for nothing after it was stopped', async () => {
    for (let n = 0; n < 6; n++) asked.chart(`s${n}`, 4, 120);
    asked.stop();
    next().answer(success({}));
    await settle();
    clock.advance(300_000);
    expect(waiting).toHaveLength(3);
  });
});

describe('a picture', () => {
  const HASH = 'a'.repeat(64);

  it('is asked for until it is there, looked after once a minute, and gone when it is erased', async () => {
    asked.picture(HASH);
    next().answer(success({ bytes: null, erased: false }));
    await settle();
    expect(asked.picture(HASH)).toEqual({ value: null, at: null, fault: 'ord: gone' });
    clock.advance(30_000);
    asked.picture(HASH);
    next().answer(success({ bytes: new Uint8Array(7), erased: false }));
    await settle();
    expect(asked.picture(HASH).value).toMatchObject({ width: 7 });
    const { value } = asked.picture(HASH);
    /** A wall reads what it shows all the time. */
    const minute = (): void => {
      for (let half = 0; half < 2; half++) {
        clock.advance(30_000);
        asked.picture(HASH);
      }
    };
    for (let turn = 0; turn < 3; turn++) {
      minute();
      next().answer(success({ bytes: new Uint8Array(7), erased: false }));
      await settle();
      // It goes by its content: it is made once.
      expect(asked.picture(HASH).value).toBe(value);
    }
    minute();
    next().answer(failure('offline', 'no hub'));
    await settle();
    // A hub that is away takes nothing down.
    expect(asked.picture(HASH).value).toBe(value);
    clock.advance(30_000);
    asked.picture(HASH);
    next().answer(success({ bytes: null, erased: true }));
    await settle();
    expect(asked.picture(HASH)).toEqual({ value: null, at: null, fault: 'ord: erased' });
  });

  it('says of one that was erased, and of bytes that are none, what they are', async () => {
    asked.picture(HASH);
    next().answer(success({ bytes: null, erased: true }));
    await settle();
    expect(asked.picture(HASH).fault).toBe('ord: erased');
    const other = 'b'.repeat(64);
    asked.picture(other);
    next().answer(success({ bytes: new Uint8Array(1), erased: false }));
    await settle();
    expect(asked.picture(other).fault).toBe('ord: unreadable');
  });
});

describe('the log of the last hours', () => {
  const minutesAgo = (minutes: number): number => clock.now() - minutes * 60_000;

  it('is read page by page, newest first, as far back as was asked, and further when it is read again', async () => {
    log = Array.from({ length: 2_500 }, (_, seq) => happened(seq + 1, minutesAgo(50 - seq / 50)));
    asked.history(1);
    await settle();
    const first = asked.history(1).value;
    expect(first?.events).toHaveLength(800);
    expect(first?.complete).toBe(false);
    for (let turn = 0; turn < 4; turn++) {
      clock.advance(15_000);
      asked.history(1);
      await settle();
    }
    const all = asked.history(1).value;
    expect(all?.events.map(({ seq }) => seq)).toEqual(log.map(({ seq }) => seq).reverse());
    expect(all?.complete).toBe(true);
  });

  it('asks only for what is new, once it has the rest', async () => {
    log = Array.from({ length: 500 }, (_, seq) => happened(seq + 1, minutesAgo(30)));
    asked.history(1);
    await settle();
    waiting = [];
    log.push(happened(501, minutesAgo(0)));
    clock.advance(15_000);
    asked.history(1);
    await settle();
    expect(waiting).toHaveLength(1);
    expect(asked.history(1).value?.events[0]?.seq).toBe(501);
    expect(asked.history(1).value?.events).toHaveLength(501);
  });

  it('lets go of what lies before a gap: no silence is shown that was none', async () => {
    log = Array.from({ length: 10 }, (_, seq) => happened(seq + 1, minutesAgo(30)));
    asked.history(1);
    await settle();
    log.push(...Array.from({ length: 3_000 }, (_, seq) => happened(seq + 11, minutesAgo(1))));
    clock.advance(15_000);
    asked.history(1);
    await settle();
    const { value } = asked.history(1);
    expect(value?.events).toHaveLength(800);
    expect(value?.events.at(-1)?.seq).toBe(2_211);
    expect(value?.complete).toBe(false);
  });

  it('leaves out what is older than asked for, and is whole then', async () => {
    log = [happened(1, minutesAgo(200)), happened(2, minutesAgo(100)), happened(3, minutesAgo(10))];
    asked.history(1);
    await settle();
    expect(asked.history(1).value).toMatchObject({ complete: true, source: 'hub' });
    expect(asked.history(1).value?.events.map(({ seq }) => seq)).toEqual([3]);
  });
});
