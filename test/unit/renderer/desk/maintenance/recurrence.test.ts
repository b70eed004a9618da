import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  NTHS,
  type Recurrence,
  recurrenceOf,
  recurrenceWords,
  ruleOf,
  WEEKDAYS,
} from '../../../../../renderer/desk/maintenance/recurrence';
import { translator } from '../../../../../renderer/i18n';
import { parseRule } from '../../../../../shared/rules/recurrence-rule';

const nb = { t: translator('nb'), lang: 'nb' } as const;
const en = { t: translator('en'), lang: 'en' } as const;

const recurrence: fc.Arbitrary<Recurrence> = fc.oneof(
  fc.constant<Recurrence>({ kind: 'none' }),
  fc.constant<Recurrence>({ kind: 'daily' }),
  fc.subarray([...WEEKDAYS], { minLength: 1 }).map((days): Recurrence => ({ kind: 'weekly', days })),
  fc.record({
    kind: fc.constant('monthly' as const),
    nth: fc.constantFrom(...NTHS),
    day: fc.constantFrom(...WEEKDAYS),
  }),
);

describe('a recurrence', () => {
  it('is the same after it has been a rule, and the hub accepts the rule', () => {
    fc.assert(
      fc.property(recurrence, (chosen) => {
        const rule = ruleOf(chosen);
        expect(recurrenceOf(rule)).toEqual(chosen);
        if (rule !== null) expect(parseRule(rule)).not.toHaveProperty('code');
      }),
    );
  });

  it.each([
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU',
    'FREQ=YEARLY',
    'FREQ=MONTHLY;BYMONTHDAY=15',
    'FREQ=MONTHLY;BYDAY=1MO,3MO',
    'FREQ=WEEKLY;BYDAY=TU;COUNT=3',
    'FREQ=DAILY;UNTIL=20261224',
    'FREQ=WEEKLY',
    'nonsense',
  ])('that the form cannot say stays the rule that it is: %s', (text) => {
    expect(recurrenceOf(text)).toEqual({ kind: 'rule', text });
    expect(ruleOf(recurrenceOf(text))).toBe(text);
  });

  it.each([
    [null, 'én gang', 'once'],
    ['FREQ=DAILY', 'hver dag', 'every day'],
    ['FREQ=DAILY;INTERVAL=3', 'hver 3. dag', 'every 3 days'],
    ['FREQ=WEEKLY', 'hver uke', 'every week'],
    ['FREQ=WEEKLY;BYDAY=TU,TH', 'hver tirsdag og torsdag', 'every Tuesday and Thursday'],
    ['freq=weekly;byday=mo', 'hver mandag', 'every Monday'],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', 'hver 2. uke, tirsdag', 'every 2 weeks, Tuesday'],
    ['FREQ=MONTHLY;BYDAY=-1SU', 'siste søndag i måneden', 'last Sunday of the month'],
    ['FREQ=MONTHLY;BYMONTHDAY=15', 'den 15. hver måned', 'day 15 of every month'],
    ['FREQ=WEEKLY;BYDAY=TU;COUNT=3', 'hver tirsdag, 3 ganger', 'every Tuesday, 3 times'],
    ['FREQ=DAILY;UNTIL=20261224', 'hver dag, til 24.12.2026', 'every day, until 24.12.2026'],
    ['FREQ=MONTHLY', 'hver måned', 'every month'],
    ['FREQ=YEARLY', 'hvert år', 'every year'],
    ['FREQ=YEARLY;INTERVAL=2', 'etter regelen FREQ=YEARLY;INTERVAL=2', 'by the rule FREQ=YEARLY;INTERVAL=2'],
    [
      'FREQ=MONTHLY;BYMONTHDAY=15;BYDAY=MO',
      'etter regelen FREQ=MONTHLY;BYMONTHDAY=15;BYDAY=MO',
      'by the rule FREQ=MONTHLY;BYMONTHDAY=15;BYDAY=MO',
    ],
    ['FREQ=DAILY;BYHOUR=3', 'etter regelen FREQ=DAILY;BYHOUR=3', 'by the rule FREQ=DAILY;BYHOUR=3'],
  ])('in words: %s', (rule, norwegian, english) => {
    expect(recurrenceWords(rule, nb)).toBe(norwegian);
    expect(recurrenceWords(rule, en)).toBe(english);
  });

  it('never says less than the rule, whatever its parts', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        expect(recurrenceWords(text, nb).length).toBeGreaterThan(0);
        expect(ruleOf(recurrenceOf(text))).toBe(
          recurrenceOf(text).kind === 'rule' ? text.trim() : expect.any(String),
        );
      }),
    );
  });
});
