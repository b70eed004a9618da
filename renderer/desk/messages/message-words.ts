import type { Delivery, Notification, OutMessage } from '../../../shared/model/incidents';
import type { NodeState } from '../../../shared/model/states';
import type { Speech } from '../../i18n/react';
import { outcomeOf } from './message-lines';

/** `D-7 nr. 2`; a message that the hub has not numbered: what it is. */
export function messageName(
  { number, part, state }: Pick<OutMessage, 'number' | 'part' | 'state'>,
  t: Speech['t'],
): string {
  if (number === '') return t('messages:unnumbered');
  return state === 'draft' && part === 1 ? number : t('messages:part', { number, part });
}

/** What became of it, in a few words. */
export function outcomeWords(message: OutMessage, { t }: Pick<Speech, 't'>): string {
  if (message.state !== 'approved') return t(`messages:state.${message.state}`);
  const { of, sent, waiting, refused, unknown } = outcomeOf(message.deliveries);
  return [
    t('messages:outcome.sent', { sent, of }),
    ...(waiting > 0 ? [t('messages:outcome.waiting', { count: waiting })] : []),
    ...(refused > 0 ? [t('messages:outcome.refused', { count: refused })] : []),
    ...(unknown > 0 ? [t('messages:outcome.unknown', { count: unknown })] : []),
  ].join(' · ');
}

/** The shape beside a delivery: what was refused is a fault, what nobody knows is unknown; null: nothing is wrong. */
export function shapeOfDelivery(state: Delivery['state']): NodeState | null {
  if (state === 'refused') return 'degraded';
  return state === 'unknown' ? 'unknown' : null;
}

/** The shape beside a message, from the worst of its deliveries. */
export function shapeOfMessage(message: OutMessage): NodeState | null {
  const { refused, unknown } = outcomeOf(message.deliveries);
  if (refused > 0) return 'degraded';
  return unknown > 0 ? 'unknown' : null;
}

/** The shape beside a notification: nobody left to ask is a fault. */
export function shapeOfNotification({ state }: Notification): NodeState | null {
  return state === 'exhausted' ? 'degraded' : null;
}

/** How a delivery stands; one that was tried and waits is tried again by itself. */
export function deliveryWord(
  { state, attempts }: Pick<Delivery, 'state' | 'attempts'>,
  { t }: Pick<Speech, 't'>,
): string {
  return t(state === 'waiting' && attempts > 0 ? 'messages:delivery.again' : `messages:delivery.${state}`);
}
