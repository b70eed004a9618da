import type { Clock } from '../../../shared/time/clock';
import { assertNever } from '../../../shared/util/assert-never';
import type { CheckRunner } from './check-run';
import { notRun } from './faults';
import { createHttpCheck } from './http-check';
import { createPluginCheck } from './plugin-check';
import { createTcpCheck } from './tcp-check';

export interface CheckRunnerOptions {
  /** The only folders that plugins are run from. */
  readonly pluginFolders: readonly string[];
  readonly clock: Clock;
}

/** A runner for every kind of check. A heartbeat is pushed in and cannot be run: unknown. */
export function createCheckRunner(options: CheckRunnerOptions): CheckRunner {
  const http = createHttpCheck(options.clock);
  const tcp = createTcpCheck(options.clock);
  const plugin = createPluginCheck(options.clock, options.pluginFolders);
  return async (target, limits, signal) => {
    switch (target.kind) {
      case 'http':
        return http(target, limits, signal);
      case 'tcp':
        return tcp(target, limits, signal);
      case 'plugin':
        return plugin(target, limits, signal);
      case 'heartbeat':
        return { ...notRun('et hjerteslag sendes inn, det hentes ikke'), ms: null };
      default:
        return assertNever(target, 'check target');
    }
  };
}
