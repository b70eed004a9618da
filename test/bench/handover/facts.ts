import type { DraftLine, HandoverSection } from '../../../shared/model/handover';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A time that a line must tell, after these words. */
export interface ToldTime {
  readonly after: string;
  /** ms UTC. */
  readonly at: number;
  /** How late a measurement may be; people's own times are told to the minute. */
  readonly withinMs?: number;
}

/** Something that the script did, as a draft that loses nothing must tell it. */
export interface Fact {
  readonly what: string;
  readonly section: HandoverSection;
  /** All of it is in the line. */
  readonly says: readonly (string | RegExp)[];
  readonly not?: readonly (string | RegExp)[];
  readonly times?: readonly ToldTime[];
  /** The label of one of its sources. */
  readonly source?: string | RegExp;
  readonly critical?: boolean;
}

/** What became of the facts of a night in its draft. */
export interface Judgement {
  readonly facts: readonly Fact[];
  readonly missing: readonly Fact[];
  /** Lines that tell of nothing that the script did, or tell it wrongly. */
  readonly wrong: readonly DraftLine[];
}

/**
 * Holds a draft against what the script did, line by line: a fact is found where one line tells all of it, in its section,
 * with its times and its source; a line is wrong where it tells no fact. Two lines for one fact are one too many.
 */
export function judge(facts: readonly Fact[], lines: readonly DraftLine[]): Judgement {
  const left = new Set(lines);
  const missing: Fact[] = [];
  for (const fact of facts) {
    const line = [...left].find((one) => tells(one, fact));
    if (line) left.delete(line);
    else missing.push(fact);
  }
  return { facts, missing, wrong: [...left] };
}

function tells(line: DraftLine, fact: Fact): boolean {
  const { section, says, not = [], times = [], source, critical } = fact;
  const has = (part: string | RegExp): boolean =>
    typeof part === 'string' ? line.text.includes(part) : part.test(line.text);
  return (
    line.section === section &&
    says.every(has) &&
    !not.some(has) &&
    times.every((time) => isToldAt(line.text, time)) &&
    (critical === undefined || line.critical === critical) &&
    (source === undefined ||
      line.sources.some(({ label }) => (typeof source === 'string' ? label === source : source.test(label))))
  );
}

/** Whether the words are followed by this time. The night is in winter: Oslo is one hour ahead of UTC. */
function isToldAt(text: string, { after, at, withinMs = 0 }: ToldTime): boolean {
  const from = text.indexOf(after);
  if (from < 0) return false;
  const told = /^\s*(?:(\d\d)\.(\d\d)\. )?(\d\d):(\d\d)/.exec(text.slice(from + after.length));
  if (!told) return false;
  const wall = new Date(at + HOUR);
  const [, day, month, hour, minute] = told;
  const isDay =
    day === undefined || (Number(day) === wall.getUTCDate() && Number(month) === wall.getUTCMonth() + 1);
  const minutes = Number(hour) * 60 + Number(minute);
  const begin = wall.getUTCHours() * 60 + wall.getUTCMinutes();
  // To the minute: what was at 03:52:50 is told as 03:52.
  const late = minutes - begin;
  return isDay && late >= 0 && late * MINUTE <= withinMs + MINUTE - 1;
}
