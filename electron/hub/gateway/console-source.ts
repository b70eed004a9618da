import type { Heartbeat, HistoryAnswer } from '../../../shared/contract/wire';
import type { LogEvent, Position } from '../../../shared/model/events';
import type { Patch } from '../../../shared/model/room';
import { subjectsOfNode } from '../../../shared/rules/graph';
import type { Projection } from '../../../shared/rules/projection';
import type { Log } from '../log/log';
import type { Pipeline } from '../pipeline/pipeline';
import type { FeedSource } from './console-feed';
import { RecentEvents } from './recent-events';

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

  /** Events about a node: its checks, and commands on it. */
  async history(node: string | null, before: number | null, limit: number): Promise<HistoryAnswer> {
    const subjects = node === null ? null : subjectsOfNode(node, this.#state.graph);
    const events = await this.#log.history(subjects, before, limit);
    return { events: [...events], complete: events.length < limit };
  }
}
