/** Words that YAML reads as something other than text. */
const SPECIAL = /^(true|false|yes|no|on|off|null|y|n)$/i;
/** Plain text that needs no quotes, inside a list or map either. */
const PLAIN = /^[\p{L}][\p{L}\p{N} ._/()-]*$/u;

/** A text as YAML: plain where that is safe, else quoted as in JSON. */
export function scalar(text: string): string {
  return PLAIN.test(text) && !SPECIAL.test(text) && !text.endsWith(' ') ? text : JSON.stringify(text);
}

/** Plain data on one line, as a person writes it: `{ id: a, list: [1, 2] }`. */
export function flow(value: unknown): string {
  if (typeof value === 'string') return scalar(value);
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    if (entries.length === 0) return '{}';
    return `{ ${entries.map(([key, item]) => `${scalar(key)}: ${flow(item)}`).join(', ')} }`;
  }
  return JSON.stringify(value);
}
