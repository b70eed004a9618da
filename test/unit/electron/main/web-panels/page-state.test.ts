import { describe, expect, it } from 'vitest';
import {
  newPage,
  type PageAct,
  type PageEvent,
  type PageState,
  stepPage,
} from '../../../../../electron/main/web-panels/page-state';
import { webState } from '../../../../../shared/model/wall-health';

const START = 1_700_000_000_000;

/** A page whose seconds a test counts. */
class Rig {
  state: PageState;
  mono = 1_000;
  readonly acts: PageAct[] = [];

  constructor(refreshMs: number | null = null) {
    this.state = newPage('graf', 'https://a.no/d', refreshMs, this.now);
  }
  get now() {
    return { now: START + this.mono, mono: this.mono };
  }
  get web() {
    return this.state.web;
  }
  feel(event: PageEvent): this {
    const { state, act } = stepPage(this.state, event, this.now);
    this.state = state;
    if (act) this.acts.push(act);
    return this;
  }
  wait(seconds: number, alive = true): this {
    for (let second = 0; second < seconds; second++) {
      this.mono += 1_000;
      this.feel({ type: 'tick' });
      if (alive) this.feel({ type: 'alive' });
    }
    return this;
  }
  /** As a page that is well comes. */
  shown(ms = 1_300, status = 200): this {
    this.feel({ type: 'begun' });
    this.mono += ms;
    return this.feel({ type: 'answered', address: 'https://a.no/d', status })
      .feel({ type: 'ready' })
      .feel({ type: 'finished' });
  }
}
const loaded = (refreshMs: number | null = null): Rig => new Rig(refreshMs).feel({ type: 'load' }).shown();

describe('a page of the web', () => {
  it('is shown when it has come, with when and how long it took', () => {
    const page = loaded();
    expect(page.web).toMatchObject({
      phase: 'shown',
      loadMs: 1_300,
      loadedAt: START + 2_300,
      fault: null,
      nextAt: null,
    });
    expect(page.acts).toEqual(['load']);
  });

  it('has failed by the server’s own word, though there is a page to see', () => {
    const page = new Rig().feel({ type: 'load' }).shown(200, 500);
    expect(page.web).toMatchObject({ phase: 'failed', fault: 'HTTP 500', loadedAt: null });
    expect(page.web.nextAt).toBe(page.now.now + 5_000);
  });

  it('is tried again ever more slowly, and says since when it has not been there', () => {
    const page = new Rig().feel({ type: 'load' });
    const waits: number[] = [];
    const since = page.now.now;
    for (let turn = 0; turn < 9; turn++) {
      page.feel({ type: 'failed', fault: 'ERR_CONNECTION_REFUSED' });
      expect(page.web).toMatchObject({ phase: 'failed', fault: 'ERR_CONNECTION_REFUSED', since });
      const wait = ((page.web.nextAt ?? 0) - page.now.now) / 1_000;
      waits.push(wait);
      page.wait(wait - 1);
      expect(page.acts).toHaveLength(turn + 1);
      page.wait(1);
      expect(page.acts).toHaveLength(turn + 2);
      // While it is tried it is not known when the next time would be.
      expect(page.web.nextAt).toBeNull();
    }
    expect(waits).toEqual([5, 10, 20, 40, 80, 160, 300, 300, 300]);
    page.shown();
    expect(page.web).toMatchObject({ phase: 'shown', fault: null });
  });

  it('that shows nothing for 30 s is given up', () => {
    const page = new Rig().feel({ type: 'load' }).wait(29);
    expect(page.web.phase).toBe('loading');
    page.wait(1);
    expect(page.web).toMatchObject({ phase: 'failed', fault: 'ERR_TIMED_OUT' });
    expect(page.acts).toEqual(['load', 'stop']);
  });

  it('of which something hangs is shown for what it is, timed when there was something to see', () => {
    const page = new Rig().feel({ type: 'load' });
    page.mono += 400;
    page.feel({ type: 'answered', address: 'https://a.no/d', status: 200 }).feel({ type: 'ready' }).wait(30);
    expect(page.web).toMatchObject({ phase: 'shown', loadMs: 400 });
    expect(page.acts).toEqual(['load']);
  });

  it('is not given more time by going somewhere all the time', () => {
    const page = new Rig().feel({ type: 'load' });
    for (let second = 0; second < 30; second++) page.feel({ type: 'begun' }).wait(1);
    expect(page.web).toMatchObject({ phase: 'failed', fault: 'ERR_TIMED_OUT' });
  });

  it('is loaded anew at its own pace, and stands meanwhile', () => {
    const page = loaded(60_000);
    expect(page.web.nextAt).toBe(page.now.now + 60_000);
    page.wait(60);
    expect(page.acts).toEqual(['load', 'load']);
    expect(page.web).toMatchObject({ phase: 'shown', loadMs: 1_300 });
    page.shown(900);
    expect(page.web).toMatchObject({ phase: 'shown', loadMs: 900, loadedAt: page.now.now });
  });

  it('that does not come back from a refresh is not left standing as if it were news', () => {
    const page = loaded(60_000).wait(60);
    const last = page.web.loadedAt;
    page.feel({ type: 'failed', fault: 'ERR_NAME_NOT_RESOLVED' });
    expect(page.web).toMatchObject({ phase: 'failed', fault: 'ERR_NAME_NOT_RESOLVED', loadedAt: last });
  });

  it('whose load ends in no page has failed; one that was there stays, and is refreshed in its time', () => {
    const nothing = new Rig().feel({ type: 'load' }).feel({ type: 'begun' }).feel({ type: 'aborted' });
    expect(nothing.web).toMatchObject({ phase: 'failed', fault: 'ERR_ABORTED' });
    const stands = loaded(30_000).feel({ type: 'begun' }).feel({ type: 'aborted' });
    expect(stands.web).toMatchObject({ phase: 'shown', fault: null });
    expect(stands.wait(30).acts).toEqual(['load', 'load']);
    expect(loaded().feel({ type: 'aborted' }).web.phase).toBe('shown');
  });

  it('that is led outside is refused and stopped; what it tries when it stands is counted, and it stays', () => {
    const led = new Rig().feel({ type: 'load' }).feel({ type: 'begun' });
    led.feel({ type: 'refused', origin: 'https://ond.example' });
    expect(led.web).toMatchObject({ phase: 'refused', fault: 'https://ond.example', refusals: 1 });
    expect(led.acts).toEqual(['load', 'stop']);
    // The stop is heard of too, and changes nothing.
    expect(led.feel({ type: 'aborted' }).web.phase).toBe('refused');
    const tries = loaded();
    for (let time = 0; time < 1_000; time++) tries.feel({ type: 'refused', origin: null });
    expect(tries.web).toMatchObject({ phase: 'shown', refusals: 1_000 });
    tries.feel({ type: 'begun' }).feel({ type: 'refused', origin: 'https://ond.example' });
    expect(tries.feel({ type: 'aborted' }).web).toMatchObject({ phase: 'shown', refusals: 1_001 });
    expect(tries.acts).toEqual(['load']);
  });

  it('that is led to a name without end can still be told of: a report that the hub refuses would hide every wall', () => {
    const led = new Rig().feel({ type: 'load' }).feel({ type: 'begun' });
    led.feel({ type: 'refused', origin: `https://${'a'.repeat(5_000)}.example` });
    expect(webState.safeParse(led.web).success).toBe(true);
    expect(led.web.fault).toMatch(/^https:\/\/aaa/);
  });

  it('that answers no more for 12 s is ended, counted once, and loaded again', () => {
    const page = loaded().wait(20);
    page.wait(11, false);
    expect(page.web.phase).toBe('shown');
    page.wait(1, false);
    expect(page.web).toMatchObject({ phase: 'failed', fault: 'HUNG' });
    page.feel({ type: 'gone', fault: 'CRASHED' });
    expect(page.web.fault).toBe('HUNG');
    expect(page.wait(5).acts).toEqual(['load', 'end', 'load']);
    expect(page.shown().web.phase).toBe('shown');
  });

  it('whose process ends is loaded again; while it is, that can happen too', () => {
    const page = loaded().feel({ type: 'gone', fault: 'CRASHED' });
    expect(page.web).toMatchObject({ phase: 'failed', fault: 'CRASHED' });
    page.wait(5).feel({ type: 'gone', fault: 'MEMORY' });
    expect(page.web).toMatchObject({ phase: 'failed', fault: 'MEMORY' });
    expect((page.web.nextAt ?? 0) - page.now.now).toBe(10_000);
  });

  it('that comes and goes is not forgiven until it has stood for a minute', () => {
    const page = loaded().feel({ type: 'gone', fault: 'CRASHED' }).wait(5).shown();
    page.wait(30).feel({ type: 'gone', fault: 'CRASHED' });
    expect((page.web.nextAt ?? 0) - page.now.now).toBe(10_000);
    page.wait(10).shown();
    page.wait(60).feel({ type: 'gone', fault: 'CRASHED' });
    expect((page.web.nextAt ?? 0) - page.now.now).toBe(5_000);
  });

  it('hears late words of a load that is over without heeding them', () => {
    const page = new Rig().feel({ type: 'load' }).feel({ type: 'failed', fault: 'ERR_FAILED' });
    const before = page.state;
    page.feel({ type: 'finished' }).feel({ type: 'ready' }).feel({ type: 'failed', fault: 'ERR_OTHER' });
    expect(page.state).toEqual(before);
  });
});
