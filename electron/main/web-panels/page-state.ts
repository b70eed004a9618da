import type { WebState } from '../../../shared/model/wall-health';
import { assertNever } from '../../../shared/util/assert-never';

/** A load that has shown nothing by then is given up, and one that has shown something is taken as done, ms. */
const LOAD_MS = 30_000;
/** A page that answers no more for so many seconds hangs: its picture would pass for news. */
const HUNG_TICKS = 12;
/** After a failure it is loaded again, ever more slowly, ms. */
const RETRY_MS = 5_000;
const RETRY_MOST_MS = 5 * 60_000;
/** A server may name what has no end, and what is told of a page has one (`webState`), characters. */
const FAULT_MOST = 300;
/** One that has stood for so many seconds has its failures forgiven. */
const FORGIVEN_TICKS = 60;

/** What happens to a page. Only what concerns its main frame. */
export type PageEvent =
  /** It is to be loaded from its own address: the first time, or again. */
  | { readonly type: 'load' }
  /** It goes somewhere by itself, within what it may. */
  | { readonly type: 'begun' }
  /** The server answered. */
  | { readonly type: 'answered'; readonly address: string; readonly status: number }
  /** There is something to see. */
  | { readonly type: 'ready' }
  | { readonly type: 'finished' }
  | { readonly type: 'failed'; readonly fault: string }
  /** A load ended with nothing, and nothing failed: what it led to was no page. */
  | { readonly type: 'aborted' }
  /** It tried what it may not. `origin`: it was on its way there, and what was to be shown does not come; null: it stays. */
  | { readonly type: 'refused'; readonly origin: string | null }
  | { readonly type: 'gone'; readonly fault: 'CRASHED' | 'MEMORY' | 'FLOOD' }
  /** It answered a question: its thread is alive. */
  | { readonly type: 'alive' }
  | { readonly type: 'tick' };

/** `stop`: end the load. `end`: end its process, which is not listening. */
export type PageAct = 'load' | 'stop' | 'end';

interface Loading {
  readonly at: number;
  /** We load it; else the page goes somewhere by itself, and what stood there stands until it has come. */
  readonly own: boolean;
  readonly readyMs: number | null;
  readonly status: number;
}

/** How a page fares. `web`: what is told of it. Times within are monotonic, ms. */
export interface PageState {
  readonly web: WebState;
  readonly refreshMs: number | null;
  readonly loading: Loading | null;
  readonly dueAt: number | null;
  readonly failures: number;
  readonly silentTicks: number;
  readonly shownTicks: number;
}

export interface Now {
  /** This machine's wall clock, ms UTC. */
  readonly now: number;
  readonly mono: number;
}

/** A page that is about to be loaded for the first time. */
export function newPage(panel: string, address: string, refreshMs: number | null, { now }: Now): PageState {
  return {
    web: {
      panel,
      phase: 'loading',
      since: now,
      nextAt: null,
      address,
      loadedAt: null,
      loadMs: null,
      fault: null,
      refusals: 0,
    },
    refreshMs,
    loading: null,
    dueAt: null,
    failures: 0,
    silentTicks: 0,
    shownTicks: 0,
  };
}

/** What comes of an event, and what is to be done; null: nothing. */
export function stepPage(
  state: PageState,
  event: PageEvent,
  at: Now,
): { readonly state: PageState; readonly act: PageAct | null } {
  const still = (next: PageState = state) => ({ state: next, act: null });
  const { loading, web } = state;
  switch (event.type) {
    case 'load':
      return { state: begin(state, true, at), act: 'load' };
    case 'begun':
      return still(loading ? state : begin(state, false, at));
    case 'answered':
      return still({
        ...state,
        web: { ...web, address: event.address },
        loading: loading && { ...loading, status: event.status },
      });
    case 'ready':
      return still(
        loading && loading.readyMs === null
          ? { ...state, loading: { ...loading, readyMs: at.mono - loading.at } }
          : state,
      );
    case 'finished':
      return still(loading ? finish(state, loading, at.mono - loading.at, at) : state);
    case 'failed':
      return still(loading ? fail(state, 'failed', event.fault, at) : state);
    case 'aborted':
      if (!loading) return still();
      // What stood there before still does.
      return still(
        web.phase === 'shown'
          ? { ...state, loading: null, ...due(state, at) }
          : fail(state, 'failed', 'ERR_ABORTED', at),
      );
    case 'refused': {
      const counted = { ...state, web: { ...web, refusals: web.refusals + 1 } };
      if (event.origin === null || !loading?.own) return still(counted);
      return { state: fail(counted, 'refused', event.origin, at), act: 'stop' };
    }
    case 'gone':
      // What was ended because it hung has been counted.
      if (!loading && (web.phase === 'failed' || web.phase === 'refused')) return still();
      return still(fail(state, 'failed', event.fault, at));
    case 'alive':
      return still({ ...state, silentTicks: 0 });
    case 'tick':
      return tick(state, at);
    default:
      return assertNever(event, 'page event');
  }
}

function tick(state: PageState, at: Now): { readonly state: PageState; readonly act: PageAct | null } {
  const { loading, web, dueAt } = state;
  if (loading && at.mono - loading.at >= LOAD_MS) {
    // Something of it hangs, and the rest can be seen.
    if (loading.readyMs !== null) return { state: finish(state, loading, loading.readyMs, at), act: null };
    return { state: fail(state, 'failed', 'ERR_TIMED_OUT', at), act: 'stop' };
  }
  if (web.phase === 'shown' && !loading) {
    const silentTicks = state.silentTicks + 1;
    const shownTicks = state.shownTicks + 1;
    if (silentTicks >= HUNG_TICKS) return { state: fail(state, 'failed', 'HUNG', at), act: 'end' };
    const next = { ...state, silentTicks, shownTicks };
    const forgiven = shownTicks >= FORGIVEN_TICKS ? { ...next, failures: 0 } : next;
    if (dueAt === null || at.mono < dueAt) return { state: forgiven, act: null };
    return { state: begin(forgiven, true, at), act: 'load' };
  }
  if (dueAt === null || at.mono < dueAt) return { state, act: null };
  return { state: begin(state, true, at), act: 'load' };
}

/** What stood there, or why nothing does, stands until it is known how this one goes. */
function begin(state: PageState, own: boolean, { mono }: Now): PageState {
  return {
    ...state,
    web: { ...state.web, nextAt: null },
    loading: { at: mono, own, readyMs: null, status: 200 },
    dueAt: null,
    silentTicks: 0,
  };
}

function finish(state: PageState, { status }: Loading, loadMs: number, at: Now): PageState {
  if (status >= 400) return fail(state, 'failed', `HTTP ${status}`, at);
  const { web } = state;
  const shown: PageState = {
    ...state,
    web: {
      ...web,
      phase: 'shown',
      since: web.phase === 'shown' ? web.since : at.now,
      loadedAt: at.now,
      loadMs: Math.round(loadMs),
      fault: null,
    },
    loading: null,
    silentTicks: 0,
    shownTicks: web.phase === 'shown' ? state.shownTicks : 0,
  };
  return { ...shown, ...due(shown, at) };
}

/** When a page that stands is loaded anew. */
function due({ web, refreshMs }: PageState, at: Now): Pick<PageState, 'web' | 'dueAt'> {
  return {
    web: { ...web, nextAt: refreshMs === null ? null : at.now + refreshMs },
    dueAt: refreshMs === null ? null : at.mono + refreshMs,
  };
}

function fail(state: PageState, phase: 'failed' | 'refused', fault: string, at: Now): PageState {
  const { web } = state;
  const wait = Math.min(RETRY_MOST_MS, RETRY_MS * 2 ** state.failures);
  // Since when it has not been there: that it was tried again in vain is not news.
  const since = web.phase === 'failed' || web.phase === 'refused' ? web.since : at.now;
  return {
    ...state,
    web: { ...web, phase, since, fault: fault.slice(0, FAULT_MOST), nextAt: at.now + wait },
    loading: null,
    dueAt: at.mono + wait,
    failures: Math.min(30, state.failures + 1),
    silentTicks: 0,
    shownTicks: 0,
  };
}
