import type { Heartbeat } from '../../../shared/contract/wire';
import type { Position } from '../../../shared/model/events';
import type { Clock } from '../../../shared/time/clock';
import { chunksOf, type Feed, type FeedSource, type FeedTransport } from './console-feed';
import type { OldRoom, OldState } from './old-room';

/** At most so often, ms; and so many times as long as the last one took, so that a large room is not all there is. */
const EVERY_MS = 2_000;
const REST = 4;

/** What the console holds, and when it was the truth, ms UTC. */
interface Held {
  readonly state: OldState;
  readonly beat: Omit<Heartbeat, 'behind'>;
}

/**
 * Feeds a console of protocol 5: by snapshots alone. Its rules are not these rules, so events would lead it to
 * another state; a whole translated state with the digests of just that state cannot. A heartbeat speaks of the
 * snapshot that the console holds, and gives the time at which that was the truth: never later.
 */
export class OldConsoleFeed implements Feed {
  readonly #transport: FeedTransport;
  readonly #source: FeedSource;
  readonly #room: OldRoom;
  readonly #clock: Clock;
  #held: Held | null = null;
  #sending = false;
  #closed = false;
  #snapshots = 0;
  /** Monotonic, ms. */
  #notBefore = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | null = null;

  constructor(transport: FeedTransport, source: FeedSource, room: OldRoom, clock: Clock) {
    this.#transport = transport;
    this.#source = source;
    this.#room = room;
    this.#clock = clock;
  }

  advance(): void {
    if (this.#closed || this.#sending || this.#cancel || !this.#isBehind()) return;
    const wait = this.#notBefore - this.#clock.mono();
    if (wait > 0) {
      this.#cancel = this.#clock.after(wait, () => {
        this.#cancel = null;
        this.advance();
      });
      return;
    }
    this.#sending = true;
    void this.#send()
      .catch((error: unknown) => {
        this.#closed = true;
        this.#transport.failed(error instanceof Error ? error.message : String(error));
      })
      .finally(() => {
        this.#sending = false;
        // The console learns at once what its new state is worth.
        this.beat(this.#source.beat());
        this.advance();
      });
  }

  /** The console asks for everything anew. No sooner than its turn is: one that keeps asking costs no more. */
  resync(): void {
    this.#held = null;
    this.advance();
  }

  beat(now: Omit<Heartbeat, 'behind'>): void {
    if (this.#closed || !this.#held || this.#sending) return;
    const { state, beat } = this.#held;
    const standsStill = isAt(now, state.position);
    const vouched = standsStill ? now : beat;
    this.#transport.beat({
      ...vouched,
      position: state.position,
      // Consoles are witnesses of the log's chain: what is another place's would be a contradiction to them.
      chain: isAt(vouched, state.position) ? vouched.chain : '',
      digests: now.digests === null && standsStill ? null : state.digests,
      behind: Math.max(0, this.#source.head().seq - state.position.seq),
    });
  }

  close(): void {
    this.#closed = true;
    this.#cancel?.();
    this.#cancel = null;
  }

  #isBehind(): boolean {
    const head = this.#source.head();
    const held = this.#held?.state.position;
    return !held || held.epoch !== head.epoch || held.seq !== head.seq;
  }

  async #send(): Promise<void> {
    const from = this.#clock.mono();
    const beat = this.#source.beat();
    const { patch, position } = await this.#source.dump();
    const state = await this.#room.translate(patch, position);
    this.#snapshots += 1;
    for (const chunk of chunksOf(state.patch, position, this.#snapshots)) {
      if (this.#closed) return;
      await new Promise<void>((resolve) => {
        this.#transport.snapshot(chunk, resolve);
      });
    }
    const now = this.#clock.mono();
    this.#notBefore = now + Math.max(EVERY_MS, REST * (now - from));
    this.#held = { state, beat };
  }
}

/** Whether a heartbeat speaks of just this place. */
function isAt({ position }: Pick<Heartbeat, 'position'>, at: Position): boolean {
  return position?.seq === at.seq && position.epoch === at.epoch;
}
