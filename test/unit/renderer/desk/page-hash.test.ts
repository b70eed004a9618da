import { describe, expect, it } from 'vitest';
import { createDeskStore, type Page } from '../../../../renderer/desk/desk-store';
import { hashOf, keepPageInHash, pageFromHash } from '../../../../renderer/desk/page-hash';

const PAGES: readonly Page[] = [
  { view: 'alarms' },
  { view: 'services' },
  { view: 'service', node: 'dips-arena@mo' },
  { view: 'service', node: 'nødkurve@bodø/øst #1' },
  { view: 'incidents' },
  { view: 'incident', incident: '0b7c-I_12' },
  { view: 'callers', service: null },
  { view: 'callers', service: 'dips-arena' },
  { view: 'messages', message: null },
  { view: 'messages', message: 'melding-1' },
  { view: 'shift-log', entry: null },
  { view: 'shift-log', entry: 'L/88 æ' },
  { view: 'handovers', handover: null },
  { view: 'handovers', handover: '2026-11-22_natt' },
  { view: 'routines', item: null },
  { view: 'routines', item: 'lydlogg/2026-11-23' },
  { view: 'roster', form: false },
  { view: 'roster', form: true },
  { view: 'figures' },
  { view: 'events' },
  { view: 'walls' },
  { view: 'scenes', scene: null },
  { view: 'scenes', scene: 'øvelse-brann' },
  { view: 'catalogue', service: null },
  { view: 'catalogue', service: 'dips-arena' },
  { view: 'people' },
];

describe('the page in the address', () => {
  it('comes back as it was written', () => {
    for (const page of PAGES) expect(pageFromHash(`#${hashOf(page)}`)).toEqual(page);
  });

  it('is none where the address names none', () => {
    for (const hash of ['', '#', '#annet', '#service', '#service/%', '#incident', '#/'])
      expect(pageFromHash(hash), hash).toBeNull();
  });

  it('follows the desk without a history of its own', () => {
    const desk = createDeskStore();
    const location = { hash: '' };
    const view = {
      location,
      history: {
        replaceState: (_data: unknown, _title: string, url: string) => {
          location.hash = url;
        },
      },
    } as unknown as Parameters<typeof keepPageInHash>[1];
    const end = keepPageInHash(desk, view);
    expect(location.hash).toBe('#alarms');
    desk.open({ view: 'service', node: 'sql' });
    expect(location.hash).toBe('#service/sql');
    desk.back();
    expect(location.hash).toBe('#alarms');
    end();
    desk.open({ view: 'people' });
    expect(location.hash).toBe('#alarms');
  });
});
