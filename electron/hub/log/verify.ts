import { setImmediate as nextTurn } from 'node:timers/promises';
import { type EventBody, subjectsOf } from '../../../shared/model/events';
import { genesis, nextLink } from './chain';
import { partKey, partsOf } from './erasable';
import type { LogFault } from './log';
import type { FurthestWitness, Witnesses } from './witnesses';

/** An event as an engine keeps it. */
export interface StoredEvent {
  readonly seq: number;
  readonly at: number;
  readonly type: string;
  /** Canonical JSON. */
  readonly body: string;
  readonly chain: Uint8Array;
}

/** The head of one epoch as an engine keeps it. */
export interface StoredEpoch {
  readonly epoch: number;
  readonly seq: number;
  readonly chain: Uint8Array;
}

/** What `verifyChain` reads of an engine. */
export interface ChainSource {
  readonly origin: string;
  /** In order. */
  readonly epochs: readonly StoredEpoch[];
  /** Events of an epoch after `seq`, in order, wherever they are kept. Rejects with what is wrong with that place. */
  page(epoch: number, after: number, limit: number): readonly StoredEvent[] | Promise<readonly StoredEvent[]>;
  /** Whether history finds an event by a subject. */
  finds(subject: string, epoch: number, seq: number): boolean;
}

const PAGE = 500;

/**
 * Recomputes the chain from the first event of the first epoch, a page in each turn of the event loop. Returns
 * the first fault: something altered, missing, or not found by history; or, where there are witnesses, something
 * that was rewritten with all of its hashes, or cut off, since they heard of it.
 */
export async function verifyChain(source: ChainSource, witnesses?: Witnesses): Promise<LogFault | null> {
  const missing = new MissingWords(source.origin);
  for (const head of source.epochs) {
    let chain: Uint8Array = genesis(source.origin, head.epoch);
    let seq = 0;
    while (seq < head.seq) {
      let page: readonly StoredEvent[];
      try {
        page = await source.page(head.epoch, seq, Math.min(PAGE, head.seq - seq));
      } catch (error) {
        if (!(error instanceof SegmentUnreadable)) throw error;
        return fault(source.origin, head.epoch, seq + 1, error.message);
      }
      if (page.length === 0) return fault(source.origin, head.epoch, seq + 1, 'missing');
      for (const event of page) {
        const reason = event.seq === seq + 1 ? faultIn(event, source, head.epoch) : 'missing';
        if (reason) return fault(source.origin, head.epoch, seq + 1, reason);
        const link = nextLink(chain, { origin: source.origin, epoch: head.epoch, ...event });
        if (!link.equals(event.chain)) {
          return fault(source.origin, head.epoch, event.seq, 'altered: it does not fit the chain');
        }
        chain = link;
        seq = event.seq;
        const altered = missing.look(event, head.epoch);
        if (altered) return altered;
        const against = witnesses?.against(head.epoch, seq, chain) ?? null;
        if (against !== null) {
          const at = new Date(against).toISOString();
          return fault(
            source.origin,
            head.epoch,
            seq,
            `rewritten: a console heard another chain here, ${at}`,
          );
        }
      }
      await nextTurn();
    }
    if (!Buffer.from(head.chain).equals(chain)) {
      return fault(
        source.origin,
        head.epoch,
        head.seq,
        'the head that was kept is not the head of the chain',
      );
    }
  }
  return missing.first() ?? (witnesses ? cutOff(source, witnesses) : null);
}

/**
 * Words are no part of the chain: what is there must be what its hash says, and what is not there must have been erased by
 * an event that says so.
 */
class MissingWords {
  readonly #origin: string;
  readonly #missing = new Map<string, LogFault>();

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** Hears an event, in the order of the log. Returns a fault in it. */
  look(event: StoredEvent, epoch: number): LogFault | null {
    if (!event.type.startsWith('log.')) return null;
    const body = JSON.parse(event.body) as EventBody;
    if (body.type === 'log.erased') this.#missing.delete(partKey(body.entry, body.part));
    for (const { key, is } of partsOf(body)) {
      if (is === 'altered') {
        return fault(this.#origin, epoch, event.seq, 'altered: its words are not those that were said');
      }
      if (is === 'erased') {
        this.#missing.set(key, fault(this.#origin, epoch, event.seq, 'words are missing that nobody erased'));
      }
    }
    return null;
  }

  /** What is missing without a reason, the first of it. */
  first(): LogFault | null {
    return this.#missing.values().next().value ?? null;
  }
}

/** What witnesses heard of beyond the end of an epoch, where no restore from an older backup explains it. */
async function cutOff(source: ChainSource, witnesses: Witnesses): Promise<LogFault | null> {
  for (const { epoch, seq, at } of beyondTheEnd(source, witnesses)) {
    if (await restoredAfter(source, epoch)) continue;
    const end = source.epochs.find((head) => head.epoch === epoch)?.seq ?? 0;
    const heard = `a console heard of ${epoch}/${seq}, ${new Date(at).toISOString()}`;
    return fault(source.origin, epoch, end + 1, `cut off: ${heard}`);
  }
  return null;
}

/** The furthest place of each epoch that is no longer in the log. */
export function beyondTheEnd(
  source: Pick<ChainSource, 'epochs'>,
  witnesses: Witnesses,
): readonly FurthestWitness[] {
  return witnesses.furthest.filter(
    ({ epoch, seq }) => seq > (source.epochs.find((head) => head.epoch === epoch)?.seq ?? 0),
  );
}

/** Whether the epoch after this one begins with a restore from a backup of just what is left of it. */
async function restoredAfter(source: ChainSource, epoch: number): Promise<boolean> {
  const head = source.epochs.find((known) => known.epoch === epoch);
  const next = source.epochs.find((known) => known.epoch > epoch);
  if (!head || !next) return false;
  const [first] = await source.page(next.epoch, 0, 1);
  const body = first && (JSON.parse(first.body) as EventBody);
  return body?.type === 'hub.restored' && body.from.epoch === epoch && body.from.seq === head.seq;
}

/** A segment that is missing or damaged: a fault of the log, not of the one who verifies it. */
export class SegmentUnreadable extends Error {}

function faultIn(event: StoredEvent, source: ChainSource, epoch: number): string | null {
  let body: EventBody;
  try {
    body = JSON.parse(event.body) as EventBody;
  } catch {
    return 'altered: it is not JSON';
  }
  if (body.type !== event.type) return `altered: kept as "${event.type}"`;
  const lost = subjectsOf(body).find((subject) => !source.finds(subject, epoch, event.seq));
  return lost === undefined ? null : `history does not find it by "${lost}"`;
}

function fault(origin: string, epoch: number, seq: number, reason: string): LogFault {
  return { position: { origin, epoch, seq }, reason };
}
