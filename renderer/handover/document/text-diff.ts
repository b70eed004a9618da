/** One change of a text: so many UTF-16 units taken away at a place, and what is put there. */
export interface TextChange {
  readonly at: number;
  readonly taken: number;
  readonly put: string;
}

/**
 * What changed a text into another, as one change, as near the cursor as it can be: who types the second of two equal
 * letters has put that one, and a merge with somebody else's words depends on which. `caret`: where the cursor stands in
 * `after`. A pair of surrogates is never cut in two. Null: nothing changed.
 */
export function changeBetween(before: string, after: string, caret: number): TextChange | null {
  if (before === after) return null;
  // What stands behind the cursor was not touched by it, as far as it is the same.
  const most = Math.min(before.length, after.length);
  const behind = Math.min(Math.max(0, after.length - caret), most);
  let end = 0;
  while (end < behind && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  let start = 0;
  while (start < most - end && before[start] === after[start]) start += 1;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  if (cutsPair(before, start) || cutsPair(after, start)) start -= 1;
  if (end > 0 && (cutsPair(before, before.length - end) || cutsPair(after, after.length - end))) end -= 1;
  return { at: start, taken: before.length - end - start, put: after.slice(start, after.length - end) };
}

/** Whether a place lies in the middle of a pair of surrogates. */
function cutsPair(text: string, at: number): boolean {
  const high = text.charCodeAt(at - 1);
  const low = text.charCodeAt(at);
  return high >= 0xd800 && high <= 0xdbff && low >= 0xdc00 && low <= 0xdfff;
}

/** A line is one line: whatever breaks lines in what was pasted is a space. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\r\n\u0085\u2028\u2029\t]+/g, ' ');
}
