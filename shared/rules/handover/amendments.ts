import type { Amendment, Handover, SignedLine, SignedText } from '../../model/handover';
import { holdersOf } from '../watch/duty';
import { baseOf, type ChangedLine, changedLines, hashOfWords } from './compose';
import { type Act, actedAtOf, done, type HandoverDecision, type HandoverView, refuse } from './decision';
import type { HandoverDocument, HistoryEntry } from './document';
import { idOf, moved } from './moves';
import { handoverOf } from './read-handovers';

/** Whose word it is that a critical fact came after the text was composed. */
export const DRAWN_BY = 'vaktrom';
/** Whose word it is where the document does not say who wrote it: people's words are proposed all the same. */
export const UNKNOWN_BY = 'ukjent';
/** Most of one handover (its schema's bound). */
const AMENDMENTS_MOST = 200;

/**
 * What the document says that the signed text does not: proposed, never in it. A line has one proposal at a time, which
 * follows what its author writes until somebody decides it; one whose words are as signed again is gone. What the hub draws
 * is no proposal, unless it is critical, and the text (signed where the hub could not be heard) does not have it. `now`:
 * ms UTC. Returns the same list where nothing changed.
 */
export function amendmentsAfter(
  { amendments }: Pick<Handover, 'amendments'>,
  signed: SignedText,
  document: HandoverDocument,
  composed: SignedText,
  now: number,
): Handover['amendments'] {
  const decided = amendments.filter(({ state }) => state !== 'proposed');
  const known = new Map(signed.lines.map((line) => [line.key, line]));
  const standing = new Map(composed.lines.map((line) => [line.key, line]));
  const proposed = changedLines(signed, composed).flatMap((changed): Amendment[] => {
    const { line, section, text } = changed;
    const author = authorOf(document, changed, known.get(line), standing.get(line), signed);
    const hash = hashOfWords(text);
    if (author === null || decided.some((one) => one.line === line && one.hash === hash)) return [];
    const { by } = author;
    const place = decided.filter((one) => one.line === line).length;
    const id = `${line.slice(0, 180)}#${place}`;
    const before = amendments.find((one) => one.id === id);
    if (before && before.hash === hash && before.by === by) return [before];
    const at = author.at ?? now;
    return [{ id, at, by, line, section, hash, state: 'proposed', decided: null }];
  });
  const next = [...decided, ...proposed].slice(0, AMENDMENTS_MOST);
  const isSame = next.length === amendments.length && next.every((one) => amendments.includes(one));
  return isSame ? amendments : next;
}

/** `at`, ms UTC, null: not known. */
type Author = { readonly by: string; readonly at: number | null };

/** Who proposes it; null: nobody does, it was drawn. */
function authorOf(
  document: HandoverDocument,
  { line, text }: ChangedLine,
  before: SignedLine | undefined,
  now: SignedLine | undefined,
  signed: SignedText,
): Author | null {
  if (line === 'severity') return severityBy(document, text);
  if (line === 'summary' || line === 'read-back') {
    const was = line === 'summary' ? signed.summary : (signed.readBack?.text ?? '');
    const entries = document.history.filter(({ what }) => what === line);
    return lastSaid(entries, was, text) ?? { by: UNKNOWN_BY, at: null };
  }
  if (now?.struck) return now.struck;
  const base = baseOf(line);
  const names = new Set([line, base, ...(document.edits.get(base) ?? []).map((edit) => edit.text)]);
  const entries = document.history.filter(({ line: about, what }) => what !== 'struck' && names.has(about));
  const said = lastSaid(entries, before?.text ?? null, text);
  if (said) return said;
  const wasDrawn = before === undefined || before.origin === 'drawn';
  if (now?.origin !== 'drawn')
    return { by: (wasDrawn && entries.length === 0 && now?.by) || UNKNOWN_BY, at: null };
  // Only people change what people have said of it.
  if (!wasDrawn || before?.struck) return { by: UNKNOWN_BY, at: null };
  return before === undefined && now.critical ? { by: DRAWN_BY, at: null } : null;
}

function severityBy({ severity, history }: HandoverDocument, text: string): Author | null {
  if (severity) return severity.value === text ? severity : null;
  // Nobody's word stands over what is drawn any more: somebody took theirs back, or it was drawn otherwise.
  const said = history.findLast(({ what }) => what === 'severity');
  return said?.after === '' ? said : null;
}

/**
 * Who left a text as it stands; where several wrote apart, the last whose words nobody took up and that were not signed.
 * Undefined: somebody writes there who has not left it. Whoever wrote what was signed has not said what stands there now.
 */
function lastSaid(
  entries: readonly HistoryEntry[],
  was: string | null,
  text: string,
): HistoryEntry | undefined {
  const exact = entries.findLast(({ after }) => after.trim() === text);
  const apart = entries.filter(
    (one) =>
      one.after.trim() !== was && !entries.some((other) => other !== one && other.before === one.after),
  );
  return exact ?? apart.toSorted((a, b) => a.at - b.at).at(-1);
}

/** Somebody takes a proposed amendment, or declines it: those who handed over or took over, or have the watch. */
export function decideAmendment(
  view: HandoverView,
  act: Act<'handover.amendment'>,
  now: number,
): HandoverDecision {
  const id = idOf(act);
  if (id === null) return refuse('malformed');
  const handover = handoverOf(view.watch, id);
  if (!handover) return refuse('unknown-handover');
  const amendment = handover.amendments.find((one) => one.id === act.payload.amendment);
  // What was read is what is decided: its author may have written on.
  if (!amendment || (act.payload.hash ?? amendment.hash) !== amendment.hash)
    return refuse('unknown-amendment');
  const people = [...handover.outgoing, ...handover.incoming, ...holdersOf(view.watch)];
  if (!people.some(({ person }) => person === act.actor))
    return refuse('not-on-watch', { person: act.actor });
  const at = actedAtOf(act, now);
  const before = amendment.decided;
  if (before && (before.at > at || (before.at === at && before.by > act.actor))) return done();
  const said: Amendment = {
    ...amendment,
    state: act.payload.taken ? 'taken' : 'declined',
    decided: { at, by: act.actor },
  };
  const amendments = handover.amendments.map((one) => (one === amendment ? said : one));
  const movedAt = Math.max(handover.movedAt, at);
  return done(moved({ ...handover, amendments, movedAt }, 'amended', act.actor, at));
}
