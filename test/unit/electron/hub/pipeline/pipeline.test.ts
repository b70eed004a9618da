import { describe, expect, it } from 'vitest';
import { ConsoleSource } from '../../../../../electron/hub/gateway/console-source';
import { type EventDraft, type Log, LogConflict } from '../../../../../electron/hub/log/log';
import { openMemoryLog } from '../../../../../electron/hub/log/memory-log';
import { Pipeline, type PipelineOptions } from '../../../../../electron/hub/pipeline/pipeline';
import type { LogEvent } from '../../../../../shared/model/events';
import { Projection } from '../../../../../shared/rules/projection';
import { ManualClock } from '../../../../../shared/time/clock';
import { aService, catalogueChanged, entities, hard } from '../../../../fixtures/room';

/** A disk that writes when it is told to (`willing`: at once), and fails when it is told to. */
async function disk(willing = false, hooks: Pick<PipelineOptions, 'onApplied' | 'onGather'> = {}) {
  const clock = new ManualClock();
  const log = await openMemoryLog({ clock });
  const batches: (readonly EventDraft[])[] = [];
  let gate: { open: () => void; fail: (error: Error) => void } | null = null;
  const held: Log = Object.create(log, {
    head: { value: () => log.head() },
    append: {
      value: async (drafts: readonly EventDraft[], expected: number, receipts: never) => {
        if (!willing) {
          await new Promise<void>((open, fail) => {
            gate = { open, fail };
          });
        }
        batches.push(drafts);
        return log.append(drafts, expected, receipts);
      },
    },
  });
  const state = new Projection();
  const told: LogEvent[] = [];
  const faults: (string | null)[] = [];
  const fenced: string[] = [];
  const pipeline = new Pipeline({
    log: held,
    projection: state,
    clock,
    ...hooks,
    onDurable: (events) => told.push(...events),
    onFault: (reason) => faults.push(reason),
    onTellFault: (reason) => {
      throw new Error(reason);
    },
    onFenced: (reason) => fenced.push(reason),
  });
  const turn = async (): Promise<void> => {
    for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
  };
  const say = (node: string, result: 'ok' | 'critical', at: number) =>
    pipeline.submit(() => hard(node, result, at));
  pipeline.submit(() => catalogueChanged(entities([aService('a'), aService('b')])));
  return {
    clock,
    state,
    pipeline,
    told,
    faults,
    fenced,
    batches,
    say,
    turn,
    write: async () => {
      await turn();
      gate?.open();
      await turn();
    },
    writeAll: async () => {
      while (pipeline.backlog > 0) {
        await turn();
        gate?.open();
        await turn();
      }
    },
    fail: async (error: Error) => {
      await turn();
      gate?.fail(error);
      await turn();
    },
    source: () => new ConsoleSource(held, pipeline, state, () => ({}) as never),
  };
}

describe('the pipeline', () => {
  it('decides on what was decided before, and tells nobody until it is on disk', async () => {
    const { pipeline, state, told, say, writeAll } = await disk();
    say('a', 'critical', 10);
    expect(state.status.get('node:a')).toMatchObject({ value: { state: 'down' } });
    expect(told).toEqual([]);
    expect(pipeline.backlog).toBe(2);
    await writeAll();
    expect(told.map((event) => event.seq)).toEqual([1, 2]);
    expect(pipeline.durable).toMatchObject({ position: { seq: 2 }, digests: state.digests() });
  });

  it('writes together what came while the disk was busy', async () => {
    const { say, write, batches, told, turn } = await disk();
    await turn();
    for (let at = 1; at <= 20; at++) say(at % 2 ? 'a' : 'b', at % 4 < 2 ? 'critical' : 'ok', at);
    await write();
    await write();
    expect(batches.map((batch) => batch.length)).toEqual([1, 20]);
    expect(told.map((event) => event.seq)).toEqual(Array.from({ length: 21 }, (_, i) => i + 1));
  });

  it('asks before each write what follows, and puts it in the same transaction as what it follows from', async () => {
    const heard: string[] = [];
    let follows = 0;
    const { pipeline, state, say, write, batches, turn } = await disk(false, {
      onApplied: ({ seq, body }, patch) => {
        heard.push(`${seq} ${(patch.status?.put ?? []).map(([key]) => key).join()}`);
        if (body.type === 'check.changed') follows += 1;
      },
      onGather: () => {
        if (follows === 0) return;
        follows = 0;
        pipeline.submit(() => ({ type: 'catalogue.rejected', issues: [] }));
      },
    });
    await turn();
    expect(heard).toEqual(['1 check:a/c,check:b/c,node:a,node:b']);
    // While the first write is under way: these wait, and what follows from all of them is said once.
    for (let at = 1; at <= 10; at++) say(at % 2 ? 'a' : 'b', 'critical', at);
    await write();
    await write();
    expect(batches.map((batch) => batch.map(({ body }) => body.type))).toEqual([
      ['catalogue.changed'],
      [...Array(10).fill('check.changed'), 'catalogue.rejected'],
    ]);
    expect(heard.at(-1)).toBe('12 ');
    expect(pipeline.durable.digests).toEqual(state.digests());
    expect(pipeline.backlog).toBe(0);
  });

  it('writes what is said in the very turn in which the writing came to its end', async () => {
    const { pipeline, say, told, turn } = await disk(true);
    const first = say('a', 'critical', 1);
    await pipeline.whenDurable(first?.seq ?? 0);
    // Still in that turn: nobody else will say anything after this.
    say('b', 'critical', 2);
    await turn();
    expect(told.map((event) => event.seq)).toEqual([1, 2, 3]);
    expect(pipeline.backlog).toBe(0);
  });

  it('keeps everything, in order, while the disk is sick, says so, and goes on', async () => {
    const { say, write, fail, told, faults, clock } = await disk();
    say('a', 'critical', 1);
    await fail(new Error('disk full'));
    expect(faults).toEqual(['disk full']);
    say('b', 'critical', 2);
    clock.advance(500);
    await fail(new Error('disk full'));
    clock.advance(500);
    await write();
    await write();
    expect(told.map((event) => event.seq)).toEqual([1, 2, 3]);
    expect(faults.at(-1)).toBeNull();
  });

  it('stops when another writer has the log', async () => {
    const { say, fail, fenced, told, pipeline } = await disk();
    await fail(new LogConflict(0, 7));
    expect(fenced).toHaveLength(1);
    expect(say('a', 'critical', 1)).toBeNull();
    expect(told).toEqual([]);
    await pipeline.stop();
  });

  it('does not wait at its end for a disk that begins to fail just then', async () => {
    const { say, fail, pipeline, told, turn } = await disk();
    say('a', 'critical', 1);
    let stopped = false;
    let released = false;
    void pipeline.whenDurable(2).then(() => {
      released = true;
    });
    void pipeline.stop().then(() => {
      stopped = true;
    });
    await turn();
    expect(stopped, 'what is being written is waited for').toBe(false);
    await fail(new Error('ENOSPC'));
    await turn();
    expect(stopped).toBe(true);
    expect(released, 'what never was on disk is never said to be').toBe(false);
    expect(told).toEqual([]);
    expect(say('a', 'ok', 2)).toBeNull();
  });

  it('hands out state only when the disk has caught up with it', async () => {
    const { say, write, writeAll, source } = await disk();
    say('a', 'critical', 1);
    let dumped: number | undefined;
    void source()
      .dump()
      .then(({ position }) => {
        dumped = position.seq;
      });
    await write();
    expect(dumped, 'only the catalogue is on disk').toBeUndefined();
    await writeAll();
    expect(dumped).toBe(2);
  });

  it('commits a receipt with its event', async () => {
    const { pipeline, writeAll } = await disk();
    let settled = false;
    const outcome = { id: 'command-1', outcome: 'done' as const, reason: null };
    const body = {
      type: 'command.settled' as const,
      command: 'command-1',
      kind: 'check.recheck',
      subject: 'a',
      actor: 'pult',
      actedAt: 1,
      outcome: 'done' as const,
      reason: null,
    };
    void pipeline.settle([body], { outcome, keepUntil: 1e15 }).then(() => {
      settled = true;
    });
    expect(settled).toBe(false);
    await writeAll();
    expect(settled).toBe(true);
  });
});
