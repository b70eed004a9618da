import type { OutboxEntry } from '../../../shared/contract/ipc';

/**
 * What may be said of a command's fate. An effect outside is not done when the hub has taken the command: it is *asked
 * for* until it was seen at the source (DESIGN.md, rule 4).
 */
export function fateShown(entry: Pick<OutboxEntry, 'kind' | 'fate'>): OutboxEntry['fate'] | 'asked' {
  return entry.fate === 'confirmed' && entry.kind.startsWith('silence.') ? 'asked' : entry.fate;
}
