/** A frame that comes so long after the one before is late, ms: at 60 Hz, one or more were missed. */
const LATE_MS = 25;
/** After a late frame painted ones are at least `LEAST_MS` apart for so long, ms. */
const SPARED_MS = 1_000;
const LEAST_MS = 24;
/** However late everything is, what changed is seen after so long, ms. */
const MOST_MS = 100;
/** Frames in a second with fewer of which painted ones come further apart, and with more of which closer together. */
const TOO_FEW = 40;
const ENOUGH = 52;
const GROWS_BY = 1.5;
const SHRINKS_BY = 0.8;

/**
 * How often a wall may paint. Without a GPU each painted frame of each wall costs the processor many milliseconds, and
 * walls that take all of it make everything late: each other, the console's main and the hub. So a machine that is late
 * with its frames is spared, and one that is so second after second is spared more, until it keeps up; several walls on one
 * machine settle by it without knowing of each other. Where nothing is late, every frame may be painted. Times are
 * monotonic, ms.
 */
export class PaintPace {
  #gap = LEAST_MS;
  #lastFrame = Number.NEGATIVE_INFINITY;
  #sparedUntil = Number.NEGATIVE_INFINITY;
  /** The second that is being counted: since when, and its frames. */
  #second = { from: Number.NEGATIVE_INFINITY, frames: 0 };

  /** Takes note of an animation frame, painted or not. */
  frame(now: number): void {
    if (now - this.#lastFrame > LATE_MS && this.#lastFrame !== Number.NEGATIVE_INFINITY)
      this.#sparedUntil = now + SPARED_MS;
    this.#lastFrame = now;
    this.#second.frames += 1;
    const took = now - this.#second.from;
    if (took < 1_000) return;
    // A window that was hidden has no frames, and was not late.
    if (took < 5_000) this.#judge((this.#second.frames * 1_000) / took);
    this.#second = { from: now, frames: 0 };
  }

  /** Whether what changed may be painted now, when a frame was painted at `painted`. */
  mayPaint(now: number, painted: number): boolean {
    return now >= this.#sparedUntil || now - painted >= this.#gap;
  }

  #judge(perSecond: number): void {
    if (perSecond < TOO_FEW) this.#gap = Math.min(MOST_MS, this.#gap * GROWS_BY);
    else if (perSecond > ENOUGH) this.#gap = Math.max(LEAST_MS, this.#gap * SHRINKS_BY);
  }
}
