// @vitest-environment jsdom
import { fireEvent } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { failure, success } from '../../../../../shared/util/result';
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

const side = (): HTMLElement => window.container.querySelector('.people-side') as HTMLElement;
const main = (): string => window.container.querySelector('.people-main')?.textContent ?? '';
const row = (text: string): HTMLElement =>
  [...window.container.querySelectorAll<HTMLElement>('.people-main tr, .people-main li')].find((one) =>
    one.textContent?.includes(text),
  ) as HTMLElement;

it('tells who there is, what they may do, where they are signed in and on watch', async () => {
  window = await openWatch();
  expect(main()).toContain('Folk, 6 aktive');
  expect(row('D1').textContent).toContain('dagoperatør 1 dag1operatørinnlogget på pult 1 · på vakt');
  expect(row('sommervikar').textContent).toContain('slått av');
  expect(row('veggmaskin øst').textContent).toContain('vegg');
  expect(row('gammel pult').textContent).toContain('trukket tilbake');
  expect(window.status()).toContain('På vakt 2 pulter');
});

it('makes a person by keyboard: the id and initials follow the name, and the password comes after', async () => {
  window = await openWatch();
  await window.press('n');
  await window.write('Nattoperatør 2');
  const field = (label: RegExp): HTMLInputElement => window.getByLabelText(label) as HTMLInputElement;
  expect([field(/^Id/).value, field(/^Initialer/).value]).toEqual(['nattoperatør-2', 'N2']);
  await window.happen(() => fireEvent.click(window.getByLabelText('vaktleder')));
  await window.press('F2');
  expect(window.given('person.set')).toEqual([
    {
      kind: 'person.set',
      subject: 'person/nattoperatør-2',
      payload: {
        person: {
          id: 'nattoperatør-2',
          name: 'Nattoperatør 2',
          initials: 'N2',
          roles: ['operator', 'shift-leader'],
          active: true,
          machine: false,
        },
      },
    },
  ]);
  await window.happen(() =>
    window.bridge.write({
      type: 'person.set',
      actor: 'drift',
      person: {
        id: 'nattoperatør-2',
        name: 'Nattoperatør 2',
        initials: 'N2',
        roles: ['operator', 'shift-leader'],
        active: true,
        machine: false,
      },
    }),
  );
  await window.write('langt-nok-passord', /^Nytt passord, minst/);
  await window.write('langt-nok-passord', /^Nytt passord en gang til/);
  await window.write('4711', /^Ny PIN/);
  await window.click(/^Lagre passord og PIN$/);
  expect(window.called('setCredentials')).toEqual([
    { person: 'nattoperatør-2', old: null, password: 'langt-nok-passord', pin: '4711' },
  ]);
  expect(side().textContent).toContain('Lagret.');
});

it('says what is wrong before anything is sent', async () => {
  window = await openWatch();
  await window.press('n');
  await window.press('F2');
  expect(side().textContent).toContain('Må fylles ut.');
  await window.write('dag1', /^Id/);
  expect(side().textContent).toContain('Id-en er i bruk.');
  expect(window.given('person.set')).toEqual([]);
});

it('asks for the old password for one’s own, and refuses two that differ or a PIN that is none', async () => {
  window = await openWatch();
  expect(side().textContent).toContain('Passordet nå');
  await window.write('kort', /^Nytt passord, minst/);
  await window.click(/^Lagre passord og PIN$/);
  expect(side().textContent).toContain('Passordet må ha minst 10 tegn.');
  await window.write('langt-nok-passord', /^Nytt passord, minst/);
  await window.click(/^Lagre passord og PIN$/);
  expect(side().textContent).toContain('De to passordene er ikke like.');
  await window.write('langt-nok-passord', /^Nytt passord en gang til/);
  await window.write('12', /^Ny PIN/);
  await window.click(/^Lagre passord og PIN$/);
  expect(side().textContent).toContain('En PIN er 4 til 12 siffer.');
  expect(window.called('setCredentials')).toEqual([]);
});

it('deactivates somebody, but not oneself', async () => {
  window = await openWatch();
  const active = (): HTMLInputElement => window.getByLabelText(/^Aktiv/) as HTMLInputElement;
  expect(active().disabled).toBe(true);
  await window.happen(() => fireEvent.click(row('dagoperatør 2').querySelector('button') as Element));
  await window.happen(() => fireEvent.click(active()));
  await window.press('F2');
  expect(window.given('person.set')[0]?.payload).toMatchObject({ person: { id: 'dag2', active: false } });
});

it('shows a one-time code large, with its end, and says when it is over', async () => {
  window = await openWatch();
  await window.click(/^Kode for ny vegg$/);
  const shown = (): string => window.container.querySelector('.people-code-shown')?.textContent ?? '';
  expect(shown()).toBe('Skriv denne på den nye veggmaskinen:K7QF-2MRDgjelder én gang, til 04:10');
  await window.pass(601_000);
  expect(shown()).toContain('Koden er utløpt');
  expect(shown()).not.toContain('K7QF');
});

it('revokes a console only when one is sure, and ends a session', async () => {
  window = await openWatch();
  await window.click(/^Trekk tilbake pult 2$/);
  expect(window.given('console.revoke')).toEqual([]);
  await window.click(/^Sikker: alle der logges ut$/);
  expect(window.given('console.revoke')).toMatchObject([{ subject: 'console/console-2' }]);
  await window.click(/^Avslutt innloggingen til dagoperatør 2 på pult 2$/);
  expect(window.given('session.end')).toMatchObject([{ subject: 'session/session-dag2' }]);
});

it('tells the shift leader what was refused, and takes it away when it is seen', async () => {
  window = await openWatch();
  expect(window.banners()).toMatch(
    /Til vaktlederen: 1 handling ble avvist.*sommervikar, .*Hyll, Trådløst nett/,
  );
  await window.click(/^Les og kvitter ut$/);
  expect(window.dialog()).toContain('sommervikar er slått av og kan ikke handle lenger.');
  await window.click(/^Sett$/);
  expect(window.given('notice.seen')).toMatchObject([{ subject: 'notice/notice-0001' }]);
  await window.happen(() => window.bridge.write({ type: 'notice.seen', id: 'notice-0001', actor: 'drift' }));
  expect(window.dialog()).toContain('Ingen meldinger');
  await window.press('Escape');
  expect(window.banners()).not.toContain('Til vaktlederen');
});

it('lets somebody without the role look, and says which is needed', async () => {
  window = await openWatch((desk) =>
    desk.identity({
      signedIn: { person: 'stotte', since: 0, expiresAt: 9e15, offline: false, pin: true },
    }),
  );
  expect(side().textContent).toContain('Krever rollen administrator.');
  expect((window.getByLabelText(/^Navn/) as HTMLInputElement).disabled).toBe(true);
  expect(main()).toContain('Krever rollen vaktleder eller administrator.');
  await window.press('n');
  expect(side().textContent).not.toContain('Ny person');
  for (const name of [
    /^Trekk tilbake pult 2$/,
    /^Kode for ny pult$/,
    /^Avslutt innloggingen til dagoperatør 2/,
  ]) {
    expect((window.getByRole('button', { name }) as HTMLButtonElement).disabled).toBe(true);
  }
});

it('on the first start it invites, and the form for the first person is open', async () => {
  window = await openWatch((desk) => {
    desk.write({
      type: 'person.set',
      person: {
        id: 'maskinen',
        name: 'Maskinen',
        initials: 'M',
        roles: ['administrator'],
        active: true,
        machine: true,
      },
      actor: 'maskinen',
    });
    desk.identity({
      signedIn: { person: 'maskinen', since: 0, expiresAt: 9e15, offline: false, pin: false },
      invites: true,
    });
  });
  expect(window.banners()).toContain(
    'Bare denne maskinen er innloggetOpprett de som går vakt, og gi dem passord.',
  );
  expect(side().textContent).toContain('Ny person');
  // Nobody asked for it: digits are still pages, until `n` puts the hand into the form.
  expect(document.activeElement?.matches('input')).toBe(false);
  await window.press('n');
  expect(document.activeElement).toBe(window.getByLabelText(/^Navn/));
  await window.press('Escape');
  (document.activeElement as HTMLElement).blur();
  await window.press('1');
  expect(window.desk.getState().trail).toEqual([{ view: 'alarms' }]);
});

it('a desk that the hub does not know says so, and is enrolled by a code', async () => {
  window = await openWatch((desk) =>
    desk.identity({ console: { id: 'console-9', name: 'ny pult', kind: 'desk', enrolled: false } }),
  );
  expect(window.banners()).toContain('Huben kjenner ikke denne pulten');
  window.bridge.answers.enrol = async (code) =>
    code === 'K7QF-2MRD' ? success(null) : failure('code', 'Koden er brukt eller utløpt.');
  await window.write('FEIL-0000', /^Kode$/);
  await window.click(/^Meld inn pulten$/);
  expect(main()).toContain('Koden er brukt eller utløpt.');
  await window.write('K7QF-2MRD', /^Kode$/);
  await window.click(/^Meld inn pulten$/);
  expect(main()).not.toContain('Koden er brukt eller utløpt.');
});
