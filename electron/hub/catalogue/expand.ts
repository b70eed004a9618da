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
  type Service,
} from '../../../shared/model/catalogue';
import { type Authority, buildCheck } from './build-check';
import { graphFaults } from './graph-faults';
import type { CheckTarget } from './loaded';
import type { Variables } from './placeholders';
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
type ReferableList = 'trusts' | 'sites' | 'families' | 'services';

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
    };
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
    for (const list of ['trusts', 'sites', 'families', 'services', 'referencePoints'] as const)
      this.#unique(list);
    this.#uniqueChecks(templates);
    for (const [index, site] of sites.entries()) this.#checkSite(index, site);
    for (const [index, service] of services.entries()) this.#expandService(service, index);
    for (const [index, spec] of referencePoints.entries()) this.#expandReference(spec, index);
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
    ];
    return { entities, targets: this.#targets, faults: [...this.#faults.values()] };
  }

  #familyList(
    families: NonNullable<CatalogueFile['families']>,
  ): readonly { readonly id: string; readonly name: string }[] {
    const used = this.#services.some((service) => service.family === DEFAULT_FAMILY.id);
    const needed = families.length === 0 || (used && !families.some(({ id }) => id === DEFAULT_FAMILY.id));
    return needed ? [...families, DEFAULT_FAMILY] : families;
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
    });
    const checks = this.#checksOf(spec, path);
    for (const site of sites.length > 0 ? sites : [null]) {
      this.#nodes += 1;
      if (!this.#hasRoom(path)) return;
      const node = nodeId(spec.id, site);
      const variables = this.#variables(spec.id, site);
      for (const check of checks) {
        if (!this.#hasRoom(path)) return;
        this.#build(check.spec, `${node}/${check.spec.id}`, node, expectedMs, variables, check.path);
      }
    }
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
      fault: (inner, reason) => this.#fault([...path, ...inner], reason, inner.join('.')),
    });
    this.#checks.push(check);
    this.#targets.set(id, target);
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

  #unique(list: 'trusts' | 'sites' | 'families' | 'services' | 'referencePoints'): void {
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
