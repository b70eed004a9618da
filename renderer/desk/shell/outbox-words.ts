import { COMMAND_PAYLOADS, type CommandKind, type CommandPayload } from '../../../shared/contract/commands';
import type { OutboxEntry } from '../../../shared/contract/ipc';
import { formatClock, formatSeconds, formatUntil } from '../../../shared/time/format';
import type { Speech } from '../../i18n/react';
import { shelfName } from '../events/alarm-words';
import { commandName, type EventNames, personName, subjectName } from '../events/command-words';
import { fateShown } from './fate-shown';
import { incidentDetail } from './outbox-incidents';
import { said } from './outbox-said';

/** An act of the outbox as people read it. */
export interface OutboxWords {
  /** What was asked for, with the alarm's number where there is one. */
  readonly title: string;
  /** About what. */
  readonly subject: string;
  /** About what, and what was said with it. */
  readonly detail: string;
  readonly fate: string;
  /** What that means, and what to do. */
  readonly meaning: string;
}

/** Says what somebody did here and what became of it. `now`: the hub's time, ms UTC. `live`: the hub answers. */
export function outboxWords(
  entry: OutboxEntry,
  names: EventNames,
  speech: Speech,
  now: number,
  live: boolean,
): OutboxWords {
  const { t } = speech;
  const alarm = numberOf(entry.payload);
  const name = commandName(entry.kind, t);
  const spoken = detailOf(entry, names, speech, now);
  const subject = subjectName(names, entry.subject, speech, entry.payload);
  return {
    title: alarm === null ? name : t('log:outbox.numbered', { what: name, id: alarm }),
    subject,
    detail: spoken === '' ? subject : t('log:outbox.said', { name: subject, said: spoken }),
    fate: t(`desk:fate.${fateShown(entry)}`),
    meaning: meaningOf(entry, speech, now, live),
  };
}

/** Acts of a person that the hub said no to, or got too late: somebody has to see them. */
export function isUnmet(entry: Pick<OutboxEntry, 'fate'>): boolean {
  return entry.fate === 'refused' || entry.fate === 'expired';
}

/** What waits first, oldest first, as it will be sent; then what was not done; then what was, newest first. */
export function inOrder(outbox: readonly OutboxEntry[]): readonly OutboxEntry[] {
  const rank = (entry: OutboxEntry): number =>
    entry.fate === 'queued' || entry.fate === 'sent' ? 0 : isUnmet(entry) ? 1 : 2;
  return [...outbox].sort(
    (a, b) => rank(a) - rank(b) || (rank(a) === 0 ? a.actedAt - b.actedAt : b.actedAt - a.actedAt),
  );
}

function numberOf(payload: unknown): string | null {
  if (typeof payload !== 'object' || payload === null || !('alarm' in payload)) return null;
  return typeof payload.alarm === 'string' && payload.alarm !== '' ? payload.alarm : null;
}

function meaningOf(entry: OutboxEntry, { t, lang }: Speech, now: number, live: boolean): string {
  const shown = fateShown(entry);
  if (entry.fate === 'refused') return entry.reason ?? t('desk:fateText.refused');
  const plain = entry.reason === null || entry.fate === 'sent' ? '' : ` ${entry.reason}`;
  if (entry.fate !== 'queued' || live) return `${t(`desk:fateText.${shown}`)}${plain}`;
  const values = { time: formatSeconds(entry.actedAt), until: formatUntil(entry.expiresAt, now, lang) };
  const condition = conditionOf(entry.payload);
  if (condition !== null)
    return t('log:outbox.onlyIf', { ...values, state: t(`states:${condition}`).toLocaleLowerCase(lang) });
  // What only says something is true however late it comes; it carries its own time.
  if (SAYS.has(entry.kind)) return t('log:outbox.always', values);
  return t('log:outbox.until', values);
}

const SAYS: ReadonlySet<string> = new Set<CommandKind>([
  'alarm.note',
  'call.log',
  'alarm.ticket',
  'alarm.bad',
  'incident.open',
  'incident.set',
  'incident.note',
  'incident.time',
  'incident.routine',
  'task.set',
  'task.done',
  'caller.add',
  'known-error.set',
  'message.draft',
  'notification.answer',
  'log.write',
  'log.correct',
  'log.erase',
  'follow-up.set',
  'routine.tick',
  'routine.settle',
]);

type Drawn = CommandPayload<'alarm.acknowledge'>['condition'];
function conditionOf(payload: unknown): Drawn | null {
  const drawn = COMMAND_PAYLOADS['alarm.acknowledge'].shape.condition;
  if (typeof payload !== 'object' || payload === null || !('condition' in payload)) return null;
  const parsed = drawn.safeParse(payload.condition);
  return parsed.success ? parsed.data : null;
}

/** What was said with the act: a note, a reason, a time. Empty where nothing was. */
function detailOf(entry: OutboxEntry, names: EventNames, { t, lang }: Speech, now: number): string {
  const quoted = (text: string | null): string => (text === null ? '' : t('log:outbox.quoted', { text }));
  const until = (at: number): string => formatUntil(at, now, lang);
  const joined = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(' ');
  switch (entry.kind) {
    case 'alarm.acknowledge':
      return quoted(said(entry, 'alarm.acknowledge')?.note ?? null);
    case 'alarm.note':
      return quoted(said(entry, 'alarm.note')?.text ?? null);
    case 'alarm.bad':
      return quoted(said(entry, 'alarm.bad')?.note ?? null);
    case 'alarm.ticket':
      return said(entry, 'alarm.ticket')?.ticket ?? '';
    case 'alarm.shelve': {
      const shelf = said(entry, 'alarm.shelve');
      return shelf === null
        ? ''
        : joined(
            `${t('log:outbox.untilTime', { time: until(shelf.until) })}, ${shelfName(shelf.code, t)}`,
            quoted(shelf.reason),
          );
    }
    case 'alarm.hand': {
      const hand = said(entry, 'alarm.hand');
      if (hand === null) return '';
      return joined(t('log:outbox.to', { name: personName(names.people, hand.to) }), quoted(hand.note));
    }
    case 'alarm.timer': {
      const timer = said(entry, 'alarm.timer');
      if (timer === null) return '';
      return timer.until === null
        ? t('log:outbox.noTimer')
        : t('log:outbox.by', { time: until(timer.until) });
    }
    case 'alarm.out-of-service': {
      const out = said(entry, 'alarm.out-of-service');
      return out === null
        ? ''
        : joined(
            `${out.responsible}, ${t('log:outbox.review', { time: until(out.reviewAt) })}`,
            quoted(out.reason),
          );
    }
    case 'call.log': {
      const logged = said(entry, 'call.log');
      if (logged === null) return '';
      const { contact, outcome, at, etaAt } = logged.call;
      const eta = etaAt === null ? [] : [t('oncall:eta', { time: formatClock(etaAt) })];
      return [contact, t(`oncall:last.${outcome}`, { time: formatClock(at) }), ...eta].join(', ');
    }
    case 'run.request': {
      const run = said(entry, 'run.request');
      if (run === null) return '';
      const args = Object.entries(run.args).map(([name, value]) => `${name} = ${String(value)}`);
      return [...(run.dryRun ? [t('runs:dry')] : []), ...args].join(', ');
    }
    case 'run.approve': {
      const approval = said(entry, 'run.approve');
      if (approval === null) return '';
      return joined(t(approval.approved ? 'runs:approve' : 'runs:reject'), quoted(approval.reason));
    }
    default:
      return incidentDetail(entry, names, { t, lang }, now);
  }
}
