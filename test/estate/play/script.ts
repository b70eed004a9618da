import { z } from 'zod';
import { readYaml, type TextPlace } from '../../../electron/hub/catalogue/yaml-source';
import { durationMs } from '../../../shared/contract/catalogue-file';
import { nodeState } from '../../../shared/model/states';
import { FAULTS, type FaultKind } from '../fault-rules';

const DAY_MS = 86_400_000;
const CLOCK = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/;
const DURATION = /^\d+(?:\.\d+)?\s*(?:ms|s|m|h|d)$/;

const duration = z.string().regex(DURATION, 'a duration is a number and a unit: 40s, 17m, 2h');
const clockTime = z.string().regex(CLOCK, 'a time of day is written 03:52 or 03:52:30');
const moment = z
  .string()
  .refine(
    (text) => CLOCK.test(text) || (text.startsWith('+') && DURATION.test(text.slice(1))),
    'a moment is a time of day (03:52) or an offset from the start (+5m)',
  );
const target = z.string().min(1).max(200);

/** One entry as written: something is broken, or healed. */
const act = z.strictObject({
  at: moment,
  break: target.optional(),
  heal: target.optional(),
  fault: z.enum(FAULTS).optional(),
  level: z.number().optional(),
  step: z.string().max(80).optional(),
  for: duration.optional(),
  times: z.number().int().min(2).max(200).optional(),
  every: duration.optional(),
  cause: z.string().min(1).max(500).optional(),
  expect: z.partialRecord(nodeState, z.array(target).min(1).max(500)).optional(),
});
type Act = z.infer<typeof act>;

const scriptFile = z.strictObject({
  version: z.literal(1),
  name: z.string().min(1).max(120),
  start: clockTime,
  length: duration,
  acts: z.array(act).min(1).max(2_000),
});

/** What is expected to be seen of an act: node ids by state. */
export type Expected = Readonly<Partial<Record<z.infer<typeof nodeState>, readonly string[]>>>;

/** Something that is done at one moment of a script. */
export interface Moment {
  /** Since the script's start, ms. */
  readonly offset: number;
  readonly act: 'break' | 'heal';
  readonly id: string;
  readonly fault: FaultKind | null;
  readonly level: number | null;
  readonly step: string | null;
  /** Why, in words. */
  readonly cause: string;
  readonly expect: Expected | null;
  /** When what is broken heals by itself, ms since the script's start; null: when somebody heals it. */
  readonly until: number | null;
  /** The entry that it comes from, by its index. */
  readonly entry: number;
}

/** A script that was read and makes sense. */
export interface Script {
  readonly name: string;
  /** Its first moment as a time of day, ms since midnight. */
  readonly start: number;
  /** ms. */
  readonly length: number;
  /** In order of time; what is still broken at the end is healed by it. */
  readonly moments: readonly Moment[];
  /** Where an entry stands in the file. */
  readonly placeOf: (entry: number, key?: string) => TextPlace;
}

/** What is wrong with a script, and where. */
export interface ScriptFault extends TextPlace {
  readonly reason: string;
}

/** Reads a script of faults (YAML). Never throws: everything that is wrong with it comes back, with its place. */
export function parseScript(
  text: string,
):
  | { readonly ok: true; readonly script: Script }
  | { readonly ok: false; readonly faults: readonly ScriptFault[] } {
  const source = readYaml(text);
  if (source.faults.length > 0) return { ok: false, faults: source.faults };
  const parsed = scriptFile.safeParse(source.value);
  if (!parsed.success)
    return { ok: false, faults: parsed.error.issues.flatMap((issue) => explain(issue, source)) };
  const placeOf = (entry: number, key?: string): TextPlace =>
    source.locate(['acts', entry, ...(key === undefined ? [] : [key])]);
  const faults: ScriptFault[] = [];
  const fault = (entry: number, key: string | undefined, reason: string): void => {
    faults.push({ ...placeOf(entry, key), reason });
  };
  const { name, acts } = parsed.data;
  const start = clockMs(parsed.data.start);
  const length = durationMs(parsed.data.length);
  if (length <= 0 || length > 7 * DAY_MS) {
    faults.push({ ...source.locate(['length']), reason: 'a script is longer than nothing and at most 7d' });
  }
  const moments = acts.flatMap((entry, index) => momentsOf(entry, index, start, length, fault));
  moments.sort((a, b) => a.offset - b.offset || order(a) - order(b) || a.entry - b.entry);
  checkOrder(moments, fault);
  if (faults.length > 0) return { ok: false, faults: inOrder(faults) };
  return { ok: true, script: { name, start, length, moments, placeOf } };
}

/** What ends comes before what begins at the same moment. */
const order = ({ act: what }: Moment): number => (what === 'heal' ? 0 : 1);

type NoteFault = (entry: number, key: string | undefined, reason: string) => void;

function momentsOf(entry: Act, index: number, start: number, length: number, fault: NoteFault): Moment[] {
  const offset = entry.at.startsWith('+')
    ? durationMs(entry.at.slice(1))
    : (((clockMs(entry.at) - start) % DAY_MS) + DAY_MS) % DAY_MS;
  if (offset > length) fault(index, 'at', 'this is after the end of the script');
  if ((entry.break === undefined) === (entry.heal === undefined)) {
    fault(index, undefined, 'an entry breaks something or heals something: it says "break" or "heal"');
    return [];
  }
  const base = {
    offset,
    level: entry.level ?? null,
    step: entry.step ?? null,
    cause: entry.cause ?? '',
    expect: entry.expect ?? null,
    until: null,
    entry: index,
  };
  if (entry.heal !== undefined) {
    for (const key of ['fault', 'level', 'step', 'for', 'times', 'every'] as const) {
      if (entry[key] !== undefined) fault(index, key, `"${key}" is for what is broken`);
    }
    return [{ ...base, act: 'heal', id: entry.heal, fault: null }];
  }
  if (entry.fault === undefined) fault(index, undefined, 'missing key "fault"');
  if (entry.cause === undefined) fault(index, undefined, 'missing key "cause": why, in words');
  const lasts = entry.for === undefined ? null : durationMs(entry.for);
  if (lasts !== null && lasts <= 0) fault(index, 'for', 'this lasts no time');
  const every = entry.every === undefined ? null : durationMs(entry.every);
  if ((entry.times === undefined) !== (every === null)) {
    fault(index, undefined, '"times" and "every" belong together');
  }
  if (every !== null && (lasts === null || lasts >= every)) {
    fault(index, 'every', 'what comes again must have ended: "for" is shorter than "every"');
  }
  const last = offset + ((entry.times ?? 1) - 1) * (every ?? 0) + (lasts ?? 0);
  if (last > length) fault(index, 'at', 'this goes on after the end of the script');
  const id = entry.break ?? '';
  return Array.from({ length: entry.times ?? 1 }, (_, turn) => {
    const at = offset + turn * (every ?? 0);
    const until = lasts === null ? null : at + lasts;
    const broken: Moment = { ...base, offset: at, act: 'break', id, fault: entry.fault ?? null, until };
    if (until === null) return [broken];
    const healed: Moment = { ...broken, offset: until, act: 'heal', expect: null };
    return [broken, healed];
  }).flat();
}

/** Follows each id through the script: nobody heals what is well, or breaks what a set end would then heal. */
function checkOrder(moments: readonly Moment[], fault: NoteFault): void {
  const broken = new Map<string, Moment>();
  for (const moment of moments) {
    const before = broken.get(moment.id);
    if (moment.act === 'break') {
      if (before && before.until !== null) {
        fault(moment.entry, 'break', `"${moment.id}" is broken already then, for a time that is set`);
      }
      broken.set(moment.id, moment);
      continue;
    }
    if (!before) fault(moment.entry, 'heal', `"${moment.id}" is not broken then`);
    broken.delete(moment.id);
  }
}

interface Source {
  locate(path: readonly (string | number)[], atKey?: boolean): TextPlace;
}

function explain(issue: z.core.$ZodIssue, source: Source): ScriptFault[] {
  const path = issue.path.filter((step) => typeof step !== 'symbol');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      ...source.locate([...path, key], true),
      reason: `unknown key "${key}"`,
    }));
  }
  if (issue.code === 'invalid_type' && issue.input === undefined) {
    return [{ ...source.locate(path), reason: `missing or empty: "${String(path.at(-1) ?? 'the script')}"` }];
  }
  return [{ ...source.locate(path), reason: issue.message }];
}

function inOrder(faults: readonly ScriptFault[]): readonly ScriptFault[] {
  const distinct = new Map(faults.map((fault) => [`${fault.line}:${fault.col} ${fault.reason}`, fault]));
  return [...distinct.values()].sort((a, b) => a.line - b.line || a.col - b.col);
}

/** `03:52` or `03:52:30` → ms since midnight. */
export function clockMs(text: string): number {
  const match = CLOCK.exec(text);
  return match ? (Number(match[1]) * 3_600 + Number(match[2]) * 60 + Number(match[3] ?? 0)) * 1_000 : 0;
}

/** Whether `text` is a time of day as scripts write it. */
export function isClock(text: string): boolean {
  return CLOCK.test(text);
}

/** The time of day of a moment of a script: `03:52:00`. */
export function clockAt(script: Pick<Script, 'start'>, offset: number): string {
  const seconds = Math.floor(((script.start + offset) % DAY_MS) / 1_000);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(seconds / 3_600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
