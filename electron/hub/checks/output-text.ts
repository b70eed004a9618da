import { OUTPUT_LIMIT } from './check-run';

/** Longer than any line a person reads; keeps the patterns below off hostile megabytes. */
const READ_LIMIT = 16 * 1024;

// Written by code point, because a control character in a pattern is easily lost in an editor.
const ESC = String.fromCharCode(0x1b);
const TERMINAL_SEQUENCE = new RegExp(`${ESC}(?:\\[[0-?]*[ -/]*[@-~]|\\][^${ESC}]*|[@-Z\\\\^_])`, 'g');
const LINE_BREAKS = /[\s\u2028\u2029]+/gu;
/** Control characters, lone surrogates, and the marks that reverse the direction of what is read. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/**
 * Text from outside made fit for a screen and a log: one line, no control characters, at most OUTPUT_LIMIT
 * characters. Never throws.
 */
export function cleanText(text: string): string {
  const line = text
    .slice(0, READ_LIMIT)
    .replace(TERMINAL_SEQUENCE, '')
    .replace(LINE_BREAKS, ' ')
    .replace(UNPRINTABLE, '')
    .trim();
  return cut(line, OUTPUT_LIMIT);
}

/** The first `limit` UTF-16 units, marked with an ellipsis where something was cut off, no character halved. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = limit - 1;
  const halved = /[\ud800-\udbff]/.test(text.charAt(end - 1));
  return `${text.slice(0, halved ? end - 1 : end)}…`;
}

/** Share of control bytes above which output counts as binary; text has none, random bytes some 10 %. */
const BINARY_SHARE = 0.05;
const TEXT_CONTROLS: ReadonlySet<number> = new Set([0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1b]);

/** Whether bytes cannot be text: a NUL, or many control characters. */
export function isBinary(bytes: Uint8Array): boolean {
  let controls = 0;
  for (const byte of bytes) {
    if (byte === 0) return true;
    if (byte < 0x20 && !TEXT_CONTROLS.has(byte)) controls += 1;
  }
  return controls > bytes.length * BINARY_SHARE;
}

/**
 * Bytes as text: UTF-8, else Windows-1252 (what older programs write æ, ø and å in). A character that a size
 * limit cut in two at the end is left out.
 */
export function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
