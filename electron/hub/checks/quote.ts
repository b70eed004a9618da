import { cleanText, cut } from './output-text';

/** How much of what a stranger said is shown. */
export const QUOTE_LIMIT = 80;
/** As much of a foreign text as is looked through for what must not be shown, around what is quoted of it. */
export const QUOTE_WINDOW = 32 * 1024;

/** A piece of foreign text for an output: `«…»`, clean, at most QUOTE_LIMIT characters. */
export function quote(text: string): string {
  return `«${cut(cleanText(text), QUOTE_LIMIT)}»`;
}

/** The end of a foreign text, which is where half an answer broke off. */
export function quoteEnd(text: string): string {
  const clean = cleanText(text.slice(-4 * QUOTE_LIMIT));
  return clean.length <= QUOTE_LIMIT ? `«${clean}»` : `«…${clean.slice(1 - QUOTE_LIMIT)}»`;
}

/** A foreign text around the place `at`. */
export function quoteAround(text: string, at: number): string {
  const from = Math.max(0, at - QUOTE_LIMIT / 2);
  const piece = cut(cleanText(text.slice(from, from + 4 * QUOTE_LIMIT)), QUOTE_LIMIT - 1);
  return from === 0 ? `«${piece}»` : `«…${piece}»`;
}
