/** What `ping` says at its end. */
export interface PingSummary {
  readonly sent: number;
  readonly received: number;
  /** Lost packets, per cent: worked out, because what is printed is rounded. */
  readonly loss: number;
  /** Packets that somebody on the way said could not be delivered. */
  readonly errors: number;
  /** Round trip times, ms; null when nothing came back. */
  readonly rtt: { readonly min: number; readonly avg: number; readonly max: number } | null;
}

const COUNTS = /^(\d{1,9}) packets transmitted, (\d{1,9}) (?:packets )?received(?:,.*?\+(\d{1,9}) errors)?/m;
const TIMES = /^(?:rtt|round-trip) min\/avg\/max(?:\/mdev)? = (\d+\.\d+)\/(\d+\.\d+)\/(\d+\.\d+)/m;

/**
 * Reads the summary of iputils' ping (busybox' is alike). Null when there is none: it did not come to sending.
 * An answer that comes twice is counted once by ping itself.
 */
export function parsePing(output: string): PingSummary | null {
  const counts = COUNTS.exec(output);
  if (!counts) return null;
  const sent = Number(counts[1]);
  const received = Math.min(sent, Number(counts[2]));
  const times = TIMES.exec(output);
  return {
    sent,
    received,
    loss: sent === 0 ? 0 : ((sent - received) / sent) * 100,
    errors: Number(counts[3] ?? 0),
    rtt: times ? { min: Number(times[1]), avg: Number(times[2]), max: Number(times[3]) } : null,
  };
}
