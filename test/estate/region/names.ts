import { domainToASCII } from 'node:url';
import type { Tools } from '../plan';
import { REGION_SITES, type RegionSite } from './places';

/** Where the authority lies, beside the catalogue. */
export const AUTHORITY_FILE = 'estate-ca.pem';
/** Names of ports beside a node's own. */
export const HOST_PORT = 'vert';
export const PROBE_PORT = 'sonde';
export const PROXY_PORT = 'mellomtjener';

/** The name of a service in the region's own domain. */
export function dnsName(id: string): string {
  return domainToASCII(`${id}.sykehus.test`);
}

/** The address at which a site answers pings: loopback is all of 127/8. */
export function siteAddress(site: RegionSite): string {
  return `127.20.${REGION_SITES.indexOf(site) + 1}.1`;
}

/** What a catalogue is written for. */
export interface CatalogueContext {
  /** The port of a node or reference point, or of a named one of a node or site. */
  readonly portOf: (id: string, name?: string) => number;
  readonly tools: Tools;
  /** Where the estate lives: its runbook programs are there. */
  readonly folder: string;
  /** The estate's start, ms UTC: planned work is placed by it. */
  readonly now: number;
}
