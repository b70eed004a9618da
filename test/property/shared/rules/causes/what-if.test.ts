import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Service } from '../../../../../shared/model/catalogue';
import { severity } from '../../../../../shared/model/states';
import { CauseIndex } from '../../../../../shared/rules/alarms/causes';
import { evidenceOf } from '../../../../../shared/rules/causes/evidence';
import { whatIf } from '../../../../../shared/rules/causes/what-if';
import { Projection } from '../../../../../shared/rules/projection';
import { readNode } from '../../../../../shared/rules/reduce';
import { aService, catalogueChanged, entities, eventWriter, hard } from '../../../../fixtures/room';

const SIZE = 9;

/** Any catalogue without a hard cycle: each service may need those before it, some softly, some one of two. */
const catalogues = fc
  .array(fc.array(fc.tuple(fc.nat(SIZE), fc.nat(SIZE), fc.boolean()), { maxLength: 3 }), {
    minLength: 2,
    maxLength: SIZE,
  })
  .map((rows) =>
    rows.map((needs, index): Service => {
      const written = needs.flatMap(([a, b, soft]) => {
        const of = [...new Set([a, b].filter((need) => need < index))].map((need) => `s${need}`);
        return of.length === 0 ? [] : [`${soft ? '~' : ''}${of.join('|')}`];
      });
      return aService(`s${index}`, written);
    }),
  );
const picks = fc.array(fc.nat(SIZE - 1), { maxLength: 4 });

function roomOf(services: readonly Service[], failed: readonly string[]): Projection {
  const state = new Projection();
  const write = eventWriter();
  state.apply(write(catalogueChanged(entities(services)), 1_000));
  for (const { id } of services)
    state.apply(write(hard(id, failed.includes(id) ? 'critical' : 'ok', 2_000), 2_000));
  return state;
}

const named = (services: readonly Service[], indexes: readonly number[]): string[] =>
  indexes.flatMap((index) => services[index]?.id ?? []);

describe('what if this fails', () => {
  it('is what the roll-up makes of it when it does', () => {
    fc.assert(
      fc.property(catalogues, picks, picks, (services, before, asked) => {
        const down = named(services, before);
        const more = named(services, asked);
        const now = roomOf(services, down);
        const then = roomOf(services, [...down, ...more]);
        const said = new Map(whatIf(now, more).nodes.map(({ node, state }) => [node, state]));
        for (const { id } of services) {
          const was = readNode(now.status, id)?.state ?? 'unknown';
          const becomes = readNode(then.status, id)?.state ?? 'unknown';
          expect(said.get(id) ?? was, id).toBe(becomes);
          if (said.has(id)) expect(severity(becomes)).toBeGreaterThan(severity(was));
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe('evidence', () => {
  it('is found on every node of every room: always with a word against it, and never more than there is', () => {
    fc.assert(
      fc.property(catalogues, picks, (services, failed) => {
        const state = roomOf(services, named(services, failed));
        const index = new CauseIndex();
        index.update(state, null);
        for (const { id } of services) {
          const { sentence, for: lines, time, against } = evidenceOf(state, index, id, 90_000);
          expect(against.length).toBeGreaterThan(0);
          expect(time.length).toBeGreaterThan(0);
          const normal = readNode(state.status, id)?.state === 'normal';
          expect(sentence.code === 'normal').toBe(normal);
          for (const { facts } of [...lines, ...time, ...against])
            if (facts.count !== undefined && facts.of !== undefined)
              expect(facts.count).toBeLessThanOrEqual(facts.of);
        }
      }),
      { numRuns: 200 },
    );
  });
});
