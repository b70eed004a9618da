import type { CriticalItem, Handover } from '../../model/handover';
import { cleanLine } from '../../util/clean-text';
import { holdsOver, isSame } from '../incidents/registers';
import { personFault } from '../incidents/validate';
import {
  type Act,
  actedAtOf,
  done,
  type HandoverDecision,
  type HandoverView,
  refuse,
  wasApart,
} from './decision';
import { moved, signedAt } from './moves';
import { proposeTransfers } from './transfers';

/** Both are there. Of two who say so, the first one's time holds. */
export function exchangeHandover(
  handover: Handover,
  act: Act<'handover.exchange'>,
  now: number,
): HandoverDecision {
  const at = actedAtOf(act, now);
  if (at > signedAt(handover)) return done();
  const exchanged = { ...exchanging(handover, at), movedAt: Math.max(handover.movedAt, at) };
  return isSame(exchanged, handover) ? done() : done(moved(exchanged, 'exchange', act.actor, at));
}

function exchanging(handover: Handover, at: number): Handover {
  if (handover.exchangedAt !== null && handover.exchangedAt <= at) return handover;
  const state = handover.state === 'preparing' ? 'exchanging' : handover.state;
  return { ...handover, state, exchangedAt: at, movedAt: Math.max(handover.movedAt, at) };
}

/** What was said of an item, register by register: of two who say so apart, the later act holds. */
export function setItem(
  view: HandoverView,
  handover: Handover,
  act: Act<'handover.item'>,
  now: number,
): HandoverDecision {
  const { key, walked, said, to } = act.payload;
  const item = handover.items.find((one) => one.key === key);
  if (!item) return refuse('unknown-item');
  const stamp = { at: actedAtOf(act, now), by: act.actor };
  if (stamp.at > signedAt(handover)) return refuse('signed', { number: handover.number });
  // What was said while apart was said of what it was then.
  if (wasApart(act, now) && stamp.at < (item.since ?? 0))
    return refuse('item-changed', { title: item.title });
  if (to != null && !handover.incoming.some(({ person }) => person === to)) {
    const fault = personFault(view, to);
    if (fault) return refuse(fault.code === 'not-in-use' ? 'not-in-use' : 'unknown-person', { person: to });
  }
  let next: CriticalItem = item;
  const write = (register: 'walked' | 'said' | 'to', change: Partial<CriticalItem>): void => {
    if (!holdsOver(stamp, next.stamps?.[register])) return;
    next = { ...next, ...change, stamps: { ...next.stamps, [register]: stamp } };
  };
  if (walked !== undefined) write('walked', { walked: walked ? stamp : null });
  if (said !== undefined) {
    const words = said === null ? null : (cleanLine(said) ?? '');
    write('said', { said: words === null ? null : { ...stamp, words } });
  }
  if (to !== undefined) write('to', { to });
  // An older word gives way; that both were there when it was said holds all the same.
  const base = to === undefined ? exchanging(handover, stamp.at) : handover;
  if (next === item && base === handover) return done();
  const items = handover.items.map((one) => (one === item ? next : one));
  const changed: Handover = { ...base, items, movedAt: Math.max(base.movedAt, stamp.at) };
  const isSigned = handover.state === 'signed';
  const transfers = to === undefined || isSigned ? changed.transfers : [...proposeTransfers(view, changed)];
  const what = said !== undefined ? 'said' : walked !== undefined ? 'walked' : 'changed';
  return done(moved({ ...changed, transfers }, what, act.actor, stamp.at));
}

/** The receiver's synthesis was said (I-PASS); its words are in the document, and are signed with it. */
export function readBack(handover: Handover, act: Act<'handover.read-back'>, now: number): HandoverDecision {
  const stamp = { at: actedAtOf(act, now), by: act.actor };
  if (stamp.at > signedAt(handover)) return refuse('signed', { number: handover.number });
  const base = exchanging(handover, stamp.at);
  const holds = holdsOver(stamp, handover.stamps?.['read-back']);
  if (!holds && base === handover) return done();
  const said = {
    readBack: { ...stamp, hash: act.payload.hash },
    stamps: { ...handover.stamps, 'read-back': stamp },
  };
  const read: Handover = { ...base, ...(holds ? said : {}) };
  return done(
    moved({ ...read, movedAt: Math.max(handover.movedAt, stamp.at) }, 'read-back', act.actor, stamp.at),
  );
}
