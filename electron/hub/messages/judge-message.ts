import type { CommandPayload } from '../../../shared/contract/commands';
import type { Command } from '../../../shared/contract/wire';
import type { Delivery, OutMessage } from '../../../shared/model/incidents';
import { incidentOf } from '../../../shared/rules/incidents/read-incidents';
import type { RoomView } from '../../../shared/rules/reduce';
import { formatSince } from '../../../shared/time/format';
import { nameOf } from '../alarms/words';
import { channelOf } from './channel-of';

/** What judgements of messages read. */
export type MessageView = Pick<RoomView, 'catalogue' | 'graph' | 'incidents' | 'people' | 'room'>;

/** An approval holds for so long, ms: what was true when it was read may not be for longer. */
export const APPROVAL_MS = 15 * 60_000;
/** The next word is not promised further ahead than this, ms: a time that no calendar has would be sent nowhere. */
const MAX_PROMISE_MS = 31 * 24 * 3_600_000;
/** Drafts of nobody's that stand at the same time. */
const MAX_DRAFTS = 50;

/** A judgement: what becomes of the message, or why it is refused, in words that say what to do. */
export type Judged =
  | { readonly ok: true; readonly message: OutMessage }
  | { readonly ok: false; readonly reason: string };

const no = (reason: string): Judged => ({ ok: false, reason });

/** A message by its id; null: there is none. */
export function readMessage(view: Pick<RoomView, 'incidents'>, id: string): OutMessage | null {
  const entity = view.incidents.get(`message:${id}`);
  return entity?.kind === 'message' ? entity.value : null;
}

/** Every message of the room. */
export function messagesOf(view: Pick<RoomView, 'incidents'>): readonly OutMessage[] {
  return [...view.incidents.values()].flatMap((entity) => (entity.kind === 'message' ? [entity.value] : []));
}

/** The messages of a series that went out or are about to, in order. */
export function seriesOf(view: Pick<RoomView, 'incidents'>, series: string): readonly OutMessage[] {
  return messagesOf(view)
    .filter((message) => message.series === series && message.state === 'approved')
    .sort((a, b) => a.part - b.part);
}

/** The id in a command's subject, `message/ID`; null: it is about something else. */
export function subjectId(command: Pick<Command, 'subject'>, prefix: string): string | null {
  const [head, id, more] = command.subject.split('/');
  return head === prefix && id && more === undefined && /^[A-Za-z0-9_-]{8,64}$/.test(id) ? id : null;
}

/** Makes a draft, or changes one that nobody has approved. `now`: the hub's, ms UTC. */
export function judgeDraft(
  view: MessageView,
  command: Pick<Command, 'subject' | 'actor' | 'actedAt'>,
  payload: CommandPayload<'message.draft'>,
  now: number,
): Judged {
  const id = subjectId(command, 'message');
  if (id === null) return no('Driftsmeldingen har ingen gyldig id.');
  const before = readMessage(view, id);
  const fault = aboutFault(view, payload) ?? channelFault(view, payload.channels);
  if (fault !== null) return no(fault);
  const at = Math.min(command.actedAt, now);
  const words = {
    incident: payload.incident,
    node: payload.node,
    subject: oneLine(payload.subject),
    body: plainText(payload.body),
    channels: [...new Set(payload.channels)],
    nextAt: payload.kind === 'closing' ? null : payload.nextAt,
    at,
    by: command.actor,
  };
  if (words.subject === '' || words.body === '') return no('Driftsmeldingen må ha et emne og en tekst.');
  if (!isPromise(words.nextAt, now))
    return no('Tidspunktet for neste melding er ikke gyldig: velg et innen 31 døgn.');
  if (before) {
    const changed = changeFault(view, before, payload, command.actor, now);
    if (changed !== null) return no(changed);
    return { ok: true, message: { ...before, ...words, version: before.version + 1 } };
  }
  if (payload.version !== null) return no('Utkastet finnes ikke lenger: skriv det på nytt.');
  const drafts = messagesOf(view).filter(({ state }) => state === 'draft');
  if (drafts.length >= MAX_DRAFTS)
    return no(`Det står ${drafts.length} utkast som ingen har sendt: forkast noen av dem først.`);
  const place = placeInSeries(view, id, payload);
  if ('reason' in place) return no(place.reason);
  const { series, number, part } = place;
  return {
    ok: true,
    message: {
      id,
      number,
      series,
      part,
      kind: payload.kind,
      state: 'draft',
      ...words,
      version: 1,
      approved: null,
      deliveries: [],
    },
  };
}

function isPromise(at: number | null, now: number): boolean {
  return at === null || (Number.isSafeInteger(at) && at >= 0 && at <= now + MAX_PROMISE_MS);
}

function changeFault(
  view: MessageView,
  before: OutMessage,
  payload: CommandPayload<'message.draft'>,
  actor: string,
  now: number,
): string | null {
  if (before.state === 'approved')
    return `${before.number} er sendt og kan ikke endres: skriv en oppdatering i stedet.`;
  if (before.state === 'discarded') return 'Utkastet er forkastet: skriv et nytt.';
  if (payload.kind !== before.kind || (payload.series ?? before.id) !== before.series)
    return 'Utkastet hører til en annen serie: skriv et nytt.';
  // Who changes their own words twice while the hub is away has read them; somebody else's are to be read first.
  const own = before.by === actor && payload.version !== null && payload.version < before.version;
  if (payload.version === before.version || own) return null;
  return `Utkastet er endret av ${nameOf(view, before.by)} ${formatSince(before.at, now)}: les det og gjør endringen din på nytt.`;
}

function placeInSeries(
  view: MessageView,
  id: string,
  { kind, series }: CommandPayload<'message.draft'>,
): { readonly series: string; readonly number: string; readonly part: number } | { readonly reason: string } {
  if (kind === 'first') {
    if (series !== null && series !== id) return { reason: 'En første melding begynner sin egen serie.' };
    return { series: id, number: `D-${(view.room?.messageCount ?? 0) + 1}`, part: 1 };
  }
  const first = series === null ? null : readMessage(view, series);
  if (!first || first.series !== first.id)
    return { reason: 'Meldingen den fortsetter, finnes ikke her: skriv en første melding.' };
  const sent = seriesOf(view, first.id);
  if (sent.length === 0)
    return { reason: `${first.number} er ikke sendt ennå: endre utkastet i stedet for å oppdatere det.` };
  if (sent.some((message) => message.kind === 'closing'))
    return { reason: `${first.number} er avsluttet: skriv en ny første melding.` };
  return { series: first.id, number: first.number, part: (sent.at(-1)?.part ?? 1) + 1 };
}

/** Approves a draft of exactly the version that was read. */
export function judgeApproval(
  view: MessageView,
  command: Pick<Command, 'subject' | 'actor' | 'actedAt'>,
  { version }: CommandPayload<'message.approve'>,
  now: number,
): Judged {
  const message = messageIn(view, command);
  if (!message) return no('Driftsmeldingen finnes ikke her.');
  if (message.state === 'approved') {
    const { by, at } = message.approved ?? message;
    return no(`${message.number} er alt godkjent av ${nameOf(view, by)} ${formatSince(at, now)}.`);
  }
  if (message.state === 'discarded') return no('Utkastet er forkastet: skriv et nytt.');
  if (message.version !== version)
    return no(
      `Utkastet er endret av ${nameOf(view, message.by)} ${formatSince(message.at, now)}: les det og godkjenn på nytt.`,
    );
  if (now - command.actedAt > APPROVAL_MS)
    return no(
      `Godkjenningen er fra ${formatSince(command.actedAt, now)} og gjelder ikke lenger: les utkastet og godkjenn på nytt.`,
    );
  if (message.channels.length === 0) return no('Velg minst én kanal å sende driftsmeldingen i.');
  const fault = channelFault(view, message.channels) ?? sentFault(view, message, now);
  if (fault !== null) return no(fault);
  if (message.nextAt !== null && message.nextAt <= now)
    return no(
      `Utkastet lover neste melding ${formatSince(message.nextAt, now)}, som er passert: rett tidspunktet.`,
    );
  const part = message.series === message.id ? 1 : (seriesOf(view, message.series).at(-1)?.part ?? 1) + 1;
  return {
    ok: true,
    message: {
      ...message,
      part,
      state: 'approved',
      approved: { at: now, by: command.actor },
      deliveries: message.channels.map((channel) => ({ ...WAITING, channel, at: now })),
    },
  };
}

const WAITING: Omit<Delivery, 'channel' | 'at'> = { state: 'waiting', attempts: 0, detail: null };

/** Why what was sent since stands against this one; null: nothing does. */
function sentFault(view: MessageView, message: OutMessage, now: number): string | null {
  if (message.kind === 'first') {
    const other = openSeriesAbout(view, message);
    return other === null
      ? null
      : `${other.number} er alt sendt om dette ${formatSince(other.approved?.at ?? other.at, now)}: skriv en oppdatering av den.`;
  }
  const sent = seriesOf(view, message.series);
  if (sent.some(({ kind }) => kind === 'closing'))
    return `${message.number} er avsluttet: skriv en ny første melding.`;
  const later = sent.find(({ approved }) => approved !== null && approved.at > message.at);
  if (!later) return null;
  return `En annen oppdatering av ${message.number} ble sendt ${formatSince(later.approved?.at ?? later.at, now)}, etter at denne ble skrevet: les den, og endre utkastet.`;
}

/** The first message of a series about the same incident or node that nobody has closed. */
function openSeriesAbout(view: MessageView, { id, incident, node }: OutMessage): OutMessage | null {
  if (incident === null && node === null) return null;
  // Two incidents may have become one since.
  const isNow = (of: string): string => incidentOf(view.incidents, of)?.id ?? of;
  const all = messagesOf(view).filter(({ state }) => state === 'approved');
  const closed = new Set(all.filter(({ kind }) => kind === 'closing').map(({ series }) => series));
  return (
    all.find(
      (other) =>
        other.kind === 'first' &&
        other.id !== id &&
        !closed.has(other.series) &&
        ((incident !== null && other.incident !== null && isNow(other.incident) === isNow(incident)) ||
          (node !== null && other.node === node)),
    ) ?? null
  );
}

/** Discards a draft. */
export function judgeDiscard(view: MessageView, command: Pick<Command, 'subject' | 'actor'>): Judged {
  const message = messageIn(view, command);
  if (!message) return no('Driftsmeldingen finnes ikke her.');
  if (message.state === 'approved')
    return no(`${message.number} er godkjent og sendes: den kan ikke forkastes. Send en oppdatering.`);
  if (message.state === 'discarded') return no('Utkastet er alt forkastet.');
  return { ok: true, message: { ...message, state: 'discarded' } };
}

/** Sends what was refused, or of which nobody knows, once more at one channel. */
export function judgeAgain(
  view: MessageView,
  command: Pick<Command, 'subject' | 'actedAt'>,
  { channel }: CommandPayload<'message.again'>,
  now: number,
): Judged {
  const message = messageIn(view, command);
  const delivery = message?.deliveries.find((one) => one.channel === channel);
  if (!message || !delivery) return no('Driftsmeldingen er ikke sendt i denne kanalen.');
  const name = channelOf(view, channel)?.name ?? channel;
  switch (delivery.state) {
    case 'sent':
      return no(`${message.number} er alt sendt i ${name} ${formatSince(delivery.at, now)}.`);
    case 'waiting':
    case 'sending':
      return no(`${message.number} er på vei i ${name}: vent til det er avgjort.`);
    case 'refused':
    case 'unknown':
      break;
  }
  // Whoever asked did not know of the attempt that this fate is of.
  if (delivery.at > command.actedAt)
    return no(
      `${message.number} ble forsøkt igjen i ${name} ${formatSince(delivery.at, now)}, etter at du ba om det: se hva som ble av den.`,
    );
  const fault = channelFault(view, [channel]);
  if (fault !== null) return no(fault);
  const newer = seriesOf(view, message.series).find(
    ({ part, deliveries }) =>
      part > message.part && deliveries.some((one) => one.channel === channel && one.state === 'sent'),
  );
  if (newer)
    return no(
      `En nyere melding i ${message.number} er alt sendt i ${name}: denne er foreldet og sendes ikke etter den.`,
    );
  return {
    ok: true,
    message: withDelivery(message, { ...delivery, state: 'waiting', attempts: 0, at: now, detail: null }),
  };
}

/** The message with one of its deliveries replaced. */
export function withDelivery(message: OutMessage, delivery: Delivery): OutMessage {
  const deliveries = message.deliveries.map((one) => (one.channel === delivery.channel ? delivery : one));
  return { ...message, deliveries };
}

function messageIn(view: MessageView, command: Pick<Command, 'subject'>): OutMessage | null {
  const id = subjectId(command, 'message');
  return id === null ? null : readMessage(view, id);
}

function aboutFault(
  view: MessageView,
  { incident, node, series }: CommandPayload<'message.draft'>,
): string | null {
  // What a series is about may have left the catalogue since: it is still to be closed.
  const told = series !== null && readMessage(view, series)?.node === node;
  if (node !== null && !told && !view.graph.nodes.has(node))
    return `«${node}» finnes ikke her: velg en tjeneste som finnes.`;
  if (incident === null || view.incidents.has(`incident:${incident}`)) return null;
  for (const entity of view.incidents.values()) {
    if (entity.kind === 'incident' && entity.value.aliases.includes(incident)) return null;
  }
  return 'Hendelsen finnes ikke her: velg en hendelse som finnes.';
}

function channelFault(view: MessageView, channels: readonly string[]): string | null {
  for (const id of channels) {
    const channel = channelOf(view, id);
    if (!channel) return `Kanalen «${id}» finnes ikke lenger: velg kanaler på nytt.`;
    if (!channel.uses.includes('messages')) return `Kanalen ${channel.name} er ikke for driftsmeldinger.`;
  }
  return null;
}

function oneLine(text: string): string {
  return plainText(text).replace(/\s+/g, ' ');
}

/** What people wrote, without what cannot be seen or turns the text around; its lines are kept. */
function plainText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/(?![\n\t])[\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, '')
    .trim();
}
