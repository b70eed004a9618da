import { beforeEach, describe, expect, it } from 'vitest';
import { type Page, WebPanels, type WebSettings } from '../../../../../electron/main/web-panels/web-panels';
import type { WebState } from '../../../../../shared/model/wall-health';
import { ManualClock } from '../../../../../shared/time/clock';

const settings = (url: string): WebSettings => ({ url, title: '', allow: [], zoom: 1, refreshMs: null });
const RECT = { x: 0, y: 40, w: 300, h: 200 };
const want = (panel: string, url = 'https://a.no/', rect = RECT) => ({
  panel,
  settings: settings(url),
  rect,
});

class FakePage implements Page<string> {
  state: WebState;
  at: { readonly host: string; readonly rect: typeof RECT } | null = null;
  ticks = 0;
  closed = false;
  constructor(
    panel: string,
    readonly settings: WebSettings,
    readonly changed: () => void,
  ) {
    const none = { nextAt: null, loadedAt: null, loadMs: null, fault: null };
    this.state = { panel, phase: 'loading', since: 0, address: settings.url, refusals: 0, ...none };
  }
  stand(at: typeof this.at): void {
    this.at = at;
  }
  tick(): void {
    this.ticks += 1;
  }
  weigh(): void {}
  close(): void {
    this.closed = true;
  }
  becomes(change: Partial<WebState>): void {
    this.state = { ...this.state, ...change };
    this.changed();
  }
}

let made: FakePage[];
let told: [string, readonly WebState[]][];
let clock: ManualClock;
let webs: WebPanels<string>;
const page = (turn: number): FakePage => made[turn] as FakePage;

beforeEach(() => {
  made = [];
  told = [];
  clock = new ManualClock();
  webs = new WebPanels<string>({
    make: (panel, web, changed) => {
      const fake = new FakePage(panel, web, changed);
      made.push(fake);
      return fake;
    },
    clock,
    changed: (window, states) => told.push([window, states]),
  });
});

describe('pages of the web on walls', () => {
  it('are made once, and move where their panel is', () => {
    webs.show('wall-1', 'one', [want('graf')]);
    webs.show('wall-1', 'one', [want('graf', 'https://a.no/', { ...RECT, x: 500 })]);
    expect(made).toHaveLength(1);
    expect(page(0).at).toEqual({ host: 'one', rect: { ...RECT, x: 500 } });
  });

  it('go with their wall to the window that takes its place, which is told of them anew', () => {
    webs.show('wall-1', 'one', [want('graf')]);
    clock.advance(1_000);
    webs.show('wall-1', 'two', [want('graf')]);
    clock.advance(1_000);
    expect(made).toHaveLength(1);
    expect(page(0).at?.host).toBe('two');
    expect(told).toHaveLength(2);
  });

  it('are others where their settings are, and one for each of two panels and each wall', () => {
    webs.show('wall-1', 'one', [want('graf'), want('tall')]);
    webs.show('wall-2', 'two', [want('graf')]);
    webs.show('wall-1', 'one', [want('graf', 'https://b.no/'), want('tall')]);
    expect(made.map((one) => [one.state.panel, one.settings.url, one.at?.host ?? null])).toEqual([
      ['graf', 'https://a.no/', null],
      ['tall', 'https://a.no/', 'one'],
      ['graf', 'https://a.no/', 'two'],
      ['graf', 'https://b.no/', 'one'],
    ]);
    expect(webs.states('wall-1').map(({ address }) => address)).toEqual(['https://a.no/', 'https://b.no/']);
  });

  it('that are off the wall go on for a while, so that scenes in turn need not load them each time', () => {
    webs.show('wall-1', 'one', [want('graf')]);
    webs.show('wall-1', 'one', []);
    expect(page(0)).toMatchObject({ at: null, closed: false });
    expect(webs.states('wall-1')).toEqual([]);
    webs.tick(new Set(['wall-1']));
    expect(page(0).ticks).toBe(1);
    clock.advance(60_000);
    webs.show('wall-1', 'one', [want('graf')]);
    expect(made).toHaveLength(1);
    expect(page(0).at?.host).toBe('one');
    webs.show('wall-1', 'one', []);
    clock.advance(600_000);
    webs.tick(new Set(['wall-1']));
    expect(page(0).closed).toBe(true);
  });

  it('are kept off the wall four at most: the one that was seen longest ago goes', () => {
    for (let turn = 0; turn < 6; turn++) {
      clock.advance(1_000);
      webs.show('wall-1', 'one', [want(`graf-${turn}`)]);
    }
    expect(made.map(({ closed }) => closed)).toEqual([true, false, false, false, false, false]);
  });

  it('go with a wall that is closed, and all at the end', () => {
    webs.show('wall-1', 'one', [want('graf')]);
    webs.show('wall-2', 'two', [want('graf')]);
    webs.tick(new Set(['wall-1']));
    expect(made.map(({ closed }) => closed)).toEqual([false, true]);
    webs.stop();
    expect(page(0).closed).toBe(true);
  });

  it('are put aside while nobody knows what their wall shows, and it is told of them when it says', () => {
    webs.show('wall-1', 'one', [want('graf')]);
    clock.advance(1_000);
    webs.hide('wall-1');
    expect(page(0)).toMatchObject({ at: null, closed: false });
    clock.advance(100);
    webs.show('wall-1', 'one', [want('graf')]);
    clock.advance(1_000);
    expect(told.map(([, states]) => states.length)).toEqual([1, 1]);
  });

  it('tell of changes at a pace, and of nothing that is as it was', () => {
    webs.show('wall-1', 'one', [want('graf')]);
    clock.advance(250);
    for (let time = 1; time <= 1_000; time++) page(0).becomes({ refusals: time });
    clock.advance(249);
    expect(told).toHaveLength(1);
    clock.advance(1);
    expect(told).toHaveLength(2);
    expect(told.at(-1)).toMatchObject(['wall-1', [{ refusals: 1_000 }]]);
    page(0).becomes({});
    clock.advance(1_000);
    expect(told).toHaveLength(2);
  });
});
