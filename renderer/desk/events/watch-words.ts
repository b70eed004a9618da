import type { EventBody } from '../../../shared/model/events';
import type { Erasable, LogEntry } from '../../../shared/model/shift-log';
import type { WatchEvent } from '../../../shared/rules/watch/reduce-watch';
import { formatSince, formatUntil } from '../../../shared/time/format';
import { assertNever } from '../../../shared/util/assert-never';
import type { Speech } from '../../i18n/react';
import { type EventNames, personName } from './command-words';
import type { EventWords } from './event-words';
import { handoverName, numbered, positionName, turnWords } from './watch-names';

type Of<T extends EventBody['type']> = Extract<EventBody, { type: T }>;
type WatchBody = WatchEvent | Of<'handover.moved'>;

/** An act that reached the log this long after it was done was done without the hub, ms. */
const LATE_MS = 60_000;
/** What happened more than this before it was written is told with its time, ms. */
const EARLIER_MS = 60_000;

/** What was written in the shift log, who has the watch, how far a handover has come, routines and follow-ups. */
export function watchWords(body: WatchBody, at: number, names: EventNames, speech: Speech): EventWords {
  const { t } = speech;
  const who = (id: string): string => personName(names.people, id);
  const say = (subject: string, text: string, more: Partial<EventWords> = {}): EventWords => ({
    state: null,
    soft: false,
    node: null,
    subject,
    text,
    ...more,
  });
  /** With who did it, and when, where the hub heard of it late. */
  const done = (text: string, actor: string | null, actedAt: number | null): string => {
    const by = actor === null ? text : t('log:by', { text, actor: who(actor) });
    return actedAt !== null && at - actedAt > LATE_MS
      ? t('log:act.queued', { text: by, time: formatSince(actedAt, at) })
      : by;
  };
  switch (body.type) {
    case 'log.written': {
      const { entry } = body;
      const text = writtenWords(entry, at, speech);
      return say(entry.number, done(text, entry.by, entry.writtenAt), { entry: entry.id });
    }
    case 'log.corrected': {
      const { correction } = body;
      const text = t('watch:entry.corrected', { text: saidWords(correction.body, speech) });
      return say(body.number, done(text, correction.by, correction.at), { entry: body.entry });
    }
    case 'log.erased':
      return say(body.number, done(erasedWords(body.part, body.why, speech), body.actor, body.actedAt), {
        entry: body.entry,
      });
    case 'roster.changed':
      return say(
        t('watch:subject.roster'),
        done(rosterWords(body, at, names, speech), body.actor, body.actedAt),
      );
    case 'duty.changed': {
      const holders = body.duty.holders.map(({ position, person }) =>
        position === null
          ? who(person)
          : t('watch:duty.holder', { name: who(person), position: positionName(names.catalogue, position) }),
      );
      const text = t(`watch:duty.${body.why}`, {
        holders: holders.length === 0 ? t('watch:duty.nobody') : holders.join(', '),
      });
      return say(t('watch:subject.duty'), done(text, body.actor, body.actedAt));
    }
    case 'handover.moved':
      return say(
        handoverName(body.handover, names, speech),
        done(handoverWords(body, at, names, speech), body.actor, body.actedAt),
        { state: body.what === 'late' ? 'warning' : null },
      );
    case 'follow-up.moved': {
      const { number, text, node, closed } = body.followUp;
      const step = t(`watch:followUp.${body.what}`);
      const noted = body.what === 'closed' ? withNote(step, closed?.note ?? null, speech) : step;
      return say(numbered(number, text, speech), done(noted, body.actor, body.actedAt), {
        node: node !== null && names.graph.nodes.has(node) ? node : null,
        state: body.what === 'due' ? 'warning' : null,
      });
    }
    case 'routine.moved': {
      const { number, name, dueAt, ticked, settled } = body.run;
      const step = t(`watch:routine.${body.what}`, {
        time: formatUntil(dueAt, at, speech.lang),
        count: ticked.length,
      });
      const note = body.what === 'done' || body.what === 'skipped' ? (settled?.note ?? null) : null;
      return say(
        numbered(number, name, speech),
        done(withNote(step, note, speech), body.actor, body.actedAt),
        {
          state: body.what === 'overdue' ? 'warning' : null,
        },
      );
    }
    default:
      return assertNever(body, 'watchWords');
  }
}

function withNote(text: string, note: string | null, { t }: Speech): string {
  return note === null || note === '' ? text : t('log:act.withNote', { text, note });
}

/** The first line of what was said, and how much more there is; that it was erased. */
export function saidWords({ said }: Erasable, { t }: Pick<Speech, 't'>): string {
  if (said === null) return t('watch:entry.erased');
  const [first = '', ...more] = said.text.split('\n').filter((line) => line.trim() !== '');
  if (first === '') return t('watch:entry.onlyFiles');
  return more.length === 0 ? first : t('watch:entry.moreLines', { text: first, count: more.length });
}

function writtenWords(entry: LogEntry, now: number, speech: Speech): string {
  const { t } = speech;
  const files = entry.attachments.length;
  const parts = [
    saidWords(entry.body, speech),
    ...(files === 0 ? [] : [t('watch:entry.files', { count: files })]),
    ...(entry.writtenAt - entry.at > EARLIER_MS
      ? [t('watch:entry.happened', { time: formatSince(entry.at, now) })]
      : []),
    ...(entry.handover ? [t('watch:entry.handover')] : []),
  ];
  return parts.join(' · ');
}

/** What was erased, and why. */
export function erasedWords(part: string, why: string, { t }: Pick<Speech, 't'>): string {
  if (part === 'text') return t('watch:entry.erasedText', { why });
  const file = /^[0-9a-f]{64}$/.test(part);
  return t(file ? 'watch:entry.erasedFile' : 'watch:entry.erasedCorrection', { why });
}

function rosterWords(body: Of<'roster.changed'>, now: number, names: EventNames, speech: Speech): string {
  const { t, lang } = speech;
  if (body.actor === null && body.put.length === 0) return t('watch:roster.over');
  const put = body.put.map((entity) => {
    if (entity.kind === 'absence') {
      const { person, from, to, note } = entity.value;
      const text = t('watch:roster.absence', {
        name: personName(names.people, person),
        from: formatUntil(from, now, lang),
        to: formatUntil(to, now, lang),
      });
      return withNote(text, note, speech);
    }
    const { id, person, note } = entity.value;
    const turn = turnWords(names, id, speech);
    const text =
      person === null
        ? t('watch:roster.nobody', { turn })
        : t('watch:roster.swap', { name: personName(names.people, person), turn });
    return withNote(text, note, speech);
  });
  const gone = body.drop.length === 0 ? [] : [t('watch:roster.removed', { count: body.drop.length })];
  return [...put, ...gone].join(', ');
}

function handoverWords(body: Of<'handover.moved'>, now: number, names: EventNames, speech: Speech): string {
  const { t, lang } = speech;
  const { handover, what } = body;
  switch (what) {
    case 'walked':
    case 'said': {
      const last = handover.items
        .filter((item) => item[what] !== null)
        .sort((a, b) => (b[what]?.at ?? 0) - (a[what]?.at ?? 0))[0];
      return last === undefined
        ? t('watch:handover.item')
        : t(`watch:handover.${what}`, { title: last.title });
    }
    case 'late':
      return t('watch:handover.late', { time: formatUntil(handover.dueAt, now, lang) });
    case 'signed': {
      const reason = reasonOf(body, 'outgoing');
      return reason === null ? t('watch:handover.signed') : t('watch:handover.signedException', { reason });
    }
    case 'accepted': {
      const people = (body.duty?.holders ?? handover.incoming)
        .map(({ person }) => personName(names.people, person))
        .join(', ');
      const reason = reasonOf(body, 'incoming');
      return reason === null
        ? t('watch:handover.accepted', { people })
        : t('watch:handover.acceptedException', { people, reason });
    }
    default:
      return t(`watch:handover.${what}`);
  }
}

/** Why the last signature of a side was given though something was missing; null: nothing was. */
function reasonOf(body: Of<'handover.moved'>, role: 'outgoing' | 'incoming'): string | null {
  const own = body.handover.signatures.filter((one) => one.role === role);
  return own[own.length - 1]?.exception?.reason ?? null;
}
