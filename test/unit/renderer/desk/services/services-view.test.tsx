// @vitest-environment jsdom
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { HOLD_MS } from '../../../../../renderer/desk/services/use-list';
import { browserStandIns, calm, openServices, twoFaults } from '../desk-window';

vi.mock('../../../../../renderer/desk/service/response-chart', () => ({ ResponseChart: () => null }));

let restore = (): void => {};
beforeAll(() => {
  restore = browserStandIns();
});
afterAll(() => restore());

let window: Awaited<ReturnType<typeof openServices>>;
afterEach(() => window.close());

const FAULTS = ['group:abnormal', 'sykesignal@kirkenes', 'san1', 'virt1'];

describe('the list of services', () => {
  it('has what is wrong first and what is normal folded away', async () => {
    window = await openServices(twoFaults);
    expect(window.lines()).toEqual([...FAULTS, 'sql', 'ad', 'group:normal']);
    expect(window.line('sykesignal@kirkenes').textContent).toMatch(
      /1Nede.*Sykesignal, Kirkenes.*connect ETIMEDOUT/,
    );
    expect(window.line('virt1').textContent).toContain('Følger av SAN 1');
    expect(window.line('sql').textContent).toContain('Virtualisering 1 er nede, bæres av Virtualisering 2');
  });

  it('says so when everything is normal', async () => {
    window = await openServices(calm);
    expect(window.lines()).toEqual(['group:normal']);
    expect(window.getByText('36 tjenester er målt og normale.')).toBeTruthy();
  });

  it('opens and folds the normal group by keyboard', async () => {
    window = await openServices(twoFaults);
    await window.press('End');
    expect(window.active()).toBe('group:normal');
    await window.press('ArrowRight');
    expect(window.lines().length).toBeGreaterThan(10);
    await window.press('ArrowDown');
    await window.press('ArrowLeft');
    expect(window.lines()).toEqual([...FAULTS, 'sql', 'ad', 'group:normal']);
    expect(window.active()).toBe('group:normal');
  });

  it('moves by arrows, never onto a head that does nothing, and stops at the ends', async () => {
    window = await openServices(twoFaults);
    expect(window.active()).toBe('sykesignal@kirkenes');
    await window.press('ArrowUp');
    expect(window.active()).toBe('sykesignal@kirkenes');
    await window.press('ArrowDown');
    expect(window.active()).toBe('san1');
    await window.press('End');
    await window.press('ArrowDown');
    expect(window.active()).toBe('group:normal');
    await window.press('Home');
    expect(window.active()).toBe('sykesignal@kirkenes');
    await window.press('PageDown');
    expect(window.active()).not.toBe('sykesignal@kirkenes');
  });

  it('shows a change in its row at once', async () => {
    window = await openServices(twoFaults);
    await window.press('ArrowDown');
    await window.happen(() => window.bridge.check('san1/ping', 'ok', 'OK', 4));
    expect(window.line('san1').dataset.state).toBe('normal');
    expect(window.lines()).toContain('san1');
  });
});

describe('rows under a finger', () => {
  it('stay where they are while the list is used, and the new fault is named', async () => {
    window = await openServices(twoFaults);
    await window.press('ArrowDown');
    const before = window.lines();
    await window.happen(() => window.bridge.check('ek@mo/https', 'critical', 'HTTP 503', 40));
    await window.pass(1_000);
    expect(window.lines()).toEqual(before);
    expect(window.container.querySelector('.list-news')?.textContent).toMatch(
      /Ny:.*Nede.*Elektronisk kurve, Mo i Rana/,
    );
  });

  it('are sorted by the full stop, and the focus follows its item', async () => {
    window = await openServices(twoFaults);
    await window.press('ArrowDown');
    expect(window.active()).toBe('san1');
    await window.happen(() => window.bridge.check('ek@mo/https', 'critical', 'HTTP 503', 40));
    await window.pass(1_000);
    await window.press('.');
    expect(window.lines().slice(0, 4)).toEqual(['group:abnormal', 'ek@mo', 'sykesignal@kirkenes', 'san1']);
    expect(window.active()).toBe('san1');
    expect(window.container.querySelector('.list-news')?.textContent).not.toContain('Ny:');
  });

  it('are sorted when nobody has touched the list for a while', async () => {
    window = await openServices(twoFaults);
    await window.press('ArrowDown');
    await window.happen(() => window.bridge.check('ek@mo/https', 'critical', 'HTTP 503', 40));
    await window.pass(HOLD_MS - 2_000);
    expect(window.lines()[1]).toBe('sykesignal@kirkenes');
    await window.pass(4_000);
    expect(window.lines()[1]).toBe('ek@mo');
    expect(window.active()).toBe('san1');
  });

  it('follow the room at once when nobody uses the list', async () => {
    window = await openServices(twoFaults);
    await window.happen(() => window.bridge.check('ek@mo/https', 'critical', 'HTTP 503', 40));
    await window.pass(500);
    expect(window.lines()[1]).toBe('ek@mo');
  });

  it('keep the place of what the catalogue dropped until the list is sorted', async () => {
    window = await openServices(twoFaults);
    await window.press('ArrowDown');
    await window.happen(() =>
      window.bridge.write({
        type: 'catalogue.changed',
        name: 'Rom',
        demo: false,
        put: [],
        drop: ['service:san1', 'check:san1/ping'],
      }),
    );
    await window.pass(1_000);
    expect(window.line('san1').textContent).toBe('san1: fjernet fra katalogen');
    await window.press('.');
    expect(window.lines()).not.toContain('san1');
  });

  it('act on the item that has the focus, wherever it has gone', async () => {
    window = await openServices(twoFaults);
    await window.press('ArrowDown');
    await window.happen(() => window.bridge.check('ek@mo/https', 'critical', 'HTTP 503', 40));
    await window.pass(HOLD_MS + 2_000);
    await window.press('r');
    expect(window.bridge.calls).toContainEqual([
      'give',
      { kind: 'check.recheck', subject: 'san1', payload: null },
    ]);
  });
});

describe('the filter', () => {
  it('takes the focus by /, narrows, and says what it hides', async () => {
    window = await openServices(twoFaults);
    await window.press('/');
    expect(document.activeElement?.tagName).toBe('INPUT');
    await window.type('sted:kirkenes tilstand:nede');
    expect(window.lines()).toEqual(['group:abnormal', 'sykesignal@kirkenes']);
    expect(window.getByText('4 avvik utenfor filteret')).toBeTruthy();
  });

  it('leaves letters to the person who writes', async () => {
    window = await openServices(twoFaults);
    await window.press('/');
    await window.press('r');
    await window.press('7');
    expect(window.bridge.calls.filter(([verb]) => verb === 'give')).toEqual([]);
    expect(window.desk.getState().trail).toEqual([{ view: 'services' }]);
  });

  it('gives the focus to the list by Enter, and is cleared by Escape', async () => {
    window = await openServices(twoFaults);
    await window.press('/');
    await window.type('sql');
    await window.press('Enter');
    expect(document.activeElement?.getAttribute('role')).toBe('grid');
    expect(window.lines()).toEqual(['group:abnormal', 'sql']);
    await window.press('Escape');
    expect(window.desk.getState().filter).toBe('');
    expect(window.lines()).toHaveLength(7);
  });

  it('says so when nothing matches, or a key is none of ours', async () => {
    window = await openServices(twoFaults);
    await window.press('/');
    await window.type('farge:blå');
    expect(window.getByText('Ingen treff')).toBeTruthy();
    expect(window.getByText('«farge» er ikke et filterord')).toBeTruthy();
  });
});
