import { createHash } from 'node:crypto';
import type { EventBody } from '../../../shared/model/events';
import type { Erasable } from '../../../shared/model/shift-log';

/**
 * What of the log can be erased, and so is no part of its chain. The chain holds the words' hash instead: what was said
 * cannot be changed, and can be taken away.
 */

/** The only events with such parts; `type` comes last in canonical JSON, so that every other body is told by its end. */
const WITH_WORDS = /"type":"log\.(?:written|corrected)"\}$/;

/**
 * The text of a canonical body that the chain is made of: every `said` is null, and no attachment has a name or
 * says whether it was erased. Bodies of all other events are their own.
 */
export function chainedText(body: string): string {
  if (!WITH_WORDS.test(body)) return body;
  // Keys keep their order: what comes out is canonical again.
  return JSON.stringify(JSON.parse(body, withoutWords));
}

function withoutWords(this: unknown, key: string, value: unknown): unknown {
  if (key === 'said') return null;
  if (key === 'attachments' && Array.isArray(value)) {
    return value.map((one: object) =>
      Object.fromEntries(Object.entries(one).filter(([name]) => name !== 'erased' && name !== 'name')),
    );
  }
  return value;
}

/** The hash that stands for words: SHA-256 over salt and text, hexadecimal. */
export function hashOfWords({ text, salt }: NonNullable<Erasable['said']>): string {
  return createHash('sha256')
    .update(salt + text)
    .digest('hex');
}

/** A part of an entry, as the log speaks of it. */
export function partKey(entry: string, part: string): string {
  return `${entry}|${part}`;
}

/** The parts of an event's entry that can be erased, and whether each still is there and is what its hash says. */
export function partsOf(
  body: EventBody,
): readonly { readonly key: string; readonly is: 'whole' | 'erased' | 'altered' }[] {
  const judged = (entry: string, part: string, { hash, said }: Erasable) => ({
    key: partKey(entry, part),
    is:
      said === null
        ? ('erased' as const)
        : hashOfWords(said) === hash
          ? ('whole' as const)
          : ('altered' as const),
  });
  if (body.type === 'log.corrected') {
    return [judged(body.entry, body.correction.id, body.correction.body)];
  }
  if (body.type !== 'log.written') return [];
  const { entry } = body;
  return [
    judged(entry.id, 'text', entry.body),
    ...entry.corrections.map((one) => judged(entry.id, one.id, one.body)),
    ...entry.attachments.map(({ hash, erased }) => ({
      key: partKey(entry.id, hash),
      is: erased ? ('erased' as const) : ('whole' as const),
    })),
  ];
}
