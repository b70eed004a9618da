import type { Clock } from '../../../shared/time/clock';
import type { FaultKind } from '../fault-rules';
import { clockAt, type Moment, type Script } from './script';

/** A fault that a script asks for. */
export interface WantedFault {
  readonly id: string;
  readonly fault: FaultKind;
  readonly level: number | null;
  readonly step: string | null;
}

/** What a player may do to an estate. Each rejects with a reason that a person understands. */
export interface Stage {
  /** The ids that a fault would be for. */
  check(wanted: WantedFault): Promise<readonly string[]>;
  break(wanted: WantedFault): Promise<readonly string[]>;
  heal(id: string): Promise<void>;
}

/** One line of the record: what was really done, to compare with what the hub said. */
export interface RecordLine {
  /** When it was in effect, ms UTC. */
  readonly at: number;
  readonly act: 'start' | 'break' | 'heal' | 'end';
  /** The time of day in the script. */
  readonly clock: string;
  readonly id?: string;
  /** The nodes that it was done to. */
  readonly targets?: readonly string[];
  readonly fault?: string;
  readonly level?: number;
  readonly step?: string;
  readonly cause?: string;
  readonly expect?: unknown;
  readonly script?: string;
  readonly speed?: number;
  /** How the play ended. */
  readonly reason?: 'played' | 'stopped' | 'failed';
}

export interface PlayOptions {
  readonly clock: Clock;
  /** Script time for each unit of real time. */
  readonly speed: number;
  /** Where to begin, ms since the script's start: what is broken then is broken at once. */
  readonly from: number;
  /** Aborts when the play is to stop. */
  readonly end: AbortSignal;
  readonly out: (line: string) => void;
  readonly record: (line: RecordLine) => void;
}

/** What stands broken by the player, by id. */
type Standing = Map<string, { readonly moment: Moment; readonly targets: readonly string[] }>;

/**
 * Plays a script against an estate, and heals whatever it broke when it ends, however it ends. Rejects when the
 * estate refuses, or is gone.
 */
export async function playScript(script: Script, stage: Stage, options: PlayOptions): Promise<void> {
  const { clock, speed, from, end, record } = options;
  const startedAt = clock.mono();
  const standing: Standing = new Map();
  record({ at: clock.now(), act: 'start', clock: clockAt(script, from), script: script.name, speed });
  let reason: 'played' | 'stopped' | 'failed' = 'failed';
  try {
    for (const moment of [
      ...standingAt(script, from),
      ...script.moments.filter(({ offset }) => offset > from),
    ]) {
      await waitUntil(startedAt + Math.max(0, moment.offset - from) / speed, options);
      if (end.aborted) break;
      await perform(moment, script, stage, standing, options);
    }
    if (!end.aborted) await waitUntil(startedAt + (script.length - from) / speed, options);
    reason = end.aborted ? 'stopped' : 'played';
  } finally {
    const passed = Math.min(script.length, from + (clock.mono() - startedAt) * speed);
    // A timer may come a little early.
    const offset = reason === 'played' ? script.length : passed;
    try {
      for (const { moment } of [...standing.values()]) {
        await perform({ ...moment, act: 'heal', offset, expect: null }, script, stage, standing, options);
      }
    } finally {
      record({ at: clock.now(), act: 'end', clock: clockAt(script, offset), reason });
    }
  }
}

/** What is broken at a moment of the script, in the order in which it came about. */
export function standingAt(script: Script, from: number): readonly Moment[] {
  const broken = new Map<string, Moment>();
  for (const moment of script.moments) {
    if (moment.offset > from) break;
    broken.delete(moment.id);
    if (moment.act === 'break') broken.set(moment.id, moment);
  }
  return [...broken.values()];
}

async function perform(
  moment: Moment,
  script: Script,
  stage: Stage,
  standing: Standing,
  { clock, out, record }: PlayOptions,
): Promise<void> {
  const { act, id, fault, level, step, cause } = moment;
  const time = clockAt(script, moment.offset);
  const about = {
    clock: time,
    id,
    ...(fault !== null && { fault }),
    ...(level !== null && { level }),
    ...(step !== null && { step }),
    ...(cause !== '' && { cause }),
  };
  if (act === 'break' && fault !== null) {
    const targets = await stage.break({ id, fault, level, step });
    standing.set(id, { moment, targets });
    record({
      at: clock.now(),
      act,
      ...about,
      targets,
      ...(moment.expect !== null && { expect: moment.expect }),
    });
    const degree = [level === null ? '' : ` ${level}`, step === null ? '' : ` ${step}`].join('');
    out(`${time} break ${id} ${fault}${degree}: ${cause}`);
    return;
  }
  const before = standing.get(id);
  standing.delete(id);
  await stage.heal(id);
  record({ at: clock.now(), act: 'heal', ...about, targets: before?.targets ?? [] });
  out(`${time} heal  ${id}${cause === '' ? '' : `: ${cause}`}`);
}

/** Waits for a moment of the monotonic clock, or until the play is to stop. */
function waitUntil(at: number, { clock, end }: PlayOptions): Promise<void> {
  const ms = at - clock.mono();
  if (ms <= 0 || end.aborted) return Promise.resolve();
  return new Promise((done) => {
    const finish = (): void => {
      cancel();
      end.removeEventListener('abort', finish);
      done();
    };
    const cancel = clock.after(ms, finish);
    end.addEventListener('abort', finish);
  });
}
