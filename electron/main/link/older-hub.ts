import type { CommandKind } from '../../../shared/contract/commands';
import type { Question, SearchKind } from '../../../shared/contract/wire';

/** What protocol 5 brought: a hub of protocol 4 knows nothing of it. */
const NEW_KINDS: ReadonlySet<string> = new Set<CommandKind | Question['ask']>([
  'log.write',
  'log.correct',
  'log.erase',
  'roster.set',
  'roster.remove',
  'duty.take',
  'duty.leave',
  'handover.begin',
  'handover.exchange',
  'handover.people',
  'handover.item',
  'handover.read-back',
  'handover.sign',
  'handover.unsign',
  'handover.accept',
  'handover.amendment',
  'follow-up.set',
  'follow-up.close',
  'follow-up.reopen',
  'routine.tick',
  'routine.settle',
  'routine.reopen',
  'wall.scene',
  'wall.rotate',
  'wall.send',
  'wall.spotlight',
  'wall.message',
  'wall.clear',
  'scene.set',
  'scene.remove',
  'scene.restore',
  'shift-log',
  'handovers',
  'handover-text',
  'adherence',
  'scene-export',
  'scene-import',
]);
const NEW_SEARCH_KINDS: ReadonlySet<SearchKind> = new Set(['shift-log', 'handover']);

const OLDER_KINDS_MOST = 10;

/** Whether a hub of protocol 4 knows such a command or question. */
export function isKnownToOlderHub(kind: CommandKind | Question['ask']): boolean {
  return !NEW_KINDS.has(kind);
}

/** The same question in words of protocol 4; null: nothing that such a hub has can be the answer. */
export function inOlderWords(asked: Question): Question | null {
  if (asked.ask !== 'search' || asked.kinds === null) return asked;
  const kinds = asked.kinds.filter((kind) => !NEW_SEARCH_KINDS.has(kind));
  if (kinds.length === 0 && asked.kinds.length > 0) return null;
  // It takes no longer list than that, though it has one kind more: all of them are no list at all.
  return { ...asked, kinds: kinds.length > OLDER_KINDS_MOST ? null : kinds };
}
