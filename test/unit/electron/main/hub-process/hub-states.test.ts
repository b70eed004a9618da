import { describe, expect, it } from 'vitest';
import {
  EXIT_BUSY,
  type HubAction,
  type HubEvent,
  type HubState,
  LOOKING,
  stepHub,
} from '../../../../../electron/main/hub-process/hub-states';

const own = { url: 'http://127.0.0.1:1', own: true };
const other = { url: 'http://127.0.0.1:2', own: false };
const nothing: HubEvent = { type: 'seen', endpoint: null, answers: false };
const sees = (endpoint: typeof own, answers = true): HubEvent => ({ type: 'seen', endpoint, answers });
const exited = (code: number): HubEvent => ({ type: 'exited', code });
const deeds = (actions: readonly HubAction[]) =>
  actions.filter((action) => action.do !== 'note').map((action) => action.do);

/** Runs events at their times (ms) and returns the last state and what was done when. */
function run(steps: readonly (readonly [number, HubEvent])[], from: HubState = LOOKING) {
  let state = from;
  const done: [number, string][] = [];
  for (const [now, event] of steps) {
    const step = stepHub(state, event, now);
    state = step.state;
    for (const deed of deeds(step.actions)) done.push([now, deed]);
  }
  return { state, done };
}
const running: HubState = { phase: 'own', url: own.url, since: 0, silentSince: null, failures: 0 };

describe('the hub of the data folder', () => {
  it('uses one that runs already', () => {
    const { state, done } = run([
      [0, sees(other)],
      [1_000, sees(other)],
    ]);
    expect(state).toMatchObject({ phase: 'attached', url: other.url });
    expect(done).toEqual([[0, 'use']]);
  });

  it('starts its own where none answers, also behind a dead one’s endpoint file', () => {
    for (const event of [nothing, sees(other, false)]) {
      expect(run([[0, event]])).toMatchObject({ state: { phase: 'starting' }, done: [[0, 'start']] });
    }
  });

  it('uses its own when that has written its endpoint and answers, not before', () => {
    const { state, done } = run([
      [0, nothing],
      [100, nothing],
      [200, sees(own, false)],
      [300, sees(own)],
    ]);
    expect(state).toMatchObject({ phase: 'own', url: own.url });
    expect(done).toEqual([
      [0, 'start'],
      [300, 'use'],
    ]);
  });

  it('starts it again after it ended, ever later while it keeps failing', () => {
    let state: HubState = running;
    const waits: number[] = [];
    let now = 1_000;
    for (let failure = 0; failure < 7; failure++) {
      state = stepHub(state, exited(1), now).state;
      if (state.phase !== 'waiting') throw new Error(state.phase);
      waits.push(state.until - now);
      expect(stepHub(state, nothing, state.until - 1).actions).toEqual([]);
      now = state.until;
      state = stepHub(state, nothing, now).state;
      expect(state.phase).toBe('starting');
      state = stepHub(state, sees(own), now + 50).state;
      now += 100;
    }
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
  });

  it('forgets failures after a minute of good work', () => {
    const worn: HubState = { ...running, failures: 5 };
    expect(run([[59_000, exited(1)]], worn).state).toMatchObject({ phase: 'waiting', failures: 6 });
    expect(run([[60_000, exited(1)]], worn).state).toMatchObject({ phase: 'waiting', failures: 1 });
  });

  it('counts a hub that cannot even start', () => {
    expect(
      run([
        [0, nothing],
        [10, exited(-1)],
      ]).state,
    ).toMatchObject({ phase: 'waiting', failures: 1, until: 510 });
  });

  it('ends its own hub when it has not answered for 30 s, and not before', () => {
    const silent = sees(own, false);
    expect(
      run(
        [
          [1_000, silent],
          [30_999, silent],
        ],
        running,
      ).done,
    ).toEqual([]);
    expect(
      run(
        [
          [1_000, silent],
          [31_000, silent],
        ],
        running,
      ).done,
    ).toEqual([[31_000, 'kill']]);
    expect(
      run(
        [
          [1_000, silent],
          [20_000, sees(own)],
          [40_000, silent],
          [60_000, silent],
        ],
        running,
      ).done,
    ).toEqual([]);
  });

  it('never ends a hub that is not its own, however silent', () => {
    const steps = Array.from({ length: 600 }, (_, second) => [second * 1_000, sees(other, false)] as const);
    const attached = run([[0, sees(other)]]).state;
    const busyEachTime = steps.flatMap(
      ([now, event]) =>
        [
          [now, event],
          [now + 500, exited(EXIT_BUSY)],
        ] as const,
    );
    expect(run(busyEachTime, attached).done.map(([, deed]) => deed)).not.toContain('kill');
  });

  it('attaches when the folder is busy, without counting a failure', () => {
    const { state, done } = run([
      [0, nothing],
      [300, exited(EXIT_BUSY)],
      [1_000, sees(other)],
    ]);
    expect(state).toMatchObject({ phase: 'attached', url: other.url, failures: 0 });
    expect(done).toEqual([
      [0, 'start'],
      [1_000, 'use'],
    ]);
  });

  it('takes over when the hub it was attached to disappears', () => {
    const { state, done } = run([
      [0, sees(other)],
      [1_000, nothing],
      [2_000, nothing],
      [3_000, nothing],
      [3_500, sees(own)],
    ]);
    expect(done).toEqual([
      [0, 'use'],
      [3_000, 'start'],
      [3_500, 'use'],
    ]);
    expect(state).toMatchObject({ phase: 'own' });
  });

  it('tries a frozen holder’s folder only every few seconds', () => {
    const steps = Array.from(
      { length: 60 },
      (_, second) =>
        [
          [second * 1_000, sees(other, false)],
          [second * 1_000 + 300, exited(EXIT_BUSY)],
        ] as const,
    ).flat();
    const starts = run(steps).done.filter(([, deed]) => deed === 'start');
    expect(starts.length).toBeGreaterThan(5);
    expect(starts.length).toBeLessThan(15);
  });

  it('gives a start that hangs a minute', () => {
    expect(
      run([
        [0, nothing],
        [59_999, nothing],
      ]).done,
    ).toEqual([[0, 'start']]);
    expect(
      run([
        [0, nothing],
        [60_000, nothing],
      ]).done,
    ).toEqual([
      [0, 'start'],
      [60_000, 'kill'],
    ]);
  });

  it('does nothing more once it is stopped', () => {
    const { state, done } = run(
      [
        [0, { type: 'stop' }],
        [1, exited(0)],
        [2, nothing],
        [3, sees(other)],
      ],
      running,
    );
    expect(state).toEqual({ phase: 'stopped' });
    expect(done).toEqual([]);
  });
});
