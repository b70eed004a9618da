import type { LogEvent } from '../../../shared/model/events';
import type { Incident } from '../../../shared/model/incidents';
import type { Patch } from '../../../shared/model/room';
import { readAlarm } from '../../../shared/rules/alarms/reduce-alarms';
import type { IncidentCommandKind } from '../../../shared/rules/incidents/decision';
import { dueIncidents } from '../../../shared/rules/incidents/due-incidents';
import {
  type FollowUp,
  followed,
  followUps,
  type RootsOf,
} from '../../../shared/rules/incidents/follow-incidents';
import { openIncidents } from '../../../shared/rules/incidents/read-incidents';
import { alarmLines, nodesOf, type SeenAlarm, seenOf } from '../../../shared/rules/incidents/watched-alarms';
import type { Projection } from '../../../shared/rules/projection';
import type { Clock } from '../../../shared/time/clock';
import type { CommandHandlers } from '../commands';
import { WallTimer } from '../maintenance/wall-timer';
import type { Pipeline } from '../pipeline/pipeline';
import { incidentCommands } from './incident-commands';

/** Lines in one event: with these an event stays below what one batch to a console holds (48 kB). */
const LINES_IN_EVENT = 50;
/** What acts change of what falls due is worked out this long after the first of them, ms. */
const TOGETHER_MS = 200;
/** Time before what is due, and could not be said, is tried again, ms. */
const AGAIN_MS = 5_000;
/** How often what falls due may bring what falls due: a report asks, then ends. */
const MAX_ROUNDS = 4;

export interface IncidentKeeperOptions {
  readonly clock: Clock;
  readonly pipeline: Pick<Pipeline, 'submit'>;
  readonly state: Projection;
  /** Brings the alarms in step with what was measured up to now. */
  readonly gatherAlarms: () => void;
  readonly rootsOf: RootsOf;
  /** Incidents cannot be kept, and why; null: they can again. */
  readonly onFault: (reason: string | null) => void;
}

/**
 * Keeps incidents in step with alarms, acts and time. What people do is decided by the shared rules (`handlers`). What
 * their incidents' timelines are to tell of everything else is marked as events are applied, and written before the log is
 * (`gather`): in the same transaction as what it tells of. What time does is said by one timer. It knows nothing that is not
 * in the projection, except how the alarms of open incidents stood when it last looked.
 */
export class IncidentKeeper {
  readonly handlers: Pick<CommandHandlers, IncidentCommandKind>;
  readonly #options: IncidentKeeperOptions;
  readonly #timer: WallTimer;
  /** The alarms of open incidents, by node. */
  #seen = new Map<string, SeenAlarm>();
  #open: readonly Incident[] = [];
  #ups: FollowUp[] = [];
  #gathered = 0;
  #soon: (() => void) | null = null;
  #running = false;
  readonly #failing = new Map<'followed' | 'due', string>();

  constructor(options: IncidentKeeperOptions) {
    this.#options = options;
    const { clock, state, gatherAlarms } = options;
    this.handlers = incidentCommands({ clock, state, gather: gatherAlarms });
    const look = (): void => this.#look();
    this.#timer = new WallTimer(clock, { due: look, steppedBack: look });
  }

  /** Before the alarms are kept: what they say first is heard. */
  start(): void {
    this.#running = true;
    this.#watch();
    this.#timer.start();
    this.#look();
  }

  stop(): void {
    this.#running = false;
    this.#timer.stop();
    this.#soon?.();
    this.#soon = null;
  }

  /** Hears what was applied, before it is on disk. */
  applied(event: LogEvent, patch: Patch): void {
    if (!this.#running) return;
    this.#attempt('followed', () => {
      // What is said here never asks to be said again.
      const own = event.body.type === 'incident.moved';
      if (this.#open.length > 0 && !own) {
        this.#ups.push(...followUps(this.#options.state, event, this.#options.rootsOf));
        if (patch.alarms)
          this.#hearAlarms(
            patch.alarms.put.map(([, { value }]) => value),
            event.at,
          );
      }
      if (own) this.#watch();
    });
    if (patch.incidents) this.#lookSoon();
  }

  /** Writes what timelines are to tell of all that was applied since it was last asked. Never throws. */
  gather(): void {
    if (!this.#running || this.#ups.length === 0) return;
    const ups = this.#ups;
    this.#ups = [];
    this.#attempt('followed', () => this.#follow(ups));
  }

  #follow(ups: readonly FollowUp[]): void {
    const { state, pipeline, clock } = this.#options;
    for (const incident of new Set(ups.map((up) => up.incident))) {
      const lines = ups.filter((up) => up.incident === incident);
      for (let i = 0; i < lines.length; i += LINES_IN_EVENT) {
        const part = lines.slice(i, i + LINES_IN_EVENT);
        const at = clock.now();
        this.#gathered += 1;
        const id = `${at}-${state.position?.seq ?? 0}-${this.#gathered}`;
        pipeline.submit(() => followed(state, incident, part, { id, at }));
      }
    }
  }

  /** How the alarms of open incidents stand now is what the next change is told from. */
  #watch(): void {
    const { state } = this.#options;
    this.#open = openIncidents(state.incidents);
    const nodes = new Set(this.#open.flatMap(nodesOf));
    this.#seen = new Map(
      [...nodes].map((node) => [node, this.#seen.get(node) ?? seenOf(state.alarms, node)]),
    );
  }

  #hearAlarms(changed: readonly object[], at: number): void {
    const { state } = this.#options;
    for (const value of changed) {
      if (!('node' in value) || typeof value.node !== 'string') continue;
      const { node } = value;
      const before = this.#seen.get(node);
      if (!before) continue;
      const now = seenOf(state.alarms, node);
      this.#seen.set(node, now);
      const left = readAlarm(state.alarms, node)?.recovery?.left.length ?? 0;
      for (const line of alarmLines(node, before, now, left, at)) {
        const about = this.#open.filter((incident) => nodesOf(incident).includes(node));
        this.#ups.push(...about.map(({ id }) => ({ incident: id, line })));
      }
    }
  }

  // ── what time does

  #look(): void {
    if (!this.#running) return;
    const { state, clock, pipeline } = this.#options;
    let nextAt: number | null = clock.now() + AGAIN_MS;
    this.#attempt('due', () => {
      for (let round = 0; round < MAX_ROUNDS; round++) {
        const due = dueIncidents(state, clock.now());
        if (due.events.length === 0) {
          nextAt = due.nextAt;
          return;
        }
        for (const event of due.events) if (pipeline.submit(() => event) === null) return;
      }
    });
    this.#timer.arm(nextAt);
  }

  #lookSoon(): void {
    if (!this.#running || this.#soon) return;
    this.#soon = this.#options.clock.after(TOGETHER_MS, () => {
      this.#soon = null;
      this.#look();
    });
  }

  /** Whatever a rule does, the watch goes on; its fault is said, and that it is over. */
  #attempt(what: 'followed' | 'due', run: () => void): void {
    const { onFault } = this.#options;
    const [before] = this.#failing.values();
    try {
      run();
      this.#failing.delete(what);
    } catch (error) {
      this.#failing.set(what, String(error));
    }
    const [now] = this.#failing.values();
    if (now !== before) onFault(now ?? null);
  }
}
