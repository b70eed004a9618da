import { app } from 'electron';
import type { Clock } from '../../../shared/time/clock';
import type { Logger } from './log';

/** All of it ends within this, whatever hangs, ms: those who start us give five seconds. */
const END_MS = 4_500;

/** The order in which things end. */
export class Quitting {
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #steps: { readonly name: string; readonly run: () => void | Promise<void> }[] = [];
  #begun = false;
  #done = false;

  constructor(clock: Clock, log: Logger) {
    this.#clock = clock;
    this.#log = log;
  }

  /** Whether the end has begun: nobody is asked anything any more. */
  get begun(): boolean {
    return this.#begun;
  }

  /** Adds a step that undoes what was just done: the last added is the first to run. */
  add(name: string, run: () => void | Promise<void>): void {
    this.#steps.unshift({ name, run });
  }

  /** Ends in good order on a signal, and whenever the system or a person quits the app. */
  listen(): void {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        this.#log.info({ signal }, 'asked to end');
        app.quit();
      });
    }
    // The watch may go on without windows: only a quit ends it.
    app.on('window-all-closed', () => undefined);
    app.on('before-quit', (event) => {
      if (this.#done) return;
      event.preventDefault();
      this.#end();
    });
  }

  #end(): void {
    if (this.#begun) return;
    this.#begun = true;
    const finish = (): void => {
      this.#done = true;
      app.exit(0);
    };
    const cancel = this.#clock.after(END_MS, () => {
      this.#log.warn('not everything ended in time');
      finish();
    });
    void this.#run().finally(() => {
      cancel();
      finish();
    });
  }

  async #run(): Promise<void> {
    for (const { name, run } of this.#steps) {
      try {
        await run();
      } catch (error) {
        this.#log.error({ err: error, step: name }, 'a part did not end in good order');
      }
    }
  }
}
