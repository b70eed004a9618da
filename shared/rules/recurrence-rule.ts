import { instantOf, parseWallTime } from '../time/oslo';
import type { ScheduleFaultCode } from './schedule';

/** A recurrence rule that was accepted. */
export interface Rule {
  /** RRULE in capitals, without UNTIL. */
  readonly text: string;
  /** The last instant at which an occurrence may begin, ms UTC; null: none. */
  readonly until: number | null;
}

/** Why a rule is not accepted. */
export interface RuleFault {
  readonly code: ScheduleFaultCode;
  /** The text that is wrong, shortened; null: all of it. */
  readonly piece: string | null;
  readonly reason: string;
}

const DAY = '(?:MO|TU|WE|TH|FR|SA|SU)';

/** What each part may hold. COUNT and INTERVAL are bounded so that no rule costs more than a moment. */
const PARTS: Readonly<
  Record<string, { readonly form: RegExp; readonly low?: number; readonly high?: number }>
> = {
  FREQ: { form: /^[A-Z]+$/ },
  INTERVAL: { form: /^\d{1,3}$/, low: 1, high: 400 },
  COUNT: { form: /^\d{1,4}$/, low: 1, high: 5_000 },
  UNTIL: { form: /^\d{8}(T\d{6}Z?)?$/ },
  BYDAY: { form: new RegExp(`^[+-]?\\d{0,2}${DAY}(,[+-]?\\d{0,2}${DAY})*$`), low: -53, high: 53 },
  BYMONTHDAY: { form: /^[+-]?\d{1,2}(,[+-]?\d{1,2})*$/, low: -31, high: 31 },
  BYMONTH: { form: /^\d{1,2}(,\d{1,2})*$/, low: 1, high: 12 },
  BYSETPOS: { form: /^[+-]?\d{1,3}(,[+-]?\d{1,3})*$/, low: -366, high: 366 },
  WKST: { form: new RegExp(`^${DAY}$`) },
};
const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'];

/**
 * Reads an RFC 5545 RRULE (without DTSTART). Accepted are FREQ from DAILY to YEARLY, INTERVAL, COUNT, UNTIL, BYDAY,
 * BYMONTHDAY, BYMONTH, BYSETPOS and WKST, in the combinations that the standard allows; everything else is refused by
 * name. UNTIL with `Z` is UTC, without it Europe/Oslo's wall clock, and a date alone includes that day.
 */
export function parseRule(text: string): Rule | RuleFault {
  const parts = new Map<string, string>();
  for (const piece of text.trim().toUpperCase().split(';')) {
    const [name = '', value = '', ...more] = piece.split('=');
    if (value === '' || more.length > 0) return fault('syntax', piece, 'is not NAME=VALUE');
    const part = Object.hasOwn(PARTS, name) ? PARTS[name] : undefined;
    if (!part) return fault('part', name, `cannot be used: ${Object.keys(PARTS).join(', ')} can`);
    if (parts.has(name)) return fault('syntax', name, 'is given twice');
    const { form, low, high } = part;
    if (!form.test(value) || !inRange(value, low, high)) {
      return fault('value', value, `is no ${name} here${low === undefined ? '' : ` (${low} to ${high})`}`);
    }
    parts.set(name, value);
  }
  const wrong = combinationFault(parts);
  if (wrong) return wrong;
  const untilText = parts.get('UNTIL');
  const until = untilText === undefined ? null : parseUntil(untilText);
  if (Number.isNaN(until)) return fault('value', untilText ?? '', 'is not a date');
  parts.delete('UNTIL');
  return { text: [...parts].map(([name, value]) => `${name}=${value}`).join(';'), until };
}

/** A fault in one piece of the rule. */
function fault(code: ScheduleFaultCode, piece: string, what: string): RuleFault {
  const short = shown(piece);
  return { code, piece: short, reason: `"${short}" ${what}` };
}

function combinationFault(parts: ReadonlyMap<string, string>): RuleFault | null {
  const frequency = parts.get('FREQ') ?? '';
  if (!FREQUENCIES.includes(frequency)) {
    return {
      code: 'frequency',
      piece: frequency || null,
      reason: `FREQ is one of ${FREQUENCIES.join(', ')}`,
    };
  }
  if (parts.has('COUNT') && parts.has('UNTIL')) {
    return { code: 'count-and-until', piece: null, reason: 'COUNT and UNTIL exclude each other' };
  }
  const refuse = (name: string, reason: string): RuleFault => ({ code: 'combination', piece: name, reason });
  if (/\d/.test(parts.get('BYDAY') ?? '') && frequency !== 'MONTHLY' && frequency !== 'YEARLY') {
    return refuse('BYDAY', 'a number before a weekday goes with MONTHLY or YEARLY only');
  }
  if (parts.has('BYMONTHDAY') && frequency === 'WEEKLY') {
    return refuse('BYMONTHDAY', 'BYMONTHDAY does not go with WEEKLY');
  }
  if (parts.has('BYSETPOS')) {
    if (frequency === 'DAILY') return refuse('BYSETPOS', 'BYSETPOS does not go with DAILY');
    if (!['BYDAY', 'BYMONTHDAY', 'BYMONTH'].some((name) => parts.has(name))) {
      return refuse('BYSETPOS', 'BYSETPOS needs another BY part');
    }
  }
  return null;
}

/** ms UTC of the last moment that UNTIL allows; NaN: it is no date. */
function parseUntil(text: string): number {
  const date = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}`;
  const time =
    text.length > 8 ? `${text.slice(9, 11)}:${text.slice(11, 13)}:${text.slice(13, 15)}` : '23:59:59';
  const wall = parseWallTime(`${date}T${time}`);
  if (wall === null) return Number.NaN;
  return text.endsWith('Z') ? wall : instantOf(wall);
}

function inRange(value: string, low: number | undefined, high: number | undefined): boolean {
  if (low === undefined || high === undefined) return true;
  return value.split(',').every((item) => {
    const digits = /^[+-]?\d+/.exec(item)?.[0];
    // A weekday without a number.
    if (digits === undefined) return true;
    const number = Number(digits);
    return number !== 0 && number >= low && number <= high;
  });
}

/** A piece of a stranger's text, short enough for a sentence. */
export function shown(text: string): string {
  return text.replace(/\p{Cc}/gu, ' ').slice(0, 40);
}
