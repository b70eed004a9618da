import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { z } from 'zod';
import type { CommandKind } from '../../../shared/contract/commands';
import type {
  Answers,
  Args,
  BoardPatch,
  Degradation,
  LinkState,
  OutboxEntry,
} from '../../../shared/contract/ipc';
import {
  ANSWERS,
  type AnswerTo,
  historyAnswer,
  type Question,
  type QuestionOf,
  samplesAnswer,
  timeAnswer,
} from '../../../shared/contract/wire';
import type { Patch } from '../../../shared/model/room';
import { subjectsOfNode } from '../../../shared/rules/graph';
import { Projection } from '../../../shared/rules/projection';
import { REDUCER_VERSION } from '../../../shared/rules/reduce';
import type { Clock } from '../../../shared/time/clock';
import { failure, type Result, success } from '../../../shared/util/result';
import { type BoardCache, openBoardCache } from '../cache/board-cache';
import { openOutbox } from '../cache/outbox';
import type { ConsolePort, HubQuestion } from '../ipc/console-port';
import { ClockOffset } from '../link/clock-offset';
import { HubLink, type HubListener } from '../link/hub-link';
import { LinkMonitor } from '../link/link-monitor';
import { Replica, type Taken } from '../link/replica';
import { Board } from './board';
import { CommandDesk } from './commands';

/** How often the hub's clock is measured, ms. */
const CLOCK_MS = 10_000;
/** A socket that is open and silent is dialled anew this often, ms. */
const REDIAL_MS = 5_000;
/** Entities hashed at a time after a start, about 5 ms of work, and the pause between, ms. */
const DIGEST_SLICE = 400;
const DIGEST_PAUSE_MS = 20;
/** Until people sign in (a later issue) a desk acts under its watch position's name. */
const DESK_POSITION = 'pult';

export interface ConsoleOptions {
  readonly clock: Clock;
  /** Folder for the cache and the outbox. */
  readonly dataFolder: string;
  /** Null: none is known yet; the last known state is shown. */
  readonly hubUrl: string | null;
  /** File with the authority that signed the hub's certificate. */
  readonly caFile?: string;
  readonly log: (level: 'info' | 'warn' | 'error', message: string, detail?: Record<string, unknown>) => void;
}

/** A console without its windows: what main wires to them. */
export interface RunningConsole extends ConsolePort {
  snapshot(): ReturnType<ConsolePort['snapshot']> & { readonly patch: Required<Patch> };
  /** Points the link at a hub; null: there is none now. */
  setHub(url: string | null, token?: string): void;
  stop(): Promise<void>;
}

/** Starts from the cache: the last known state is there before the first word of a hub. */
export function startConsole(options: ConsoleOptions): RunningConsole {
  return new Console(options);
}

class Console implements RunningConsole {
  readonly #options: ConsoleOptions;
  readonly #clock: Clock;
  readonly #state = new Projection();
  readonly #board: Board;
  readonly #replica: Replica;
  readonly #monitor: LinkMonitor;
  readonly #offset = new ClockOffset();
  readonly #cache: BoardCache;
  readonly #commands: CommandDesk;
  readonly #closeOutbox: () => void;
  readonly #linkListeners = new Set<(link: LinkState) => void>();
  readonly #outboxListeners = new Set<(entries: readonly OutboxEntry[]) => void>();
  readonly #degraded = new Map<string, Degradation>();
  readonly #ca: string | null;
  #link: HubLink | null = null;
  #target: string | null = null;
  #token: string | undefined;
  #cancels: (() => void)[] = [];
  #stopped = false;

  constructor(options: ConsoleOptions) {
    this.#options = options;
    this.#clock = options.clock;
    this.#ca = options.caFile === undefined ? null : readFileSync(options.caFile, 'utf8');
    this.#board = new Board(this.#state, options.clock);
    this.#replica = new Replica(this.#state, (reason) => {
      options.log('warn', 'asks for a snapshot', { reason });
      this.#link?.resync(reason);
    });
    const onFault = (fault: Degradation | null, code?: Degradation['code']): void =>
      this.#degrade(fault, code);
    this.#cache = openBoardCache({
      file: join(options.dataFolder, 'cache.db'),
      clock: options.clock,
      onFault,
    });
    const cached = this.#cache.load();
    // State by other rules is shown as last known; without a position, so that a hub sends its own, whole.
    if (cached) {
      this.#state.load(cached.patch, cached.reducer === REDUCER_VERSION ? cached.position : null);
    }
    this.#monitor = new LinkMonitor(
      options.clock,
      { knownAt: cached?.knownAt ?? null, oldestObservedAt: cached?.oldestObservedAt ?? null },
      (state) => {
        for (const listen of this.#linkListeners) listen(state);
      },
    );
    const outbox = openOutbox({ file: join(options.dataFolder, 'outbox.db'), clock: options.clock, onFault });
    this.#closeOutbox = () => outbox.close();
    this.#commands = new CommandDesk({
      outbox,
      hubNow: () => this.#monitor.hubNow(),
      send: async (command) =>
        this.#link
          ? this.#link.command(command)
          : { ok: false, error: { code: 'offline', message: 'no contact with the hub' } },
      onChange: (entries) => {
        for (const listen of this.#outboxListeners) listen(entries);
      },
    });
    this.#monitor.degraded([...this.#degraded.values()]);
    this.#repeat(CLOCK_MS, () => this.#measureClock());
    this.#repeat(REDIAL_MS, () => this.#redialSilent());
    this.#settleDigests();
    this.setHub(options.hubUrl);
  }

  snapshot(): ReturnType<RunningConsole['snapshot']> {
    return { ...this.#board.snapshot(), link: this.#monitor.state, outbox: this.#commands.entries() };
  }

  onPatch(listen: (patch: BoardPatch) => void): () => void {
    return this.#board.onPatch(listen);
  }

  onLink(listen: (link: LinkState) => void): () => void {
    this.#linkListeners.add(listen);
    return () => this.#linkListeners.delete(listen);
  }

  onOutbox(listen: (entries: readonly OutboxEntry[]) => void): () => void {
    this.#outboxListeners.add(listen);
    return () => this.#outboxListeners.delete(listen);
  }

  async history(args: Args<'history:read'>): Promise<Result<Answers['history:read']>> {
    const answer = await this.#link?.ask({ ask: 'history', ...args }, historyAnswer);
    if (answer?.ok) return success({ ...answer.value, source: 'hub' });
    const events = this.#cache.history(
      args.node === null ? null : subjectsOfNode(args.node, this.#state.graph),
      args.before,
      args.limit,
      args.epoch,
    );
    return success({ events: [...events], complete: events.length < args.limit, source: 'cache' });
  }

  async samples(args: Args<'samples:read'>): Promise<Result<Answers['samples:read']>> {
    const answer = await this.#link?.ask({ ask: 'samples', ...args }, samplesAnswer);
    // Samples are the hub's (DESIGN.md: outside the log); a console keeps none.
    return success(answer?.ok ? { ...answer.value, source: 'hub' } : { series: [], source: 'none' });
  }

  async ask<A extends HubQuestion>(question: QuestionOf<A>): Promise<Result<AnswerTo<A>>> {
    const { ask } = question as Question;
    // The schema of this very question.
    const schema = ANSWERS[ask] as unknown as z.ZodType<AnswerTo<A>>;
    return (await this.#link?.ask(question, schema)) ?? failure('offline', 'no contact with the hub');
  }

  give(kind: CommandKind, subject: string, payload: unknown): Result<OutboxEntry> {
    return this.#commands.give(kind, subject, payload, DESK_POSITION);
  }

  setHub(url: string | null, token?: string): void {
    if (this.#stopped || (url === this.#target && token === this.#token)) return;
    this.#target = url;
    this.#token = token;
    this.#link?.stop();
    this.#link = null;
    this.#replica.cut();
    this.#offset.reset();
    if (url === null) return;
    this.#monitor.hub(url);
    this.#link = new HubLink({
      url,
      ca: this.#ca,
      hello: () => ({
        reducer: REDUCER_VERSION,
        console: { id: this.#cache.consoleId, name: hostname() },
        position: this.#replica.position,
        ...(this.#token !== undefined && { token: this.#token }),
      }),
      listener: this.#listener(),
    });
    this.#link.start();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const cancel of this.#cancels) cancel();
    this.#monitor.stop();
    this.#link?.stop();
    this.#link = null;
    this.#board.stop();
    await this.#cache.close();
    this.#closeOutbox();
  }

  #listener(): HubListener {
    return {
      hello: (message) => {
        this.#options.log('info', 'hub answers', { origin: message.origin, resume: message.resume });
        this.#replica.hello(message);
        // Another hub, or this machine slept meanwhile: what was measured is void.
        this.#offset.reset();
        void this.#measureClock();
      },
      snapshot: (chunk) => this.#take(this.#replica.snapshot(chunk)),
      events: (batch) => this.#take(this.#replica.events(batch)),
      beat: (beat) => {
        const proof = this.#replica.beat(beat);
        this.#monitor.beat(beat, proof);
        if (proof !== 'equal') return;
        this.#cache.vouch(beat.at, beat.oldestObservedAt);
        // At every proof, not only after an outage: an answer may have been lost in a gap too short to notice.
        void this.#commands.sendPending();
      },
      refused: (refused) => {
        this.#options.log('error', 'hub refuses', { ...refused });
        this.#monitor.refused(refused.message);
      },
      cut: () => this.#replica.cut(),
      malformed: (what, reason) => {
        this.#options.log('warn', 'malformed message', { what, reason });
        this.#monitor.rejectedMessage();
      },
    };
  }

  /** Board first (pixels), the cache just behind. */
  #take(taken: Taken): void {
    if (!taken.patch) return;
    if (taken.whole) this.#board.replaced();
    else this.#board.changed(taken.patch);
    const position = this.#state.position;
    if (!position) return;
    if (taken.whole) this.#cache.replace(taken.patch, position, REDUCER_VERSION);
    else this.#cache.write(taken.patch, position);
    if (taken.events.length > 0) this.#cache.addEvents(taken.events);
  }

  /** A whole room out of the cache is hashed in slices, so that windows are served in between. */
  #settleDigests(): void {
    if (this.#stopped || this.#state.settleDigests(DIGEST_SLICE)) return;
    this.#clock.after(DIGEST_PAUSE_MS, () => this.#settleDigests());
  }

  async #measureClock(): Promise<void> {
    const link = this.#link;
    if (!link?.connected) return;
    const sentAt = this.#clock.mono();
    const answer = await link.ask({ ask: 'time' }, timeAnswer);
    if (!answer.ok || this.#link !== link) return;
    const best = this.#offset.add(sentAt, this.#clock.mono() - sentAt, answer.value.hubTime);
    this.#monitor.clock(best.hubMinusMonoMs, best.roundTripMs);
  }

  async #redialSilent(): Promise<void> {
    if (this.#monitor.state.phase === 'lost' && this.#link?.connected) {
      this.#options.log('warn', 'open and silent: dials anew');
      this.#link.redial();
    }
  }

  #degrade(fault: Degradation | null, code: Degradation['code'] | undefined): void {
    if (fault) {
      this.#options.log('error', 'console degraded', { ...fault });
      this.#degraded.set(fault.code, fault);
    } else if (code) this.#degraded.delete(code);
    // During construction the monitor is not there yet; it is told right after.
    if (this.#monitor) this.#monitor.degraded([...this.#degraded.values()]);
  }

  #repeat(ms: number, run: () => Promise<void>): void {
    let cancel: () => void = () => {};
    const again = (): void => {
      cancel = this.#clock.after(ms, () => {
        void run().finally(() => {
          if (!this.#stopped) again();
        });
      });
    };
    again();
    this.#cancels.push(() => cancel());
  }
}
