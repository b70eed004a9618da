import { describe, expect, it } from 'vitest';
import { type Alarm, type AlarmAct, MAX_REVIEW_MS, MAX_SHELF_MS } from '../../../../../shared/model/alarms';
import type { NodeState } from '../../../../../shared/model/states';
import { type ActVerdict, type AskedAct, judgeAct } from '../../../../../shared/rules/alarms/judge';
import { ACKNOWLEDGE, alarmAfter, does, measured, OUT_OF_SERVICE, SHELVE } from '../../../../fixtures/alarms';

const NOW = 100_000;
const DOWN = alarmAfter(measured());
const TAKEN = alarmAfter(measured(), does(ACKNOWLEDGE, 'ola', 1_500));
const BACK = alarmAfter(measured({ latching: true }), measured({ condition: 'normal', latching: true }));
const OVER = alarmAfter(measured(), measured({ condition: 'normal' }));
const SHELVED = alarmAfter(measured(), does(SHELVE, 'ola', 1_500));
const OUT = alarmAfter(does(OUT_OF_SERVICE, 'ola', 1_500));

function judged(
  alarm: Alarm | undefined,
  act: AlarmAct,
  drawn: AskedAct['drawn'] = { alarm: 'A-1', condition: 'down' },
  actedAt?: number,
): ActVerdict {
  return judgeAct(alarm, { act, drawn, actor: 'kari', ...(actedAt === undefined ? {} : { actedAt }) }, NOW);
}
const code = (verdict: ActVerdict): string => (verdict.ok ? 'ok' : verdict.code);
const shelve = (until: number): AlarmAct => ({ ...SHELVE, until }) as AlarmAct;
const review = (reviewAt: number): AlarmAct => ({ ...OUT_OF_SERVICE, reviewAt }) as AlarmAct;
const timer = (until: number | null): AlarmAct => ({ kind: 'timer', until });
const seen = (cause: 'network' | null = null): AlarmAct => ({ kind: 'seen', code: cause });
const HAND: AlarmAct = { kind: 'hand', to: 'ola', note: null };
const SMALL: readonly AlarmAct[] = [
  { kind: 'note', text: 'x', late: false },
  { kind: 'bad', on: true, note: null },
  { kind: 'ticket', ticket: 'x' },
];

describe('an act on an alarm', () => {
  type Line = readonly [what: string, alarm: Alarm | undefined, act: AlarmAct, is: string];
  const table: readonly Line[] = [
    ['acknowledging what asks', DOWN, ACKNOWLEDGE, 'ok'],
    ['acknowledging second', TAKEN, ACKNOWLEDGE, 'already'],
    ['acknowledging what came back', BACK, ACKNOWLEDGE, 'ok'],
    ['acknowledging what came back and needs nobody', OVER, ACKNOWLEDGE, 'ok'],
    ['acknowledging what was shelved, which takes it', SHELVED, ACKNOWLEDGE, 'already'],
    ['having seen what came back', BACK, seen(), 'ok'],
    ['having seen what lasts', DOWN, seen(), 'active'],
    ['saying what it was', OVER, seen('network'), 'ok'],
    ['handing on', TAKEN, HAND, 'ok'],
    ['handing on what came back unseen', BACK, HAND, 'ok'],
    ['handing on what is over', OVER, HAND, 'ended'],
    ['shelving', DOWN, shelve(NOW + 1), 'ok'],
    ['shelving what is normal just now', OVER, shelve(NOW + 1), 'ok'],
    ['shelving for as long as can be', DOWN, shelve(NOW + MAX_SHELF_MS), 'ok'],
    ['shelving for longer', DOWN, shelve(NOW + MAX_SHELF_MS + 1), 'too-long'],
    ['shelving until now', DOWN, shelve(NOW), 'past'],
    ['shelving anew', SHELVED, shelve(NOW + 1), 'ok'],
    ['taking off the shelf', SHELVED, { kind: 'unshelve' }, 'ok'],
    ['taking off the shelf what is not on it', DOWN, { kind: 'unshelve' }, 'not-shelved'],
    ['taking off the shelf what is not there', undefined, { kind: 'unshelve' }, 'not-shelved'],
    ['taking out of service', DOWN, review(NOW + 1), 'ok'],
    ['taking out of service what has no alarm', undefined, review(NOW + 1), 'ok'],
    ['taking out of service for too long', DOWN, review(NOW + MAX_REVIEW_MS + 1), 'too-long'],
    ['taking out of service until now', DOWN, review(NOW), 'past'],
    ['putting back in service', OUT, { kind: 'in-service' }, 'ok'],
    ['putting back in service what is', DOWN, { kind: 'in-service' }, 'not-out-of-service'],
    ['putting back in service what has no alarm', undefined, { kind: 'in-service' }, 'not-out-of-service'],
    ['promising a word', DOWN, timer(NOW + 1), 'ok'],
    ['promising a word for a time that is past', DOWN, timer(NOW), 'past'],
    ['promising a word for next year', DOWN, timer(NOW + MAX_REVIEW_MS + 1), 'too-long'],
    ['promising a word about what is over', OVER, timer(NOW + 1), 'ended'],
    ['taking back a promise', OVER, timer(null), 'ok'],
    ...SMALL.map((act): Line => [`saying more (${act.kind})`, OVER, act, 'ok']),
    ...[ACKNOWLEDGE, seen(), HAND, shelve(NOW + 1), timer(null), ...SMALL].flatMap((act): Line[] => [
      [`${act.kind} where there is no alarm`, undefined, act, 'no-alarm'],
      [`${act.kind} of what is out of service and never was an alarm`, OUT, act, 'no-alarm'],
    ]),
  ];
  for (const [what, alarm, act, is] of table) {
    it(`${what}: ${is}`, () => {
      expect(code(judged(alarm, act))).toBe(is);
    });
  }

  it('is refused when it was drawn as another case, with the number that runs now', () => {
    for (const act of [ACKNOWLEDGE, HAND, shelve(NOW + 1), timer(NOW + 1), ...SMALL]) {
      expect(judged(DOWN, act, { alarm: 'A-0', condition: null })).toMatchObject({
        code: 'other-case',
        news: { alarm: 'A-1', condition: 'down', since: 1_000, state: 'unacknowledged' },
      });
    }
  });

  it('is refused when it is worse than it was drawn, and taken when it is better', () => {
    const drawn = (condition: NodeState) => ({ alarm: 'A-1', condition });
    for (const act of [ACKNOWLEDGE, HAND, shelve(NOW + 1)]) {
      expect(judged(DOWN, act, drawn('degraded'))).toMatchObject({
        code: 'worse',
        news: { condition: 'down' },
      });
      const better = alarmAfter(measured({ condition: 'warning' }));
      expect(code(judged(better, act, drawn('down')))).toBe('ok');
    }
    // A note is about the case, not about how bad it is.
    for (const act of SMALL) expect(code(judged(DOWN, act, drawn('degraded')))).toBe('ok');
  });

  it('that somebody else did first is refused with who and when', () => {
    expect(judged(TAKEN, ACKNOWLEDGE)).toMatchObject({ news: { by: 'ola', at: 1_500 } });
    const ended = alarmAfter(
      measured({ latching: true }),
      measured({ condition: 'normal', latching: true }),
      does(seen(), 'ola', 2_500),
    );
    expect(judged(ended, seen())).toMatchObject({ code: 'already', news: { by: 'ola', at: 2_500 } });
    // Whoever says what it was adds something; whoever says it second does not.
    expect(code(judged(ended, seen('network')))).toBe('ok');
    const known = alarmAfter(measured(), measured({ condition: 'normal' }), does(seen('network'), 'ola'));
    expect(code(judged(known, seen('network')))).toBe('already');
  });

  it('is refused when it has asked anew since the person acted, unless that was the same moment', () => {
    const again = alarmAfter(measured(), does(ACKNOWLEDGE), { kind: 'stalled', node: 'dips@mo' });
    expect(again.annunciatedAt).toBe(3_000);
    for (const act of [ACKNOWLEDGE, HAND, shelve(NOW + 1)]) {
      expect(judged(again, act, undefined, 1_999)).toMatchObject({
        code: 'asked-again',
        news: { at: 3_000 },
      });
      expect(code(judged(again, act, undefined, 2_000))).toBe('ok');
    }
    for (const act of SMALL) expect(code(judged(again, act, undefined, 0))).toBe('ok');
  });

  it('is not held back by what asked in a time that is not yet: the hub’s clock was set back', () => {
    const ahead = { ...DOWN, annunciatedAt: NOW + 3_600_000 };
    for (const act of [ACKNOWLEDGE, shelve(NOW + 60_000), HAND])
      expect(code(judged(ahead, act, undefined, NOW))).toBe('ok');
    const shelf = SHELVED.shelf && { ...SHELVED.shelf, at: NOW + 3_600_000 };
    expect(code(judged({ ...SHELVED, shelf }, shelve(NOW + 60_000), undefined, NOW))).toBe('ok');
  });

  it('never replaces what was put in place after it was meant', () => {
    expect(judged(SHELVED, shelve(NOW + 1), undefined, 1_400)).toMatchObject({
      code: 'already',
      news: { by: 'ola', at: 1_500 },
    });
    expect(code(judged(SHELVED, shelve(NOW + 1), undefined, 1_600))).toBe('ok');
    expect(code(judged(OUT, review(NOW + 1), null, 1_400))).toBe('already');
    expect(code(judged(OUT, review(NOW + 1), null, 1_600))).toBe('ok');
  });

  it('says the latest time that would have been taken', () => {
    expect(judged(DOWN, shelve(NOW * 1_000 + MAX_SHELF_MS))).toMatchObject({
      news: { limit: NOW + MAX_SHELF_MS },
    });
  });
});
