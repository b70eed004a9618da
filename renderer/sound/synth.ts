import type { Pulse } from './patterns';

/** What the synthesis needs of an audio context: a live one, or an offline one that renders into memory. */
export type Synth = Pick<
  BaseAudioContext,
  'createOscillator' | 'createGain' | 'createPeriodicWave' | 'destination'
>;

/**
 * Harmonics of the tone, the fundamental first: enough of them to be placed in the room and to be heard over a fan (IEC
 * 60601-1-8 asks for at least four), and falling, so that it is round and not shrill.
 */
const HARMONICS = [1, 0.5, 0.34, 0.22, 0.12, 0.06] as const;
/** The whole room's level: bursts are never drawn louder than this. */
const MASTER = 0.5;
/** Share of a pulse that it takes to rise and to fall: no click at either end. */
const RISE = 0.18;
const FALL = 0.35;

/** A burst that is being played. */
export interface Playing {
  /** Ends it at once, without a click. `now`: the context's time, s. */
  stop(now: number): void;
}

/** Puts a burst into a context, to begin at `start` (the context's time, s). */
export function playBurst(context: Synth, burst: readonly Pulse[], start: number): Playing {
  const master = context.createGain();
  master.gain.value = MASTER;
  master.connect(context.destination);
  const wave = context.createPeriodicWave(
    new Float32Array(HARMONICS.length + 1),
    new Float32Array([0, ...HARMONICS]),
  );
  const tones = burst.map((pulse) => {
    const from = start + pulse.at / 1_000;
    const length = pulse.ms / 1_000;
    const envelope = context.createGain();
    envelope.gain.setValueAtTime(0, from);
    envelope.gain.linearRampToValueAtTime(pulse.gain, from + length * RISE);
    envelope.gain.setValueAtTime(pulse.gain, from + length * (1 - FALL));
    envelope.gain.linearRampToValueAtTime(0, from + length);
    envelope.connect(master);
    const tone = context.createOscillator();
    tone.setPeriodicWave(wave);
    tone.frequency.value = pulse.hz;
    tone.connect(envelope);
    tone.start(from);
    tone.stop(from + length);
    return tone;
  });
  const [last] = tones.slice(-1);
  // What has sounded is let go: a night of nagging must not leave a graph of thousands of nodes.
  if (last) last.onended = () => master.disconnect();
  return {
    stop(now: number): void {
      master.gain.cancelScheduledValues(now);
      master.gain.setTargetAtTime(0, now, 0.02);
      for (const tone of tones) tone.stop(now + 0.12);
    },
  };
}
