import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BoardCache, openBoardCache } from '../../electron/main/cache/board-cache';
import type { StatusEntity } from '../../shared/model/room';
import { REDUCER_VERSION } from '../../shared/rules/reduce';
import { ManualClock } from '../../shared/time/clock';
import { at, checkStatus } from '../unit/electron/main/cache/board-fixture';

type Step =
  | { readonly do: 'write' | 'replace'; readonly put: readonly number[]; readonly drop: readonly number[] }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'flush' | 'restart' | 'kill' };

const keys = fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 5 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('write' as const), put: keys, drop: keys }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom('replace' as const), put: keys, drop: fc.constant([]) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 800 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('flush' as const, 'restart' as const, 'kill' as const) }),
  },
);

describe('the board cache, through any sequence of words, waits, restarts and kills', () => {
  it('gives back the board exactly as it was at the position that it names', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const root = mkdtempSync(join(tmpdir(), 'vaktrom-cache-'));
        const clock = new ManualClock();
        const left: BoardCache[] = [];
        let folder = join(root, '0');
        let lives = 0;
        const open = (): BoardCache => {
          const cache = openBoardCache({
            file: join(folder, 'cache.db'),
            clock,
            onFault: (fault) => expect(fault).toBeNull(),
          });
          left.push(cache);
          return cache;
        };
        /** Every board there ever was, by its place. */
        const boards: Map<string, number>[] = [new Map()];
        const written = { seq: 0 };
        try {
          let cache = open();
          let seq = 0;
          const readBack = (): void => {
            const loaded = cache.load();
            const found = loaded?.position.seq ?? 0;
            expect(found).toBeGreaterThanOrEqual(written.seq);
            const read = (loaded?.patch.status.put ?? []).map(([key, entity]) => [
              key,
              entity.kind === 'check' ? entity.value.ms : null,
            ]);
            expect(new Map(read as [string, number][])).toEqual(boards[found]);
            seq = found;
            boards.length = found + 1;
          };
          for (const one of steps) {
            switch (one.do) {
              case 'write':
              case 'replace': {
                const dropped = one.drop.filter((n) => !one.put.includes(n)).map(String);
                const board = one.do === 'replace' ? new Map<string, number>() : new Map(boards[seq]);
                seq += 1;
                for (const key of dropped) board.delete(key);
                for (const n of one.put) board.set(String(n), seq);
                boards[seq] = board;
                const put = [...new Set(one.put)].map((n): [string, StatusEntity] => [
                  String(n),
                  checkStatus(String(n), { ms: seq }),
                ]);
                const patch = { status: { put, drop: dropped } };
                if (one.do === 'replace') cache.replace(patch, at(seq), REDUCER_VERSION);
                else cache.write(patch, at(seq));
                break;
              }
              case 'wait':
                clock.advance(one.ms);
                break;
              case 'flush':
                cache.flush();
                written.seq = seq;
                break;
              case 'restart':
                void cache.close();
                written.seq = seq;
                cache = open();
                readBack();
                break;
              case 'kill': {
                const next = join(root, String(++lives));
                cpSync(folder, next, { recursive: true });
                folder = next;
                cache = open();
                readBack();
                break;
              }
            }
          }
        } finally {
          for (const cache of left) void cache.close();
          rmSync(root, { recursive: true, force: true });
        }
      }),
      { numRuns: 60 },
    );
  });
});
