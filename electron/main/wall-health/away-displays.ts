import type { AnswerTo } from '../../../shared/contract/wire';
import type { Clock } from '../../../shared/time/clock';
import type { Result } from '../../../shared/util/result';

/** How often the hub is asked who shows what, ms. */
const EVERY_MS = 5_000;
/** So many answers in a row tell that nobody shows a display: a console that starts again is back before. */
const MISSED = 4;
/** A window that has painted nothing for so long shows nothing, ms. */
const SILENT_MS = 15_000;

type Answer = AnswerTo<'wall-health'>;

/**
 * Displays of the wall that a console of the room shows, and paints. `before`: when each console had last spoken, by the answer
 * before: one that has said nothing since may hang while its socket stands.
 */
export function displaysShown(
  { reports }: Answer,
  before: ReadonlyMap<string, number> = new Map(),
): ReadonlySet<string> {
  const shown = new Set<string>();
  for (const { console, at, connected, report } of reports) {
    if (!connected || before.get(console) === at) continue;
    for (const { display, hidden, silentMs } of report.windows)
      if (display !== null && !hidden && silentMs < SILENT_MS) shown.add(display);
  }
  return shown;
}

/**
 * Which displays nobody shows, by answer after answer. What the hub does not answer changes nothing: a hub that is away
 * says nothing about walls.
 */
export class AwayDisplays {
  readonly #missed = new Map<string, number>();
  /** When each console had last spoken: the hub's clock, ms UTC. */
  #spoken: ReadonlyMap<string, number> = new Map();

  /** Takes in an answer about the displays of the plan that others have to show. @returns those that are away */
  heard(others: readonly string[], answer: Answer): ReadonlySet<string> {
    const shown = displaysShown(answer, this.#spoken);
    this.#spoken = new Map(answer.reports.map(({ console, at }) => [console, at]));
    for (const id of [...this.#missed.keys()]) if (!others.includes(id)) this.#missed.delete(id);
    for (const id of others) this.#missed.set(id, shown.has(id) ? 0 : (this.#missed.get(id) ?? 0) + 1);
    return new Set(others.filter((id) => (this.#missed.get(id) ?? 0) >= MISSED));
  }
}

export interface AwayDisplaysOptions {
  readonly clock: Clock;
  readonly ask: () => Promise<Result<Answer>>;
  /** Displays of the plan that other computers have to show, by id. */
  readonly others: () => readonly string[];
  readonly tell: (away: ReadonlySet<string>) => void;
}

/**
 * Tells which displays of the wall nobody shows, so that what stood on them is shown on the rest. Asks only where other
 * computers have displays. Returns what ends it.
 */
export function watchAwayDisplays({ clock, ask, others, tell }: AwayDisplaysOptions): () => void {
  const away = new AwayDisplays();
  let running = true;
  let cancel = (): void => undefined;
  const look = async (): Promise<void> => {
    try {
      const planned = others();
      const answer = planned.length > 0 ? await ask() : null;
      if (running && answer?.ok) tell(away.heard(planned, answer.value));
    } finally {
      // Whatever went wrong is told by whoever hears of rejections; the watch goes on.
      if (running) cancel = clock.after(EVERY_MS, () => void look());
    }
  };
  cancel = clock.after(EVERY_MS, () => void look());
  return () => {
    running = false;
    cancel();
  };
}
