import type { CatalogueEntity, Family, Service, Site, Trust } from '../../../shared/model/catalogue';
import type { Graph, GraphNode } from '../../../shared/rules/graph';

/** Up to so many services each get a column of their own; beyond, columns are families. */
export const MAX_SINGLE_SERVICES = 16;

/** A row of the matrix: a site, or what is common to all of them. */
export interface Row {
  /** Site id, or `*` for central services. */
  readonly key: string;
  readonly site: Site | null;
  /** The trust, on the first of its rows only. */
  readonly trustHead: Trust | null;
  /** Whether a new group begins here. */
  readonly first: boolean;
}

export interface Column {
  readonly key: string;
  readonly name: string;
  /** Services in the column; null where a column is one service. */
  readonly count: number | null;
}

/** Where a cell stands: in the matrix, or in the band of central services above it. */
export interface Place {
  readonly key: string;
  readonly region: 'matrix' | 'band';
  readonly row: number;
  readonly column: number;
  readonly nodes: readonly GraphNode[];
}

/** What the wall is made of. It changes only with the catalogue: rows never move when an alarm arrives. */
export interface Axes {
  readonly mode: 'families' | 'services';
  readonly rows: readonly Row[];
  readonly columns: readonly Column[];
  /** Central services, each with a tile of its own, where columns are single services. */
  readonly band: readonly Service[];
  readonly places: readonly Place[];
  readonly services: number;
}

export const CENTRAL = '*';

/** A part of the catalogue, and the whole that it is a part of: rows, and whether columns are services, are the whole's. */
export interface AxesPart {
  /** Ids. */
  readonly services: ReadonlySet<string>;
  readonly all: ReadonlySet<string>;
  /** Null: every site. */
  readonly sites: ReadonlySet<string> | null;
}

/** Rows, columns and cells of a catalogue, or of a part of it. No place stands for "does not apply here". */
export function buildAxes(
  catalogue: ReadonlyMap<string, CatalogueEntity>,
  graph: Graph,
  part: AxesPart | null = null,
): Axes {
  const trusts = new Map<string, Trust>();
  const sites: Site[] = [];
  const families = new Map<string, Family>();
  const all: Service[] = [];
  for (const entity of catalogue.values()) {
    if (entity.kind === 'trust') trusts.set(entity.value.id, entity.value);
    if (entity.kind === 'site') sites.push(entity.value);
    if (entity.kind === 'family') families.set(entity.value.id, entity.value);
    if (entity.kind === 'service' && (part === null || part.all.has(entity.value.id))) all.push(entity.value);
  }
  all.sort(byOrder);
  const single = all.length <= MAX_SINGLE_SERVICES;
  const used = new Set(all.flatMap((service) => service.sites));
  const rows = [
    ...(all.some((service) => service.sites.length === 0) && !single && part?.sites == null
      ? [centralRow()]
      : []),
    ...siteRows(
      sites.filter((site) => used.has(site.id) && (part?.sites == null || part.sites.has(site.id))),
      trusts,
    ),
  ];
  const services = part === null ? all : all.filter(({ id }) => part.services.has(id));
  const central = services.filter((service) => service.sites.length === 0);
  const shown = single ? services.filter((service) => service.sites.length > 0) : services;
  const columns = single
    ? shown.map((service) => ({ key: service.id, name: service.name, count: null }))
    : familyColumns(services, families);
  const band = single ? central : [];
  const keyOf = (service: Service): string => (single ? service.id : service.family);
  return {
    mode: single ? 'services' : 'families',
    rows,
    columns,
    band,
    places: [...bandPlaces(band, graph), ...matrixPlaces(rows, columns, keyOf, graph, part)],
    services: services.length,
  };
}

function centralRow(): Row {
  return { key: CENTRAL, site: null, trustHead: null, first: true };
}

function siteRows(sites: readonly Site[], trusts: ReadonlyMap<string, Trust>): Row[] {
  const order = (site: Site): number => trusts.get(site.trust)?.order ?? Number.MAX_SAFE_INTEGER;
  const sorted = [...sites].sort(
    (a, b) => order(a) - order(b) || (a.trust < b.trust ? -1 : a.trust > b.trust ? 1 : byOrder(a, b)),
  );
  return sorted.map((site, index) => {
    const first = sorted[index - 1]?.trust !== site.trust;
    return { key: site.id, site, trustHead: first ? (trusts.get(site.trust) ?? null) : null, first };
  });
}

function familyColumns(services: readonly Service[], families: ReadonlyMap<string, Family>): Column[] {
  const counts = new Map<string, number>();
  for (const service of services) counts.set(service.family, (counts.get(service.family) ?? 0) + 1);
  const known = [...counts.keys()].map(
    (id): Family => families.get(id) ?? { id, name: id, order: Number.MAX_SAFE_INTEGER },
  );
  return known
    .sort(byOrder)
    .map((family) => ({ key: family.id, name: family.name, count: counts.get(family.id) ?? 0 }));
}

function bandPlaces(band: readonly Service[], graph: Graph): Place[] {
  const places: Place[] = [];
  band.forEach((service, index) => {
    const node = graph.nodes.get(service.id);
    if (node)
      places.push({ key: `band/${service.id}`, region: 'band', row: 0, column: index, nodes: [node] });
  });
  return places;
}

function matrixPlaces(
  rows: readonly Row[],
  columns: readonly Column[],
  keyOf: (service: Service) => string,
  graph: Graph,
  part: AxesPart | null,
): Place[] {
  const rowOf = new Map(rows.map((row, index) => [row.key, index]));
  const columnOf = new Map(columns.map((column, index) => [column.key, index]));
  const cells = new Map<string, { row: number; column: number; nodes: GraphNode[] }>();
  for (const node of graph.nodes.values()) {
    if (part !== null && !part.services.has(node.service.id)) continue;
    const row = rowOf.get(node.site ?? CENTRAL);
    const column = columnOf.get(keyOf(node.service));
    if (row === undefined || column === undefined) continue;
    const key = `${rows[row]?.key}/${columns[column]?.key}`;
    const cell = cells.get(key) ?? { row, column, nodes: [] };
    cell.nodes.push(node);
    cells.set(key, cell);
  }
  return [...cells]
    .map(([key, cell]): Place => {
      const nodes = cell.nodes.sort((a, b) => byOrder(a.service, b.service));
      return { key, region: 'matrix', row: cell.row, column: cell.column, nodes };
    })
    .sort((a, b) => a.row - b.row || a.column - b.column);
}

function byOrder(a: { readonly order: number; readonly id: string }, b: typeof a): number {
  return a.order - b.order || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
