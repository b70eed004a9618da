import type { ActionValue } from '../model/alarms';
import type { ActionArg } from '../model/catalogue';
import { assertNever } from '../util/assert-never';
import { compilePattern } from './source-mapping-pattern';

/**
 * What is wrong with a value for an argument of a runbook action; null: nothing. `option`: it begins with "-" and
 * could be read as an option of the program. `control`: it holds a character that is no text.
 */
export type ArgFault = 'missing' | 'type' | 'choice' | 'range' | 'pattern' | 'option' | 'control';

/** Control characters, line breaks included, lone surrogates, and the marks that reverse the direction of reading. */
const UNFIT = /[\p{Cc}\p{Cs}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u;

/** Judges one value. The hub decides by this, and a desk shows by it before anything is sent. */
export function argFault(arg: ActionArg, value: ActionValue | undefined): ArgFault | null {
  if (value === undefined || value === '') return 'missing';
  switch (arg.type) {
    case 'choice':
      return typeof value === 'string' && arg.options.includes(value) ? null : 'choice';
    case 'integer':
      if (typeof value !== 'number' || !Number.isSafeInteger(value)) return 'type';
      return value >= arg.min && value <= arg.max ? null : 'range';
    case 'boolean':
      return typeof value === 'boolean' ? null : 'type';
    case 'text':
      return typeof value === 'string' ? textFault(arg.pattern, value) : 'type';
    default:
      return assertNever(arg, 'action argument');
  }
}

function textFault(pattern: string, value: string): ArgFault | null {
  if (UNFIT.test(value)) return 'control';
  if (value.startsWith('-')) return 'option';
  // Linear in the text, whatever the pattern: both come from people.
  return compilePattern(pattern).matches(value) ? null : 'pattern';
}
