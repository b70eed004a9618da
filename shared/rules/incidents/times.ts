import { INCIDENT_TIMES, type Incident, type IncidentTime } from '../../model/incidents';
import type { IncidentRefusal } from './decision';

/** A console's clock may be ahead by so much, ms. */
const AHEAD_MS = 60_000;

/**
 * What is wrong with one of ITIL's times; null: nothing. Nothing has happened yet that lies ahead; nothing comes before it
 * occurred; and a service is not restored before what failed has recovered. The others have no fixed order: repair may begin
 * before anybody knows what it is.
 */
export function timeFault(
  times: Incident['times'],
  which: IncidentTime,
  at: number | null,
  now: number,
): IncidentRefusal | null {
  if (at === null) return null;
  if (!Number.isSafeInteger(at) || at < 0 || at > now + AHEAD_MS)
    return { code: 'future', facts: { which, at } };
  const order = (other: IncidentTime): IncidentRefusal => ({
    code: 'order',
    facts: { which, at, other, otherAt: times[other] },
  });
  if (which === 'occurred') {
    const early = INCIDENT_TIMES.find((other) => other !== which && (times[other] ?? at) < at);
    return early ? order(early) : null;
  }
  if (times.occurred !== null && at < times.occurred) return order('occurred');
  if (which === 'restored' && times.recovered !== null && at < times.recovered) return order('recovered');
  if (which === 'recovered' && times.restored !== null && at > times.restored) return order('restored');
  return null;
}
