import { mkdirSync } from 'node:fs';
import { chmod, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { loadCatalogue } from '../../electron/hub/catalogue/load-catalogue';
import type { LoadedCatalogue } from '../../electron/hub/catalogue/loaded';
import { buildGraph, type Graph } from '../../shared/rules/graph';
import { type Clock, systemClock } from '../../shared/time/clock';
import { ACTION_FOLDER, actionPrograms } from './actions';
import { type Controllable, type EndpointMode, type FaultDetail, LEVELS } from './behaviour';
import { freePorts } from './endpoint';
import { effectiveModes, type FaultKind, ownMode } from './fault-rules';
import { nettPlan } from './nett-plan';
import type { EstatePart, EstatePlan, PlannedNode, Tools } from './plan';
import { siteAddress } from './region/names';
import { REGION_SITE_NEEDS, REGION_SITES } from './region/places';
import { regionPlan } from './region/plan';
import { canPing, installedPlugins } from './tools';

/** A service that flaps is down so long, then up so long, ms. */
export const FLAP_MS = 4_000;
const MAX_RECORDS = 1_000;

export interface EstateOptions {
  /** Where the catalogue is written. */
  readonly folder: string;
  /** Default `nett`: the small one, which a test starts quickly. */
  readonly part?: EstatePart;
  /** First of the ports it takes; 0: any that are free. */
  readonly ports?: number;
  readonly clock?: Clock;
  /** Whether what depends on something that is down goes down with it. Default true. */
  readonly propagate?: boolean;
  /** Folders in which Nagios plugins are looked for. */
  readonly pluginFolders?: readonly string[];
  /** Whether the catalogue has heartbeats: somebody will push them. Default false. */
  readonly heartbeats?: boolean;
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

/** Asked for a fault that the endpoint cannot have. */
export class UnfitFault extends Error {}

/** The demonstration hospital while it runs. */
export interface Estate {
  /** The catalogue's file. */
  readonly catalogue: string;
  readonly graph: Graph;
  /** The port of a node (`wan@mo`) or reference point, or a named one of it (`vert`) or of a site (`sonde`). */
  port(id: string, name?: string): number;
  /** How a node behaves now. */
  mode(id: string): EndpointMode;
  /**
   * Switches a fault on, for a node (`wan@mo`, `wan-mo`), a reference point, or a service at all its sites. Rejects
   * with UnknownInEstate or UnfitFault, and changes nothing then.
   */
  break(id: string, fault: FaultKind, detail?: Partial<FaultDetail>): Promise<readonly ActiveFault[]>;
  /** The ids that such a fault would be for. Throws as `break` rejects. */
  wouldBreak(id: string, fault: FaultKind, detail?: Partial<FaultDetail>): readonly string[];
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
  const part = options.part ?? 'nett';
  const plan = part === 'all' ? regionPlan(clock) : nettPlan();
  const ports = await takePorts(plan, options.ports ?? 0);
  const portOf = (id: string, name = ''): number => ports.get(`${id} ${name}`) ?? 0;
  const own = new Set(ports.values());
  const context = { clock, isOwnPort: (port: number) => own.has(port) };
  const nodes = new Map<string, StandingNode>();
  const sites = new Map<string, readonly Controllable[]>();
  for (const node of plan.nodes) {
    nodes.set(node.id, { planned: node, controls: node.make((name) => portOf(node.id, name), context) });
  }
  for (const site of plan.sites) {
    sites.set(
      site.id,
      site.make((name) => portOf(site.id, name), context),
    );
  }
  const controls = [...[...nodes.values()].flatMap((node) => node.controls), ...[...sites.values()].flat()];
  try {
    await Promise.all(controls.map((control) => control.apply('normal')));
    mkdirSync(options.folder, { recursive: true, mode: 0o700 });
    // Beside the catalogue before it: whoever reads the catalogue reads them too.
    for (const [name, text] of plan.files) await writeWhole(join(options.folder, name), text);
    const file = join(options.folder, 'catalogue.yaml');
    await writePrograms(join(options.folder, ACTION_FOLDER));
    await writeWhole(file, plan.catalogue(portOf, await toolsFor(part, options), resolve(options.folder)));
    const { entities } = await loaded(file);
    const { graph } = buildGraph(entities);
    return new RunningEstate(file, graph, nodes, sites, portOf, clock, options.propagate ?? true);
  } catch (error) {
    await Promise.all(controls.map((control) => control.apply('down')));
    throw error;
  }
}

interface StandingNode {
  readonly planned: PlannedNode;
  readonly controls: readonly Controllable[];
}

/** Free ports by `id name`, of nodes and sites. */
async function takePorts(plan: EstatePlan, first: number): Promise<ReadonlyMap<string, number>> {
  const names = [...plan.nodes, ...plan.sites].flatMap(({ id, ports }) =>
    ports.map((name) => `${id} ${name}`),
  );
  const free = await freePorts(names.length, first);
  return new Map(names.map((name, index) => [name, free[index] ?? 0]));
}

async function toolsFor(part: EstatePart, options: EstateOptions): Promise<Tools> {
  const [site] = REGION_SITES;
  return {
    plugins: installedPlugins(options.pluginFolders ?? ['/usr/lib/nagios/plugins']),
    ping: part === 'all' && (await canPing(siteAddress(site))),
    heartbeats: options.heartbeats ?? false,
  };
}

/** Aside and then renamed, so that a hub that watches it never reads a half. */
async function writeWhole(file: string, text: string): Promise<void> {
  const aside = `${file}.${process.pid}`;
  await writeFile(aside, text);
  await rename(aside, file);
}

async function writePrograms(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const [name, text] of actionPrograms(process.execPath)) {
    const file = join(folder, name);
    await writeWhole(file, text);
    await chmod(file, 0o700);
  }
}

async function loaded(file: string): Promise<LoadedCatalogue> {
  const outcome = await loadCatalogue(file);
  if (outcome.ok) return outcome.catalogue;
  const issue = outcome.issues[0];
  throw new Error(`the estate's own catalogue is faulty: ${issue?.line}:${issue?.col} ${issue?.reason}`);
}

class RunningEstate implements Estate {
  readonly catalogue: string;
  readonly graph: Graph;
  readonly applied: AppliedChange[] = [];
  readonly #nodes: ReadonlyMap<string, StandingNode>;
  readonly #sites: ReadonlyMap<string, readonly Controllable[]>;
  readonly #portOf: (id: string, name?: string) => number;
  readonly #clock: Clock;
  readonly #faults = new Map<string, FaultKind>();
  readonly #details = new Map<string, Partial<FaultDetail>>();
  readonly #since = new Map<string, number>();
  #propagate: boolean;
  #flapDown = true;
  #cancelFlap: (() => void) | null = null;
  #stopped = false;

  constructor(
    catalogue: string,
    graph: Graph,
    nodes: ReadonlyMap<string, StandingNode>,
    sites: ReadonlyMap<string, readonly Controllable[]>,
    portOf: (id: string, name?: string) => number,
    clock: Clock,
    propagate: boolean,
  ) {
    this.catalogue = catalogue;
    this.graph = graph;
    this.#nodes = nodes;
    this.#sites = sites;
    this.#portOf = portOf;
    this.#clock = clock;
    this.#propagate = propagate;
  }

  port(id: string, name?: string): number {
    const port = this.#portOf(id, name);
    if (port === 0) throw new UnknownInEstate(`"${id}" has no such port in the estate`);
    return port;
  }

  mode(id: string): EndpointMode {
    const mode = this.#modes().get(id);
    if (mode === undefined) throw new UnknownInEstate(`"${id}" is not in the estate`);
    return mode;
  }

  wouldBreak(id: string, fault: FaultKind, detail: Partial<FaultDetail> = {}): readonly string[] {
    const targets = this.#targets(id);
    for (const target of targets) this.#mustFit(target, fault, detail);
    return targets;
  }

  async break(
    id: string,
    fault: FaultKind,
    detail: Partial<FaultDetail> = {},
  ): Promise<readonly ActiveFault[]> {
    const targets = this.wouldBreak(id, fault, detail);
    for (const target of targets) {
      this.#faults.set(target, fault);
      this.#details.set(target, detail);
    }
    this.#flapWhenNeeded();
    await this.#settle();
    const at = this.#clock.now();
    for (const target of targets) this.#since.set(target, at);
    return targets.map((target) => ({ id: target, fault, at }));
  }

  async heal(id?: string): Promise<void> {
    for (const target of id === undefined ? [...this.#faults.keys()] : this.#targets(id)) {
      this.#faults.delete(target);
      this.#details.delete(target);
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
      endpoints: this.#nodes.size,
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
    const all = [
      ...[...this.#nodes.values()].flatMap(({ controls }) => controls),
      ...[...this.#sites.values()].flat(),
    ];
    await Promise.all(all.map((control) => control.apply('down')));
  }

  #targets(id: string): string[] {
    if (this.#nodes.has(id)) return [id];
    const nodes = [...this.graph.nodes.values()].filter((node) => this.#nodes.has(node.id));
    const ofService = nodes.filter((node) => node.service.id === id);
    if (ofService.length > 0) return ofService.map((node) => node.id);
    // As written in lists of services: wan-mo.
    const spoken = nodes.find((node) => node.site !== null && `${node.service.id}-${node.site}` === id);
    if (spoken) return [spoken.id];
    throw new UnknownInEstate(`"${id}" is not in the estate (a service, service@site, or dc1, dc2)`);
  }

  #mustFit(id: string, fault: FaultKind, { level, step }: Partial<FaultDetail>): void {
    const node = this.#nodes.get(id)?.planned;
    if (!node?.faults.includes(fault)) {
      throw new UnfitFault(`${id} cannot have "${fault}" (it can: ${node?.faults.join(', ')})`);
    }
    const wantsStep = fault === 'step-fails' || fault === 'step-slow';
    if (wantsStep && !node.steps.includes(step ?? '')) {
      throw new UnfitFault(`"${fault}" is about one step (${node.steps.join(', ')}), not "${step ?? ''}"`);
    }
    if (!wantsStep && step != null) throw new UnfitFault(`"${fault}" is not about a step`);
    if (level === undefined) return;
    const scale = fault === 'flap' ? undefined : LEVELS[fault];
    if (!scale) throw new UnfitFault(`"${fault}" has no level`);
    if (!(level >= 0 && level <= scale.most)) {
      throw new UnfitFault(`a level of "${fault}" is 0 to ${scale.most} ${scale.unit}`);
    }
  }

  #modes(): Map<string, EndpointMode> {
    const modes = effectiveModes(this.graph, this.#faults, this.#flapDown, this.#propagate);
    for (const id of modes.keys()) if (!this.#nodes.has(id)) modes.delete(id);
    for (const id of this.#nodes.keys()) {
      if (!modes.has(id)) modes.set(id, ownMode(this.#faults.get(id), this.#flapDown));
    }
    return modes;
  }

  /** Makes every endpoint behave as it must now. */
  async #settle(): Promise<void> {
    if (this.#stopped) throw new Error('the estate has been stopped');
    const modes = this.#modes();
    const settled = [...modes].map(async ([id, mode]) => {
      // A level is a fault's own: what is cut off by others, or flaps, has none.
      const detail = this.#faults.get(id) === mode ? this.#details.get(id) : undefined;
      const controls = this.#nodes.get(id)?.controls ?? [];
      // Also when it seems so already: an earlier change may still be under way.
      const changed = await Promise.all(controls.map((control) => control.apply(mode, detail)));
      if (changed.some(Boolean)) this.#record({ id, mode, at: this.#clock.now() });
    });
    const around = [...this.#sites].map(async ([site, controls]) => {
      const cut =
        this.#propagate && REGION_SITE_NEEDS.some((need) => modes.get(`${need}@${site}`) === 'down');
      await Promise.all(controls.map((control) => control.apply(cut ? 'down' : 'normal')));
    });
    await Promise.all([...settled, ...around]);
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
