import { type CheckSpec, durationMs } from '../../../shared/contract/catalogue-file';
import type { Check } from '../../../shared/model/catalogue';
import { defaultFreshness } from '../../../shared/rules/freshness';
import { leastPingTimeout } from '../checks/ping-timing';
import { buildTarget } from './build-target';
import type { CheckPlace } from './check-place';
import type { CheckTarget } from './loaded';
import { fillIn } from './placeholders';
import type { Path } from './yaml-source';

const DEFAULT_INTERVAL_MS = 30_000;
const DEFAULT_TIMEOUT_MS = 5_000;
const DEFAULT_RETRY_MS = 5_000;
const DEFAULT_ATTEMPTS = 3;

/** Bounds of what a person may write, ms. Timers overflow at 24.8 days; a run must not hold its place for ever. */
const BOUNDS = {
  interval: [100, 240 * 3_600_000],
  retry: [100, 240 * 3_600_000],
  timeout: [10, 3_600_000],
  freshness: [100, 481 * 3_600_000],
  warnAfter: [1, 3_600_000],
  criticalAfter: [1, 3_600_000],
} as const;

/** Kinds whose response time is that of the service: its expected time is theirs. A journey's steps have their own. */
const ANSWERS: ReadonlySet<CheckSpec['kind']> = new Set(['http', 'tcp', 'plugin', 'heartbeat']);

/** Makes one check and its target of what was written. Faults are noted; the result is then not to be used. */
export function buildCheck(
  spec: CheckSpec,
  place: CheckPlace,
): { readonly check: Check; readonly target: CheckTarget } {
  const fill = (text: string, path: Path): string =>
    fillIn(text, place.variables, (name) => {
      place.fault(
        path,
        `nothing to fill in for {${name}} (known here: ${Object.keys(place.variables).join(', ')})`,
      );
    });
  const { target, shown, steps } = buildTarget(spec, place, fill);
  const intervalMs = timing(spec, 'interval', place) ?? DEFAULT_INTERVAL_MS;
  const timeoutMs = timing(spec, 'timeout', place) ?? DEFAULT_TIMEOUT_MS;
  const freshnessMs = timing(spec, 'freshness', place) ?? defaultFreshness({ intervalMs, timeoutMs });
  const warnMs = timing(spec, 'warnAfter', place);
  const criticalMs = timing(spec, 'criticalAfter', place);
  if (freshnessMs < intervalMs) {
    place.fault(['freshness'], 'freshness is shorter than the interval: the check would always be overdue');
  }
  if (warnMs !== null && criticalMs !== null && criticalMs < warnMs) {
    place.fault(['criticalAfter'], 'criticalAfter is shorter than warnAfter');
  }
  if (target.kind === 'ping' && timeoutMs < leastPingTimeout(target.packets)) {
    const least = leastPingTimeout(target.packets);
    place.fault(['packets'], `${target.packets} packets take at least ${least}ms: the timeout is shorter`);
  }
  const check: Check = {
    id: place.id,
    node: place.node,
    name: fill(spec.name ?? spec.id, ['name']),
    kind: spec.kind,
    target: shown,
    intervalMs,
    retryMs: timing(spec, 'retry', place) ?? Math.min(DEFAULT_RETRY_MS, intervalMs),
    timeoutMs,
    // What is pushed cannot be asked again: its first word counts.
    attempts: spec.attempts ?? (spec.kind === 'heartbeat' ? 1 : DEFAULT_ATTEMPTS),
    freshnessMs,
    // A certificate that is about to end, or is wrong, is seen by few before it is seen by all.
    impact: spec.impact ?? (spec.kind === 'tls' ? 'degraded' : 'down'),
    warnMs: warnMs ?? (ANSWERS.has(spec.kind) ? place.expectedMs : null),
    criticalMs,
    steps,
    source: null,
  };
  return { check, target };
}

function timing(spec: CheckSpec, key: keyof typeof BOUNDS, place: CheckPlace): number | null {
  const text = spec[key];
  if (text === undefined) return null;
  const ms = durationMs(text);
  const [least, most] = BOUNDS[key];
  if (ms < least) place.fault([key], `${key} must be at least ${least}ms`);
  if (ms > most) place.fault([key], `${key} must be at most ${most / 3_600_000}h`);
  return ms;
}
