import type { Delivery, IncidentEntity, Notification, OutMessage } from '../../../shared/model/incidents';
import { incidentOf, isOf } from '../../../shared/rules/incidents/read-incidents';
import type { MessageDraft } from './draft';

/** A line of the messages page. */
export type MessageLine =
  /** Written here, and not at the hub; or changed here since. */
  | {
      readonly kind: 'draft';
      readonly key: string;
      readonly draft: MessageDraft;
      readonly message: OutMessage | null;
    }
  | { readonly kind: 'message'; readonly key: string; readonly message: OutMessage }
  | { readonly kind: 'notification'; readonly key: string; readonly notification: Notification };

/** What is owed comes first: drafts, then what did not go out everywhere, then notifications that run, then the rest. */
export interface MessageSection {
  readonly section: 'drafts' | 'open' | 'calling' | 'sent' | 'called' | 'discarded';
  readonly lines: readonly MessageLine[];
}

/** What became of a message, over all its channels. */
export interface Outcome {
  readonly of: number;
  readonly sent: number;
  readonly waiting: number;
  readonly refused: number;
  readonly unknown: number;
}

/** The fates of a message's deliveries, counted. */
export function outcomeOf(deliveries: readonly Delivery[]): Outcome {
  const count = (...states: readonly Delivery['state'][]): number =>
    deliveries.filter(({ state }) => states.includes(state)).length;
  return {
    of: deliveries.length,
    sent: count('sent'),
    waiting: count('waiting', 'sending'),
    refused: count('refused'),
    unknown: count('unknown'),
  };
}

/** Whether a person has something to do about it, or it is not out yet. */
function isOpen(message: OutMessage): boolean {
  const { sent, of } = outcomeOf(message.deliveries);
  return sent < of;
}

/** Messages and notifications, by what is owed. `drafts`: what is written at this desk. */
export function messageSections(
  incidents: ReadonlyMap<string, IncidentEntity>,
  drafts: Readonly<Record<string, MessageDraft>>,
): readonly MessageSection[] {
  const messages = messagesIn(incidents);
  const notifications = [...incidents.values()]
    .flatMap((entity) => (entity.kind === 'notification' ? [entity.value] : []))
    .sort((a, b) => b.at - a.at);
  const written = messages.filter(({ state }) => state === 'draft');
  const own = Object.values(drafts).filter(
    ({ id }) => !messages.some((message) => message.id === id && message.state !== 'draft'),
  );
  const approved = messages.filter(({ state }) => state === 'approved');
  const line = (message: OutMessage): MessageLine => ({ kind: 'message', key: message.id, message });
  const called = (notification: Notification): MessageLine => ({
    kind: 'notification',
    key: `notification ${notification.id}`,
    notification,
  });
  const runs = ({ state }: Notification): boolean => state === 'running' || state === 'exhausted';
  const sections: readonly MessageSection[] = [
    {
      section: 'drafts',
      lines: [
        ...own.map(
          (draft): MessageLine => ({
            kind: 'draft',
            key: draft.id,
            draft,
            message: written.find(({ id }) => id === draft.id) ?? null,
          }),
        ),
        ...written.filter(({ id }) => drafts[id] === undefined).map(line),
      ],
    },
    { section: 'open', lines: approved.filter(isOpen).map(line) },
    { section: 'calling', lines: notifications.filter(runs).map(called) },
    { section: 'sent', lines: approved.filter((message) => !isOpen(message)).map(line) },
    { section: 'called', lines: notifications.filter((one) => !runs(one)).map(called) },
    { section: 'discarded', lines: messages.filter(({ state }) => state === 'discarded').map(line) },
  ];
  return sections.filter(({ lines }) => lines.length > 0);
}

/** Every message, the last that moved first. */
export function messagesIn(incidents: ReadonlyMap<string, IncidentEntity>): readonly OutMessage[] {
  return [...incidents.values()]
    .flatMap((entity) => (entity.kind === 'message' ? [entity.value] : []))
    .sort((a, b) => (b.approved?.at ?? b.at) - (a.approved?.at ?? a.at) || b.part - a.part);
}

/** The messages of a series, in order. */
export function seriesOf(
  incidents: ReadonlyMap<string, IncidentEntity>,
  series: string,
): readonly OutMessage[] {
  return messagesIn(incidents)
    .filter((message) => message.series === series && message.state !== 'discarded')
    .sort((a, b) => a.part - b.part);
}

/** What a message is about. Both null: nothing that the room knows. */
export interface About {
  readonly node: string | null;
  /** The incident's id, or one that it has been known by. */
  readonly incident: string | null;
}

/** Whether two messages are about the same: the same incident, whatever it has been called, or the same node. */
export function sameAbout(incidents: ReadonlyMap<string, IncidentEntity>, a: About, b: About): boolean {
  if (a.incident !== null && b.incident !== null) {
    const incident = incidentOf(incidents, a.incident);
    if (a.incident === b.incident || (incident && isOf(incident, b.incident))) return true;
  }
  return a.node !== null && a.node === b.node;
}

/** The newest series about this that went out and that no message has closed; undefined: there is none. */
export function openSeries(
  incidents: ReadonlyMap<string, IncidentEntity>,
  about: About,
): OutMessage | undefined {
  const sent = messagesIn(incidents).filter(
    (message) => message.state === 'approved' && sameAbout(incidents, about, message),
  );
  const closed = new Set(sent.filter(({ kind }) => kind === 'closing').map(({ series }) => series));
  return sent.find(({ series }) => !closed.has(series));
}

/**
 * When the next word of a series is owed; null: none is, it has been given, or the series is closed. `late`: it should have
 * come by `now`.
 */
export function nextOwed(
  series: readonly OutMessage[],
  now: number,
): { readonly at: number; readonly late: boolean } | null {
  const sent = series.filter(({ state }) => state === 'approved');
  const last = sent[sent.length - 1];
  if (last === undefined || last.kind === 'closing' || last.nextAt === null) return null;
  return { at: last.nextAt, late: last.nextAt <= now };
}
