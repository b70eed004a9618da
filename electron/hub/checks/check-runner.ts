import type { Clock } from '../../../shared/time/clock';
import { assertNever } from '../../../shared/util/assert-never';
import type { CheckRunner } from './check-run';
import { createDnsCheck } from './dns-check';
import { notRun } from './faults';
import { createHostCheck } from './host-check';
import { createHttpCheck } from './http-check';
import { createJourneyCheck } from './journey-check';
import { createPingCheck } from './ping-check';
import { createPluginCheck } from './plugin-check';
import { createTcpCheck } from './tcp-check';
import { createTlsCheck } from './tls-check';

export interface CheckRunnerOptions {
  /** The only folders that plugins are run from. */
  readonly pluginFolders: readonly string[];
  readonly clock: Clock;
}

/** A runner for every kind of check. What is pushed in (heartbeats, foreign sources) cannot be run: unknown. */
export function createCheckRunner(options: CheckRunnerOptions): CheckRunner {
  const http = createHttpCheck(options.clock);
  const tcp = createTcpCheck(options.clock);
  const plugin = createPluginCheck(options.clock, options.pluginFolders);
  const tls = createTlsCheck(options.clock);
  const dns = createDnsCheck(options.clock);
  const ping = createPingCheck(options.clock);
  const host = createHostCheck(options.clock);
  const journey = createJourneyCheck(options.clock);
  return async (target, limits, signal) => {
    switch (target.kind) {
      case 'http':
        return http(target, limits, signal);
      case 'tcp':
        return tcp(target, limits, signal);
      case 'plugin':
        return plugin(target, limits, signal);
      case 'tls':
        return tls(target, limits, signal);
      case 'dns':
        return dns(target, limits, signal);
      case 'ping':
        return ping(target, limits, signal);
      case 'host':
        return host(target, limits, signal);
      case 'journey':
        return journey(target, limits, signal);
      case 'source':
      case 'self':
        return { ...notRun('dette meldes inn, det hentes ikke'), ms: null };
      case 'heartbeat':
        return { ...notRun('et hjerteslag sendes inn, det hentes ikke'), ms: null };
      default:
        return assertNever(target, 'check target');
    }
  };
}
