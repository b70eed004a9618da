import type { HandoverMoved } from '../../model/events';
import type { Handover, Signature, SignedText } from '../../model/handover';
import type { WatchPost } from '../../model/people';
import type { Duty } from '../../model/roster';
import { personFault } from '../incidents/validate';
import { holdersOf } from '../watch/duty';
import { baseOf, hashOfText, type MissingPart, missingParts } from './compose';
import {
  type Act,
  actedAtOf,
  done,
  type HandoverAct,
  type HandoverDecision,
  type HandoverView,
  refuse,
  wasApart,
} from './decision';
import { idOf, moved, signedAt, withOpen } from './moves';
import { handoverOf } from './read-handovers';
import { agreedTransfers, transfersAtAcceptance } from './transfers';
import { type HandoverPeople, isOutOfUse } from './upcoming';

/** What holds up a signature: without a reason nothing is signed while one of these is missing. */
export const NEEDED_PARTS = ['walked', 'said', 'read-back', 'other-person'] as const;
export type NeededPart = (typeof NEEDED_PARTS)[number];

/**
 * The outgoing watch signs the text: the first signature freezes it, and those that follow are of the same text. They are
 * responsible until it is accepted.
 */
export function signHandover(view: HandoverView, act: Act<'handover.sign'>, now: number): HandoverDecision {
  return withOpen(view, act, (handover) => {
    const { text, exception } = act.payload;
    const signers = [...handover.outgoing, ...holdersOf(view.watch)];
    if (text.handover !== handover.id) return refuse('malformed');
    if (!includes(signers, act.actor)) {
      return refuse('not-outgoing', { person: act.actor, people: peopleOf(signers) });
    }
    const hash = hashOfText(text);
    if (handover.state === 'signed' && handover.hash !== hash) {
      return refuse('other-text', { number: handover.number, by: handover.signatures[0]?.person ?? null });
    }
    if (isSignedBy(handover, 'outgoing', act.actor)) return done();
    const nobody = noReceiver(view, handover, act, now);
    if (nobody) return nobody;
    const known = { ...handover, items: knownItems(handover, text, act, now) };
    const missing = missingToSign(view, known, text);
    if (missing.length > 0 && exception === null) return refuse('missing', { missing: missing.join(',') });
    const at = actedAtOf(act, now);
    const first = handover.state !== 'signed';
    const signed: Handover = {
      ...known,
      state: 'signed',
      signatures: [
        ...handover.signatures,
        signature(act, 'outgoing', signers, { at, hash, missing, reason: exception?.reason ?? null }),
      ],
      transfers: first ? [...agreedTransfers(handover, act.payload.transfers)] : handover.transfers,
      hash,
      severity: text.severity,
      elements: elementsOf(text, handover),
      movedAt: at,
    };
    return done(moved(signed, 'signed', act.actor, at));
  });
}

/** Whoever signed for the outgoing watch takes it back, before anybody has accepted: the text is open again. */
export function unsignHandover(
  view: HandoverView,
  act: Act<'handover.unsign'>,
  now: number,
): HandoverDecision {
  return withOpen(view, act, (handover) => {
    if (handover.state !== 'signed') return refuse('not-signed');
    if (!isSignedBy(handover, 'outgoing', act.actor)) {
      return refuse('not-signer', { people: handover.signatures.map(({ person }) => person).join(',') });
    }
    const at = actedAtOf(act, now);
    const open: Handover = {
      ...handover,
      state: handover.exchangedAt === null ? 'preparing' : 'exchanging',
      signatures: [],
      hash: null,
      severity: null,
      elements: null,
      // What was proposed against a text that is open again is in it.
      amendments: [],
      movedAt: at,
      reopened: [...(handover.reopened ?? []), { at, by: act.actor, reason: act.payload.reason }],
    };
    return done(moved(open, 'unsigned', act.actor, at));
  });
}

/**
 * The incoming watch accepts the text that was signed, and is responsible from that moment. Everything that changes hands
 * changes with this one event. The others of the incoming watch may sign the same text after that.
 */
export function acceptHandover(
  view: HandoverView,
  act: Act<'handover.accept'>,
  now: number,
): HandoverDecision {
  const id = idOf(act);
  const handover = id === null ? undefined : handoverOf(view.watch, id);
  if (id === null) return refuse('malformed');
  if (!handover) return refuse('unknown-handover');
  const { hash, exception } = act.payload;
  const { incoming } = handover;
  if (incoming.length === 0) return refuse('nobody-incoming');
  if (!includes(incoming, act.actor)) {
    return refuse('not-incoming', { person: act.actor, people: peopleOf(incoming) });
  }
  if (handover.hash === null) return refuse('not-signed');
  if (handover.hash !== hash) {
    return refuse('other-text', { number: handover.number, by: handover.signatures[0]?.person ?? null });
  }
  if (isSignedBy(handover, 'incoming', act.actor)) return done();
  const missing = missingToAccept(view, handover, act.actor);
  if (missing.length > 0 && exception === null) return refuse('missing', { missing: missing.join(',') });
  // By a clock that is behind they would have taken over what was not signed yet.
  const at = Math.max(actedAtOf(act, now), signedAt(handover));
  const reason = exception?.reason ?? null;
  const signatures = [
    ...handover.signatures,
    signature(act, 'incoming', incoming, { at, hash, missing, reason }),
  ];
  if (handover.state === 'accepted') {
    return done(moved({ ...handover, signatures, movedAt: at }, 'signed', act.actor, at));
  }
  const accepted: Handover = {
    ...handover,
    state: 'accepted',
    signatures,
    transfers: [...transfersAtAcceptance(view, handover, signedAt(handover))],
    acceptedAt: at,
    movedAt: at,
  };
  const holders = incoming.filter(({ person }) => !isOutOfUse(view, person));
  const duty: Duty = { id: 'room', shift: handover.to, since: at, holders, handover: handover.id };
  return done(
    moved(accepted, 'accepted', act.actor, at, { duty, posts: postsAfter(view, handover, act, at) }),
  );
}

/** What is missing for the outgoing watch to sign, of what holds up a signature. */
export function missingToSign(
  view: Pick<HandoverView, 'catalogue'>,
  handover: Pick<Handover, 'items' | 'readBack'>,
  text: SignedText,
): readonly NeededPart[] {
  const wanted = readsBack(view) ? NEEDED_PARTS : NEEDED_PARTS.filter((part) => part !== 'read-back');
  const missing: readonly MissingPart[] = missingParts(text, handover);
  // It was said, and its words are gone from the text: then nobody can read what was said.
  const unread = handover.readBack !== null && text.readBack === null;
  return wanted.filter(
    (part) => part !== 'other-person' && (missing.includes(part) || (part === 'read-back' && unread)),
  );
}

/**
 * What is missing for `person` to accept it, besides what the outgoing watch signed without: those who read that have seen
 * it. Nobody hands over to themselves without a word on why.
 */
export function missingToAccept(
  view: Pick<HandoverView, 'catalogue'>,
  handover: Pick<Handover, 'items' | 'readBack' | 'signatures'>,
  person: string,
): readonly NeededPart[] {
  const excepted = handover.signatures.flatMap(({ exception }) => exception?.missing ?? []);
  const outgoing = handover.signatures.filter(({ role }) => role === 'outgoing');
  const missing: Record<NeededPart, boolean> = {
    walked: handover.items.some(({ walked }) => walked === null),
    said: handover.items.some(({ said }) => said === null),
    'read-back': readsBack(view) && handover.readBack === null,
    'other-person': outgoing.every((one) => one.person === person),
  };
  return NEEDED_PARTS.filter((part) => missing[part] && !excepted.includes(part));
}

/** What was done apart is judged by what could be known there: what the text that they read does not hold came later. */
function knownItems(handover: Handover, text: SignedText, act: HandoverAct, now: number): Handover['items'] {
  if (!wasApart(act, now)) return handover.items;
  const keys = new Set(text.lines.map(({ key }) => baseOf(key)));
  return handover.items.filter(({ key }) => keys.has(key));
}

/** Nothing is given to somebody that the room does not know, or that was out of use when it was agreed. */
function noReceiver(
  view: HandoverView,
  { incoming }: Handover,
  act: Act<'handover.sign'>,
  now: number,
): HandoverDecision | null {
  for (const { to } of act.payload.transfers) {
    const code = includes(incoming, to) ? undefined : personFault(view, to)?.code;
    if (code === 'not-in-use' && !wasApart(act, now)) return refuse('not-in-use', { person: to });
    if (code === 'unknown-person') return refuse('unknown-person', { person: to });
  }
  return null;
}

/** The five elements of I-PASS, as far as they can be seen in the text. */
function elementsOf(text: SignedText, handover: Handover): NonNullable<Handover['elements']> {
  const missing = missingParts(text, handover);
  return {
    severity: true,
    summary: !missing.includes('summary'),
    actions: !missing.includes('actions'),
    contingency: !missing.includes('contingency'),
    synthesis: handover.readBack !== null && text.readBack !== null,
  };
}

function signature(
  act: Act<'handover.sign'> | Act<'handover.accept'>,
  role: Signature['role'],
  people: HandoverPeople,
  said: {
    readonly at: number;
    readonly hash: string;
    readonly missing: readonly NeededPart[];
    readonly reason: string | null;
  },
): Signature {
  const { at, hash, missing, reason } = said;
  return {
    role,
    person: act.actor,
    position: people.find(({ person }) => person === act.actor)?.position ?? null,
    at,
    console: act.console,
    hash,
    // A reason where nothing is missing is no exception.
    exception: reason === null || missing.length === 0 ? null : { missing: [...missing], reason },
  };
}

/**
 * Sound follows the watch: consoles that the outgoing have on watch go off it, and those where the incoming are signed in
 * go on it, the one where they accepted first of all.
 */
function postsAfter(
  view: HandoverView,
  { outgoing, incoming }: Handover,
  act: Act<'handover.accept'>,
  at: number,
): HandoverMoved['posts'] {
  const on = new Map<string, WatchPost>();
  const put = (console: string, person: string): void => {
    const post = view.people.get(`watch:${console}`);
    const stands = post?.kind === 'watch' && post.value.person === person;
    if (console !== '' && !on.has(console))
      on.set(console, stands ? post.value : { id: console, person, since: at });
  };
  put(act.console, act.actor);
  const off: string[] = [];
  for (const entity of view.people.values()) {
    if (entity.kind !== 'session' || !includes(incoming, entity.value.person)) continue;
    if (entity.value.expiresAt > at) put(entity.value.console, entity.value.person);
  }
  for (const entity of view.people.values()) {
    if (entity.kind !== 'watch' || on.has(entity.value.id)) continue;
    const { id, person } = entity.value;
    if (includes(outgoing, person) && !includes(incoming, person)) off.push(id);
  }
  return { on: [...on.values()].sort((a, b) => (a.id < b.id ? -1 : 1)), off: off.sort() };
}

function readsBack({ catalogue }: Pick<HandoverView, 'catalogue'>): boolean {
  const plan = catalogue.get('watch-plan:room');
  return plan?.kind === 'watch-plan' ? plan.value.readBack : true;
}

function isSignedBy({ signatures }: Handover, role: Signature['role'], person: string): boolean {
  return signatures.some((one) => one.role === role && one.person === person);
}

function includes(people: HandoverPeople, person: string): boolean {
  return people.some((one) => one.person === person);
}

function peopleOf(people: HandoverPeople): string {
  return [...new Set(people.map(({ person }) => person))].join(',');
}
