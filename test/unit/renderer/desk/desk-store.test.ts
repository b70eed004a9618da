import { describe, expect, it } from 'vitest';
import { createDeskStore, type Page } from '../../../../renderer/desk/desk-store';

describe('the way back', () => {
  it('is the way that was gone', () => {
    const desk = createDeskStore();
    desk.open({ view: 'service', node: 'sql' });
    expect(desk.back()).toBe(true);
    expect(desk.getState().trail).toEqual([{ view: 'alarms' }]);
    expect(desk.back()).toBe(false);
  });

  it.each<[Page, Page]>([
    [{ view: 'service', node: 'sql' }, { view: 'services' }],
    [
      { view: 'catalogue', service: 'sql' },
      { view: 'catalogue', service: null },
    ],
    [{ view: 'incident', incident: 'hendelse-1' }, { view: 'incidents' }],
    [{ view: 'figures' }, { view: 'alarms' }],
    [
      { view: 'messages', message: 'melding-1' },
      { view: 'messages', message: null },
    ],
  ])('from %j, where the window began, is its list', (first, list) => {
    const desk = createDeskStore(first);
    expect(desk.back()).toBe(true);
    expect(desk.getState().trail).toEqual([list]);
    expect(desk.back()).toBe(false);
  });
});
