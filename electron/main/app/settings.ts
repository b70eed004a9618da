import { readFileSync, renameSync } from 'node:fs';
import { z } from 'zod';
import type { Settings } from '../../../shared/contract/ipc';
import type { Clock } from '../../../shared/time/clock';
import type { Logger } from './log';
import { writeWhole } from './write-whole';

const rect = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });

/** Where a window lives: its display by three traits that outlive different things, and its own bounds there. */
const place = z.object({
  display: z.object({ id: z.number(), bounds: rect, order: z.number().int().nonnegative() }),
  /** Null: the whole display. */
  bounds: rect.nullable(),
});
export type Place = Readonly<z.infer<typeof place>>;

/** Desk windows of one console, at most. */
export const MAX_DESKS = 8;

const settingsFile = z.object({
  version: z.literal(1),
  theme: z.enum(['night', 'day']),
  lang: z.enum(['nb', 'en']),
  wall: z.object({ viewingDistanceM: z.number().positive(), pixelPitchMm: z.number().positive() }),
  places: z.record(z.string(), place),
  /** Desks that are to be open, by their number from 0. */
  desks: z
    .array(
      z
        .number()
        .int()
        .min(0)
        .max(MAX_DESKS - 1),
    )
    .max(MAX_DESKS)
    .default([0]),
  /** What each window showed last: the part of its page's address after `#`. */
  scenes: z.record(z.string(), z.string().max(500)).default({}),
  /** A desk locks by itself when nobody has touched the machine for so long, minutes; null: never. */
  lockAfterMin: z.number().min(1).max(720).nullable().default(15),
});
type SettingsFile = z.infer<typeof settingsFile>;

/** A 55-inch 1080p display read from seven metres (VISUAL.md). */
const DEFAULTS: SettingsFile = {
  version: 1,
  theme: 'night',
  lang: 'nb',
  wall: { viewingDistanceM: 7, pixelPitchMm: 0.634 },
  places: {},
  desks: [0],
  scenes: {},
  lockAfterMin: 15,
};

/** What the command line decides for this run only. */
export interface Overrides {
  readonly theme?: Settings['theme'];
  readonly lang?: Settings['lang'];
}

/**
 * The console's settings in one JSON file of the profile, written whole and atomically. A file that cannot be
 * read as settings is moved aside, said in the log, and defaults apply.
 */
export class SettingsStore {
  readonly #path: string;
  readonly #log: Logger;
  #stored: SettingsFile;
  #overrides: Overrides;
  #listeners = new Set<(settings: Settings) => void>();
  #writing: Promise<void> = Promise.resolve();
  #dirty = false;

  private constructor(path: string, stored: SettingsFile, overrides: Overrides, log: Logger) {
    this.#path = path;
    this.#stored = stored;
    this.#overrides = overrides;
    this.#log = log;
  }

  /** Reads the file at `path`, which need not exist. */
  static open(path: string, overrides: Overrides, clock: Clock, log: Logger): SettingsStore {
    return new SettingsStore(path, readFile(path, clock, log), overrides, log);
  }

  current(): Settings {
    const { theme, lang, wall } = this.#stored;
    return { theme, lang, ...wall, ...this.#overrides };
  }

  /** A person's choice: holds from now on, also where the command line said otherwise. */
  change(change: {
    readonly theme?: Settings['theme'] | undefined;
    readonly lang?: Settings['lang'] | undefined;
  }): Settings {
    const chosen = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    this.#stored = { ...this.#stored, ...chosen };
    this.#overrides = Object.fromEntries(
      Object.entries(this.#overrides).filter(([name]) => !(name in chosen)),
    );
    this.#save();
    const settings = this.current();
    for (const listen of this.#listeners) listen(settings);
    return settings;
  }

  onChange(listen: (settings: Settings) => void): () => void {
    this.#listeners.add(listen);
    return () => this.#listeners.delete(listen);
  }

  place(window: string): Place | null {
    return this.#stored.places[window] ?? null;
  }

  remember(window: string, where: Place): void {
    if (JSON.stringify(this.#stored.places[window]) === JSON.stringify(where)) return;
    this.#stored = { ...this.#stored, places: { ...this.#stored.places, [window]: where } };
    this.#save();
  }

  /** The desks that were open last, by their number from 0. */
  get desks(): readonly number[] {
    return this.#stored.desks;
  }

  rememberDesks(desks: readonly number[]): void {
    if (JSON.stringify(this.#stored.desks) === JSON.stringify(desks)) return;
    this.#stored = { ...this.#stored, desks: [...desks] };
    this.#save();
  }

  /** What a window showed last: a page's `#…`, or nothing. */
  scene(window: string): string {
    return this.#stored.scenes[window] ?? '';
  }

  rememberScene(window: string, scene: string): void {
    if (this.scene(window) === scene || scene.length > 500) return;
    this.#stored = { ...this.#stored, scenes: { ...this.#stored.scenes, [window]: scene } };
    this.#save();
  }

  /** After how long untouched a desk locks by itself, ms; null: never. */
  get lockAfterMs(): number | null {
    const { lockAfterMin } = this.#stored;
    return lockAfterMin === null ? null : lockAfterMin * 60_000;
  }

  /** Resolves when everything so far is on the disk, or was refused by it (which the log says). */
  async flush(): Promise<void> {
    await this.#writing;
  }

  #save(): void {
    if (this.#dirty) return;
    this.#dirty = true;
    this.#writing = this.#writing.then(async () => {
      this.#dirty = false;
      try {
        await writeWhole(this.#path, `${JSON.stringify(this.#stored, null, 2)}\n`);
      } catch (error) {
        this.#log.warn({ err: error }, 'the settings could not be saved');
      }
    });
  }
}

function readFile(path: string, clock: Clock, log: Logger): SettingsFile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      log.warn({ err: error }, 'the settings could not be read: defaults apply');
    return DEFAULTS;
  }
  try {
    return settingsFile.parse(JSON.parse(text));
  } catch (error) {
    const aside = `${path}.corrupt-${clock.now()}`;
    log.warn({ err: error, aside }, 'the settings file is not valid: it was moved aside and defaults apply');
    try {
      renameSync(path, aside);
    } catch (cause) {
      log.warn({ err: cause }, 'the invalid settings file could not be moved aside');
    }
    return DEFAULTS;
  }
}
