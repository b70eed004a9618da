import { describe, expect, it } from 'vitest';
import type { ServiceHours } from '../../../../../shared/model/catalogue';
import { DAY, HOUR, MaintenanceBench, MINUTE } from '../../../../fixtures/maintenance-bench';
import { aService } from '../../../../fixtures/room';

const office: ServiceHours = {
  id: 'kontor',
  name: 'Kontortid',
  order: 0,
  open: [{ days: [1, 2, 3, 4, 5], from: '07:00', to: '15:00' }],
  closedOnHolidays: true,
};
const oslo = (text: string): number => Date.parse(`${text}:00+01:00`);

function aBench(): MaintenanceBench {
  const bench = new MaintenanceBench([
    { ...aService('turnus'), hours: 'kontor' },
    aService('app', ['turnus']),
  ]);
  bench.putHours(office);
  return bench;
}

describe('service hours', () => {
  it('are told when the catalogue brings them, and at every opening and closing', () => {
    const bench = aBench();
    expect(bench.state.room?.hours).toEqual([{ id: 'kontor', open: true, nextAt: oslo('2026-11-23T15:00') }]);
    const before = bench.events.length;
    bench.until('2026-11-23T15:00');
    expect(bench.state.room?.hours).toEqual([
      { id: 'kontor', open: false, nextAt: oslo('2026-11-24T07:00') },
    ]);
    bench.until('2026-11-24T07:00');
    expect(bench.state.room?.hours).toEqual([{ id: 'kontor', open: true, nextAt: oslo('2026-11-24T15:00') }]);
    expect(bench.said(before)).toEqual(['hours.changed', 'hours.changed']);
  });

  it('let a fault wait without sound until they open; what needs it is heard', () => {
    const bench = aBench();
    bench.until('2026-11-23T16:00');
    bench.observe('turnus', 'critical');
    expect(bench.node('turnus')).toMatchObject({ state: 'down', quiet: { kind: 'hours', id: 'kontor' } });
    expect(bench.node('app')).toMatchObject({ state: 'down', quiet: null });
    bench.until('2026-11-24T06:59');
    expect(bench.node('turnus').quiet?.kind).toBe('hours');
    bench.until('2026-11-24T07:00');
    expect(bench.node('turnus')).toMatchObject({
      state: 'down',
      quiet: null,
      since: oslo('2026-11-23T16:00'),
    });
  });

  it('say nothing at a restart where nothing is otherwise, and what is where it is', () => {
    const bench = aBench();
    const before = bench.events.length;
    bench.restart(MINUTE);
    expect(bench.said(before)).toEqual([]);
    bench.restart(4 * HOUR);
    expect(bench.said(before)).toEqual(['hours.changed']);
    bench.restart(DAY);
    expect(bench.state.room?.hours[0]).toMatchObject({ open: false, nextAt: oslo('2026-11-25T07:00') });
  });

  it('follow a change of their definition, and go with it', () => {
    const bench = aBench();
    bench.putHours({ ...office, open: [{ days: [1], from: '13:00', to: '14:00' }] });
    expect(bench.state.room?.hours).toEqual([
      { id: 'kontor', open: false, nextAt: oslo('2026-11-23T13:00') },
    ]);
    bench.until('2026-11-23T13:00');
    expect(bench.state.room?.hours[0]?.open).toBe(true);
    bench.say({ type: 'catalogue.changed', name: 'test', demo: false, put: [], drop: ['hours:kontor'] });
    expect(bench.state.room?.hours).toEqual([]);
  });

  it('follow a clock that is set, both ways', () => {
    const bench = aBench();
    bench.clock.jump(4 * HOUR);
    bench.clock.advance(15_000);
    expect(bench.state.room?.hours[0]?.open).toBe(false);
    bench.clock.jump(-4 * HOUR);
    bench.clock.advance(15_000);
    expect(bench.state.room?.hours[0]).toMatchObject({ open: true, nextAt: oslo('2026-11-23T15:00') });
  });
});
