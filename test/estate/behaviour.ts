import type { Clock } from '../../shared/time/clock';

/** How an endpoint behaves. `down`: its port is closed, connections are refused. */
export type EndpointMode =
  | 'normal'
  | 'slow'
  | 'errors'
  | 'down'
  | 'wrong-answer'
  | 'expiring'
  | 'full'
  | 'loss'
  | 'step-fails'
  | 'step-slow';

/** More about a fault, where it says more. */
export interface FaultDetail {
  /** What it is measured in depends on the fault: see `LEVELS`. */
  readonly level: number;
  /** The step of a journey; null: the fault is not about one. */
  readonly step: string | null;
}

/** How an endpoint must behave, exactly. */
export interface Behaviour extends FaultDetail {
  readonly mode: EndpointMode;
}

/** What a level means for each fault that has one, and what it is when nobody says. */
export const LEVELS: Readonly<
  Partial<Record<EndpointMode, { readonly unit: string; readonly usual: number; readonly most: number }>>
> = {
  slow: { unit: 'times the expected time', usual: 3, most: 100 },
  loss: { unit: 'per cent of packets', usual: 3, most: 100 },
  expiring: { unit: 'days left', usual: 5, most: 3_650 },
  full: { unit: 'per cent used', usual: 96, most: 100 },
  'step-slow': { unit: 'seconds later', usual: 4, most: 600 },
};

/** How it is when nothing is said of it. */
export function behaviourOf(mode: EndpointMode, detail: Partial<FaultDetail> = {}): Behaviour {
  return { mode, level: detail.level ?? LEVELS[mode]?.usual ?? 0, step: detail.step ?? null };
}

/** Something of the estate that can be made to behave badly. */
export interface Controllable {
  /** Resolves when it really behaves so, with whether that is another behaviour than before. */
  apply(mode: EndpointMode, detail?: Partial<FaultDetail>): Promise<boolean>;
}

/** A healthy answer takes this part of the expected time, and a little that varies. */
const NORMAL_FACTOR = 0.12;
const VARIATION = 0.1;

/** How long an answer takes, ms: well within the expected time, or as many times as much as it is slow. */
export function answerTime(expectedMs: number, { mode, level }: Behaviour): number {
  return expectedMs * (mode === 'slow' ? level : NORMAL_FACTOR + Math.random() * VARIATION);
}

/** Timers that can all be called off at once: nobody is answered by what is down. */
export class Waits {
  readonly #clock: Clock;
  readonly #waiting = new Set<() => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  after(ms: number, run: () => void): void {
    const cancel = this.#clock.after(ms, () => {
      this.#waiting.delete(cancel);
      run();
    });
    this.#waiting.add(cancel);
  }

  cancelAll(): void {
    for (const cancel of this.#waiting) cancel();
    this.#waiting.clear();
  }
}
