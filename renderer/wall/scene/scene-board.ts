import { PANEL_SETTINGS } from '../../../shared/model/panels';
import type { ChangedKeys } from '../../stores/board-data';
import type { BoardState } from '../../stores/board-store';
import { type Aside, findAside, findWatch, type Watch } from '../model/aside';
import { type Callout, countUnexplained, findCallouts } from '../model/callouts';
import { findHandover, type WallHandover } from '../model/handover';
import { Mosaic, type MosaicFilter, type MosaicShare } from '../model/mosaic';
import { type Slot, WallModel } from '../model/wall-model';

/** What is found in the board besides the cells, at a calm pace. */
export interface Findings {
  readonly callouts: readonly Callout[];
  readonly aside: readonly Aside[];
  readonly watch: Watch | null;
  readonly unexplained: number | null;
  readonly handover: WallHandover | null;
}

const NOTHING: Findings = { callouts: [], aside: [], watch: null, unexplained: null, handover: null };

/** Callouts and facts of panels follow at once when it is quiet, and at this pace in a storm, ms: faster lines cannot be read. */
export const CALM_MS = 250;
/** Mosaics that are kept at the same time: those of all displays of a wall, and a few that were shown before. */
const MOSAICS_KEPT = 24;

/**
 * What displays of the wall are drawn from: one for any number of pictures. It takes changes as keys, whose number has a
 * bound, and works them in when a picture is drawn: the cost follows the changes.
 */
export class SceneBoard {
  readonly model = new WallModel();
  /** Grows with every change of the board, whatever it is. */
  version = 0;
  /** Grows when findings do. */
  found = 0;
  findings: Findings = NOTHING;
  #changed = new Set<string>();
  #changedAlarms = new Set<string>();
  #reload = true;
  #foundVersion = -1;
  #foundAt = Number.NEGATIVE_INFINITY;
  readonly #mosaics = new Map<string, Mosaic>();

  /** What a change of the board touched. To say the same twice does no harm. */
  note(changed: ChangedKeys): void {
    this.version += 1;
    if (changed.whole || changed.catalogue.size > 0) this.#reload = true;
    for (const key of changed.status) this.#changed.add(key);
    for (const key of changed.alarms) this.#changedAlarms.add(key);
    const { maintenance, sources, alarms, people, incidents, watch } = changed;
    const besides = [maintenance, sources, alarms, people, incidents, watch].some(({ size }) => size > 0);
    if (besides || changed.room) this.model.touch();
  }

  /**
   * Brings statuses and mosaics up to date with what was noted.
   * @returns what moved, and the keys of statuses that changed; `whole`: everything is new
   */
  take(state: BoardState): {
    readonly moved: readonly Slot[];
    readonly keys: ReadonlySet<string>;
    readonly whole: boolean;
  } {
    const keys = this.#changed;
    const alarms = this.#changedAlarms;
    if (keys.size > 0) this.#changed = new Set();
    if (alarms.size > 0) this.#changedAlarms = new Set();
    if (this.#reload) {
      this.#reload = false;
      this.model.load(state);
      this.#mosaics.clear();
      return { moved: [], keys, whole: true };
    }
    if (keys.size === 0 && alarms.size === 0) return { moved: [], keys, whole: false };
    const moved = [...this.model.apply(keys, state), ...this.model.takeAlarms(alarms, state)];
    if (moved.length > 0) for (const mosaic of this.#mosaics.values()) mosaic.update(moved);
    return { moved, keys, whole: false };
  }

  /** Whether findings are to be found anew. `mono`: monotonic, ms. */
  isDue(mono: number): boolean {
    return this.#foundVersion !== this.model.version && mono - this.#foundAt >= CALM_MS;
  }

  /** Finds callouts and what stands around the mosaic, if they are due. */
  find(state: BoardState, mono: number): void {
    if (!this.isDue(mono)) return;
    // Under the banner that says why nothing is known, lines that say the same of each service are noise.
    const blind = state.room?.vantageLostSince != null;
    const callouts = blind ? [] : findCallouts(this.model, state.maintenance, state);
    this.findings = {
      callouts,
      unexplained: countUnexplained(callouts),
      aside: findAside(this.model.markTotals(), state),
      watch: findWatch(state),
      handover: findHandover(state),
    };
    this.found += 1;
    this.#foundVersion = this.model.version;
    this.#foundAt = mono;
  }

  /** The mosaic of a panel's settings, or the part of it that stands on one display. */
  mosaic(state: BoardState, filter: MosaicFilter, share: MosaicShare): Mosaic {
    const key = JSON.stringify([filter, share]);
    const known = this.#mosaics.get(key);
    if (known) {
      // What is used lately is kept longest.
      this.#mosaics.delete(key);
      this.#mosaics.set(key, known);
      return known;
    }
    const oldest = this.#mosaics.size >= MOSAICS_KEPT ? this.#mosaics.keys().next().value : undefined;
    if (oldest !== undefined) this.#mosaics.delete(oldest);
    const made = new Mosaic(this.model, state, filter, share);
    this.#mosaics.set(key, made);
    return made;
  }
}

/** A mosaic's settings as a scene has them; what cannot be read is all there is. */
export function filterOf(settings: unknown): MosaicFilter {
  const parsed = PANEL_SETTINGS.mosaic.safeParse(settings);
  return parsed.success ? parsed.data : PANEL_SETTINGS.mosaic.parse({});
}
