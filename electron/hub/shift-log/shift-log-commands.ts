import type { Command } from '../../../shared/contract/wire';
import type { EventBody } from '../../../shared/model/events';
import type { Attachment, EntryLink, Erasable, LogEntry } from '../../../shared/model/shift-log';
import type { Projection } from '../../../shared/rules/projection';
import { bodyOf } from '../../../shared/rules/watch/bodies';
import { readEntry } from '../../../shared/rules/watch/reduce-watch';
import type { Clock } from '../../../shared/time/clock';
import { formatSince } from '../../../shared/time/format';
import { cleanLine } from '../../../shared/util/clean-text';
import { nameOf, refused } from '../alarms/words';
import type { CommandHandlers, Verdict } from '../commands';
import type { AttachmentStore } from './attachment-store';

/** An entry may say that something happened this much after now, ms: a console's clock is not the hub's. */
const AHEAD_MS = 10 * 60_000;

/** Corrections of one entry, at most: all that was ever said of it is read at once (`entries.ts`). */
const MOST_CORRECTIONS = 100;

/** What people do in the shift log. */
export type ShiftLogCommandKind = 'log.write' | 'log.correct' | 'log.erase';

export interface ShiftLogCommandOptions {
  readonly state: Projection;
  readonly clock: Clock;
  readonly attachments: Pick<AttachmentStore, 'find' | 'isErased' | 'erase'>;
  /** An entry as it stands now, however old; null: there is none. */
  readonly entry: (id: string) => Promise<LogEntry | null>;
  /** The next entry's number, which nobody else is given. */
  readonly nextNumber: () => number;
  /** Entries that name a file. */
  readonly entriesWith: (hash: string) => readonly string[];
}

/** The handlers of the shift log's commands. What is in the state is decided in the very turn in which it is asked for. */
export function shiftLogCommands(
  options: ShiftLogCommandOptions,
): Pick<CommandHandlers, ShiftLogCommandKind> {
  const { state } = options;
  /** What is older than the state is looked for in the log, which takes its time. */
  const about = (
    command: Command,
    decide: (entry: LogEntry) => Verdict | Promise<Verdict>,
  ): Verdict | Promise<Verdict> => {
    const id = idOf(command);
    const here = readEntry(state, id);
    if (here) return decide(here);
    return options
      .entry(id)
      .then((found) => (found ? decide(found) : refused('Innførselen finnes ikke. Se på listen igjen.')));
  };
  return {
    'log.write': (command, payload) => {
      if (command.subject !== `entry/${payload.id}`) return misdirected();
      const { text, salt, attachments } = payload;
      const said = cleanWords(text);
      if (said === '' && attachments.length === 0) {
        return refused('Innførselen er tom. Skriv hva som hendte.');
      }
      if (payload.at > options.clock.now() + AHEAD_MS) {
        return refused('Tidspunktet ligger fram i tid. Sett det til da det hendte.');
      }
      const fault = attachmentFault(options, attachments);
      if (fault !== null) return refused(fault);
      const write = (): Verdict => written(options, command, { ...payload, body: bodyOf(said, salt) });
      if (readEntry(state, payload.id)) return alreadyWritten();
      // Whoever was away for longer than the state remembers may have got it through before.
      if (payload.at > options.clock.now() - RECENT_MS) return write();
      return options.entry(payload.id).then((known) => (known ? alreadyWritten() : write()));
    },
    'log.correct': (command, { id, text, salt }) =>
      about(command, (entry) => {
        if (entry.corrections.some((one) => one.id === id)) {
          return refused('Rettelsen er alt ført én gang.');
        }
        if (entry.corrections.length >= MOST_CORRECTIONS) {
          return refused('Innførselen er rettet mange ganger alt. Skriv en ny innførsel.');
        }
        const said = cleanWords(text);
        if (said === '') return refused('Rettelsen er tom. Skriv hva som skulle stått.');
        const correction = { id, at: command.actedAt, by: command.actor, body: bodyOf(said, salt) };
        return {
          outcome: 'done',
          events: [{ type: 'log.corrected', entry: entry.id, number: entry.number, correction }],
        };
      }),
    'log.erase': (command, { part, why }) =>
      about(command, (entry) => erased(options, command, entry, part, why)),
  };
}

/** An entry written so lately is in the state, if it was ever written, ms. */
const RECENT_MS = 24 * 3_600_000;

function written(
  { clock, nextNumber }: ShiftLogCommandOptions,
  command: Command,
  payload: {
    readonly id: string;
    readonly at: number;
    readonly body: Erasable;
    readonly links: readonly EntryLink[];
    readonly attachments: readonly Omit<Attachment, 'erased'>[];
    readonly handover: boolean;
  },
): Verdict {
  const { id, at, body, links, attachments, handover } = payload;
  const entry: LogEntry = {
    id,
    number: `L-${nextNumber()}`,
    at,
    by: command.actor,
    writtenAt: Math.min(command.actedAt, clock.now()),
    body,
    links: links.filter(
      (link, index) => links.findIndex((other) => other.kind === link.kind && other.id === link.id) === index,
    ),
    attachments: attachments.map((one) => ({ ...one, erased: false })),
    handover,
    corrections: [],
    erasures: [],
  };
  return { outcome: 'done', events: [{ type: 'log.written', entry }] };
}

/**
 * What is wrong with the attachments, in words for whoever made them; null: they are here, and what they say. Names are left
 * out: a refusal stays in the log, and a name may say what must not.
 */
function attachmentFault(
  { attachments: store }: ShiftLogCommandOptions,
  attachments: readonly Omit<Attachment, 'erased'>[],
): string | null {
  for (const [index, { hash, type, bytes }] of attachments.entries()) {
    const which = `Vedlegg ${index + 1}`;
    if (store.isErased(hash)) return `${which} er slettet, og tas ikke imot igjen. Fjern det.`;
    const kept = store.find(hash);
    if (!kept) return `${which} kom aldri helt fram til huben. Legg det ved på nytt.`;
    if (kept.type !== type || kept.bytes !== bytes) {
      return `${which} er noe annet enn det gir seg ut for. Legg det ved på nytt.`;
    }
    if (attachments.findIndex((other) => other.hash === hash) !== index) {
      return `${which} er lagt ved to ganger. Fjern det ene.`;
    }
  }
  return null;
}

function erased(
  options: ShiftLogCommandOptions,
  command: Command,
  entry: LogEntry,
  part: string,
  why: string,
): Verdict | Promise<Verdict> {
  const found = partOf(entry, part);
  if (!found) return refused('Det som skal slettes, finnes ikke i innførselen. Se på den igjen.');
  if (found.erased) {
    const before = entry.erasures.find((one) => one.part === part);
    const who = before ? nameOf(options.state, before.by) : 'Noen';
    const when = before ? ` ${formatSince(before.at, options.clock.now())}` : '';
    return refused(`${who} slettet dette${when}.`);
  }
  const { hash } = found;
  const event = (id: string, number: string): EventBody => ({
    type: 'log.erased',
    entry: id,
    number,
    part,
    why: cleanLine(why) ?? why,
    hash,
    actor: command.actor,
    actedAt: command.actedAt,
  });
  const own = event(entry.id, entry.number);
  if (!found.attachment) return { outcome: 'done', events: [own] };
  const after = (): void => void options.attachments.erase(part).catch(() => {});
  // The same file in another entry is the same content: it goes there too.
  const others = options.entriesWith(part).filter((id) => id !== entry.id);
  const here = others.flatMap((id) => readEntry(options.state, id) ?? []);
  const done = (known: readonly LogEntry[]): Verdict => ({
    outcome: 'done',
    events: [own, ...known.map(({ id, number }) => event(id, number))],
    after,
  });
  if (here.length === others.length) return done(here);
  return Promise.all(others.map((id) => options.entry(id))).then((known) =>
    done(known.flatMap((one) => one ?? [])),
  );
}

/** A part of an entry: whether it is gone, and the hash that stays. */
function partOf(
  entry: LogEntry,
  part: string,
): { readonly hash: string; readonly erased: boolean; readonly attachment: boolean } | null {
  const words = part === 'text' ? entry.body : entry.corrections.find(({ id }) => id === part)?.body;
  if (words) return { hash: words.hash, erased: words.said === null, attachment: false };
  const file = entry.attachments.find(({ hash }) => hash === part);
  return file ? { hash: file.hash, erased: file.erased, attachment: true } : null;
}

/** What was written, with its lines, without characters that cannot be seen or turn the text around. */
function cleanWords(text: string): string {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu, '')
    .trim();
}

function idOf({ subject }: Command): string {
  return subject.startsWith('entry/') ? subject.slice('entry/'.length) : subject;
}

function misdirected(): Verdict {
  return refused('Handlingen sier ikke hvilken innførsel den gjelder. Prøv igjen.');
}

function alreadyWritten(): Verdict {
  return refused('Innførselen er alt ført én gang.');
}
