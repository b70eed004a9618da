import { readFile, statfs } from 'node:fs/promises';
import { cpus, freemem, loadavg, totalmem } from 'node:os';
import { LINES_LIMIT, parseExposition, type Sample } from './exposition';
import { quote } from './quote';

/** What a machine says of itself. Null: it does not say. */
export interface HostFigures {
  /** Used space by mount point, per cent of what is not reserved, as `df` shows it; null: it has no size. */
  readonly disks: ReadonlyMap<string, number | null>;
  /** Memory that is not available to a new program, per cent. */
  readonly memory: number | null;
  /** Load averages over 1, 5 and 15 minutes. */
  readonly load: readonly [number, number, number] | null;
  readonly cores: number | null;
}

/** Figures, or why there are none. */
export type HostReading =
  | { readonly ok: true; readonly figures: HostFigures }
  | { readonly ok: false; readonly reason: string };

const SIZE = 'node_filesystem_size_bytes';
const FREE = 'node_filesystem_free_bytes';
const AVAILABLE = 'node_filesystem_avail_bytes';
const MEMORY = 'node_memory_MemTotal_bytes';
const MEMORY_AVAILABLE = 'node_memory_MemAvailable_bytes';
const LOADS = ['node_load1', 'node_load5', 'node_load15'] as const;
const CPU = 'node_cpu_seconds_total';
const WANTED = new Set<string>([SIZE, FREE, AVAILABLE, MEMORY, MEMORY_AVAILABLE, ...LOADS, CPU]);

/** Reads what a Prometheus node exporter (1.x, on Linux) serves. Never throws. */
export function readExporter(text: string): HostReading {
  const parsed = parseExposition(text, WANTED);
  if (!parsed.ok) {
    const { line, text: piece } = parsed;
    const what = piece === null ? `over ${LINES_LIMIT} linjer` : `linje ${line} er ${quote(piece)}`;
    return { ok: false, reason: `svaret er ikke Prometheus-tekst: ${what}` };
  }
  if (parsed.samples.length === 0) {
    return { ok: false, reason: 'svaret har ingen av node exporterens målinger (node_…)' };
  }
  const { samples } = parsed;
  const one = (name: string): number | null => finite(samples.find((sample) => sample.name === name)?.value);
  const load = LOADS.map(one);
  const [a, b, c] = load;
  const memory = one(MEMORY);
  const available = one(MEMORY_AVAILABLE);
  const cores = new Set(samples.filter(({ name }) => name === CPU).map(({ labels }) => labels.cpu)).size;
  return {
    ok: true,
    figures: {
      disks: disksOf(samples),
      memory: memory === null || available === null ? null : share(memory - available, memory),
      load: a == null || b == null || c == null || Math.min(a, b, c) < 0 ? null : [a, b, c],
      cores: cores === 0 ? null : cores,
    },
  };
}

function disksOf(samples: readonly Sample[]): Map<string, number | null> {
  const found = new Map<string, { size?: number; free?: number; available?: number }>();
  for (const { name, labels, value } of samples) {
    const { mountpoint } = labels;
    if (mountpoint === undefined || finite(value) === null) continue;
    const disk = found.get(mountpoint) ?? {};
    if (name === SIZE) disk.size = value;
    else if (name === FREE) disk.free = value;
    else if (name === AVAILABLE) disk.available = value;
    found.set(mountpoint, disk);
  }
  const disks = new Map<string, number | null>();
  for (const [path, { size, free, available }] of found) {
    if (size !== undefined && available !== undefined)
      disks.set(path, usedShare(size, free ?? available, available));
  }
  return disks;
}

/** As `df`: what is used, of what is used and what is left to ordinary users. */
function usedShare(size: number, free: number, available: number): number | null {
  const used = size - free;
  return share(used, used + available);
}

/** Per cent; null where the figures make no sense: nonsense must not look like an empty disk. */
function share(part: number, whole: number): number | null {
  return whole > 0 && part >= 0 ? Math.min(100, (part / whole) * 100) : null;
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

/** Asks the machine that the hub runs on. */
export class LocalHost {
  /** Questions that are not answered yet, by path: a dead network disk holds one of Node's few worker threads. */
  readonly #asked = new Map<string, Promise<Disk>>();

  /** Figures of this machine; never rejects. A path that hangs is not asked again until it has answered. */
  async read(paths: readonly string[]): Promise<HostReading> {
    try {
      const disks = new Map<string, number | null>();
      for (const path of paths) {
        const disk = await this.#ask(path);
        if (disk !== 'absent') disks.set(path, disk);
      }
      const [a = 0, b = 0, c = 0] = loadavg();
      const figures = {
        disks,
        memory: await memoryUsed(),
        load: [a, b, c] as const,
        cores: cpus().length || null,
      };
      return { ok: true, figures };
    } catch (error) {
      return { ok: false, reason: error instanceof Error ? error.message : String(error) };
    }
  }

  #ask(path: string): Promise<Disk> {
    const asked = this.#asked.get(path);
    if (asked) return asked;
    const answer = usedOf(path).finally(() => this.#asked.delete(path));
    this.#asked.set(path, answer);
    return answer;
  }
}

/** Used space, per cent; null: it has no size. */
type Disk = number | null | 'absent';

async function usedOf(path: string): Promise<Disk> {
  try {
    const { blocks, bfree, bavail } = await statfs(path);
    return usedShare(blocks, bfree, bavail);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'absent';
    throw error;
  }
}

/** By /proc/meminfo, which knows what the kernel would give back; elsewhere by what is free. */
async function memoryUsed(): Promise<number | null> {
  try {
    const text = await readFile('/proc/meminfo', 'utf8');
    const kib = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1]);
    const used = share(kib('MemTotal') - kib('MemAvailable'), kib('MemTotal'));
    if (used !== null) return used;
  } catch {
    // Not Linux.
  }
  return share(totalmem() - freemem(), totalmem());
}
