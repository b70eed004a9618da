import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Degradation } from '../../../shared/contract/ipc';
import type { Heartbeat } from '../../../shared/contract/wire';

/** What a hub said of its log: the hash of its chain at a place, and when (the hub's time, ms UTC). */
export const witnessed = z.object({
  origin: z.string().max(200),
  epoch: z.number().int().positive(),
  seq: z.number().int().nonnegative(),
  chain: z.string().max(200),
  at: z.number(),
  /** The hub contradicted what was witnessed: what it showed instead, and where its head was then. */
  broken: z.object({ seq: z.number().int(), chain: z.string().max(200), at: z.number() }).optional(),
});
export type Witnessed = Readonly<z.infer<typeof witnessed>>;

/** One head a minute is enough to notice a past that was changed. */
const EVERY_MS = 60_000;
/** Lines at which the file is written anew with the newest half, about a week and a fortnight of a hub. */
const MOST_LINES = 20_000;
const MOST_BYTES = 16_000_000;

export interface WitnessOptions {
  /** `witness.jsonl`, next to the cache. */
  readonly file: string;
  readonly onFault: (fault: Degradation | null, code?: Degradation['code']) => void;
}

/**
 * This console as a witness of the hub's log: it keeps heads of the hash chain as it hears them, and says so when the
 * hub shows another chain at a place that was witnessed, or a head before it: a past that was altered or cut off. A
 * restore begins a new epoch, and is no contradiction. `verify-log` reads the same file.
 */
export class Witness {
  readonly #options: WitnessOptions;
  /** By origin, epoch and seq. */
  readonly #chains = new Map<string, Witnessed>();
  /** The furthest head by origin and epoch. */
  readonly #heads = new Map<string, Witnessed>();
  /** Contradictions by origin and epoch. */
  readonly #broken = new Map<string, Witnessed>();
  #lines: Witnessed[] = [];
  #lastAt = new Map<string, number>();
  #unwritten: Witnessed | null = null;
  #said: string | null = null;

  constructor(options: WitnessOptions) {
    this.#options = options;
    for (const line of readLines(options.file)) this.#remember(line);
  }

  /** A heartbeat, whatever else is thought of it. */
  hear(beat: Pick<Heartbeat, 'at' | 'position' | 'chain'>): void {
    if (beat.position === null || beat.chain === '') return;
    const { origin, epoch, seq } = beat.position;
    const head: Witnessed = { origin, epoch, seq, chain: beat.chain, at: beat.at };
    const log = logOf(head);
    const against = this.#contradicted(head);
    if (against && !this.#broken.has(log)) {
      this.#keep({ ...against, broken: { seq, chain: beat.chain, at: beat.at } });
    }
    this.#say(this.#broken.get(log) ?? null);
    if (against || this.#broken.has(log)) return;
    const last = this.#lastAt.get(log);
    if (this.#heads.get(log)?.seq === seq) return;
    if (last === undefined || Math.abs(beat.at - last) >= EVERY_MS) {
      this.#keep(head);
      return;
    }
    // Between two lines it is remembered, and written when the console ends.
    this.#heads.set(log, head);
    this.#unwritten = head;
  }

  /** Writes what was heard last. */
  close(): void {
    if (this.#unwritten) this.#keep(this.#unwritten);
  }

  #contradicted(head: Witnessed): Witnessed | null {
    const same = this.#chains.get(placeOf(head));
    if (same && same.chain !== head.chain) return same;
    const furthest = this.#heads.get(logOf(head));
    return furthest && head.seq < furthest.seq ? furthest : null;
  }

  #keep(line: Witnessed): void {
    this.#unwritten = null;
    this.#remember(line);
    try {
      mkdirSync(dirname(this.#options.file), { recursive: true, mode: 0o700 });
      if (this.#lines.length > MOST_LINES) this.#rewrite();
      else appendFileSync(this.#options.file, `${JSON.stringify(line)}\n`, { mode: 0o600 });
    } catch (error) {
      // It holds in memory. A disk that refuses is said by cache and outbox.
      this.#options.onFault({ code: 'cache-write', detail: String(error) });
    }
  }

  #remember(line: Witnessed): void {
    const log = logOf(line);
    this.#lines.push(line);
    this.#chains.set(placeOf(line), line);
    if (line.broken) this.#broken.set(log, line);
    const before = this.#heads.get(log);
    if (!before || before.seq <= line.seq) this.#heads.set(log, line);
    this.#lastAt.set(log, line.at);
  }

  /** The newest half, and every contradiction. */
  #rewrite(): void {
    const from = Math.floor(this.#lines.length / 2);
    const kept = this.#lines.filter((line, index) => index >= from || line.broken);
    this.#lines = [];
    this.#chains.clear();
    for (const line of kept) this.#remember(line);
    const beside = `${this.#options.file}.new`;
    writeFileSync(beside, `${kept.map((line) => JSON.stringify(line)).join('\n')}\n`, { mode: 0o600 });
    renameSync(beside, this.#options.file);
  }

  #say(broken: Witnessed | null): void {
    const text = broken?.broken
      ? `${broken.origin}/${broken.epoch}: seen ${broken.seq} ${broken.chain.slice(0, 12)}, shown ${broken.broken.seq} ${broken.broken.chain.slice(0, 12)}`
      : null;
    if (text === this.#said) return;
    this.#said = text;
    if (text === null) this.#options.onFault(null, 'witness');
    else this.#options.onFault({ code: 'witness', detail: text });
  }
}

/** What the file says, oldest first; a line that is torn or is not one of ours is left out. */
function readLines(file: string): Witnessed[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').slice(-MOST_BYTES);
  } catch {
    return [];
  }
  return text.split('\n').flatMap((line) => {
    try {
      const parsed = witnessed.safeParse(JSON.parse(line));
      return parsed.success ? [parsed.data] : [];
    } catch {
      return [];
    }
  });
}

function logOf({ origin, epoch }: Pick<Witnessed, 'origin' | 'epoch'>): string {
  return `${origin}/${epoch}`;
}

function placeOf(line: Witnessed): string {
  return `${logOf(line)}/${line.seq}`;
}
