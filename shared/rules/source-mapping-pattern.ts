/**
 * Regular expressions of label matchers, in time that is linear in the text. The mapping of alerts takes patterns
 * from a file and from desks, and values from strangers: a backtracking engine (JavaScript's) can be held up for
 * hours by the two together. This one walks all possibilities at once (Thompson 1968; the way of RE2, by which
 * Prometheus and Alertmanager match), so that a match costs at most characters × states, both of them bounded.
 *
 * The language is RE2's, as far as label matchers use it: literals, `.`, classes, groups, `|`, `* + ? {n,m}`, `^ $`,
 * `\d \w \s` and their opposites, `(?i)` and `(?s)`. What RE2 has not either (look-around, back references) and what
 * is not here (`\b`, `\p{…}`, `\Q…\E`) is refused with the reason. A dot matches any character, as in Prometheus 3.
 */
export interface LabelPattern {
  /** Whether the whole of `text` matches. */
  readonly matches: (text: string) => boolean;
  /** States that a match may walk through: its cost for each character. */
  readonly size: number;
}

/** States of one pattern, at most. */
export const MAX_PATTERN_SIZE = 1_000;

/** A pattern that cannot be used. The message is for people, in Bokmål. */
export class PatternFault extends Error {}

/** Compiles a pattern. Throws PatternFault with the reason. */
export function compilePattern(source: string): LabelPattern {
  const program = assemble(new Parser(source).parse());
  return { matches: (text) => run(program, text), size: program.length };
}

/** A set of characters by their code points, inclusive. */
interface CharSet {
  readonly ranges: readonly (readonly [number, number])[];
  readonly negated: boolean;
  /** Upper and lower case are the same. */
  readonly fold: boolean;
}

type Tree =
  | { readonly kind: 'empty' | 'begin' | 'end' }
  | { readonly kind: 'set'; readonly set: CharSet }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Tree[] }
  | { readonly kind: 'repeat'; readonly of: Tree; readonly min: number; readonly max: number };

const UNBOUNDED = Number.POSITIVE_INFINITY;
/** As in RE2. */
const MAX_REPEAT = 1_000;
const MAX_DEPTH = 100;
const LAST = 0x10ffff;
const DIGITS: CharSet['ranges'] = [[0x30, 0x39]];
const WORDS: CharSet['ranges'] = [...DIGITS, [0x41, 0x5a], [0x5f, 0x5f], [0x61, 0x7a]];
const SPACES: CharSet['ranges'] = [
  [0x09, 0x0a],
  [0x0c, 0x0d],
  [0x20, 0x20],
];
const CLASSES: Readonly<Record<string, CharSet['ranges']>> = { d: DIGITS, w: WORDS, s: SPACES };
const CONTROLS: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13, a: 7 };

class Parser {
  readonly #text: readonly string[];
  #at = 0;
  #fold = false;
  #depth = 0;

  constructor(source: string) {
    this.#text = [...source];
  }

  parse(): Tree {
    const tree = this.#alternatives();
    if (this.#at < this.#text.length) throw new PatternFault('en «)» for mye');
    return tree;
  }

  #peek(): string | undefined {
    return this.#text[this.#at];
  }

  #take(): string {
    const char = this.#text[this.#at];
    if (char === undefined) throw new PatternFault('mønsteret slutter midt i noe');
    this.#at += 1;
    return char;
  }

  #skip(text: string): boolean {
    if (this.#text.slice(this.#at, this.#at + text.length).join('') !== text) return false;
    this.#at += text.length;
    return true;
  }

  #alternatives(): Tree {
    const of = [this.#sequence()];
    while (this.#skip('|')) of.push(this.#sequence());
    return of.length === 1 && of[0] ? of[0] : { kind: 'any', of };
  }

  #sequence(): Tree {
    const of: Tree[] = [];
    for (let next = this.#peek(); next !== undefined && next !== '|' && next !== ')'; next = this.#peek()) {
      of.push(this.#repeated(this.#atom()));
    }
    return { kind: 'all', of };
  }

  #repeated(of: Tree): Tree {
    const bounds = this.#bounds();
    if (!bounds) return of;
    // Lazy or greedy is the same where only the whole counts.
    this.#skip('?');
    if (this.#bounds()) throw new PatternFault('to gjentakelser etter hverandre');
    return { kind: 'repeat', of, min: bounds[0], max: bounds[1] };
  }

  #bounds(): readonly [number, number] | null {
    if (this.#skip('*')) return [0, UNBOUNDED];
    if (this.#skip('+')) return [1, UNBOUNDED];
    if (this.#skip('?')) return [0, 1];
    if (this.#peek() !== '{') return null;
    const rest = this.#text.slice(this.#at, this.#at + 12).join('');
    const found = /^\{(\d{1,4})(?:(,)(\d{1,4})?)?\}/.exec(rest);
    // RE2 takes any other brace as itself.
    if (!found) return null;
    this.#at += found[0].length;
    const min = Number(found[1]);
    const max = found[2] === undefined ? min : found[3] === undefined ? UNBOUNDED : Number(found[3]);
    if (min > MAX_REPEAT || (max !== UNBOUNDED && max > MAX_REPEAT) || max < min) {
      throw new PatternFault(`gjentakelsen ${found[0]} går ikke an`);
    }
    return [min, max];
  }

  #atom(): Tree {
    const char = this.#take();
    switch (char) {
      case '(':
        return this.#group();
      case '[':
        return { kind: 'set', set: this.#class() };
      case '.':
        return { kind: 'set', set: { ranges: [[0, LAST]], negated: false, fold: false } };
      case '^':
        return { kind: 'begin' };
      case '$':
        return { kind: 'end' };
      case '*':
      case '+':
      case '?':
        throw new PatternFault(`«${char}» uten noe å gjenta`);
      case '\\':
        return this.#escape();
      default:
        return this.#literal(codeOf(char));
    }
  }

  #literal(code: number): Tree {
    return { kind: 'set', set: { ranges: [[code, code]], negated: false, fold: this.#fold } };
  }

  #group(): Tree {
    if (++this.#depth > MAX_DEPTH) throw new PatternFault('for mange parenteser i hverandre');
    const outer = this.#fold;
    if (this.#skip('?') && !this.#named()) {
      const closed = this.#flags();
      if (closed) {
        // Flags without a group hold to the end of the group that they stand in.
        this.#depth -= 1;
        return { kind: 'empty' };
      }
    }
    const tree = this.#alternatives();
    if (!this.#skip(')')) throw new PatternFault('en «)» mangler');
    this.#fold = outer;
    this.#depth -= 1;
    return tree;
  }

  #named(): boolean {
    for (const opening of ['P<', '<']) {
      const rest = this.#text.slice(this.#at, this.#at + 80).join('');
      const found = rest.startsWith(opening) ? /^\w+>/.exec(rest.slice(opening.length)) : null;
      if (!found) continue;
      this.#at += opening.length + found[0].length;
      return true;
    }
    return false;
  }

  /** Reads `i:` of `(?i:…)`. True: it was `(?i)`. */
  #flags(): boolean {
    let on = true;
    for (;;) {
      const char = this.#take();
      if (char === ':') return false;
      if (char === ')') return true;
      if (char === '-') on = false;
      else if (char === 'i') this.#fold = on;
      else if (char !== 's') throw new PatternFault(`«(?${char}» støttes ikke`);
    }
  }

  #escape(): Tree {
    const char = this.#take();
    const ranges = CLASSES[char.toLowerCase()];
    if (ranges) return { kind: 'set', set: { ranges, negated: char !== char.toLowerCase(), fold: false } };
    if (char === 'A') return { kind: 'begin' };
    if (char === 'z') return { kind: 'end' };
    return this.#literal(this.#escaped(char));
  }

  /** The code point that an escape stands for. */
  #escaped(char: string): number {
    const control = CONTROLS[char];
    if (control !== undefined) return control;
    if (char === 'x') return this.#hexadecimal();
    if (/[A-Za-z0-9]/.test(char)) throw new PatternFault(`«\\${char}» støttes ikke`);
    return codeOf(char);
  }

  #hexadecimal(): number {
    const rest = this.#text.slice(this.#at, this.#at + 10).join('');
    const found = /^(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,6})\})/.exec(rest);
    const code = Number.parseInt(found?.[1] ?? found?.[2] ?? '', 16);
    if (!found || code > LAST) throw new PatternFault('«\\x» skrives \\x41 eller \\x{41}');
    this.#at += found[0].length;
    return code;
  }

  #class(): CharSet {
    const negated = this.#skip('^');
    const ranges: (readonly [number, number])[] = [];
    for (let first = true; first || this.#peek() !== ']'; first = false) {
      if (this.#skip('[:')) throw new PatternFault('«[:…:]» støttes ikke');
      const low = this.#classMember();
      if (typeof low !== 'number') {
        ranges.push(...low);
        continue;
      }
      const after = this.#text[this.#at + 1];
      if (this.#peek() !== '-' || after === ']' || after === undefined) {
        ranges.push([low, low]);
        continue;
      }
      this.#take();
      const high = this.#classMember();
      if (typeof high !== 'number' || high < low) throw new PatternFault('et område i «[…]» går baklengs');
      ranges.push([low, high]);
    }
    this.#take();
    return { ranges, negated, fold: this.#fold };
  }

  #classMember(): number | CharSet['ranges'] {
    const char = this.#take();
    if (char !== '\\') return codeOf(char);
    const escaped = this.#take();
    const ranges = CLASSES[escaped.toLowerCase()];
    if (!ranges) return this.#escaped(escaped);
    return escaped === escaped.toLowerCase() ? ranges : complement(ranges);
  }
}

function codeOf(char: string): number {
  return char.codePointAt(0) ?? 0;
}

/** All that is not in `ranges`, which are in order. */
function complement(ranges: CharSet['ranges']): CharSet['ranges'] {
  const rest: (readonly [number, number])[] = [];
  let from = 0;
  for (const [low, high] of ranges) {
    if (low > from) rest.push([from, low - 1]);
    from = high + 1;
  }
  rest.push([from, LAST]);
  return rest;
}

/** One state. `to` and `or` are the states that come next. */
type State =
  | { readonly op: 'set'; readonly set: CharSet }
  | { readonly op: 'split'; to: number; or: number }
  | { readonly op: 'jump'; to: number }
  | { readonly op: 'begin' | 'end' | 'match' };

function assemble(tree: Tree): readonly State[] {
  const program: State[] = [];
  const push = <T extends State>(state: T): T => {
    if (program.length >= MAX_PATTERN_SIZE) {
      throw new PatternFault(`mønsteret er for stort (over ${MAX_PATTERN_SIZE} tilstander)`);
    }
    program.push(state);
    return state;
  };
  const emit = (node: Tree): void => {
    switch (node.kind) {
      case 'empty':
        return;
      case 'begin':
      case 'end':
        push({ op: node.kind });
        return;
      case 'set':
        push({ op: 'set', set: node.set });
        return;
      case 'all':
        for (const part of node.of) emit(part);
        return;
      case 'any':
        emitAny(node.of);
        return;
      case 'repeat':
        emitRepeat(node.of, node.min, node.max);
    }
  };
  const emitAny = (of: readonly Tree[]): void => {
    const ends: { to: number }[] = [];
    for (const [index, part] of of.entries()) {
      if (index === of.length - 1) {
        emit(part);
        continue;
      }
      const split = push({ op: 'split', to: program.length + 1, or: 0 });
      emit(part);
      ends.push(push({ op: 'jump', to: 0 }));
      split.or = program.length;
    }
    for (const end of ends) end.to = program.length;
  };
  const emitRepeat = (of: Tree, min: number, max: number): void => {
    for (let i = 0; i < min; i++) emit(of);
    if (max === UNBOUNDED) {
      const split = push({ op: 'split', to: program.length + 1, or: 0 });
      const again = program.length - 1;
      emit(of);
      push({ op: 'jump', to: again });
      split.or = program.length;
      return;
    }
    const skips: { or: number }[] = [];
    for (let i = min; i < max; i++) {
      skips.push(push({ op: 'split', to: program.length + 1, or: 0 }));
      emit(of);
    }
    for (const skip of skips) skip.or = program.length;
  };
  emit(tree);
  push({ op: 'match' });
  return program;
}

/** Walks all ways through the program at once. */
function run(program: readonly State[], text: string): boolean {
  const chars = [...text];
  let current = follow(program, [0], 0, chars.length);
  for (const [index, char] of chars.entries()) {
    const code = codeOf(char);
    const next: number[] = [];
    for (const at of current.states) {
      const state = program[at];
      if (state?.op === 'set' && inSet(state.set, code, char)) next.push(at + 1);
    }
    if (next.length === 0) return false;
    current = follow(program, next, index + 1, chars.length);
  }
  return current.matched;
}

/** The states that are reached from `from` without reading a character. */
function follow(
  program: readonly State[],
  from: readonly number[],
  at: number,
  length: number,
): { readonly states: readonly number[]; readonly matched: boolean } {
  const seen = new Uint8Array(program.length);
  const todo = [...from];
  const states: number[] = [];
  let matched = false;
  for (let place = todo.pop(); place !== undefined; place = todo.pop()) {
    const state = program[place];
    if (!state || seen[place]) continue;
    seen[place] = 1;
    if (state.op === 'set') states.push(place);
    else if (state.op === 'match') matched = true;
    else if (state.op === 'jump') todo.push(state.to);
    else if (state.op === 'split') todo.push(state.to, state.or);
    else if (state.op === 'begin' ? at === 0 : at === length) todo.push(place + 1);
  }
  return { states, matched };
}

function inSet(set: CharSet, code: number, char: string): boolean {
  const found =
    inRanges(set.ranges, code) ||
    (set.fold &&
      (inRanges(set.ranges, codeOf(char.toLowerCase())) || inRanges(set.ranges, codeOf(char.toUpperCase()))));
  return found !== set.negated;
}

function inRanges(ranges: CharSet['ranges'], code: number): boolean {
  for (const [low, high] of ranges) if (code >= low && code <= high) return true;
  return false;
}
