import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Agenda, AgendaEntry } from '../../../../../electron/hub/checks/agenda';

describe('Agenda', () => {
  it('does what a sorted list does, whatever is set, moved, removed and taken', () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('set' as const), entry: fc.nat(19), at: fc.integer({ min: 0, max: 50 }) }),
      fc.record({ do: fc.constant('remove' as const), entry: fc.nat(19) }),
      fc.record({ do: fc.constant('take' as const), now: fc.integer({ min: 0, max: 50 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const agenda = new Agenda();
        const entries = Array.from({ length: 20 }, () => new AgendaEntry(() => {}));
        const model = new Map<AgendaEntry, number>();
        const least = (): number => Math.min(Number.POSITIVE_INFINITY, ...model.values());
        for (const one of steps) {
          if (one.do === 'set') {
            agenda.set(entries[one.entry]!, one.at);
            model.set(entries[one.entry]!, one.at);
          } else if (one.do === 'remove') {
            agenda.remove(entries[one.entry]!);
            model.delete(entries[one.entry]!);
          } else {
            const taken = agenda.takeDue(one.now);
            if (least() > one.now) expect(taken).toBeNull();
            else {
              expect(taken?.dueAt).toBe(least());
              expect(model.get(taken!.entry)).toBe(least());
              model.delete(taken!.entry);
            }
          }
          expect(agenda.nextAt).toBe(least());
          expect(agenda.size).toBe(model.size);
          for (const entry of entries) expect(entry.at).toBe(model.get(entry) ?? Number.POSITIVE_INFINITY);
        }
      }),
    );
  });

  it('forgets all when cleared, and takes entries again after', () => {
    const agenda = new Agenda();
    const entry = new AgendaEntry(() => {});
    agenda.set(entry, 5);
    agenda.clear();
    expect(agenda.takeDue(10)).toBeNull();
    agenda.set(entry, 6);
    expect(agenda.takeDue(10)).toMatchObject({ entry, dueAt: 6 });
  });
});
