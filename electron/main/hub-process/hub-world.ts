import { join } from 'node:path';
import { utilityProcess } from 'electron';
import { z } from 'zod';
import type { HubConfig } from '../../../shared/contract/hub-config';
import { readEndpoint } from '../../hub/store/data-folder';
import { BoundedFile } from '../app/bounded-file';
import type { Logger } from '../app/log';
import type { HubChild, HubWorld } from './supervisor';

export interface HubWorldOptions {
  /** The built hub. */
  readonly program: string;
  readonly config: HubConfig;
  /** Folder for what the hub prints. */
  readonly logs: string;
  readonly log: Logger;
}

/** What `/healthz` says that tells one hub from another. */
const health = z.object({ position: z.object({ origin: z.string() }).nullable() });
/** How long an answer of a hub may take before it counts as none, ms. */
const ANSWER_MS = 2_000;
/** What a process that could not be started counts as having ended with. */
const NOT_STARTED = -1;

/** The machine as the supervisor needs it: endpoint file, HTTP, and Electron's utility process. */
export function hubWorld(options: HubWorldOptions): HubWorld {
  const printed = new BoundedFile(join(options.logs, 'hub.log'));
  return {
    endpoint: async () => {
      const said = await readEndpoint(options.config.data);
      if (said.ok) return said.value;
      options.log.warn({ reason: said.error.message }, 'the hub’s endpoint file is not valid');
      return null;
    },
    answers,
    start: (ended) => startHub(options, printed, ended),
  };
}

/**
 * Any answer of this very hub shows that it runs; whether it is well, it says itself on every console. A port that
 * a dead hub named may be another program's by now: hence its origin.
 */
async function answers({ url, origin }: { readonly url: string; readonly origin: string }): Promise<boolean> {
  try {
    const reply = await fetch(new URL('/healthz', url), { signal: AbortSignal.timeout(ANSWER_MS) });
    const said = health.safeParse(await reply.json());
    return said.success && (said.data.position === null || said.data.position.origin === origin);
  } catch {
    return false;
  }
}

function startHub(options: HubWorldOptions, printed: BoundedFile, ended: (code: number) => void): HubChild {
  const { program, config, log } = options;
  const child = utilityProcess.fork(program, ['--config-json', JSON.stringify(config)], {
    serviceName: 'Vaktrom hub',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let done = false;
  const end = (code: number): void => {
    if (done) return;
    done = true;
    ended(code);
  };
  const write = (chunk: Buffer): void => printed.write(chunk.toString('utf8'));
  child.stdout?.on('data', write);
  child.stderr?.on('data', write);
  child.on('spawn', () => log.info({ pid: child.pid }, 'the hub was started'));
  child.on('error', (type: string, location: string) => log.error({ type, location }, 'the hub crashed'));
  child.on('exit', (code) => end(code ?? NOT_STARTED));
  return {
    get pid() {
      return child.pid;
    },
    askToStop: () => child.postMessage('stop'),
    kill: () => {
      // A frozen process heeds no other signal.
      if (child.pid !== undefined) killAtOnce(child.pid, log);
      else child.kill();
    },
  };
}

function killAtOnce(pid: number, log: Logger): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    log.warn({ err: error, pid }, 'the hub could not be ended');
  }
}
