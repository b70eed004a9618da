import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { OutboxEntry } from '../../shared/contract/ipc';
import type { EventBody } from '../../shared/model/events';
import type { CheckResult } from '../../shared/model/states';
import { AlarmDecider } from '../../shared/rules/alarms/decide';
import { ACTS, type ActKind, NODES } from '../fixtures/alarm-world/desk';
import { type Act, World } from '../fixtures/alarm-world/world';
import { tempFolder } from '../fixtures/temp-folder';

/**
 * A hub that keeps alarms, two consoles with a person and an outbox on a real disk at each, and an adversary on the
 * wires between them: who loses, repeats, delays and reorders what is sent, cuts, kills any of the three, and lets time
 * pass. Whatever it did, when it lets go every act has taken effect exactly once or was refused once, everybody was told
 * so, and all three stand at the same state.
 */

const desk = fc.nat(1);
const count = fc.integer({ min: 1, max: 5 });
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      desk,
      do: fc.constant('observe' as const),
      node: fc.nat(NODES.length - 1),
      result: fc.constantFrom<CheckResult>('ok', 'critical', 'critical', 'warning'),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      desk,
      do: fc.constant('act' as const),
      kind: fc.constantFrom<ActKind>('acknowledge', 'acknowledge', ...ACTS),
      node: fc.nat(NODES.length - 1),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ desk, do: fc.constantFrom('down' as const, 'answer' as const), count }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      desk,
      do: fc.constant('up' as const),
      count,
      index: fc.nat(5),
      keep: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      desk,
      do: fc.constant('wait' as const),
      minutes: fc.integer({ min: 1, max: 25 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ desk, do: fc.constantFrom('beat' as const, 'connect' as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      desk,
      do: fc.constantFrom(
        'repeat' as const,
        'lose-up' as const,
        'lose-down' as const,
        'lose-answer' as const,
        'cut' as const,
        'kill-desk' as const,
        'kill-hub' as const,
        'restart-hub' as const,
      ),
    }),
  },
);

const FATES = { done: 'confirmed', refused: 'refused', expired: 'expired' } as const;

const root = tempFolder('alarms-converge');
let runs = 0;
afterAll(() => root.remove());

describe('two desks, a hub and an adversary', () => {
  it('end with every act in the log exactly once, everybody told, and the same state everywhere', async () => {
    const tally = { done: 0, refused: 0, late: 0, expired: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 100, size: 'max' }), async (acts) => {
        runs += 1;
        const here = join(root.path, `${runs}`);
        mkdirSync(here);
        const world = await World.start(here);
        try {
          for (const one of acts) await world.act(one);
          await world.calm();
          world.compare();

          const events = world.logged();
          const settled = new Map<string, EventBody[]>();
          const effects = new Map<string, EventBody[]>();
          let open: EventBody[] = [];
          for (const body of events) {
            if (body.type === 'alarm.acted') open.push(body);
            if (body.type !== 'command.settled') continue;
            settled.set(body.command, [...(settled.get(body.command) ?? []), body]);
            effects.set(body.command, open);
            open = [];
          }
          expect(open, 'no effect without its command').toEqual([]);

          for (const each of world.desks) {
            const entries = new Map<string, OutboxEntry>(
              each.outbox.list().map((entry) => [entry.id, entry]),
            );
            for (const id of each.given) {
              const [outcome, ...more] = settled.get(id) ?? [];
              expect(more, 'settled once').toEqual([]);
              if (outcome?.type !== 'command.settled') throw new Error(`${id} was lost`);
              expect(entries.get(id)?.fate, 'its person knows').toBe(FATES[outcome.outcome]);
              expect(entries.get(id)?.reason).toBe(outcome.reason);
              const made = effects.get(id) ?? [];
              const late = made.filter(
                (body) => body.type === 'alarm.acted' && body.act.kind === 'note' && body.act.late,
              );
              expect(made.length).toBe(outcome.outcome === 'done' ? 1 : late.length);
              expect(late.length).toBeLessThanOrEqual(1);
              tally[outcome.outcome] += 1;
              tally.late += late.length;
            }
            expect(each.equal).toBe(true);
            expect(each.state.digests()).toEqual(world.hub.state.digests());
          }
          expect(world.reference.digests()).toEqual(world.hub.state.digests());
          // What a hub that forgot everything but its log would say of the alarms: nothing more.
          expect(new AlarmDecider().decide(world.hub.state, null)).toEqual([]);
          expect(world.faults).toEqual([]);
        } finally {
          world.close();
        }
      }),
      { numRuns: 100 },
    );
    // It would prove nothing if nothing ever came through, or nothing was ever refused.
    for (const number of [tally.done, tally.refused, tally.late]) expect(number).toBeGreaterThan(0);
  }, 120_000);
});
