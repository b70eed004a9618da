import type { NodeStatus, Quiet } from '../../../shared/model/room';
import { NODE_STATES, type NodeState } from '../../../shared/model/states';
import { MESSAGES } from '../../i18n/catalogue';
import { fold, type Row } from './row';

/** What a token of the filter may ask for. */
export type FilterField =
  | 'criticality'
  | 'site'
  | 'trust'
  | 'state'
  | 'quiet'
  | 'family'
  | 'owner'
  | 'service';

/** One demand: any of `any` must match, or none where `not`. A null field is free text. */
export interface FilterTerm<F extends string = FilterField> {
  readonly field: F | null;
  readonly any: readonly string[];
  readonly not: boolean;
}

/** A parsed filter: every term must hold. `F`: the fields that its list has. */
export interface Filter<F extends string = FilterField> {
  readonly terms: readonly FilterTerm<F>[];
  /** Tokens whose key is none of ours (`farge:blå`): searched for as they stand, and said so. */
  readonly unknownKeys: readonly string[];
}

export const NO_FILTER: Filter = { terms: [], unknownKeys: [] };

/** What people may write before the colon, in both languages. The first of each language is the documented one. */
export const FILTER_KEYS: Readonly<Record<FilterField, readonly string[]>> = {
  criticality: ['kritikalitet', 'criticality', 'krit', 'crit'],
  site: ['sted', 'site'],
  trust: ['foretak', 'trust', 'helseforetak'],
  state: ['tilstand', 'state'],
  quiet: ['stille', 'quiet'],
  family: ['familie', 'family'],
  owner: ['eier', 'owner'],
  service: ['tjeneste', 'service'],
};

/** What people may write before the colon, by list. */
export type FilterKeys<F extends string> = Readonly<Record<F, readonly string[]>>;

function fieldsByKey<F extends string>(keys: FilterKeys<F>): ReadonlyMap<string, F> {
  return new Map(
    (Object.keys(keys) as F[]).flatMap((field) => keys[field].map((key) => [key, field] as const)),
  );
}

const fieldOfKey = fieldsByKey(FILTER_KEYS);

/** Words for *anything but normal*, in both languages. */
const ABNORMAL = ['avvik', 'abnormal'];

/** The words for each state, folded, in both languages. */
export const stateWords: Readonly<Record<NodeState, readonly string[]>> = Object.fromEntries(
  NODE_STATES.map((state) => [
    state,
    [state, MESSAGES.nb.states[state], MESSAGES.en.states[state]].map(fold),
  ]),
) as unknown as Record<NodeState, readonly string[]>;

/** What people may write after `stille:`, in both languages. */
const QUIET_WORDS: Readonly<Record<Quiet['kind'], readonly string[]>> = {
  maintenance: ['vedlikehold', 'maintenance'],
  hours: ['apningstid', 'stengt', 'hours', 'closed'],
  silence: ['demping', 'dempet', 'silence', 'silenced'],
};
const YES = ['ja', 'yes', 'alle', 'all'];
const NO = ['nei', 'no'];
/** Words for what changes too often, in both languages. */
const FLAPPING = ['ustabil', 'flapping'];

/** What of a node's status besides its state a filter may ask for. */
export type FilterMarks = Pick<NodeStatus, 'quiet' | 'flapping'>;
const NO_MARKS: FilterMarks = { quiet: null, flapping: false };

/** A token: an optional minus, an optional key, and words where quotes hold blanks together. */
const TOKEN = /-?(?:[\p{L}]+:)?(?:"[^"]*"?|[^\s"])+/gu;
const KEYED = /^(\p{L}+):(.+)$/su;

/**
 * Parses what stands in the filter field: words that must all be found, and tokens such as `kritikalitet:1`,
 * `sted:mo`, `tilstand:nede,redusert`, `-eier:nett`, `sted:"mo i rana"`. Half-written input is never an error.
 */
export function parseFilter(text: string): Filter {
  return parseWith(text, fieldOfKey);
}

/** A parser of the same language for a list that has other fields. */
export function filterParser<F extends string>(keys: FilterKeys<F>): (text: string) => Filter<F> {
  const byKey = fieldsByKey(keys);
  return (text) => parseWith(text, byKey);
}

function parseWith<F extends string>(text: string, fieldOfKey: ReadonlyMap<string, F>): Filter<F> {
  const terms: FilterTerm<F>[] = [];
  const unknownKeys: string[] = [];
  for (const [token] of text.matchAll(TOKEN)) {
    const not = token.length > 1 && token.startsWith('-');
    const rest = not ? token.slice(1) : token;
    const keyed = KEYED.exec(rest);
    const field = keyed ? (fieldOfKey.get(fold(keyed[1] ?? '')) ?? null) : null;
    if (keyed && field === null) unknownKeys.push(keyed[1] ?? '');
    // A key without a value is still being written: it demands nothing yet.
    if (!keyed && rest.endsWith(':') && fieldOfKey.has(fold(rest.slice(0, -1)))) continue;
    const value = field === null ? rest : (keyed?.[2] ?? '');
    const any = (field === null ? [value] : splitOutsideQuotes(value))
      .map(clean)
      .filter((word) => word !== '');
    if (any.length > 0) terms.push({ field, any, not });
  }
  return { terms, unknownKeys };
}

/** Writes a filter so that parsing it gives the same filter. */
export function formatFilter(filter: Filter): string {
  return filter.terms
    .map(({ field, any, not }) => {
      const words = any.map((word) => (/[\s,:-]/.test(word) ? `"${word}"` : word)).join(',');
      return `${not ? '-' : ''}${field === null ? '' : `${FILTER_KEYS[field][0]}:`}${words}`;
    })
    .join(' ');
}

/** Whether a row in a state is shown. */
export function matches(
  filter: Filter,
  row: Row,
  state: NodeState,
  marks: FilterMarks | undefined = NO_MARKS,
): boolean {
  return filter.terms.every(
    (term) => term.any.some((word) => hit(term.field, word, row, state, marks)) !== term.not,
  );
}

function hit(
  field: FilterField | null,
  word: string,
  row: Row,
  state: NodeState,
  { quiet, flapping }: FilterMarks,
): boolean {
  const { service } = row.node;
  switch (field) {
    case null:
      return (
        row.haystack.includes(word) ||
        stateWords[state].some((name) => name.startsWith(word)) ||
        (flapping && begins(FLAPPING, word))
      );
    case 'criticality':
      return String(service.criticality) === word;
    case 'state':
      if (begins(ABNORMAL, word)) return state !== 'normal' || flapping;
      if (begins(FLAPPING, word)) return flapping;
      return stateWords[state].some((name) => name.startsWith(word));
    case 'quiet':
      if (begins(NO, word)) return quiet === null;
      return quiet !== null && (begins(YES, word) || begins(QUIET_WORDS[quiet.kind], word));
    case 'site':
      return has(row.place.site, word);
    case 'trust':
      return has(row.place.trust, word);
    case 'family':
      return has(row.place.family, word) || fold(service.family).includes(word);
    case 'owner':
      return service.owner !== null && fold(service.owner).includes(word);
    case 'service':
      return fold(service.name).includes(word) || fold(service.id).includes(word);
  }
}

/** Whether a thing's name or id has the word in it. */
export function has(thing: { readonly id: string; readonly name: string } | null, word: string): boolean {
  return thing !== null && (fold(thing.name).includes(word) || fold(thing.id).includes(word));
}

/** Whether one of the names begins with the word. */
export function begins(names: readonly string[], word: string): boolean {
  return names.some((name) => name.startsWith(word));
}

function clean(word: string): string {
  return fold(word.replaceAll('"', '')).trim();
}

function splitOutsideQuotes(value: string): string[] {
  return value.match(/(?:"[^"]*"?|[^,"])+/gu) ?? [];
}
