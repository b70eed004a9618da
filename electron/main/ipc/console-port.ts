import type { CommandKind } from '../../../shared/contract/commands';
import type { Answers, Args, BoardPatch, LinkState, OutboxEntry } from '../../../shared/contract/ipc';
import type { AnswerTo, Question, QuestionOf } from '../../../shared/contract/wire';
import type { Patch } from '../../../shared/model/room';
import type { Result } from '../../../shared/util/result';

/** Questions that are passed on to the hub as they are. */
export type HubQuestion = Exclude<Question['ask'], 'time' | 'history' | 'samples'>;

/** The console's truth as windows see it: what the shell needs of `board/`, and no more. */
export interface ConsolePort {
  /** Everything that is known now, at `revision`. Patches that follow begin there. */
  snapshot(): {
    readonly revision: number;
    readonly patch: Patch;
    readonly link: LinkState;
    readonly outbox: readonly OutboxEntry[];
  };
  /** Changes, already coalesced: the first at once, then at least 10 ms apart. Returns an unsubscribe. */
  onPatch(listen: (patch: BoardPatch) => void): () => void;
  onLink(listen: (link: LinkState) => void): () => void;
  onOutbox(listen: (entries: readonly OutboxEntry[]) => void): () => void;
  history(args: Args<'history:read'>): Promise<Result<Answers['history:read']>>;
  samples(args: Args<'samples:read'>): Promise<Result<Answers['samples:read']>>;
  /** What only the hub can answer. Fails with `offline` when it is away. */
  ask<A extends HubQuestion>(question: QuestionOf<A>): Promise<Result<AnswerTo<A>>>;
  /** Puts the command on the disk, then answers with its entry in the outbox. Refuses a malformed payload. */
  give(kind: CommandKind, subject: string, payload: unknown): Result<OutboxEntry>;
}
