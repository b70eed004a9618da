import { assertNever } from '../../../shared/util/assert-never';
import { backoff } from './backoff';

/** The exit code by which a hub says that its data folder has another hub. */
export const EXIT_BUSY = 75;
/** A start that has not led to an answer by now has failed, ms. */
const START_MS = 60_000;
/** A hub of ours that runs and gives no answer for so long is ended and started again, ms. */
const FROZEN_MS = 30_000;
/** A hub that was well for so long has its failures forgotten, ms. */
const WELL_MS = 60_000;
/** A hub of others that gives no answer for so long is tried to be replaced; its lock decides, ms. */
const GONE_MS = 2_000;
/** While the folder is busy and its hub silent, the next try comes so much later, ms. */
const BUSY_RETRY_MS = 5_000;

/** Where the console stands with the hub of its data folder. Times are monotonic, ms. */
export type HubState =
  /** Nothing is known yet. */
  | { readonly phase: 'looking'; readonly failures: number }
  /** Ours has been started and has not answered yet. */
  | { readonly phase: 'starting'; readonly since: number; readonly failures: number }
  /** Ours runs. `silentSince`: no answer since then. */
  | {
      readonly phase: 'own';
      readonly url: string;
      readonly since: number;
      readonly silentSince: number | null;
      readonly failures: number;
    }
  /** Another console's or a headless one runs. `retryAt`: not before then may it be tried to be replaced. */
  | {
      readonly phase: 'attached';
      readonly url: string | null;
      readonly silentSince: number | null;
      readonly retryAt: number;
      readonly failures: number;
    }
  /** Ours ended; the next start is at `until`. */
  | { readonly phase: 'waiting'; readonly until: number; readonly failures: number }
  | { readonly phase: 'stopped' };

/** What happened. `endpoint.own`: it was written by the process that we started. */
export type HubEvent =
  | {
      readonly type: 'seen';
      readonly endpoint: { readonly url: string; readonly own: boolean } | null;
      readonly answers: boolean;
    }
  | { readonly type: 'exited'; readonly code: number }
  | { readonly type: 'stop' };

/** What is to be done. `note` goes to the log. */
export type HubAction =
  | { readonly do: 'start' }
  | { readonly do: 'kill' }
  | { readonly do: 'use'; readonly url: string }
  | { readonly do: 'note'; readonly level: 'info' | 'warn'; readonly text: string };

export interface HubStep {
  readonly state: HubState;
  readonly actions: readonly HubAction[];
}

export const LOOKING: HubState = { phase: 'looking', failures: 0 };

/** The next state, and what is to be done. Pure; `now` is monotonic, ms. */
export function stepHub(state: HubState, event: HubEvent, now: number): HubStep {
  if (state.phase === 'stopped') return { state, actions: [] };
  switch (event.type) {
    case 'stop':
      return { state: { phase: 'stopped' }, actions: [] };
    case 'exited':
      return exited(state, event.code, now);
    case 'seen':
      return seen(state, event, now);
    default:
      return assertNever(event, 'hub event');
  }
}

function exited(state: Exclude<HubState, { phase: 'stopped' }>, code: number, now: number): HubStep {
  if (state.phase !== 'starting' && state.phase !== 'own') return { state, actions: [] };
  if (code === EXIT_BUSY) {
    // Another hub holds the folder: whatever it does now, it is the one.
    const next: HubState = {
      phase: 'attached',
      url: null,
      silentSince: now,
      retryAt: now + BUSY_RETRY_MS,
      failures: state.failures,
    };
    return {
      state: next,
      actions: [info('another console or a headless hub has the data folder: attaching to it')],
    };
  }
  const well = state.phase === 'own' && now - state.since >= WELL_MS;
  const failures = (well ? 0 : state.failures) + 1;
  const wait = backoff(failures);
  return {
    state: { phase: 'waiting', until: now + wait, failures },
    actions: [warn(`the hub ended with code ${code}; it starts again in ${wait} ms (failure ${failures})`)],
  };
}

function seen(
  state: Exclude<HubState, { phase: 'stopped' }>,
  event: HubEvent & { type: 'seen' },
  now: number,
): HubStep {
  const { endpoint, answers } = event;
  const other = endpoint !== null && answers && !endpoint.own ? endpoint.url : null;
  switch (state.phase) {
    case 'looking':
      return other === null ? starting(state.failures, now) : attach(other, state.failures, now);
    case 'waiting':
      if (other !== null) return attach(other, state.failures, now);
      return now < state.until ? { state, actions: [] } : starting(state.failures, now);
    case 'starting':
      if (endpoint?.own && answers) {
        return {
          state: { phase: 'own', url: endpoint.url, since: now, silentSince: null, failures: state.failures },
          actions: [{ do: 'use', url: endpoint.url }, info(`the hub runs at ${endpoint.url}`)],
        };
      }
      if (now - state.since < START_MS) return { state, actions: [] };
      return {
        // A new term: the kill is followed by `exited`, which waits and counts.
        state: { ...state, since: now },
        actions: [warn('the hub did not come up in a minute: it is ended'), { do: 'kill' }],
      };
    case 'own':
      return ownSeen(state, answers, now);
    case 'attached':
      return attachedSeen(state, other, now);
    default:
      return assertNever(state, 'hub state');
  }
}

function ownSeen(state: HubState & { phase: 'own' }, answers: boolean, now: number): HubStep {
  if (answers) return { state: { ...state, silentSince: null }, actions: [] };
  const silentSince = state.silentSince ?? now;
  if (now - silentSince < FROZEN_MS) return { state: { ...state, silentSince }, actions: [] };
  return {
    state: { ...state, silentSince: now },
    actions: [
      warn('the hub runs but has not answered for 30 s: it is ended and starts again'),
      { do: 'kill' },
    ],
  };
}

function attachedSeen(state: HubState & { phase: 'attached' }, other: string | null, now: number): HubStep {
  if (other !== null) {
    const next: HubState = { ...state, url: other, silentSince: null };
    return {
      state: next,
      actions:
        other === state.url ? [] : [{ do: 'use', url: other }, info(`attached to the hub at ${other}`)],
    };
  }
  const silentSince = state.silentSince ?? now;
  if (now - silentSince < GONE_MS || now < state.retryAt)
    return { state: { ...state, silentSince }, actions: [] };
  const { actions, state: next } = starting(state.failures, now);
  return {
    state: next,
    actions: [info('the hub of the data folder does not answer: trying to take over'), ...actions],
  };
}

function starting(failures: number, now: number): HubStep {
  return { state: { phase: 'starting', since: now, failures }, actions: [{ do: 'start' }] };
}

function attach(url: string, failures: number, now: number): HubStep {
  return {
    state: { phase: 'attached', url, silentSince: null, retryAt: now, failures },
    actions: [{ do: 'use', url }, info(`attached to the hub at ${url}`)],
  };
}

function info(text: string): HubAction {
  return { do: 'note', level: 'info', text };
}

function warn(text: string): HubAction {
  return { do: 'note', level: 'warn', text };
}
