import { describe, expect, it } from 'vitest';
import { groupLines, nextStep, overdueCount } from '../../../../../renderer/desk/routines/routines-model';
import { ManualClock } from '../../../../../shared/time/clock';
import { AlarmDesk } from '../../../../fixtures/desk-harness/alarm-desk';
import { watchScene } from '../../../../fixtures/desk-harness/watch-scene';

const desk = new AlarmDesk(new ManualClock());
watchScene(desk);
const now = desk.hubNow();

describe('what a watch has to do', () => {
  it('stands in the order in which it asks for somebody', () => {
    // From 07:00 on the turns of the next morning lie within a day.
    const groups = groupLines(desk.state.watch, desk.state.catalogue, now + 3 * 3_600_000);
    expect(groups.map(({ group, lines }) => [group, lines.map(({ id }) => id)])).toEqual([
      ['overdue', ['nodkurve/2026-11-23']],
      ['open', ['lydlogg/2026-11-23']],
      ['due', ['oppfolging-02']],
      ['carried', ['oppfolging-01']],
      ['coming', ['sikkerhetskopi/2026-11-24', 'lydlogg/2026-11-24', 'nodkurve/2026-11-24']],
      ['settled', ['sikkerhetskopi/2026-11-23']],
      ['closed', ['oppfolging-03']],
    ]);
  });

  it('has nothing twice: a turn that is in the state is not also coming', () => {
    const ids = groupLines(desk.state.watch, desk.state.catalogue, now).flatMap(({ lines }) =>
      lines.map(({ id }) => id),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is counted on the tab when it is past its time', () => {
    expect(overdueCount(desk.state.watch)).toBe(2);
    expect(overdueCount(new Map())).toBe(0);
  });

  it('goes step by step, in the order of the routine, whichever was ticked first', () => {
    const entity = desk.state.watch.get('routine-run:nodkurve/2026-11-23');
    if (entity?.kind !== 'routine-run') throw new Error('the scene has a routine');
    const steps = ['Mo', 'Bodø', 'Kirkenes'];
    expect(nextStep(entity.value, steps)).toBe(2);
    expect(nextStep({ ...entity.value, ticked: [2] }, steps)).toBe(0);
    expect(nextStep({ ...entity.value, ticked: [0, 1, 2] }, steps)).toBeNull();
    expect(nextStep({ ...entity.value, ticked: [] }, [])).toBeNull();
  });
});
