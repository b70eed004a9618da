import type { HubEndpoint } from '../../../shared/contract/hub-config';
import type { Clock } from '../../../shared/time/clock';
import { assertNever } from '../../../shared/util/assert-never';
import type { Logger } from '../app/log';
import { type HubAction, type HubEvent, type HubState, LOOKING, stepHub } from './hub-states';

/** A hub process that was started here. */
export interface HubChild {
  /** Undefined until it runs. */
  readonly pid: number | undefined;
  /** Asks it to end in good order. */
  askToStop(): void;
  /** Ends it at once, frozen or not. */
  kill(): void;
}

/** Where a hub says that it is. */
export type Endpoint = Pick<HubEndpoint, 'pid' | 'url' | 'origin' | 'machine'>;

/** What the supervisor needs of the machine. */
export interface HubWorld {
  /** What the data folder says about the hub that has it. */
  readonly endpoint: () => Promise<Endpoint | null>;
  /** Whether that hub answers. Never rejects; takes at most two seconds. */
  readonly answers: (endpoint: Endpoint) => Promise<boolean>;
  /** Starts a hub; `ended` is called once, also when it could not be started. */
  readonly start: (ended: (code: number) => void) => HubChild;
}

export interface SupervisorOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly world: HubWorld;
  /** The hub to talk to, each time it is another one; `machine`: the secret that it shares with this machine's user. */
  readonly use: (url: string, machine: string | undefined) => void;
}

/** How often it looks, while it waits for a start and otherwise, ms. */
const LOOK_FAST_MS = 100;
const LOOK_MS = 1_000;
/** What a hub gets to end in good order, ms. */
const STOP_MS = 3_000;

/**
 * Sees to it that the data folder has a running hub: finds one, or starts one and starts it again when it ends.
 * What to do is decided in `hub-states.ts`; this carries it out.
 */
export class HubSupervisor {
  readonly #options: SupervisorOptions;
  #state: HubState = LOOKING;
  #child: HubChild | null = null;
  #using: string | null = null;
  /** What the endpoint says is the machine's secret, and what was handed on. */
  #machine: string | undefined;
  #handed: string | undefined;
  #cancel: (() => void) | null = null;
  #childEnded: (() => void) | null = null;

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  /** Whether the watch ends with this console: the hub is its own child. */
  get ownsHub(): boolean {
    return this.#child !== null;
  }

  get phase(): HubState['phase'] {
    return this.#state.phase;
  }

  start(): void {
    void this.#look();
  }

  /** Ends our own hub in good order, or by force after three seconds. A hub of others is left alone. */
  async stop(): Promise<void> {
    this.#take({ type: 'stop' });
    this.#cancel?.();
    const child = this.#child;
    if (!child) return;
    await new Promise<void>((resolve) => {
      const cancel = this.#options.clock.after(STOP_MS, () => {
        this.#options.log.warn(
          { pid: child.pid },
          'the hub did not end in good order in 3 s: it is ended by force',
        );
        child.kill();
        // A process that even the kernel cannot end must not hold the console.
        this.#options.clock.after(500, resolve);
      });
      this.#childEnded = () => {
        cancel();
        resolve();
      };
      child.askToStop();
    });
  }

  async #look(): Promise<void> {
    const { world, clock, log } = this.#options;
    try {
      const endpoint = await world.endpoint();
      const answers = endpoint !== null && (await world.answers(endpoint));
      const own = endpoint !== null && this.#child?.pid === endpoint.pid;
      this.#machine = endpoint?.machine || undefined;
      this.#take({ type: 'seen', endpoint: endpoint && { url: endpoint.url, own }, answers });
      // A folder that was put back from a backup has another secret at the same address.
      const stale = this.#machine !== undefined && this.#machine !== this.#handed;
      if (answers && stale && endpoint.url === this.#using) this.#use(endpoint.url);
    } catch (error) {
      log.warn({ err: error }, 'the hub could not be looked for');
    }
    if (this.#state.phase === 'stopped') return;
    const fast = this.#state.phase === 'starting' || this.#state.phase === 'waiting';
    this.#cancel = clock.after(fast ? LOOK_FAST_MS : LOOK_MS, () => void this.#look());
  }

  #take(event: HubEvent): void {
    const { state, actions } = stepHub(this.#state, event, this.#options.clock.mono());
    this.#state = state;
    for (const action of actions) this.#carryOut(action);
  }

  #carryOut(action: HubAction): void {
    switch (action.do) {
      case 'start':
        this.#start();
        return;
      case 'kill':
        this.#child?.kill();
        return;
      case 'use':
        if (action.url === this.#using) return;
        this.#use(action.url);
        return;
      case 'note':
        this.#options.log[action.level](action.text);
        return;
      default:
        assertNever(action, 'hub action');
    }
  }

  #use(url: string): void {
    this.#using = url;
    this.#handed = this.#machine;
    this.#options.use(url, this.#machine);
  }

  #start(): void {
    if (this.#child) return;
    const child = this.#options.world.start((code) => {
      if (this.#child === child) this.#child = null;
      this.#take({ type: 'exited', code });
      this.#childEnded?.();
    });
    this.#child = child;
  }
}
