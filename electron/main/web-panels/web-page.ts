import { type BrowserWindow, type WebContents, WebContentsView } from 'electron';
import type { WebState } from '../../../shared/model/wall-health';
import type { Clock } from '../../../shared/time/clock';
import type { Logger } from '../app/log';
import { Tally } from '../ipc/tally';
import type { WebPages } from '../security/web-pages';
import { endRenderer } from '../windows/browser-window';
import { newPage, type PageAct, type PageEvent, type PageState, stepPage } from './page-state';
import type { Lease, WebSessions } from './sessions';
import type { CssRect, Page, WebSettings } from './web-panels';
import { mayBeAt, originOf, plainAddress, type WebRules, webRules } from './web-rules';

export interface WebPageOptions {
  readonly panel: string;
  readonly settings: WebSettings;
  readonly sessions: WebSessions;
  /** Told of its web contents before that is given anything to load. */
  readonly pages: WebPages;
  readonly clock: Clock;
  readonly log: Logger;
  /** It fares otherwise than it did. */
  readonly changed: () => void;
}

type Standing = NonNullable<Parameters<Page<BrowserWindow>['stand']>[0]>;

/** A world of our own in the page, which it cannot see into. */
const OUR_WORLD = 999;
/** Its process may take so much, MB: the wall has more to show. */
const MEMORY_MB = 1_000;
/** Lines of its console and things refused to it within a second: each is work of this process, and all else waits for it. */
const BURDEN_MOST = 2_000;
/** Chromium's number for a load that something else took the place of. */
const ABORTED = -3;

/**
 * One page of the web on a wall, in a view of its own above the wall's picture: it shows its own origins and nothing else,
 * takes no input, asks nobody for anything, makes no sound, and is seen only while it is what it should be.
 */
export class WebPage implements Page<BrowserWindow> {
  readonly #options: WebPageOptions;
  readonly #rules: WebRules;
  readonly #log: Logger;
  readonly #lease: Lease;
  readonly #tally: Tally;
  #state: PageState;
  /** Null: it closed itself, or has not begun. */
  #view: WebContentsView | null = null;
  /** Where it is to stand. */
  #at: Standing | null = null;
  /** On what its view lies. */
  #host: BrowserWindow | null = null;
  #asked = false;
  /** Since the last tick. */
  #burden = 0;
  #closed = false;

  constructor(options: WebPageOptions) {
    const { panel, settings, sessions, log } = options;
    this.#options = options;
    this.#rules = webRules(settings);
    this.#log = log.child({ panel });
    this.#tally = new Tally((what, count) => this.#log.warn({ what, count }, 'refused to a page of the web'));
    this.#state = newPage(panel, plainAddress(settings.url), settings.refreshMs, this.#now);
    this.#lease = sessions.lease(this.#rules, (what, address) => this.#refuse(what, address, null));
    this.#lease.ready.then(() => this.#feel({ type: 'load' }));
  }

  get state(): WebState {
    return this.#state.web;
  }

  stand(at: Standing | null): void {
    if (this.#closed) return;
    this.#at = at;
    this.#settle();
  }

  tick(): void {
    if (this.#closed) return;
    this.#burden = 0;
    this.#feel({ type: 'tick' });
    this.#askWhetherAlive();
  }

  /** Ends it when its process takes too much; MB by process. */
  weigh(byProcess: ReadonlyMap<number, number>): void {
    const contents = this.#contents;
    if (!contents || contents.isCrashed()) return;
    const mb = byProcess.get(contents.getOSProcessId()) ?? 0;
    if (mb < MEMORY_MB) return;
    this.#log.warn({ mb: Math.round(mb) }, 'a page of the web takes too much memory');
    this.#end('MEMORY');
  }

  close(): void {
    if (this.#closed) return;
    this.#at = null;
    this.#settle();
    const contents = this.#contents;
    this.#closed = true;
    if (!contents) {
      this.#lease.release();
      return;
    }
    contents.once('destroyed', () => this.#lease.release());
    // Whatever it would say to that, it goes.
    contents.close({ waitForBeforeUnload: false });
  }

  #end(fault: 'MEMORY' | 'FLOOD'): void {
    this.#feel({ type: 'gone', fault });
    this.#do('end');
  }

  /** Something that it does keeps this process busy: one that does nothing else is ended. */
  #bear(): void {
    this.#burden += 1;
    if (this.#burden !== BURDEN_MOST || this.#closed || !this.#contents || this.#contents.isCrashed()) return;
    this.#log.warn('a page of the web keeps this process busy');
    this.#end('FLOOD');
  }

  /** Its web contents, while there is one. */
  get #contents(): WebContents | null {
    // Electron takes it from the view when it has ended, whatever its types say.
    const contents = this.#view?.webContents as WebContents | undefined;
    return contents === undefined || contents.isDestroyed() ? null : contents;
  }

  get #now(): { readonly now: number; readonly mono: number } {
    const { clock } = this.#options;
    return { now: clock.now(), mono: clock.mono() };
  }

  #make(): WebContents {
    const { settings, pages } = this.#options;
    const view = new WebContentsView({
      webPreferences: {
        session: this.#lease.session,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        devTools: false,
        disableDialogs: true,
        navigateOnDragDrop: false,
        spellcheck: false,
        plugins: false,
        // All windows are drawn by one process: a page is kept from what can most easily take it down.
        webgl: false,
        autoplayPolicy: 'document-user-activation-required',
        backgroundThrottling: false,
        zoomFactor: settings.zoom,
      },
    });
    const contents = view.webContents;
    pages.add(contents);
    contents.setAudioMuted(true);
    contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
    view.setVisible(false);
    this.#guard(contents);
    this.#watch(contents);
    // A page can close itself, and nothing prevents it.
    contents.once('destroyed', () => {
      if (this.#closed || this.#view !== view) return;
      this.#takeOff();
      this.#view = null;
      this.#refuse('close', '', null);
      this.#feel({ type: 'gone', fault: 'CRASHED' });
    });
    this.#view = view;
    this.#settle();
    return contents;
  }

  /** Lays its view where it is to stand; it is seen only while it shows what it should. */
  #settle(): void {
    const view = this.#view;
    const at = this.#at?.host.isDestroyed() === false ? this.#at : null;
    if (!view || !this.#contents) return;
    if (this.#host !== (at?.host ?? null)) this.#takeOff();
    if (at) {
      if (this.#host === null) at.host.contentView.addChildView(view);
      this.#host = at.host;
      view.setBounds(within(at.rect, at.host.getContentBounds()));
    }
    view.setVisible(at !== null && this.#state.web.phase === 'shown');
  }

  #takeOff(): void {
    const host = this.#host;
    this.#host = null;
    if (this.#view && host && !host.isDestroyed()) host.contentView.removeChildView(this.#view);
  }

  #feel(event: PageEvent): void {
    if (this.#closed) return;
    const before = this.#state.web;
    const { state, act } = stepPage(this.#state, event, this.#now);
    this.#state = state;
    if (state.web.phase !== before.phase) {
      this.#settle();
      this.#log.info({ phase: state.web.phase, fault: state.web.fault }, 'a page of the web');
    }
    if (state.web !== before) this.#options.changed();
    if (act) this.#do(act);
  }

  #do(act: PageAct): void {
    const { settings } = this.#options;
    const present = this.#contents;
    if (act === 'stop') {
      present?.stop();
      return;
    }
    if (act === 'end') {
      if (present) endRenderer(present);
      return;
    }
    this.#asked = false;
    // This address too is judged: a panel's settings are what somebody wrote.
    const origin = originOf(settings.url);
    if (origin === null || !mayBeAt(this.#rules, settings.url, true)) {
      this.#feel({ type: 'refused', origin: origin ?? '' });
      return;
    }
    // How it goes is heard by events, of which there are more than this promise knows.
    const contents = present ?? this.#make();
    contents.loadURL(settings.url).catch(() => undefined);
  }

  #refuse(what: string, address: string, origin: string | null): void {
    this.#tally.add(`${what} ${originOf(address)?.slice(0, 200) ?? ''}`.trim());
    this.#feel({ type: 'refused', origin });
    this.#bear();
  }

  /** What a page could do beyond showing itself. */
  #guard(contents: WebContents): void {
    contents.setWindowOpenHandler(({ url }) => {
      this.#refuse('window', url, null);
      return { action: 'deny' };
    });
    contents.on('will-frame-navigate', (event) => {
      if (mayBeAt(this.#rules, event.url, event.isMainFrame)) return;
      event.preventDefault();
      this.#refuse('navigation', event.url, null);
    });
    contents.on('will-redirect', (event) => {
      if (mayBeAt(this.#rules, event.url, event.isMainFrame)) return;
      event.preventDefault();
      const { url, isMainFrame } = event;
      this.#refuse('redirect', url, isMainFrame ? (originOf(url) ?? url.slice(0, 200)) : null);
    });
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.on('will-prevent-unload', (event) => event.preventDefault());
    contents.on('login', (event, _details, _auth, answer) => {
      event.preventDefault();
      this.#refuse('login', contents.getURL(), null);
      answer();
    });
    contents.on('select-client-certificate', (event, url, _list, answer) => {
      event.preventDefault();
      this.#refuse('certificate', url, null);
      // Typed as if one had to be chosen; none is what is meant by nothing (electron.d.ts leaves that out).
      (answer as () => void)();
    });
    contents.on('select-bluetooth-device', (event, _devices, answer) => {
      event.preventDefault();
      answer('');
    });
    // A wall is looked at: nothing that is typed or clicked there reaches a stranger's page.
    contents.on('before-input-event', (event) => event.preventDefault());
    contents.on('before-mouse-event', (event) => event.preventDefault());
    contents.setIgnoreMenuShortcuts(true);
  }

  #watch(contents: WebContents): void {
    const { settings } = this.#options;
    contents.on('did-start-navigation', (details) => {
      if (details.isMainFrame && !details.isSameDocument) this.#feel({ type: 'begun' });
    });
    contents.on('did-navigate', (_event, url, status) => {
      contents.setZoomFactor(settings.zoom);
      // What was asked of the page before it is never answered.
      this.#asked = false;
      if (/^https?:/i.test(url)) this.#feel({ type: 'answered', address: plainAddress(url), status });
    });
    contents.on('dom-ready', () => {
      this.#feel({ type: 'ready' });
      contents.insertCSS('*, *::before, *::after { cursor: none !important; }').catch(() => undefined);
    });
    contents.on('did-finish-load', () => this.#feel({ type: 'finished' }));
    const failed = (code: number, description: string, isMainFrame: boolean): void => {
      if (!isMainFrame) return;
      if (code !== ABORTED) this.#feel({ type: 'failed', fault: description || `ERR ${code}` });
      // Another load may have taken its place, and is still on its way.
      else if (!contents.isLoadingMainFrame()) this.#feel({ type: 'aborted' });
    };
    contents.on('did-fail-load', (_event, code, text, _url, isMainFrame) => failed(code, text, isMainFrame));
    contents.on('did-fail-provisional-load', (_event, code, text, _url, isMainFrame) =>
      failed(code, text, isMainFrame),
    );
    contents.on('did-stop-loading', () => {
      // A load that came to nothing and said nothing.
      this.#options.clock.after(0, () => {
        if (!this.#closed && !contents.isDestroyed() && !contents.isLoadingMainFrame())
          this.#feel({ type: 'aborted' });
      });
    });
    contents.on('console-message', () => this.#bear());
    contents.on('render-process-gone', (_event, { reason }) =>
      this.#feel({ type: 'gone', fault: reason === 'oom' ? 'MEMORY' : 'CRASHED' }),
    );
  }

  /** One question at a time, in a world of our own: only a thread that is free can answer. */
  #askWhetherAlive(): void {
    const contents = this.#contents;
    if (!contents || this.#asked || this.#state.web.phase !== 'shown' || contents.isCrashed()) return;
    this.#asked = true;
    contents.executeJavaScriptInIsolatedWorld(OUR_WORLD, [{ code: '1' }]).then(
      () => {
        this.#asked = false;
        this.#feel({ type: 'alive' });
      },
      () => {
        this.#asked = false;
      },
    );
  }
}

/** Whole DIP, and nothing beyond the window. */
function within(
  { x, y, w, h }: CssRect,
  { width, height }: { readonly width: number; readonly height: number },
): { x: number; y: number; width: number; height: number } {
  const left = Math.min(width, Math.max(0, Math.round(x)));
  const top = Math.min(height, Math.max(0, Math.round(y)));
  const right = Math.min(width, Math.max(left, Math.round(x + w)));
  const bottom = Math.min(height, Math.max(top, Math.round(y + h)));
  return { x: left, y: top, width: right - left, height: bottom - top };
}
