import {
  type CatalogueFile,
  durationMs,
  type HoursSpec,
  type MaintenanceSpec,
  type SourceSpec,
} from '../../../shared/contract/catalogue-file';
import { WEEKDAYS } from '../../../shared/contract/catalogue-words';
import type { Check, Service, ServiceHours, Source } from '../../../shared/model/catalogue';
import type { MaintenanceWindow } from '../../../shared/model/maintenance';
import { matchNodes } from '../../../shared/rules/node-pattern';
import { scheduleFault } from '../../../shared/rules/schedule';
import { compileMapping } from '../../../shared/rules/source-mapping';
import { MAX_COVERED } from '../maintenance/covers';
import { validHeader } from './build-web';
import type { Authority } from './check-place';
import type { SourceTarget } from './loaded';
import type { Path } from './yaml-source';

const DEFAULT_POLL_MS = 10_000;
const DEFAULT_TIMEOUT_MS = 5_000;
/** The family of what watches, where the file names no other. */
export const WATCH_FAMILY = { id: 'vaktrom', name: 'Vaktrom' };

/** Notes a fault at a place in the file. */
export type NoteFault = (path: Path, reason: string) => void;

/** Service hours as the room knows them. */
export function expandHours(spec: HoursSpec, index: number, fault: NoteFault): ServiceHours {
  const open = spec.open.map(({ days, from, to }, place) => {
    if (from === to) fault(['hours', index, 'open', place, 'to'], 'it closes when it opens');
    if (from === '24:00') fault(['hours', index, 'open', place, 'from'], 'an opening begins before 24:00');
    return { days: days.map((day) => WEEKDAYS.indexOf(day) + 1), from, to };
  });
  return {
    id: spec.id,
    name: spec.name,
    order: index,
    open,
    closedOnHolidays: spec.closedOnHolidays ?? false,
  };
}

/** A maintenance window of the file. What it names must exist; its times and its rule must make sense. */
export function expandMaintenance(
  spec: MaintenanceSpec,
  index: number,
  services: readonly Service[],
  fault: NoteFault,
): MaintenanceWindow {
  const path: Path = ['maintenance', index];
  const covered = new Set<string>();
  for (const [place, { of }] of spec.expect.entries()) {
    const nodes = matchNodes(of, services);
    if (nodes.length === 0) {
      fault([...path, 'expect', place, 'of'], `"${of}" is no service, service@site or *@site here`);
    }
    for (const node of nodes) covered.add(node);
  }
  if (covered.size > MAX_COVERED) {
    fault(
      [...path, 'expect'],
      `a window covers at most ${MAX_COVERED} services at sites, not ${covered.size}`,
    );
  }
  const ms = durationMs(spec.duration);
  if (ms < 60_000 || ms > 31 * 86_400_000) {
    fault([...path, 'duration'], 'a window lasts from 1m to 31d');
  }
  const window: MaintenanceWindow = {
    id: spec.id,
    title: spec.title,
    description: spec.description ?? null,
    ticket: spec.ticket ?? null,
    owner: spec.owner ?? null,
    origin: 'file',
    effects: spec.expect.map(({ of, worst = 'down' }) => ({ match: of, worst })),
    start: spec.start,
    durationMs: ms,
    rrule: spec.repeat ?? null,
  };
  const wrong = scheduleFault(window);
  if (wrong) fault([...path, wrong.field === 'rrule' ? 'repeat' : 'start'], wrong.reason);
  return window;
}

/** What a source adds to the room: itself as a service with its pulse, and its word on what it vouches for. */
export interface ExpandedSource {
  readonly entity: Source;
  readonly service: Service;
  readonly checks: readonly Check[];
  readonly target: SourceTarget;
}

/** A foreign source. What it vouches for is what its rules name outright, and `vouchesFor`. */
export function expandSource(
  spec: SourceSpec,
  index: number,
  services: readonly Service[],
  authorities: ReadonlyMap<string, Authority>,
  fault: NoteFault,
): ExpandedSource {
  const path: Path = ['sources', index];
  const vouchesFor = new Set<string>();
  for (const [place, pattern] of (spec.vouchesFor ?? []).entries()) {
    const nodes = matchNodes(pattern, services);
    if (nodes.length === 0) {
      fault([...path, 'vouchesFor', place], `"${pattern}" is no service, service@site or *@site here`);
    }
    for (const node of nodes) vouchesFor.add(node);
  }
  for (const [place, rule] of (spec.rules ?? []).entries()) {
    const literalSite = rule.site !== undefined && !rule.site.includes('{');
    if (rule.service.includes('{')) continue;
    const pattern = literalSite ? `${rule.service}@${rule.site}` : rule.service;
    const nodes = matchNodes(pattern, services);
    if (nodes.length === 0) fault([...path, 'rules', place, 'service'], `"${pattern}" does not exist here`);
    for (const node of nodes) vouchesFor.add(node);
  }
  for (const { rule, field, reason } of compileMapping(spec.rules ?? []).faults) {
    const inRule = field.split('/').map((part) => (/^\d+$/.test(part) ? Number(part) : part));
    fault([...path, 'rules', rule, ...inRule], reason);
  }
  for (const [name, value] of Object.entries(spec.headers ?? {})) {
    if (!validHeader(name, value))
      fault([...path, 'headers', name], `"${name}" is not a header that can be sent`);
  }
  const authority = spec.ca === undefined ? null : authorities.get(spec.ca);
  if (authority && 'reason' in authority) fault([...path, 'ca'], authority.reason);
  const pollMs = spec.poll === undefined ? DEFAULT_POLL_MS : durationMs(spec.poll);
  const timeoutMs = spec.timeout === undefined ? DEFAULT_TIMEOUT_MS : durationMs(spec.timeout);
  if (pollMs < 500 || pollMs > 3_600_000) fault([...path, 'poll'], 'poll is from 500ms to 1h');
  if (timeoutMs < 100 || timeoutMs > 300_000) fault([...path, 'timeout'], 'timeout is from 100ms to 5m');
  const shown = shownAddress(spec.url);
  const check = (id: string, node: string, name: string, source: string | null): Check => ({
    id,
    node,
    name,
    kind: 'source',
    target: shown,
    intervalMs: pollMs,
    retryMs: pollMs,
    timeoutMs,
    attempts: 1,
    // Three looks that did not come, and the time that one may take.
    freshnessMs: 3 * pollMs + timeoutMs,
    impact: 'down',
    warnMs: null,
    criticalMs: null,
    steps: [],
    source,
  });
  return {
    entity: {
      id: spec.id,
      name: spec.name,
      order: index,
      kind: spec.kind,
      url: shown,
      history: spec.prometheus !== undefined,
    },
    service: watchService(spec.id, spec.name, spec.criticality ?? 2, spec.family, spec.owner ?? null),
    checks: [
      check(`${spec.id}/puls`, spec.id, 'Puls', null),
      { ...check(`${spec.id}/kart`, spec.id, 'Tilordning', null), impact: 'warning' },
      ...[...vouchesFor].map((node) => check(`${node}/${spec.id}`, node, spec.name, spec.id)),
    ],
    target: {
      id: spec.id,
      name: spec.name,
      kind: spec.kind,
      url: spec.url.replace(/\/+$/, ''),
      headers: spec.headers ?? {},
      ca: authority && 'pem' in authority ? authority.pem : null,
      pollMs,
      timeoutMs,
      webhookKey: spec.webhookKey ?? null,
      prometheus: spec.prometheus?.replace(/\/+$/, '') ?? null,
      vouchesFor: [...vouchesFor],
      rules: spec.rules ?? [],
    },
  };
}

/** A central service that stands for a part of the watch itself. */
function watchService(
  id: string,
  name: string,
  criticality: Service['criticality'],
  family: string | undefined,
  owner: string | null,
): Service {
  return {
    id,
    name,
    order: 0,
    owner,
    criticality,
    family: family ?? WATCH_FAMILY.id,
    sites: [],
    needs: [],
    expectedMs: null,
    description: null,
    runbook: null,
    emergencyRoutine: null,
    hours: null,
    users: null,
  };
}

/** What the hub says of itself, as checks of one service. Null where the file does not ask for it. */
export function expandSelf(
  file: CatalogueFile,
): { readonly service: Service; readonly checks: readonly Check[] } | null {
  const spec = file.hub?.service;
  if (!spec) return null;
  const id = spec.id ?? WATCH_FAMILY.id;
  const check = (part: SelfPart): Check => ({
    id: `${id}/${part.id}`,
    node: id,
    name: part.name,
    kind: 'self',
    target: 'vaktrom',
    intervalMs: SELF_INTERVAL_MS,
    retryMs: SELF_INTERVAL_MS,
    timeoutMs: SELF_INTERVAL_MS,
    attempts: part.attempts,
    freshnessMs: 4 * SELF_INTERVAL_MS,
    impact: part.impact,
    warnMs: null,
    criticalMs: null,
    steps: [],
    source: null,
  });
  const parts = SELF_PARTS.filter(({ id }) => id !== 'deadman' || file.hub?.deadMansSwitch !== undefined);
  return {
    service: watchService(id, spec.name ?? 'Vaktrom-huben', spec.criticality ?? 1, spec.family, null),
    checks: parts.map(check),
  };
}

/** Time between two words of the hub on itself, ms. */
export const SELF_INTERVAL_MS = 10_000;

interface SelfPart {
  readonly id: 'log' | 'disk' | 'loop' | 'checks' | 'samples' | 'deadman';
  readonly name: string;
  readonly impact: Check['impact'];
  readonly attempts: number;
}

/** What the hub says of itself. */
export const SELF_PARTS: readonly SelfPart[] = [
  { id: 'log', name: 'Logg', impact: 'down', attempts: 1 },
  { id: 'disk', name: 'Diskplass', impact: 'degraded', attempts: 1 },
  { id: 'loop', name: 'Svartid i huben', impact: 'degraded', attempts: 3 },
  { id: 'checks', name: 'Sjekker i rute', impact: 'degraded', attempts: 3 },
  { id: 'samples', name: 'Måleserier', impact: 'warning', attempts: 1 },
  { id: 'deadman', name: 'Dødmannssignal', impact: 'warning', attempts: 2 },
];

/** An address without what may be a secret. */
function shownAddress(text: string): string {
  if (!URL.canParse(text)) return '';
  const url = new URL(text);
  return `${url.protocol}//${url.host}${url.pathname.replace(/\/+$/, '')}`;
}
