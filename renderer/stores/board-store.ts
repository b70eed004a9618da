import { createStore, type StoreApi } from 'zustand/vanilla';
import type {
  BoardPatch,
  BoardSnapshot,
  IdentityState,
  LinkState,
  OutboxEntry,
  Settings,
  SoundState,
  WallBridge,
  WallPlace,
} from '../../shared/contract/ipc';
import type { AlarmEntity } from '../../shared/model/alarms';
import type { CatalogueEntity } from '../../shared/model/catalogue';
import type { IncidentEntity } from '../../shared/model/incidents';
import type { MaintenanceStatus } from '../../shared/model/maintenance';
import type { PeopleEntity } from '../../shared/model/people';
import type { CheckStatus, NodeStatus, RoomStatus, StatusEntity } from '../../shared/model/room';
import type { SourceEntity } from '../../shared/model/sources';
import type { WallEntity } from '../../shared/model/wall';
import type { WebState } from '../../shared/model/wall-health';
import type { WatchEntity } from '../../shared/model/watch';
import type { Graph } from '../../shared/rules/graph';
import type { Clock } from '../../shared/time/clock';
import type { Failure, Result } from '../../shared/util/result';
import { BoardData, type ChangedKeys } from './board-data';
import { type LinkView, linkView } from './link-view';

/** Patches that may wait for a snapshot. Past this the oldest go, and the gap leads to another snapshot. */
const MAX_HELD = 500;
/** A snapshot that failed is asked for again after this, doubled each time up to the last, ms. */
const RETRY_MS = 250;
const RETRY_MAX_MS = 5_000;

/** What components read. The maps are changed in place: their versions, not their identity, say that they moved. */
export interface BoardState {
  /** `loading`: no snapshot yet. `failed`: main refused the last one (`error`); it is being asked again. */
  readonly phase: 'loading' | 'ready' | 'failed';
  readonly error: Failure | null;
  readonly revision: number;
  readonly catalogueVersion: number;
  readonly statusVersion: number;
  readonly maintenanceVersion: number;
  readonly sourcesVersion: number;
  readonly alarmsVersion: number;
  readonly peopleVersion: number;
  readonly incidentsVersion: number;
  readonly watchVersion: number;
  readonly wallVersion: number;
  readonly catalogue: ReadonlyMap<string, CatalogueEntity>;
  readonly status: ReadonlyMap<string, StatusEntity>;
  readonly maintenance: ReadonlyMap<string, MaintenanceStatus>;
  readonly sources: ReadonlyMap<string, SourceEntity>;
  /** Alarms (`alarm:NODE`), people's words on causes, calls, runs of runbook actions and notices, by key. */
  readonly alarms: ReadonlyMap<string, AlarmEntity>;
  /** People, consoles, sessions and watch posts, by key. */
  readonly people: ReadonlyMap<string, PeopleEntity>;
  /** Incidents and what belongs to them, callers, users' reports, known errors, messages and notifications, by key. */
  readonly incidents: ReadonlyMap<string, IncidentEntity>;
  /** Who has the watch, absences and swaps, entries of the shift log, handovers, follow-ups and routines, by key. */
  readonly watch: ReadonlyMap<string, WatchEntity>;
  /** What the wall shows, its scenes (`scene:ID`) and their versions, by key. */
  readonly wall: ReadonlyMap<string, WallEntity>;
  readonly graph: Graph;
  readonly room: RoomStatus | null;
  readonly link: LinkState | null;
  readonly settings: Settings;
  readonly display: BoardSnapshot['display'];
  /** Which display of the wall this window shows, and all that there are. */
  readonly place: WallPlace;
  /** Pages of the web on this wall window. */
  readonly webs: readonly WebState[];
  readonly outbox: readonly OutboxEntry[];
  /** Who acts here; null before the first snapshot. */
  readonly identity: IdentityState | null;
  /** What is to be heard here; null before the first snapshot. */
  readonly sound: SoundState | null;
  /** Snapshots taken since start: more than one means that news went missing on the way. */
  readonly snapshots: number;
}

/** The bridge as the store needs it; a wall has no outbox, and nobody signs in there. */
export type BoardBridge = WallBridge & {
  onOutbox?(listen: (entries: readonly OutboxEntry[]) => void): () => void;
  onIdentity?(listen: (identity: IdentityState) => void): () => void;
};

export interface BoardStore extends Pick<StoreApi<BoardState>, 'getState' | 'getInitialState' | 'subscribe'> {
  /** Subscribes to news and takes the first snapshot. Returns a function that ends both. */
  start(): () => void;
  /** Told once for each patch or snapshot, after the maps have changed. */
  subscribeChanges(listen: (changed: ChangedKeys) => void): () => void;
  /** Told when the entity with this key (`node:…`, `check:…`, or a key of catalogue, alarms, people, incidents, watch or wall) may have changed. */
  subscribeKey(key: string, listen: () => void): () => void;
  node(id: string): NodeStatus | undefined;
  check(id: string): CheckStatus | undefined;
  /** The entity of `alarms` with this key (`alarmKey(node)`, `call:ID`, …). */
  alarm(key: string): AlarmEntity | undefined;
  /** The entity of `people` with this key (`person:ID`, …). */
  person(key: string): PeopleEntity | undefined;
  /** The entity of `incidents` with this key (`incident:ID`, `report:NODE`, `message:ID`, …). */
  incident(key: string): IncidentEntity | undefined;
  /** The entity of `watch` with this key (`entry:ID`, `duty:room`, …). */
  watched(key: string): WatchEntity | undefined;
  /** What may be claimed at this moment; ask again as time passes. */
  linkView(): LinkView;
}

export const DEFAULT_SETTINGS: Settings = {
  theme: 'night',
  lang: 'nb',
  viewingDistanceM: 7,
  pixelPitchMm: 0.634,
};

/** The store of one window over its bridge. Nothing happens before `start()`. */
export function createBoardStore(bridge: BoardBridge, clock: Clock): BoardStore {
  return new Board(bridge, clock);
}

class Board implements BoardStore {
  readonly #bridge: BoardBridge;
  readonly #clock: Clock;
  readonly #data = new BoardData();
  readonly #store: StoreApi<BoardState>;
  readonly #listeners = new Set<(changed: ChangedKeys) => void>();
  readonly #byKey = new Map<string, Set<() => void>>();
  #held: BoardPatch[] = [];
  #syncing = false;
  #running = false;
  #failures = 0;
  #cancelRetry: () => void = () => {};
  /** Wall and monotonic time when the last *new* heartbeat was seen: silence counts from here. */
  #beat: { readonly lastBeatAt: number | null; readonly wall: number; readonly mono: number };

  readonly getState: StoreApi<BoardState>['getState'];
  readonly getInitialState: StoreApi<BoardState>['getInitialState'];
  readonly subscribe: StoreApi<BoardState>['subscribe'];

  constructor(bridge: BoardBridge, clock: Clock) {
    this.#bridge = bridge;
    this.#clock = clock;
    this.#beat = { lastBeatAt: null, wall: clock.now(), mono: clock.mono() };
    this.#store = createStore<BoardState>(() => ({
      phase: 'loading',
      error: null,
      revision: -1,
      catalogueVersion: 0,
      statusVersion: 0,
      maintenanceVersion: 0,
      sourcesVersion: 0,
      alarmsVersion: 0,
      peopleVersion: 0,
      incidentsVersion: 0,
      watchVersion: 0,
      wallVersion: 0,
      catalogue: this.#data.catalogue,
      status: this.#data.status,
      maintenance: this.#data.maintenance,
      sources: this.#data.sources,
      alarms: this.#data.alarms,
      people: this.#data.people,
      incidents: this.#data.incidents,
      watch: this.#data.watch,
      wall: this.#data.wall,
      graph: this.#data.graph,
      room: null,
      link: null,
      settings: DEFAULT_SETTINGS,
      display: { index: 0, count: 1 },
      place: { display: null, displays: [] },
      webs: [],
      outbox: [],
      identity: null,
      sound: null,
      snapshots: 0,
    }));
    this.getState = this.#store.getState;
    this.getInitialState = this.#store.getInitialState;
    this.subscribe = this.#store.subscribe;
  }

  start(): () => void {
    this.#running = true;
    const ends = [
      this.#bridge.onPatch((news) => this.#receive(news)),
      this.#bridge.onLink((link) => this.#takeLink(link)),
      this.#bridge.onSettings((settings) => this.#store.setState({ settings })),
      this.#bridge.onOutbox?.((outbox) => this.#store.setState({ outbox })) ?? (() => {}),
      this.#bridge.onIdentity?.((identity) => this.#store.setState({ identity })) ?? (() => {}),
      this.#bridge.onSound((sound) => this.#store.setState({ sound })),
      this.#bridge.onPlace((place) => this.#store.setState({ place })),
      this.#bridge.onWeb((webs) => this.#store.setState({ webs })),
    ];
    this.#sync();
    return () => {
      this.#running = false;
      this.#cancelRetry();
      for (const end of ends) end();
    };
  }

  subscribeChanges(listen: (changed: ChangedKeys) => void): () => void {
    this.#listeners.add(listen);
    return () => this.#listeners.delete(listen);
  }

  subscribeKey(key: string, listen: () => void): () => void {
    const listeners = this.#byKey.get(key) ?? new Set();
    this.#byKey.set(key, listeners.add(listen));
    return () => {
      listeners.delete(listen);
      if (listeners.size === 0 && this.#byKey.get(key) === listeners) this.#byKey.delete(key);
    };
  }

  node(id: string): NodeStatus | undefined {
    return this.#data.node(id);
  }

  check(id: string): CheckStatus | undefined {
    return this.#data.check(id);
  }

  alarm(key: string): AlarmEntity | undefined {
    return this.#data.alarms.get(key);
  }

  person(key: string): PeopleEntity | undefined {
    return this.#data.people.get(key);
  }

  incident(key: string): IncidentEntity | undefined {
    return this.#data.incidents.get(key);
  }

  watched(key: string): WatchEntity | undefined {
    return this.#data.watch.get(key);
  }

  linkView(): LinkView {
    const sinceBeat = this.#clock.mono() - this.#beat.mono;
    // The wall clock as it stood plus what has really passed: a clock that jumps moves no age.
    return linkView(this.#store.getState().link, sinceBeat, this.#beat.wall + sinceBeat);
  }

  #receive(news: BoardPatch): void {
    if (this.#syncing) {
      this.#held.push(news);
      if (this.#held.length > MAX_HELD) this.#held.shift();
      return;
    }
    if (news.revision <= this.#data.revision) return;
    if (this.#data.follows(news)) {
      this.#publish(this.#data.apply(news), {});
      return;
    }
    this.#held.push(news);
    this.#sync();
  }

  /** Takes a snapshot, one at a time; what arrives meanwhile is held and applied on top of it. */
  #sync(): void {
    if (this.#syncing) return;
    this.#syncing = true;
    this.#cancelRetry();
    this.#bridge.snapshot().then(
      (answer) => this.#takeSnapshot(answer),
      (error: unknown) =>
        this.#failed({ code: 'ipc', message: error instanceof Error ? error.message : String(error) }),
    );
  }

  #takeSnapshot(answer: Result<BoardSnapshot>): void {
    if (!this.#running) return;
    if (!answer.ok) {
      this.#failed(answer.error);
      return;
    }
    const { revision, patch, link, settings, display, place, outbox, identity, sound } = answer.value;
    this.#failures = 0;
    const changed = this.#data.load(revision, patch);
    const before = this.#store.getState();
    this.#noteBeat(link);
    this.#publish(changed, {
      phase: 'ready',
      error: null,
      link,
      settings,
      display,
      place,
      outbox,
      identity,
      sound,
      snapshots: before.snapshots + 1,
    });
    this.#syncing = false;
    this.#applyHeld();
  }

  #applyHeld(): void {
    const held = this.#held;
    this.#held = [];
    for (const news of held) this.#receive(news);
  }

  #failed(error: Failure): void {
    this.#syncing = false;
    if (!this.#running) return;
    this.#store.setState({ phase: 'failed', error });
    const wait = Math.min(RETRY_MS * 2 ** this.#failures, RETRY_MAX_MS);
    this.#failures += 1;
    // Until the next answer, hold what arrives: it may be what the snapshot lacks.
    this.#syncing = true;
    this.#cancelRetry = this.#clock.after(wait, () => {
      this.#syncing = false;
      this.#sync();
    });
  }

  #takeLink(link: LinkState): void {
    this.#noteBeat(link);
    this.#store.setState({ link });
  }

  /** News of the link without a new heartbeat (a measured offset, a degradation) does not break a silence. */
  #noteBeat({ lastBeatAt }: LinkState): void {
    if (lastBeatAt === this.#beat.lastBeatAt) return;
    this.#beat = { lastBeatAt, wall: this.#clock.now(), mono: this.#clock.mono() };
  }

  #publish(changed: ChangedKeys, more: Partial<BoardState>): void {
    const before = this.#store.getState();
    this.#store.setState({
      ...more,
      revision: this.#data.revision,
      room: this.#data.room,
      graph: this.#data.graph,
      catalogueVersion: before.catalogueVersion + (changed.catalogue.size > 0 ? 1 : 0),
      statusVersion: before.statusVersion + (changed.status.size > 0 ? 1 : 0),
      maintenanceVersion: before.maintenanceVersion + (changed.maintenance.size > 0 ? 1 : 0),
      sourcesVersion: before.sourcesVersion + (changed.sources.size > 0 ? 1 : 0),
      alarmsVersion: before.alarmsVersion + (changed.alarms.size > 0 ? 1 : 0),
      peopleVersion: before.peopleVersion + (changed.people.size > 0 ? 1 : 0),
      incidentsVersion: before.incidentsVersion + (changed.incidents.size > 0 ? 1 : 0),
      watchVersion: before.watchVersion + (changed.watch.size > 0 ? 1 : 0),
      wallVersion: before.wallVersion + (changed.wall.size > 0 ? 1 : 0),
    });
    for (const listen of [...this.#listeners]) listen(changed);
    for (const key of changed.catalogue) this.#tellKey(key);
    for (const key of changed.status) this.#tellKey(key);
    for (const key of changed.alarms) this.#tellKey(key);
    for (const key of changed.people) this.#tellKey(key);
    for (const key of changed.incidents) this.#tellKey(key);
    for (const key of changed.watch) this.#tellKey(key);
    for (const key of changed.wall) this.#tellKey(key);
  }

  #tellKey(key: string): void {
    for (const listen of [...(this.#byKey.get(key) ?? [])]) listen();
  }
}
