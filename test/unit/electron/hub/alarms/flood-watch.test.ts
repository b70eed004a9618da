import { describe, expect, it } from 'vitest';
import { AlarmBench, MINUTE } from '../../../../fixtures/alarm-bench';
import { aService } from '../../../../fixtures/room';

const many = Array.from({ length: 12 }, (_, index) => `s${index + 1}`);
const flooded = () => {
  const bench = new AlarmBench(many.map((id) => aService(id)));
  for (const id of many.slice(0, 10)) bench.observe(id, 'critical');
  return bench;
};
const said = (bench: AlarmBench) =>
  bench.events.flatMap(({ body }) => (body.type === 'flood.changed' ? [[body.on, body.annunciated]] : []));

describe('a flood', () => {
  it('begins with the eleventh alarm in ten minutes, and not before', () => {
    const bench = flooded();
    expect(bench.state.room?.flood).toBeNull();
    bench.observe('s11', 'critical');
    bench.turn();
    expect(bench.state.room?.flood).toMatchObject({ annunciated: 11 });
    expect(said(bench)).toEqual([[true, 11]]);
  });

  it('ends when fewer than five are left in the window, by itself', () => {
    const bench = flooded();
    bench.observe('s11', 'critical');
    bench.turn();
    bench.clock.advance(9 * MINUTE);
    expect(bench.state.room?.flood).not.toBeNull();
    bench.clock.advance(2 * MINUTE);
    expect(bench.state.room?.flood).toBeNull();
    expect(said(bench).at(-1)?.[0]).toBe(false);
  });

  it('is remembered by a hub that was started anew in the middle of it', () => {
    const bench = flooded();
    bench.observe('s11', 'critical');
    bench.turn();
    bench.restart(1_000);
    expect(bench.state.room?.flood).not.toBeNull();
    bench.clock.advance(12 * MINUTE);
    expect(bench.state.room?.flood).toBeNull();
  });

  it('counts an act on an alarm as no further alarm', () => {
    const bench = flooded();
    for (const id of many.slice(0, 10)) bench.acknowledge(id);
    bench.turn();
    expect(said(bench)).toEqual([]);
  });
});
