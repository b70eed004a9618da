/** Between two packets, ms: the least that ping allows to those who are not root. */
export const PACKET_EVERY_MS = 200;
/** What ping may need beside its packets to start and to say how it went, ms. */
const SPARE_MS = 300;
/** The least that an answer is waited for, ms. */
const LEAST_WAIT_MS = 100;

/** The least time limit that a check of so many packets fits into, ms. */
export function leastPingTimeout(packets: number): number {
  return (packets - 1) * PACKET_EVERY_MS + SPARE_MS + LEAST_WAIT_MS;
}

/** How long the last answer may take, ms: whatever time is left when the last packet is on its way. */
export function pingWait(packets: number, timeoutMs: number): number {
  return Math.max(LEAST_WAIT_MS, timeoutMs - (packets - 1) * PACKET_EVERY_MS - SPARE_MS);
}
