import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { type BoardStore, createBoardStore } from '../../../../renderer/stores/board-store';
import type {
  BoardPatch,
  BoardSnapshot,
  IdentityState,
  LinkState,
  Settings,
  SoundState,
  WallBridge,
  WallPlace,
} from '../../../../shared/contract/ipc';
import type { IncidentEntity } from '../../../../shared/model/incidents';
import type { PeopleEntity } from '../../../../shared/model/people';
import type { Patch, StatusEntity } from '../../../../shared/model/room';
import type { WebState } from '../../../../shared/model/wall-health';
import { ManualClock } from '../../../../shared/time/clock';
import { failure, type Result, success } from '../../../../shared/util/result';

const SETTINGS: Settings = { theme: 'day', lang: 'en', viewingDistanceM: 7, pixelPitchMm: 0.6 };

const IDENTITY: IdentityState = {
  console: { id: 'console-1', name: 'pult 1', kind: 'desk', enrolled: true },
  signedIn: null,
  locked: false,
  ready: [],
  offlineReady: [],
  invites: false,
  waitUntil: null,
  keyring: { safe: true, detail: '' },
};
const SOUND: SoundState = {
  tone: null,
  news: 0,
  silencedUntil: null,
  because: 'on-watch',
  here: true,
  device: 'unknown',
};

function link(change: Partial<LinkState> = {}): LinkState {
  return {
    phase: 'live',
    since: 0,
    lastBeatAt: 1,
    knownAt: 1,
    oldestObservedAt: null,
    unobserved: 0,
    offsetMs: 0,
    roundTripMs: null,
    hub: '',
    reason: null,
    degraded: [],
    rejectedMessages: 0,
    ...change,
  };
}

function entity(id: string, value: number): [string, StatusEntity] {
  return [`check:${id}`, { kind: 'check', value: { ...CHECK, id, since: value } }];
}
const CHECK = {
  id: '',
  result: 'ok' as const,
  hard: true,
  attempt: 1,
  confirmed: 'ok' as const,
  since: 0,
  resultSince: 0,
  observedAt: 0,
  beforeAt: null,
  overdue: false,
  output: '',
  ms: null,
  flappingSince: null,
  silenced: false,
};

/** Main's side: a truth with revisions, and snapshots that answer when the test says so. */
class Main implements WallBridge {
  readonly truth = new Map<string, StatusEntity>();
  revision = 0;
  asked = 0;
  #waiting: { readonly answer: (result: Result<BoardSnapshot>) => void; readonly early: BoardSnapshot }[] =
    [];
  #tell: (patch: BoardPatch) => void = () => {};
  #link: (link: LinkState) => void = () => {};
  #sound: (sound: SoundState) => void = () => {};
  #identity: (identity: IdentityState) => void = () => {};
  #place: (place: WallPlace) => void = () => {};
  #webs: (webs: readonly WebState[]) => void = () => {};

  snapshot(): Promise<Result<BoardSnapshot>> {
    this.asked += 1;
    return new Promise((answer) => this.#waiting.push({ answer, early: this.#picture() }));
  }
  onPatch(listen: (patch: BoardPatch) => void): () => void {
    this.#tell = listen;
    return () => {
      this.#tell = () => {};
    };
  }
  onLink(listen: (link: LinkState) => void): () => void {
    this.#link = listen;
    return () => {};
  }
  onSettings(): () => void {
    return () => {};
  }
  onSound(listen: (sound: SoundState) => void): () => void {
    this.#sound = listen;
    return () => {
      this.#sound = () => {};
    };
  }
  onIdentity(listen: (identity: IdentityState) => void): () => void {
    this.#identity = listen;
    return () => {
      this.#identity = () => {};
    };
  }
  onSoundTest(): () => void {
    return () => {};
  }
  onGlassLost(): () => void {
    return () => {};
  }
  soundReport(): void {}
  frameBeat(): void {}
  onPlace(listen: (place: WallPlace) => void): () => void {
    this.#place = listen;
    return () => {};
  }
  onWeb(listen: (webs: readonly WebState[]) => void): () => void {
    this.#webs = listen;
    return () => {};
  }
  wallShows(): void {}
  history = unanswered;
  chart = unanswered;
  figures = unanswered;
  readBlob = unanswered;
  moved(place: WallPlace): void {
    this.#place(place);
  }
  pages(webs: readonly WebState[]): void {
    this.#webs(webs);
  }
  hear(sound: SoundState): void {
    this.#sound(sound);
  }
  enter(identity: IdentityState): void {
    this.#identity(identity);
  }

  get waiting(): number {
    return this.#waiting.length;
  }
  /** Answers with the picture as it was when asked (`early`), or as it is. */
  async answer(early = false): Promise<void> {
    const next = this.#waiting.shift();
    next?.answer(success(early ? next.early : this.#picture()));
    await settle();
  }
  async refuse(): Promise<void> {
    this.#waiting.shift()?.answer(failure('busy', 'not now'));
    await settle();
  }
  change(id: string, value: number | null): BoardPatch {
    const base = this.revision;
    this.revision += 1;
    const patch: Patch =
      value === null
        ? { status: { put: [], drop: [`check:${id}`] } }
        : { status: { put: [entity(id, value)], drop: [] } };
    if (value === null) this.truth.delete(`check:${id}`);
    else this.truth.set(...entity(id, value));
    return { base, revision: this.revision, patch };
  }
  tell(patch: BoardPatch): void {
    this.#tell(patch);
  }
  link(state: LinkState): void {
    this.#link(state);
  }
  #picture(): BoardSnapshot {
    return {
      revision: this.revision,
      patch: { status: { put: [...this.truth], drop: [] } },
      link: link(),
      settings: SETTINGS,
      display: { index: 1, count: 2 },
      place: { display: null, displays: [] },
      outbox: [],
      identity: IDENTITY,
      sound: SOUND,
    };
  }
}

const unanswered = async (): Promise<Result<never>> => failure('offline', 'no hub');

async function settle(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) await Promise.resolve();
}

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

function started(clock = new ManualClock()): { main: Main; store: BoardStore; clock: ManualClock } {
  const main = new Main();
  const store = createBoardStore(main, clock);
  ends.push(store.start());
  return { main, store, clock };
}

describe('board store', () => {
  it('does nothing before it is started', () => {
    const main = new Main();
    createBoardStore(main, new ManualClock());
    expect(main.asked).toBe(0);
  });

  it('starts from a snapshot and follows patches', async () => {
    const { main, store } = started();
    expect(store.getState().phase).toBe('loading');
    main.change('a', 1);
    await main.answer();
    expect(store.getState()).toMatchObject({ phase: 'ready', revision: 1, settings: SETTINGS, snapshots: 1 });
    main.tell(main.change('a', 2));
    expect(store.check('a')?.since).toBe(2);
    main.tell(main.change('a', null));
    expect(store.check('a')).toBeUndefined();
    expect(store.getState().status.size).toBe(0);
  });

  it('touches only what a patch names', async () => {
    const { main, store } = started();
    main.change('a', 1);
    main.change('b', 1);
    await main.answer();
    const told: string[] = [];
    const changes: string[][] = [];
    store.subscribeKey('check:a', () => told.push('a'));
    store.subscribeKey('check:b', () => told.push('b'));
    store.subscribeChanges((changed) => changes.push([...changed.status]));
    const before = store.getState().status.get('check:a');
    main.tell(main.change('b', 2));
    expect(told).toEqual(['b']);
    expect(changes).toEqual([['check:b']]);
    expect(store.getState().status.get('check:a')).toBe(before);
  });

  it('knows people, alarms, who acts here and what is to be heard', async () => {
    const { main, store } = started();
    expect(store.getState()).toMatchObject({ identity: null, sound: null });
    await main.answer();
    expect(store.getState()).toMatchObject({ identity: IDENTITY, sound: SOUND });
    const told: string[] = [];
    store.subscribeKey('person:dag1', () => told.push('dag1'));
    const person: PeopleEntity = {
      kind: 'person',
      value: {
        id: 'dag1',
        name: 'dagoperatør 1',
        initials: 'D1',
        roles: ['operator'],
        active: true,
        machine: false,
      },
    };
    const base = main.revision;
    main.revision += 1;
    main.tell({
      base,
      revision: main.revision,
      patch: { people: { put: [['person:dag1', person]], drop: [] } },
    });
    expect(store.person('person:dag1')).toBe(person);
    expect(told).toEqual(['dag1']);
    expect(store.getState()).toMatchObject({ peopleVersion: 1, alarmsVersion: 0 });
    main.enter({ ...IDENTITY, locked: true });
    main.hear({ ...SOUND, device: 'none' });
    expect(store.getState().identity?.locked).toBe(true);
    expect(store.getState().sound?.device).toBe('none');
  });

  it('knows incidents and what belongs to them, and tells of the one that moved', async () => {
    const { main, store } = started();
    await main.answer();
    const told: string[] = [];
    store.subscribeKey('callers:ek@mo', () => told.push('callers'));
    store.subscribeKey('callers:ek@bodo', () => told.push('others'));
    const callers: IncidentEntity = {
      kind: 'callers',
      value: { node: 'ek@mo', count: 1, firstAt: 1, lastAt: 1, recent: [1] },
    };
    const tell = (incidents: NonNullable<Patch['incidents']>): void => {
      const base = main.revision;
      main.revision += 1;
      main.tell({ base, revision: main.revision, patch: { incidents } });
    };
    tell({ put: [['callers:ek@mo', callers]], drop: [] });
    expect(store.incident('callers:ek@mo')).toBe(callers);
    expect(store.getState()).toMatchObject({ incidentsVersion: 1, alarmsVersion: 0 });
    expect(told).toEqual(['callers']);
    tell({ put: [], drop: ['callers:ek@mo'] });
    expect(store.incident('callers:ek@mo')).toBeUndefined();
    expect(told).toEqual(['callers', 'callers']);
  });

  it('knows its place on the wall and its pages of the web, from the snapshot and from news', async () => {
    const { main, store } = started();
    expect(store.getState()).toMatchObject({ place: { display: null, displays: [] }, webs: [] });
    await main.answer();
    main.moved({ display: 'a', displays: [] });
    const web = { panel: 'graf', phase: 'failed', fault: 'HTTP 502' } as WebState;
    main.pages([web]);
    expect(store.getState()).toMatchObject({ place: { display: 'a', displays: [] }, webs: [web] });
  });

  it('takes one snapshot at a time on a gap, and applies what came meanwhile', async () => {
    const { main, store } = started();
    await main.answer();
    main.change('a', 1); // lost on the way
    main.tell(main.change('b', 2));
    main.tell(main.change('c', 3));
    expect(main.asked).toBe(2);
    main.tell(main.change('d', 4));
    await main.answer(true);
    expect(main.asked).toBe(2);
    expect([...store.getState().status.keys()].sort()).toEqual([...main.truth.keys()].sort());
    expect(store.getState().snapshots).toBe(2);
  });

  it('ignores what it already has', async () => {
    const { main, store } = started();
    const old = main.change('a', 1);
    main.change('a', 2);
    await main.answer();
    main.tell(old);
    expect(store.check('a')?.since).toBe(2);
    expect(main.asked).toBe(1);
  });

  it('asks again when main refuses, later each time, and says so', async () => {
    const { main, store, clock } = started();
    await main.refuse();
    expect(store.getState()).toMatchObject({ phase: 'failed', error: { code: 'busy' } });
    expect(main.asked).toBe(1);
    clock.advance(250);
    expect(main.asked).toBe(2);
    await main.refuse();
    clock.advance(250);
    expect(main.asked).toBe(2);
    clock.advance(250);
    await main.answer();
    expect(store.getState().phase).toBe('ready');
  });

  it('counts silence from the last new heartbeat, not from other news of the link', async () => {
    const { main, store, clock } = started();
    await main.answer();
    main.link(link({ lastBeatAt: 2 }));
    clock.advance(4_000);
    main.link(link({ lastBeatAt: 2, roundTripMs: 4 }));
    clock.advance(999);
    expect(store.linkView().phase).toBe('live');
    clock.advance(1);
    expect(store.linkView()).toMatchObject({ phase: 'last-known', trouble: 'silent' });
    main.link(link({ lastBeatAt: 3 }));
    expect(store.linkView().phase).toBe('live');
  });

  it('is not fooled by a wall clock that jumps', async () => {
    const { main, store, clock } = started();
    await main.answer();
    main.link(link({ phase: 'lost', lastBeatAt: 2, knownAt: clock.now() }));
    clock.jump(3_600_000);
    clock.advance(7_000);
    expect(store.linkView().silentForMs).toBe(7_000);
  });

  it('hears nothing more when it has ended', async () => {
    const { main, store } = started();
    await main.answer();
    for (const end of ends.splice(0)) end();
    main.tell(main.change('a', 1));
    expect(store.check('a')).toBeUndefined();
  });
});

describe('board store, whatever happens on the way', () => {
  const step = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant('tell' as const),
        id: fc.constantFrom('a', 'b', 'c'),
        drop: fc.boolean(),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('lose' as const),
        id: fc.constantFrom('a', 'b', 'c'),
        drop: fc.boolean(),
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('repeat' as const), back: fc.nat(4) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('replaced' as const) }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('answer' as const), early: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('refuse' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const) }) },
  );

  it('ends equal to the truth, with at most one question under way', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { main, store, clock } = started();
        const sent: BoardPatch[] = [];
        let value = 0;
        for (const item of steps) {
          if (item.do === 'tell' || item.do === 'lose') {
            value += 1;
            const patch = main.change(item.id, item.drop ? null : value);
            if (item.do === 'tell') {
              sent.push(patch);
              main.tell(patch);
            }
          } else if (item.do === 'repeat') {
            const again = sent[sent.length - 1 - item.back];
            if (again) main.tell(again);
          } else if (item.do === 'replaced') {
            main.truth.clear();
            main.revision += 2;
            main.tell({ base: main.revision - 1, revision: main.revision, patch: {} });
          } else if (item.do === 'answer') await main.answer(item.early);
          else if (item.do === 'refuse') await main.refuse();
          else clock.advance(10_000);
          expect(main.waiting).toBeLessThanOrEqual(1);
        }
        // One more word of main, then it answers whatever it is asked.
        main.tell(main.change('last', 1));
        for (let turn = 0; turn < 10; turn++) {
          await main.answer();
          clock.advance(10_000);
        }
        expect([...store.getState().status].sort()).toEqual([...main.truth].sort());
        expect(store.getState().revision).toBe(main.revision);
        expect(store.check('last')?.since).toBe(1);
      }),
      { numRuns: 300 },
    );
  });
});
