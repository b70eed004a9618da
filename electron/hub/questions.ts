import type { AnswerTo, Question, QuestionOf } from '../../shared/contract/wire';

/** Answers one kind of question. May throw: the console is then told the reason. */
type QuestionHandler<A extends Question['ask']> = (
  asked: QuestionOf<A>,
) => AnswerTo<A> | Promise<AnswerTo<A>>;

/** Who answers what: every question that a console may ask has its room. */
export type QuestionHandlers = { readonly [A in Question['ask']]: QuestionHandler<A> };

/** Answers a console's question. Rejects with the reason where it cannot be answered. */
export async function answerQuestion(asked: Question, handlers: QuestionHandlers): Promise<unknown> {
  const handle = handlers[asked.ask] as (asked: Question) => unknown;
  return handle(asked);
}
