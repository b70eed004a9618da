/** Marks that turn the text around them, and what else cannot be seen. */
const TURNING = /[\u202a-\u202e\u2066-\u2069]/gu;

/** What people wrote, on one line, without what cannot be seen or turns the text around; null: nothing is left. */
export function cleanLine(text: string): string | null {
  return (
    text
      .replace(TURNING, '')
      .replace(/[\p{Cc}\s]+/gu, ' ')
      .trim() || null
  );
}

/** The same with its lines kept, and no more than one empty line between two. */
export function cleanLines(text: string): string | null {
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/u).map((line) => cleanLine(line) ?? '');
  return (
    lines
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim() || null
  );
}
