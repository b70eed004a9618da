import type { ChartAnswer, HistoryAnswer, Question, SearchAnswer } from '../../../shared/contract/wire';
import type { LogEvent } from '../../../shared/model/events';
import { inOldWords } from './old-words';

/**
 * The answer to a question in words of protocol 5. Events that it has none for are left out. Other fields that it does not
 * know it drops by itself: nothing is hashed here.
 */
export function oldAnswer(question: Question, answer: unknown): unknown {
  // The answer is the hub's own, to this very question.
  switch (question.ask) {
    case 'history':
    case 'chart': {
      const { events, ...rest } = answer as HistoryAnswer | ChartAnswer;
      return { ...rest, events: events.flatMap(oldEvent) };
    }
    case 'search': {
      const { hits, ...rest } = answer as SearchAnswer;
      return {
        ...rest,
        hits: hits.flatMap(({ kind, event }) => oldEvent(event).map((old) => ({ kind, event: old }))),
      };
    }
    default:
      return answer;
  }
}

function oldEvent(event: LogEvent): unknown[] {
  const old = inOldWords('event', event);
  return old === null ? [] : [old];
}
