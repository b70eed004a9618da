import type { Degradation } from '../../../shared/contract/ipc';
import type { Patch } from '../../../shared/model/room';
import type { Clock } from '../../../shared/time/clock';
import type { Keyring } from '../identity/keyring';
import type { ConsolePort } from '../ipc/console-port';
import type { WallsLink } from './console-walls';

/** What a console is started with. */
export interface ConsoleOptions {
  readonly clock: Clock;
  /** Folder for the cache and the outbox. */
  readonly dataFolder: string;
  /** Null: none is known yet; the last known state is shown. */
  readonly hubUrl: string | null;
  /** What this console is; nobody can act from a wall. Default: a desk. */
  readonly kind?: 'desk' | 'wall';
  /** Where secrets rest between runs, when it has answered. Default: nowhere. */
  readonly keyring?: Promise<Keyring>;
  /** How long nobody has touched this machine, ms. Default: somebody always does. */
  readonly idleMs?: () => number;
  /** The desk locks by itself after so long, ms; null: never. Default: never. */
  readonly lockAfterMs?: () => number | null;
  /** File with the authority that signed the hub's certificate. */
  readonly caFile?: string;
  readonly log: (level: 'info' | 'warn' | 'error', message: string, detail?: Record<string, unknown>) => void;
}

/** A console without its windows: what main wires to them. */
export interface RunningConsole extends ConsolePort {
  snapshot(): ReturnType<ConsolePort['snapshot']> & { readonly patch: Required<Patch> };
  /** Points the link at a hub; null: there is none now. `machine`: the secret by which it shares the hub's machine. */
  setHub(url: string | null, token?: string, machine?: string): void;
  /** Something of this console that is not its own (a disk, a printer) does not work, or does again (`detail` null). */
  noteFault(code: Degradation['code'], detail: string | null): void;
  readonly walls: WallsLink;
  stop(): Promise<void>;
}
