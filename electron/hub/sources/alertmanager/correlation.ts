/**
 * How a silence that was asked for here is known again there. Alertmanager has no field for it, so that
 *
 *     createdBy   ends with ` (vaktrom)`, after the watch position that acted: `pult 2 (vaktrom)`
 *     comment     ends with ` [vaktrom:ID]`, where ID is the command's id, percent-encoded
 *
 * Both must be there. Whoever copies them claims to be that command, which has no effect on any other silence.
 */
const AUTHOR = ' (vaktrom)';
const MARK = /\s*\[vaktrom:([A-Za-z0-9._~%!*'()-]{8,320})\]$/;

/** The author and comment that a silence is sent with. */
export function writeCorrelation(
  actor: string,
  comment: string,
  correlation: string,
): { readonly author: string; readonly comment: string } {
  return { author: `${actor}${AUTHOR}`, comment: `${comment} [vaktrom:${encodeURIComponent(correlation)}]` };
}

/** The comment without the mark, and the command's id; null: it is not one of ours. */
export function readCorrelation(
  author: string,
  comment: string,
): { readonly comment: string; readonly correlation: string | null } {
  const found = author.endsWith(AUTHOR) ? MARK.exec(comment) : null;
  if (!found?.[1]) return { comment, correlation: null };
  try {
    return { comment: comment.slice(0, found.index), correlation: decodeURIComponent(found[1]) };
  } catch {
    return { comment, correlation: null };
  }
}
