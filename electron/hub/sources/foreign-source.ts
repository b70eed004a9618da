import type { SilenceMatcher } from '../../../shared/model/sources';

/**
 * What a foreign monitoring system must be able to do, so that a `SourceWatch` can keep its picture. Written for
 * Alertmanager; Icinga 2 (objects, downtimes, the event stream as push) and Zabbix (problems, maintenances, a media
 * type as push) say the same things in other words. Nothing here knows of nodes, mapping or the log.
 */
export interface ForeignSource {
  /**
   * Looks at all of it. Ends when `signal` aborts. Rejects with SourceSilent when nothing answers, and with
   * SourceGarbled when what answers cannot be understood.
   */
  readonly look: (signal: AbortSignal) => Promise<Picture>;
  /** Reads a message that it pushed. Throws SourceGarbled. */
  readonly readPush: (body: string) => PushedNews;
  /**
   * Asks for a silence. Resolves when it said yes. Rejects with SourceRefused when it said no, and with the other
   * two when nobody knows what became of it.
   */
  readonly setSilence: (order: SilenceOrder, signal: AbortSignal) => Promise<void>;
  /** Ends a silence, by its id there. Rejects likewise; one that is gone is no refusal. */
  readonly endSilence: (idThere: string, signal: AbortSignal) => Promise<void>;
}

/** All that a source says at one moment. Texts are bounded and clean; times are by *its* clock, ms UTC. */
export interface Picture {
  readonly version: string | null;
  /** Its clock minus ours, ms, to about half a second; null: it did not say. */
  readonly skewMs: number | null;
  readonly alerts: readonly RawAlert[];
  readonly silences: readonly RawSilence[];
  /** What was in it and could not be read, or was too much. */
  readonly unread: readonly { readonly reason: string; readonly piece: string }[];
  /** Why what feeds it (its Prometheus) is dead, though itself it answers: its silence then means nothing. */
  readonly starved: string | null;
}

/** An alert as it is there. */
export interface RawAlert {
  readonly id: string;
  readonly name: string;
  readonly summary: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly startsAt: number;
  /** Ids there. */
  readonly silencedBy: readonly string[];
  readonly inhibited: boolean;
  /** http or https. */
  readonly link: string | null;
}

/** A silence as it is there. */
export interface RawSilence {
  readonly id: string;
  readonly phase: 'pending' | 'active' | 'expired';
  readonly matchers: readonly SilenceMatcher[];
  readonly startsAt: number;
  readonly endsAt: number;
  readonly author: string;
  readonly comment: string;
  /** The command that asked for it, where one of ours did. */
  readonly correlation: string | null;
}

/** What a push told: it holds until the next look. */
export interface PushedNews {
  readonly firing: readonly RawAlert[];
  /** Ids there. */
  readonly resolved: readonly string[];
}

/** A silence that is asked for. Times are by its clock, ms UTC. */
export interface SilenceOrder {
  readonly correlation: string;
  readonly matchers: readonly SilenceMatcher[];
  readonly startsAt: number;
  readonly endsAt: number;
  readonly actor: string;
  readonly comment: string;
}

/** Nothing answers. The message is for people, in Bokmål: «avviser forbindelsen». */
export class SourceSilent extends Error {}

/** What answers cannot be understood: counted, with the offending piece (clean, at most some 200 characters). */
export class SourceGarbled extends Error {
  readonly piece: string;

  constructor(message: string, piece: string) {
    super(message);
    this.piece = piece;
  }
}

/** It understood, and said no: its own reason. */
export class SourceRefused extends Error {}
