import type { SoundState } from '../../shared/contract/ipc';

/** What sounds: what main says is to be heard, and the tone that tells whether anything can be heard at all. */
export type Tone = NonNullable<SoundState['tone']> | { readonly kind: 'test' };

/** One pulse of a burst. */
export interface Pulse {
  /** From the beginning of the burst, ms. */
  readonly at: number;
  readonly ms: number;
  /** Fundamental, Hz. */
  readonly hz: number;
  /** Loudness before the master's, 0 to 1. */
  readonly gain: number;
}

/** C, E, G and the C above, two octaves down from where an alarm cuts: the ear takes it, and does not hate it. */
const C = 261.63;
const E = 329.63;
const G = 392.0;
const HIGH_C = 523.25;
const A = 220.0;
const D = 146.83;

/** Times that a tone is repeated before it is as urgent as it gets. */
export const MAX_URGENCY = 4;

/**
 * The burst of a tone. The rhythms follow IEC 60601-1-8:2006+A2:2020 (table 3 and the melodies of its general
 * category): high priority is ten pulses in two fives, medium is three, low is two or one; a fundamental of 150 to
 * 1,000 Hz with harmonics, so that it is heard through a closed door and through an old ear. Priority 1 is its high, 2
 * its medium, 3 its low of two pulses, 4 a single soft one. What is not an alarm has no alarm's rhythm: the lost hub
 * falls slowly, a timer is two soft strokes, the test climbs.
 *
 * `urgency`: how often it was repeated without an answer, 0 to MAX_URGENCY. It becomes louder and faster (Patterson
 * 1982: speed and level carry urgency), never higher.
 */
export function patternOf(tone: Tone, urgency = 0): readonly Pulse[] {
  const step = Math.min(Math.max(urgency, 0), MAX_URGENCY);
  const grown = burstOf(tone);
  const pace = 1 - 0.06 * step;
  const level = 1 + 0.15 * step;
  return grown.map((pulse) => ({
    at: pulse.at * pace,
    ms: pulse.ms * pace,
    hz: pulse.hz,
    gain: Math.min(1, pulse.gain * level),
  }));
}

function burstOf(tone: Tone): readonly Pulse[] {
  switch (tone.kind) {
    case 'alarm':
      return ALARMS[tone.priority];
    case 'hub-lost':
      return pulses([HIGH_C / 2, A, D], [0, 700, 1_400], 600, 0.6);
    case 'timer':
      return pulses([G, HIGH_C], [0, 420], 380, 0.35);
    case 'test':
      return pulses([C, E, G, HIGH_C], [0, 300, 600, 900], 240, 0.5);
  }
}

/** Five pulses: three close together, then two (IEC 60601-1-8, high priority). */
const FIVE = [0, 230, 460, 850, 1_080] as const;
const FIVE_NOTES = [C, E, G, G, HIGH_C] as const;
/** From the fifth pulse to the sixth, ms. */
const BETWEEN_FIVES = 750;

const ALARMS: Readonly<Record<1 | 2 | 3 | 4, readonly Pulse[]>> = {
  1: [
    ...pulses(FIVE_NOTES, FIVE, 150, 0.62),
    ...pulses(FIVE_NOTES, FIVE, 150, 0.62, (FIVE.at(-1) ?? 0) + BETWEEN_FIVES),
  ],
  2: pulses([C, E, G], [0, 400, 800], 200, 0.55),
  3: pulses([E, C], [0, 430], 220, 0.45),
  4: pulses([C], [0], 260, 0.3),
};

function pulses(
  notes: readonly number[],
  starts: readonly number[],
  ms: number,
  gain: number,
  after = 0,
): readonly Pulse[] {
  return notes.map((hz, index) => ({ at: (starts[index] ?? 0) + after, ms, hz, gain }));
}

/** How long a burst lasts, ms. */
export function lengthOf(burst: readonly Pulse[]): number {
  return Math.max(0, ...burst.map((pulse) => pulse.at + pulse.ms));
}

/** From the beginning of one burst to the next while nobody answers, ms; null: it sounds once. */
export function repeatAfterMs(tone: Tone): number | null {
  switch (tone.kind) {
    case 'alarm':
      return tone.priority === 1 ? 8_000 : tone.priority === 2 ? 16_000 : tone.priority === 3 ? 30_000 : null;
    case 'hub-lost':
      return 12_000;
    case 'timer':
      return 60_000;
    case 'test':
      return null;
  }
}
