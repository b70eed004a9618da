import { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { formatSeconds } from '../../../shared/time/format';
import type { CommandHost } from '../commands';
import { Refused, stageOf } from '../orders';
import { playScript, type RecordLine, type Stage, standingAt } from './player';
import { clockAt, clockMs, isClock, parseScript, type Script, type ScriptFault } from './script';

const DAY_MS = 86_400_000;
const MAX_BYTES = 1_000_000;
const MAX_SPEED = 10_000;
/** A fault that is over sooner than the checks look twice may never be seen. */
const SEEN_MS = 30_000;

export interface PlayFlags {
  readonly speed: string;
  readonly from?: string;
  readonly record?: string;
}

/** `estate play FILE`: reads the script, sees that the estate can do all of it, and plays it. */
export async function playCommand(
  folder: string,
  file: string,
  flags: PlayFlags,
  host: CommandHost,
): Promise<void> {
  const speed = Number(flags.speed);
  if (!(speed > 0 && speed <= MAX_SPEED))
    throw new Refused(`"${flags.speed}" is not a speed: 1 to ${MAX_SPEED}`);
  const parsed = parseScript(read(file));
  if (!parsed.ok) return refuse(parsed.faults, file, host);
  const { script } = parsed;
  const from = beginning(script, flags.from, host.clock.now());
  const stage = stageOf(folder);
  refuse(await unfit(script, stage), file, host);
  const record = recorder(flags.record);
  tellOfShort(script, speed, from, host);
  host.out(
    `${script.name}: from ${clockAt(script, from)}, speed ${speed}, at ${formatSeconds(host.clock.now())}`,
  );
  await playScript(script, stage, { clock: host.clock, speed, from, end: host.end, out: host.out, record });
  host.out('everything that was broken here is healed');
}

function read(file: string): string {
  try {
    if (statSync(file).size > MAX_BYTES) throw new Refused(`${file}:1:1 is larger than ${MAX_BYTES} bytes`);
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Refused(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Where to begin, ms since the script's start. `now`: ms UTC. */
function beginning(script: Script, text: string | undefined, now: number): number {
  if (text === undefined) return 0;
  const clock = text === 'now' ? formatSeconds(now) : text;
  if (!isClock(clock)) throw new Refused(`--from is a time of day such as 22:00, or now, not "${text}"`);
  const offset = (clockMs(clock) - script.start + DAY_MS) % DAY_MS;
  if (offset > script.length) throw new Refused(`${clock} is not in the script`);
  return offset;
}

/** Says what is wrong with a script, line by line, and refuses it. */
function refuse(faults: readonly ScriptFault[], file: string, host: CommandHost): void {
  if (faults.length === 0) return;
  for (const { line, col, reason } of faults) host.err(`${file}:${line}:${col} ${reason}`);
  throw new Refused(`the script is faulty (${faults.length}): nothing was done`);
}

/** Every fault is asked of the estate before the first is made: a slip at the end is not found at the end. */
async function unfit(script: Script, stage: Stage): Promise<readonly ScriptFault[]> {
  const faults: ScriptFault[] = [];
  const seen = new Set<number>();
  for (const { act, id, fault, level, step, entry } of script.moments) {
    if (act === 'heal' || fault === null || seen.has(entry)) continue;
    seen.add(entry);
    try {
      await stage.check({ id, fault, level, step });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      faults.push({ ...script.placeOf(entry, 'break'), reason });
    }
  }
  return faults;
}

function tellOfShort(script: Script, speed: number, from: number, host: CommandHost): void {
  const short = [...standingAt(script, from), ...script.moments].filter(
    ({ act, offset, until }) => act === 'break' && until !== null && (until - offset) / speed < SEEN_MS,
  );
  if (short.length > 0) {
    host.err(
      `${short.length} faults last less than ${SEEN_MS / 1_000} s at this speed: checks may miss them`,
    );
  }
}

/** Writes a line for each act (NDJSON), on disk before the next. */
function recorder(file: string | undefined): (line: RecordLine) => void {
  if (file === undefined) return () => {};
  try {
    writeFileSync(file, '');
  } catch (error) {
    throw new Refused(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
  return (line) => appendFileSync(file, `${JSON.stringify(line)}\n`);
}
