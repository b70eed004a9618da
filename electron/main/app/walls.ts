import type { BrowserWindow } from 'electron';
import type { Args, WallPlace } from '../../../shared/contract/ipc';
import type { WebState } from '../../../shared/model/wall-health';
import { wallPlanOf } from '../../../shared/rules/wall/read-wall';
import { type WebView, webOf } from '../web-panels/web-of';
import type { WebPanels } from '../web-panels/web-panels';
import type { AppWindow } from '../windows/app-window';
import {
  displaysOfOthers,
  NO_PLACES,
  placeOf,
  samePlaces,
  type WallPlaces,
  type WallWindow,
  wallPlaces,
} from '../windows/wall-place';

type Shows = Args<'wall:shows'>;

export interface WallsOptions {
  /** The wall windows that are open, by number. */
  readonly windows: () => readonly AppWindow[];
  /** Device pixels in a DIP, by display. */
  readonly scales: () => ReadonlyMap<number, number>;
  readonly view: () => WebView;
  /** The name that this computer calls itself by. */
  readonly computer: () => string;
  readonly pitchMm: () => number;
  readonly webs: WebPanels<BrowserWindow>;
  /** Windows are to hear of their place anew. */
  readonly changed: () => void;
}

/** What is known of a wall window besides how it fares: for those who look after walls. */
export interface WallWindowState {
  readonly display: string | null;
  readonly scene: string | null;
  /** When the scene's first frame was painted: the hub's clock, ms UTC. */
  readonly sceneAt: number | null;
  readonly legible: boolean;
  readonly webs: readonly WebState[];
}

/** The walls of this computer as one: which display of the wall each window shows, and what it says that it shows. */
export class Walls {
  readonly #options: WallsOptions;
  #places: WallPlaces = NO_PLACES;
  /** Displays of other computers that nobody shows. */
  #away: ReadonlySet<string> = new Set();
  /** By web contents. */
  readonly #shows = new Map<number, Shows>();
  readonly #longTasks = new Map<number, number>();

  constructor(options: WallsOptions) {
    this.#options = options;
  }

  /** Looks at windows, displays and plan again. */
  refresh(): void {
    const { windows, scales, view, computer, pitchMm } = this.#options;
    const scale = scales();
    const next = wallPlaces(
      wallPlanOf(view().catalogue),
      computer(),
      windows().flatMap((window) => seenWindow(window, scale)),
      pitchMm(),
      this.#away,
    );
    if (samePlaces(next, this.#places)) return;
    this.#places = next;
    this.#options.changed();
    this.refreshWebs();
  }

  /** Displays that other computers have to show, by id. */
  get others(): readonly string[] {
    const { windows, view, computer } = this.#options;
    return displaysOfOthers(wallPlanOf(view().catalogue), computer(), windows().length > 0);
  }

  /** Nobody shows these displays of other computers. */
  setAway(away: ReadonlySet<string>): void {
    this.#away = away;
    this.refresh();
  }

  /** Looks at what the windows show of the web again: what the room has written of it may be another now. */
  refreshWebs(): void {
    for (const window of this.#options.windows()) this.#showWebs(window);
  }

  /** To be called each second. */
  tick(): void {
    this.refresh();
    this.refreshWebs();
    this.#options.webs.tick(new Set(this.#options.windows().map(({ name }) => name)));
  }

  /** Which display of the wall a window shows, and all that there are. */
  place(window: string): WallPlace {
    return placeOf(this.#places, window);
  }

  /** What a page of a wall window says that it shows: of two while one takes the other's place, the one that is seen counts. */
  shows(contentsId: number, shows: Shows): void {
    this.#shows.set(contentsId, shows);
    const window = this.#options.windows().find((one) => one.contentsId === contentsId);
    if (window) this.#showWebs(window);
  }

  /** A page of a wall window was busy for over 50 ms so many times. */
  longTasks(contentsId: number, count: number): void {
    if (count > 0) this.#longTasks.set(contentsId, (this.#longTasks.get(contentsId) ?? 0) + count);
  }

  /** Long tasks of a window since this was asked last. */
  takeLongTasks(window: AppWindow): number {
    const count = this.#longTasks.get(window.contentsId) ?? 0;
    this.#longTasks.delete(window.contentsId);
    return count;
  }

  stateOf(window: AppWindow): WallWindowState {
    const shows = this.#shows.get(window.contentsId);
    return {
      display: this.place(window.name).display,
      scene: shows?.scene ?? null,
      sceneAt: shows?.at ?? null,
      legible: shows?.legible ?? true,
      webs: this.#options.webs.states(window.name),
    };
  }

  /** Its page begins anew, or is gone: nobody knows what it shows. */
  forget(contentsId: number): void {
    this.#shows.delete(contentsId);
    this.#longTasks.delete(contentsId);
    const window = this.#options.windows().find((one) => one.contentsId === contentsId);
    if (window) this.#options.webs.hide(window.name);
  }

  #showWebs(window: AppWindow): void {
    const { webs, view } = this.#options;
    const host = window.browserWindow;
    const shows = this.#shows.get(window.contentsId);
    if (!host || !shows) {
      webs.hide(window.name);
      return;
    }
    const place = this.place(window.name);
    const now = view();
    // A panel is one page, however often a window names it.
    const once = new Map(shows.webs.map((web) => [web.panel, web]));
    const wanted = [...once.values()].flatMap(({ panel, rect }) => {
      const settings = webOf(now, place, shows.scene, panel);
      return settings ? [{ panel, settings, rect }] : [];
    });
    webs.show(window.name, host, wanted);
  }
}

/** A window's size is its display's where it fills that: it may be on its way there. */
function seenWindow(window: AppWindow, scales: ReadonlyMap<number, number>): readonly WallWindow[] {
  const { placement, name, index } = window;
  if (!placement) return [];
  const scale = scales.get(placement.displayId) ?? 1;
  const { width, height } = placement.fullscreen
    ? placement.bounds
    : (window.contentSize ?? placement.bounds);
  return [
    {
      name,
      index,
      home: placement.home.display.bounds,
      whole: placement.fullscreen && !placement.displaced,
      width: width * scale,
      height: height * scale,
    },
  ];
}
