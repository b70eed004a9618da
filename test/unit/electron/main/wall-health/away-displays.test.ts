import { describe, expect, it } from 'vitest';
import {
  AwayDisplays,
  displaysShown,
  watchAwayDisplays,
} from '../../../../../electron/main/wall-health/away-displays';
import type { AnswerTo } from '../../../../../shared/contract/wire';
import { ManualClock } from '../../../../../shared/time/clock';
import { failure, type Result, success } from '../../../../../shared/util/result';

type Answer = AnswerTo<'wall-health'>;
type Window = Answer['reports'][number]['report']['windows'][number];

const seen = (display: string | null, more: Partial<Window> = {}): Window =>
  ({ window: 'wall-1', display, hidden: false, silentMs: 100, ...more }) as Window;
let spoken = 0;
/** A console that has just spoken, unless `at` says when. */
const answer = (windows: readonly Window[], connected = true, at = ++spoken): Answer =>
  ({ reports: [{ console: 'k', name: 'Vegg', at, connected, report: { windows } }] }) as unknown as Answer;

describe('displays that somebody shows', () => {
  it('are those of windows that are seen and paint, of consoles that are there', () => {
    const all = [seen('a'), seen('b', { hidden: true }), seen('c', { silentMs: 60_000 }), seen(null)];
    expect([...displaysShown(answer(all))]).toEqual(['a']);
    expect([...displaysShown(answer(all, false))]).toEqual([]);
  });
});

describe('displays that nobody shows', () => {
  it('are away after four answers, and back at the first', () => {
    const away = new AwayDisplays();
    const heard = (...windows: Window[]): string => [...away.heard(['a', 'b'], answer(windows))].join('');
    expect([heard(seen('a')), heard(seen('a')), heard(seen('a'))]).toEqual(['', '', '']);
    expect(heard(seen('a'))).toBe('b');
    expect(heard(seen('b'))).toBe('');
    for (let n = 0; n < 2; n++) heard(seen('b'));
    expect(heard(seen('b'))).toBe('a');
  });

  it('are those of a console that says nothing any more, though its socket stands', () => {
    const away = new AwayDisplays();
    const silent = answer([seen('a')], true, 7);
    const heard = Array.from({ length: 6 }, () => [...away.heard(['a'], silent)].join(''));
    expect(heard).toEqual(['', '', '', '', 'a', 'a']);
  });

  it('are forgotten when they are no longer planned', () => {
    const away = new AwayDisplays();
    for (let n = 0; n < 4; n++) away.heard(['a'], answer([]));
    away.heard([], answer([]));
    expect([...away.heard(['a'], answer([]))]).toEqual([]);
  });
});

describe('the watch for them', () => {
  it('asks every five seconds where others have displays, and a silent hub changes nothing', async () => {
    const clock = new ManualClock();
    let others: string[] = [];
    let asked = 0;
    let hub: Result<Answer> = success(answer([]));
    const told: string[] = [];
    const end = watchAwayDisplays({
      clock,
      ask: async () => {
        asked += 1;
        return hub;
      },
      others: () => others,
      tell: (away) => told.push([...away].join('')),
    });
    const pass = async (times: number): Promise<void> => {
      for (let n = 0; n < times; n++) {
        clock.advance(5_000);
        for (let turn = 0; turn < 5; turn++) await Promise.resolve();
      }
    };
    await pass(3);
    expect(asked).toBe(0);
    others = ['b'];
    await pass(4);
    expect(told).toEqual(['', '', '', 'b']);
    hub = failure('offline', 'no hub');
    await pass(3);
    expect(told).toHaveLength(4);
    expect(asked).toBe(7);
    end();
    await pass(3);
    expect(asked).toBe(7);
  });
});
