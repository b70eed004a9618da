import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Outbox, openOutbox } from '../../electron/main/cache/outbox';
import type { OutboxEntry } from '../../shared/contract/ipc';
import { ManualClock } from '../../shared/time/clock';

type Step =
  | { readonly do: 'add'; readonly n: number }
  | { readonly do: 'mark'; readonly n: number; readonly fate: OutboxEntry['fate'] }
  | { readonly do: 'restart' }
  /** What a killed process leaves: the files as they are, not closed. */
  | { readonly do: 'kill' }
  | { readonly do: 'wait'; readonly ms: number };

const number = fc.integer({ min: 0, max: 9 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('add' as const), n: number }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('mark' as const),
      n: number,
      fate: fc.constantFrom<OutboxEntry['fate']>('queued', 'sent', 'confirmed', 'refused', 'expired'),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'restart' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'kill' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 3_600_000 }) }),
  },
);

/** As long as a real one: HMAC-SHA-256 in hexadecimal. */
const proof = (n: number): string => String(n).repeat(64);
const settled = (fate: string): boolean => !['queued', 'sent'].includes(fate);

describe('the outbox, through any sequence of acts, fates, restarts and kills', () => {
  it('holds every acknowledged command exactly once, in order, with its last fate', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const root = mkdtempSync(join(tmpdir(), 'vaktrom-outbox-'));
        const clock = new ManualClock();
        let folder = join(root, '0');
        let lives = 0;
        const left: Outbox[] = [];
        const open = (): Outbox => {
          const box = openOutbox({
            file: join(folder, 'outbox.db'),
            clock,
            onFault: (fault) => expect(fault).toBeNull(),
          });
          left.push(box);
          return box;
        };
        const model = new Map<string, string>();
        try {
          let box = open();
          for (const one of steps) {
            switch (one.do) {
              case 'add': {
                const id = `command-${one.n}`;
                box.add({
                  id,
                  kind: 'check.recheck',
                  subject: id,
                  payload: null,
                  actor: 'kari',
                  session: `session-${one.n}`,
                  proof: proof(one.n),
                  actedAt: one.n,
                  expiresAt: 1e15,
                });
                if (!model.has(id)) model.set(id, 'queued');
                break;
              }
              case 'mark': {
                const id = `command-${one.n}`;
                const fate = model.get(id);
                const marked = box.mark(id, one.fate, null);
                if (fate === undefined) expect(marked).toBeNull();
                else if (!settled(fate)) model.set(id, one.fate);
                break;
              }
              case 'restart':
                box.close();
                box = open();
                break;
              case 'kill': {
                const next = join(root, String(++lives));
                cpSync(folder, next, { recursive: true });
                folder = next;
                box = open();
                break;
              }
              case 'wait':
                // Less than a day in all: nothing is over yet.
                clock.jump(one.ms / 50);
                break;
            }
            expect(box.list().map((entry) => [entry.id, entry.fate])).toEqual([...model]);
            // The proof is what the hub believes the act by: it is whole, or the command is not.
            for (const entry of box.list()) expect(entry.proof).toBe(proof(Number(entry.id.slice(8))));
            expect(box.pending().map((entry) => entry.id)).toEqual(
              [...model].filter(([, fate]) => !settled(fate)).map(([id]) => id),
            );
          }
        } finally {
          for (const box of left) box.close();
          rmSync(root, { recursive: true, force: true });
        }
      }),
      { numRuns: 60 },
    );
  });
});
