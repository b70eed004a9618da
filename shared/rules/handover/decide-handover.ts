import { assertNever } from '../../util/assert-never';
import { decideRoutine } from '../routines/decide-routine';
import { decideAmendment } from './amendments';
import type { Decider, HandoverAct, HandoverDecision, HandoverView } from './decision';
import { exchangeHandover, readBack, setItem } from './exchange';
import { decideFollowUp } from './follow-ups';
import { withOpen } from './moves';
import { beginHandover, setPeople } from './prepare';
import { acceptHandover, signHandover, unsignHandover } from './sign-handover';

export { type HandoverAct, type HandoverDecision, readHandoverAct } from './decision';

/**
 * What follows from a person's act on a handover, on what is carried on, and on routines. Pure, and the same in the hub,
 * where it takes effect, and on a desk that shows what waits in its outbox while the hub is away (`by`: `desk`; what is
 * made then has no number yet). The steps are HSE's and I-PASS's: prepared, exchanged both ways, stated back, accepted.
 * What two desks do apart is merged by when people acted; what is accepted never changes. `now`: the hub's time, ms UTC.
 */
export function decideHandover(
  view: HandoverView,
  act: HandoverAct,
  now: number,
  by: Decider = 'hub',
): HandoverDecision {
  switch (act.kind) {
    case 'handover.begin':
      return beginHandover(view, act, now, by);
    case 'handover.exchange':
      return withOpen(view, act, (handover) => exchangeHandover(handover, act, now));
    case 'handover.people':
      return withOpen(view, act, (handover) => setPeople(view, handover, act, now));
    case 'handover.item':
      return withOpen(view, act, (handover) => setItem(view, handover, act, now));
    case 'handover.read-back':
      return withOpen(view, act, (handover) => readBack(handover, act, now));
    case 'handover.sign':
      return signHandover(view, act, now);
    case 'handover.unsign':
      return unsignHandover(view, act, now);
    case 'handover.accept':
      return acceptHandover(view, act, now);
    case 'handover.amendment':
      return decideAmendment(view, act, now);
    case 'follow-up.set':
    case 'follow-up.close':
    case 'follow-up.reopen':
      return decideFollowUp(view, act, now, by);
    case 'routine.tick':
    case 'routine.settle':
    case 'routine.reopen':
      return decideRoutine(view, act, now);
    default:
      return assertNever(act, 'decide handover');
  }
}
