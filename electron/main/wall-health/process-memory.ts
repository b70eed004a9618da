import { readFile } from 'node:fs/promises';

/** What the app's processes take, MB. Null: it was not measured. */
export interface ProcessMemory {
  /** All of them together, pages that they share counted once. */
  readonly totalMb: number | null;
  /** A process's own, without what it shares. */
  ofProcess(pid: number | null): number | null;
}

export const UNMEASURED: ProcessMemory = { totalMb: null, ofProcess: () => null };

/** A process of the app, and what of it lies in RAM, shared pages with it, MB. */
export interface WeighedProcess {
  readonly pid: number;
  readonly residentMb: number;
}

/** One process as Linux tells it, MB; null: it does not tell (another system, or the process is gone or shut off). */
export async function rollup(pid: number): Promise<{ readonly pss: number; readonly own: number } | null> {
  try {
    return readRollup(await readFile(`/proc/${pid}/smaps_rollup`, 'utf8'));
  } catch {
    return null;
  }
}

/** Reads the kernel's summary of a process's memory. */
export function readRollup(text: string): { readonly pss: number; readonly own: number } | null {
  const mb = (name: string): number | null => {
    const [, kb] = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text) ?? [];
    return kb === undefined ? null : Number(kb) / 1024;
  };
  const [pss, clean, dirty] = [mb('Pss'), mb('Private_Clean'), mb('Private_Dirty')];
  return pss === null || clean === null || dirty === null ? null : { pss, own: clean + dirty };
}

/** Weighs processes: as the kernel tells it, or by what of them lies in RAM where it does not. */
export async function weighProcesses(
  processes: readonly WeighedProcess[],
  read: typeof rollup = rollup,
): Promise<ProcessMemory> {
  const weighed = await Promise.all(
    processes.map(async ({ pid, residentMb }) => {
      const told = await read(pid);
      return { pid, share: told?.pss ?? residentMb, own: told?.own ?? residentMb };
    }),
  );
  const own = new Map(weighed.map((one) => [one.pid, one.own]));
  return {
    totalMb: weighed.length === 0 ? null : weighed.reduce((sum, { share }) => sum + share, 0),
    ofProcess: (pid) => (pid === null ? null : (own.get(pid) ?? null)),
  };
}
