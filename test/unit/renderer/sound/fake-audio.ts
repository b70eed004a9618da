import type { AudioPorts, SoundContext } from '../../../../renderer/sound/player';
import type { Clock } from '../../../../shared/time/clock';

/** A tone as it was put into the fake context. */
export interface Struck {
  readonly hz: number;
  readonly start: number;
  stop: number;
}

/** An audio context whose time is the test's clock, and which remembers every tone. */
export class FakeContext {
  readonly struck: Struck[] = [];
  readonly gains: number[] = [];
  readonly destination = {};
  state: AudioContextState = 'suspended';
  stands = false;
  readonly #clock: Clock;
  #time = 0;
  #since = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get currentTime(): number {
    const ran = this.state === 'running' && !this.stands ? (this.#clock.mono() - this.#since) / 1_000 : 0;
    return this.#time + ran;
  }

  async resume(): Promise<void> {
    if (this.state === 'running') return;
    this.state = 'running';
    this.#since = this.#clock.mono();
  }

  async suspend(): Promise<void> {
    this.#time = this.currentTime;
    this.state = 'suspended';
  }

  createPeriodicWave(): object {
    return {};
  }

  createGain(): object {
    const gain = {
      value: 1,
      setValueAtTime: () => {},
      linearRampToValueAtTime: (value: number) => {
        if (value > 0) this.gains.push(value);
      },
      cancelScheduledValues: () => {},
      setTargetAtTime: () => {},
    };
    return { gain, connect: () => {}, disconnect: () => {} };
  }

  createOscillator(): object {
    const { struck } = this;
    const tone = {
      frequency: { value: 0 },
      onended: null,
      setPeriodicWave: () => {},
      connect: () => {},
      start(at: number) {
        struck.push({ hz: tone.frequency.value, start: at, stop: Number.POSITIVE_INFINITY });
        mine = struck.length - 1;
      },
      stop(at: number) {
        const one = struck[mine];
        if (one) one.stop = Math.min(one.stop, at);
      },
    };
    let mine = -1;
    return tone;
  }
}

/** Ports over fake contexts; `outputs` can be changed. */
export function fakeAudio(clock: Clock) {
  const context = new FakeContext(clock);
  let changed = (): void => {};
  const ports = {
    outputs: 1 as number | null,
    made: 0,
    refuses: false,
  };
  const audio: AudioPorts = {
    createContext: () => {
      if (ports.refuses) throw new Error('no context');
      ports.made += 1;
      return context as unknown as SoundContext;
    },
    outputs: async () => ports.outputs,
    onDeviceChange: (listen) => {
      changed = listen;
      return () => {
        changed = () => {};
      };
    },
  };
  return { audio, context, ports, change: () => changed() };
}
