import type { Answers, Args } from '../../../shared/contract/ipc';
import type { AnswerTo, QuestionOf } from '../../../shared/contract/wire';
import type { LogEvent } from '../../../shared/model/events';
import type { Handover, SignedText } from '../../../shared/model/handover';
import type { RoomView } from '../../../shared/rules/reduce';
import { type Result, success } from '../../../shared/util/result';
import type { DocFile } from './doc-file';

type HandoverQuestion = 'handovers' | 'handover-text';

export interface HandoverTextsOptions {
  /** Null: it does not serve. */
  readonly file: () => DocFile | null;
  readonly state: Pick<RoomView, 'watch'>;
  readonly ask: <A extends HandoverQuestion>(question: QuestionOf<A>) => Promise<Result<AnswerTo<A>>>;
}

/**
 * Handovers of the past: the hub has them all; this console keeps the signed texts that it has seen, and has those of the
 * last two weeks in the room's state, so that the last ones can be read without the hub.
 */
export class HandoverTexts {
  readonly #options: HandoverTextsOptions;

  constructor(options: HandoverTextsOptions) {
    this.#options = options;
  }

  async list(args: Args<'handovers:read'>): Promise<Result<Answers['handovers:read']>> {
    const answer = await this.#options.ask<'handovers'>({ ask: 'handovers', ...args });
    if (answer.ok) {
      for (const { text } of answer.value.handovers) if (text) this.#keep(text);
      return success({ ...answer.value, source: 'hub' });
    }
    const known = this.#accepted(args.from, args.to);
    const handovers = known.slice(0, args.limit).map((handover) => ({
      handover,
      text: this.#kept(handover.id),
    }));
    return success({ handovers, complete: known.length <= args.limit, source: 'cache' });
  }

  async text(handover: string): Promise<Result<Answers['handover:text']>> {
    const answer = await this.#options.ask<'handover-text'>({ ask: 'handover-text', handover });
    if (!answer.ok) return success({ text: this.#kept(handover), source: 'cache' });
    if (answer.value.text) this.#keep(answer.value.text);
    return success({ ...answer.value, source: 'hub' });
  }

  /** Fetches what was signed just now, so that it is here when the hub is not. */
  heard(events: readonly LogEvent[]): void {
    for (const { body } of events) {
      if (body.type === 'handover.moved' && (body.what === 'signed' || body.what === 'accepted'))
        void this.text(body.handover.id);
    }
  }

  /** Newest first. */
  #accepted(from: number, to: number): readonly Handover[] {
    return [...this.#options.state.watch.values()]
      .flatMap((entity) => (entity.kind === 'handover' ? [entity.value] : []))
      .filter(({ acceptedAt }) => acceptedAt !== null && acceptedAt >= from && acceptedAt < to)
      .sort((a, b) => (b.acceptedAt ?? 0) - (a.acceptedAt ?? 0));
  }

  #kept(handover: string): SignedText | null {
    try {
      return this.#options.file()?.text(handover) ?? null;
    } catch {
      // A disk that does not read says so where it is written to; here there is just no text.
      return null;
    }
  }

  #keep(text: SignedText): void {
    try {
      this.#options.file()?.putText(text);
    } catch {
      // The hub has it: it is asked again.
    }
  }
}
