import type { EventBody } from '../../../shared/model/events';
import type { Projection } from '../../../shared/rules/projection';
import type { Clock } from '../../../shared/time/clock';
import type { Pipeline } from '../pipeline/pipeline';
import type { Channels } from './channels';
import type { Attempt, Letter } from './letter';

/** A delivery that was refused for a while is tried again for so long after its first attempt, ms. */
export const RETRY_MS = 10 * 60_000;
/** The first pause between two attempts, and the longest, ms. */
const PAUSE_MS = 10_000;
const LONGEST_PAUSE_MS = 120_000;
/** Attempts that are under way when the hub ends get so long to hear their answer, ms. */
const LAST_WORDS_MS = 2_000;

/** The pause before the next attempt, after so many, ms. */
export function pauseAfter(attempts: number): number {
  return Math.min(PAUSE_MS * 2 ** Math.max(0, attempts - 1), LONGEST_PAUSE_MS);
}

/** Something to be sent, told apart from everything else by its key. */
export interface Parcel {
  readonly key: string;
  readonly channel: string;
  readonly letter: Letter;
  /** Says that it is about to be sent; null: it is not to be, after all. Must be on disk before it is. */
  readonly say: (state: Projection) => EventBody | null;
  /** Says what became of it. Called once, where `say` said something. */
  readonly settle: (attempt: Attempt) => void;
}

export interface PostmanOptions {
  readonly clock: Clock;
  readonly pipeline: Pick<Pipeline, 'submit' | 'whenDurable'>;
  readonly channels: Pick<Channels, 'deliver'>;
}

/**
 * Carries parcels out: first the word that it is being sent, on disk; then the attempt; then what became of it. A hub that
 * is killed in between finds the first word without the last, and so knows that it cannot know.
 */
export class Postman {
  readonly #options: PostmanOptions;
  readonly #underWay = new Map<string, Promise<void>>();
  readonly #abort = new AbortController();
  #stopping = false;

  constructor(options: PostmanOptions) {
    this.#options = options;
  }

  isUnderWay(key: string): boolean {
    return this.#underWay.has(key);
  }

  /** Sends a parcel, unless one with its key is under way, or the hub is ending. */
  send(parcel: Parcel): void {
    if (this.#stopping || this.#underWay.has(parcel.key)) return;
    const said = this.#options.pipeline.submit(parcel.say);
    if (said === null) return;
    const carried = this.#carry(parcel, said.seq).finally(() => this.#underWay.delete(parcel.key));
    this.#underWay.set(parcel.key, carried);
  }

  async #carry({ channel, letter, settle, key }: Parcel, seq: number): Promise<void> {
    const { pipeline, channels } = this.#options;
    const { signal } = this.#abort;
    // A disk that does not take the word is not waited for at the end: then nothing was sent.
    await Promise.race([
      pipeline.whenDurable(seq),
      new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true })),
    ]);
    const result: Attempt = signal.aborted
      ? { outcome: 'later', detail: 'huben ble stanset' }
      : await channels.deliver(channel, letter, signal);
    this.#underWay.delete(key);
    settle(result);
  }

  /** Ends what is under way: it may still hear its answer, for a moment. */
  async stop(): Promise<void> {
    this.#stopping = true;
    if (this.#underWay.size === 0) return;
    const cancel = this.#options.clock.after(LAST_WORDS_MS, () => this.#abort.abort());
    await Promise.all(this.#underWay.values());
    cancel();
  }
}
