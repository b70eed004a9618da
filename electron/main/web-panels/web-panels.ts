import type { Args } from '../../../shared/contract/ipc';
import type { PanelSettings } from '../../../shared/model/panels';
import type { WebState } from '../../../shared/model/wall-health';
import type { Clock } from '../../../shared/time/clock';

export type WebSettings = PanelSettings<'web'>;
export type CssRect = Args<'wall:shows'>['webs'][number]['rect'];

/** A page of the web that stands on a wall window. */
export interface Page<Host> {
  readonly state: WebState;
  /** Puts it on a window there; seen only while it shows what it should. Null: it is put aside, and goes on out of sight. */
  stand(at: { readonly host: Host; readonly rect: CssRect } | null): void;
  /** To be called each second. */
  tick(): void;
  /** MB by process: one that takes too much is ended. */
  weigh(byProcess: ReadonlyMap<number, number>): void;
  close(): void;
}

export interface WebPanelsOptions<Host> {
  readonly make: (panel: string, settings: WebSettings, changed: () => void) => Page<Host>;
  readonly clock: Clock;
  /** Pages of a window are another than they were. */
  readonly changed: (window: string, webs: readonly WebState[]) => void;
}

/** What a wall window shows of the web. */
export interface WantedPage {
  readonly panel: string;
  readonly settings: WebSettings;
  readonly rect: CssRect;
}

interface Standing<Host> {
  readonly page: Page<Host>;
  readonly window: string;
  readonly panel: string;
  readonly settings: string;
  /** When it was put aside (monotonic, ms); null: it is on the wall. */
  aside: number | null;
}

/** A page that is off the wall is kept so long, so that scenes in turn need not load it each time … */
const KEPT_MS = 10 * 60_000;
/** … and so many of them at most. */
const KEPT_MOST = 4;
/** News of pages is told at this pace, ms: a page that does a thousand forbidden things a second is one piece of news. */
const TELL_MS = 250;

/** The pages of the web on this computer's walls: those that are to be there, where they stand, and how they fare. */
export class WebPanels<Host> {
  readonly #options: WebPanelsOptions<Host>;
  #all: readonly Standing<Host>[] = [];
  readonly #told = new Map<string, string>();
  /** On what each window's pages stand: another has heard nothing of them yet. */
  readonly #hosts = new Map<string, Host>();
  readonly #telling = new Map<string, () => void>();

  constructor(options: WebPanelsOptions<Host>) {
    this.#options = options;
  }

  /** What a window shows from now on, and on what. A page that is there already only moves. */
  show(window: string, host: Host, wanted: readonly WantedPage[]): void {
    if (this.#hosts.get(window) !== host) this.#told.delete(window);
    this.#hosts.set(window, host);
    const stays = new Set<Standing<Host>>();
    const made: Standing<Host>[] = [];
    for (const { panel, settings, rect } of wanted) {
      const known = this.#all.find(
        (one) =>
          one.window === window &&
          one.panel === panel &&
          one.settings === textOf(settings) &&
          !stays.has(one),
      );
      const one = known ?? this.#make(window, panel, settings);
      if (!known) made.push(one);
      stays.add(one);
      one.aside = null;
      one.page.stand({ host, rect });
    }
    for (const one of this.#all)
      if (one.window === window && one.aside === null && !stays.has(one)) this.#putAside(one);
    this.#all = [...this.#all, ...made];
    this.#tidy();
    this.#tell(window);
  }

  /** A window is not known to show anything: its pages are put aside until it says. */
  hide(window: string): void {
    this.#hosts.delete(window);
    for (const one of this.#all) if (one.window === window && one.aside === null) this.#putAside(one);
    this.#tidy();
    this.#tell(window);
  }

  /** How the pages on a window fare. */
  states(window: string): readonly WebState[] {
    return this.#all
      .filter((one) => one.window === window && one.aside === null)
      .map(({ page }) => page.state);
  }

  /** To be called each second. `windows`: those that are open; pages of others go. */
  tick(windows: ReadonlySet<string>): void {
    for (const one of this.#all) if (!windows.has(one.window)) this.#close(one);
    this.#tidy();
    for (const { page } of this.#all) page.tick();
  }

  /** MB by process. */
  weigh(byProcess: ReadonlyMap<number, number>): void {
    for (const { page } of this.#all) page.weigh(byProcess);
  }

  stop(): void {
    for (const cancel of this.#telling.values()) cancel();
    this.#telling.clear();
    for (const one of this.#all) one.page.close();
    this.#all = [];
  }

  #make(window: string, panel: string, settings: WebSettings): Standing<Host> {
    const page = this.#options.make(panel, settings, () => this.#tell(window));
    return { page, window, panel, settings: textOf(settings), aside: null };
  }

  #putAside(one: Standing<Host>): void {
    one.aside = this.#options.clock.mono();
    one.page.stand(null);
  }

  #tidy(): void {
    const now = this.#options.clock.mono();
    const aside = this.#all
      .filter((one) => one.aside !== null)
      .sort((a, b) => (b.aside ?? 0) - (a.aside ?? 0));
    for (const [place, one] of aside.entries())
      if (place >= KEPT_MOST || now - (one.aside ?? now) >= KEPT_MS) this.#close(one);
  }

  #close(one: Standing<Host>): void {
    this.#all = this.#all.filter((other) => other !== one);
    one.page.close();
  }

  #tell(window: string): void {
    if (this.#telling.has(window)) return;
    const cancel = this.#options.clock.after(TELL_MS, () => {
      this.#telling.delete(window);
      const webs = this.states(window);
      const text = JSON.stringify(webs);
      if (this.#told.get(window) === text) return;
      this.#told.set(window, text);
      this.#options.changed(window, webs);
    });
    this.#telling.set(window, cancel);
  }
}

function textOf(settings: WebSettings): string {
  return JSON.stringify(settings);
}
