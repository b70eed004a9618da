import type { EventBatch, Heartbeat, HubHello, SnapshotChunk } from '../../../shared/contract/wire';
import { type LogEvent, type Position, sameEpoch } from '../../../shared/model/events';
import { COLLECTIONS, forEachCollection, type Patch } from '../../../shared/model/room';
import { mergePatches, type Projection } from '../../../shared/rules/projection';
import { REDUCER_VERSION } from '../../../shared/rules/reduce';

/** What a message did to the replica. */
export interface Taken {
  /** What changed; null: nothing. */
  readonly patch: Patch | null;
  /** The patch is a whole new state, not a change of the one before. */
  readonly whole: boolean;
  /** Events that were applied, for the local history. */
  readonly events: readonly LogEvent[];
}

/** What a heartbeat proves. */
export type Proof =
  /** State here is the hub's state at the heartbeat; to a hub of other rules: it stands at the same place. */
  | 'equal'
  /** Not comparable now: messages are on their way, or no digest was sent. */
  | 'pending'
  /** Same position, another digest: a snapshot was asked for. */
  | 'differs'
  /** It differed again after that snapshot: not asked for a second time. */
  | 'diverged';

/** A hub of other rules is asked for its own state after so many heartbeats in which events were computed here. */
const REFRESH_BEATS = 15;

const NOTHING: Taken = { patch: null, whole: false, events: [] };

/**
 * The console's copy of the room, kept by what the hub sends. It trusts nothing but the order of positions:
 * duplicates are skipped, a gap or a differing digest asks for a snapshot, once. It knows neither sockets nor
 * clocks, so that a test can put any adversary between it and the hub.
 */
export class Replica {
  readonly #state: Projection;
  readonly #resync: (reason: string) => void;
  /** Between connecting and the hub's answer nothing that arrives is meant for this state. */
  #greeted = false;
  #awaitingSnapshot = false;
  #chunks: { readonly snapshot: number; next: number; parts: SnapshotChunk[] } | null = null;
  /** A difference was met and a snapshot was asked for; the next comparison decides. */
  #healing = false;
  #brokenSnapshots = 0;
  /** The hub computes by other rules than these: digests say nothing, its snapshots are the truth. */
  #otherRules = false;
  /** Heartbeats since events were first applied to such a hub's last snapshot; null: none was. */
  #computedFor: number | null = null;

  constructor(state: Projection, resync: (reason: string) => void) {
    this.#state = state;
    this.#resync = resync;
  }

  get position(): Position | null {
    return this.#state.position;
  }

  /** A new connection: what was under way on the old one is void. */
  hello(message: HubHello): void {
    this.#greeted = true;
    this.#chunks = null;
    this.#awaitingSnapshot = message.resume === 'snapshot';
    this.#otherRules = message.reducer !== REDUCER_VERSION;
    this.#computedFor = null;
    this.#healing = false;
    this.#brokenSnapshots = 0;
  }

  /** The connection is gone. State stays. */
  cut(): void {
    this.#greeted = false;
    this.#chunks = null;
    this.#awaitingSnapshot = false;
  }

  snapshot(chunk: SnapshotChunk): Taken {
    if (!this.#greeted) return NOTHING;
    if (chunk.index === 0) this.#chunks = { snapshot: chunk.snapshot, next: 0, parts: [] };
    const open = this.#chunks;
    if (!open || open.snapshot !== chunk.snapshot || chunk.index !== open.next) {
      this.#chunks = null;
      this.#brokenSnapshot();
      return NOTHING;
    }
    open.next += 1;
    open.parts.push(chunk);
    if (!chunk.last) return NOTHING;
    this.#chunks = null;
    this.#awaitingSnapshot = false;
    this.#brokenSnapshots = 0;
    // The contract parsed each list by its own collection's schema.
    const patch = forEachCollection((name) => ({
      put: open.parts.flatMap((part) => part[name] as readonly unknown[]),
      drop: [],
    })) as Patch;
    this.#computedFor = null;
    this.#state.load(patch, chunk.position);
    return { patch, whole: true, events: [] };
  }

  events(batch: EventBatch): Taken {
    if (!this.#greeted || this.#awaitingSnapshot || this.#chunks) return NOTHING;
    const patches: Patch[] = [];
    const applied: LogEvent[] = [];
    for (const event of batch.events) {
      const at = this.#state.position;
      if (at && sameEpoch(at, event) && event.seq <= at.seq) continue;
      const follows = at ? sameEpoch(at, event) && event.seq === at.seq + 1 : event.seq === 1;
      if (!follows) {
        this.#ask(`gap: at ${at?.seq ?? 'nothing'}, got ${event.seq}`);
        break;
      }
      patches.push(this.#state.apply(event));
      applied.push(event);
    }
    if (applied.length === 0) return NOTHING;
    this.#computedFor ??= 0;
    return { patch: mergePatches(patches), whole: false, events: applied };
  }

  /** Compares digests where both stand at the same position. */
  beat(beat: Heartbeat): Proof {
    if (this.#brokenSnapshots > 1) return 'diverged';
    if (!this.#greeted || this.#awaitingSnapshot || this.#chunks || beat.position === null) return 'pending';
    const at = this.#state.position;
    if (!at || !sameEpoch(at, beat.position)) {
      this.#ask('another epoch');
      return 'pending';
    }
    if (this.#otherRules) this.#refresh();
    if (at.seq !== beat.position.seq || beat.digests === null) return 'pending';
    // Equal rules are what makes digests comparable. Without them the place is all that can be compared.
    if (this.#otherRules) return 'equal';
    const mine = this.#state.digests();
    const theirs = beat.digests;
    if (COLLECTIONS.every((name) => mine[name] === theirs[name])) {
      this.#healing = false;
      return 'equal';
    }
    if (this.#healing) {
      return 'diverged';
    }
    this.#healing = true;
    this.#ask('digest differs');
    return 'differs';
  }

  /** What was computed by these rules is replaced by what the hub itself makes of it. */
  #refresh(): void {
    if (this.#computedFor === null) return;
    this.#computedFor += 1;
    if (this.#computedFor > REFRESH_BEATS) this.#ask('the hub has other rules');
  }

  /** A piece was missing or refused. Asked for again once; a hub that sends it broken again is not believed. */
  #brokenSnapshot(): void {
    this.#brokenSnapshots += 1;
    if (this.#brokenSnapshots > 1) {
      return;
    }
    this.#awaitingSnapshot = false;
    this.#ask('snapshot with a piece missing');
  }

  #ask(reason: string): void {
    if (this.#awaitingSnapshot) return;
    this.#awaitingSnapshot = true;
    this.#resync(reason);
  }
}
