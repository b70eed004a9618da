import { describe, expect, it } from 'vitest';
import { type AlarmFigure, alarmFiguresAnswer } from '../../../../../shared/contract/wire';
import type { Priority } from '../../../../../shared/model/alarms';
import {
  type AlarmRecord,
  alarmFigures,
  type FigurePeriod,
  type FigureRecords,
} from '../../../../../shared/rules/alarms/figures';

/**
 * A watch that was counted by hand. Monday 23 November 2026, 00:00 to 08:00 UTC (01:00 to 09:00 in Oslo): 8 hours, 48
 * periods of ten minutes. Twenty-six alarms asked, by minute of the watch:
 *
 * | minute          | node   | priority | active         | taken                          |
 * |-----------------|--------|----------|----------------|--------------------------------|
 * | 5               | core   | 1        | 5–35           | acknowledged after 2 min       |
 * | 20, 22 … 42     | app-0 … app-11 | 3 | 30 min each   | app-0 after 1 min, app-1 after 5 min; the rest not |
 * | 60, 120, … 360 (6×) | print | 4     | 40 s each      | nobody ever                    |
 * | 200             | lab    | 2        | 200–           | acknowledged after 4 min; it is active still       |
 * | 300:00, :20, :40 | wifi  | 3        | 10 s each      | nobody                         |
 * | 400, 410, 470   | wan    | 2, 2, 1  | 5 min each     | the first after 10 min (also over by then), the others not |
 *
 * 1 + 12 + 6 + 1 + 3 + 3 = 26.
 */
const MINUTE = 60_000;
const T0 = Date.UTC(2026, 10, 23);
const at = (minute: number): number => T0 + minute * MINUTE;
let number = 0;

function record(
  node: string,
  minute: number,
  priority: Priority,
  lastsMin: number | null,
  more: Partial<AlarmRecord> = {},
): AlarmRecord {
  number += 1;
  const acknowledgedAt = more.acknowledgedAt ?? null;
  return {
    alarm: `A-${number}`,
    node,
    from: at(minute),
    to: lastsMin === null ? null : at(minute + lastsMin),
    annunciated: [{ at: at(minute), priority }],
    acknowledgedAt,
    touched: acknowledgedAt !== null,
    shelved: [],
    suppressedAt: null,
    ...more,
  };
}
const taken = (minute: number): Partial<AlarmRecord> => ({ acknowledgedAt: at(minute), touched: true });

const WATCH: readonly AlarmRecord[] = [
  record('core', 5, 1, 30, taken(7)),
  ...Array.from({ length: 12 }, (_, n) =>
    record(`app-${n}`, 20 + 2 * n, 3, 30, n === 0 ? taken(21) : n === 1 ? taken(27) : {}),
  ),
  ...[60, 120, 180, 240, 300, 360].map((minute) => record('print', minute, 4, 40 / 60)),
  record('lab', 200, 2, null, taken(204)),
  ...[300, 300 + 20 / 60, 300 + 40 / 60].map((minute) => record('wifi', minute, 3, 10 / 60)),
  record('wan', 400, 2, 5, taken(410)),
  record('wan', 410, 2, 5),
  record('wan', 470, 1, 5),
];
const ROOM: FigurePeriod = { from: at(0), to: at(480), position: null };

function figuresOf(
  alarms: readonly AlarmRecord[] = WATCH,
  asked: FigurePeriod = ROOM,
  more: Partial<FigureRecords> = {},
) {
  const answer = alarmFigures({ alarms, watches: [], bad: new Set(), knownFrom: null, ...more }, asked);
  const figure = (id: AlarmFigure['id']): AlarmFigure => {
    const found = answer.figures.find((one) => one.id === id);
    if (!found) throw new Error(`no figure ${id}`);
    return found;
  };
  return { answer, figure, value: (id: AlarmFigure['id']) => figure(id).value };
}

describe('the figures of a watch that was counted by hand', () => {
  const { answer, figure, value } = figuresOf();

  it('are what the wire takes', () => {
    expect(alarmFiguresAnswer.safeParse(answer).error).toBeUndefined();
    expect(new Set(answer.figures.map(({ id }) => id)).size).toBe(answer.figures.length);
  });

  it('26 alarms in 8 hours: 3.25 an hour, 78 a day', () => {
    expect(value('annunciated')).toBe(26);
    expect(value('per-hour')).toBe(3.25);
    expect(value('per-day')).toBe(78);
    expect(figure('per-hour')).toMatchObject({ ok: 6, limit: 12, verdict: 'good' });
  });

  it('the worst ten minutes have five, and no period more than ten', () => {
    // app-0 to app-4 from minute 20 to 28; app-5 to app-9 from 30 to 38; 300 has print and three of wifi.
    expect(value('worst-10min')).toBe(5);
    expect(figure('worst-10min').alarms.map(({ node }) => node)).toEqual([
      'app-4',
      'app-3',
      'app-2',
      'app-1',
      'app-0',
    ]);
    expect(value('periods-over-10')).toBe(0);
    expect(answer.periods.slice(0, 4)).toEqual([
      { at: at(0), count: 1 },
      { at: at(20), count: 5 },
      { at: at(30), count: 5 },
      { at: at(40), count: 2 },
    ]);
  });

  it('never more than five in any ten minutes: no flood', () => {
    expect(value('floods')).toBe(0);
    expect(value('time-in-flood')).toBe(0);
  });

  it('of the 17 sources the ten with most make up 19 of 26', () => {
    // print 6, wan 3, wifi 3, and seven of those with one each: 6 + 3 + 3 + 7 = 19.
    expect(value('top-10-share')).toBeCloseTo(19 / 26, 10);
    // Ten sources are 5 % of 200 alarms at the least: of 26 the share says nothing.
    expect(figure('top-10-share').verdict).toBe('none');
    expect(answer.sources.slice(0, 3)).toEqual([
      { node: 'print', count: 6, share: 6 / 26, medianMs: 40_000, untouched: 6, bad: false },
      { node: 'wan', count: 3, share: 3 / 26, medianMs: 5 * MINUTE, untouched: 2, bad: false },
      { node: 'wifi', count: 3, share: 3 / 26, medianMs: 10_000, untouched: 3, bad: false },
    ]);
    expect(answer.sources.find(({ node }) => node === 'lab')?.medianMs).toBeNull();
  });

  it('wifi chatters; print is fleeting six times, and wifi is not counted twice', () => {
    expect(value('chattering')).toBe(1);
    expect(figure('chattering').alarms.map(({ node }) => node)).toEqual(['wifi', 'wifi', 'wifi']);
    expect(value('fleeting')).toBe(6);
    expect(new Set(figure('fleeting').alarms.map(({ node }) => node))).toEqual(new Set(['print']));
    expect(figure('fleeting').verdict).toBe('bad');
  });

  it('21 low, 3 medium and 2 high of 26: 0.81, 0.12, 0.08', () => {
    // Low: 12 app + 6 print + 3 wifi = 21. Medium: lab and two of wan = 3. High: core and one of wan = 2.
    expect(value('priority-low')).toBeCloseTo(21 / 26, 10);
    expect(value('priority-medium')).toBeCloseTo(3 / 26, 10);
    expect(value('priority-high')).toBeCloseTo(2 / 26, 10);
    expect(figure('priority-high').verdict).toBe('watch');
    expect(figure('priority-high').alarms.map(({ node }) => node)).toEqual(['wan', 'core']);
  });

  it('taken after 1, 2, 4, 5 and 10 minutes: 4 at the median, the slowest first behind it', () => {
    // app-0: 20 → 21. core: 5 → 7. lab: 200 → 204. app-1: 22 → 27. wan: 400 → 410.
    expect(value('time-to-acknowledge')).toBe(4 * MINUTE);
    expect(figure('time-to-acknowledge').alarms.map(({ node }) => node)).toEqual([
      'wan',
      'app-1',
      'lab',
      'core',
      'app-0',
    ]);
  });

  it('the advice names the few sources that are most of the load, worst first', () => {
    expect(answer.advice).toEqual([
      { kind: 'top-sources', nodes: ['print', 'wan', 'wifi'], value: 12 / 26 },
      { kind: 'chattering', nodes: ['wifi'], value: 1 },
      { kind: 'untouched', nodes: ['print', 'wifi'], value: 9 },
      { kind: 'fleeting', nodes: ['print'], value: 1 },
    ]);
  });
});

describe('a flood', () => {
  /**
   * Twelve alarms, one each half minute from minute 100. The eleventh comes at 105: more than ten, the flood begins. The
   * first leaves the window at 110, the second at 110:30 … the eighth at 113:30: then four are left, fewer than five. It
   * lasted 8:30 of 480 minutes.
   */
  const burst = Array.from({ length: 12 }, (_, n) => record(`node-${n}`, 100 + n / 2, 2, 60));
  const { value, figure, answer } = figuresOf(burst);

  it('is counted with its time, by the boundaries of ISA-18.2', () => {
    expect(value('floods')).toBe(1);
    expect(value('time-in-flood')).toBeCloseTo(8.5 / 480, 10);
    expect(figure('time-in-flood').verdict).toBe('bad');
    expect(figure('floods').alarms).toHaveLength(12);
    expect(answer.advice[0]).toEqual({ kind: 'flood', nodes: [], value: 8.5 / 480 });
  });

  it('makes one of 48 periods too full', () => {
    // All twelve lie from 100:00 to 105:30.
    expect(value('worst-10min')).toBe(12);
    expect(value('periods-over-10')).toBeCloseTo(1 / 48, 10);
    expect(figure('worst-10min').verdict).toBe('bad');
  });

  it('that came before the period still fills it, and one that goes on fills it to its end', () => {
    const late = figuresOf(burst, { from: at(108), to: at(120), position: null });
    // From 108 to 113:30: 5:30 of 12 minutes.
    expect(late.value('time-in-flood')).toBeCloseTo(5.5 / 12, 10);
    expect(late.value('annunciated')).toBe(0);
    const cut = figuresOf(burst, { from: at(100), to: at(110), position: null });
    expect(cut.value('time-in-flood')).toBeCloseTo(5 / 10, 10);
  });
});

describe('stale alarms', () => {
  // Active since Saturday 12:00 UTC: stale from Sunday 12:00, on Sunday and Monday in Oslo.
  const saturday = (T0 - 36 * 60 * MINUTE - T0) / MINUTE;
  const old = (node: string, hours: number | null): AlarmRecord =>
    record(node, saturday, 3, hours === null ? null : hours * 60, taken(saturday + 5));

  it('are those active for more than a day, the most on one day', () => {
    const alarms = [old('a', null), old('b', 30), old('c', 23), old('d', 24.5)];
    const { value, figure } = figuresOf(alarms, { from: at(-48 * 60), to: at(480), position: null });
    // a, b and d on Sunday; a alone on Monday; c never.
    expect(value('stale')).toBe(3);
    expect(
      figure('stale')
        .alarms.map(({ node }) => node)
        .sort(),
    ).toEqual(['a', 'b', 'd']);
    expect(figuresOf(alarms).value('stale')).toBe(1);
    expect(figure('stale').verdict).toBe('good');
  });

  it('are not what made no sound', () => {
    expect(figuresOf([{ ...old('a', null), annunciated: [] }]).value('stale')).toBe(0);
  });
});

describe('a watch position', () => {
  /** Desk 1 was on watch from minute 0 to 120 and from 300 to 360, desk 2 from 100 on. */
  const watches = [
    { id: 'd1', name: 'Pult 1', from: at(-60), to: at(120) },
    { id: 'd1', name: 'Pult 1', from: at(300), to: at(360) },
    { id: 'd2', name: 'Pult 2', from: at(100), to: null },
  ];
  const one = figuresOf(WATCH, { ...ROOM, position: 'd1' }, { watches });

  it('counts what asked while somebody was on watch there, over that time', () => {
    // core, 12 app and print at 60; then print and three of wifi at 300: 18 in 3 hours. 360 is no longer in it.
    expect(one.value('annunciated')).toBe(18);
    expect(one.value('per-hour')).toBe(6);
    expect(one.value('per-day')).toBe(144);
  });

  it('is named with all that were on watch in the period', () => {
    expect(one.answer.positions).toEqual([
      { id: 'd1', name: 'Pult 1' },
      { id: 'd2', name: 'Pult 2' },
    ]);
    expect(one.answer.position).toBe('d1');
  });

  it('that nobody was at has no figures, and says so', () => {
    const none = figuresOf(WATCH, { ...ROOM, position: 'd9' }, { watches });
    expect(none.value('annunciated')).toBe(0);
    expect(none.value('per-hour')).toBeNull();
    expect(none.value('time-in-flood')).toBeNull();
    expect(none.figure('per-hour').verdict).toBe('none');
  });
});

describe('what the record does not know', () => {
  it('is no quiet time: rates are over what is known', () => {
    const { value, answer } = figuresOf(WATCH, ROOM, { knownFrom: at(240) });
    // From minute 240: print three times, wifi and wan three each: 9 in 4 hours.
    expect(value('annunciated')).toBe(9);
    expect(value('per-hour')).toBe(2.25);
    expect(answer.knownFrom).toBe(at(240));
    expect(figuresOf(WATCH, ROOM, { knownFrom: at(-10) }).answer.knownFrom).toBeNull();
  });

  it('of less than an hour says how many, and no rate: three in ten minutes are not eighteen an hour', () => {
    const { value } = figuresOf(WATCH, { ...ROOM, to: at(45) });
    expect(value('annunciated')).toBe(13);
    expect([value('per-hour'), value('per-day')]).toEqual([null, null]);
    expect(figuresOf(WATCH, { ...ROOM, to: at(60) }).value('per-hour')).toBe(13);
  });

  it('of a quiet room is nothing to mend', () => {
    const { answer, value } = figuresOf([]);
    expect(answer.advice).toEqual([{ kind: 'none', nodes: [], value: 0 }]);
    expect(value('priority-high')).toBeNull();
    expect(value('time-to-acknowledge')).toBeNull();
  });
});

describe('what was put aside or kept quiet', () => {
  it('is counted when it was, with its alarm', () => {
    const alarms = [
      record('a', 10, 2, 30, { shelved: [at(12), at(20)], touched: true }),
      record('b', 10, 2, 30, { annunciated: [], suppressedAt: at(10) }),
      record('c', -30, 2, 600, { annunciated: [], suppressedAt: at(-30) }),
    ];
    const { value, figure } = figuresOf(alarms);
    expect(value('shelved')).toBe(2);
    expect(value('suppressed')).toBe(1);
    expect(figure('suppressed').alarms.map(({ node }) => node)).toEqual(['b']);
  });

  it('the alarms behind a figure are the first hundred, and the rest a number', () => {
    const many = Array.from({ length: 130 }, (_, n) => record(`node-${n}`, n, 3, 1));
    expect(figuresOf(many).figure('annunciated')).toMatchObject({ value: 130, more: 30 });
    expect(figuresOf(many).figure('annunciated').alarms[0]?.node).toBe('node-129');
  });
});
