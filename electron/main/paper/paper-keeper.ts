import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PaperPack } from '../../../shared/contract/ipc';
import { htmlOf } from '../../../shared/paper/paper-html';
import type { WrittenReport } from '../../../shared/paper/written-report';
import type { Clock } from '../../../shared/time/clock';
import type { Language } from '../../../shared/time/format';
import { wallTime } from '../../../shared/time/oslo';
import { failure, type Result, success } from '../../../shared/util/result';
import { writeWhole } from '../app/write-whole';

export interface PaperKeeperOptions {
  /** Where packs are kept. */
  readonly folder: string;
  readonly clock: Clock;
  /** The room as it is known now; null: there is nothing to print yet. */
  readonly pack: () => { readonly report: WrittenReport; readonly lang: Language } | null;
  readonly print: (html: string) => Promise<Result<Uint8Array>>;
  /** A pack could not be printed or written, and why; null: one was. */
  readonly onFault: (reason: string | null) => void;
  readonly log: (level: 'info' | 'warn', message: string, detail: Record<string, unknown>) => void;
}

/** Packs of the hours that are kept; and as many that were asked for. */
export const PACKS_KEPT = 24;
/** Time is looked at this often, ms: a clock that is set, or a machine that slept, misses no hour. */
const LOOK_MS = 20_000;
/** A pack that failed is tried again after this, ms. */
const AGAIN_MS = 5 * 60_000;
const HOUR_MS = 3_600_000;
const NAME = /^papirpakke-\d{4}-\d{2}-\d{2}-\d{4}(z\d)?(-bestilt-\d{2})?\.pdf$/;

/** Keeps the paper packs of a console: one for each hour, and one whenever somebody asks. */
export class PaperKeeper {
  readonly #options: PaperKeeperOptions;
  #cancel: () => void = () => {};
  #running = false;
  /** The hour that was printed last, or tried, since the epoch. */
  #hour: number | null = null;
  #notBefore = Number.NEGATIVE_INFINITY;
  #last: Promise<unknown> = Promise.resolve();
  #fault: string | null = null;

  constructor(options: PaperKeeperOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running = true;
    this.#wait();
  }

  stop(): void {
    this.#running = false;
    this.#cancel();
  }

  /** Prints one now. Fails where it cannot be printed or written. */
  async printNow(): Promise<Result<{ readonly file: string }>> {
    return this.#next(() => this.#print(true));
  }

  /** What is on the disk, newest first; and what went wrong last, if that was the last. */
  async list(): Promise<readonly PaperPack[]> {
    const { folder, clock } = this.#options;
    const packs: PaperPack[] = [];
    for (const file of await this.#files()) {
      const found = await stat(join(folder, file)).catch(() => null);
      if (found) packs.push({ file, at: found.mtimeMs, bytes: found.size, fault: null });
    }
    packs.sort((a, b) => b.at - a.at || (a.file < b.file ? 1 : -1));
    return this.#fault === null
      ? packs
      : [{ file: '', at: clock.now(), bytes: 0, fault: this.#fault }, ...packs];
  }

  /** The path of a pack; null: there is none of that name. */
  pathOf(file: string): string | null {
    return NAME.test(file) ? join(this.#options.folder, file) : null;
  }

  #wait(): void {
    this.#cancel = this.#options.clock.after(LOOK_MS, () => {
      void this.#look().finally(() => {
        if (this.#running) this.#wait();
      });
    });
  }

  async #look(): Promise<void> {
    const { clock } = this.#options;
    const hour = Math.floor(clock.now() / HOUR_MS);
    if (hour === this.#hour || clock.mono() < this.#notBefore) return;
    const printed = await this.#next(() => this.#print(false));
    if (printed.ok) this.#hour = hour;
    else this.#notBefore = clock.mono() + AGAIN_MS;
  }

  /** One at a time. */
  #next<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#last.then(work, work);
    this.#last = next.catch(() => {});
    return next;
  }

  async #print(asked: boolean): Promise<Result<{ readonly file: string }>> {
    const { folder, clock, pack, print, log } = this.#options;
    try {
      const made = pack();
      if (made === null) return failure('empty', 'nothing is known of the room yet');
      const printed = await print(htmlOf(made.report, made.lang));
      if (!printed.ok) return this.#failed(printed.error.message);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const file = asked ? await this.#freeName(clock.now()) : nameOf(clock.now());
      await writeWhole(join(folder, file), printed.value);
      await this.#takeAway();
      this.#fault = null;
      this.#options.onFault(null);
      log('info', 'a paper pack was printed', { file });
      return success({ file });
    } catch (error) {
      return this.#failed(error instanceof Error ? error.message : String(error));
    }
  }

  #failed(reason: string): Result<never> {
    this.#fault = reason;
    this.#options.onFault(reason);
    this.#options.log('warn', 'a paper pack could not be printed', { reason });
    return failure('paper', reason);
  }

  /** One that was asked for never takes the place of another. */
  async #freeName(at: number): Promise<string> {
    const taken = new Set(await this.#files());
    for (let count = 1; ; count++) {
      const file = nameOf(at, String(count).padStart(2, '0'));
      if (!taken.has(file)) return file;
    }
  }

  async #takeAway(): Promise<void> {
    const files = [...(await this.#files())].sort().reverse();
    const asked = files.filter((file) => file.includes('-bestilt-'));
    const hourly = files.filter((file) => !file.includes('-bestilt-'));
    for (const file of [...asked.slice(PACKS_KEPT), ...hourly.slice(PACKS_KEPT)]) {
      await rm(join(this.#options.folder, file), { force: true });
    }
  }

  async #files(): Promise<readonly string[]> {
    const names = await readdir(this.#options.folder).catch(() => []);
    return names.filter((name) => NAME.test(name));
  }
}

/**
 * `papirpakke-2026-11-23-0400.pdf`, by the clock on the wall: whoever looks for the one from four o'clock finds it. In the
 * night when an hour comes twice, the second has a `z` and its offset, so that neither takes the other's place.
 */
function nameOf(at: number, asked: string | null = null): string {
  const wall = wallTime(at);
  const iso = new Date(wall).toISOString();
  const minutes = asked === null ? '00' : iso.slice(14, 16);
  const twice = wallTime(at - HOUR_MS) === wall ? 'z1' : '';
  const tail = asked === null ? '' : `-bestilt-${asked}`;
  return `papirpakke-${iso.slice(0, 10)}-${iso.slice(11, 13)}${minutes}${twice}${tail}.pdf`;
}
