import type { Clock } from '../../shared/time/clock';
import type { Controllable } from './behaviour';
import type { FaultKind } from './fault-rules';

export const PARTS = ['nett', 'all'] as const;
/** What of the demonstration region is run: the first fifteen services at four sites, or all 74 at sixteen. */
export type EstatePart = (typeof PARTS)[number];

/** Whether `text` names a part. */
export function isPart(text: unknown): text is EstatePart {
  return PARTS.some((part) => part === text);
}

/** What the machine has that checks may use. */
export interface Tools {
  /** Nagios plugins that are installed, by name. */
  readonly plugins: ReadonlySet<string>;
  /** Whether `ping` works here, also to other addresses of loopback. */
  readonly ping: boolean;
  /** Whether the estate pushes heartbeats to a hub. */
  readonly heartbeats: boolean;
}

/** A node or reference point of the estate, or a machine beside it: what can fail in it, and how. */
export interface PlannedNode {
  readonly id: string;
  /** Its ports by name: `''` is the one that is spoken of. */
  readonly ports: readonly string[];
  readonly faults: readonly FaultKind[];
  /** The steps of a journey that can fail by themselves. */
  readonly steps: readonly string[];
  /** Makes what stands at its ports. */
  make(ports: (name: string) => number, context: PlanContext): readonly Controllable[];
}

/** What stands at a site beside its services: cut off with it, never broken by itself. */
export interface PlannedSite {
  readonly id: string;
  readonly ports: readonly string[];
  make(ports: (name: string) => number, context: PlanContext): readonly Controllable[];
}

/** What is shared while an estate is made. */
export interface PlanContext {
  readonly clock: Clock;
  /** Whether a port is one of the estate's own. */
  readonly isOwnPort: (port: number) => boolean;
}

/** All that a part of the region consists of. */
export interface EstatePlan {
  readonly nodes: readonly PlannedNode[];
  readonly sites: readonly PlannedSite[];
  /** Files that lie beside the catalogue, by name. */
  readonly files: ReadonlyMap<string, string>;
  /** The catalogue's text. `folder`: where the estate lives. `portOf`: the port of a node or reference point, or of a named one of a node or site. */
  catalogue(portOf: (id: string, name?: string) => number, tools: Tools, folder: string): string;
}
