import type { AdherenceAnswer, AnswerTo, QuestionOf } from '../../../shared/contract/wire';
import type { LogEvent } from '../../../shared/model/events';
import type { Handover, SignedText } from '../../../shared/model/handover';
import type { Patch } from '../../../shared/model/room';
import { adherenceOf, letGo, missedShifts, positionsOf } from '../../../shared/rules/handover/adherence';
import { handoverOf, handoversIn } from '../../../shared/rules/handover/read-handovers';
import type { RoomView } from '../../../shared/rules/reduce';
import { readPlan } from '../../../shared/rules/watch/turns';
import type { Clock } from '../../../shared/time/clock';
import { HandoverFile } from './handover-file';

/** An answer holds texts of so many characters at most, and one text in any case. */
const ANSWER_CHARS = 400_000;
/** One question is of so long, ms, and of so many handovers at most: three a day for three years. */
const HANDOVERS_MOST = 4_000;
const LONGEST_MS = 3 * 366 * 24 * 3_600_000;

export interface HandoverRecordOptions {
  readonly file: string;
  readonly clock: Clock;
  readonly state: Pick<RoomView, 'watch' | 'catalogue' | 'room'>;
  /** It cannot be kept, and why; null: it can again. */
  readonly onFault: (reason: string | null) => void;
  readonly log: (level: 'info' | 'warn', message: string, detail?: Record<string, unknown>) => void;
}

/**
 * What was signed, beside the log: the texts under their hashes, the handovers that were accepted, and what they let go of.
 * Answers what consoles ask of the past.
 */
export class HandoverRecord {
  readonly #options: HandoverRecordOptions;
  #file: HandoverFile | null = null;
  /** The number of the newest alarm that was looked at. */
  #alarms = 0;

  constructor(options: HandoverRecordOptions) {
    this.#options = options;
  }

  /** Takes in what was accepted while it did not listen, as far as the room still knows it. */
  start(): void {
    this.#alarms = this.#options.state.room?.alarmCount ?? 0;
    this.#attempt((file) => {
      for (const one of handoversIn(this.#options.state.watch).toReversed()) {
        if (one.state === 'accepted') this.#take(file, one, file.handover(one.id) === null);
      }
    });
  }

  stop(): void {
    this.#file?.close();
    this.#file = null;
  }

  /** Puts a text on the disk. Throws where it cannot. */
  keepText(hash: string, text: SignedText): void {
    try {
      this.#reach().keepText(hash, text, this.#options.clock.now());
      this.#options.onFault(null);
    } catch (error) {
      this.#options.onFault(wordOf(error));
      throw error;
    }
  }

  /** The text with this hash; null: it is not here, or cannot be read. */
  text(hash: string): SignedText | null {
    return this.#attempt((file) => file.text(hash)) ?? null;
  }

  /** Keeps the words of amendments: what the document says changes, and goes. A disk that refuses is a fault. */
  keepAmended(
    { id, amendments }: Pick<Handover, 'id' | 'amendments'>,
    words: ReadonlyMap<string, string>,
  ): void {
    this.#attempt((file) => file.keepAmended(id, new Set(amendments.map(({ hash }) => hash)), words));
  }

  /** Hears what is on disk. */
  heard(events: readonly LogEvent[]): void {
    for (const { body } of events) {
      if (body.type !== 'handover.moved' || body.what === 'dropped') continue;
      if (body.handover.state !== 'accepted') continue;
      this.#attempt((file) => this.#take(file, body.handover, body.what === 'accepted'));
    }
  }

  /** Hears what was applied: an alarm on something that a handover let go of. */
  applied(event: LogEvent, patch: Patch): void {
    const known = this.#alarms;
    for (const [, entity] of patch.alarms?.put ?? []) {
      if (entity.kind !== 'alarm') continue;
      const { node, id, activeSince, suppressed } = entity.value;
      const number = Number(/-(\d+)$/.exec(id)?.[1] ?? 0);
      if (number <= known) continue;
      this.#alarms = Math.max(this.#alarms, number);
      if (activeSince === null || suppressed !== null) continue;
      this.#attempt((file) => this.#cameBack(file, node, id, event.at));
    }
  }

  // ── questions

  /** Answers `handovers`, with their texts. Throws in Bokmål where that cannot be done. */
  handovers({ from, to, limit }: QuestionOf<'handovers'>): AnswerTo<'handovers'> {
    return this.#asked((file) => {
      const found = file.handovers(from, to, limit + 1);
      const handovers: AnswerTo<'handovers'>['handovers'] = [];
      let chars = 0;
      for (const handover of found.slice(0, limit)) {
        const text = handover.hash === null ? null : file.text(handover.hash);
        chars += JSON.stringify([handover, text]).length;
        if (chars > ANSWER_CHARS && handovers.length > 0) break;
        handovers.push({ handover, text });
      }
      return { handovers, complete: handovers.length === found.length };
    });
  }

  /** Answers `handover-text`: of one that is signed, also before it is accepted. */
  handoverText({ handover: id }: QuestionOf<'handover-text'>): AnswerTo<'handover-text'> {
    return this.#asked((file) => {
      const one = handoverOf(this.#options.state.watch, id) ?? file.handover(id);
      return { text: one?.hash == null ? null : file.text(one.hash), amended: file.amended(id) };
    });
  }

  /** Answers `adherence`. Before the first handover there was no watch to hand over. */
  adherence(asked: QuestionOf<'adherence'>): AdherenceAnswer {
    if (!(asked.from < asked.to)) throw new Error('Perioden er tom: velg et tidsrom som har begynt.');
    return this.#asked((file) => {
      const to = Math.min(asked.to, this.#options.clock.now());
      const first = file.firstAt();
      if (first === null) return adherenceOf([], [], []);
      const from = Math.max(asked.from, first, to - LONGEST_MS);
      const plan = readPlan(this.#options.state.catalogue);
      // One that was done late is of a shift before.
      const near = file.handovers(from, to + WEEK_MS, HANDOVERS_MOST);
      const missed = plan ? missedShifts(plan, near, from, to) : [];
      const done = near.filter(({ acceptedAt }) => (acceptedAt ?? 0) < asked.to);
      return adherenceOf(done, missed, file.dropped(from, asked.to));
    });
  }

  // ── the file

  /** `isNew`: what it let go of is not known yet. */
  #take(file: HandoverFile, one: Handover, isNew: boolean): void {
    const { acceptedAt, hash, to } = one;
    if (acceptedAt === null) return;
    if (isNew) {
      const text = hash === null ? null : file.text(hash);
      const before = file.handovers(0, acceptedAt, 2).find(({ id }) => id !== one.id) ?? null;
      const until = to?.end ?? acceptedAt + UNPLANNED_MS;
      if (text) file.watchFor(one.id, letGo(one, text, before), acceptedAt, until);
    }
    file.putHandover(one);
  }

  #cameBack(file: HandoverFile, node: string, alarm: string, at: number): void {
    for (const { handover: id } of file.letGoOf(node, at)) {
      const one = file.handover(id);
      if (!one) continue;
      file.putDropped({ handover: id, number: one.number, node, alarm, at, positions: positionsOf(one) });
    }
  }

  #reach(): HandoverFile {
    const { file, clock, log } = this.#options;
    this.#file ??= new HandoverFile(file, {
      now: () => clock.now(),
      movedAside: (aside) => log('warn', 'damaged handovers were moved aside', { aside }),
    });
    return this.#file;
  }

  #attempt<T>(run: (file: HandoverFile) => T): T | undefined {
    try {
      const made = run(this.#reach());
      this.#options.onFault(null);
      return made;
    } catch (error) {
      this.#options.onFault(wordOf(error));
      return undefined;
    }
  }

  #asked<T>(run: (file: HandoverFile) => T): T {
    try {
      return run(this.#reach());
    } catch (error) {
      this.#options.onFault(wordOf(error));
      throw new Error('Vaktskiftene er ikke tilgjengelige akkurat nå. Prøv igjen om litt.');
    }
  }
}

const WEEK_MS = 7 * 24 * 3_600_000;
/** Without a plan the next shift is so long, ms. */
const UNPLANNED_MS = 12 * 3_600_000;

function wordOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
