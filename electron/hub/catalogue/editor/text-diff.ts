// diff: unified differences of two texts.
import { structuredPatch } from 'diff';

/** Longer differences are cut: nobody reads them, and they go to every desk that asks. */
const MAX_CHARACTERS = 200_000;
/** Two texts that have nothing in common take too long to compare, ms. */
const TIMEOUT_MS = 2_000;

/** The unified difference of two texts, three lines of context, without its head. Line breaks are shown as `\n`. */
export function textDiff(before: string, after: string): string {
  const patch = structuredPatch('', '', unix(before), unix(after), '', '', {
    context: 3,
    timeout: TIMEOUT_MS,
  });
  if (!patch) return '… forskjellen er for stor til å vises\n';
  const lines = patch.hunks.flatMap((hunk) => [
    `@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`,
    ...hunk.lines,
  ]);
  const text = lines.map((line) => `${line}\n`).join('');
  if (text.length <= MAX_CHARACTERS) return text;
  const cut = text.slice(0, text.lastIndexOf('\n', MAX_CHARACTERS) + 1);
  return `${cut}… ${lines.length - cut.split('\n').length + 1} linjer til\n`;
}

function unix(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
