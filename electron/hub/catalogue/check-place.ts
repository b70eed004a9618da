import type { JourneyStep } from '../../../shared/model/catalogue';
import type { CheckTarget } from './loaded';
import type { Variables } from './placeholders';
import type { Path } from './yaml-source';

/** A certificate authority's file as it was found. */
export type Authority = { readonly pem: string } | { readonly reason: string };

/** Where a check stands and what it is filled in with. */
export interface CheckPlace {
  readonly id: string;
  readonly node: string | null;
  /** Expected response time of its service, ms. */
  readonly expectedMs: number | null;
  readonly variables: Variables;
  readonly authorities: ReadonlyMap<string, Authority>;
  /** HTTP proxy at the node's site that journeys go through; null: there is none. */
  readonly proxy: string | null;
  /** Notes a fault at a place inside the check's own part of the file. */
  readonly fault: (path: Path, reason: string) => void;
}

/** Fills in a text that stands at a place of a check's part of the file. */
export type Fill = (text: string, path: Path) => string;

/** A check's target, how it is shown to people (never with a secret), and the steps of a journey. */
export interface BuiltTarget {
  readonly target: CheckTarget;
  readonly shown: string;
  readonly steps: JourneyStep[];
}
