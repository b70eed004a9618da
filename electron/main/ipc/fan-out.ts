import type {
  BoardPatch,
  IdentityState,
  LinkState,
  News,
  OutboxEntry,
  Settings,
  WallPlace,
  WindowKind,
} from '../../../shared/contract/ipc';
import type { ConsoleSound } from './console-port';

/** One window as the fan-out sees it. */
export interface Receiver {
  readonly kind: WindowKind;
  /** Its place among those of its kind. */
  readonly index: number;
  /** Sends news. Must not throw when the window is gone. */
  send<C extends keyof News>(channel: C, news: News[C]): void;
}

interface Seat {
  readonly receiver: Receiver;
  /** `waiting`: it has not asked for a snapshot yet. `away`: hidden, or it no longer keeps up. */
  state: 'waiting' | 'live' | 'away';
  hidden: boolean;
  /** Seconds since it last gave a sign of life. */
  silent: number;
  /** What it was told of sound last was that it plays, or it was told nothing yet. */
  plays: boolean;
}

/** A window that has given no sign of life for so many seconds is sent nothing more, so that nothing piles up. */
const MAX_SILENT_S = 3;

/** Who plays sound before whom. A handover is closed when it is done: it plays only where there is nobody else. */
const SOUND_RANK: Readonly<Record<WindowKind, number>> = { desk: 0, wall: 1_000, handover: 2_000 };

/**
 * News to all windows, with nothing queued for those who cannot take it. A hidden window, or one that has stopped
 * beating, is left out; when it is back it gets an empty patch at the present revision: if it
 * missed anything that is not its own, so that it takes a fresh snapshot by its own rule.
 *
 * Sound is played by one window: the first desk that is well, else the first wall, else a handover; where none is, a hidden one, because
 * what nobody looks at must still be heard. Sound is the one news that hidden windows get too. A wall that does not play is
 * told once that it does not.
 */
export class FanOut {
  readonly #seats = new Map<number, Seat>();
  /** The last news of each kind, for a window that comes back. */
  #revision = 0;
  #link: LinkState | null = null;
  #settings: Settings | null = null;
  #outbox: readonly OutboxEntry[] | null = null;
  #identity: IdentityState | null = null;
  #sound: ConsoleSound | null = null;
  #place: ((receiver: Receiver) => WallPlace) | null = null;
  #speaker: number | null = null;
  readonly #onSpeaker: () => void;
  readonly #onUnheard: () => void;
  /** The newest that windows could play, or that one was asked for. */
  #newsPlayed = Number.NEGATIVE_INFINITY;

  /**
   * `onSpeaker`: another window plays from now on. `onUnheard`: this console is on watch, so that others are quiet, and
   * something new sounds while it has no window at all.
   */
  constructor(onSpeaker: () => void = () => undefined, onUnheard: () => void = () => undefined) {
    this.#onSpeaker = onSpeaker;
    this.#onUnheard = onUnheard;
  }

  /** The window that plays; null: there is none. */
  get speaker(): number | null {
    return this.#speaker;
  }

  add(id: number, receiver: Receiver): void {
    this.#seats.set(id, { receiver, state: 'waiting', hidden: false, silent: 0, plays: true });
  }

  remove(id: number): void {
    this.#seats.delete(id);
    this.#elect();
  }

  /** The window's page begins anew: it will ask for a snapshot. */
  restarted(id: number): void {
    const seat = this.#seats.get(id);
    if (seat) {
      seat.state = 'waiting';
      seat.plays = true;
    }
    this.#elect();
  }

  /** It has just been given a snapshot, with this sound: patches follow from there. */
  snapshotTaken(id: number, revision: number, sound: ConsoleSound | null = null): void {
    this.#revision = revision;
    const seat = this.#seats.get(id);
    if (!seat) return;
    seat.silent = 0;
    seat.state = seat.hidden ? 'away' : 'live';
    this.#elect();
    // What has sounded since before there was anybody to tell is still to be passed on when another plays.
    this.#sound ??= sound;
  }

  setHidden(id: number, hidden: boolean): void {
    const seat = this.#seats.get(id);
    if (!seat) return;
    seat.hidden = hidden;
    seat.silent = 0;
    if (hidden && seat.state === 'live') seat.state = 'away';
    else if (!hidden) this.#welcomeBack(seat);
    this.#elect();
  }

  /** A sign of life. */
  beat(id: number): void {
    const seat = this.#seats.get(id);
    if (!seat) return;
    seat.silent = 0;
    if (seat.hidden || seat.state !== 'away') return;
    this.#welcomeBack(seat);
    this.#elect();
  }

  /** To be called each second. */
  tick(): void {
    for (const seat of this.#seats.values()) {
      seat.silent += 1;
      if (seat.silent > MAX_SILENT_S && seat.state === 'live') seat.state = 'away';
    }
    this.#elect();
  }

  patch(patch: BoardPatch): void {
    this.#revision = patch.revision;
    if (this.live > 0) this.#tell('board:patch', { ...patch, patch: JSON.stringify(patch.patch) });
  }

  link(link: LinkState): void {
    this.#link = link;
    this.#tell('link:changed', link);
  }

  settings(settings: Settings): void {
    this.#settings = settings;
    this.#tell('settings:changed', settings);
  }

  outbox(entries: readonly OutboxEntry[]): void {
    this.#outbox = entries;
    this.#tell('outbox:changed', entries, (kind) => kind !== 'wall');
  }

  identity(identity: IdentityState): void {
    this.#identity = identity;
    this.#tell('identity:changed', identity, (kind) => kind !== 'wall');
  }

  /** Displays of the wall came, went or changed: each window is told which is its own. */
  places(of: (receiver: Receiver) => WallPlace): void {
    this.#place = of;
    for (const { receiver, state } of this.#seats.values())
      if (state === 'live') receiver.send('place:changed', of(receiver));
  }

  sound(sound: ConsoleSound): void {
    this.#sound = sound;
    const unheard = this.#seats.size === 0 && sound.tone !== null && sound.because === 'on-watch';
    const fresh = sound.news > this.#newsPlayed;
    if (unheard || this.#seats.size > 0) this.#newsPlayed = Math.max(this.#newsPlayed, sound.news);
    for (const [id, seat] of this.#seats) {
      const here = id === this.#speaker;
      // A wall has no use for sound but to play it: in a storm there is news of it with every alarm.
      if (seat.state === 'waiting' || (seat.receiver.kind === 'wall' && !here && !seat.plays)) continue;
      seat.plays = here;
      seat.receiver.send('sound:changed', { ...sound, here });
    }
    if (unheard && fresh) this.#onUnheard();
  }

  /** Has the window that plays sound the test tone. Returns whether there is one. */
  testSound(): boolean {
    const seat = this.#speaker === null ? undefined : this.#seats.get(this.#speaker);
    seat?.receiver.send('sound:tested', null);
    return seat !== undefined;
  }

  /** How many windows are kept up to date now. */
  get live(): number {
    return [...this.#seats.values()].filter((seat) => seat.state === 'live').length;
  }

  #welcomeBack(seat: Seat): void {
    if (seat.state !== 'away') return;
    seat.state = 'live';
    const { receiver } = seat;
    if (this.#link) receiver.send('link:changed', this.#link);
    if (this.#settings) receiver.send('settings:changed', this.#settings);
    if (this.#outbox && receiver.kind !== 'wall') receiver.send('outbox:changed', this.#outbox);
    if (this.#identity && receiver.kind !== 'wall') receiver.send('identity:changed', this.#identity);
    if (this.#place) receiver.send('place:changed', this.#place(receiver));
    receiver.send('board:patch', { base: this.#revision, revision: this.#revision, patch: '{}' });
  }

  #elect(): void {
    let best: { readonly id: number; readonly rank: number } | null = null;
    for (const [id, { receiver, state }] of this.#seats) {
      if (state === 'waiting') continue;
      const rank = (state === 'live' ? 0 : 10_000) + SOUND_RANK[receiver.kind] + receiver.index;
      if (best === null || rank < best.rank) best = { id, rank };
    }
    if ((best?.id ?? null) === this.#speaker) return;
    this.#speaker = best?.id ?? null;
    // The one that played is told that it no longer does before it is heard of how the next one fares.
    if (this.#sound) this.sound(this.#sound);
    this.#onSpeaker();
  }

  #tell<C extends keyof News>(
    channel: C,
    news: News[C],
    to: (kind: WindowKind) => boolean = () => true,
  ): void {
    for (const { receiver, state } of this.#seats.values()) {
      if (state === 'live' && to(receiver.kind)) receiver.send(channel, news);
    }
  }
}
