import { isDeepStrictEqual } from 'node:util';
import type { CommandPayload } from '../../../shared/contract/commands';
import type { MappingRule } from '../../../shared/contract/source-mapping';
import type { Command, MappingPreview } from '../../../shared/contract/wire';
import type { SourceStatus } from '../../../shared/model/sources';
import type { Projection } from '../../../shared/rules/projection';
import type { Clock } from '../../../shared/time/clock';
import { failure, type Result } from '../../../shared/util/result';
import type { HistoryTarget, LoadedCatalogue, SourceTarget } from '../catalogue/loaded';
import type { PushedRun } from '../checks/scheduler';
import type { Verdict } from '../commands';
import { isLoopback, sameSecret } from '../gateway/admission';
import type { Pipeline } from '../pipeline/pipeline';
import { createAlertmanager } from './alertmanager/alertmanager';
import type { ForeignSource } from './foreign-source';
import { previewMapping } from './mapping-preview';
import { roomOf } from './mapping-room';
import { type ForeignHistory, readHistory } from './prometheus/history';
import { endSilence, setSilence } from './silence-commands';
import { changesOf } from './source-events';
import { SourceWatch } from './source-watch';

export interface SourceKeeperOptions {
  readonly clock: Clock;
  readonly pipeline: Pick<Pipeline, 'submit' | 'whenDurable'>;
  readonly state: Pick<Projection, 'sources' | 'graph'>;
  /** Tells of a check of kind `source`. */
  readonly push: (check: string, run: PushedRun) => void;
  readonly log: (level: 'info' | 'warn', message: string, detail?: Record<string, unknown>) => void;
}

/** Who pushes: the bearer token that came with it, and the address that it came from. */
export interface Pusher {
  readonly key: string | null;
  readonly address: string | undefined;
}

/**
 * Keeps a watch on every foreign source of the catalogue, and is the door to them: what people ask of their
 * silences, what they push, what their history says.
 */
export class SourceKeeper {
  readonly #options: SourceKeeperOptions;
  readonly #watches = new Map<string, SourceWatch>();
  #history: ReadonlyMap<string, HistoryTarget> = new Map();
  #stopping: Promise<void>[] = [];

  constructor(options: SourceKeeperOptions) {
    this.#options = options;
  }

  /** Has the sources be as a catalogue says, when it applies. One that is as it was keeps its picture. */
  apply(catalogue: Pick<LoadedCatalogue, 'sources' | 'history'>): void {
    this.#history = catalogue.history;
    const wanted = new Map(catalogue.sources.map((target) => [target.id, target]));
    for (const [id, watch] of this.#watches) {
      if (isDeepStrictEqual(wanted.get(id), watch.target)) watch.roomChanged();
      else {
        this.#watches.delete(id);
        this.#stopping.push(watch.stop());
      }
    }
    this.#forget(wanted);
    for (const target of catalogue.sources) {
      if (this.#watches.has(target.id)) continue;
      const watch = this.#watch(target);
      this.#watches.set(target.id, watch);
      watch.start();
    }
  }

  async stop(): Promise<void> {
    const watches = [...this.#watches.values()];
    this.#watches.clear();
    await Promise.all([...this.#stopping, ...watches.map((watch) => watch.stop())]);
  }

  /**
   * Decides whether a push to a source's webhook may be read at all: by its key where it has one, else only from this
   * machine. What is returned takes the body.
   */
  admitPush(source: string, pusher: Pusher): Result<(body: string) => Result<null>> {
    const watch = this.#watches.get(source);
    if (!watch) return failure('unknown', `no source "${source}"`);
    const { webhookKey } = watch.target;
    const may = webhookKey === null ? isLoopback(pusher.address) : sameSecret(pusher.key ?? '', webhookKey);
    if (!may) return failure('key', webhookKey === null ? 'only from this machine' : 'wrong or missing key');
    return { ok: true, value: (body) => watch.takePush(body) };
  }

  /** Counts a push that was too large to be read. */
  rejectPush(source: string, reason: string): void {
    this.#watches.get(source)?.reject(reason, '');
  }

  /** How each source is doing, as the room knows it. */
  statuses(): readonly SourceStatus[] {
    const { sources } = this.#options.state;
    return [...this.#watches.keys()].flatMap((id) => {
      const entity = sources.get(`source:${id}`);
      return entity?.kind === 'source' ? [entity.value] : [];
    });
  }

  /** The command `silence.set`. */
  setSilence(command: Command, payload: CommandPayload<'silence.set'>): Verdict {
    const watch = this.#watches.get(command.subject);
    return setSilence(watch, command, payload, this.#options.clock.now());
  }

  /** The command `silence.end`. */
  endSilence(command: Command, payload: CommandPayload<'silence.end'>): Verdict {
    const watch = this.#watches.get(command.subject);
    const entity = this.#options.state.sources.get(`silence:${payload.silence}`);
    return endSilence(watch, command, entity?.kind === 'silence' ? entity.value : null);
  }

  /** The question `mapping-preview`. Rejects with the reason where there is no such source. */
  previewMapping(source: string, rules: readonly MappingRule[] | null): Promise<MappingPreview> {
    const watch = this.#watches.get(source);
    if (!watch) throw new Error(`ingen kilde heter «${source}»`);
    const { clock, state } = this.#options;
    return previewMapping(watch.target, rules, state, clock);
  }

  /**
   * A node's history at its source, for a chart with the steps `at` (ms UTC, their beginnings) of `stepMs`. Ends
   * within two seconds; never rejects. Empty where the catalogue names no history.
   */
  async historyFor(node: string, at: readonly number[], stepMs: number): Promise<ForeignHistory> {
    const history = this.#history.get(node);
    const source = history && this.#watches.get(history.source)?.target;
    if (!source) return { series: [], missing: [] };
    return readHistory(source, history, node, at, stepMs, this.#options.clock);
  }

  #watch(target: SourceTarget): SourceWatch {
    const { clock, pipeline, state, push, log } = this.#options;
    return new SourceWatch({
      target,
      source: createSource(target, clock),
      clock,
      pipeline,
      state,
      room: roomOf(target, state),
      push,
      log,
    });
  }

  /** What the room knows of sources that are no more. */
  #forget(wanted: ReadonlyMap<string, SourceTarget>): void {
    const { state, pipeline } = this.#options;
    const drop = new Map<string, string[]>();
    for (const [key, entity] of state.sources) {
      const source = entity.kind === 'source' ? entity.value.id : entity.value.source;
      if (wanted.has(source)) continue;
      const keys = drop.get(source);
      if (keys) keys.push(key);
      else drop.set(source, [key]);
    }
    for (const [source, keys] of drop) {
      for (const change of changesOf(source, [], keys)) pipeline.submit(() => change);
    }
  }
}

/** The adapter of each kind of source: the next ones get their case here. */
function createSource(target: SourceTarget, clock: Clock): ForeignSource {
  switch (target.kind) {
    case 'alertmanager':
      return createAlertmanager(target, clock);
  }
}
