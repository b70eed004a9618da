import type { HandoverMoved } from '../../model/events';
import type { Handover } from '../../model/handover';
import { type HandoverAct, type HandoverDecision, type HandoverView, refuse } from './decision';
import { handoverOf } from './read-handovers';

/** The event of a step. `actor` null: time or facts did it. */
export function moved(
  handover: Handover,
  what: HandoverMoved['what'],
  actor: string | null,
  actedAt: number | null,
  accepted: Pick<HandoverMoved, 'duty' | 'posts'> = { duty: null, posts: { on: [], off: [] } },
): HandoverMoved {
  return { type: 'handover.moved', handover, what, ...accepted, actor, actedAt };
}

/** The id in `handover/ID`; null: the subject is something else. */
export function idOf({ subject }: Pick<HandoverAct, 'subject'>): string | null {
  const id = subject.startsWith('handover/') ? subject.slice('handover/'.length) : '';
  return /^[0-9A-Za-z_æøåÆØÅ.-]{1,100}$/.test(id) ? id : null;
}

/** When the text was frozen, ms UTC; of one that nobody has signed: Infinity. */
export function signedAt({ signatures }: Handover): number {
  return Math.min(...signatures.map(({ at }) => at));
}

/** An act on a handover that is not accepted. */
export function withOpen(
  view: HandoverView,
  act: HandoverAct,
  decide: (handover: Handover) => HandoverDecision,
): HandoverDecision {
  const id = idOf(act);
  if (id === null) return refuse('malformed');
  const handover = handoverOf(view.watch, id);
  if (!handover) return refuse('unknown-handover');
  if (handover.state === 'accepted') return refuse('accepted', { at: handover.acceptedAt });
  return decide(handover);
}
