import type {
  BoardPatch,
  LinkState,
  News,
  OutboxEntry,
  Settings,
  WindowKind,
} from '../../../shared/contract/ipc';

/** One window as the fan-out sees it. */
export interface Receiver {
  readonly kind: WindowKind;
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
}

/** A window that has given no sign of life for so many seconds is sent nothing more, so that nothing piles up. */
const MAX_SILENT_S = 3;

/**
 * News to all windows, with nothing queued for those who cannot take it. A hidden window, or one that has stopped
 * beating, is left out; when it is back it gets an empty patch at the present revision: if it
 * missed anything that is not its own, so that it takes a fresh snapshot by its own rule.
 */
export class FanOut {
  readonly #seats = new Map<number, Seat>();
  /** The last news of each kind, for a window that comes back. */
  #revision = 0;
  #link: LinkState | null = null;
  #settings: Settings | null = null;
  #outbox: readonly OutboxEntry[] | null = null;

  add(id: number, receiver: Receiver): void {
    this.#seats.set(id, { receiver, state: 'waiting', hidden: false, silent: 0 });
  }

  remove(id: number): void {
    this.#seats.delete(id);
  }

  /** The window's page begins anew: it will ask for a snapshot. */
  restarted(id: number): void {
    const seat = this.#seats.get(id);
    if (seat) seat.state = 'waiting';
  }

  /** It has just been given a snapshot: patches follow from there. */
  snapshotTaken(id: number, revision: number): void {
    this.#revision = revision;
    const seat = this.#seats.get(id);
    if (!seat) return;
    seat.silent = 0;
    seat.state = seat.hidden ? 'away' : 'live';
  }

  setHidden(id: number, hidden: boolean): void {
    const seat = this.#seats.get(id);
    if (!seat) return;
    seat.hidden = hidden;
    seat.silent = 0;
    if (hidden && seat.state === 'live') seat.state = 'away';
    else if (!hidden) this.#welcomeBack(seat);
  }

  /** A sign of life. */
  beat(id: number): void {
    const seat = this.#seats.get(id);
    if (!seat) return;
    seat.silent = 0;
    if (!seat.hidden) this.#welcomeBack(seat);
  }

  /** To be called each second. */
  tick(): void {
    for (const seat of this.#seats.values()) {
      seat.silent += 1;
      if (seat.silent > MAX_SILENT_S && seat.state === 'live') seat.state = 'away';
    }
  }

  patch(patch: BoardPatch): void {
    this.#revision = patch.revision;
    this.#tell('board:patch', patch);
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
    this.#tell('outbox:changed', entries, 'desk');
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
    if (this.#outbox && receiver.kind === 'desk') receiver.send('outbox:changed', this.#outbox);
    receiver.send('board:patch', { base: this.#revision, revision: this.#revision, patch: {} });
  }

  #tell<C extends keyof News>(channel: C, news: News[C], only?: WindowKind): void {
    for (const { receiver, state } of this.#seats.values()) {
      if (state === 'live' && (only === undefined || receiver.kind === only)) receiver.send(channel, news);
    }
  }
}
