import type { CommandPayload } from '../../../shared/contract/commands';
import type { Command, MaintenancePreview } from '../../../shared/contract/wire';
import type { EventBody, LogEvent } from '../../../shared/model/events';
import {
  type MaintenanceRun,
  type MaintenanceStatus,
  type MaintenanceWindow,
  maintenanceKey,
} from '../../../shared/model/maintenance';
import type { Projection } from '../../../shared/rules/projection';
import { readNode, reduce } from '../../../shared/rules/reduce';
import { occurrencesFrom, scheduleFault } from '../../../shared/rules/schedule';
import type { Clock } from '../../../shared/time/clock';
import type { Verdict } from '../commands';
import type { Pipeline } from '../pipeline/pipeline';
import { type Covers, coversOf } from './covers';
import { dueAt, endedBy, isForgotten, movedEnd, nextStep, stepsOfChange } from './next-step';
import { bandsOfMove, type RunBand } from './run-bands';
import { WallTimer } from './wall-timer';
import { cleanWindow, windowIssues } from './window-faults';

/** Changes of state in one burst are looked at together, ms. */
const TOGETHER_MS = 250;
/** The band of an overrun is drawn on this often, ms. */
const DRAW_MS = 60_000;
/** Time before what failed is tried again, ms. */
const AGAIN_MS = 5_000;
/** The longest that a running occurrence may be moved ahead, ms. */
const MAX_EXTENSION_MS = 31 * 86_400_000;
/** Steps that one window takes at one moment: an end, a beginning, and what a hostile clock makes of them. */
const MAX_STEPS = 8;
const PREVIEWED = 10;

export interface MaintenanceKeeperOptions {
  readonly clock: Clock;
  readonly pipeline: Pick<Pipeline, 'submit'>;
  readonly state: Projection;
  /** Where a run stands on charts. The same key again moves the band. */
  readonly onRun: (band: RunBand) => void;
  readonly log: (level: 'info' | 'warn' | 'error', message: string, detail?: Record<string, unknown>) => void;
}

type Which = 'due' | 'running' | 'all';

/**
 * Keeps the room's maintenance windows: those of the file as the file says, those of desks as people say, and what time
 * makes of both. Everything it decides is an event; all it knows is in the log's projection.
 */
export class MaintenanceKeeper {
  readonly #options: MaintenanceKeeperOptions;
  readonly #timer: WallTimer;
  /** Runs as the last durable event told them, by window id: what bands are drawn from. */
  readonly #drawn = new Map<string, MaintenanceRun>();
  readonly #covers = new Map<
    string,
    { readonly of: MaintenanceWindow; readonly graph: object; readonly covers: Covers }
  >();
  #drawnAt = 0;
  #soon: (() => void) | null = null;
  #running = false;

  constructor(options: MaintenanceKeeperOptions) {
    this.#options = options;
    this.#timer = new WallTimer(options.clock, {
      due: () => this.#review('due'),
      steppedBack: () => this.#review('all'),
    });
  }

  /** Takes up what the log says, and what happened while nobody watched. The catalogue has been read. */
  start(): void {
    const { state, clock } = this.#options;
    this.#running = true;
    this.#drawnAt = clock.now();
    for (const { window, run } of state.maintenance.values()) {
      if (!run) continue;
      this.#drawn.set(window.id, run);
      this.#draw(bandsOfMove(window, null, run, clock.now()));
    }
    this.#timer.start();
    this.#review('all');
  }

  stop(): void {
    this.#running = false;
    this.#timer.stop();
    this.#soon?.();
    this.#soon = null;
  }

  /** Keeps the windows of the file as it says now; one that is no longer there is removed, also while it runs. */
  applyFile(windows: readonly MaintenanceWindow[]): void {
    const { state, clock } = this.#options;
    const wanted = new Map(windows.map((window) => [maintenanceKey(window.id), window]));
    for (const [key, status] of state.maintenance) {
      if (status.window.origin !== 'file' || wanted.has(key)) continue;
      const ended = endedBy(status, null, 'vinduet står ikke lenger i fila', clock.now());
      if (ended) this.#say(ended);
      this.#say({ type: 'maintenance.removed', id: status.window.id, actor: null });
    }
    for (const [key, window] of wanted) {
      const before = state.maintenance.get(key) ?? null;
      if (before && sameWindow(before.window, window)) continue;
      for (const body of this.#change(before, window, null)) this.#say(body);
    }
    if (this.#running) this.#review('running');
  }

  /** Hears what is on disk: draws bands, and looks again at what a change of state may have ended. */
  heard(events: readonly LogEvent[]): void {
    let look = false;
    for (const { body, at } of events) {
      if (body.type === 'maintenance.moved') this.#drawMove(body.id, body.title, body.run, at);
      if (body.type === 'maintenance.removed') this.#drawMove(body.id, '', null, at);
      look ||= body.type === 'catalogue.changed' || body.type.startsWith('maintenance.');
    }
    if (look || this.#overruns()) this.#lookSoon();
  }

  // ── what people ask

  /** Writes a window of a desk. */
  set(command: Command, { window: asked }: CommandPayload<'maintenance.set'>): Verdict {
    const { state, clock } = this.#options;
    const window = cleanWindow(asked);
    if (command.subject !== maintenanceKey(window.id))
      return refused('Kommandoen gjelder et annet vindu enn den sier.');
    const issues = windowIssues(window, state, clock.now());
    if (issues.length > 0) return refused(issues.map(({ reason }) => reason).join(' '));
    const before = state.maintenance.get(command.subject) ?? null;
    return { outcome: 'done', events: this.#change(before, window, command.actor) };
  }

  /** Removes a window of a desk, and ends it where it runs. */
  remove({ subject, actor }: Command): Verdict {
    const status = this.#options.state.maintenance.get(subject);
    if (!status) return refused('Vinduet finnes ikke lenger.');
    if (status.window.origin === 'file')
      return refused('Dette vinduet står i katalogfilen, og kan bare fjernes der.');
    const ended = endedBy(status, actor, 'vinduet ble fjernet', this.#options.clock.now());
    const removed: EventBody = { type: 'maintenance.removed', id: status.window.id, actor };
    return { outcome: 'done', events: ended ? [ended, removed] : [removed] };
  }

  /** Ends the occurrence that runs, whatever the state of what it covers. */
  end({ subject, actor }: Command, { reason }: CommandPayload<'maintenance.end'>): Verdict {
    const status = this.#options.state.maintenance.get(subject);
    if (!status) return refused('Vinduet finnes ikke lenger.');
    const ended = endedBy(status, actor, cleanReason(reason), this.#options.clock.now());
    return ended ? { outcome: 'done', events: [ended] } : refused('Vinduet er ikke i gang.');
  }

  /** Moves the end of the occurrence that runs; an overrun becomes planned work again. */
  extend({ subject, actor }: Command, { until, reason }: CommandPayload<'maintenance.extend'>): Verdict {
    const status = this.#options.state.maintenance.get(subject);
    if (!status) return refused('Vinduet finnes ikke lenger.');
    if (!status.run) return refused('Vinduet er ikke i gang.');
    const now = this.#options.clock.now();
    if (!Number.isSafeInteger(until) || until <= now) return refused('Den nye slutten må være fram i tid.');
    if (until - now > MAX_EXTENSION_MS) return refused('Et vindu kan ikke forlenges mer enn 31 døgn.');
    const moved = movedEnd(status, until, actor, cleanReason(reason), {
      now,
      covers: () => this.#coversOf(status.window),
    });
    return moved ? { outcome: 'done', events: [moved] } : refused('Vinduet er ikke i gang.');
  }

  /** What a window would be: when, over what, and what is wrong with it. Changes nothing. */
  preview(asked: MaintenanceWindow): MaintenancePreview {
    const { state, clock } = this.#options;
    const window = cleanWindow(asked);
    return {
      occurrences: scheduleFault(window) ? [] : [...occurrencesFrom(window, clock.now(), PREVIEWED)],
      covers: [...coversOf(window, state)],
      issues: [...windowIssues(window, state, clock.now())],
    };
  }

  // ── what time does

  #review(which: Which): void {
    const { state, clock, log } = this.#options;
    const now = clock.now();
    for (const status of [...state.maintenance.values()]) {
      const due = (dueAt(status) ?? Number.POSITIVE_INFINITY) <= now;
      if (!due && which !== 'all' && !(which === 'running' && status.run)) continue;
      try {
        this.#step(status.window.id);
      } catch (error) {
        // Whatever one window does to a rule, the others and the watch go on; the next look tries again.
        log('error', 'a maintenance window cannot be kept', { id: status.window.id, reason: String(error) });
      }
    }
    this.#drawOn(now);
    this.#arm(now);
  }

  /** Lets one window take every step that is due. */
  #step(id: string): void {
    const { state, clock } = this.#options;
    for (let steps = 0; steps < MAX_STEPS; steps++) {
      const status = state.maintenance.get(maintenanceKey(id));
      if (!status) return;
      const now = clock.now();
      const step = nextStep(status, {
        now,
        covers: () => this.#coversOf(status.window),
        stillBroken: () => this.#stillBroken(status, now),
      });
      if (!step) {
        if (isForgotten(status, now)) this.#say({ type: 'maintenance.removed', id, actor: null });
        return;
      }
      if (!this.#say(step)) return;
    }
  }

  /**
   * Whether something that the window covers would be a fault of its own if the window ended now: not normal, and not
   * quiet for another window or a silence. Closed service hours are no excuse: whoever works on it is at work now.
   * What nothing measures cannot be said to be broken.
   */
  #stillBroken(status: MaintenanceStatus, now: number): boolean {
    const { state } = this.#options;
    const over: LogEvent = {
      origin: '',
      epoch: 1,
      seq: 1,
      at: now,
      body: {
        type: 'maintenance.moved',
        id: status.window.id,
        title: status.window.title,
        run: null,
        ended: null,
        next: status.next,
        actor: null,
        reason: null,
        nodes: [],
      },
    };
    const after = new Map(reduce(state, over).status?.put);
    return (status.run?.covers ?? []).some(({ node }) => {
      const entity = after.get(`node:${node}`);
      const known = entity?.kind === 'node' ? entity.value : readNode(state.status, node);
      if (!known || known.state === 'normal') return false;
      if (state.graph.nodes.get(node)?.checks.length === 0 && known.state === 'unknown') return false;
      return known.quiet === null || known.quiet.kind === 'hours';
    });
  }

  #change(
    before: MaintenanceStatus | null,
    window: MaintenanceWindow,
    actor: string | null,
  ): readonly EventBody[] {
    return stepsOfChange(before, window, actor, {
      now: this.#options.clock.now(),
      covers: () => coversOf(window, this.#options.state),
    });
  }

  #coversOf(window: MaintenanceWindow): Covers {
    const { graph } = this.#options.state;
    const known = this.#covers.get(window.id);
    if (known?.of === window && known.graph === graph) return known.covers;
    const covers = coversOf(window, this.#options.state);
    this.#covers.set(window.id, { of: window, graph, covers });
    return covers;
  }

  #say(body: EventBody): boolean {
    return this.#options.pipeline.submit(() => body) !== null;
  }

  #arm(now: number): void {
    if (!this.#running) return;
    let at = Number.POSITIVE_INFINITY;
    for (const status of this.#options.state.maintenance.values()) {
      const due = dueAt(status) ?? Number.POSITIVE_INFINITY;
      // What is due after it was looked at could not be done: it is tried again, but not at once.
      at = Math.min(at, due <= now ? now + AGAIN_MS : due);
      if (status.run?.phase === 'overrun') at = Math.min(at, this.#drawnAt + DRAW_MS);
    }
    this.#timer.arm(Number.isFinite(at) ? at : null);
  }

  #lookSoon(): void {
    if (!this.#running || this.#soon) return;
    this.#soon = this.#options.clock.after(TOGETHER_MS, () => {
      this.#soon = null;
      this.#review('running');
    });
  }

  #overruns(): boolean {
    for (const run of this.#drawn.values()) if (run.phase === 'overrun') return true;
    return false;
  }

  // ── what charts show

  #drawMove(id: string, title: string, run: MaintenanceRun | null, at: number): void {
    const before = this.#drawn.get(id) ?? null;
    if (run) this.#drawn.set(id, run);
    else this.#drawn.delete(id);
    if (!run) this.#covers.delete(id);
    this.#draw(bandsOfMove({ id, title }, before, run, at));
  }

  /** Bands of overruns have no end yet: they are drawn on as time passes. */
  #drawOn(now: number): void {
    if (now - this.#drawnAt < DRAW_MS && now >= this.#drawnAt) return;
    this.#drawnAt = now;
    for (const { window, run } of this.#options.state.maintenance.values()) {
      if (run?.phase === 'overrun') this.#draw(bandsOfMove(window, null, run, now));
    }
  }

  #draw(bands: readonly RunBand[]): void {
    for (const band of bands) this.#options.onRun(band);
  }
}

function refused(reason: string): Verdict {
  return { outcome: 'refused', reason };
}

function cleanReason(reason: string | null): string | null {
  return reason?.replace(/\p{Cc}/gu, ' ').trim() || null;
}

function sameWindow(a: MaintenanceWindow, b: MaintenanceWindow): boolean {
  const text = ({ effects, ...rest }: MaintenanceWindow): string =>
    JSON.stringify([
      effects.map(({ match, worst }) => [match, worst]),
      Object.entries(rest).sort(([x], [y]) => (x < y ? -1 : 1)),
    ]);
  return text(a) === text(b);
}
