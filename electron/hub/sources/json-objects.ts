import type { Clock } from '../../../shared/time/clock';
import { SourceGarbled } from './foreign-source';
import { Pace } from './pace';
import { pieceOf, sizeText } from './text';

/** Longest single object that is taken, bytes. */
const MAX_OBJECT = 256 * 1024;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const COMMA = 0x2c;

/**
 * Reads a JSON array of objects as it arrives, one object at a time: `JSON.parse` of ten megabytes would hold up
 * everything else for a tenth of a second. Resolves when the array has been closed. Rejects with SourceGarbled, and
 * with what `body` rejects with; what was handed out before that is not to be trusted as a whole.
 */
export async function readObjects(
  body: AsyncIterable<Buffer>,
  clock: Clock,
  take: (object: unknown) => void,
): Promise<void> {
  const reader = new ObjectReader(take);
  const pace = new Pace(clock);
  for await (const part of body) {
    for (let at = 0; at < part.length; ) {
      at = reader.read(part, at);
      if (pace.due()) await pace.rest();
    }
  }
  reader.end();
}

/** Finds where each object of the array begins and ends; what is inside is JSON.parse's business. */
class ObjectReader {
  readonly #take: (object: unknown) => void;
  #expects: 'array' | 'object-or-end' | 'object' | 'comma-or-end' | 'nothing' = 'array';
  #depth = 0;
  #inString = false;
  #escaped = false;
  #parts: Buffer[] = [];
  #size = 0;
  #last: Buffer = Buffer.alloc(0);

  constructor(take: (object: unknown) => void) {
    this.#take = take;
  }

  /** Reads to the end of an object, or of `part`; returns how far it came. */
  read(part: Buffer, from: number): number {
    this.#last = part;
    let at = from;
    if (this.#depth === 0) {
      while (at < part.length && this.#depth === 0) this.#between(part, at++);
      if (this.#depth === 0) return at;
      at -= 1;
      this.#depth = 0;
    }
    const end = this.#endOfObject(part, at);
    this.#keep(part.subarray(at, end));
    if (this.#depth === 0) this.#finish();
    return end;
  }

  end(): void {
    if (this.#expects !== 'nothing') {
      throw new SourceGarbled('svaret slutter midt i', pieceOf(this.#last.subarray(-120)));
    }
  }

  /** One byte outside any object. */
  #between(part: Buffer, at: number): void {
    const byte = part[at];
    if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) return;
    const expects = this.#expects;
    if (expects === 'array' && byte === OPEN_ARRAY) this.#expects = 'object-or-end';
    else if (expects === 'comma-or-end' && byte === COMMA) this.#expects = 'object';
    else if (byte === CLOSE_ARRAY && (expects === 'comma-or-end' || expects === 'object-or-end')) {
      this.#expects = 'nothing';
    } else if (byte === OPEN_OBJECT && (expects === 'object' || expects === 'object-or-end')) this.#depth = 1;
    else throw new SourceGarbled('svaret er ikke en JSON-liste', pieceOf(part.subarray(at, at + 200)));
  }

  /** The place after the object's end, or the end of `part`. */
  #endOfObject(part: Buffer, from: number): number {
    let depth = this.#depth;
    let inString = this.#inString;
    let escaped = this.#escaped;
    let at = from;
    for (; at < part.length; at++) {
      const byte = part[at];
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) inString = false;
      } else if (byte === QUOTE) inString = true;
      else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth += 1;
      else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
        depth -= 1;
        if (depth === 0) {
          at += 1;
          break;
        }
      }
    }
    this.#depth = depth;
    this.#inString = inString;
    this.#escaped = escaped;
    return at;
  }

  #keep(piece: Buffer): void {
    this.#size += piece.length;
    if (this.#size > MAX_OBJECT) {
      throw new SourceGarbled(
        `en post er større enn ${sizeText(MAX_OBJECT)}`,
        pieceOf(this.#parts[0] ?? piece),
      );
    }
    this.#parts.push(piece);
  }

  #finish(): void {
    const [only] = this.#parts;
    const bytes = this.#parts.length === 1 && only ? only : Buffer.concat(this.#parts);
    this.#parts = [];
    this.#size = 0;
    this.#expects = 'comma-or-end';
    let object: unknown;
    try {
      object = JSON.parse(bytes.toString('utf8'));
    } catch {
      throw new SourceGarbled('svaret er ikke gyldig JSON', pieceOf(bytes));
    }
    this.#take(object);
  }
}
