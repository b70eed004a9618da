import type { LinkState, SoundState } from '../../../shared/contract/ipc';
import type { RoomView } from '../../../shared/rules/reduce';
import { LOST_EVERYWHERE_MS, type Paced, SILENCE_MS, type Sound, soundOf } from '../../../shared/rules/sound';
import type { Clock } from '../../../shared/time/clock';
import type { ConsoleSound } from '../ipc/console-port';

/** A storm changes alarms hundreds of times a second; the ear does not follow more often than this, ms. */
const REFRESH_MS = 100;

export interface SoundKeeperOptions {
  readonly clock: Clock;
  readonly consoleId: string;
  /** The board's state, read at each look. */
  readonly state: Pick<RoomView, 'alarms' | 'people' | 'incidents' | 'room'>;
  readonly phase: () => LinkState['phase'];
  /** The hub's time as known here, ms UTC. */
  readonly hubNow: () => number;
  readonly onChange: (sound: ConsoleSound) => void;
}

/**
 * What is to be heard at this console, by `shared/rules/sound.ts`, looked at whenever alarms, incidents, people or the
 * link have changed, and in a flood when its next burst is due. Silence lasts two minutes by the monotonic clock, or until something new.
 */
export class SoundKeeper {
  readonly #options: SoundKeeperOptions;
  #silenced: { readonly until: number; readonly news: number } | null = null;
  #device: SoundState['device'] = 'unknown';
  #state: ConsoleSound;
  #lookedAt = Number.NEGATIVE_INFINITY;
  /** Monotonic, ms; null: the hub is not lost. */
  #lostSince: number | null = null;
  #cancelLost: () => void = () => {};
  #cancelLook: (() => void) | null = null;
  #cancelSilence: () => void = () => {};
  /** What the flood has let through. */
  #paced: Paced | null = null;
  #cancelPace: () => void = () => {};
  #stopped = false;

  constructor(options: SoundKeeperOptions) {
    this.#options = options;
    this.#state = this.#judge();
  }

  get state(): ConsoleSound {
    return this.#state;
  }

  /** Something that it depends on has changed. */
  refresh(): void {
    if (this.#cancelLook || this.#stopped) return;
    const { clock } = this.#options;
    const wait = Math.max(0, REFRESH_MS - (clock.mono() - this.#lookedAt));
    if (wait === 0) this.#look();
    else this.#cancelLook = clock.after(wait, () => this.#look());
  }

  silence(): void {
    const { hubNow, clock } = this.#options;
    this.#silenced = { until: hubNow() + SILENCE_MS, news: this.#state.news };
    this.#cancelSilence();
    this.#cancelSilence = clock.after(SILENCE_MS, () => {
      this.#silenced = null;
      this.#look();
    });
    this.#look();
  }

  /** How playing went, said by the window that plays. */
  device(device: SoundState['device']): void {
    this.#device = device;
    this.#look();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelLook?.();
    this.#cancelSilence();
    this.#cancelPace();
    this.#cancelLost();
  }

  #look(): void {
    this.#cancelLook?.();
    this.#cancelLook = null;
    if (this.#stopped) return;
    this.#lookedAt = this.#options.clock.mono();
    const next = this.#judge();
    if (JSON.stringify(next) === JSON.stringify(this.#state)) return;
    this.#state = next;
    this.#options.onChange(next);
  }

  #judge(): ConsoleSound {
    const { state, consoleId, hubNow } = this.#options;
    const link = linkOf(this.#options.phase());
    const now = hubNow();
    const { tone, because, news, silencedUntil, paced, nextAt }: Sound = soundOf({
      alarms: this.#alarms(),
      people: state.people,
      incidents: state.incidents.values(),
      flood: state.room?.flood != null,
      paced: this.#paced,
      consoleId,
      link,
      lostForMs: this.#lostFor(link === 'lost'),
      silenced: this.#silenced,
      now,
    });
    this.#paced = paced;
    this.#cancelPace();
    if (nextAt !== null) this.#cancelPace = this.#options.clock.after(nextAt - now, () => this.#look());
    return { tone, because, news, silencedUntil, device: this.#device };
  }

  /** For how long the hub has been lost, ms. It is looked at again when that is long enough to sound elsewhere too. */
  #lostFor(lost: boolean): number {
    const { clock } = this.#options;
    if (!lost) {
      this.#lostSince = null;
      this.#cancelLost();
      return 0;
    }
    if (this.#lostSince === null) {
      this.#lostSince = clock.mono();
      this.#cancelLost = clock.after(LOST_EVERYWHERE_MS, () => this.#look());
    }
    return clock.mono() - this.#lostSince;
  }

  *#alarms() {
    for (const entity of this.#options.state.alarms.values()) {
      if (entity.kind === 'alarm') yield entity.value;
    }
  }
}

/** A hub that refuses, or whose words do not add up, vouches for nothing: to the ear it is lost. */
function linkOf(phase: LinkState['phase']): 'live' | 'lost' | 'connecting' {
  return phase === 'live' || phase === 'connecting' ? phase : 'lost';
}
