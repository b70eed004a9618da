import {
  type CatalogueFile,
  type CheckSpec,
  durationMs,
  type ServiceSpec,
} from '../../../shared/contract/catalogue-file';
import {
  type CatalogueEntity,
  type Check,
  type Need,
  nodeId,
  parseNodeId,
  type Service,
  type Source,
} from '../../../shared/model/catalogue';
import { type Authority, buildCheck } from './build-check';
import { expandHours, expandMaintenance, expandSelf, expandSource, WATCH_FAMILY } from './expand-watch';
import { graphFaults } from './graph-faults';
import type { CheckTarget, HistoryTarget, LoadedCatalogue, SourceTarget } from './loaded';
import { fillIn, type Variables } from './placeholders';
import type { Fault, Path } from './yaml-source';

/** What one file may grow to: beyond this it is a slip (or worse), not a hospital. */
const MAX_NODES = 100_000;
const MAX_CHECKS = 200_000;

const DEFAULT_FAMILY = { id: 'annet', name: 'Annet' };
/** Names that are filled in by themselves. */
const OWN_VARIABLES = ['service', 'site'];
/** `ref/ID` is the id of a reference point's check, so no service may be called so. */
const REFERENCE = 'ref';

/** What a file grows to, and what is wrong with it. */
export interface Expansion {
  readonly entities: readonly CatalogueEntity[];
  readonly targets: ReadonlyMap<string, CheckTarget>;
  readonly watch: Pick<LoadedCatalogue, 'sources' | 'maintenance' | 'deadMansSwitch' | 'self' | 'history'>;
  readonly faults: readonly Fault[];
}

/**
 * Expands a parsed file: templates, sites, defaults and placeholders, each reference checked. `authorities`:
 * what was read of every certificate file it names. `leftOut`: entries that were faulty already, as `list:id`
 * (or a whole `list`); a reference to one of them is no second fault.
 */
export function expandCatalogue(
  file: CatalogueFile,
  authorities: ReadonlyMap<string, Authority>,
  leftOut: ReadonlySet<string>,
): Expansion {
  return new Expander(file, authorities, leftOut).run();
}

/** Lists whose entries are named elsewhere in the file. */
type ReferableList = 'trusts' | 'sites' | 'families' | 'services' | 'hours' | 'sources';

class Expander {
  readonly #file: CatalogueFile;
  readonly #authorities: ReadonlyMap<string, Authority>;
  readonly #leftOut: ReadonlySet<string>;
  readonly #faults = new Map<string, Fault>();
  readonly #services: Service[] = [];
  readonly #checks: Check[] = [];
  readonly #targets = new Map<string, CheckTarget>();
  /** For each service, where each of its needs is written. */
  readonly #needPaths = new Map<string, readonly Path[]>();
  readonly #known: Readonly<Record<ReferableList, ReadonlySet<string>>>;
  readonly #vars: ReadonlyMap<string, Variables>;
  readonly #vantages: ReadonlyMap<string, string | null>;
  readonly #history = new Map<string, HistoryTarget>();
  #nodes = 0;
  #full = false;

  constructor(
    file: CatalogueFile,
    authorities: ReadonlyMap<string, Authority>,
    leftOut: ReadonlySet<string>,
  ) {
    this.#file = file;
    this.#authorities = authorities;
    this.#leftOut = leftOut;
    const ids = (list: readonly { readonly id: string }[] = []): ReadonlySet<string> =>
      new Set(list.map(({ id }) => id));
    this.#known = {
      trusts: ids(file.trusts),
      sites: ids(file.sites),
      families: ids(file.families),
      services: ids(file.services),
      hours: ids(file.hours),
      sources: ids(file.sources),
    };
    this.#vantages = new Map(file.sites?.map(({ id, vantage }) => [id, vantage?.proxy ?? null]));
    this.#vars = new Map(file.sites?.map(({ id, vars }) => [id, vars ?? {}]));
  }

  run(): Expansion {
    const {
      trusts = [],
      sites = [],
      families = [],
      services,
      referencePoints = [],
      templates = {},
    } = this.#file;
    for (const list of [
      'trusts',
      'sites',
      'families',
      'services',
      'referencePoints',
      'hours',
      'maintenance',
      'sources',
    ] as const)
      this.#unique(list);
    this.#uniqueChecks(templates);
    for (const [index, site] of sites.entries()) this.#checkSite(index, site);
    for (const [index, service] of services.entries()) this.#expandService(service, index);
    for (const [index, spec] of referencePoints.entries()) this.#expandReference(spec, index);
    const note = (path: Path, reason: string): void => this.#fault(path, reason);
    const hours = (this.#file.hours ?? []).map((spec, index) => expandHours(spec, index, note));
    const measured = [...this.#services];
    const maintenance = (this.#file.maintenance ?? []).map((spec, index) =>
      expandMaintenance(spec, index, measured, note),
    );
    const sources = this.#expandSources(measured);
    this.#expandSelf();
    const familyList = this.#familyList(families);
    // What grows without bound is refused as it is; its graph would only take time.
    const graph = this.#full
      ? []
      : graphFaults(this.#services, this.#needPaths, (id) => this.#isLeftOut('services', id));
    for (const fault of graph) this.#fault(fault.path, fault.reason);
    const order = <T>(item: T, index: number): T & { readonly order: number } => ({ ...item, order: index });
    const entities: CatalogueEntity[] = [
      ...trusts.map(order).map((value) => ({ kind: 'trust' as const, value })),
      ...sites
        .map(({ id, name, trust }) => ({ id, name, trust }))
        .map(order)
        .map((value) => ({ kind: 'site' as const, value })),
      ...familyList.map(order).map((value) => ({ kind: 'family' as const, value })),
      ...this.#services.map((value) => ({ kind: 'service' as const, value })),
      ...this.#checks.map((value) => ({ kind: 'check' as const, value })),
      ...hours.map((value) => ({ kind: 'hours' as const, value })),
      ...sources.map(({ entity }) => ({ kind: 'source' as const, value: entity })),
    ];
    const { deadMansSwitch, service } = this.#file.hub ?? {};
    return {
      entities,
      targets: this.#targets,
      watch: {
        sources: sources.map(({ target }) => target),
        maintenance,
        deadMansSwitch: deadMansSwitch
          ? { url: deadMansSwitch.url, intervalMs: durationMs(deadMansSwitch.interval ?? '1m') }
          : null,
        self: service ? (service.id ?? WATCH_FAMILY.id) : null,
        history: this.#history,
      },
      faults: [...this.#faults.values()],
    };
  }

  #expandSources(
    measured: readonly Service[],
  ): readonly { readonly entity: Source; readonly target: SourceTarget }[] {
    return (this.#file.sources ?? []).map((spec, index) => {
      const place: Path = ['sources', index];
      if (this.#known.services.has(spec.id)) {
        this.#fault([...place, 'id'], `"${spec.id}" is a service already: the source is shown as one too`);
      }
      if (spec.family !== undefined) this.#refer('families', spec.family, [...place, 'family'], 'family');
      const expanded = expandSource(spec, index, measured, this.#authorities, (path, reason) =>
        this.#fault(path, reason),
      );
      this.#addWatched(expanded.service, expanded.checks, () => ({ kind: 'source', source: spec.id }));
      return expanded;
    });
  }

  #expandSelf(): void {
    const self = expandSelf(this.#file);
    if (!self) return;
    const place: Path = ['hub', 'service', 'id'];
    if (this.#known.services.has(self.service.id) || this.#known.sources.has(self.service.id)) {
      this.#fault(place, `"${self.service.id}" is a service already: give the hub's own another id`);
    }
    const { family } = this.#file.hub?.service ?? {};
    if (family !== undefined) this.#refer('families', family, ['hub', 'service', 'family'], 'family');
    this.#addWatched(self.service, self.checks, () => ({ kind: 'self' }));
  }

  /** A service that no person listed, after those that somebody did. */
  #addWatched(service: Service, checks: readonly Check[], target: (check: Check) => CheckTarget): void {
    this.#services.push({ ...service, order: this.#services.length });
    for (const check of checks) {
      this.#checks.push(check);
      this.#targets.set(check.id, target(check));
    }
  }

  #familyList(
    families: NonNullable<CatalogueFile['families']>,
  ): readonly { readonly id: string; readonly name: string }[] {
    const list = [...families];
    for (const own of [DEFAULT_FAMILY, WATCH_FAMILY]) {
      const used = this.#services.some((service) => service.family === own.id);
      if (used && !list.some(({ id }) => id === own.id)) list.push(own);
    }
    return list.length === 0 ? [DEFAULT_FAMILY] : list;
  }

  #expandService(spec: ServiceSpec, index: number): void {
    const path: Path = ['services', index];
    if (spec.id === REFERENCE)
      this.#fault([...path, 'id'], `"${REFERENCE}" is kept for the reference points`);
    if (spec.family !== undefined) this.#refer('families', spec.family, [...path, 'family'], 'family');
    const sites = this.#sitesOf(spec, path);
    const { needs, paths } = this.#needsOf(spec, path, sites.length > 0);
    if (!this.#needPaths.has(spec.id)) this.#needPaths.set(spec.id, paths);
    for (const [at, need] of needs.entries()) this.#checkNeed(need, paths[at] ?? path);
    const expectedMs = spec.expected === undefined ? null : durationMs(spec.expected);
    if (expectedMs !== null && expectedMs < 1)
      this.#fault([...path, 'expected'], 'expected must be at least 1ms');
    this.#services.push({
      id: spec.id,
      name: spec.name,
      order: index,
      owner: spec.owner ?? null,
      criticality: spec.criticality,
      family: spec.family ?? DEFAULT_FAMILY.id,
      sites,
      needs,
      expectedMs,
      description: spec.description ?? null,
      runbook: spec.runbook ?? null,
      emergencyRoutine: spec.emergencyRoutine ?? null,
      hours: spec.hours ?? null,
    });
    if (spec.hours !== undefined) this.#refer('hours', spec.hours, [...path, 'hours'], 'service hours');
    if (spec.history) this.#refer('sources', spec.history.source, [...path, 'history', 'source'], 'source');
    const checks = this.#checksOf(spec, path);
    for (const site of sites.length > 0 ? sites : [null]) {
      this.#nodes += 1;
      if (!this.#hasRoom(path)) return;
      const node = nodeId(spec.id, site);
      const variables = this.#variables(spec.id, site);
      if (spec.history) this.#noteHistory(node, spec.history, variables, [...path, 'history', 'query']);
      for (const check of checks) {
        if (!this.#hasRoom(path)) return;
        this.#build(check.spec, `${node}/${check.spec.id}`, node, expectedMs, variables, check.path);
      }
    }
  }

  #noteHistory(
    node: string,
    spec: NonNullable<ServiceSpec['history']>,
    variables: Variables,
    path: Path,
  ): void {
    const query = fillIn(spec.query, variables, (name) =>
      this.#fault(path, `nothing to fill in for {${name}}`),
    );
    this.#history.set(node, {
      source: spec.source,
      query,
      unit: spec.unit ?? 's',
      label: spec.label ?? 'Prometheus',
    });
  }

  #hasRoom(path: Path): boolean {
    if (this.#nodes <= MAX_NODES && this.#checks.length < MAX_CHECKS) return true;
    if (!this.#full) {
      this.#fault(path, `the file grows beyond ${MAX_NODES} services at sites or ${MAX_CHECKS} checks here`);
    }
    this.#full = true;
    return false;
  }

  #sitesOf(spec: ServiceSpec, path: Path): string[] {
    const known = this.#known.sites;
    if (spec.sites === undefined) return [];
    if (spec.sites === 'all') {
      if (known.size === 0 && !this.#anyLeftOut('sites')) {
        this.#fault([...path, 'sites'], 'there are no sites in this file');
      }
      return [...known];
    }
    const sites = new Set<string>();
    for (const [index, site] of spec.sites.entries()) {
      const place = [...path, 'sites', index];
      if (sites.has(site)) this.#fault(place, `site "${site}" stands here twice`);
      if (this.#refer('sites', site, place, 'site')) sites.add(site);
    }
    return [...sites];
  }

  /** Its own dependencies, then those that hold at every site, unless it says something of the same itself. */
  #needsOf(
    spec: ServiceSpec,
    path: Path,
    atSites: boolean,
  ): { readonly needs: Need[]; readonly paths: Path[] } {
    const needs = (spec.needs ?? []).map(parseNeed);
    const paths: Path[] = needs.map((_, index) => [...path, 'needs', index]);
    const everywhere = (this.#file.siteNeeds ?? []).map(parseNeed);
    if (!atSites || everywhere.some((need) => need.of.includes(spec.id))) return { needs, paths };
    for (const [index, need] of everywhere.entries()) {
      if (needs.some((own) => sameTargets(own, need))) continue;
      needs.push(need);
      paths.push(['siteNeeds', index]);
    }
    return { needs, paths };
  }

  #checkNeed(need: Need, path: Path): void {
    for (const id of need.of) this.#refer('services', id, path, 'service');
  }

  /** The template's checks and its own, with the place where each is written. */
  #checksOf(spec: ServiceSpec, path: Path): { readonly spec: CheckSpec; readonly path: Path }[] {
    const checks: { readonly spec: CheckSpec; readonly path: Path }[] = [];
    const ids = new Set<string>();
    if (spec.template !== undefined) {
      const { templates = {} } = this.#file;
      const template = Object.hasOwn(templates, spec.template) ? templates[spec.template] : undefined;
      if (!template && !this.#isLeftOut('templates', spec.template)) {
        this.#fault([...path, 'template'], `unknown template "${spec.template}"`);
      }
      for (const [index, check] of (template?.checks ?? []).entries()) {
        if (!ids.has(check.id))
          checks.push({ spec: check, path: ['templates', spec.template, 'checks', index] });
        ids.add(check.id);
      }
    }
    for (const [index, check] of (spec.checks ?? []).entries()) {
      const place = [...path, 'checks', index];
      if (ids.has(check.id))
        this.#fault([...place, 'id'], `duplicate check "${check.id}" in service "${spec.id}"`);
      else checks.push({ spec: check, path: place });
      ids.add(check.id);
    }
    return checks;
  }

  #expandReference(spec: CheckSpec, index: number): void {
    this.#build(spec, `${REFERENCE}/${spec.id}`, null, null, {}, ['referencePoints', index]);
  }

  #build(
    spec: CheckSpec,
    id: string,
    node: string | null,
    expectedMs: number | null,
    variables: Variables,
    path: Path,
  ): void {
    const { check, target } = buildCheck(spec, {
      id,
      node,
      expectedMs,
      variables,
      authorities: this.#authorities,
      proxy: this.#proxyOf(node),
      fault: (inner, reason) => this.#fault([...path, ...inner], reason, inner.join('.')),
    });
    this.#checks.push(check);
    this.#targets.set(id, target);
  }

  /** The vantage proxy of the node's site; null: the hub's own place. */
  #proxyOf(node: string | null): string | null {
    const site = node === null ? null : parseNodeId(node).site;
    return site === null ? null : (this.#vantages.get(site) ?? null);
  }

  #variables(service: string, site: string | null): Variables {
    if (site === null) return { service };
    return { service, site, ...this.#vars.get(site) };
  }

  #checkSite(index: number, site: NonNullable<CatalogueFile['sites']>[number]): void {
    this.#refer('trusts', site.trust, ['sites', index, 'trust'], 'trust');
    for (const name of OWN_VARIABLES) {
      if (site.vars && Object.hasOwn(site.vars, name)) {
        this.#faultAtKey(
          ['sites', index, 'vars', name],
          `{${name}} is filled in by itself: name the variable otherwise`,
        );
      }
    }
  }

  #unique(list: ReferableList | 'referencePoints' | 'maintenance'): void {
    const seen = new Set<string>();
    for (const [index, { id }] of (this.#file[list] ?? []).entries()) {
      if (seen.has(id)) this.#fault([list, index, 'id'], `duplicate id "${id}" in ${list}`);
      seen.add(id);
    }
  }

  #uniqueChecks(templates: NonNullable<CatalogueFile['templates']>): void {
    for (const [name, { checks }] of Object.entries(templates)) {
      const seen = new Set<string>();
      for (const [index, { id }] of checks.entries()) {
        if (seen.has(id))
          this.#fault(
            ['templates', name, 'checks', index, 'id'],
            `duplicate check "${id}" in template "${name}"`,
          );
        seen.add(id);
      }
    }
  }

  /** Whether `id` is in `list`; notes a fault at `path` when it is not. */
  #refer(list: ReferableList, id: string, path: Path, noun: string): boolean {
    if (this.#known[list].has(id)) return true;
    if (!this.#isLeftOut(list, id)) this.#fault(path, `unknown ${noun} "${id}"`);
    return false;
  }

  #isLeftOut(list: string, id: string): boolean {
    return this.#leftOut.has(list) || this.#leftOut.has(`${list}:${id}`);
  }

  #anyLeftOut(list: string): boolean {
    return [...this.#leftOut].some((entry) => entry === list || entry.startsWith(`${list}:`));
  }

  /** Notes a fault once for each place, however many sites a template is filled in for. */
  #fault(path: Path, reason: string, once = reason): void {
    const key = `${path.join('/')}\n${once}`;
    if (!this.#faults.has(key)) this.#faults.set(key, { path, reason });
  }

  #faultAtKey(path: Path, reason: string): void {
    this.#faults.set(`${path.join('/')}\n${reason}`, { path, atKey: true, reason });
  }
}

function parseNeed(text: string): Need {
  const soft = text.startsWith('~');
  return { of: [...new Set((soft ? text.slice(1) : text).split('|'))], soft };
}

function sameTargets(a: Need, b: Need): boolean {
  return a.of.length === b.of.length && a.of.every((id) => b.of.includes(id));
}
