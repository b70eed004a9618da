import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FIRST_AT, IndexBench, note, STEP_MS } from '../../../../fixtures/index-bench';
import { tempFolder } from '../../../../fixtures/temp-folder';

let folder: ReturnType<typeof tempFolder>;
let bench: IndexBench;
beforeEach(async () => {
  folder = tempFolder('events-at');
  bench = await new IndexBench(folder.path).open();
});
afterEach(async () => {
  await bench.close();
  folder.remove();
});

const ALL = { segments: 100, maxChars: 10_000_000 };
const at = (...seqs: number[]) => seqs.map((seq) => ({ epoch: 1, seq }));

describe('events at given places', () => {
  it('come in the order asked for, from the database and from segments, and what is nowhere is passed over', async () => {
    await bench.say(
      Array.from({ length: 5_000 }, (_, n) => note(`nr ${n + 1}`)),
      false,
    );
    await bench.archive(500);
    const { events, looked } = await bench.log.eventsAt(
      [...at(4_999, 9_999, 3, 2_001, 1, 4_501), { epoch: 2, seq: 1 }],
      ALL,
    );
    expect(events.map(({ seq }) => seq)).toEqual([4_999, 3, 2_001, 1, 4_501]);
    expect(looked).toBe(7);
    expect(events[1]).toMatchObject({
      origin: 'test',
      epoch: 1,
      at: FIRST_AT + 2 * STEP_MS,
      body: { act: { text: 'nr 3' } },
    });
  });

  it('end where too many files would be opened, or too much be told', async () => {
    await bench.say(
      Array.from({ length: 5_000 }, (_, n) => note(`nr ${n + 1}`)),
      false,
    );
    await bench.archive(500);
    const few = await bench.log.eventsAt(at(5_000, 4_100, 4_050, 2_500, 100), { ...ALL, segments: 1 });
    expect([few.events.map(({ seq }) => seq), few.looked]).toEqual([[5_000, 4_100, 4_050], 3]);
    const short = await bench.log.eventsAt(at(5_000, 4_999, 4_998), { ...ALL, maxChars: 10 });
    expect([short.events.length, short.looked]).toEqual([1, 1]);
  });
});
