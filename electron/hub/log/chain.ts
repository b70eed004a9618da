import { createHash } from 'node:crypto';
import stringify from 'safe-stable-stringify';
import type { EventBody } from '../../../shared/model/events';
import { chainedText } from './erasable';

/**
 * The hash chain that proves a history: each event's hash is SHA-256 over the hash before it and the event's
 * canonical JSON (keys sorted), without the words that can be erased (`erasable.ts`): their own hash stands for them.
 * Whoever has one head can tell whether anything before it was changed.
 */

/** What the chain of an epoch starts from. */
export function genesis(origin: string, epoch: number): Buffer {
  return createHash('sha256').update(`vaktrom log\n${origin}\n${epoch}`).digest();
}

/** An event as it is hashed: its body already as canonical JSON, which is also how it is stored. */
export interface ChainedEvent {
  readonly origin: string;
  readonly epoch: number;
  readonly seq: number;
  readonly at: number;
  readonly body: string;
}

/** The hash after `event`. */
export function nextLink(before: Uint8Array, event: ChainedEvent): Buffer {
  // The canonical JSON of { at, body, epoch, origin, seq }, put together so that the body is not made twice.
  const text = `{"at":${JSON.stringify(event.at)},"body":${chainedText(event.body)},"epoch":${event.epoch},"origin":${JSON.stringify(event.origin)},"seq":${event.seq}}`;
  return createHash('sha256').update(before).update(text).digest();
}

/** The canonical JSON of an event's body. */
export function canonicalBody(body: EventBody): string {
  return stringify(body);
}
