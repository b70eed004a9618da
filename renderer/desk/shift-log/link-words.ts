import type { EntryLink } from '../../../shared/model/shift-log';
import type { Speech } from '../../i18n/react';
import type { BoardState } from '../../stores/board-store';
import { type DeskStore, pageOf } from '../desk-store';
import { type EventNames, subjectName } from '../events/command-words';

/** What an entry is about, as people call it: a service at a site, `A-4127`, `I-12 Kjernenett nede`. */
export function linkName({ kind, id }: EntryLink, names: EventNames, speech: Pick<Speech, 't'>): string {
  switch (kind) {
    case 'node':
    case 'alarm':
      return subjectName(names, id, speech);
    case 'maintenance':
      return subjectName(names, id.startsWith('mw/') ? id : `mw/${id}`, speech);
    default:
      return subjectName(names, `${kind}/${id}`, speech);
  }
}

type Board = Pick<BoardState, 'graph' | 'alarms'>;

/** Goes to what an entry is about. False: there is nothing to go to any more. */
export function openLink({ kind, id }: EntryLink, desk: DeskStore, board: Board): boolean {
  switch (kind) {
    case 'node': {
      const node = board.graph.nodes.has(id)
        ? id
        : [...board.graph.nodes.values()].find(({ service }) => service.id === id)?.id;
      if (node === undefined) return false;
      desk.open({ view: 'service', node });
      return true;
    }
    case 'alarm': {
      const found = [...board.alarms.values()].find(
        (entity) => entity.kind === 'alarm' && entity.value.id === id,
      );
      if (found?.kind !== 'alarm') return false;
      desk.setState({ alarm: found.value.node, alarmFilter: '' });
      desk.open(pageOf('alarms'));
      return true;
    }
    case 'incident':
      desk.open({ view: 'incident', incident: id });
      return true;
    case 'message':
      desk.open({ view: 'messages', message: id });
      return true;
    case 'maintenance':
      desk.open(pageOf('maintenance'));
      return true;
    case 'handover':
      desk.open({ view: 'handovers', handover: id });
      return true;
    case 'follow-up':
    case 'routine':
      desk.open({ view: 'routines', item: id });
      return true;
  }
}
