import {
  type CatalogueFile,
  type CheckSpec,
  durationMs,
  type ServiceSpec,
} from '../../../shared/contract/catalogue-file';
import { type Check, type Need, nodeId, parseNodeId, type Service } from '../../../shared/model/catalogue';
import { buildCheck } from './build-check';
import type { Authority } from './check-place';
import type { CheckTarget, HistoryTarget } from './loaded';
import type { Notes } from './notes';
import { fillIn, type Variables } from './placeholders';
import type { Path } from './yaml-source';

/** What one file may grow to: beyond this it is a slip (or worse), not a hospital. */
const MAX_NODES = 100_000;
const MAX_CHECKS = 200_000;

/** The family of a service that names none. */
export const DEFAULT_FAMILY = { id: 'annet', name: 'Annet' };
/** `ref/ID` is the id of a reference point's check, so no service may be called so. */
const REFERENCE = 'ref';

/** Collects services and checks as they grow: templates, sites, defaults and placeholders, each reference checked. */
export class ServiceExpander {
  readonly services: Service[] = [];
  readonly checks: Check[] = [];
  readonly targets = new Map<string, CheckTarget>();
  /** For each service, where each of its needs is written. */
  readonly needPaths = new Map<string, readonly Path[]>();
  /** By node: what a foreign history is asked. */
  readonly history = new Map<string, HistoryTarget>();
  readonly #file: CatalogueFile;
  readonly #authorities: ReadonlyMap<string, Authority>;
  readonly #notes: Notes;
  readonly #vars: ReadonlyMap<string, Variables>;
  readonly #vantages: ReadonlyMap<string, string | null>;
  #nodes = 0;
  #full = false;

  constructor(file: CatalogueFile, authorities: ReadonlyMap<string, Authority>, notes: Notes) {
    this.#file = file;
    this.#authorities = authorities;
    this.#notes = notes;
    this.#vantages = new Map(file.sites?.map(({ id, vantage }) => [id, vantage?.proxy ?? null]));
    this.#vars = new Map(file.sites?.map(({ id, vars }) => [id, vars ?? {}]));
  }

  /** The file grew beyond what is expanded: what there is is not whole. */
  get full(): boolean {
    return this.#full;
  }

  /** A service of the file, at all its sites. */
  add(spec: ServiceSpec, index: number): void {
    const path: Path = ['services', index];
    if (spec.id === REFERENCE)
      this.#notes.fault([...path, 'id'], `"${REFERENCE}" is kept for the reference points`);
    if (spec.family !== undefined) this.#notes.refer('families', spec.family, [...path, 'family'], 'family');
    const sites = this.#sitesOf(spec, path);
    const { needs, paths } = this.#needsOf(spec, path, sites.length > 0);
    if (!this.needPaths.has(spec.id)) this.needPaths.set(spec.id, paths);
    for (const [at, need] of needs.entries()) this.#checkNeed(need, paths[at] ?? path);
    const expectedMs = spec.expected === undefined ? null : durationMs(spec.expected);
    if (expectedMs !== null && expectedMs < 1)
      this.#notes.fault([...path, 'expected'], 'expected must be at least 1ms');
    this.services.push({
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
      users: spec.users ?? null,
    });
    if (spec.hours !== undefined) this.#notes.refer('hours', spec.hours, [...path, 'hours'], 'service hours');
    if (spec.history)
      this.#notes.refer('sources', spec.history.source, [...path, 'history', 'source'], 'source');
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

  /** A reference point: a check that is of no service. */
  addReference(spec: CheckSpec, index: number): void {
    this.#build(spec, `${REFERENCE}/${spec.id}`, null, null, {}, ['referencePoints', index]);
  }

  /** A service that no person listed, after those that somebody did. */
  addWatched(service: Service, checks: readonly Check[], target: CheckTarget): void {
    this.services.push({ ...service, order: this.services.length });
    for (const check of checks) {
      this.checks.push(check);
      this.targets.set(check.id, target);
    }
  }

  #noteHistory(
    node: string,
    spec: NonNullable<ServiceSpec['history']>,
    variables: Variables,
    path: Path,
  ): void {
    const query = fillIn(spec.query, variables, (name) =>
      this.#notes.fault(path, `nothing to fill in for {${name}}`),
    );
    this.history.set(node, {
      source: spec.source,
      query,
      unit: spec.unit ?? 's',
      label: spec.label ?? 'Prometheus',
    });
  }

  #hasRoom(path: Path): boolean {
    if (this.#nodes <= MAX_NODES && this.checks.length < MAX_CHECKS) return true;
    if (!this.#full) {
      this.#notes.fault(
        path,
        `the file grows beyond ${MAX_NODES} services at sites or ${MAX_CHECKS} checks here`,
      );
    }
    this.#full = true;
    return false;
  }

  #sitesOf(spec: ServiceSpec, path: Path): string[] {
    const known = this.#notes.ids('sites');
    if (spec.sites === undefined) return [];
    if (spec.sites === 'all') {
      if (known.size === 0 && !this.#notes.anyLeftOut('sites')) {
        this.#notes.fault([...path, 'sites'], 'there are no sites in this file');
      }
      return [...known];
    }
    const sites = new Set<string>();
    for (const [index, site] of spec.sites.entries()) {
      const place = [...path, 'sites', index];
      if (sites.has(site)) this.#notes.fault(place, `site "${site}" stands here twice`);
      if (this.#notes.refer('sites', site, place, 'site')) sites.add(site);
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
    for (const id of need.of) this.#notes.refer('services', id, path, 'service');
  }

  /** The template's checks and its own, with the place where each is written. */
  #checksOf(spec: ServiceSpec, path: Path): { readonly spec: CheckSpec; readonly path: Path }[] {
    const checks: { readonly spec: CheckSpec; readonly path: Path }[] = [];
    const ids = new Set<string>();
    if (spec.template !== undefined) {
      const { templates = {} } = this.#file;
      const template = Object.hasOwn(templates, spec.template) ? templates[spec.template] : undefined;
      if (!template && !this.#notes.isLeftOut('templates', spec.template)) {
        this.#notes.fault([...path, 'template'], `unknown template "${spec.template}"`);
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
        this.#notes.fault([...place, 'id'], `duplicate check "${check.id}" in service "${spec.id}"`);
      else checks.push({ spec: check, path: place });
      ids.add(check.id);
    }
    return checks;
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
      fault: (inner, reason) => this.#notes.fault([...path, ...inner], reason, inner.join('.')),
    });
    this.checks.push(check);
    this.targets.set(id, target);
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
}

function parseNeed(text: string): Need {
  const soft = text.startsWith('~');
  return { of: [...new Set((soft ? text.slice(1) : text).split('|'))], soft };
}

function sameTargets(a: Need, b: Need): boolean {
  return a.of.length === b.of.length && a.of.every((id) => b.of.includes(id));
}
