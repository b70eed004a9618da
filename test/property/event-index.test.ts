import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EventBody, LogEvent } from '../../shared/model/events';
import { eventText } from '../../shared/rules/event-text';
import { FIRST_AT, IndexBench, note, STEP_MS, seen } from '../fixtures/index-bench';

/** What the index finds is what a person finds who reads the whole log, whatever the hub went through. */

const WORDS = ['linje', 'linjen', 'mo', 'blåbær', 'A-12', 'e-post', 'nede', '12'];
const word = fc.constantFrom(...WORDS);
const body: fc.Arbitrary<EventBody> = fc.oneof(
  fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => note(words.join(' '))),
  fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => seen(words.join(' '), 'ek@alta')),
  fc.constant<EventBody>({ type: 'hub.stopped' }),
);
type Step =
  | { readonly do: 'say' | 'away'; readonly bodies: readonly EventBody[] }
  | { readonly do: 'restart' | 'archive' | 'spoil' };
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constantFrom('say' as const, 'away' as const),
    bodies: fc.array(body, { minLength: 1, maxLength: 40 }),
  }),
  fc.record({ do: fc.constantFrom('restart' as const, 'archive' as const, 'spoil' as const) }),
);
const ask = fc.record({
  words: fc.array(
    fc.constantFrom('linje', 'lin', 'm', 'blå', 'A-1', 'post', 'e-post', 'kari', '12', 'alta ek'),
    {
      minLength: 1,
      maxLength: 2,
    },
  ),
  kinds: fc.option(
    fc.uniqueArray(fc.constantFrom('note' as const, 'check' as const, 'room' as const), { maxLength: 2 }),
  ),
  from: fc.option(fc.nat(120).map((n) => FIRST_AT + n * STEP_MS)),
  to: fc.option(fc.nat(160).map((n) => FIRST_AT + n * STEP_MS)),
});

/** Every part that was typed stands in the text, parts of one word beside each other, the last as a beginning. */
function matches(text: string, typed: readonly string[]): boolean {
  const parts = (what: string): string[] => what.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const said = parts(text);
  return typed
    .flatMap((one) => one.split(' '))
    .every((one) => {
      const wanted = parts(one);
      return said.some((_, at) =>
        wanted.every((part, n) =>
          n === wanted.length - 1 ? said[at + n]?.startsWith(part) : said[at + n] === part,
        ),
      );
    });
}

test('the index finds what is in the log, and nothing else', async () => {
  const names = { node: () => [], person: () => null };
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 6 }),
      fc.array(ask, { minLength: 1, maxLength: 6 }),
      async (steps, asks) => {
        const folder = mkdtempSync(join(tmpdir(), 'vaktrom-index-'));
        const bench = await new IndexBench(folder).open();
        bench.start();
        try {
          for (const one of steps) {
            if (one.do === 'say') await bench.say(one.bodies);
            else if (one.do === 'archive') await bench.archive(10);
            else {
              bench.index.stop();
              if (one.do === 'away') await bench.say(one.bodies, false);
              if (one.do === 'spoil') writeFileSync(bench.file, 'x'.repeat(9_000));
              bench.start();
            }
          }
          await bench.whole();
          const log: readonly LogEvent[] = await bench.log.history(null, null, 10_000);
          for (const { words, kinds, from, to } of asks) {
            const wanted = log.filter(({ at, body: said }) => {
              const text = eventText(said, names);
              if (!text || (kinds && !kinds.includes(text.kind as never))) return false;
              return matches(text.text, words) && at >= (from ?? 0) && at < (to ?? Number.POSITIVE_INFINITY);
            });
            const answer = await bench.search(words.join(' '), { kinds, from, to, limit: 500 });
            expect(answer.hits.map(({ event }) => event.seq)).toEqual(wanted.map(({ seq }) => seq));
            expect(answer.complete).toBe(true);
          }
        } finally {
          await bench.close();
          rmSync(folder, { recursive: true, force: true });
        }
      },
    ),
    { numRuns: 40 },
  );
}, 120_000);
