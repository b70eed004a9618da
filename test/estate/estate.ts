import { accessSync, constants, mkdirSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadCatalogue } from '../../electron/hub/catalogue/load-catalogue';
import type { LoadedCatalogue } from '../../electron/hub/catalogue/loaded';
import { nodeId } from '../../shared/model/catalogue';
import { buildGraph, type Graph } from '../../shared/rules/graph';
import { type Clock, systemClock } from '../../shared/time/clock';
import { estateCatalogue } from './catalogue-text';
import { Endpoint, type EndpointMode, type EndpointOptions, freePorts } from './endpoint';
import { effectiveModes, type FaultKind, ownMode } from './fault-rules';
import { ESTATE_REFERENCES, ESTATE_SERVICES, ESTATE_SITES } from './services';

/** A service that flaps is down so long, then up so long, ms. */
export const FLAP_MS = 4_000;
const MAX_RECORDS = 1_000;

export interface EstateOptions {
  /** Where the catalogue is written. */
  readonly folder: string;
  /** First of the ports it takes; 0: any that are free. */
  readonly ports?: number;
  readonly clock?: Clock;
  /** Whether what depends on something that is down goes down with it. Default true. */
  readonly propagate?: boolean;
  /** Folders in which check_tcp is looked for. */
  readonly pluginFolders?: readonly string[];
}

/** A change that has really been made to an endpoint. */
export interface AppliedChange {
  readonly id: string;
  readonly mode: EndpointMode;
  /** When it was in effect, ms UTC. */
  readonly at: number;
}

/** A fault that is switched on. */
export interface ActiveFault {
  readonly id: string;
  readonly fault: FaultKind;
  /** When it was in effect, ms UTC. */
  readonly at: number;
}

/** How the estate stands. */
export interface EstateState {
  readonly propagate: boolean;
  readonly endpoints: number;
  readonly faults: readonly ActiveFault[];
  /** Cut off by what they need, without a fault of their own. */
  readonly cutOff: readonly string[];
}

/** Asked for something that the estate does not have. */
export class UnknownInEstate extends Error {}

/** The demonstration hospital while it runs. */
export interface Estate {
  /** The catalogue's file. */
  readonly catalogue: string;
  readonly graph: Graph;
  /** The port of a node (`wan@mo`) or reference point. */
  port(id: string): number;
  /** Switches a fault on, for a node (`wan@mo`, `wan-mo`), a reference point, or a service at all its sites. */
  break(id: string, fault: FaultKind): Promise<readonly ActiveFault[]>;
  /** Ends the faults of `id`, or all. Resolves when it is in effect. */
  heal(id?: string): Promise<void>;
  setPropagate(on: boolean): Promise<void>;
  state(): EstateState;
  /** Every change that was made since the start, oldest first (the last thousand). */
  readonly applied: readonly AppliedChange[];
  stop(): Promise<void>;
}

/** Starts all endpoints and writes their catalogue. Rejects, with nothing left running, when it cannot. */
export async function startEstate(options: EstateOptions): Promise<Estate> {
  const clock = options.clock ?? systemClock();
  const endpoints = new Map<string, Endpoint>();
  const plan = endpointPlan();
  const ports = await freePorts(plan.length, options.ports ?? 0);
  for (const [index, entry] of plan.entries()) {
    endpoints.set(entry.id, new Endpoint({ ...entry, port: ports[index] ?? 0, clock }));
  }
  try {
    await Promise.all([...endpoints.values()].map((endpoint) => endpoint.apply('normal')));
    mkdirSync(options.folder, { recursive: true, mode: 0o700 });
    const file = join(options.folder, 'catalogue.yaml');
    const portOf = (id: string): number => endpoints.get(id)?.port ?? 0;
    await writeWhole(
      file,
      estateCatalogue(portOf, hasPlugin(options.pluginFolders ?? ['/usr/lib/nagios/plugins'])),
    );
    const { entities } = await loaded(file);
    return new RunningEstate(file, buildGraph(entities).graph, endpoints, clock, options.propagate ?? true);
  } catch (error) {
    await Promise.all([...endpoints.values()].map((endpoint) => endpoint.apply('down')));
    throw error;
  }
}

function endpointPlan(): (Omit<EndpointOptions, 'port' | 'clock'> & { readonly id: string })[] {
  const nodes = ESTATE_SERVICES.flatMap(({ id, kind, name, expectedMs, atSites }) =>
    (atSites ? ESTATE_SITES : [null]).map((site) => ({
      id: nodeId(id, site?.id ?? null),
      kind,
      name: site ? `${name}, ${site.name}` : name,
      expectedMs,
    })),
  );
  const references = ESTATE_REFERENCES.map(({ id, name }) => ({
    id,
    kind: 'tcp' as const,
    name,
    expectedMs: 250,
  }));
  return [...nodes, ...references];
}

/** Aside and then renamed, so that a hub that watches it never reads a half. */
async function writeWhole(file: string, text: string): Promise<void> {
  const aside = `${file}.${process.pid}`;
  await writeFile(aside, text);
  await rename(aside, file);
}

async function loaded(file: string): Promise<LoadedCatalogue> {
  const outcome = await loadCatalogue(file);
  if (outcome.ok) return outcome.catalogue;
  const issue = outcome.issues[0];
  throw new Error(`the estate's own catalogue is faulty: ${issue?.line}:${issue?.col} ${issue?.reason}`);
}

function hasPlugin(folders: readonly string[]): boolean {
  return folders.some((folder) => {
    try {
      accessSync(join(folder, 'check_tcp'), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

class RunningEstate implements Estate {
  readonly catalogue: string;
  readonly graph: Graph;
  readonly applied: AppliedChange[] = [];
  readonly #endpoints: ReadonlyMap<string, Endpoint>;
  readonly #clock: Clock;
  readonly #faults = new Map<string, FaultKind>();
  readonly #since = new Map<string, number>();
  #propagate: boolean;
  #flapDown = true;
  #cancelFlap: (() => void) | null = null;
  #stopped = false;

  constructor(
    catalogue: string,
    graph: Graph,
    endpoints: ReadonlyMap<string, Endpoint>,
    clock: Clock,
    propagate: boolean,
  ) {
    this.catalogue = catalogue;
    this.graph = graph;
    this.#endpoints = endpoints;
    this.#clock = clock;
    this.#propagate = propagate;
  }

  port(id: string): number {
    const endpoint = this.#endpoints.get(id);
    if (!endpoint) throw new UnknownInEstate(`"${id}" is not in the estate`);
    return endpoint.port;
  }

  async break(id: string, fault: FaultKind): Promise<readonly ActiveFault[]> {
    const targets = this.#targets(id);
    for (const target of targets) this.#faults.set(target, fault);
    this.#flapWhenNeeded();
    await this.#settle();
    const at = this.#clock.now();
    for (const target of targets) this.#since.set(target, at);
    return targets.map((target) => ({ id: target, fault, at }));
  }

  async heal(id?: string): Promise<void> {
    for (const target of id === undefined ? [...this.#faults.keys()] : this.#targets(id)) {
      this.#faults.delete(target);
      this.#since.delete(target);
    }
    this.#flapWhenNeeded();
    await this.#settle();
  }

  async setPropagate(on: boolean): Promise<void> {
    this.#propagate = on;
    await this.#settle();
  }

  state(): EstateState {
    const modes = this.#modes();
    return {
      propagate: this.#propagate,
      endpoints: this.#endpoints.size,
      faults: [...this.#faults].map(([id, fault]) => ({
        id,
        fault,
        at: this.#since.get(id) ?? this.#clock.now(),
      })),
      cutOff: [...modes].filter(([id, mode]) => mode === 'down' && !this.#faults.has(id)).map(([id]) => id),
    };
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelFlap?.();
    await Promise.all([...this.#endpoints.values()].map((endpoint) => endpoint.apply('down')));
  }

  #targets(id: string): string[] {
    if (this.#endpoints.has(id)) return [id];
    const nodes = [...this.graph.nodes.values()];
    const ofService = nodes.filter((node) => node.service.id === id);
    if (ofService.length > 0) return ofService.map((node) => node.id);
    // As written in lists of services: wan-mo.
    const spoken = nodes.find((node) => node.site !== null && `${node.service.id}-${node.site}` === id);
    if (spoken) return [spoken.id];
    throw new UnknownInEstate(`"${id}" is not in the estate (a service, service@site, or dc1, dc2)`);
  }

  #modes(): Map<string, EndpointMode> {
    const modes = effectiveModes(this.graph, this.#faults, this.#flapDown, this.#propagate);
    for (const { id } of ESTATE_REFERENCES) modes.set(id, ownMode(this.#faults.get(id), this.#flapDown));
    return modes;
  }

  /** Makes every endpoint behave as it must now. */
  async #settle(): Promise<void> {
    if (this.#stopped) throw new Error('the estate has been stopped');
    await Promise.all(
      [...this.#modes()].map(async ([id, mode]) => {
        const endpoint = this.#endpoints.get(id);
        if (!endpoint) return;
        // Also when it seems so already: an earlier change may still be under way.
        if (await endpoint.apply(mode)) this.#record({ id, mode, at: this.#clock.now() });
      }),
    );
  }

  #record(change: AppliedChange): void {
    this.applied.push(change);
    if (this.applied.length > MAX_RECORDS) this.applied.splice(0, this.applied.length - MAX_RECORDS);
  }

  #flapWhenNeeded(): void {
    const wanted = [...this.#faults.values()].includes('flap');
    if (wanted === (this.#cancelFlap !== null)) return;
    this.#cancelFlap?.();
    this.#cancelFlap = null;
    this.#flapDown = true;
    if (wanted) this.#flapLater();
  }

  #flapLater(): void {
    this.#cancelFlap = this.#clock.after(FLAP_MS, () => {
      this.#flapDown = !this.#flapDown;
      this.#flapLater();
      // A port that cannot be opened again stays down, and is tried again at the next turn.
      this.#settle().catch(() => {});
    });
  }
}
