import type { Case } from './evidence';
import type { Sentence, TimeCode } from './evidence-codes';
import type { FaultTime } from './fault-time';
import type { Line } from './line';

/** What is known of when it began, and whether what is behind it can have come after. */
export function timeOf(about: Case, sentence: Sentence): readonly Line<TimeCode>[] {
  const { id, own, behind, alarm } = about;
  const fault = own?.fault ?? null;
  // Its checks are well again, and no longer tell when they were not.
  if (sentence === 'recovering' && !fault && alarm?.activeSince != null)
    return [{ code: 'bad-first', facts: { node: id, to: alarm.activeSince } }];
  if (sentence === 'normal' || sentence === 'vantage' || !fault) return [];
  const lines: Line<TimeCode>[] = [];
  const { from, to } = fault;
  if (from === null) lines.push({ code: 'bad-first', facts: { node: id, to } });
  else lines.push({ code: 'fault-between', facts: { node: id, from, to, ms: to - from } });
  if (behind.length === 0) return lines;
  const { after, of } = followers(about, fault);
  if (from !== null && of > 0) lines.push({ code: 'within', facts: { count: after, of, ms: to - from } });
  if (own && own.intervalMs > 0) lines.push({ code: 'unsure', facts: { ms: own.intervalMs } });
  return lines;
}

/**
 * Of what is measured behind a fault: how many can have failed after it, given what is known of when; and those that
 * surely failed before, with by how much at most, ms.
 */
export function followers(
  { behind, checksOf }: Pick<Case, 'behind' | 'checksOf'>,
  fault: FaultTime,
): { readonly after: number; readonly of: number; readonly before: readonly string[]; readonly ms: number } {
  const before: string[] = [];
  let of = 0;
  let ms = 0;
  for (const node of behind) {
    const other = checksOf(node).fault;
    if (!other) continue;
    of += 1;
    // Bad before the cause was last good: no uncertainty makes it a consequence.
    if (fault.from === null || other.to >= fault.from) continue;
    before.push(node.id);
    ms = Math.max(ms, fault.from - other.to);
  }
  return { after: of - before.length, of, before, ms };
}
