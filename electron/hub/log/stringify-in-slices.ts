import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** Items that are made text in one turn of the event loop. */
const SLICE = 500;

/**
 * The text that `JSON.stringify` makes of an object, made over many turns of the event loop: the state of ten thousand
 * checks takes a sixth of a second, in which nobody else would be served. What is in it must not change meanwhile.
 * @returns the text, and its SHA-256
 */
export async function stringifyInSlices(
  value: Readonly<Record<string, unknown>>,
): Promise<{ readonly text: string; readonly sha256: Buffer }> {
  const hash = createHash('sha256');
  const parts: string[] = [];
  const say = (part: string): void => {
    parts.push(part);
    hash.update(part);
  };
  await sayObject(value, 2, say);
  return { text: parts.join(''), sha256: hash.digest() };
}

/** `depth`: of objects whose long lists are cut. */
async function sayObject(value: object, depth: number, say: (part: string) => void): Promise<void> {
  const fields = Object.entries(value).filter(([, field]) => hasText(field));
  say('{');
  for (const [index, [name, field]] of fields.entries()) {
    say(`${index === 0 ? '' : ','}${JSON.stringify(name)}:`);
    if (Array.isArray(field) && field.length > SLICE) await sayList(field, say);
    else if (depth > 1 && isPlain(field)) await sayObject(field, depth - 1, say);
    else say(JSON.stringify(field));
  }
  say('}');
}

async function sayList(list: readonly unknown[], say: (part: string) => void): Promise<void> {
  say('[');
  for (let at = 0; at < list.length; at += SLICE) {
    const text = JSON.stringify(list.slice(at, at + SLICE));
    say(`${at === 0 ? '' : ','}${text.slice(1, -1)}`);
    await nextTurn();
  }
  say(']');
}

/** What has none is left out of an object. */
const hasText = (field: unknown): boolean => !['undefined', 'function', 'symbol'].includes(typeof field);

const isPlain = (field: unknown): field is object =>
  typeof field === 'object' && field !== null && !Array.isArray(field) && !('toJSON' in field);
