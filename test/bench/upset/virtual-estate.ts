import type { CheckTarget } from '../../../electron/hub/catalogue/loaded';
import type { CheckRunner } from '../../../electron/hub/checks/check-run';
import type { Check } from '../../../shared/model/catalogue';
import type { CheckResult } from '../../../shared/model/states';
import type { Graph } from '../../../shared/rules/graph';
import type { Clock } from '../../../shared/time/clock';
import type { EndpointMode } from '../../estate/behaviour';
import { effectiveModes, type FaultKind, ownMode } from '../../estate/fault-rules';

/** What flaps is down so long, then up so long, ms: as in the estate. */
const FLAP_MS = 4_000;
/** A healthy answer takes about so long, ms, and up to so much more. */
const ANSWER_MS = 15;
const ANSWER_VARIES_MS = 120;
/** A port that is closed says so at once. */
const REFUSED_MS = 3;
/** Half of what is cut off says nothing at all until time is up; the rest is refused by something on the way. */
const SILENT_SHARE = 0.5;

export interface VirtualEstateOptions {
  readonly clock: Clock;
  readonly graph: Graph;
  readonly targets: ReadonlyMap<string, CheckTarget>;
  /** From 0 to below 1. */
  readonly random: () => number;
}

/**
 * The demonstration estate without its servers: what stands where behaves by the estate's own rules
 * (`test/estate/fault-rules.ts`), and checks of it answer as those of the real one do, in virtual time.
 */
export class VirtualEstate {
  readonly #options: VirtualEstateOptions;
  readonly #checks = new Map<CheckTarget, Check>();
  readonly #faults = new Map<string, FaultKind>();
  #modes: ReadonlyMap<string, EndpointMode> = new Map();
  #flapDown = true;
  #cutOff = false;

  constructor(options: VirtualEstateOptions) {
    this.#options = options;
    for (const [id, target] of options.targets) {
      const check = options.graph.checks.get(id);
      if (check) this.#checks.set(target, check);
    }
    this.#flap();
  }

  break(node: string, fault: FaultKind): void {
    const { graph } = this.#options;
    if (!graph.nodes.has(node) && !graph.checks.has(node) && !isReference(node))
      throw new Error(`there is no ${node} in the estate`);
    this.#faults.set(node, fault);
    this.#settle();
  }

  heal(node?: string): void {
    if (node === undefined) this.#faults.clear();
    else this.#faults.delete(node);
    this.#settle();
  }

  /** Whether the hub itself is off the network: whatever it asks does not answer. */
  cutOff(on: boolean): void {
    this.#cutOff = on;
  }

  /** Nodes that are down now, by a fault of their own or of what they need. */
  down(): readonly string[] {
    return [...this.#modes].flatMap(([id, mode]) => (mode === 'down' ? [id] : []));
  }

  readonly run: CheckRunner = async (target, limits, signal) => {
    const check = this.#checks.get(target);
    if (!check) return { result: 'unknown', output: 'ukjent sjekk', ms: null };
    const { random } = this.#options;
    // What it meets is decided when it knocks.
    const mode = this.#modeOf(check);
    const result = resultOf(check, mode);
    if (mode === 'down') {
      const silent = !this.#faults.has(check.node ?? '') && random() < SILENT_SHARE;
      await this.#wait(silent ? limits.timeoutMs : REFUSED_MS, signal);
      return { result, output: silent ? 'svarte ikke i tide' : 'forbindelsen ble avvist', ms: null };
    }
    const ms = ANSWER_MS + random() * ANSWER_VARIES_MS;
    await this.#wait(ms, signal);
    return { result, output: result === 'ok' ? 'svarer' : `feil: ${mode}`, ms };
  };

  #modeOf(check: Check): EndpointMode {
    if (this.#cutOff) return 'down';
    if (check.node === null) return ownMode(this.#faults.get(referenceOf(check.id)), this.#flapDown);
    return this.#modes.get(check.node) ?? 'normal';
  }

  #settle(): void {
    this.#modes = effectiveModes(this.#options.graph, this.#faults, this.#flapDown, true);
  }

  #flap(): void {
    this.#options.clock.after(FLAP_MS, () => {
      this.#flapDown = !this.#flapDown;
      if ([...this.#faults.values()].includes('flap')) this.#settle();
      this.#flap();
    });
  }

  #wait(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#options.clock.after(ms, resolve);
      signal.addEventListener('abort', () => {
        cancel();
        resolve();
      });
    });
  }
}

const isReference = (id: string): boolean => id === 'dc1' || id === 'dc2';

/** `ref/dc1` and the like: the last part names the reference point. */
function referenceOf(check: string): string {
  return check.split('/').at(-1) ?? check;
}

/** What the real checks of the region say of an endpoint that behaves so. */
function resultOf(check: Check, mode: EndpointMode): CheckResult {
  const { kind } = check;
  const own = check.id.split('/').at(-1);
  switch (mode) {
    case 'normal':
      return 'ok';
    case 'down':
      return 'critical';
    case 'slow':
      return kind === 'tls' || kind === 'host' || kind === 'ping' ? 'ok' : 'warning';
    case 'errors':
    case 'wrong-answer':
      return kind === 'tls' || kind === 'host' || kind === 'ping' ? 'ok' : 'critical';
    case 'expiring':
      return kind === 'tls' ? 'warning' : 'ok';
    case 'full':
      return kind === 'host' ? 'critical' : 'ok';
    case 'loss':
      return own === 'linje' ? 'critical' : 'ok';
    case 'step-fails':
      return kind === 'journey' ? 'critical' : 'ok';
    case 'step-slow':
      return kind === 'journey' ? 'warning' : 'ok';
    default:
      return mode satisfies never;
  }
}
