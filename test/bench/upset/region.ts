import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCatalogue } from '../../../electron/hub/catalogue/load-catalogue';
import type { CheckTarget } from '../../../electron/hub/catalogue/loaded';
import type { CatalogueEntity } from '../../../shared/model/catalogue';
import type { MaintenanceWindow } from '../../../shared/model/maintenance';
import { systemClock } from '../../../shared/time/clock';
import type { EstatePlan } from '../../estate/plan';
import { regionPlan } from '../../estate/region/plan';

/** How often everything is looked at, ms. */
export const INTERVAL_MS = 60_000;
/** A check is overdue after two intervals, and what a run and its retry may take. */
const FRESHNESS_MS = 2 * INTERVAL_MS + 30_000;

/** The whole demonstration region as a hub reads it. */
export interface Region {
  readonly entities: readonly CatalogueEntity[];
  readonly targets: ReadonlyMap<string, CheckTarget>;
  /** Planned work that the file tells of. */
  readonly maintenance: readonly MaintenanceWindow[];
}

/**
 * The catalogue of the whole demonstration estate, by the hub's own reader, with every check at an interval of a minute;
 * retries, attempts and time limits are the catalogue's.
 */
export async function loadRegion(folder: string): Promise<Region> {
  const plan = regionPlan(systemClock());
  const ports = portsOf(plan);
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of plan.files) writeFileSync(join(folder, name), text);
  const file = join(folder, 'catalogue.yaml');
  const tools = { plugins: new Set(['check_tcp', 'check_http']), ping: true, heartbeats: false };
  writeFileSync(
    file,
    plan.catalogue((id, name = '') => ports.get(`${id} ${name}`) ?? 0, tools, folder),
  );
  const outcome = await loadCatalogue(file);
  if (!outcome.ok) throw new Error(`the estate's catalogue is faulty: ${outcome.issues[0]?.reason}`);
  const entities = outcome.catalogue.entities.map((entity): CatalogueEntity => {
    if (entity.kind !== 'check' || entity.value.node === null) return entity;
    return {
      kind: 'check',
      value: { ...entity.value, intervalMs: INTERVAL_MS, freshnessMs: FRESHNESS_MS },
    };
  });
  const { targets, maintenance } = outcome.catalogue;
  return { entities, targets, maintenance };
}

/** The region without any check of these nodes: nobody watches them. */
export function without(region: Region, nodes: readonly string[]): Region {
  const gone = new Set<string>();
  const entities = region.entities.filter((entity) => {
    const watches =
      entity.kind === 'check' && entity.value.node !== null && nodes.includes(entity.value.node);
    if (watches) gone.add(entity.value.id);
    return !watches;
  });
  return { ...region, entities, targets: new Map([...region.targets].filter(([id]) => !gone.has(id))) };
}

/** A port for each that is asked for: nobody listens there, but no two are the same. */
function portsOf(plan: EstatePlan): ReadonlyMap<string, number> {
  const names = [...plan.nodes, ...plan.sites].flatMap(({ id, ports }) =>
    ports.map((name) => `${id} ${name}`),
  );
  return new Map(names.map((name, index) => [name, 20_000 + index]));
}
