import { join } from 'node:path';
import { BrowserWindow } from 'electron';
import type { News, Theme, WindowKind } from '../../../shared/contract/ipc';
import type { Clock } from '../../../shared/time/clock';
import type { Logger } from '../app/log';
import { ORIGIN } from '../security/origin';
import { GROUND, KINDS } from './kinds';
import { type Placement, type Rect, sameRect, type Wanted } from './placement';
import { type Health, type HealthEvent, NEW_WINDOW, stepHealth } from './recovery';
import { opensWindow } from './shortcuts';

/** What a window tells those who keep it. */
export interface WindowEvents {
  /** There is a (new) web contents behind it. */
  readonly attached: (window: AppWindow, contentsId: number) => void;
  readonly detached: (window: AppWindow, contentsId: number) => void;
  /** Its page begins anew. */
  readonly restarted: (window: AppWindow, contentsId: number) => void;
  readonly hidden: (window: AppWindow, contentsId: number, hidden: boolean) => void;
  /** A person wants it closed. Return false to keep it for now. */
  readonly mayClose: (window: AppWindow) => boolean;
  readonly closed: (window: AppWindow) => void;
  /** A person has moved or sized it. */
  readonly moved: (window: AppWindow, bounds: Rect) => void;
  /** It has shown something else for a while: the part of its page's address after `#`. */
  readonly scene: (window: AppWindow, scene: string) => void;
  readonly shortcut: (kind: WindowKind) => void;
}

export interface AppWindowOptions {
  readonly wanted: Wanted;
  readonly index: number;
  readonly preloads: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly theme: () => Theme;
  /** What it begins with: its page's `#…`, or nothing. */
  readonly scene: string;
  readonly events: WindowEvents;
}

/** A move by the window manager follows ours at once; one that comes later than this is a person's, ms. */
const OWN_MOVE_MS = 1_500;
/** A window is shown after so long, whether its page is ready or not, ms. */
const SHOW_MS = 3_000;
/** A drag is a person's choice when it has rested for so long, ms. */
const REST_MS = 500;

/**
 * One window of the room that stays, whatever happens to the BrowserWindow and the process behind it: it places
 * itself, watches over its page, and brings it back.
 */
export class AppWindow {
  readonly name: string;
  readonly kind: WindowKind;
  readonly index: number;
  readonly #options: AppWindowOptions;
  readonly #log: Logger;
  #window: BrowserWindow | null = null;
  #contentsId = 0;
  #health: Health = NEW_WINDOW;
  #placement: Placement | null = null;
  /** What the window was last told. */
  #applied: Placement | null = null;
  #placedAt = Number.NEGATIVE_INFINITY;
  #closing = false;
  #cancelRemedy: (() => void) | null = null;
  #cancelRest: (() => void) | null = null;
  /** The part of the page's address that says what it shows: kept when it is brought back. */
  #scene: string;
  #cancelScene: (() => void) | null = null;

  constructor(options: AppWindowOptions) {
    this.#options = options;
    this.name = options.wanted.name;
    this.kind = options.wanted.kind;
    this.index = options.index;
    this.#scene = options.scene;
    this.#log = options.log.child({ window: this.name });
  }

  get browserWindow(): BrowserWindow | null {
    return this.#window;
  }

  get placement(): Placement | null {
    return this.#placement;
  }

  get hidden(): boolean {
    return this.#window === null || !this.#window.isVisible() || this.#window.isMinimized();
  }

  /** Opens it at a place. */
  open(placement: Placement): void {
    this.#placement = placement;
    this.#create();
  }

  /** Moves it to another place, when it is another. */
  place(placement: Placement): void {
    this.#placement = placement;
    const window = this.#window;
    // Not shown: it takes its place when it is.
    if (!window?.isVisible()) return;
    const before = this.#applied;
    const there =
      placement.fullscreen === window.isFullScreen() && sameRect(window.getBounds(), placement.bounds);
    // Where the window manager keeps a window a few pixels off, asking again would only make it wander.
    const asked =
      !placement.fullscreen && before?.fullscreen === false && sameRect(before.bounds, placement.bounds);
    if (there || asked) return;
    this.#log.info(
      { bounds: placement.bounds, fullscreen: placement.fullscreen, displaced: placement.displaced },
      'the window moves',
    );
    this.#apply(window, placement);
  }

  focus(): void {
    const window = this.#window;
    if (!window) return;
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  /** Closes it without a question. */
  close(): void {
    this.#closing = true;
    this.#cancelRemedy?.();
    this.#cancelRest?.();
    if (this.#window) this.#window.destroy();
  }

  /** Has its page show something else: the part of the address after `#`. */
  show(scene: string): void {
    if (this.#scene === scene) return;
    this.#scene = scene;
    if (this.#window) this.#load(this.#window);
  }

  send<C extends keyof News>(channel: C, news: News[C]): void {
    const window = this.#window;
    if (!window || window.isDestroyed() || window.webContents.isDestroyed() || window.webContents.isCrashed())
      return;
    window.webContents.send(channel, news);
  }

  paintGround(theme: Theme): void {
    this.#window?.setBackgroundColor(GROUND[theme]);
  }

  /** The page painted. */
  beat(frames: number): void {
    this.#feel({ type: 'beat', frames });
  }

  /** To be called each second. */
  tick(): void {
    this.#feel({ type: 'tick' });
  }

  #create(): void {
    const kind = KINDS[this.kind];
    const placement = this.#placement;
    if (!placement) return;
    const window = new BrowserWindow({
      ...placement.bounds,
      minWidth: kind.smallest.width,
      minHeight: kind.smallest.height,
      title: kind.title,
      backgroundColor: GROUND[this.#options.theme()],
      autoHideMenuBar: true,
      // Shown when there is something to see: no white flash in a dark room.
      show: false,
      webPreferences: {
        preload: join(this.#options.preloads, kind.preload),
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        navigateOnDragDrop: false,
        spellcheck: false,
        backgroundThrottling: kind.backgroundThrottling,
      },
    });
    this.#window = window;
    this.#contentsId = window.webContents.id;
    this.#options.events.attached(this, this.#contentsId);
    this.#listen(window, this.#contentsId);
    const show = (): void => {
      if (this.#window !== window || this.#placement === null || window.isVisible()) return;
      // Its place first, then the eye: it opens on the right display.
      this.#apply(window, this.#placement);
      window.show();
    };
    window.once('ready-to-show', show);
    // A page that does not come must not leave the display to what lies behind: the ground, at least.
    this.#options.clock.after(SHOW_MS, show);
    this.#load(window);
  }

  #listen(window: BrowserWindow, contentsId: number): void {
    const { events } = this.#options;
    const contents = window.webContents;
    window.on('close', (event) => {
      if (this.#closing || events.mayClose(this)) return;
      event.preventDefault();
    });
    window.on('closed', () => {
      events.detached(this, contentsId);
      if (this.#window !== window) return;
      this.#window = null;
      this.#cancelRemedy?.();
      this.#cancelRest?.();
      this.#cancelScene?.();
      events.closed(this);
    });
    const visibility = (): void => {
      if (this.#window !== window) return;
      this.#feel({ type: this.hidden ? 'hidden' : 'shown' });
      events.hidden(this, contentsId, this.hidden);
      // Displays may have come and gone meanwhile.
      if (!this.hidden && this.#placement) this.place(this.#placement);
    };
    window.on('show', visibility);
    window.on('hide', visibility);
    window.on('minimize', visibility);
    window.on('restore', visibility);
    const moved = (): void => this.#rest(window);
    window.on('move', moved);
    window.on('resize', moved);
    window.on('page-title-updated', (event) => event.preventDefault());
    window.on('unresponsive', () => {
      this.#log.warn('the window is unresponsive');
      this.#feel({ type: 'unresponsive' });
    });
    window.on('responsive', () => this.#feel({ type: 'responsive' }));
    contents.on('render-process-gone', (_event, details) => {
      if (this.#window !== window || this.#closing) return;
      this.#log.error({ reason: details.reason, exitCode: details.exitCode }, 'the window’s process is gone');
      this.#feel({ type: 'crashed' });
    });
    contents.on('did-start-navigation', (details) => {
      if (details.isMainFrame && !details.isSameDocument) events.restarted(this, contentsId);
    });
    contents.on('did-navigate-in-page', (_event, url) => {
      this.#scene = new URL(url).hash;
      // A person who walks down a list changes it with every step: only where they rest is written down.
      this.#cancelScene?.();
      this.#cancelScene = this.#options.clock.after(REST_MS, () => events.scene(this, this.#scene));
    });
    contents.on('did-fail-load', (_event, code, description, _url, isMainFrame) => {
      // −3: another load took its place.
      if (isMainFrame && code !== -3)
        this.#log.error({ code, description }, 'the window’s page did not load');
    });
    contents.on('preload-error', (_event, _path, error) =>
      this.#log.error({ err: error }, 'the window’s preload failed'),
    );
    contents.on('before-input-event', (event, input) => {
      const kind = opensWindow(input, process.platform === 'darwin');
      if (kind === null) return;
      event.preventDefault();
      events.shortcut(kind);
    });
  }

  #load(window: BrowserWindow): void {
    this.#feel({ type: 'started' });
    const url = new URL(`${ORIGIN}/${KINDS[this.kind].page}/index.html`);
    // The page paints its ground before it has its settings.
    url.searchParams.set('theme', this.#options.theme());
    url.hash = this.#scene;
    window.loadURL(url.href).catch((error: unknown) => {
      if (this.#window === window && !this.#closing)
        this.#log.warn({ err: error }, 'the window’s page was not loaded');
    });
  }

  #apply(window: BrowserWindow, placement: Placement): void {
    this.#placedAt = this.#options.clock.mono();
    this.#applied = placement;
    // A full-screen window ignores new bounds: out of it, move, and into it again.
    if (window.isFullScreen()) window.setFullScreen(false);
    window.setBounds(placement.bounds);
    if (placement.fullscreen) window.setFullScreen(true);
  }

  #rest(window: BrowserWindow): void {
    const { clock } = this.#options;
    this.#cancelRest?.();
    this.#cancelRest = clock.after(REST_MS, () => {
      this.#cancelRest = null;
      const ours = clock.mono() - this.#placedAt < OWN_MOVE_MS;
      if (ours || this.#window !== window || this.hidden || window.isFullScreen()) return;
      this.#options.events.moved(this, window.getBounds());
    });
  }

  #feel(event: HealthEvent): void {
    const { health, remedy } = stepHealth(this.#health, event);
    this.#health = health;
    if (!remedy || this.#closing || this.#cancelRemedy) return;
    this.#log.warn(
      { how: remedy.how, afterMs: remedy.afterMs, reason: remedy.why, troubles: health.troubles },
      'the window is brought back',
    );
    this.#cancelRemedy = this.#options.clock.after(remedy.afterMs, () => {
      this.#cancelRemedy = null;
      const window = this.#window;
      if (!window || this.#closing) return;
      if (remedy.how === 'end-process') window.webContents.forcefullyCrashRenderer();
      else if (remedy.how === 'reload') this.#load(window);
      else this.#recreate(window);
    });
  }

  /** The new one first, so that there is always a window and the old one's end closes nothing. */
  #recreate(old: BrowserWindow): void {
    this.#window = null;
    this.#create();
    old.destroy();
  }
}
