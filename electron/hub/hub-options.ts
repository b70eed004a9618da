import type { HubConfig } from '../../shared/contract/hub-config';
import type { Clock } from '../../shared/time/clock';

export const HUB_VERSION = '0.1.0';

export type HubLogger = (
  level: 'info' | 'warn' | 'error',
  message: string,
  detail?: Record<string, unknown>,
) => void;

export interface HubOptions {
  readonly config: HubConfig;
  readonly clock: Clock;
  readonly log: HubLogger;
  /** The hub cannot go on (another writer has its log): the process should end. */
  readonly onFatal: (reason: string) => void;
}

/** A hub that runs. */
export interface RunningHub {
  readonly url: string;
  readonly origin: string;
  /** Ends in good order: what was decided is on disk, the lock is free. */
  stop(): Promise<void>;
}
