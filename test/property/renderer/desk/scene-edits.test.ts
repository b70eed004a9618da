import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { begunEdit, redone, stepped, undone } from '../../../../renderer/desk/scenes/edit-store';
import { steppedRect, withForm, withNewPanel } from '../../../../renderer/desk/scenes/scene-edits';
import { PANEL_KINDS } from '../../../../shared/model/panels';
import { type Arrangement, GRID, type SceneDraft } from '../../../../shared/model/wall';
import { isInside, overlaps } from '../../../../shared/rules/wall/scene-faults';

const form = fc.record({ cols: fc.integer({ min: 1, max: 8 }), rows: fc.integer({ min: 1, max: 4 }) });
const span = (most: number) =>
  fc
    .integer({ min: 0, max: most - 1 })
    .chain((start) => fc.tuple(fc.constant(start), fc.integer({ min: 1, max: most - start })));
const rectOn = (of: { cols: number; rows: number }) =>
  fc.tuple(span(of.cols * GRID), span(of.rows * GRID)).map(([[x, w], [y, h]]) => ({ x, y, w, h }));
const step = fc.integer({ min: -120, max: 120 });

describe('moving and drawing out', () => {
  it('never leaves the wall, nor leaves nothing', () => {
    fc.assert(
      fc.property(
        form.chain((of) => fc.tuple(fc.constant(of), rectOn(of))),
        fc.record({ left: step, top: step, right: step, bottom: step }),
        ([of, at], edges) => {
          const next = steppedRect(at, edges, of);
          expect(isInside(next, of.cols * GRID, of.rows * GRID)).toBe(true);
          expect(Math.min(next.x, next.y)).toBeGreaterThanOrEqual(0);
          expect(Math.min(next.w, next.h)).toBeGreaterThanOrEqual(1);
        },
      ),
    );
  });

  it('keeps the size of what moves as a whole', () => {
    fc.assert(
      fc.property(
        form.chain((of) => fc.tuple(fc.constant(of), rectOn(of))),
        step,
        step,
        ([of, at], dx, dy) => {
          const next = steppedRect(at, { left: dx, right: dx, top: dy, bottom: dy }, of);
          expect([next.w, next.h]).toEqual([at.w, at.h]);
        },
      ),
    );
  });
});

describe('panels that are added one after the other', () => {
  it('lie on the wall and on no other, as long as there is room', () => {
    fc.assert(
      fc.property(form, fc.array(fc.constantFrom(...PANEL_KINDS), { maxLength: 20 }), (of, kinds) => {
        let arrangement: Arrangement = { ...of, panels: [] };
        for (const kind of kinds)
          arrangement = withNewPanel(arrangement, kind, null, null)?.arrangement ?? arrangement;
        const { panels } = arrangement;
        expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
        for (const [index, one] of panels.entries()) {
          expect(isInside(one.at, of.cols * GRID, of.rows * GRID)).toBe(true);
          expect(panels.slice(0, index).some((other) => overlaps(other.at, one.at))).toBe(false);
        }
        const other: SceneDraft = withForm({ name: 'x', arrangements: [arrangement] }, { cols: 2, rows: 3 });
        for (const made of other.arrangements)
          for (const [index, one] of made.panels.entries())
            expect(made.panels.slice(0, index).some((before) => overlaps(before.at, one.at))).toBe(false);
      }),
    );
  });
});

describe('taking back', () => {
  it('goes through every step, and forth again', () => {
    const names = fc.array(fc.tuple(fc.string({ maxLength: 5 }), fc.constantFrom('a', 'b', null)), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(names, (steps) => {
        const first: SceneDraft = { name: 'først', arrangements: [] };
        let edit = begunEdit(null, first);
        for (const [name, about] of steps) edit = stepped(edit, { ...edit.draft, name }, about);
        const last = edit.draft;
        const count = edit.past.length;
        let back = edit;
        for (let turn = 0; turn < count; turn += 1) back = undone(back);
        expect(back.draft).toBe(first);
        expect(undone(back)).toBe(back);
        for (let turn = 0; turn < count; turn += 1) back = redone(back);
        expect(back.draft).toBe(last);
        expect(redone(back)).toBe(back);
      }),
    );
  });
});
