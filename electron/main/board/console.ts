import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { SIGNED_KINDS } from '../../../shared/contract/commands';
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
import type { AnswerTo, QuestionOf } from '../../../shared/contract/wire';
import { type Position, sameEpoch } from '../../../shared/model/events';
import { eventText, namesIn } from '../../../shared/rules/event-text';
import { Projection } from '../../../shared/rules/projection';
import { REDUCER_VERSION, type RoomView } from '../../../shared/rules/reduce';
import type { Result } from '../../../shared/util/result';
import type { Attachments } from '../attachments/attachments';
import { type BoardCache, openBoardCache } from '../cache/board-cache';
import { openOutbox } from '../cache/outbox';
import type { ShiftLogArchive } from '../cache/shift-log-archive';
import { Witness } from '../cache/witness';
import type { Documents } from '../documents/documents';
import type { HandoverTexts } from '../documents/handover-texts';
import type { Identity } from '../identity/identity';
import type { ConsoleSound, HubQuestion } from '../ipc/console-port';
import { HubLink, type HubListener } from '../link/hub-link';
import { LinkMonitor } from '../link/link-monitor';
import { Replica, type Taken } from '../link/replica';
import { SoundKeeper } from '../sound/sound-keeper';
import { Board } from './board';
import { CommandDesk } from './commands';
import { consoleDocuments } from './console-documents';
import { consoleIdentity, tellIdentity } from './console-identity';
import type { ConsoleOptions, RunningConsole } from './console-options';
import { consoleShiftLog } from './console-shift-log';
import { ConsoleWalls } from './console-walls';
import { Degradations } from './degradations';
import { LinkCare } from './link-care';
import { Listeners } from './listeners';
import { OFFLINE } from './offline';
import { Questions } from './questions';
import { settleDigests } from './settle-digests';

export type { ConsoleOptions, RunningConsole } from './console-options';

/** Starts from the cache: the last known state is there before the first word of a hub. */
export function startConsole(options: ConsoleOptions): RunningConsole {
  return new Console(options);
}

class Console implements RunningConsole {
  readonly #options: ConsoleOptions;
  readonly #state = new Projection();
  readonly #board: Board;
  readonly #replica: Replica;
  readonly #monitor: LinkMonitor;
  readonly #care: LinkCare;
  readonly #cache: BoardCache;
  readonly #commands: CommandDesk;
  readonly #questions: Questions;
  readonly #sound: SoundKeeper;
  readonly #witness: Witness;
  readonly identity: Identity;
  readonly documents: Documents;
  readonly #texts: HandoverTexts;
  readonly attachments: Attachments;
  readonly walls: ConsoleWalls;
  readonly #archive: ShiftLogArchive;
  readonly #closeOutbox: () => void;
  readonly #linkHeard = new Listeners<LinkState>();
  readonly #outboxHeard = new Listeners<readonly OutboxEntry[]>();
  readonly #identityHeard = new Listeners<IdentityState>();
  readonly #soundHeard = new Listeners<ConsoleSound>();
  readonly #degradations: Degradations;
  #endDigests: () => void = () => {};
  readonly #ca: string | null;
  #link: HubLink | null = null;
  #target: string | null = null;
  #token: string | undefined;
  #machine: string | undefined;
  #stopped = false;

  constructor(options: ConsoleOptions) {
    this.#options = options;
    this.#ca = options.caFile === undefined ? null : readFileSync(options.caFile, 'utf8');
    this.#board = new Board(this.#state, options.clock);
    this.#replica = new Replica(this.#state, (reason) => {
      options.log('warn', 'asks for a snapshot', { reason });
      this.#link?.resync(reason);
    });
    this.#degradations = new Degradations(options.log);
    const onFault = this.#degradations.note;
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
        if (state.phase !== 'live') {
          this.identity?.lost();
          this.documents?.cut();
          this.attachments?.cut();
          this.#archive?.cut();
        }
        this.#sound?.refresh();
        this.#linkHeard.tell(state);
      },
    );
    this.identity = consoleIdentity({
      options,
      consoleId: this.#cache.consoleId,
      monitor: this.#monitor,
      state: this.#state,
      link: () => this.#link,
      onChange: (identity) => {
        this.#identityHeard.tell(identity);
        this.documents?.identityChanged();
      },
      onFault: (detail) => this.noteFault('identity', detail),
    });
    this.#sound = new SoundKeeper({
      clock: options.clock,
      consoleId: this.#cache.consoleId,
      state: this.#state,
      phase: () => this.#monitor.state.phase,
      hubNow: () => this.#monitor.hubNow(),
      onChange: (sound) => this.#soundHeard.tell(sound),
    });
    const outbox = openOutbox({ file: join(options.dataFolder, 'outbox.db'), clock: options.clock, onFault });
    this.#closeOutbox = () => outbox.close();
    this.#commands = new CommandDesk({
      outbox,
      clock: options.clock,
      hubNow: () => this.#monitor.hubNow(),
      send: async (command) => (this.#link ? this.#link.command(command) : OFFLINE),
      onChange: (entries) => this.#outboxHeard.tell(entries),
      hold: (entry) => this.attachments.hold(entry),
    });
    this.#questions = new Questions({
      link: () => this.#link,
      cache: this.#cache,
      graph: () => this.#state.graph,
    });
    const { documents, texts } = consoleDocuments({
      options,
      state: this.#state,
      link: () => this.#link,
      identity: this.identity,
      questions: this.#questions,
      onFault,
    });
    this.documents = documents;
    this.#texts = texts;
    const { archive, attachments } = consoleShiftLog({
      options,
      state: this.#state,
      cache: this.#cache,
      outbox,
      questions: this.#questions,
      link: () => this.#link,
      onSettled: () => void this.#commands.sendPending(),
      onOutbox: (entries) => this.#outboxHeard.tell(entries),
      onErased: () => documents.scrubSoon(),
      onFault: (code, detail) => this.noteFault(code, detail),
    });
    this.#archive = archive;
    this.attachments = attachments;
    const { clock, log } = options;
    this.walls = new ConsoleWalls({ clock, log, consoleId: this.#cache.consoleId, link: () => this.#link });
    this.#degradations.tell(this.#monitor);
    this.#care = new LinkCare({
      clock: options.clock,
      monitor: this.#monitor,
      link: () => this.#link,
      log: options.log,
    });
    this.#endDigests = settleDigests(this.#state, options.clock);
    this.setHub(options.hubUrl);
  }

  view(): RoomView {
    return this.#state;
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

  noteFault(code: Degradation['code'], detail: string | null): void {
    this.#degradations.note(detail === null ? null : { code, detail }, code);
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

  searchShiftLog(args: Args<'shift-log:search'>): Result<Answers['shift-log:search']> {
    return this.#archive.search(args);
  }

  handovers(args: Args<'handovers:read'>): Promise<Result<Answers['handovers:read']>> {
    return this.#texts.list(args);
  }

  handoverText(handover: string): Promise<Result<Answers['handover:text']>> {
    return this.#texts.text(handover);
  }

  async give({ kind, subject, payload, pin, as }: Args<'command:give'>): Promise<Result<OutboxEntry>> {
    const fault = this.#commands.fault(kind, payload);
    if (fault) return fault;
    // Before the PIN is looked at, which takes its time: they acted when they pressed the key.
    const actedAt = this.#commands.now();
    const actor = await this.identity.act(pin, { as, signs: SIGNED_KINDS.has(kind) });
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
    this.documents?.cut();
    this.#care.reset();
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
    this.#care.stop();
    this.#endDigests();
    this.#monitor.stop();
    this.#sound.stop();
    await this.identity.stop();
    this.documents.stop();
    this.attachments.stop();
    this.#archive.stop();
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
        this.walls.hubSaid(message.hubTime);
        this.#replica.hello(message);
        this.identity.greeted(message.enrolled);
        // Another hub, or this machine slept meanwhile: what was measured is void.
        this.#care.reset();
        void this.#care.measure();
      },
      snapshot: (chunk) => {
        const before = this.#state.position;
        this.#take(this.#replica.snapshot(chunk));
        this.#lookWhichLog(before);
      },
      events: (batch) => this.#take(this.#replica.events(batch)),
      beat: (beat) => {
        this.#witness.hear(beat);
        this.walls.hubSaid(beat.at);
        const proof = this.#replica.beat(beat);
        this.#monitor.beat(beat, proof);
        if (proof !== 'equal') return;
        this.identity.live();
        this.#cache.vouch(beat.at, beat.oldestObservedAt);
        // At every proof, not only after an outage: an answer may have been lost in a gap too short to notice.
        void this.#commands.sendPending();
        this.documents.live();
        this.attachments.live();
        this.#archive.live();
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
        this.documents.cut();
        this.attachments.cut();
        this.#archive.cut();
      },
      doc: (news) => this.documents.heard(news),
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
    if (taken.whole) this.#archive.gap();
    this.#archive.heard(taken.events);
    this.#texts.heard(taken.events);
    this.walls.heard(taken.events);
    tellIdentity(this.identity, taken.events);
    if (taken.patch.people) this.identity.review();
    const { people, alarms, incidents, room } = taken.patch;
    if (people || alarms || incidents || room || taken.whole) this.#sound.refresh();
  }

  /** A hub that was restored or begun anew stands in another log than the one it stood in. */
  #lookWhichLog(before: Position | null): void {
    const { position } = this.#state;
    if (before && position && !sameEpoch(before, position)) this.identity.restored();
  }
}
