import { type IpcMainInvokeEvent, ipcMain } from 'electron';
import { type Answers, type Args, type Channel, REQUESTS } from '../../../shared/contract/ipc';
import { failure, type Result } from '../../../shared/util/result';
import type { Logger } from '../app/log';
import type { Caller, Sender, Senders } from './senders';
import { Tally } from './tally';

/** What answers each request. The sender was judged and the arguments parsed. */
export type Handlers = {
  readonly [C in Channel]: (
    args: Args<C>,
    sender: Sender,
    contentsId: number,
  ) => Result<Answers[C]> | Promise<Result<Answers[C]>>;
};

/**
 * The one door between windows and main: sender → parse → handle. A call from somebody who may not make it is
 * rejected; malformed arguments and a handler's own refusals come back as a Result.
 */
export class Router {
  readonly #senders: Senders;
  readonly #handlers: Handlers;
  readonly #log: Logger;
  readonly #tally: Tally;

  constructor(senders: Senders, handlers: Handlers, log: Logger) {
    this.#senders = senders;
    this.#handlers = handlers;
    this.#log = log;
    this.#tally = new Tally((what, count) => log.warn({ what, count }, 'a call from a window was refused'));
  }

  /** Refusals so far, by `channel reason`. */
  refusals(): Readonly<Record<string, number>> {
    return this.#tally.counts();
  }

  start(): void {
    for (const channel of Object.keys(REQUESTS) as Channel[]) {
      ipcMain.handle(channel, (event, argument: unknown) => this.#call(channel, callerOf(event), argument));
    }
  }

  stop(): void {
    for (const channel of Object.keys(REQUESTS)) ipcMain.removeHandler(channel);
  }

  async #call<C extends Channel>(channel: C, caller: Caller, argument: unknown): Promise<Result<Answers[C]>> {
    const verdict = this.#senders.judge(caller, REQUESTS[channel].from);
    if ('refused' in verdict) {
      this.#tally.add(`${channel} ${verdict.refused}`);
      throw new Error(`refused: ${verdict.refused}`);
    }
    const parsed = REQUESTS[channel].args.safeParse(argument);
    if (!parsed.success) {
      this.#tally.add(`${channel} malformed`);
      const issue = parsed.error.issues[0];
      return failure(
        'malformed',
        `${channel}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim(),
      );
    }
    try {
      // The parser of this channel made the arguments, so they are this channel's.
      return await this.#handlers[channel](parsed.data as Args<C>, verdict.sender, caller.id);
    } catch (error) {
      this.#log.error({ err: error, channel }, 'a call from a window failed');
      return failure('internal', `${channel} failed; the reason is in the log`);
    }
  }
}

function callerOf(event: IpcMainInvokeEvent): Caller {
  const frame = event.senderFrame;
  return {
    id: event.sender.id,
    frame: frame ? { origin: frame.origin, isMain: frame === event.sender.mainFrame } : null,
  };
}
