import type {
  ChartAnswer,
  HistoryAnswer,
  Question,
  SearchAnswer,
  SearchKind,
} from '../../../shared/contract/wire';
import type { EventBody, LogEvent } from '../../../shared/model/events';
import { assertNever } from '../../../shared/util/assert-never';
import { oldCatalogueEntity } from './protocol-4';

const NEW_SEARCH_KINDS: ReadonlySet<SearchKind> = new Set(['shift-log', 'handover']);

/**
 * The answer to a question in words of protocol 4. Events that it has none for are left out. Fields that it does not
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
      const known = hits.filter(({ kind }) => !NEW_SEARCH_KINDS.has(kind));
      return {
        ...rest,
        hits: known.flatMap(({ kind, event }) => oldEvent(event).map((old) => ({ kind, event: old }))),
      };
    }
    default:
      return answer;
  }
}

function oldEvent(event: LogEvent): unknown[] {
  const body = oldBody(event.body);
  return body === null ? [] : [{ ...event, body }];
}

function oldBody(body: EventBody): unknown {
  switch (body.type) {
    case 'catalogue.changed':
      return { ...body, put: body.put.map(oldCatalogueEntity).filter((entity) => entity !== null) };
    case 'log.written':
    case 'log.corrected':
    case 'log.erased':
    case 'roster.changed':
    case 'duty.changed':
    case 'handover.moved':
    case 'follow-up.moved':
    case 'routine.moved':
    case 'wall.moved':
    case 'scene.set':
    case 'scene.removed':
      return null;
    case 'hub.started':
    case 'hub.stopped':
    case 'hub.restored':
    case 'catalogue.rejected':
    case 'catalogue.edited':
    case 'check.changed':
    case 'check.flapping':
    case 'check.overdue':
    case 'vantage.changed':
    case 'command.settled':
    case 'maintenance.set':
    case 'maintenance.removed':
    case 'maintenance.moved':
    case 'hours.changed':
    case 'sources.changed':
    case 'alarms.moved':
    case 'cause.said':
    case 'flood.changed':
    case 'incident.moved':
    case 'callers.counted':
    case 'report.changed':
    case 'known-error.set':
    case 'message.moved':
    case 'notification.moved':
    case 'alarm.acted':
    case 'call.logged':
    case 'run.moved':
    case 'notice.raised':
    case 'notice.seen':
    case 'person.set':
    case 'console.set':
    case 'session.opened':
    case 'session.ended':
    case 'credentials.set':
    case 'signin.failed':
    case 'watch.changed':
      return body;
    default:
      return assertNever(body, 'protocol 4');
  }
}
