import type { OutMessage } from '../../model/incidents';
import { type DraftFacts, type DraftIndex, type DraftView, type DraftWish, draftFacts } from './draft-facts';
import { draftBody, draftSubject } from './draft-words';

/** What a message out of the room is drafted for. */
export interface MessageWish extends DraftWish {
  readonly kind: OutMessage['kind'];
  /** The hub's time, ms UTC. */
  readonly now: number;
  /** When the next word is promised, ms UTC; null: none is; missing: by the incident's plan. */
  readonly nextAt?: number | null;
}

/** A message as it is proposed to whoever sends it. */
export interface MessageDraft {
  readonly subject: string;
  readonly body: string;
  readonly nextAt: number | null;
  /** Channel ids, in the order of the catalogue. */
  readonly channels: readonly string[];
}

/** Where the catalogue says nothing of when a word is owed, ms. */
const DEFAULT_UPDATE_MS = { major: 30 * 60_000, high: 60 * 60_000, moderate: 120 * 60_000 };
const STEP_MS = 5 * 60_000;

/**
 * A *driftsmelding* out of the facts, in plain Bokmål: what, who, since when, what to do, and when the next word comes.
 * It says nothing that the room does not know: no cause that nobody has diagnosed without "trolig", nobody at work where
 * nobody has taken it, nothing back that is not. Pure; a person reads and approves it before it goes anywhere.
 */
export function draftMessage(view: DraftView, index: DraftIndex, wish: MessageWish): MessageDraft {
  const facts = draftFacts(view, index, wish);
  const nextAt = wish.nextAt === undefined ? nextWordAt(facts, wish.kind, wish.now) : wish.nextAt;
  return {
    subject: draftSubject(facts, wish.kind),
    body: draftBody(view, facts, { kind: wish.kind, now: wish.now, nextAt }),
    nextAt,
    channels: channelsFor(view, facts),
  };
}

/** When the next word is owed: as the incident's timer says, else by the plan, at a whole five minutes. */
function nextWordAt(facts: DraftFacts, kind: OutMessage['kind'], now: number): number | null {
  if (kind === 'closing') return null;
  const promised = facts.incident?.update?.until ?? null;
  // What this desk has set itself is of a clock that is corrected by parts of a millisecond; a promise is a whole one.
  if (promised !== null && promised > now) return Math.round(promised);
  const severity = facts.incident?.severity ?? (facts.alarm?.priority === 1 ? 'high' : 'moderate');
  const due = now + (facts.plan?.updateMs ?? DEFAULT_UPDATE_MS)[severity];
  const whole = Math.floor(due / STEP_MS) * STEP_MS;
  return whole > now + STEP_MS ? whole : Math.round(due);
}

/** The channels that the series went through; of a first message, those that are preset. */
function channelsFor(view: DraftView, facts: DraftFacts): readonly string[] {
  const before = facts.earlier.at(-1)?.channels;
  return [...view.catalogue.values()]
    .flatMap((entity) => (entity.kind === 'channel' ? [entity.value] : []))
    .filter(({ uses }) => uses.includes('messages'))
    .filter(({ id, preset }) => before?.includes(id) ?? preset)
    .sort((a, b) => a.order - b.order)
    .map(({ id }) => id);
}
