import type { CommandKind } from '../../../shared/contract/commands';
import type { Question, SearchKind } from '../../../shared/contract/wire';

/** What protocol 4 brought: a hub of protocol 3 knows nothing of it. */
const NEW_KINDS: ReadonlySet<string> = new Set<CommandKind | Question['ask']>([
  'cause.join',
  'cause.split',
  'cause.free',
  'cause.recheck',
  'incident.open',
  'incident.set',
  'incident.note',
  'incident.time',
  'incident.update',
  'incident.routine',
  'incident.merge',
  'incident.restore',
  'incident.close',
  'incident.reopen',
  'task.set',
  'task.done',
  'caller.add',
  'caller.reset',
  'report.set',
  'report.end',
  'known-error.set',
  'known-error.retire',
  'message.draft',
  'message.approve',
  'message.discard',
  'message.again',
  'notification.answer',
  'alarm-figures',
]);
const NEW_SEARCH_KINDS: ReadonlySet<SearchKind> = new Set(['incident', 'message', 'caller']);

/** Whether a hub of protocol 3 knows such a command or question. */
export function isKnownToOlderHub(kind: CommandKind | Question['ask']): boolean {
  return !NEW_KINDS.has(kind);
}

/** The same question in words of protocol 3; null: nothing that such a hub has can be the answer. */
export function inOlderWords(asked: Question): Question | null {
  if (asked.ask !== 'search' || asked.kinds === null) return asked;
  const kinds = asked.kinds.filter((kind) => !NEW_SEARCH_KINDS.has(kind));
  return kinds.length === 0 && asked.kinds.length > 0 ? null : { ...asked, kinds };
}
