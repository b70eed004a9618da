import type { JourneyTargetStep } from '../catalogue/loaded';
import { codingNote, parseJsonBody, textOf } from './body-text';
import { JSON_LIMIT, type ReadAnswer } from './http-expectations';
import { NOTHING, valueAt } from './json-pointer';
import { quote } from './quote';

type Extraction = JourneyTargetStep['extract'][number];

/** Longer than any id or token; keeps a hostile answer from growing into the next request. */
const VALUE_LIMIT = 8 * 1024;

/** A value that was found, or why there is none. */
export type Extracted =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly reason: string };

/** Takes one value out of an answer. Never throws. */
export function extract(answer: ReadAnswer, wanted: Extraction, redact: (text: string) => string): Extracted {
  const found = find(answer, wanted, redact);
  if (!found.ok || found.value.length <= VALUE_LIMIT) return found;
  return { ok: false, reason: `{{${wanted.as}}} er lengre enn ${VALUE_LIMIT} tegn` };
}

function find(answer: ReadAnswer, wanted: Extraction, redact: (text: string) => string): Extracted {
  const missing = (what: string): Extracted => ({
    ok: false,
    reason: `fant ikke {{${wanted.as}}}: ${what}${codingNote(answer.headers)}`,
  });
  if (wanted.header !== undefined) {
    const value = answer.headers[wanted.header.toLowerCase()];
    if (value === undefined) return missing(`headeren ${wanted.header} mangler`);
    return { ok: true, value: Array.isArray(value) ? (value[0] ?? '') : value };
  }
  const text = textOf(answer.body, answer.headers);
  if (wanted.json !== undefined) {
    if (answer.cut) return missing(`JSON-svaret er større enn ${JSON_LIMIT / 1024 / 1024} MiB`);
    const json = parseJsonBody(text, redact);
    if (!json.ok) return missing(json.reason);
    const value = valueAt(json.value, wanted.json);
    if (value === NOTHING || value === null) return missing(`${wanted.json || 'JSON-svaret'} mangler`);
    if (typeof value === 'object') return missing(`${wanted.json || 'JSON-svaret'} er ikke tekst eller tall`);
    return { ok: true, value: String(value) };
  }
  if (wanted.between === undefined) return missing('det er ikke sagt hvor');
  const [before, after] = wanted.between;
  const start = text.indexOf(before);
  if (start < 0) return missing(`svaret har ikke teksten ${quote(redact(before))}`);
  const from = start + before.length;
  const end = text.indexOf(after, from);
  if (end < 0)
    return missing(`svaret har ikke teksten ${quote(redact(after))} etter ${quote(redact(before))}`);
  return { ok: true, value: unescapeHtml(text.slice(from, end)) };
}

/** What stands in a page as an attribute is written with entities; only the five that must be. */
function unescapeHtml(text: string): string {
  return text.replace(
    /&(?:amp|lt|gt|quot|#0*39|apos);/g,
    (entity) => ENTITIES[entity.replace(/#0*/, '#')] ?? entity,
  );
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&apos;': "'",
};
