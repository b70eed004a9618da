import type { JsonCondition } from '../../../shared/contract/catalogue-file';
import type { Criticality } from '../../../shared/model/states';
import type { FamilyId } from './places';

/** Where a service is used and measured. */
export type Places = 'all' | 'hospitals' | 'birth-units' | 'emergency-centres' | 'pharmacies' | 'pathology';

/** How a service's own endpoint talks, and what its main check looks for. */
export type Speech =
  /** Sends `greeting` to whoever connects. */
  | { readonly kind: 'tcp'; readonly greeting: string }
  /** Answers with a JSON document: `status` and what else it tells. */
  | {
      readonly kind: 'http';
      /** Over TLS, by a certificate that ends in so many days; null: plain HTTP. */
      readonly certificateDays: number | null;
      readonly tells: Readonly<Record<string, unknown>>;
      readonly json: readonly JsonCondition[];
      readonly header: Readonly<Record<string, string>>;
    }
  /** Tried as a user there would, by the measuring point that each site has. */
  | { readonly kind: 'probe' }
  /** A name server. */
  | { readonly kind: 'dns' }
  /** The stand-in of the record system: a small web application with users, sessions and forms. */
  | { readonly kind: 'dips' };

/** What else is measured of a service. */
export type Extra =
  /** A machine with a node exporter, `used` per cent of its disk in use. */
  | { readonly kind: 'host'; readonly path: string; readonly used: number }
  /** A real Nagios plugin against its endpoint, where it is installed. */
  | { readonly kind: 'plugin'; readonly plugin: 'check_tcp' | 'check_http' }
  /** The line to a site: ping, and what the router there says of loss. */
  | { readonly kind: 'line' }
  /** Tells the hub by itself that it is alive, where the estate knows the hub. */
  | { readonly kind: 'heartbeat'; readonly name: string };

/** One entry of the region. */
export interface RegionService {
  readonly id: string;
  readonly name: string;
  readonly family: FamilyId;
  /** The team that answers for it. */
  readonly owner: string;
  readonly criticality: Criticality;
  /** Null: central, one for all. */
  readonly at: Places | null;
  /** As written in a catalogue: `a`, `a|b`, `~a`. */
  readonly needs: readonly string[];
  /** Expected response time, ms. Three times as much still ends within the checks' time limit. */
  readonly expectedMs: number;
  readonly description: string;
  /** It has an emergency routine (nødrutine). */
  readonly emergency: boolean;
  /** Its service hours; null: always open. */
  readonly hours: string | null;
  readonly speech: Speech;
  readonly extras: readonly Extra[];
}

interface Details {
  readonly at?: Places;
  /** Separated by spaces. */
  readonly needs?: string;
  readonly expectedMs?: number;
  readonly emergency?: boolean;
  readonly hours?: string;
  readonly speech?: Speech;
  readonly extras?: readonly Extra[];
}

/** A list of entries that share a family, written short. */
export function familyOf(family: FamilyId) {
  return (
    id: string,
    criticality: Criticality,
    name: string,
    owner: string,
    description: string,
    details: Details = {},
  ): RegionService => ({
    id,
    name,
    family,
    owner,
    criticality,
    at: details.at ?? null,
    needs: details.needs?.split(' ') ?? [],
    expectedMs: details.expectedMs ?? 600,
    description,
    emergency: details.emergency ?? false,
    hours: details.hours ?? null,
    speech: details.speech ?? web(),
    extras: details.extras ?? [],
  });
}

/** The first bytes of most TCP endpoints. */
export const GREETING = '220';

/** A TCP endpoint that greets whoever connects. */
export const tcp = (greeting = GREETING): Speech => ({ kind: 'tcp', greeting });

/** An HTTP endpoint whose JSON must say that its status is ok, and what `json` asks for besides. */
export function web(
  tells: Readonly<Record<string, unknown>> = {},
  json: readonly JsonCondition[] = [],
  header: Readonly<Record<string, string>> = {},
): Speech {
  return {
    kind: 'http',
    certificateDays: null,
    tells,
    json: [{ at: '/status', equals: 'ok' }, ...json],
    header,
  };
}

/** The same over TLS, by a certificate that ends in `days`. */
export function secureWeb(days: number, tells: Readonly<Record<string, unknown>> = {}): Speech {
  return {
    kind: 'http',
    certificateDays: days,
    tells,
    json: [{ at: '/status', equals: 'ok' }],
    header: {},
  };
}

/** Measured by the site’s measuring point. */
export const byProbe: Speech = { kind: 'probe' };
