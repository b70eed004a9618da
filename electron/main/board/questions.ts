import type { z } from 'zod';
import type { Answers, Args } from '../../../shared/contract/ipc';
import {
  ANSWERS,
  type AnswerTo,
  historyAnswer,
  type Question,
  type QuestionOf,
  samplesAnswer,
  searchAnswer,
} from '../../../shared/contract/wire';
import { type Graph, subjectsOfNode } from '../../../shared/rules/graph';
import { type Result, success } from '../../../shared/util/result';
import type { BoardCache } from '../cache/board-cache';
import type { HubQuestion } from '../ipc/console-port';
import type { HubLink } from '../link/hub-link';
import { OFFLINE } from './offline';

export interface QuestionsOptions {
  /** Null: there is no hub now. */
  readonly link: () => Pick<HubLink, 'ask'> | null;
  readonly cache: Pick<BoardCache, 'history' | 'search'>;
  readonly graph: () => Graph;
}

/** What windows ask: of the hub, and of this console's own copy where that has something to say without it. */
export class Questions {
  readonly #options: QuestionsOptions;

  constructor(options: QuestionsOptions) {
    this.#options = options;
  }

  async history(args: Args<'history:read'>): Promise<Result<Answers['history:read']>> {
    const { link, cache, graph } = this.#options;
    const answer = await link()?.ask({ ask: 'history', ...args }, historyAnswer);
    if (answer?.ok) return success({ ...answer.value, source: 'hub' });
    const events = cache.history(
      args.node === null ? null : subjectsOfNode(args.node, graph()),
      args.before,
      args.limit,
      args.epoch,
    );
    return success({ events: [...events], complete: events.length < args.limit, source: 'cache' });
  }

  async samples(args: Args<'samples:read'>): Promise<Result<Answers['samples:read']>> {
    const answer = await this.#options.link()?.ask({ ask: 'samples', ...args }, samplesAnswer);
    // Samples are the hub's (DESIGN.md: outside the log); a console keeps none.
    return success(answer?.ok ? { ...answer.value, source: 'hub' } : { series: [], source: 'none' });
  }

  async search(args: Args<'search:read'>): Promise<Result<Answers['search:read']>> {
    const { link, cache } = this.#options;
    const answer = await link()?.ask({ ask: 'search', ...args }, searchAnswer);
    if (answer?.ok) return success({ ...answer.value, source: 'hub' });
    return success({ ...cache.search(args), source: 'cache' });
  }

  /** What only the hub can answer. */
  async ask<A extends HubQuestion>(question: QuestionOf<A>): Promise<Result<AnswerTo<A>>> {
    const { ask } = question as Question;
    // The schema of this very question.
    const schema = ANSWERS[ask] as unknown as z.ZodType<AnswerTo<A>>;
    return (await this.#options.link()?.ask(question, schema)) ?? OFFLINE;
  }
}
