import type { AnswerTo } from '../../../shared/contract/wire';
import type { WallReport } from '../../../shared/model/wall-health';
import type { Projection } from '../../../shared/rules/projection';
import type { Clock } from '../../../shared/time/clock';
import type { CommandHandlers, CommandSource } from '../commands';
import { consoleOf } from '../people/people-view';
import type { QuestionHandlers } from '../questions';
import { type CareRefusal, careRefusalWords } from './refusals';

/** A console that says nothing of its walls any more is remembered for so long, ms: nobody forgets a wall that is gone. */
const KEPT_MS = 24 * 3_600_000;
/** Consoles that are remembered, at most. */
const CONSOLES_MOST = 64;

/** A console that says how its walls fare, as the door knows it. */
export type WallSource = Pick<CommandSource, 'console'> & { readonly name: string };

export interface WallHealthOptions {
  readonly clock: Clock;
  readonly state: Pick<Projection, 'people'>;
}

interface Heard {
  readonly name: string;
  /** The hub's clock, ms UTC. */
  readonly at: number;
  readonly report: WallReport;
}

/**
 * What consoles say of their own walls, the last word of each: telemetry, in memory alone. And what people ask to have done
 * about one: that is an act like any other, and the console hears of it where it hears of all else.
 */
export class WallHealth {
  readonly handlers: Pick<CommandHandlers, 'wall.care'>;
  readonly questions: Pick<QuestionHandlers, 'wall-health'>;
  readonly #options: WallHealthOptions;
  readonly #heard = new Map<string, Heard>();
  /** Sockets by console: while one is replaced there are two. */
  readonly #sockets = new Map<string, number>();

  constructor(options: WallHealthOptions) {
    this.#options = options;
    this.handlers = {
      'wall.care': ({ actor, actedAt }, { console, window, how }) => {
        // Restarting is for the whole of it.
        const asked = how === 'restart' ? null : window;
        const refused = this.#refusal(console, asked);
        if (refused) return { outcome: 'refused', reason: careRefusalWords(refused) };
        const name = this.#nameOf(console);
        return {
          outcome: 'done',
          events: [{ type: 'wall.cared', console, name, window: asked, how, actor, actedAt }],
        };
      },
    };
    this.questions = { 'wall-health': () => this.#answer() };
  }

  came({ console }: WallSource): void {
    this.#sockets.set(console, (this.#sockets.get(console) ?? 0) + 1);
  }

  left({ console }: WallSource): void {
    const others = (this.#sockets.get(console) ?? 0) - 1;
    if (others > 0) this.#sockets.set(console, others);
    else this.#sockets.delete(console);
  }

  /** A console said how its walls fare. One without windows has no wall any more. */
  heard({ console, name }: WallSource, report: WallReport): void {
    this.#heard.delete(console);
    if (report.windows.length === 0) return;
    // The newest last: what is given up for room is what has been silent for longest.
    this.#heard.set(console, { name, at: this.#options.clock.now(), report });
    const [silent] = this.#heard.keys();
    if (this.#heard.size > CONSOLES_MOST && silent !== undefined) this.#heard.delete(silent);
  }

  #answer(): AnswerTo<'wall-health'> {
    this.#forget();
    const reports = [...this.#heard].map(([console, { at, report }]) => ({
      console,
      name: this.#nameOf(console),
      at,
      connected: this.#sockets.has(console),
      report,
    }));
    reports.sort((a, b) => a.name.localeCompare(b.name, 'nb') || (a.console < b.console ? -1 : 1));
    return { reports };
  }

  #forget(): void {
    const since = this.#options.clock.now() - KEPT_MS;
    for (const [console, { at }] of this.#heard) {
      if (at < since && !this.#sockets.has(console)) this.#heard.delete(console);
    }
  }

  #refusal(console: string, window: string | null): CareRefusal | null {
    this.#forget();
    const heard = this.#heard.get(console);
    if (!heard) return { code: 'unknown-wall' };
    if (!this.#sockets.has(console)) return { code: 'away', name: this.#nameOf(console) };
    const known = window === null || heard.report.windows.some((one) => one.window === window);
    return known ? null : { code: 'unknown-window', name: this.#nameOf(console), window };
  }

  /** As people call it: the name it was enrolled by, else its own. */
  #nameOf(console: string): string {
    return consoleOf(this.#options.state, console)?.name ?? this.#heard.get(console)?.name ?? console;
  }
}
