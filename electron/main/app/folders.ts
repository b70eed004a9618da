import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Arguments } from './arguments';

/** Where this run keeps things. */
export interface Folders {
  /** The profile: settings, logs, Chromium's own files. One running console to each. */
  readonly profile: string;
  /** Chromium's own files. */
  readonly chromium: string;
  readonly logs: string;
  readonly settingsFile: string;
  /** Cache and outbox of the room that is watched. Each room has its own: a demonstration never mixes with it. */
  readonly room: string;
  /** Data folder of the hub on this machine. */
  readonly hub: string;
}

/** Chooses the folders. `userData` is the platform's default place for this app. */
export function chooseFolders(args: Arguments, userData: string): Folders {
  const profile = args.data === null ? (args.demo ? `${userData}-demo` : userData) : resolve(args.data);
  const room = join(profile, roomName(args));
  return {
    profile,
    chromium: join(profile, 'chromium'),
    logs: join(profile, 'logs'),
    settingsFile: join(profile, 'settings.json'),
    room,
    hub: args.hubData === null ? join(room, 'hub') : resolve(args.hubData),
  };
}

function roomName(args: Arguments): string {
  if (args.hub !== null) return `room-${createHash('sha256').update(args.hub).digest('hex').slice(0, 12)}`;
  return args.demo ? 'demo' : 'local';
}

/** What the build made, seen from the running main process. */
export interface Built {
  readonly renderer: string;
  readonly preload: string;
  readonly hub: string;
}

/** Finds the built files beside this one: main, preload, renderer and hub are siblings in `out/`. */
export function builtFiles(here: string = import.meta.url): Built {
  const out = fileURLToPath(new URL('..', here));
  return { renderer: join(out, 'renderer'), preload: join(out, 'preload'), hub: join(out, 'hub', 'main.js') };
}
