import type { Heartbeat, HistoryAnswer } from '../../../shared/contract/wire';
import type { LogEvent, Position } from '../../../shared/model/events';
import type { Patch } from '../../../shared/model/room';
import { subjectsOfNode } from '../../../shared/rules/graph';
import type { Projection } from '../../../shared/rules/projection';
import type { Log } from '../log/log';
import type { Pipeline } from '../pipeline/pipeline';
import type { FeedSource } from './console-feed';
import { RecentEvents, sizeOf } from './recent-events';

/** An answer about history is cut where its events reach this: a storm's are hundreds of kilobytes each. */
const HISTORY_CHARS = 1_000_000;

/** What consoles are fed from: recent events in memory, older ones from the log, state as a whole. */
export class ConsoleSource implements FeedSource {
  readonly recent = new RecentEvents();
  readonly #log: Log;
  readonly #pipeline: Pipeline;
  readonly #state: Projection;
  readonly beat: () => Omit<Heartbeat, 'behind'>;

  constructor(log: Log, pipeline: Pipeline, state: Projection, beat: () => Omit<Heartbeat, 'behind'>) {
    this.beat = beat;
    this.#log = log;
    this.#pipeline = pipeline;
    this.#state = state;
  }

  head(): Position {
    return this.#pipeline.durable.position;
  }

  async read(after: number, limit: number): Promise<readonly LogEvent[]> {
    const durable = this.head().seq;
    return this.#log.read(after, Math.min(limit, Math.max(0, durable - after)));
  }

  /** State may be ahead of the disk: it is handed out only when the disk has caught up with it. */
  async dump(): Promise<{ readonly patch: Required<Patch>; readonly position: Position }> {
    const patch = this.#state.dump();
    const position = this.#state.position ?? this.head();
    await this.#pipeline.whenDurable(position.seq);
    return { patch, position };
  }

  /**
   * Events about a node: its checks, and commands on it; before a `seq` of `epoch` (left out: the present one). Fewer
   * than `limit` where they are large: then not `complete`, and read on from the oldest. With `since` (ms UTC) what is
   * older is left out, and `complete` speaks of the rest.
   */
  async history(
    node: string | null,
    before: number | null,
    limit: number,
    { epoch, since }: { readonly epoch?: number | undefined; readonly since?: number | undefined } = {},
  ): Promise<HistoryAnswer> {
    const subjects = node === null ? null : subjectsOfNode(node, this.#state.graph);
    const place = before === null || epoch === undefined ? before : { epoch, seq: before };
    const events = await this.#log.history(subjects, place, limit, {
      maxChars: HISTORY_CHARS,
      ...(since !== undefined && { since }),
    });
    const chars = events.reduce((sum, event) => sum + sizeOf(event), 0);
    return { events: [...events], complete: events.length < limit && chars < HISTORY_CHARS };
  }
}
