import type { Theme, WindowKind } from '../../../shared/contract/ipc';
import type { Clock } from '../../../shared/time/clock';
import { failure, type Result, success } from '../../../shared/util/result';
import type { Logger } from '../app/log';
import { MAX_DESKS, type Place, type SettingsStore } from '../app/settings';
import { AppWindow } from './app-window';
import type { WindowEvents } from './app-window-options';
import { ORDER_OF_KINDS, windowName } from './kinds';
import { refreshedHome } from './own-displays';
import {
  type DisplayInfo,
  type Placement,
  placeWindows,
  type Rect,
  readingOrder,
  type Wanted,
  wallHomes,
  wholeDisplay,
} from './placement';

/** Which windows this run has. */
export interface WindowPlan {
  readonly kinds: readonly WindowKind[];
  /** Null: as the displays suggest. */
  readonly walls: number | null;
  /** Display of the first wall in reading order, from 0; null: the first free one. */
  readonly firstDisplay: number | null;
}

/** What the room's windows tell the rest. */
export interface RoomEvents {
  readonly attached: (window: AppWindow, contentsId: number) => void;
  readonly detached: (window: AppWindow, contentsId: number) => void;
  readonly restarted: (contentsId: number) => void;
  readonly hidden: (contentsId: number, hidden: boolean) => void;
  /** The last window is about to close. Return false to keep it for now. */
  readonly lastCloses: (window: AppWindow) => boolean;
  /** Some window opened or closed. */
  readonly changed: () => void;
}

export interface WindowsOptions {
  readonly plan: WindowPlan;
  readonly preloads: string;
  readonly settings: SettingsStore;
  readonly clock: Clock;
  readonly log: Logger;
  readonly displays: () => DisplayInfo[];
  readonly events: RoomEvents;
}

/** The room's windows: which there are to be, and those that are open. */
export class Windows {
  readonly #options: WindowsOptions;
  readonly #open = new Map<string, AppWindow>();
  readonly #homes = new Map<string, Place>();
  /** Displays that were there since this run began, by their number. */
  readonly #known = new Set<number>();
  readonly #leaving = new Set<string>();
  #walls = 0;
  /** Set when all are closed at once: what is remembered as open stays. */
  #ending = false;
  #cancelTick: (() => void) | null = null;

  constructor(options: WindowsOptions) {
    this.#options = options;
  }

  /** The windows that are open: walls, desks, the handover. */
  get all(): readonly AppWindow[] {
    return inOrder([...this.#open.values()]);
  }

  get wallIsOpen(): boolean {
    return this.all.some((window) => window.kind === 'wall');
  }

  /**
   * Whether the walls are to be vouched for: one of those that are open has painted within `withinMs`, or was opened
   * less long ago. Without a wall that can be seen there is nothing to vouch for.
   */
  paints(withinMs: number): boolean {
    const walls = this.all.filter((window) => window.kind === 'wall' && !window.hidden);
    return walls.length === 0 || walls.some(({ vitals }) => vitals.silentMs <= withinMs);
  }

  /** Where a window stands among those of its kind. */
  seat(kind: WindowKind, index: number): { readonly index: number; readonly count: number } {
    const open = this.all.filter((window) => window.kind === kind).length;
    return { index, count: Math.max(1, kind === 'wall' ? this.#walls : open) };
  }

  /** Opens the windows of the plan, and begins to watch over them. */
  start(): void {
    const { plan, displays, settings } = this.#options;
    const now = displays();
    const walls = wallHomes(now, plan.kinds.includes('desk'), plan.walls, plan.firstDisplay);
    this.#walls = walls.length;
    const asked = plan.firstDisplay !== null;
    for (const [index, order] of walls.entries()) {
      const name = windowName('wall', index);
      const home = (asked ? null : settings.place(name)) ?? wholeDisplay(now, order);
      if (home) this.#homes.set(name, home);
    }
    for (const kind of plan.kinds) this.open(kind);
    const tick = (): void => {
      for (const window of this.all) window.tick();
      this.#cancelTick = this.#options.clock.after(1_000, tick);
    };
    this.#cancelTick = this.#options.clock.after(1_000, tick);
  }

  /** Closes all without a question. */
  stop(): void {
    this.#cancelTick?.();
    this.#ending = true;
    for (const window of this.all) window.close();
  }

  /** Opens the windows of a kind that are to be open; when all are, brings the first to the front. */
  open(kind: WindowKind): void {
    if (kind === 'wall') this.#walls = Math.max(1, this.#walls);
    const wanted = this.#wanted(kind);
    const missing = wanted.filter((index) => !this.#open.has(windowName(kind, index)));
    if (missing.length > 0) this.#openAll(kind, missing);
    else this.all.find((window) => window.kind === kind)?.focus();
  }

  /**
   * Opens one more desk, or the walls that are missing, or the one handover window: at `page` (a handover's id; null: the
   * present one), also where it is open already. Refused (`limit`) where there are as many as there may be.
   */
  openAnother(kind: WindowKind, page: string | null = null): Result<null> {
    if (kind === 'wall') {
      this.open('wall');
      return success(null);
    }
    if (kind === 'handover') {
      this.#openHandover(page);
      return success(null);
    }
    const free = Array.from({ length: MAX_DESKS }, (_, index) => index).find(
      (index) => !this.#open.has(windowName('desk', index)),
    );
    if (free === undefined) return failure('limit', `there are ${MAX_DESKS} desks open already`);
    this.#openAll('desk', [free]);
    this.#open.get(windowName('desk', free))?.focus();
    return success(null);
  }

  /** Opens what the plan has and is not open, and brings it all to the front: the app was started again. */
  openAgain(kinds: readonly WindowKind[]): void {
    for (const kind of kinds) this.open(kind);
    for (const window of this.all) window.focus();
  }

  /** Puts every window where it belongs on the displays there are now. */
  reconcile(): void {
    const placements = this.#placements([...this.#open.values()]);
    for (const window of this.#open.values()) {
      const placement = placements.get(window.name);
      if (!placement) continue;
      this.#settle(window, placement);
      window.place(placement);
    }
  }

  /** The process that draws for all windows ended: each has to show that it paints again. */
  gpuGone(): void {
    for (const window of this.all) window.gpuGone();
  }

  paintGround(theme: Theme): void {
    for (const window of this.all) window.paintGround(theme);
  }

  byContents(id: number): AppWindow | undefined {
    return this.all.find((window) => window.has(id));
  }

  #wanted(kind: WindowKind): readonly number[] {
    if (kind === 'desk') return this.#desks();
    return kind === 'wall' ? Array.from({ length: this.#walls }, (_, index) => index) : [0];
  }

  #openHandover(page: string | null): void {
    const scene = page === null ? '' : `#${encodeURIComponent(page)}`;
    const name = windowName('handover', 0);
    const open = this.#open.get(name);
    if (open) {
      open.show(scene);
      open.focus();
      return;
    }
    // Where it stood last is not where it begins: it opens at what it was opened for.
    this.#options.settings.rememberScene(name, scene);
    this.#openAll('handover', [0]);
  }

  /** The desks that were open last; at least one. Those that are open now are not opened a second time. */
  #desks(): readonly number[] {
    const open = this.all.filter((window) => window.kind === 'desk').map((window) => window.index);
    if (open.length > 0) return open;
    const { desks } = this.#options.settings;
    return desks.length > 0 ? desks : [0];
  }

  #openAll(kind: WindowKind, indexes: readonly number[]): void {
    const { settings, events } = this.#options;
    for (const index of indexes) {
      const name = windowName(kind, index);
      const home = kind === 'wall' ? null : settings.place(name);
      if (home && !this.#homes.has(name)) this.#homes.set(name, home);
    }
    const created = indexes.map((index) => this.#create(kind, index));
    const placements = this.#placements([...this.#open.values(), ...created]);
    for (const window of created) {
      const placement = placements.get(window.name);
      if (!placement) continue;
      this.#settle(window, placement);
      this.#open.set(window.name, window);
      window.open(placement);
    }
    this.#rememberDesks();
    events.changed();
    this.reconcile();
  }

  #rememberDesks(): void {
    if (this.#ending) return;
    const open = this.all.filter((window) => window.kind === 'desk').map((window) => window.index);
    // The last that closes is the one to come back.
    if (open.length > 0) this.#options.settings.rememberDesks(open);
  }

  #placements(windows: readonly AppWindow[]): Map<string, Placement> {
    const displays = this.#options.displays();
    const wanted: Wanted[] = inOrder(windows).map(({ name, kind }) => ({
      name,
      kind,
      home: this.#homes.get(name) ?? null,
    }));
    const placements = placeWindows(displays, wanted, this.#known);
    for (const { id } of displays) this.#known.add(id);
    return new Map(placements.map((placement) => [placement.name, placement]));
  }

  /** A window's first place is its home from then on; a wall's is remembered, as it cannot be dragged there. */
  #settle(window: AppWindow, placement: Placement): void {
    const { name } = window;
    const home = this.#homes.get(name) ?? placement.home;
    const next = refreshedHome(home, placement, this.#options.displays());
    this.#homes.set(name, next);
    if (!placement.displaced) this.#options.settings.remember(name, next);
  }

  #moved(window: AppWindow, bounds: Rect): void {
    if (window.placement?.fullscreen) return;
    const displays = readingOrder(this.#options.displays());
    const centre = { x: bounds.x + bounds.width / 2, y: bounds.y + bounds.height / 2 };
    const order = displays.findIndex(
      ({ bounds: area }) =>
        centre.x >= area.x &&
        centre.x < area.x + area.width &&
        centre.y >= area.y &&
        centre.y < area.y + area.height,
    );
    const display = displays[order];
    // A wall that stands beside others has its place from them; a guest's is not its own.
    if (!display || window.placement?.displaced || (window.kind === 'wall' && displays.length > 1)) return;
    const home: Place = { display: { id: display.id, bounds: display.bounds, order }, bounds };
    this.#homes.set(window.name, home);
    this.#options.settings.remember(window.name, home);
  }

  /** Several may be told to close at once, and are all still open when each asks. */
  #mayClose(window: AppWindow): boolean {
    const stays = this.all.some((other) => other !== window && !this.#leaving.has(other.name));
    if (!stays && !this.#options.events.lastCloses(window)) return false;
    this.#leaving.add(window.name);
    return true;
  }

  #create(kind: WindowKind, index: number): AppWindow {
    const { preloads, clock, log, settings, events } = this.#options;
    const name = windowName(kind, index);
    const windowEvents: WindowEvents = {
      attached: events.attached,
      detached: events.detached,
      restarted: (_window, id) => events.restarted(id),
      hidden: (_window, id, hidden) => events.hidden(id, hidden),
      mayClose: (window) => this.#mayClose(window),
      closed: (window) => {
        this.#leaving.delete(window.name);
        if (this.#open.get(window.name) === window) this.#open.delete(window.name);
        this.#rememberDesks();
        events.changed();
      },
      moved: (window, bounds) => this.#moved(window, bounds),
      scene: (window, scene) => settings.rememberScene(window.name, scene),
      shortcut: (wanted) => this.open(wanted),
    };
    const wanted: Wanted = { name, kind, home: this.#homes.get(name) ?? null };
    return new AppWindow({
      wanted,
      index,
      preloads,
      clock,
      log,
      theme: () => settings.current().theme,
      scene: settings.scene(name),
      events: windowEvents,
    });
  }
}

/** Walls by their number, the most important first, then desks, then the handover. */
function inOrder(windows: readonly AppWindow[]): AppWindow[] {
  return [...windows].sort((a, b) =>
    a.kind === b.kind ? a.index - b.index : ORDER_OF_KINDS[a.kind] - ORDER_OF_KINDS[b.kind],
  );
}
