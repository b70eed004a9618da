import type { Priority } from '../../../model/alarms';

/** An alarm that asked for somebody. */
export interface Annunciation {
  /** ms UTC. */
  readonly at: number;
  readonly priority: Priority;
}

/** One time that an alarm was active, from the fault to its return. What the figures are counted from. */
export interface AlarmRecord {
  /** Its number: `A-4127`. */
  readonly alarm: string;
  readonly node: string;
  /** Since when it was active, ms UTC. */
  readonly from: number;
  /** When it was normal again, ms UTC; null: it is active still. */
  readonly to: number | null;
  /** Each time that it asked for somebody, oldest first; none: it was quiet all the time. */
  readonly annunciated: readonly Annunciation[];
  /** When it was acknowledged first, ms UTC; null: it was not. */
  readonly acknowledgedAt: number | null;
  /** Somebody did something about it: acknowledged it, handed it on, wrote a note, called, ran an action, set it aside. */
  readonly touched: boolean;
  /** When it was shelved, ms UTC. */
  readonly shelved: readonly number[];
  /** When it was first kept quiet by design, ms UTC; null: it never was. */
  readonly suppressedAt: number | null;
}

/** A watch position (a console) while somebody was on watch there. */
export interface WatchStretch {
  readonly id: string;
  readonly name: string;
  readonly from: number;
  /** ms UTC; null: still. */
  readonly to: number | null;
}

/** All that the figures are worked out from. */
export interface FigureRecords {
  /** Those that were active at any time in the period or up to ten minutes before, in any order. */
  readonly alarms: Iterable<AlarmRecord>;
  readonly watches: readonly WatchStretch[];
  /** Nodes on the list of bad alarms now. */
  readonly bad: ReadonlySet<string>;
  /** Nothing is known of before this, ms UTC; null: all that ever was is. */
  readonly knownFrom: number | null;
}
