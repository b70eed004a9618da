import type { CommandKind } from '../../../shared/contract/commands';
import type { Question } from '../../../shared/contract/wire';

/** What protocol 6 brought: a hub of protocol 5 knows nothing of it. */
const NEW_KINDS: ReadonlySet<string> = new Set<CommandKind | Question['ask']>(['wall.care', 'wall-health']);

/** Whether a hub of protocol 5 knows such a command or question. */
export function isKnownToOlderHub(kind: CommandKind | Question['ask']): boolean {
  return !NEW_KINDS.has(kind);
}
