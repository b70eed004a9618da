import type { EntryLink } from '../../../shared/model/shift-log';
import type { BoardState } from '../../stores/board-store';
import { type DeskState, presentPage } from '../desk-store';

type Board = { getState(): Pick<BoardState, 'alarms' | 'incidents' | 'graph' | 'watch'> };
type Focus = Pick<DeskState, 'trail' | 'alarm' | 'incident' | 'focused'>;

/**
 * What an entry of the shift log that is written here is about: what the page stands at, else what is in focus in its list.
 * An alarm is named by its number, and its node with it. Empty: nothing in particular.
 */
export function linksInFocus(desk: Focus, board: Board): readonly EntryLink[] {
  const page = presentPage(desk);
  switch (page.view) {
    case 'service':
      return [{ kind: 'node', id: page.node }];
    case 'services':
      return desk.focused !== null && board.getState().graph.nodes.has(desk.focused)
        ? [{ kind: 'node', id: desk.focused }]
        : [];
    case 'alarms':
      return desk.alarm === null ? [] : aboutAlarm(desk.alarm, board);
    case 'incident':
      return [{ kind: 'incident', id: page.incident }];
    case 'incidents':
      return desk.incident === null ? [] : [{ kind: 'incident', id: desk.incident }];
    case 'callers':
      return page.service === null ? [] : [{ kind: 'node', id: page.service }];
    case 'messages':
      return page.message !== null && board.getState().incidents.has(`message:${page.message}`)
        ? [{ kind: 'message', id: page.message }]
        : [];
    case 'handovers':
      return page.handover === null ? [] : [{ kind: 'handover', id: page.handover }];
    case 'routines':
      return page.item === null ? [] : aboutItem(page.item, board);
    default:
      return [];
  }
}

/**
 * The node that the page stands at or that is in focus in its list: of an incident, its cause. Null: none, or nothing that
 * is a node.
 */
export function nodeInFocus(desk: Focus, board: Board): string | null {
  const { graph, incidents } = board.getState();
  for (const { kind, id } of linksInFocus(desk, board)) {
    const entity = kind === 'incident' ? incidents.get(`incident:${id}`) : undefined;
    const node = entity?.kind === 'incident' ? entity.value.cause : id;
    if ((kind === 'node' || kind === 'incident') && node !== null && graph.nodes.has(node)) return node;
  }
  return null;
}

/** An alarm by its number, where it has one, and its node. */
export function aboutAlarm(node: string, board: Board): readonly EntryLink[] {
  const entity = board.getState().alarms.get(`alarm:${node}`);
  const number = entity?.kind === 'alarm' ? entity.value.id : '';
  return [...(number === '' ? [] : [{ kind: 'alarm' as const, id: number }]), { kind: 'node', id: node }];
}

function aboutItem(item: string, board: Board): readonly EntryLink[] {
  const { watch } = board.getState();
  if (watch.has(`follow-up:${item}`)) return [{ kind: 'follow-up', id: item }];
  return watch.has(`routine-run:${item}`) ? [{ kind: 'routine', id: item }] : [];
}
