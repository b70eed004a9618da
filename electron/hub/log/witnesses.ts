import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';

/** What a console heard of a log's chain at a place, and when (the hub's time, ms UTC). */
const witness = z.object({
  origin: z.string(),
  epoch: z.number().int().positive(),
  seq: z.number().int().nonnegative(),
  /** Hexadecimal. */
  chain: z.string().regex(/^[0-9a-f]{64}$/),
  at: z.number(),
});
type Witness = Readonly<z.infer<typeof witness>>;

/** The furthest place of an epoch that somebody heard of. */
export interface FurthestWitness {
  readonly epoch: number;
  readonly seq: number;
  readonly at: number;
}

/** What consoles say of one log, to be held against it. Two that differ about a place are both kept. */
export class Witnesses {
  readonly #byPlace = new Map<string, Witness[]>();
  readonly #furthest = new Map<number, FurthestWitness>();
  #count = 0;

  /** Places that consoles heard of. */
  get count(): number {
    return this.#count;
  }

  /** In the order of epochs. */
  get furthest(): readonly FurthestWitness[] {
    return [...this.#furthest.values()].sort((a, b) => a.epoch - b.epoch);
  }

  add(said: Witness): void {
    const place = `${said.epoch}/${said.seq}`;
    const known = this.#byPlace.get(place) ?? [];
    if (known.some(({ chain }) => chain === said.chain)) return;
    this.#byPlace.set(place, [...known, said]);
    this.#count += 1;
    const furthest = this.#furthest.get(said.epoch);
    if (!furthest || furthest.seq < said.seq) this.#furthest.set(said.epoch, said);
  }

  /** When a console heard another chain at this place, ms UTC; null: all who heard of it heard this one. */
  against(epoch: number, seq: number, chain: Uint8Array): number | null {
    const heard = this.#byPlace.get(`${epoch}/${seq}`);
    if (!heard) return null;
    const found = Buffer.from(chain).toString('hex');
    return heard.find((said) => said.chain !== found)?.at ?? null;
  }
}

/** What was read of witness files. */
export interface WitnessesRead {
  readonly byOrigin: ReadonlyMap<string, Witnesses>;
  /** Lines that are no witness: a console that was killed in the middle of one leaves such. */
  readonly unreadable: number;
}

/** Reads what consoles kept (`witness.jsonl`): one JSON object on a line. Rejects when a file cannot be read. */
export async function readWitnesses(files: readonly string[]): Promise<WitnessesRead> {
  const byOrigin = new Map<string, Witnesses>();
  let unreadable = 0;
  for (const file of files) {
    const lines = createInterface({
      input: createReadStream(file, 'utf8'),
      crlfDelay: Number.POSITIVE_INFINITY,
    });
    for await (const line of lines) {
      if (line.trim() === '') continue;
      const said = parseLine(line);
      if (!said) {
        unreadable += 1;
        continue;
      }
      const witnesses = byOrigin.get(said.origin) ?? new Witnesses();
      byOrigin.set(said.origin, witnesses);
      witnesses.add(said);
    }
  }
  return { byOrigin, unreadable };
}

function parseLine(line: string): Witness | null {
  try {
    const parsed = witness.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
