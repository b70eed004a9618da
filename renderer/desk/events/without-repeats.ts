/**
 * Events, newest first, without those that say word by word what the one before them said: of a cause in an upset each thing
 * that falls behind it is a new fact, and twenty lines that read alike hide the one that does not. The first of them stays.
 */
export function withoutRepeats<E>(
  events: readonly E[],
  wordsOf: (event: E) => { readonly subject: string; readonly text: string },
): readonly E[] {
  const words = events.map((event) => {
    const { subject, text } = wordsOf(event);
    return `${subject}\n${text}`;
  });
  return events.filter((_, index) => words[index] !== words[index + 1]);
}
