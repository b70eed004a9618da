import type { BrowserWindow } from 'electron';
import type { News, Theme, WindowKind } from '../../../shared/contract/ipc';
import type { Logger } from '../app/log';
import { ORIGIN } from '../security/origin';
import type { AppWindowOptions, Vitals } from './app-window-options';
import { endRenderer, makeBrowserWindow } from './browser-window';
import { GROUND, KINDS } from './kinds';
import { listenToPage } from './page-events';
import { isAstray, type Placement, sameRect } from './placement';
import { type Health, type HealthEvent, NEW_WINDOW, stepHealth } from './recovery';

/** A move by the window manager follows ours at once; one that comes later than this is a person's, ms. */
const OWN_MOVE_MS = 1_500;
/** A window is shown after so long, whether its page is ready or not, ms. */
const SHOW_MS = 3_000;
/** A drag is a person's choice when it has rested for so long, ms. */
const REST_MS = 500;
/** A replacement that has not painted by then is given up, and the window stays as it was, ms. */
const HEIR_MS = 30_000;
/** Beats with frames before a replacement is shown: its first may tell of a picture without a room in it. */
const HEIR_BEATS = 2;
/** The one that was replaced stays behind its successor for so long: nothing shines through while that is put up, ms. */
const FAREWELL_MS = 1_000;
/** A window that is not where it was put is put there again at this pace, ms … */
const PUT_AGAIN_MS = 2_000;
/** … so many times, and then ever so often: a window manager may learn late of what displays there are. */
const MOST_PUTS = 5;
const PUT_SLOWLY_MS = 20_000;
/** Full screen is asked for so long after the move: both at once, and a window manager may keep the display it was on. */
const FULL_AFTER_MS = 300;

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
  /** Paints out of sight, to take the window's place. */
  #heir: { readonly window: BrowserWindow; owed: number; readonly cancel: () => void } | null = null;
  /** Those whose place was taken: they go when their successor can be seen. */
  readonly #leaving = new Map<number, BrowserWindow>();
  #health: Health = NEW_WINDOW;
  #placement: Placement | null = null;
  /** What the window was last told. */
  #applied: Placement | null = null;
  #placedAt = Number.NEGATIVE_INFINITY;
  #puts = 0;
  #frames = 0;
  #paintedAt: number;
  #revived = 0;
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
    this.#paintedAt = options.clock.mono();
    this.#log = options.log.child({ window: this.name });
  }

  get browserWindow(): BrowserWindow | null {
    return this.#window;
  }

  get placement(): Placement | null {
    return this.#placement;
  }

  /** Size of its page, DIP; null: nobody can see it. */
  get contentSize(): { readonly width: number; readonly height: number } | null {
    return this.#window === null || this.hidden ? null : this.#window.getContentBounds();
  }

  get hidden(): boolean {
    return this.#window === null || !this.#window.isVisible() || this.#window.isMinimized();
  }

  /** Its page's process; null: it has none. */
  get processId(): number | null {
    const window = this.#window;
    if (!window || window.isDestroyed() || window.webContents.isCrashed()) return null;
    return window.webContents.getOSProcessId() || null;
  }

  get contentsId(): number {
    return this.#contentsId;
  }

  get vitals(): Vitals {
    const silentMs = this.#options.clock.mono() - this.#paintedAt;
    return { frames: this.#frames, silentMs, troubles: this.#health.troubles, revived: this.#revived };
  }

  /** Whether a web contents is this window's: the one that is seen, or one that comes or goes. */
  has(contentsId: number): boolean {
    if (contentsId === this.#contentsId && this.#window) return true;
    return this.#leaving.has(contentsId) || this.#heir?.window.webContents.id === contentsId;
  }

  /** Opens it at a place. */
  open(placement: Placement): void {
    this.#placement = placement;
    this.#create();
  }

  /**
   * Puts a new window with a new process in its place, painted before the old one goes. False: not now, because it is
   * hidden, in trouble, or being replaced already.
   */
  renew(why: string): boolean {
    if (!this.#window || this.#closing || this.#heir || this.#cancelRemedy || this.hidden) return false;
    const window = this.#make();
    if (!window) return false;
    this.#log.info({ why }, 'the window is replaced: a new one paints out of sight first');
    const cancel = this.#options.clock.after(HEIR_MS, () => {
      this.#log.warn('the replacement did not paint: the window stays as it was');
      this.#dropHeir();
    });
    this.#heir = { window, owed: HEIR_BEATS, cancel };
    this.#load(window);
    return true;
  }

  /** Brings it back by a person's word, however it fares: its page anew, or a new window with a new process. */
  bringBack(how: 'reload' | 'recreate', why: string): void {
    const window = this.#window;
    // A replacement that paints already is what was asked for.
    if (!window || this.#closing || this.#heir) return;
    if (how === 'recreate' && this.renew(why)) return;
    this.#log.warn({ how, why }, 'the window is brought back');
    this.#cancelRemedy?.();
    this.#cancelRemedy = null;
    this.#revived += 1;
    if (how === 'reload') this.#load(window);
    else this.#recreate(window);
  }

  /** Moves it to another place, when it is another. */
  place(placement: Placement): void {
    this.#placement = placement;
    this.#puts = 0;
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
    this.#dropHeir();
    this.#farewell();
    if (this.#window) this.#window.destroy();
  }

  /** Has its page show something else: the part of the address after `#`. */
  show(scene: string): void {
    if (this.#scene === scene) return;
    this.#scene = scene;
    if (this.#window) this.#load(this.#window);
  }

  send<C extends keyof News>(channel: C, news: News[C]): void {
    this.sendTo(this.#contentsId, channel, news);
  }

  /** Tells one web contents of this window: while it is replaced there are two. */
  sendTo<C extends keyof News>(contentsId: number, channel: C, news: News[C]): void {
    const heir = this.#heir?.window;
    const window =
      contentsId === this.#contentsId ? this.#window : heir?.webContents.id === contentsId ? heir : null;
    if (!window || window.isDestroyed() || window.webContents.isDestroyed() || window.webContents.isCrashed())
      return;
    window.webContents.send(channel, news);
  }

  paintGround(theme: Theme): void {
    this.#window?.setBackgroundColor(GROUND[theme]);
  }

  /** A page of this window painted. */
  beat(contentsId: number, frames: number): void {
    if (contentsId === this.#contentsId) {
      this.#frames = frames;
      if (frames > 0) this.#paintedAt = this.#options.clock.mono();
      this.#feel({ type: 'beat', frames });
      return;
    }
    const heir = this.#heir;
    if (heir?.window.webContents.id !== contentsId || frames === 0) return;
    heir.owed -= 1;
    if (heir.owed === 0) this.#succeed(heir.window);
  }

  /** The process that draws for all windows ended. */
  gpuGone(): void {
    this.#feel({ type: 'gpu-gone' });
    this.send('glass:lost', null);
    const heir = this.#heir?.window;
    if (heir) this.sendTo(heir.webContents.id, 'glass:lost', null);
  }

  /** To be called each second. */
  tick(): void {
    this.#feel({ type: 'tick' });
    this.#putAgain();
  }

  #create(): void {
    const window = this.#make();
    if (!window) return;
    this.#window = window;
    this.#contentsId = window.webContents.id;
    const show = (): void => {
      if (this.#window !== window || this.#placement === null || window.isVisible()) return;
      // Its place first, then the eye: it opens on the right display.
      this.#apply(window, this.#placement);
      window.show();
      this.#farewell();
    };
    window.once('ready-to-show', show);
    // A page that does not come must not leave the display to what lies behind: the ground, at least.
    this.#options.clock.after(SHOW_MS, show);
    this.#load(window);
  }

  #make(): BrowserWindow | null {
    const placement = this.#placement;
    if (!placement) return null;
    const { preloads, theme, events } = this.#options;
    const window = makeBrowserWindow(this.kind, placement.bounds, preloads, theme());
    events.attached(this, window.webContents.id);
    this.#listen(window, window.webContents.id);
    return window;
  }

  /** The replacement has painted: it is shown in the old one's place, which goes when it stands there. */
  #succeed(heir: BrowserWindow): void {
    const old = this.#window;
    const placement = this.#placement;
    this.#heir?.cancel();
    this.#heir = null;
    if (!old || !placement) {
      heir.destroy();
      return;
    }
    this.#leaving.set(this.#contentsId, old);
    this.#window = heir;
    this.#contentsId = heir.webContents.id;
    this.#health = { ...NEW_WINDOW, painted: true };
    this.#revived += 1;
    this.#apply(heir, placement);
    heir.showInactive();
    this.#options.clock.after(FAREWELL_MS, () => this.#farewell());
  }

  #dropHeir(): void {
    const heir = this.#heir;
    this.#heir = null;
    heir?.cancel();
    heir?.window.destroy();
  }

  #farewell(): void {
    for (const old of [...this.#leaving.values()]) old.destroy();
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
      this.#leaving.delete(contentsId);
      if (this.#window !== window) return;
      this.#window = null;
      this.#dropHeir();
      this.#farewell();
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
      if (this.#window !== window) return;
      this.#log.warn('the window is unresponsive');
      this.#feel({ type: 'unresponsive' });
    });
    window.on('responsive', () => {
      if (this.#window === window) this.#feel({ type: 'responsive' });
    });
    contents.on('render-process-gone', (_event, details) => {
      if (this.#heir?.window === window) this.#dropHeir();
      if (this.#window !== window || this.#closing) return;
      this.#log.error({ reason: details.reason, exitCode: details.exitCode }, 'the window’s process is gone');
      this.#feel({ type: 'crashed', reason: details.reason });
    });
    listenToPage(contents, this.#log, {
      restarted: () => events.restarted(this, contentsId),
      scene: (scene) => {
        if (this.#window !== window) return;
        this.#scene = scene;
        // A person who walks down a list changes it with every step: only where they rest is written down.
        this.#cancelScene?.();
        this.#cancelScene = this.#options.clock.after(REST_MS, () => events.scene(this, this.#scene));
      },
      shortcut: events.shortcut,
    });
  }

  #load(window: BrowserWindow): void {
    if (this.#window === window) this.#feel({ type: 'started' });
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

  /** Window managers move windows of their own accord when displays come and go, also after we have. */
  #putAgain(): void {
    const window = this.#window;
    const placement = this.#applied;
    const { clock } = this.#options;
    if (!window || !placement || this.hidden) return;
    const pace = this.#puts < MOST_PUTS ? PUT_AGAIN_MS : PUT_SLOWLY_MS;
    if (clock.mono() - this.#placedAt < pace) return;
    if (!isAstray(placement, window.getBounds(), window.isFullScreen())) return;
    this.#puts += 1;
    this.#log.warn({ bounds: window.getBounds(), wanted: placement.bounds }, 'the window is put back');
    this.#placedAt = clock.mono();
    if (window.isFullScreen()) window.setFullScreen(false);
    window.setBounds(placement.bounds);
    clock.after(FULL_AFTER_MS, () => {
      if (this.#window !== window || this.#applied !== placement || this.#closing) return;
      window.setBounds(placement.bounds);
      window.setFullScreen(true);
    });
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
      // What comes of its end is counted then.
      if (remedy.how === 'end-process') return endRenderer(window.webContents);
      this.#dropHeir();
      this.#revived += 1;
      if (remedy.how === 'reload') this.#load(window);
      else this.#recreate(window);
    });
  }

  /** The new one first, so that there is always a window: the old one goes when its successor can be seen. */
  #recreate(old: BrowserWindow): void {
    this.#leaving.set(this.#contentsId, old);
    this.#window = null;
    this.#create();
  }
}
