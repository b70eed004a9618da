import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { hubConfig } from '../../../shared/contract/hub-config';
import type { Clock } from '../../../shared/time/clock';
import { hubWorld } from '../hub-process/hub-world';
import { HubSupervisor } from '../hub-process/supervisor';
import type { Arguments } from './arguments';
import type { Built, Folders } from './folders';
import type { Logger } from './log';

/** The hub that this console watches through. */
export interface Hub {
  /** Whether the watch ends with this console. */
  readonly own: () => boolean;
  stop(): Promise<void>;
}

export interface HubOptions {
  readonly args: Arguments;
  readonly folders: Folders;
  readonly built: Built;
  readonly clock: Clock;
  readonly log: Logger;
  /** `machine`: the secret of a hub on this machine. */
  readonly use: (url: string | null, token?: string, machine?: string) => void;
}

/** Talks to the hub that was named, or sees to it that there is one on this machine. */
export function watchHub({ args, folders, built, clock, log, use }: HubOptions): Hub {
  if (args.hub !== null) {
    const token = args.tokenFile === null ? undefined : readFileSync(args.tokenFile, 'utf8').trim();
    if (token === undefined) use(args.hub);
    else use(args.hub, token);
    return { own: () => false, stop: async () => undefined };
  }
  const config = hubConfig.parse({
    data: folders.hub,
    catalogue: args.config === null ? null : resolve(args.config),
    // The demonstration brings its own harmless runbook programs; a real room's lie where hubConfig says.
    ...(args.demo &&
      args.config !== null && { actionFolders: [join(dirname(resolve(args.config)), 'tiltak')] }),
  });
  const world = hubWorld({ program: built.hub, config, logs: folders.logs, log });
  const supervisor = new HubSupervisor({
    clock,
    log,
    world,
    use: (url, machine) => use(url, undefined, machine),
  });
  supervisor.start();
  return { own: () => supervisor.ownsHub, stop: () => supervisor.stop() };
}
