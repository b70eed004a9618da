import { IN_URL, SECRET_OPTION, SECRET_OPTION_WITH_VALUE } from '../catalogue/editor/secrets';
import { decodeText, isBinary } from '../checks/output-text';

/** Characters of a run's output that are kept: in the log, on every desk. */
export const OUTPUT_CHARS = 16 * 1024;
/** As many of them as are for what went wrong. */
const ERROR_CHARS = 4 * 1024;

const ESC = String.fromCharCode(0x1b);
const TERMINAL_SEQUENCE = new RegExp(`${ESC}(?:\\[[0-?]*[ -/]*[@-~]|\\][^${ESC}]*|[@-Z\\\\^_])`, 'g');
/** Control characters but for line breaks and tabs, lone surrogates, and the marks that reverse reading. */
const UNPRINTABLE = /(?![\n\t])[\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;
const HIDDEN = '••••';
/** A secret shorter than this is no secret, and would be found in every word. */
const MIN_SECRET = 3;

/** What a program said, fit for a screen and a log. `argv`: what it was run with, whose secrets are not repeated. */
export function outputText(stdout: Buffer, stderr: Buffer, argv: readonly string[]): string {
  const secrets = secretsOf(argv);
  const wrong = cutLines(cleanLines(stderr, secrets), ERROR_CHARS);
  const said = cutLines(cleanLines(stdout, secrets), OUTPUT_CHARS - wrong.length - 1);
  return [said, wrong].filter((text) => text !== '').join('\n');
}

function cleanLines(bytes: Buffer, secrets: readonly string[]): string {
  if (isBinary(bytes)) return `(${bytes.length} byte som ikke er tekst)`;
  let text = decodeText(bytes)
    .replace(TERMINAL_SEQUENCE, '')
    .replace(/\r\n?/g, '\n')
    .replace(UNPRINTABLE, '');
  for (const secret of secrets) text = text.replaceAll(secret, HIDDEN);
  return text.trim();
}

const CUT = '\n…';

function cutLines(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = limit - CUT.length;
  const halved = /[\ud800-\udbff]/.test(text.charAt(end - 1));
  return `${text.slice(0, halved ? end - 1 : end)}${CUT}`;
}

/** Values behind options that take a secret, and passwords and tokens inside addresses: by the rules of the file. */
export function secretsOf(argv: readonly string[]): readonly string[] {
  const secrets = argv.flatMap((part, index) => {
    const inside = [...part.matchAll(IN_URL)].map((match) => match[2] ?? match[4] ?? '');
    if (SECRET_OPTION_WITH_VALUE.test(part)) inside.push(part.slice(part.indexOf('=') + 1));
    if (SECRET_OPTION.test(argv[index - 1] ?? '')) inside.push(part);
    return inside;
  });
  // The longest first: one may be a part of another.
  return [...new Set(secrets)]
    .filter((secret) => secret.length >= MIN_SECRET)
    .sort((a, b) => b.length - a.length);
}
