import type { ActionRun, Call } from '../../model/alarms';
import type { DraftLine } from '../../model/handover';
import type { KnownError, Notification, OutMessage } from '../../model/incidents';
import type { EntryLink, LogEntry } from '../../model/shift-log';
import { isActive } from '../alarms/machine';
import { incidentOf, knownErrorsOf } from '../incidents/read-incidents';
import { callersWord, capital, type DraftContext, quoted } from './draft-context';
import { followUpsIn } from './read-handovers';

const SECOND_MS = 1_000;
/** Of a longer list only the newest are drawn: all of it is in the log. */
const MOST_OF_A_KIND = 40;

/** What was done and said since the shift began, and what was promised and is still owed. By time. */
export function drawDone(context: DraftContext): readonly DraftLine[] {
  const { ledger } = context;
  return [
    ...ledger.calls.slice(-MOST_OF_A_KIND).map((call) => drawCall(context, call)),
    ...drawMessages(context),
    ...ledger.runs.slice(-MOST_OF_A_KIND).map((run) => drawRun(context, run)),
    ...ledger.notifications.flatMap((one) => drawNotification(context, one)),
    ...entriesToHandOver(context).map((entry) => drawEntry(context, entry)),
    ...knownErrorsOf(context.view.incidents)
      .filter(({ id }) => ledger.knownErrors.has(id))
      .map((error) => drawKnownError(context, error)),
    ...drawClosedFollowUps(context),
    ...ledger.edits.map(({ at, actor, summary }, place) =>
      context.line('done', {
        key: `done/edit/${at}/${place}`,
        order: at / SECOND_MS,
        parts: [`Katalogen endret ${context.clock(at)} av ${context.person(actor)}: ${quoted(summary, 200)}`],
        sources: [{ kind: 'hub', id: 'catalogue', label: 'katalog' }],
      }),
    ),
  ];
}

function drawCall(context: DraftContext, call: Call): DraftLine {
  const { id, team, contact, at, outcome, settledAt, etaAt, note, node } = call;
  const name = context.team(team);
  const whom = contact === name || contact === '' ? name : `${name} (${contact})`;
  const answer =
    outcome === 'answered'
      ? `svarte ${context.clock(settledAt ?? at)}`
      : outcome === 'no-answer'
        ? 'svarte ikke'
        : 'ikke svart ennå';
  const isComing = etaAt !== null && etaAt > context.now;
  const rung = `ringt ${context.clock(at)}, ${answer}`;
  return context.line('done', {
    key: `done/call/${id}`,
    order: at / SECOND_MS,
    // Somebody is on their way, or was asked and has not answered: the next watch meets them.
    lead: isComing ? `${whom} framme ${context.clock(etaAt)}` : `${whom} ${rung}`,
    parts: [
      isComing && capital(rung),
      !isComing && etaAt !== null && `Ventet ${context.clock(etaAt)}`,
      node !== null && `Om ${context.node(node)}`,
      note !== null && capital(quoted(note)),
    ],
    sources: [{ kind: 'call', id, label: 'anrop' }],
    node,
    critical: isComing || outcome === 'calling',
  });
}

/** One line for each series of messages: the last that went out, what it promises, and what never went. */
function drawMessages(context: DraftContext): readonly DraftLine[] {
  const series = new Map<string, OutMessage[]>();
  for (const entity of context.view.incidents.values()) {
    if (entity.kind !== 'message' || entity.value.state === 'discarded') continue;
    series.set(entity.value.series, [...(series.get(entity.value.series) ?? []), entity.value]);
  }
  return [...series].flatMap(([id, messages]) => {
    messages.sort((a, b) => a.part - b.part);
    return [...drawSeries(context, id, messages), ...messages.flatMap((one) => drawUnsent(context, one))];
  });
}

function drawSeries(
  context: DraftContext,
  series: string,
  messages: readonly OutMessage[],
): readonly DraftLine[] {
  const { ledger } = context;
  const last = messages.findLast(({ state }) => state === 'approved');
  if (!last) return [];
  const known = ledger.sentOf(series);
  const sentAt = sentAtOf(last) ?? (known?.id === last.id ? known.at : null);
  const promised = last.kind === 'closing' ? null : last.nextAt;
  const isNew = (last.approved?.at ?? last.at) >= ledger.since || known !== undefined;
  if (!isNew && promised === null) return [];
  const trouble = last.deliveries.filter(({ state }) => state === 'refused' || state === 'unknown');
  const waiting = last.deliveries.some(({ state }) => state === 'waiting' || state === 'sending');
  const which = last.part === 1 ? '' : `nr. ${last.part} `;
  const name = last.kind === 'closing' ? 'Avsluttende driftsmelding' : 'Driftsmelding';
  const when =
    sentAt === null
      ? `godkjent ${context.clock(last.approved?.at ?? last.at)}, ikke sendt`
      : `sendt ${context.clock(sentAt)}`;
  const overdue = promised !== null && promised <= context.now;
  return [
    context.line('done', {
      key: `done/message/${series}`,
      order: (sentAt ?? last.at) / SECOND_MS,
      lead:
        promised === null
          ? `${name} ${last.number}`
          : `${name} ${last.number}: ${overdue ? 'NESTE ER OVER TIDEN, skulle kommet' : 'NESTE INNEN'} ${context.clock(promised)}`,
      parts: [
        capital(`${which}${when}: ${quoted(last.subject, 200)}`),
        last.node !== null && callersWord(context.ledger.callersOf(last.node)),
        trouble.length > 0 &&
          `Ikke levert: ${trouble.map(({ channel, detail }) => `${channelName(context, channel)}${detail === null ? '' : ` (${quoted(detail, 100)})`}`).join(', ')}`,
        trouble.length === 0 && sentAt !== null && waiting && 'Noen kanaler venter ennå',
      ],
      sources: [
        { kind: 'message', id: last.id, label: last.number },
        ...context.entriesAbout('message', [last.id, last.number]),
      ],
      node: last.node,
      critical: promised !== null || trouble.length > 0,
    }),
  ];
}

/** A draft that nobody has sent or discarded. */
function drawUnsent(context: DraftContext, message: OutMessage): readonly DraftLine[] {
  if (message.state !== 'draft') return [];
  return [
    context.line('done', {
      key: `done/draft/${message.id}`,
      order: message.at / SECOND_MS,
      lead: `Utkast til driftsmelding${message.number === '' ? '' : ` ${message.number}`} er ikke sendt`,
      parts: [
        `«${quoted(message.subject, 200)}»`,
        `Skrevet av ${context.person(message.by)} ${context.clock(message.at)}`,
      ],
      sources: [{ kind: 'message', id: message.id, label: message.number || 'utkast' }],
      node: message.node,
      critical: true,
    }),
  ];
}

function sentAtOf({ deliveries }: OutMessage): number | null {
  const sent = deliveries.flatMap(({ state, at }) => (state === 'sent' ? [at] : []));
  return sent.length === 0 ? null : Math.min(...sent);
}

function channelName({ view }: DraftContext, id: string): string {
  const entity = view.catalogue.get(`channel:${id}`);
  return entity?.kind === 'channel' ? entity.value.name : id;
}

const RUN_WORDS: Readonly<Record<ActionRun['state'], string>> = {
  waiting: 'VENTER PÅ GODKJENNING',
  rejected: 'ble ikke godkjent',
  expired: 'ble aldri godkjent',
  starting: 'kjører',
  succeeded: 'lyktes',
  failed: 'mislyktes',
  'timed-out': 'ble ikke ferdig i tide',
  unknown: 'INGEN VET om det ble kjørt',
};

function drawRun(context: DraftContext, run: ActionRun): DraftLine {
  const { id, action, node, requestedBy, requestedAt, state, approval } = run;
  const entity = context.view.catalogue.get(`action:${action}`);
  const name = entity?.kind === 'action' ? entity.value.name : action;
  const args = Object.values(run.args).map(String).join(', ');
  const about = node === null ? '' : ` på ${context.node(node)}`;
  return context.line('done', {
    key: `done/run/${id}`,
    order: requestedAt / SECOND_MS,
    lead: `«${name}»${args === '' ? '' : ` (${quoted(args, 100)})`}${about}: ${RUN_WORDS[state]}`,
    parts: [
      `${context.clock(requestedAt)} av ${context.person(requestedBy)}`,
      approval?.approved && `Godkjent av ${context.person(approval.by)}`,
    ],
    sources: [{ kind: 'rule', id: action, label: 'tiltak' }],
    node,
    critical: state === 'waiting' || state === 'unknown' || state === 'starting',
  });
}

/** A notification is told of while it runs, when somebody answered, and when nobody did. One that a desk took is not. */
function drawNotification(context: DraftContext, one: Notification): readonly DraftLine[] {
  if (one.state === 'stopped') return [];
  const whom = one.steps.at(-1);
  const last = whom?.team == null ? null : context.team(whom.team);
  const words = {
    running: `Varsling om ${one.alarm} pågår siden ${context.clock(one.at)}${last === null ? '' : `, sist til ${last}`}`,
    answered: `Varslet om ${one.alarm} ${context.clock(one.at)}: ${one.why === null ? (last ?? 'noen') : quoted(one.why, 120)} svarte`,
    exhausted: `Varslet om ${one.alarm} fra ${context.clock(one.at)}: INGEN SVARTE`,
  }[one.state];
  return [
    context.line('done', {
      key: `done/notification/${one.id}`,
      order: one.at / SECOND_MS,
      lead: words,
      parts: [`Om ${context.node(one.node)}`],
      sources: [{ kind: 'alarm', id: one.node, label: one.alarm }],
      node: one.node,
      critical: one.state === 'exhausted',
    }),
  ];
}

/**
 * Entries of the shift that belong in the note, by when what they tell of was: what somebody marked for it, and what was
 * written about something that is open still. Whoever takes over must not have to look that up.
 */
function entriesToHandOver({ view, ledger }: DraftContext): readonly LogEntry[] {
  const found: LogEntry[] = [];
  // Once for all entries: a large room has ten thousand alarms, and a draft is made every few seconds.
  const open = new Set<string>();
  for (const entity of view.alarms.values()) {
    if (entity.kind === 'alarm' && isActive(entity.value)) open.add(entity.value.id);
  }
  const isOpen = ({ kind, id }: EntryLink): boolean => {
    if (kind === 'alarm') return open.has(id);
    const incident = kind === 'incident' ? incidentOf(view.incidents, id) : undefined;
    return incident !== undefined && incident.state !== 'closed';
  };
  for (const entity of view.watch.values()) {
    if (entity.kind !== 'entry') continue;
    const entry = entity.value;
    if (entry.writtenAt < ledger.since && !ledger.entries.has(entry.id)) continue;
    if (entry.handover || entry.links.some(isOpen)) found.push(entry);
  }
  return found.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

function drawEntry(context: DraftContext, entry: LogEntry): DraftLine {
  const { id, number, at, by, attachments } = entry;
  // The last wording holds, also where it was erased: what it corrected was wrong.
  const said = (entry.corrections.at(-1)?.body ?? entry.body).said;
  const files = attachments.filter(({ erased }) => !erased).length;
  const node = entry.links.find(({ kind }) => kind === 'node')?.id ?? null;
  return context.line('done', {
    key: `done/entry/${id}`,
    order: at / SECOND_MS,
    parts: [
      `${context.clock(at)} ${context.person(by)}: ${said ? quoted(said.text, 500) : 'teksten er slettet'}`,
      files > 0 && `${files} vedlegg`,
    ],
    sources: [{ kind: 'entry', id, label: number === '' ? 'logg' : number }],
    node,
  });
}

function drawKnownError(context: DraftContext, error: KnownError): DraftLine {
  return context.line('done', {
    key: `done/known-error/${error.id}`,
    order: error.at / SECOND_MS,
    parts: [
      `Kjent feil ${error.number}: ${quoted(error.title, 200)}`,
      error.workaround && `Omvei: ${quoted(error.workaround)}`,
      error.ticket && `Sak ${error.ticket}`,
    ],
    sources: [{ kind: 'known-error', id: error.id, label: error.number }],
    node: null,
  });
}

function drawClosedFollowUps(context: DraftContext): readonly DraftLine[] {
  return followUpsIn(context.view.watch).flatMap(({ id, number, text, node, closed }) =>
    closed === null || closed.at < context.ledger.since
      ? []
      : [
          context.line('done', {
            key: `done/follow-up/${id}`,
            order: closed.at / SECOND_MS,
            parts: [
              `Oppfølging lukket ${context.clock(closed.at)} av ${context.person(closed.by)}: ${quoted(text)}`,
              closed.note && capital(quoted(closed.note)),
            ],
            sources: [{ kind: 'follow-up', id, label: number === '' ? 'oppfølging' : number }],
            node,
          }),
        ],
  );
}
