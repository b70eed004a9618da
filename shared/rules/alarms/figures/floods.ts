import { FLOOD_WINDOW_MS, floodOf } from '../flood';
import type { Span } from './spans';

/**
 * When there was a flood, by `floodOf`, up to `until` (ms UTC).
 *
 * @param times when alarms asked for somebody, ms UTC, oldest first
 */
export function floodsIn(times: readonly number[], until: number): readonly Span[] {
  const moments = [...new Set([...times, ...times.map((at) => at + FLOOD_WINDOW_MS)])]
    .filter((at) => at <= until)
    .sort((a, b) => a - b);
  const floods: Span[] = [];
  let since: number | null = null;
  let first = 0;
  let next = 0;
  for (const now of moments) {
    while (next < times.length && (times[next] ?? 0) <= now) next += 1;
    while (first < next && (times[first] ?? 0) <= now - FLOOD_WINDOW_MS) first += 1;
    const { on } = floodOf(times.slice(first, next), since !== null, now);
    if (on && since === null) since = now;
    if (on || since === null) continue;
    floods.push({ from: since, to: now });
    since = null;
  }
  if (since !== null) floods.push({ from: since, to: until });
  return floods;
}
