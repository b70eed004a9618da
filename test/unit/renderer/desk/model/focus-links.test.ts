import { describe, expect, it } from 'vitest';
import { createDeskStore, type Page } from '../../../../../renderer/desk/desk-store';
import { linksInFocus, nodeInFocus } from '../../../../../renderer/desk/model/focus-links';

type Board = Parameters<typeof linksInFocus>[1];

const board = {
  getState: () => ({
    alarms: new Map([['alarm:dips@mo', { kind: 'alarm', value: { id: 'A-4127', node: 'dips@mo' } }]]),
    incidents: new Map([['message:m1', { kind: 'message' }]]),
    graph: { nodes: new Map([['dips@mo', {}]]) },
    watch: new Map([['follow-up:oppf-001', { kind: 'follow-up' }]]),
  }),
} as unknown as Board;

const at = (page: Page, more: Partial<ReturnType<ReturnType<typeof createDeskStore>['getState']>> = {}) => {
  const desk = createDeskStore(page);
  desk.setState(more);
  return linksInFocus(desk.getState(), board);
};

describe('what an entry is about', () => {
  it('is the alarm in focus, by its number and its node', () => {
    expect(at({ view: 'alarms' }, { alarm: 'dips@mo' })).toEqual([
      { kind: 'alarm', id: 'A-4127' },
      { kind: 'node', id: 'dips@mo' },
    ]);
    expect(at({ view: 'alarms' }, { alarm: 'gone@mo' })).toEqual([{ kind: 'node', id: 'gone@mo' }]);
    expect(at({ view: 'alarms' })).toEqual([]);
  });

  it('is what the page stands at, and never the draft of a message that nobody has', () => {
    expect(at({ view: 'service', node: 'dips@mo' })).toEqual([{ kind: 'node', id: 'dips@mo' }]);
    expect(at({ view: 'incident', incident: 'i1' })).toEqual([{ kind: 'incident', id: 'i1' }]);
    expect(at({ view: 'messages', message: 'm1' })).toEqual([{ kind: 'message', id: 'm1' }]);
    expect(at({ view: 'messages', message: 'utkast' })).toEqual([]);
    expect(at({ view: 'routines', item: 'oppf-001' })).toEqual([{ kind: 'follow-up', id: 'oppf-001' }]);
  });

  it('is the focused line of the services, but no group of them', () => {
    expect(at({ view: 'services' }, { focused: 'dips@mo' })).toEqual([{ kind: 'node', id: 'dips@mo' }]);
    expect(at({ view: 'services' }, { focused: 'group:normal' })).toEqual([]);
  });
});

describe('what can be brought to the wall', () => {
  const incident = (cause: string | null) => ['incident:i1', { kind: 'incident', value: { cause } }] as const;
  const room = (cause: string | null): Board => ({
    getState: () => ({ ...board.getState(), incidents: new Map([incident(cause)]) }) as never,
  });
  const node = (page: Page, cause: string | null = null, alarm: string | null = null): string | null => {
    const desk = createDeskStore(page);
    desk.setState({ alarm });
    return nodeInFocus(desk.getState(), room(cause));
  };

  it('is the node of the alarm in focus or of the page, and the cause of an incident', () => {
    expect(node({ view: 'alarms' }, null, 'dips@mo')).toBe('dips@mo');
    expect(node({ view: 'service', node: 'dips@mo' })).toBe('dips@mo');
    expect(node({ view: 'incident', incident: 'i1' }, 'dips@mo')).toBe('dips@mo');
  });

  it('is nothing where there is no node, or the node is gone', () => {
    expect(node({ view: 'alarms' })).toBeNull();
    expect(node({ view: 'alarms' }, null, 'gone@mo')).toBeNull();
    expect(node({ view: 'incident', incident: 'i1' })).toBeNull();
    expect(node({ view: 'events' })).toBeNull();
  });
});
