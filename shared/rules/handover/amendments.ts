import type { Amendment, Handover, SignedText } from '../../model/handover';
import { holdersOf } from '../watch/duty';
import { changedLines, hashOfWords } from './compose';
import { type Act, actedAtOf, done, type HandoverDecision, type HandoverView, refuse } from './decision';
import type { HandoverDocument } from './document';
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
  const drawn = new Map(composed.lines.map((line) => [line.key, line]));
  const proposed = changedLines(signed, composed).flatMap(({ line, section, text, by }): Amendment[] => {
    const said = lastSaid(document, line, known.get(line)?.struck != null);
    const isNewFact = drawn.get(line)?.critical === true && !known.has(line);
    const author = by ?? said?.by ?? (isNewFact ? DRAWN_BY : isPeoples(line) ? UNKNOWN_BY : null);
    const hash = hashOfWords(text);
    if (author === null || decided.some((one) => one.line === line && one.hash === hash)) return [];
    const place = decided.filter((one) => one.line === line).length;
    const id = `${line.slice(0, 180)}#${place}`;
    const before = amendments.find((one) => one.id === id);
    if (before && before.hash === hash && before.by === author) return [before];
    const at = said?.at ?? now;
    return [{ id, at, by: author, line, section, hash, state: 'proposed', decided: null }];
  });
  const next = [...decided, ...proposed].slice(0, AMENDMENTS_MOST);
  const isSame = next.length === amendments.length && next.every((one) => amendments.includes(one));
  return isSame ? amendments : next;
}

/** What only people write. */
function isPeoples(line: string): boolean {
  return line === 'summary' || line === 'read-back';
}

/** Who said it last, of what carries no author of its own: how bad it is, the summary, a line that was put back. */
function lastSaid(
  { history }: HandoverDocument,
  line: string,
  wasStruck: boolean,
): { readonly by: string; readonly at: number } | null {
  const whats: readonly string[] =
    line === 'summary' || line === 'severity' || line === 'read-back'
      ? [line]
      : wasStruck
        ? ['edited', 'added', 'struck', 'restored']
        : ['edited', 'added', 'struck'];
  const whole = line === 'summary' || line === 'severity' || line === 'read-back';
  return (
    history.findLast(({ what, line: about }) => whats.includes(what) && (whole || about === line)) ?? null
  );
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
  if (!amendment) return refuse('unknown-amendment');
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
