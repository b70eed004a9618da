import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { AuthAnswer, AuthRequest } from '../../../shared/contract/auth';
import type {
  Answers,
  Args,
  BoardPatch,
  Degradation,
  IdentityState,
  LinkState,
  OutboxEntry,
  SoundState,
} from '../../../shared/contract/ipc';
import { type AnswerTo, type QuestionOf, timeAnswer } from '../../../shared/contract/wire';
import { type Position, sameEpoch } from '../../../shared/model/events';
import { eventText, namesIn } from '../../../shared/rules/event-text';
import { Projection } from '../../../shared/rules/projection';
import { REDUCER_VERSION } from '../../../shared/rules/reduce';
import type { Clock } from '../../../shared/time/clock';
import { failure, type Result } from '../../../shared/util/result';
import { type BoardCache, openBoardCache } from '../cache/board-cache';
import { openOutbox } from '../cache/outbox';
import { Witness } from '../cache/witness';
import { Identity } from '../identity/identity';
import { noKeyring } from '../identity/keyring';
import type { ConsoleSound, HubQuestion } from '../ipc/console-port';
import { ClockOffset } from '../link/clock-offset';
import { HubLink, type HubListener } from '../link/hub-link';
import { LinkMonitor } from '../link/link-monitor';
import { Replica, type Taken } from '../link/replica';
import { SoundKeeper } from '../sound/sound-keeper';
import { Board } from './board';
import { CommandDesk } from './commands';
import type { ConsoleOptions, RunningConsole } from './console-options';
import { Listeners } from './listeners';
import { Questions } from './questions';

export type { ConsoleOptions, RunningConsole } from './console-options';

/** How often the hub's clock is measured, ms. */
const CLOCK_MS = 10_000;
/** A socket that is open and silent is dialled anew this often, ms. */
const REDIAL_MS = 5_000;
/** Entities hashed at a time after a start, about 5 ms of work, and the pause between, ms. */
const DIGEST_SLICE = 400;
const DIGEST_PAUSE_MS = 20;
const OFFLINE = failure('offline', 'no contact with the hub');

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
  readonly #questions: Questions;
  readonly #sound: SoundKeeper;
  readonly #witness: Witness;
  readonly identity: Identity;
  readonly #closeOutbox: () => void;
  readonly #linkHeard = new Listeners<LinkState>();
  readonly #outboxHeard = new Listeners<readonly OutboxEntry[]>();
  readonly #identityHeard = new Listeners<IdentityState>();
  readonly #soundHeard = new Listeners<ConsoleSound>();
  readonly #degraded = new Map<string, Degradation>();
  readonly #ca: string | null;
  #link: HubLink | null = null;
  #target: string | null = null;
  #token: string | undefined;
  #machine: string | undefined;
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
      textOf: (event) => eventText(event.body, namesIn(this.#state)),
    });
    this.#witness = new Witness({ file: join(options.dataFolder, 'witness.jsonl'), onFault });
    const cached = this.#cache.load();
    // State by other rules is shown as last known; without a position, so that a hub sends its own, whole.
    if (cached) {
      this.#state.load(cached.patch, cached.reducer === REDUCER_VERSION ? cached.position : null);
    }
    this.#monitor = new LinkMonitor(
      options.clock,
      { knownAt: cached?.knownAt ?? null, oldestObservedAt: cached?.oldestObservedAt ?? null },
      (state) => {
        // During construction the parts below are not there yet.
        if (state.phase !== 'live') this.identity?.lost();
        this.#sound?.refresh();
        this.#linkHeard.tell(state);
      },
    );
    this.identity = this.#makeIdentity(options);
    this.#sound = new SoundKeeper({
      clock: options.clock,
      consoleId: this.#cache.consoleId,
      state: this.#state,
      phase: () => this.#monitor.state.phase,
      hubNow: () => this.#monitor.hubNow(),
      onChange: (sound) => {
        this.#soundHeard.tell(sound);
      },
    });
    const outbox = openOutbox({ file: join(options.dataFolder, 'outbox.db'), clock: options.clock, onFault });
    this.#closeOutbox = () => outbox.close();
    this.#commands = new CommandDesk({
      outbox,
      clock: options.clock,
      hubNow: () => this.#monitor.hubNow(),
      send: async (command) => (this.#link ? this.#link.command(command) : OFFLINE),
      onChange: (entries) => {
        this.#outboxHeard.tell(entries);
      },
    });
    this.#questions = new Questions({
      link: () => this.#link,
      cache: this.#cache,
      graph: () => this.#state.graph,
    });
    this.#monitor.degraded([...this.#degraded.values()]);
    this.#repeat(CLOCK_MS, () => this.#measureClock());
    this.#repeat(REDIAL_MS, () => this.#redialSilent());
    this.#settleDigests();
    this.setHub(options.hubUrl);
  }

  snapshot(): ReturnType<RunningConsole['snapshot']> {
    return {
      ...this.#board.snapshot(),
      link: this.#monitor.state,
      outbox: this.#commands.entries(),
      identity: this.identity.state,
      sound: this.#sound.state,
    };
  }

  onPatch(listen: (patch: BoardPatch) => void): () => void {
    return this.#board.onPatch(listen);
  }

  onLink(listen: (link: LinkState) => void): () => void {
    return this.#linkHeard.add(listen);
  }

  onOutbox(listen: (entries: readonly OutboxEntry[]) => void): () => void {
    return this.#outboxHeard.add(listen);
  }

  onIdentity(listen: (identity: IdentityState) => void): () => void {
    return this.#identityHeard.add(listen);
  }

  onSound(listen: (sound: ConsoleSound) => void): () => void {
    return this.#soundHeard.add(listen);
  }

  history(args: Args<'history:read'>): Promise<Result<Answers['history:read']>> {
    return this.#questions.history(args);
  }

  samples(args: Args<'samples:read'>): Promise<Result<Answers['samples:read']>> {
    return this.#questions.samples(args);
  }

  search(args: Args<'search:read'>): Promise<Result<Answers['search:read']>> {
    return this.#questions.search(args);
  }

  ask<A extends HubQuestion>(question: QuestionOf<A>): Promise<Result<AnswerTo<A>>> {
    return this.#questions.ask(question);
  }

  async give({ kind, subject, payload, pin }: Args<'command:give'>): Promise<Result<OutboxEntry>> {
    const fault = this.#commands.fault(kind, payload);
    if (fault) return fault;
    // Before the PIN is looked at, which takes its time: they acted when they pressed the key.
    const actedAt = this.#commands.now();
    const actor = await this.identity.act(pin);
    return actor.ok ? this.#commands.give({ kind, subject, payload, actedAt }, actor.value) : actor;
  }

  outboxSeen(ids: readonly string[]): void {
    this.#commands.seen(ids);
  }

  silence(): void {
    this.#sound.silence();
  }

  soundDevice(device: SoundState['device']): void {
    this.#sound.device(device);
  }

  setHub(url: string | null, token?: string, machine?: string): void {
    if (this.#stopped) return;
    if (url === this.#target && token === this.#token && machine === this.#machine) return;
    this.#target = url;
    this.#token = token;
    this.#machine = machine;
    this.identity.machineKnown(machine !== undefined);
    this.#link?.stop();
    this.#link = null;
    this.#replica.cut();
    this.identity.lost();
    this.#offset.reset();
    if (url === null) return;
    this.#monitor.hub(url);
    this.#link = new HubLink({
      url,
      ca: this.#ca,
      hello: () => ({
        reducer: REDUCER_VERSION,
        console: { id: this.#cache.consoleId, name: hostname(), kind: this.#options.kind ?? 'desk' },
        position: this.#replica.position,
        ...(this.#token !== undefined && { token: this.#token }),
        ...(this.identity.credential !== null && { credential: this.identity.credential }),
        ...(this.#machine !== undefined && { machine: this.#machine }),
      }),
      listener: this.#listener(),
    });
    this.#link.start();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const cancel of this.#cancels) cancel();
    this.#monitor.stop();
    this.#sound.stop();
    await this.identity.stop();
    this.#link?.stop();
    this.#link = null;
    this.#commands.stop();
    this.#board.stop();
    this.#witness.close();
    await this.#cache.close();
    this.#closeOutbox();
  }

  #listener(): HubListener {
    return {
      hello: (message) => {
        this.#options.log('info', 'hub answers', { origin: message.origin, resume: message.resume });
        this.#replica.hello(message);
        this.identity.greeted(message.enrolled);
        // Another hub, or this machine slept meanwhile: what was measured is void.
        this.#offset.reset();
        void this.#measureClock();
      },
      snapshot: (chunk) => {
        const before = this.#state.position;
        this.#take(this.#replica.snapshot(chunk));
        this.#lookWhichLog(before);
      },
      events: (batch) => this.#take(this.#replica.events(batch)),
      beat: (beat) => {
        this.#witness.hear(beat);
        const proof = this.#replica.beat(beat);
        this.#monitor.beat(beat, proof);
        if (proof !== 'equal') return;
        this.identity.live();
        this.#cache.vouch(beat.at, beat.oldestObservedAt);
        // At every proof, not only after an outage: an answer may have been lost in a gap too short to notice.
        void this.#commands.sendPending();
      },
      refused: (refused) => {
        this.#options.log('error', 'hub refuses', { ...refused });
        this.#monitor.refused(refused.message);
        if (refused.code === 'revoked') this.identity.revoked();
        // A hub that has never heard of this console keeps the door open for a one-time code.
        if (refused.code === 'enrol') this.identity.greeted(false);
      },
      cut: () => {
        this.#replica.cut();
        this.identity.lost();
      },
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
    for (const { body } of taken.events) {
      if (body.type === 'session.ended') this.identity.ended(body.session.id);
      if (body.type === 'credentials.set' && body.what.includes('password'))
        this.identity.passwordChanged(body.person);
    }
    if (taken.patch.people) this.identity.review();
    const { people, alarms, incidents, room } = taken.patch;
    if (people || alarms || incidents || room || taken.whole) this.#sound.refresh();
  }

  /** A hub that was restored or begun anew stands in another log than the one it stood in. */
  #lookWhichLog(before: Position | null): void {
    const { position } = this.#state;
    if (before && position && !sameEpoch(before, position)) this.identity.restored();
  }

  #makeIdentity(options: ConsoleOptions): Identity {
    return new Identity({
      clock: options.clock,
      file: join(options.dataFolder, 'identity.json'),
      keyring: options.keyring ?? Promise.resolve(noKeyring('this console was given none')),
      console: { id: this.#cache.consoleId, name: hostname(), kind: options.kind ?? 'desk' },
      hubNow: () => this.#monitor.hubNow(),
      knownAt: () => this.#monitor.state.knownAt,
      auth: async <R extends AuthRequest>(request: R): Promise<Result<AuthAnswer<R['do']>>> =>
        (await this.#link?.auth(request)) ?? OFFLINE,
      people: () => this.#state.people,
      greetAnew: () => {
        if (this.#link?.connected) this.#link.redial();
      },
      idleMs: options.idleMs ?? (() => 0),
      lockAfterMs: options.lockAfterMs ?? (() => null),
      onChange: (identity) => {
        this.#identityHeard.tell(identity);
      },
      onFault: (detail) => this.#degrade(detail === null ? null : { code: 'identity', detail }, 'identity'),
      log: options.log,
    });
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
