import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { NodeState } from '../../../shared/model/states';
import {
  type DependencyPicture,
  pickDependencies,
  trimPicture,
} from '../../../shared/rules/dependency-picture';
import { buildGraph } from '../../../shared/rules/graph';
import { aService, entities } from '../../fixtures/room';

const COUNT = 16;
/** Each service needs some of those before it, some of them softly, some by alternatives. */
const rooms = fc.array(
  fc.array(fc.record({ of: fc.array(fc.nat(COUNT), { minLength: 1, maxLength: 2 }), soft: fc.boolean() }), {
    maxLength: 3,
  }),
  { minLength: COUNT, maxLength: COUNT },
);
const states = fc.array(fc.constantFrom<NodeState>('normal', 'down', 'degraded', 'redundancy-lost'), {
  minLength: COUNT,
  maxLength: COUNT,
});

function reachable({ boxes, edges }: DependencyPicture): ReadonlySet<string> {
  const reached = new Set(boxes.filter(({ root }) => root).map(({ key }) => key));
  for (const key of reached)
    for (const { from, to } of edges) {
      if (from === key) reached.add(to);
      if (to === key) reached.add(from);
    }
  return reached;
}

test('however far it is cut down, a picture keeps what it is about, hangs together, and counts the rest', () => {
  fc.assert(
    fc.property(
      rooms,
      states,
      fc.nat(COUNT - 1),
      fc.integer({ min: 1, max: 6 }),
      (needs, all, about, depth) => {
        const services = needs.map((list, index) =>
          aService(
            `s${index}`,
            list.flatMap(({ of, soft }) => {
              const before = [...new Set(of.filter((id) => id < index))];
              return before.length === 0
                ? []
                : [`${soft ? '~' : ''}${before.map((id) => `s${id}`).join('|')}`];
            }),
          ),
        );
        const { graph } = buildGraph(entities(services));
        const whole = pickDependencies({
          graph,
          stateOf: (id) => all[Number(id.slice(1))] ?? 'normal',
          roots: [`s${about}`],
          follows: new Set(),
          depth,
          most: 60,
        });
        for (let most = whole.boxes.length; most >= 1; most--) {
          const picture = trimPicture(whole, most);
          expect(picture.boxes).toHaveLength(most);
          expect(picture.boxes.some(({ root }) => root)).toBe(true);
          expect(picture.leftOut).toBe(whole.leftOut + whole.boxes.length - most);
          expect([...reachable(picture)].sort()).toEqual(picture.boxes.map(({ key }) => key).sort());
        }
      },
    ),
  );
});
