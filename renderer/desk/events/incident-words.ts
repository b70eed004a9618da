import type { EventBody, IncidentMoved } from '../../../shared/model/events';
import type { IncidentEvent } from '../../../shared/rules/incidents/reduce-incidents';
import { formatClock, formatSince, formatUntil } from '../../../shared/time/format';
import { assertNever } from '../../../shared/util/assert-never';
import type { Speech } from '../../i18n/react';
import { entryWords } from '../incidents/incident-words';
import {
  channelName,
  type EventNames,
  incidentName,
  personName,
  ruleName,
  subjectName,
} from './command-words';
import type { EventWords } from './event-words';

type Of<T extends EventBody['type']> = Extract<EventBody, { type: T }>;

/** An act that reached the log this long after it was done was done without the hub, ms. */
const LATE_MS = 60_000;

/** What happened to incidents, and to what the room says and hears: callers, reports, known errors, messages out. */
export function incidentWords(
  body: IncidentEvent,
  at: number,
  names: EventNames,
  speech: Speech,
): EventWords {
  const { t } = speech;
  /** With who did it, and when, where the hub heard of it late. */
  const say = (
    subject: string,
    text: string,
    more: { readonly node?: string | null; readonly named?: boolean } = {},
  ): EventWords => {
    const { actor, actedAt } = body;
    const by =
      actor === null || more.named ? text : t('log:by', { text, actor: personName(names.people, actor) });
    return {
      state: null,
      soft: false,
      node: more.node != null && names.graph.nodes.has(more.node) ? more.node : null,
      subject,
      text:
        actedAt !== null && at - actedAt > LATE_MS
          ? t('log:act.queued', { text: by, time: formatSince(actedAt, at) })
          : by,
    };
  };
  switch (body.type) {
    case 'incident.moved':
      return { ...say(incidentTitle(body, names, speech), movedWords(body, at, names, speech)) };
    case 'callers.counted':
      return say(subjectName(names, body.node, speech), callersWords(body, speech), { node: body.node });
    case 'report.changed': {
      const text = t(`log:report.${body.why}`, {
        time: body.report === null ? '' : formatUntil(body.report.until, at, speech.lang),
      });
      const note = body.report?.note ?? null;
      const said = note === null || body.why !== 'set' ? text : t('log:act.withNote', { text, note });
      return say(subjectName(names, body.node, speech), said, { node: body.node });
    }
    case 'known-error.set': {
      const { number, title, retired } = body.error;
      const values = { actor: personName(names.people, body.actor) };
      return say(
        `${number} ${title}`.trim(),
        t(retired === null ? 'log:knownError.set' : 'log:knownError.retired', values),
        { named: true },
      );
    }
    case 'message.moved':
      return say(messageTitle(body.message, speech), messageWords(body, names, speech), {
        node: body.message.node,
      });
    case 'notification.moved':
      return {
        ...say(
          t('log:notification.title', { rule: ruleName(names.catalogue, body.notification.rule) }),
          notificationWords(body, names, speech),
          { node: body.notification.node },
        ),
        state: body.what === 'exhausted' || body.what === 'unknown' ? 'warning' : null,
      };
    default:
      return assertNever(body, 'incidentWords');
  }
}

function incidentTitle(body: IncidentMoved, names: EventNames, { t }: Speech): string {
  const own = body.put.find((entity) => entity.kind === 'incident');
  if (own?.kind === 'incident') return `${own.value.number} ${own.value.title}`.trim();
  return incidentName(names.incidents, body.incident) ?? t('log:incident.untitled');
}

/** The lines that the act left in the timeline; of an act that left none, what it did to the incident's tasks. */
function movedWords(body: IncidentMoved, at: number, names: EventNames, speech: Speech): string {
  const lines = body.put.flatMap((entity) =>
    entity.kind === 'entry' ? [entryWords(entity.value, names, speech, at)] : [],
  );
  if (lines.length > 0) return lines.join(' · ');
  const tasks = body.put.flatMap((entity) => (entity.kind === 'task' ? [entity.value.text] : []));
  return tasks.length > 0
    ? speech.t('log:incident.tasks', { list: tasks.join(', ') })
    : speech.t('log:incident.changed');
}

function callersWords(body: Of<'callers.counted'>, { t }: Speech): string {
  if (body.callers === null) return t(body.actor === null ? 'log:callers.forgotten' : 'log:callers.reset');
  const total = body.callers.count;
  return body.by < 0 ? t('log:callers.less', { total }) : t('log:callers.more', { count: body.by, total });
}

/** `D-7 nr. 2`, with its subject; a message without a number by its subject alone. */
function messageTitle(message: Of<'message.moved'>['message'], { t }: Speech): string {
  const { number, part, subject } = message;
  const name = number === '' ? t('log:message.untold') : t('log:message.part', { number, part });
  return `${name} ${subject}`.trim();
}

function messageWords(body: Of<'message.moved'>, names: EventNames, { t }: Speech): string {
  const text = t(`log:message.${body.what}`);
  if (body.channel === null) return text;
  const told = t('log:message.at', { text, channel: channelName(names.catalogue, body.channel) });
  const detail = body.message.deliveries.find(({ channel }) => channel === body.channel)?.detail ?? null;
  return detail === null || body.what === 'sent' ? told : `${told}: ${detail}`;
}

function notificationWords(body: Of<'notification.moved'>, names: EventNames, { t }: Speech): string {
  const { steps, why, at } = body.notification;
  const text = t(`log:notification.${body.what}`);
  const last = steps[steps.length - 1];
  if (body.what === 'answered' || body.what === 'stopped' || body.what === 'exhausted')
    return why === null || why === '' ? text : t('log:act.withNote', { text, note: why });
  if (last === undefined) return `${text} ${formatClock(at)}`;
  const who = last.contact ?? last.team;
  const channel = channelName(names.catalogue, last.channel);
  return who === null
    ? t('log:message.at', { text, channel })
    : t('log:notification.to', { text, who, channel });
}
