import { useCallback } from 'react';
import type { OutMessage } from '../../../shared/model/incidents';
import { CauseIndex } from '../../../shared/rules/alarms/causes';
import type { DraftView } from '../../../shared/rules/incidents/draft-facts';
import { draftMessage } from '../../../shared/rules/incidents/draft-message';
import { incidentOfCause } from '../../../shared/rules/incidents/read-incidents';
import { useBoardStore } from '../../stores/board-react';
import type { BoardStore } from '../../stores/board-store';
import { useDeskStore } from '../desk-context';
import { newId } from '../incidents/made-id';
import { incidentsNow } from '../incidents/use-incidents';
import type { MessageDraft } from './draft';
import { messageDraftsOf, putMessageDraft } from './draft-store';
import { type About, messagesIn, openSeries, sameAbout } from './message-lines';

/**
 * Drafts a message about an alarm's node or an incident from the facts, and goes to it. Where one is being written about the
 * same, that one is opened; where a series is open, it is its next message.
 */
export function useWriteMessage(): (about: About, kind?: OutMessage['kind']) => void {
  const desk = useDeskStore();
  const store = useBoardStore();
  return useCallback(
    (wanted, kind) => {
      const { graph } = store.getState();
      const { incidents } = incidentsNow(store);
      // A service by site is no node of its own: its message is about what a person writes.
      const node = wanted.node !== null && graph.nodes.has(wanted.node) ? wanted.node : null;
      const incident =
        wanted.incident ?? (node === null ? null : (incidentOfCause(incidents, node)?.id ?? null));
      const about: About = { node, incident };
      const drafts = messageDraftsOf(desk);
      const begun =
        Object.values(drafts.getState().drafts).find((one) => sameAbout(incidents, about, one)) ??
        messagesIn(incidents).find(
          (message) => message.state === 'draft' && sameAbout(incidents, about, message),
        );
      if (begun !== undefined) return desk.open({ view: 'messages', message: begun.id });
      const before = openSeries(incidents, about);
      const draft = newDraft(store, about, kind ?? (before ? 'update' : 'first'), before?.series ?? null);
      putMessageDraft(drafts, draft);
      desk.open({ view: 'messages', message: draft.id });
    },
    [desk, store],
  );
}

/** A message drafted from the facts, in no series, or as the next of one. */
export function newDraft(
  store: BoardStore,
  about: About,
  kind: OutMessage['kind'],
  series: string | null,
): MessageDraft {
  const said = fromFacts(store, about, kind);
  return {
    id: newId(),
    kind,
    series,
    incident: about.incident,
    node: about.node,
    ...said,
    version: null,
    ahead: 0,
    drafted: { subject: said.subject, body: said.body },
    command: null,
  };
}

/** What the facts say now. `nextAt`: when the next word is promised, ms UTC; left out: by the incident's plan. */
export function fromFacts(
  store: BoardStore,
  about: About,
  kind: OutMessage['kind'],
  nextAt?: number | null,
): Pick<MessageDraft, 'subject' | 'body' | 'channels' | 'nextAt'> {
  const { catalogue, graph, status, alarms, room } = store.getState();
  // What was said here and waits for the hub counts: a promise that somebody has just given is the one that is told.
  const { incidents } = incidentsNow(store);
  const view: DraftView = { catalogue, graph, status, alarms, incidents, room: room ?? undefined };
  // Asked for by a person now and then: an index of its own is less than one that is kept up all day.
  const index = new CauseIndex();
  index.update(view, null);
  const now = Math.round(store.linkView().hubNow);
  const draft = draftMessage(view, index, { ...about, kind, now, ...(nextAt !== undefined && { nextAt }) });
  if (about.node !== null || about.incident !== null) return { ...draft, channels: [...draft.channels] };
  // About nothing that the room knows: a person has all the words.
  return { subject: '', body: '', channels: [...draft.channels], nextAt: null };
}
