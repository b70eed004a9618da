import type { OutboxEntry } from '../../../shared/contract/ipc';

/** What became of a command is told beside its window for so long, ms. */
const TOLD_MS = 10 * 60_000;

/** The last thing that was asked for each window and is not done, by subject (`mw/ID`). `now`: hub time, ms UTC. */
export function openFates(outbox: readonly OutboxEntry[], now: number): ReadonlyMap<string, OutboxEntry> {
  const latest = new Map<string, OutboxEntry>();
  for (const entry of outbox) {
    if (!entry.kind.startsWith('maintenance.')) continue;
    const known = latest.get(entry.subject);
    if (!known || entry.actedAt >= known.actedAt) latest.set(entry.subject, entry);
  }
  for (const [subject, entry] of latest) {
    const old = entry.settledAt !== null && now - entry.settledAt > TOLD_MS;
    if (entry.fate === 'confirmed' || old) latest.delete(subject);
  }
  return latest;
}
