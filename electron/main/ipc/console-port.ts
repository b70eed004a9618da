import type { AuthRequest } from '../../../shared/contract/auth';
import type {
  Answers,
  Args,
  BoardPatch,
  IdentityState,
  LinkState,
  News,
  OutboxEntry,
  SoundState,
} from '../../../shared/contract/ipc';
import type { AnswerTo, Question, QuestionOf } from '../../../shared/contract/wire';
import type { Patch } from '../../../shared/model/room';
import type { RoomView } from '../../../shared/rules/reduce';
import type { Result } from '../../../shared/util/result';

/** Questions that are passed on to the hub as they are. */
export type HubQuestion = Exclude<Question['ask'], 'time' | 'history' | 'samples' | 'search'>;

/** What is to be heard at this console, whichever window plays it. */
export type ConsoleSound = Omit<SoundState, 'here'>;

/** Who acts at this console. Every refusal comes as a failure with a code. */
export interface IdentityPort {
  readonly state: IdentityState;
  signIn(args: Args<'identity:sign-in'>): Promise<Result<null>>;
  signInMachine(): Promise<Result<null>>;
  signOut(): Promise<Result<null>>;
  lock(): Result<null>;
  unlock(pin: string): Promise<Result<null>>;
  setCredentials(args: Args<'identity:set-credentials'>): Promise<Result<null>>;
  enrolmentCode(
    kind: (AuthRequest & { do: 'enrolment-code' })['kind'],
  ): Promise<Result<Answers['identity:enrolment-code']>>;
  enrol(code: string): Promise<Result<null>>;
}

/** Text that people write together. `window`: the id of its web contents. */
export interface DocumentsPort {
  /** The window is in it from now on, and hears news of it. */
  open(doc: string, window: number): Result<Answers['doc:open']>;
  /** On the disk when it is answered. Refused: `signed-out`, `locked`, `closed`, `malformed`, `full`, `disk`. */
  update(args: Args<'doc:update'>, window: number): Promise<Result<null>>;
  presence(args: Args<'doc:presence'>, window: number): Result<null>;
  close(doc: string, window: number): void;
  /** A window is gone, or its page begins anew. */
  gone(window: number): void;
  onNews(listen: (window: number, news: News['doc:changed']) => void): () => void;
}

/** Pictures and files that people attach. */
export interface AttachmentsPort {
  /** On the disk when it is answered. Refused by content (`empty`, `large`, `type`, `broken`, `pixels`, `control`), or `disk`. */
  add(args: Args<'blob:add'>): Promise<Result<Answers['blob:add']>>;
  /** Fails with `offline` where it is not here and the hub is away. */
  read(hash: string): Promise<Result<Answers['blob:read']>>;
}

/** The console's truth as windows see it: what the shell needs of `board/`, and no more. */
export interface ConsolePort {
  /** Everything that is known now, at `revision`. Patches that follow begin there. */
  snapshot(): {
    readonly revision: number;
    readonly patch: Patch;
    readonly link: LinkState;
    readonly outbox: readonly OutboxEntry[];
    readonly identity: IdentityState;
    readonly sound: ConsoleSound;
  };
  /** The state itself: to be read at once, never kept nor changed. */
  view(): RoomView;
  /** Changes, already coalesced: the first at once, then at least 10 ms apart. Returns an unsubscribe. */
  onPatch(listen: (patch: BoardPatch) => void): () => void;
  onLink(listen: (link: LinkState) => void): () => void;
  onOutbox(listen: (entries: readonly OutboxEntry[]) => void): () => void;
  onIdentity(listen: (identity: IdentityState) => void): () => void;
  onSound(listen: (sound: ConsoleSound) => void): () => void;
  history(args: Args<'history:read'>): Promise<Result<Answers['history:read']>>;
  samples(args: Args<'samples:read'>): Promise<Result<Answers['samples:read']>>;
  /** From the hub; from this console's own copy when it is away. */
  search(args: Args<'search:read'>): Promise<Result<Answers['search:read']>>;
  /** What only the hub can answer. Fails with `offline` when it is away. */
  ask<A extends HubQuestion>(question: QuestionOf<A>): Promise<Result<AnswerTo<A>>>;
  /**
   * Puts the command on the disk, signed by whoever is signed in, then answers with its entry in the outbox. Refused:
   * `signed-out`, `locked` and `pin` (no PIN, or a wrong one, at a locked desk), `malformed`, `outbox`.
   */
  give(args: Args<'command:give'>): Promise<Result<OutboxEntry>>;
  /** A person has seen what became of these acts. */
  outboxSeen(ids: readonly string[]): void;
  readonly identity: IdentityPort;
  readonly documents: DocumentsPort;
  readonly attachments: AttachmentsPort;
  /** The shift log of years, from this console's own disk. */
  searchShiftLog(args: Args<'shift-log:search'>): Result<Answers['shift-log:search']>;
  /** From the hub; from this console's own disk when it is away. */
  handovers(args: Args<'handovers:read'>): Promise<Result<Answers['handovers:read']>>;
  handoverText(handover: string): Promise<Result<Answers['handover:text']>>;
  /** Silences this console for a while; anything new ends it. */
  silence(): void;
  /** How playing went, said by the window that plays; `unknown` when another one has taken over. */
  soundDevice(device: SoundState['device']): void;
}
