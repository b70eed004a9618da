import { describe, expect, it } from 'vitest';
import type { Handover } from '../../../../../shared/model/handover';
import { adherenceOf, letGo, missedShifts } from '../../../../../shared/rules/handover/adherence';
import {
  aText,
  criticalLine,
  HandoverBench,
  MINUTE,
  NIGHT,
  SEVEN,
} from '../../../../fixtures/handover-bench';
import { threeShifts } from '../../../../fixtures/shift-plan';

const DIPS = criticalLine('dips@mo', 'A-1');
const CORE = criticalLine('core', 'A-2');

/** A night that was handed over as it should be. */
function aHandover(change: Partial<Handover> = {}, reason?: string): Handover {
  const bench = new HandoverBench();
  bench.onDuty('eva');
  bench.due();
  bench.clock.advance(30 * MINUTE);
  if (reason === undefined) bench.exchange();
  const text = aText();
  bench.clock.advance(12 * MINUTE);
  bench.sign(text, 'eva', reason === undefined ? {} : { reason });
  bench.accept(text);
  expect(bench.handover.state).toBe('accepted');
  return { ...bench.handover, ...change };
}

describe('how handovers were done', () => {
  it('is counted by month and by the position that handed over, the newest month first', () => {
    const one = aHandover();
    const earlier = aHandover({ acceptedAt: SEVEN - 30 * 24 * 60 * MINUTE, exchangedAt: null });
    const { rows } = adherenceOf([one, earlier], [], []);
    expect(rows.map(({ month, position, handovers }) => [month, position, handovers])).toEqual([
      ['2026-11', null, 1],
      ['2026-11', 'vakt', 1],
      ['2026-10', null, 1],
      ['2026-10', 'vakt', 1],
    ]);
    expect(rows[0]).toMatchObject({ whole: 1, readBack: 1, exceptions: 0, late: 0, minutes: 12 });
    expect(rows[2]?.minutes).toBeNull();
  });

  it('counts each element by itself, exceptions with their reasons, and what came late', () => {
    const late = aHandover({
      elements: { severity: true, summary: true, actions: true, contingency: false, synthesis: true },
      dueAt: SEVEN,
    });
    const { rows, exceptions } = adherenceOf([late, aHandover({}, 'AMK ringer')], [], []);
    expect(rows[0]).toMatchObject({
      handovers: 2,
      whole: 0,
      elements: { severity: 2, summary: 2, actions: 2, contingency: 1, synthesis: 1 },
      readBack: 1,
      exceptions: 1,
      late: 1,
    });
    expect(exceptions).toMatchObject([{ number: 'H-1', position: 'vakt', reason: 'AMK ringer' }]);
  });

  it('counts a shift that ended without a handover, and none that has just ended', () => {
    const plan = threeShifts();
    const to = SEVEN + 16 * MINUTE;
    const missed = missedShifts(plan, [], NIGHT - 60 * MINUTE, to);
    expect(missed.map(({ end }) => new Date(end).toISOString().slice(11, 16))).toEqual(['21:15']);
    expect(missedShifts(plan, [], NIGHT - 60 * MINUTE, to + 15 * MINUTE)).toHaveLength(2);
    expect(missedShifts(plan, [aHandover()], NIGHT - 60 * MINUTE, to + 15 * MINUTE)).toHaveLength(1);
    const { rows } = adherenceOf([], missed, []);
    expect(rows.map(({ position, missed: count }) => [position, count])).toEqual([
      [null, 1],
      ['vakt', 1],
    ]);
  });

  it('counts what came back at the time when it did, newest first in the list', () => {
    const back = (at: number) => ({
      handover: 'a',
      number: 'H-1',
      node: 'core',
      alarm: 'A-9',
      at,
      positions: ['vakt'],
    });
    const { rows, dropped } = adherenceOf([], [], [back(SEVEN), back(SEVEN + MINUTE)]);
    expect(rows[0]).toMatchObject({ month: '2026-11', dropped: 2 });
    expect(dropped.map(({ at }) => at)).toEqual([SEVEN + MINUTE, SEVEN]);
    expect(dropped[0]).not.toHaveProperty('positions');
  });
});

describe('what a handover let go of', () => {
  const item = (line: typeof DIPS, walked = true) => ({
    key: line.key,
    title: line.node ?? '',
    node: line.node,
    sources: line.sources,
    criticality: null,
    owner: null,
    to: null,
    walked: walked ? { at: SEVEN, by: 'eva' } : null,
    said: null,
  });

  it('is what was struck or not gone through, and what the one before had and this does not speak of', () => {
    const handover = aHandover({ items: [item(DIPS), item(CORE, false)] });
    expect(letGo(handover, aText([DIPS, CORE]), null)).toEqual(['core']);
    const struck = aText([DIPS, CORE]);
    const lines = struck.lines.map((line) =>
      line.key === DIPS.key ? { ...line, struck: { at: SEVEN, by: 'eva', reason: 'kjent' } } : line,
    );
    expect(letGo(handover, { ...struck, lines }, null)).toEqual(['dips@mo', 'core']);
    const quiet = aHandover({ items: [] });
    expect(letGo(quiet, aText(), { items: [item(DIPS)] })).toEqual(['dips@mo']);
    const told = { ...DIPS, key: 'passed/A-1', section: 'passed' as const, critical: false };
    expect(letGo(quiet, aText([told]), { items: [item(DIPS)] })).toEqual([]);
  });
});
