/**
 * What in a text looks like it says who a patient is. Patient data does not belong in the room's log: whoever writes is
 * warned before it is sent. A warning, never a refusal: what looks like a person may be a serial number, and only who writes
 * knows. Numbers are told from other numbers by their date and their check digits (modulus 11).
 */

/**
 * `birth-number`: fødselsnummer, test numbers too. `d-number`: of people who are not in the register for good. `h-number`:
 * hjelpenummer, given by a hospital. `fh-number`: felles hjelpenummer, given in common. `birth-date`: a date that is said to be
 * of birth. `age`: how old somebody is, by name or as a patient. `patient`: a patient by name.
 */
export type SuspectKind =
  | 'birth-number'
  | 'd-number'
  | 'h-number'
  | 'fh-number'
  | 'birth-date'
  | 'age'
  | 'patient';

/** A place in a text: from the character `from` until before `to`. */
export interface Suspect {
  readonly from: number;
  readonly to: number;
  readonly kind: SuspectKind;
}

/** What may stand between the date and the rest of a number, as people write it. */
const NUMBER = /(?<![\p{L}\d])\d{6}[ \u00a0.-]?\d{5}(?![\p{L}\d])/gu;
/** Two or more names in a row: one capital alone begins every sentence. */
const NAMES = String.raw`\p{Lu}[\p{Ll}'’-]+(?:[ -]\p{Lu}[\p{Ll}'’-]+)+`;
/** Who an age is said of, where no name is. */
const PERSON =
  'pasient(?:en)?|pas\\.|kvinne|mann|gutt|jente|barn|dame|pike|herre|patient|woman|man|boy|girl|child';
const YEARS = String.raw`\d{1,3} ?(?:år|åring|-åring|years?(?: old)?|yrs?|y/o)`;
const AFTER = String.raw`(?![\p{L}\d])`;
const BEFORE = String.raw`(?<![\p{L}\d])`;

const AGES: readonly RegExp[] = [
  new RegExp(`${BEFORE}${NAMES},? \\(?${YEARS}${AFTER}`, 'gu'),
  new RegExp(`${BEFORE}(?:${PERSON})(?: på|,)? \\(?${YEARS}${AFTER}`, 'giu'),
  new RegExp(`${BEFORE}${YEARS}(?: gammel| gammelt)? (?:${PERSON})${AFTER}`, 'giu'),
  new RegExp(`${BEFORE}\\d{1,3}(?:-åring|åring| åring)(?:en)?${AFTER}`, 'giu'),
];
const BIRTH_DATE = new RegExp(
  `${BEFORE}(?:født|f\\.|fødselsdato|født den|born|dob):? ?(?:\\d{1,2}[./-] ?\\d{1,2}[./-] ?(?:\\d{4}|\\d{2})|\\d{6}|\\d{4}-\\d{2}-\\d{2})${AFTER}`,
  'giu',
);
/** A name after the word for a patient. Case counts: only then is it a name. */
const PATIENT = new RegExp(
  `${BEFORE}(?:[Pp]asient(?:en)?|PASIENT|[Pp]as\\.|[Pp]atient)(?: ved navn| named|:)? ${NAMES}`,
  'gu',
);

/** What looks like a patient in a text, in the order in which it stands there; what overlaps is told once. */
export function suspects(text: string): readonly Suspect[] {
  const found: Suspect[] = [];
  for (const match of text.matchAll(NUMBER)) {
    const kind = numberKind(match[0]);
    if (kind !== null) found.push(place(match, kind));
  }
  for (const match of text.matchAll(BIRTH_DATE)) found.push(place(match, 'birth-date'));
  for (const age of AGES) for (const match of text.matchAll(age)) found.push(place(match, 'age'));
  for (const match of text.matchAll(PATIENT)) found.push(place(match, 'patient'));
  return apart(found);
}

function place(match: RegExpExecArray, kind: SuspectKind): Suspect {
  return { from: match.index, to: match.index + match[0].length, kind };
}

/** In order, and of those that overlap the one that begins first; the longest of those that begin together. */
function apart(found: readonly Suspect[]): readonly Suspect[] {
  const kept: Suspect[] = [];
  for (const one of [...found].sort((a, b) => a.from - b.from || b.to - a.to)) {
    const last = kept[kept.length - 1];
    if (last === undefined || one.from >= last.to) kept.push(one);
  }
  return kept;
}

/** Which kind of number of a person this is, by its date and check digits; null: it is none. */
export function numberKind(text: string): SuspectKind | null {
  const digits = [...text].filter((one) => one >= '0' && one <= '9').map(Number);
  if (digits.length !== 11 || !holds(digits)) return null;
  const [d1 = 0, d2 = 0, m1 = 0, m2 = 0, y1 = 0, y2 = 0] = digits;
  // Felles hjelpenummer begin with 8 or 9, and carry no date.
  if (d1 >= 8) return 'fh-number';
  const dNumber = d1 >= 4;
  const day = (dNumber ? d1 - 4 : d1) * 10 + d2;
  const raised = m1 * 10 + m2;
  // Added to the month: 40 in hjelpenummer, 65 and 80 in the health network's and the tax office's test numbers.
  const added = [0, 40, 65, 80].find((plus) => raised - plus >= 1 && raised - plus <= 12);
  if (added === undefined || !isDay(day, raised - added, y1 * 10 + y2)) return null;
  if (dNumber) return 'd-number';
  return added === 40 ? 'h-number' : 'birth-number';
}

/** Whether a month of some century's year has such a day: 29 February is of every fourth. */
function isDay(day: number, month: number, year: number): boolean {
  const days = [31, year % 4 === 0 ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return day >= 1 && day <= days;
}

const FIRST = [3, 7, 6, 1, 8, 9, 4, 5, 2, 1] as const;
const SECOND = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1] as const;

/**
 * Both check digits. The sum of the first may leave 0 to 3: so will numbers that are given from 2032 on, for which the old
 * ones do not suffice (Skatteetaten).
 */
function holds(digits: readonly number[]): boolean {
  const sum = (weights: readonly number[]): number =>
    weights.reduce((total, weight, index) => total + weight * (digits[index] ?? 0), 0) % 11;
  return sum(FIRST) <= 3 && sum(SECOND) === 0;
}
