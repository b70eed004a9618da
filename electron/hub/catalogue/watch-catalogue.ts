import { type FSWatcher, watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Clock } from '../../../shared/time/clock';
import { loadCatalogue } from './load-catalogue';
import type { CatalogueOutcome } from './loaded';

/** An editor writes in several steps; this long after the last of them the file is read, ms. */
const DEBOUNCE_MS = 200;
/** Where notices do not arrive (network folders, links that are swapped) a look is taken this often, ms. */
const POLL_MS = 2_000;
/** A file written this shortly before the start may have changed since it was last loaded, ms. */
const JUST_WRITTEN_MS = 10_000;

export interface CatalogueWatchOptions {
  readonly file: string;
  readonly clock: Clock;
  /** Called with each reading after a change, good or bad; never two at the same time. */
  readonly onOutcome: (outcome: CatalogueOutcome) => void;
}

/**
 * Reads a catalogue file again when it changes. The folder is watched, because editors replace a file instead of
 * writing into it. It reads nothing at the start unless the file was written just before: the caller has loaded
 * it. A file that is gone is one bad outcome, and is read again when it is back.
 */
export class CatalogueWatch {
  readonly #options: CatalogueWatchOptions;
  #watcher: FSWatcher | null = null;
  #fingerprint: string | null = null;
  #cancelPoll: () => void = () => {};
  #cancelDebounce: () => void = () => {};
  #reading = false;
  #again = false;
  /** Raised by stop(): what was begun before it is not reported. */
  #run = 0;

  constructor(options: CatalogueWatchOptions) {
    this.#options = options;
  }

  start(): void {
    this.stop();
    const run = ++this.#run;
    this.#watchFolder();
    void this.#look(run, true);
  }

  stop(): void {
    this.#run += 1;
    this.#watcher?.close();
    this.#watcher = null;
    this.#cancelPoll();
    this.#cancelDebounce();
    this.#fingerprint = null;
  }

  #watchFolder(): void {
    const name = basename(this.#options.file);
    try {
      const watcher = watch(dirname(this.#options.file), { persistent: false }, (_event, changed) => {
        if (changed === null || changed === name) this.#changed();
      });
      // Looking now and then goes on without it.
      watcher.on('error', () => watcher.close());
      this.#watcher = watcher;
    } catch {
      this.#watcher = null;
    }
  }

  async #look(run: number, first = false): Promise<void> {
    const { fingerprint, writtenAt } = await this.#stat();
    if (run !== this.#run) return;
    const before = this.#fingerprint;
    this.#fingerprint = fingerprint;
    const justWritten = Math.abs(this.#options.clock.now() - writtenAt) < JUST_WRITTEN_MS;
    if (first ? justWritten : before !== fingerprint) this.#changed();
    this.#cancelPoll = this.#options.clock.after(POLL_MS, () => void this.#look(run));
  }

  async #stat(): Promise<{ readonly fingerprint: string; readonly writtenAt: number }> {
    try {
      const { mtimeMs, size, ino } = await stat(this.#options.file);
      return { fingerprint: `${mtimeMs}/${size}/${ino}`, writtenAt: mtimeMs };
    } catch {
      return { fingerprint: 'absent', writtenAt: 0 };
    }
  }

  #changed(): void {
    this.#cancelDebounce();
    const run = this.#run;
    this.#cancelDebounce = this.#options.clock.after(DEBOUNCE_MS, () => void this.#read(run));
  }

  async #read(run: number): Promise<void> {
    if (this.#reading) {
      this.#again = true;
      return;
    }
    this.#reading = true;
    // Taken before the reading: what is written meanwhile differs from it at the next look.
    const { fingerprint } = await this.#stat();
    const outcome = await loadCatalogue(this.#options.file);
    this.#reading = false;
    if (run !== this.#run) return;
    this.#fingerprint = fingerprint;
    this.#options.onOutcome(outcome);
    if (this.#again) {
      this.#again = false;
      this.#changed();
    }
  }
}
