import type { Answers } from '../../../shared/contract/ipc';
import type { AnswerTo } from '../../../shared/contract/wire';

/** What was asked, and what came of it. */
export interface Known<T> {
  /** The last answer; null: none yet. It stays when a later question fails. */
  readonly value: T | null;
  /** When it was answered, ms UTC by the hub's clock; null: never. */
  readonly at: number | null;
  /** Why the last question failed, in the words of the failure; null: it did not, or none was asked yet. */
  readonly fault: string | null;
}

/**
 * Answers that panels live on besides the board. To read is to ask: what is read is asked in the background, again and
 * again while it is being read, and forgotten a minute after it no longer is. Reading never waits.
 */
export interface Asked {
  /** Measured values of a service or node over the last `hours`, in about so many points; anew every minute. */
  chart(node: string, hours: number, points: number): Known<AnswerTo<'chart'>>;
  /** Events of the last `hours`, newest first, as far back as a bounded number of pages goes; anew every 15 s. */
  history(hours: number): Known<Answers['history:read']>;
  /** Figures of ISA-18.2 over the last `hours`; anew every minute. */
  figures(hours: number): Known<AnswerTo<'alarm-figures'>>;
  /** A picture by its SHA-256; asked until it is there. */
  picture(hash: string): Known<ImageBitmap>;
  /** A number that changes whenever an answer arrives. */
  readonly version: number;
}
