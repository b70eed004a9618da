import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findCallouts } from '../../../../renderer/wall/model/callouts';
import { Mosaic } from '../../../../renderer/wall/model/mosaic';
import { isQuiet, slotState, WallModel } from '../../../../renderer/wall/model/wall-model';
import type { EventBody } from '../../../../shared/model/events';
import type { CheckResult, Criticality } from '../../../../shared/model/states';
import { severity } from '../../../../shared/model/states';
import { fullEstate } from '../../../fixtures/wall-harness/estates';
import { buildBoard } from '../../../fixtures/wall-harness/scenes';

const NOW = Date.UTC(2026, 10, 23, 3, 52, 17);
const RESULTS: readonly CheckResult[] = ['ok', 'warning', 'critical', 'unknown'];
const subset = <T>(values: readonly T[]): fc.Arbitrary<readonly T[]> => fc.subarray([...values]);

test('the parts of a mosaic hold all that it shows, each once, whatever it shows on however many displays, and stay true as checks change', () => {
  const first = buildBoard(fullEstate(), 'night', NOW);
  const families = [...first.catalogue.values()].flatMap((one) =>
    one.kind === 'family' ? [one.value.id] : [],
  );
  const sites = [...first.catalogue.values()].flatMap((one) => (one.kind === 'site' ? [one.value.id] : []));
  const checks = [...first.graph.checks.keys()];
  fc.assert(
    fc.property(
      fc.record({
        criticalities: subset<Criticality>([1, 2, 3, 4]),
        families: subset(families),
        sites: subset(sites),
      }),
      fc.integer({ min: 1, max: 8 }),
      fc.array(fc.tuple(fc.nat(checks.length - 1), fc.constantFrom(...RESULTS)), { maxLength: 40 }),
      (filter, of, changes) => {
        const board = buildBoard(fullEstate(), 'night', NOW);
        const model = new WallModel();
        model.load(board);
        const parts = Array.from(
          { length: of },
          (_, index) => new Mosaic(model, board, filter, { index, of }),
        );
        const whole = new Mosaic(model, board, filter, { index: 0, of: 1 });
        changes.forEach(([at, result], seq) => {
          const check = checks[at] as string;
          const body: EventBody = {
            type: 'check.changed',
            check,
            result,
            hard: true,
            attempt: 1,
            output: '',
            ms: 1,
            observedAt: NOW,
            beforeAt: null,
            silenced: false,
          };
          const patch = board.apply({
            origin: 'property',
            epoch: 1,
            seq: 900_000 + seq,
            at: NOW + seq,
            body,
          });
          const keys = [...(patch.status?.put ?? []).map(([key]) => key), ...(patch.status?.drop ?? [])];
          const moved = model.apply(keys, board);
          for (const one of [...parts, whole]) one.update(moved);
        });
        const nodes = (one: Mosaic): string[] =>
          one.cells.flatMap(({ slots }) => slots.map(({ node }) => node.id));
        expect(parts.flatMap(nodes).sort()).toEqual(nodes(whole).sort());
        expect(parts.reduce((sum, one) => sum + one.services, 0)).toBe(whole.services);
        for (const one of parts) {
          expect(one.axes.rows).toEqual(whole.axes.rows);
          for (const cell of one.cells) {
            const heard = cell.slots.filter((slot) => !isQuiet(slot)).map(slotState);
            const worst = Math.max(severity('normal'), ...heard.map(severity));
            if (!cell.quiet) expect(severity(cell.worst)).toBe(worst);
          }
          expect(Object.values(one.totals()).reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(
            one.services,
          );
        }
        // No callout is lost: it stands above a part, or is counted as outside by every one of them.
        const all = findCallouts(model, board.maintenance, board);
        const placed = new Set(parts.flatMap((one) => one.callouts(all).list.map(({ key }) => key)));
        for (const one of parts) expect(one.callouts(all).outside + placed.size).toBe(all.length);
      },
    ),
    { numRuns: 25 },
  );
});
