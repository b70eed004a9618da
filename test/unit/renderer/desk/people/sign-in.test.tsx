// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { failure } from '../../../../../shared/util/result';
import { FAKE_PIN } from '../../../../fixtures/desk-harness/fake-desk';
import { browserStandIns } from '../desk-window';
import { openWatch, type Watch } from './people-window';

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

const act = { kind: 'check.recheck', subject: 'core1', payload: null } as const;

it('an act without anybody signed in asks who it is, and goes on when that is known', async () => {
  window = await openWatch((desk) => desk.identity({ signedIn: null, ready: [] }));
  await window.happen(() => window.desk.show({ kind: 'sign-in' }));
  expect(window.dialog()).toMatch(/^Logg inn/);
  await window.write('natt');
  await window.press('Enter');
  expect(window.dialog()).toContain('nattoperatør');
  await window.write('hemmelig-nok');
  await window.submit();
  expect(window.called('signIn')).toEqual([{ person: 'natt', by: 'password', secret: 'hemmelig-nok' }]);
  expect(window.dialog()).toBeNull();
  expect(window.status()).toContain('Innlogget nattoperatør');
});

it('arrows choose among the names, and whose session lives on here needs only a PIN', async () => {
  window = await openWatch();
  await window.press('F6');
  expect(document.activeElement?.getAttribute('role')).toBe('combobox');
  const chosen = (): string =>
    window.container.querySelector('.people-choice[aria-selected="true"]')?.textContent ?? '';
  expect(chosen()).toBe('D1dagoperatør 1PIN');
  await window.press('ArrowDown');
  await window.press('ArrowDown');
  expect(chosen()).toBe('BSbrukerstøttepassord');
  await window.press('ArrowUp');
  await window.press('ArrowUp');
  await window.press('Enter');
  await window.write(FAKE_PIN);
  await window.submit();
  expect(window.called('signIn')).toEqual([{ person: 'dag1', by: 'pin', secret: FAKE_PIN }]);
  expect(window.dialog()).toBeNull();
  expect(window.desk.getState().trail).toEqual([{ view: 'people' }]);
});

it('a wrong secret is said, the field is emptied, and what is typed never shows', async () => {
  window = await openWatch((desk) => desk.identity({ signedIn: null }));
  window.bridge.answers.signIn = async () => failure('wrong', 'Feil person eller passord.');
  await window.press('F6');
  await window.write('skift');
  await window.press('Enter');
  const field = document.activeElement as HTMLInputElement;
  expect(field.type).toBe('password');
  await window.write('feil');
  await window.submit();
  expect(window.dialog()).toContain('Feil person eller passord.');
  expect(field.value).toBe('');
  expect(window.dialog()).not.toContain('feil ');
});

it('after too many failures it says until when to wait, and asks nobody before', async () => {
  window = await openWatch((desk) => desk.identity({ signedIn: null }));
  await window.press('F6');
  await window.write('skift');
  await window.press('Enter');
  await window.happen(() => window.bridge.identity({ waitUntil: window.clock.now() + 30_000 }));
  expect(window.dialog()).toMatch(/For mange forsøk\. Vent til 04:00:30, 30 sekunder til\./);
  await window.write('noe');
  await window.submit();
  expect(window.called('signIn')).toEqual([]);
  await window.pass(31_000);
  expect(window.dialog()).not.toContain('For mange forsøk');
  await window.submit();
  expect(window.called('signIn')).toHaveLength(1);
});

it('without the hub it says what that means, and offers only those who have been here before', async () => {
  window = await openWatch((desk) => {
    desk.identity({ signedIn: null, ready: [], offlineReady: ['drift'] });
    desk.lose(60_000);
  });
  await window.press('F6');
  expect(window.dialog()).toContain('Uten huben: alt du gjør blir vurdert når den er tilbake.');
  await window.write('natt');
  expect(window.dialog()).toContain('har ikke logget inn på denne pulten før');
  await window.press('Enter');
  expect(window.container.querySelector('input[type="password"]')).toBeNull();
  await window.write('drift');
  await window.press('Enter');
  expect(window.container.querySelector('input[type="password"]')).not.toBeNull();
  expect(window.dialog()).toContain('Uten huben');
});

it('a locked desk hides nothing, says so in a strip, and takes one act by PIN while it stays locked', async () => {
  window = await openWatch((desk) => desk.identity({ locked: true }), { view: 'alarms' });
  expect(window.banners()).toContain('Låst: PIN for å handleF9 demper uten PIN. Alt vises som før.');
  expect(window.container.textContent).toContain('Sykesignal, Kirkenes');
  await window.press('r');
  expect(window.dialog()).toMatch(/Pulten er låst.*Venter på deg: Sjekk på nytt: Sykesignal, Kirkenes/);
  await window.write('0000');
  await window.submit();
  expect(window.dialog()).toContain('feil PIN');
  await window.write(FAKE_PIN);
  await window.submit();
  expect(window.dialog()).toBeNull();
  const { outbox, identity } = window.store.getState();
  expect(outbox.map(({ kind, subject }) => [kind, subject])).toEqual([
    ['check.recheck', 'sykesignal@kirkenes'],
  ]);
  expect(identity?.locked).toBe(true);
});

it('closing the PIN dialog drops the act', async () => {
  window = await openWatch((desk) => desk.identity({ locked: true }), { view: 'alarms' });
  await window.press('r');
  await window.press('Escape');
  expect(window.dialog()).toBeNull();
  expect(window.store.getState().outbox).toEqual([]);
  expect(window.desk.getState().pending).toBeNull();
});

it('unlocking gives the act that waited, and leaves the desk open', async () => {
  window = await openWatch((desk) => desk.identity({ locked: true }), { view: 'alarms' });
  await window.press('r');
  await window.write(FAKE_PIN);
  await window.click(/^Lås opp$/);
  expect(window.store.getState().identity?.locked).toBe(false);
  expect(window.given(act.kind)).toHaveLength(2);
  expect(window.store.getState().outbox).toHaveLength(1);
});

it('silencing needs nobody: not signed in, locked, or with a dialog open', async () => {
  window = await openWatch((desk) => desk.identity({ locked: true }));
  await window.press('F9');
  await window.happen(() => window.bridge.identity({ signedIn: null, locked: false }));
  await window.press('F6');
  await window.press('F9');
  expect(window.called('silence')).toHaveLength(2);
});

it('locks, signs out and goes on watch from the same place, with the page as it was', async () => {
  window = await openWatch();
  await window.press('F6');
  await window.click(/^Lås pulten$/);
  expect(window.called('lock')).toHaveLength(1);
  expect(window.dialog()).toBeNull();
  await window.press('F6');
  await window.write(FAKE_PIN);
  await window.submit();
  expect(window.store.getState().identity?.locked).toBe(false);
  await window.press('F6');
  await window.click(/^Gå av vakt her$/);
  expect(window.given('watch.leave')).toMatchObject([{ subject: 'console/console-1' }]);
  await window.click(/^Logg ut$/);
  expect(window.status()).toContain('Ingen er innlogget');
  expect(window.desk.getState().trail).toEqual([{ view: 'people' }]);
});
