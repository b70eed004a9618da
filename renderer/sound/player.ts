import type { SoundState, WallBridge } from '../../shared/contract/ipc';
import type { Clock } from '../../shared/time/clock';
import { lengthOf, MAX_URGENCY, patternOf, repeatAfterMs, type Tone } from './patterns';
import { type Playing, playBurst, type Synth } from './synth';

/** An audio context as the player uses it. */
export interface SoundContext extends Synth {
  readonly state: AudioContextState | 'interrupted';
  readonly currentTime: number;
  resume(): Promise<void>;
  suspend(): Promise<void>;
}

/** The machine's audio, as far as a window sees it. */
export interface AudioPorts {
  createContext(): SoundContext;
  /** How many audio outputs there are; null: the system does not say. */
  outputs(): Promise<number | null>;
  onDeviceChange(listen: () => void): () => void;
}

/** Where the player learns what is to be heard. */
export interface SoundSource {
  sound(): SoundState | null;
  subscribe(listen: () => void): () => void;
}

type Device = Parameters<WallBridge['soundReport']>[0];

/** A context's time must have moved after so long, ms: else nothing comes out, whatever it says of itself. */
const MOVES_WITHIN_MS = 600;
/** The loudspeaker is asked about so often, ms: one that was pulled out in the night is noticed before it is needed. */
const LOOK_EVERY_MS = 60_000;
/** A context that nothing needs any more is put to rest after so long, ms. */
const REST_AFTER_MS = 2_000;
/** A burst begins so long after it is asked for, s: time for the graph to be built. */
const LEAD_S = 0.05;
/** Between a burst and the one that its news asked for meanwhile, ms: two are heard, not one long one. */
const BETWEEN_BURSTS_MS = 500;

/**
 * Plays what main decides, in the one window that is to play. A burst is repeated, with growing urgency, until what main
 * says is to be heard changes; news start it over, as soon as what sounds of the same tone has been played out: a storm
 * that cut off each burst by the next would be silent. Whether anything can be heard is found out and reported, at start,
 * when devices change, now and then, and each time something is played. Returns a function that ends it.
 */
export function startSound(options: {
  readonly source: SoundSource;
  readonly bridge: Pick<WallBridge, 'onSoundTest' | 'soundReport'>;
  readonly clock: Clock;
  readonly audio: AudioPorts;
}): () => void {
  const player = new Player(options.bridge, options.clock, options.audio);
  const take = (): void => player.take(options.source.sound());
  const ends = [
    options.source.subscribe(take),
    options.bridge.onSoundTest(() => player.test()),
    options.audio.onDeviceChange(() => player.look()),
  ];
  take();
  return () => {
    for (const end of ends) end();
    player.end();
  };
}

class Player {
  readonly #bridge: Pick<WallBridge, 'soundReport'>;
  readonly #clock: Clock;
  readonly #audio: AudioPorts;
  #context: SoundContext | null = null;
  #playing: Playing | null = null;
  #here = false;
  #heard: string | null = null;
  /** The burst that was begun last, and when it has been played out: monotonic, ms. */
  #burst: { readonly tone: string; readonly endsAt: number } | null = null;
  #cancelRepeat = (): void => {};
  #cancelLook = (): void => {};
  #cancelRest = (): void => {};
  /** Monotonic time until which the context is needed, ms. */
  #busyUntil = 0;
  /** Counts looks: only the newest reports. */
  #looks = 0;

  constructor(bridge: Pick<WallBridge, 'soundReport'>, clock: Clock, audio: AudioPorts) {
    this.#bridge = bridge;
    this.#clock = clock;
    this.#audio = audio;
  }

  take(state: SoundState | null): void {
    const here = state?.here ?? false;
    if (here && !this.#here) {
      this.#here = true;
      this.look();
    } else if (!here && this.#here) {
      this.#here = false;
      this.#looks += 1;
      this.#cancelLook();
    }
    const tone = here ? (state?.tone ?? null) : null;
    const heard = tone === null ? null : `${state?.news}/${JSON.stringify(tone)}`;
    if (heard === this.#heard) return;
    this.#heard = heard;
    const rest = (this.#burst?.endsAt ?? 0) - this.#clock.mono();
    if (tone !== null && rest > 0 && this.#burst?.tone === JSON.stringify(tone)) {
      this.#cancelRepeat();
      this.#cancelRepeat = this.#clock.after(rest + BETWEEN_BURSTS_MS, () => this.#nag(tone, 0));
      return;
    }
    this.#silence();
    if (tone !== null) this.#nag(tone, 0);
  }

  test(): void {
    this.#play({ kind: 'test' }, 0);
  }

  /** Finds out whether anything can be heard here, and says so. */
  look(): void {
    this.#cancelLook();
    if (!this.#here) return;
    this.#cancelLook = this.#clock.after(LOOK_EVERY_MS, () => this.look());
    void this.#inspect();
  }

  end(): void {
    this.#here = false;
    this.#looks += 1;
    this.#cancelLook();
    this.#silence();
    this.#cancelRest();
    void this.#context?.suspend().catch(() => {});
  }

  #nag(tone: Tone, urgency: number): void {
    const ms = this.#play(tone, urgency);
    this.#burst = { tone: JSON.stringify(tone), endsAt: this.#clock.mono() + ms };
    const wait = repeatAfterMs(tone);
    if (wait === null) return;
    this.#cancelRepeat = this.#clock.after(wait, () => this.#nag(tone, Math.min(urgency + 1, MAX_URGENCY)));
  }

  /** @returns how long it lasts, ms; 0: nothing is played */
  #play(tone: Tone, urgency: number): number {
    const context = this.#wake();
    if (context === null) return 0;
    const burst = patternOf(tone, urgency);
    this.#playing = playBurst(context, burst, context.currentTime + LEAD_S);
    void this.#inspect();
    this.#restAfter(lengthOf(burst));
    return lengthOf(burst);
  }

  #silence(): void {
    this.#cancelRepeat();
    this.#cancelRepeat = () => {};
    if (this.#context !== null) this.#playing?.stop(this.#context.currentTime);
    this.#playing = null;
    this.#burst = null;
  }

  /** The context, running or about to. Null: there is none to be had, and that is said. */
  #wake(): SoundContext | null {
    try {
      this.#context ??= this.#audio.createContext();
    } catch {
      this.#bridge.soundReport('blocked');
      return null;
    }
    if (this.#context.state !== 'running') void this.#context.resume().catch(() => {});
    return this.#context;
  }

  /** A context that plays nothing is put to rest: it would keep the sound card and a core's share of a whole night. */
  #restAfter(ms: number): void {
    this.#busyUntil = Math.max(this.#busyUntil, this.#clock.mono() + ms + REST_AFTER_MS);
    this.#cancelRest();
    this.#cancelRest = this.#clock.after(this.#busyUntil - this.#clock.mono(), () => {
      void this.#context?.suspend().catch(() => {});
    });
  }

  async #inspect(): Promise<void> {
    this.#looks += 1;
    const mine = this.#looks;
    const outputs = await this.#audio.outputs().catch(() => null);
    if (mine !== this.#looks) return;
    if (outputs === 0) {
      this.#report('none', mine);
      return;
    }
    const context = this.#wake();
    if (context === null) return;
    const before = context.currentTime;
    this.#clock.after(MOVES_WITHIN_MS, () => {
      const moves = context.state === 'running' && context.currentTime > before;
      this.#report(moves ? 'ok' : 'blocked', mine);
    });
    this.#restAfter(MOVES_WITHIN_MS);
  }

  #report(device: Device, look: number): void {
    if (look === this.#looks) this.#bridge.soundReport(device);
  }
}
