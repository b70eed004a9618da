import type { Incident } from '../../model/incidents';

/**
 * Each thing that people set on an incident is a register of its own: of two that were set while apart, the later act
 * holds, whichever arrives first. `stamps` remembers who set which, and when.
 *
 * What came with the opening (`opened`) is weaker than what somebody set: it was drafted, and said by somebody who did not
 * know of the other. Of two openings the first holds.
 */
export type Stamp = Incident['stamps'][string];
export type Stamps = Incident['stamps'];

/**
 * Whether `next` holds over what stands there. What one person does in one millisecond comes in its order; of two, one
 * always gives way to the other.
 */
export function holdsOver(next: Stamp, before: Stamp | undefined): boolean {
  if (!before) return true;
  const opened = next.opened === true;
  if (opened !== (before.opened === true)) return !opened;
  if (next.at !== before.at) return opened ? next.at < before.at : next.at > before.at;
  return opened ? next.by < before.by : next.by >= before.by;
}

/** Values are compared as they are written. */
export function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}
