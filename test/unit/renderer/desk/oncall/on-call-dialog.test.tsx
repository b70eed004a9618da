// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Call } from '../../../../../shared/model/alarms';
import { FAKE_PIN } from '../../../../fixtures/desk-harness/fake-desk';
import { browserStandIns } from '../desk-window';
import { openWatch, type Watch } from '../people/people-window';

// jsdom has no canvas to draw on.
vi.mock('../../../../../renderer/desk/service/response-chart', () => ({ ResponseChart: () => null }));

let window: Watch;
let restore: () => void;
beforeEach(() => {
  restore = browserStandIns();
});
afterEach(() => {
  window.close();
  restore();
});

const open = (node: string | null): Promise<void> =>
  window.happen(() => window.desk.show({ kind: 'on-call', node, team: null }));
const calls = (): readonly Call[] =>
  window.given('call.log').map(({ payload }) => (payload as { readonly call: Call }).call);
const at = (): string =>
  window.container.querySelector('.oncall-line[aria-selected="true"] strong')?.textContent ?? '';

it('begins where the watch stands: the next after whoever did not answer', async () => {
  window = await openWatch();
  await open('core1');
  expect(window.dialog()).toMatch(/Vaktliste: Kjernenett dc1/);
  expect(window.dialog()).toMatch(/Hendelsesleder, vakt4402ringt 03:48, svarte ikke/);
  expect(at()).toBe('Hendelsesleder, bakvakt');
  expect(document.activeElement?.getAttribute('role')).toBe('listbox');
});

it('opens about the alarm in focus with v, also on the page that the window began with', async () => {
  window = await openWatch(() => {}, { view: 'alarms' });
  await window.press('v');
  expect(window.dialog()).toMatch(/Vaktliste: Sykesignal, Kirkenes/);
  // Nobody answered Hendelsesleder about another alarm: that is not where this one begins.
  expect(at()).toBe('Nettvakt, vakt');
});

it('Enter logs the call, s that it was answered, and a number when they will be there', async () => {
  window = await openWatch();
  await open('core1');
  await window.press('Enter');
  expect(calls()).toMatchObject([
    {
      team: 'hendelse',
      contact: 'Hendelsesleder, bakvakt',
      phone: '44021',
      node: 'core1',
      by: 'drift',
      outcome: 'calling',
      settledAt: null,
    },
  ]);
  await window.pass(90_000);
  await window.press('s');
  await window.write('25');
  await window.submit();
  const [first, answered, eta] = calls();
  expect(answered).toMatchObject({ id: first?.id, at: first?.at, outcome: 'answered' });
  expect((answered?.settledAt ?? 0) - (first?.at ?? 0)).toBe(90_000);
  expect((eta?.etaAt ?? 0) - (first?.at ?? 0)).toBe(90_000 + 25 * 60_000);
  expect(window.given('call.log').map(({ subject }) => subject)).toEqual(Array(3).fill('oncall/hendelse'));
});

it('i says that nobody answered, and stands at the next', async () => {
  window = await openWatch();
  await open('core1');
  await window.press('Enter');
  await window.press('i');
  expect(calls().map(({ outcome }) => outcome)).toEqual(['calling', 'no-answer']);
  expect(at()).toBe('Nettvakt, vakt');
});

it('does not log one call twice, and has nothing to answer before there is one', async () => {
  window = await openWatch();
  await open('core1');
  await window.press('s');
  await window.press('i');
  expect(calls()).toEqual([]);
  await window.press('Enter');
  await window.press('Enter');
  expect(calls()).toHaveLength(1);
});

it('works without the hub: the list is here, and the calls wait with their own times', async () => {
  window = await openWatch((desk) => desk.lose(120_000));
  await open('core1');
  expect(window.dialog()).toContain('Fra den lokale kopien.');
  await window.press('Enter');
  await window.press('s');
  expect(window.dialog()).toMatch(/ringt av driftsadministrator.*i kø/);
  expect(window.store.getState().outbox.map(({ fate }) => fate)).toEqual(['queued', 'queued']);
});

it('a locked desk asks for the PIN, and the list is there again after it', async () => {
  window = await openWatch((desk) => desk.identity({ locked: true }));
  await open('core1');
  await window.press('Enter');
  expect(window.dialog()).toMatch(/Pulten er låst.*Ring vakt: Hendelsesleder/);
  await window.write(FAKE_PIN);
  await window.submit();
  expect(window.dialog()).toMatch(/^Vaktliste: Kjernenett dc1/);
  expect(window.store.getState().outbox.map(({ kind }) => kind)).toEqual(['call.log']);
  expect(window.store.getState().identity?.locked).toBe(true);
});

it('says why the hub did not take a call', async () => {
  window = await openWatch();
  await open('core1');
  await window.press('Enter');
  const told = window.store.getState().outbox.map((entry) => ({
    ...entry,
    fate: 'refused' as const,
    reason: 'Vaktlaget «hendelse» står ikke i vaktlisten.',
  }));
  await window.happen(() => window.bridge.outbox(told));
  expect(window.dialog()).toContain('Samtalen ble ikke ført: Vaktlaget «hendelse» står ikke i vaktlisten.');
});

it('without an alarm it is the whole list, and a call is about none', async () => {
  window = await openWatch();
  await window.press('v');
  expect(window.dialog()).toMatch(/^Vaktliste/);
  expect(window.dialog()).not.toContain('alarmens vakt');
  await window.press('Enter');
  expect(calls()).toMatchObject([{ node: null }]);
});
