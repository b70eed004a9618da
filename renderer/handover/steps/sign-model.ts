import type { Handover, SignedText } from '../../../shared/model/handover';
import { type MissingPart, missingParts } from '../../../shared/rules/handover/compose';
import type { HandoverView } from '../../../shared/rules/handover/decision';
import {
  missingToAccept,
  missingToSign,
  type NeededPart,
} from '../../../shared/rules/handover/sign-handover';

/** What is to be signed next, and by whom; null: nothing is. */
export interface NextSignature {
  readonly role: 'outgoing' | 'incoming';
  /** Person ids that have not signed yet. */
  readonly people: readonly string[];
}

/**
 * The next signature: the outgoing watch first; then the incoming watch, which is responsible from its first one. The others
 * of the incoming watch may sign the same text afterwards.
 */
export function nextSignature(handover: Handover): NextSignature | null {
  const signed = (role: NextSignature['role']): ReadonlySet<string> =>
    new Set(handover.signatures.filter((one) => one.role === role).map(({ person }) => person));
  const left = (role: NextSignature['role']): readonly string[] =>
    handover[role].map(({ person }) => person).filter((person) => !signed(role).has(person));
  if (handover.state === 'preparing' || handover.state === 'exchanging')
    return { role: 'outgoing', people: left('outgoing') };
  const people = left('incoming');
  return handover.state === 'accepted' && people.length === 0 ? null : { role: 'incoming', people };
}

/** What is missing. `holdsUp`: a signature needs an exception for it. `wishes`: the rest of a good handover. */
export interface Missing {
  readonly holdsUp: readonly NeededPart[];
  readonly wishes: readonly MissingPart[];
}

export function missingFor(
  view: HandoverView,
  handover: Handover,
  text: SignedText,
  person: string,
): Missing {
  const holdsUp: readonly NeededPart[] =
    nextSignature(handover)?.role === 'incoming'
      ? missingToAccept(view, handover, person)
      : missingToSign(view, handover, text);
  const wishes = missingParts(text, handover).filter(
    (part) => part !== 'walked' && part !== 'said' && part !== 'read-back',
  );
  return { holdsUp, wishes };
}

/** What a signature is called: the outgoing sign, the first of the incoming takes over, the others have read it. */
export function signatureKind(handover: Handover, next: NextSignature): 'out' | 'in' | 'also' {
  if (next.role === 'outgoing') return 'out';
  return handover.state === 'accepted' ? 'also' : 'in';
}
