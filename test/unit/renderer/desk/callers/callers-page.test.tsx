// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { reportAsks } from '../../../../fixtures/desk-harness/support-scene';
import { browserStandIns } from '../desk-window';
import { openSupport, type Support } from '../support-window';

// jsdom has no canvas to draw on.
vi.mock('../../../../../renderer/desk/service/response-chart', () => ({ ResponseChart: () => null }));

const PAGE = { view: 'callers', service: null } as const;
let window: Support;
let restore: () => void;
beforeEach(() => {
  restore = browserStandIns();
});
afterEach(() => {
  window.close();
  restore();
  localStorage.clear();
});

it('counts a caller by a few letters and Enter, and says what to tell them', async () => {
  window = await openSupport(PAGE);
  expect(document.activeElement?.tagName).toBe('INPUT');
  await window.type('sykes kirk');
  await window.press('Enter');
  expect(window.given('caller.add')).toEqual([
    expect.objectContaining({ subject: 'sykesignal@kirkenes', payload: { by: 1 } }),
  ]);
  expect(window.callersOn('sykesignal@kirkenes')).toBe(1);
  expect(window.side()).toContain('Telt: 1 innringer på Sykesignal, Kirkenes');
  expect(window.tell()).toMatch(/NedeSykesignal, Kirkenes.*Vi kjenner til feilen/);
});

it('Enter again counts nobody: the thirteenth caller takes a key of its own', async () => {
  window = await openSupport(PAGE);
  await window.type('dips tro');
  await window.press('Enter');
  await window.press('Enter');
  expect(window.given('caller.add')).toHaveLength(1);
  expect(window.container.querySelector('.callers-tell')).not.toBeNull();
  await window.press('+');
  expect(window.callersOn('dips-arena@tromso')).toBe(14);
  await window.press('-');
  expect(window.callersOn('dips-arena@tromso')).toBe(13);
});

it('counts nobody on a service that does not exist, and says so', async () => {
  window = await openSupport(PAGE);
  await window.type('gravemaskin');
  await window.press('Enter');
  expect(window.side()).toContain('Ingen tjeneste passer til «gravemaskin». Ingen er telt.');
  expect(window.given('caller.add')).toEqual([]);
});

it('with the site left out the service as a whole is counted, so that no site is named by chance', async () => {
  window = await openSupport(PAGE);
  await window.type('elektronisk');
  await window.press('Enter');
  expect(window.given('caller.add').map(({ subject }) => subject)).toEqual(['ek']);
  expect(window.callersOn('ek')).toBe(2);
});

it('tells the thirteenth caller what is known: the incident, who has it, the last message and when the next comes', async () => {
  window = await openSupport(PAGE);
  await window.type('elektronisk kurve');
  expect(window.tell()).toContain('Kjent: I-1 Kjernenett dc1 nede');
  expect(window.tell()).toContain('Hvem har denskiftleder');
  // 30 minutes after it went out, which was 14 minutes ago: 12:16 in Oslo.
  expect(window.tell()).toContain('Neste meldinginnen 12:16');
  expect(window.tell()).toContain('Lukk fanen med Ctrl W');
  expect(window.tell()).toContain('Nede: DIPS Arena og Elektronisk kurve');
});

it('a promise that was not kept is told as late, not as to come', async () => {
  window = await openSupport(PAGE);
  await window.pass(17 * 60_000);
  await window.type('elektronisk kurve');
  expect(window.tell()).toContain('Neste meldingskulle kommet 12:16');
  expect(window.tell()).toContain('Neste melding er forsinket');
});

it('does not say that a service is down where it is not', async () => {
  window = await openSupport(PAGE);
  await window.type('dips tro');
  expect(window.tell()).toContain('NormalDIPS Arena, Tromsø');
  expect(window.tell()).not.toContain('DIPS Arena, Tromsø er nede');
  expect(window.tell()).toContain('Det vi måler der, er normalt nå.');
});

it('a service that nobody knows of is told as such, with what to do', async () => {
  window = await openSupport(PAGE);
  await window.type('norsk');
  await window.type('sykesignal mo');
  expect(window.tell()).toContain('Ikke kjent: sjekkene er normale');
  expect(window.tell()).toContain('Vi ser ingen feil på Sykesignal, Mo i Rana nå.');
});

it('y says that users report it down, until a time, and asks again before it ends', async () => {
  window = await openSupport({ view: 'callers', service: 'lan@mo' });
  await window.press('y');
  expect(window.dialog()).toContain('Meldt nede av brukere: Lokalnett, Mo i Rana');
  await window.press('1');
  await window.write('ingen kommer på nett', /Hva sier de/);
  await window.press('Enter');
  expect(window.given('report.set')).toEqual([
    expect.objectContaining({
      subject: 'lan@mo',
      payload: { until: window.clock.now() + 40 + 30 * 60_000, note: 'ingen kommer på nett' },
    }),
  ]);
  expect(window.dialog()).toBe('');
  // The room hears of it: an alarm whose checks are well.
  expect(window.bridge.alarmOf('lan@mo')).toMatchObject({ basis: 'reported', condition: 'degraded' });
  expect(window.tell()).toContain('Meldt av brukere');
});

it('the question whether it still holds stands over every page, and is answered there', async () => {
  window = await openSupport({ view: 'services' }, reportAsks);
  const banners = (): string => window.container.querySelector('.banners')?.textContent ?? '';
  expect(banners()).toContain('Meldt nede av brukere: Trådløst nett, Mo i Rana');
  await window.click(/Svar/);
  expect(window.dialog()).toContain('Er den fortsatt nede hos brukerne?');
  await window.press('4');
  await window.press('Enter');
  expect(window.given('report.end').map(({ subject }) => subject)).toEqual(['wifi@mo']);
  expect(banners()).not.toContain('Meldt nede av brukere');
});

it('a service by site is reported down at a site, not everywhere', async () => {
  window = await openSupport({ view: 'callers', service: 'ek' });
  await window.press('y');
  expect(window.dialog()).toBe('');
  expect(window.desk.getState().notice).toContain('Velg stedet der Elektronisk kurve er nede.');
});

it('a known error is written with its services, and found by how callers describe it', async () => {
  window = await openSupport({ view: 'callers', service: 'wifi@mo' });
  await window.press('n');
  expect(window.dialog()).toContain('Ny kjent feil');
  await window.press('F2');
  expect(window.dialog()).toContain('Skriv hva feilen er.');
  await window.write('Tavler mister nettet om natten', /Hva er feilen/);
  await window.write('svart tavle på vaktrommet', /Hvordan innringeren/);
  await window.write('Trekk ut nettkabelen i ti sekunder', /Hva brukeren kan gjøre/);
  await window.press('F2');
  const [given] = window.given('known-error.set');
  expect(given?.payload).toEqual({
    title: 'Tavler mister nettet om natten',
    services: ['wifi'],
    symptom: 'svart tavle på vaktrommet',
    workaround: 'Trekk ut nettkabelen i ti sekunder',
    ticket: null,
  });
  await window.press('/');
  await window.type('svart tavle');
  expect(window.side()).toContain('K-2Tavler mister nettet om natten');
});

it('works without the hub: callers wait, are shown as counted, and say that they wait', async () => {
  window = await openSupport(PAGE, (desk) => desk.lose(120_000));
  await window.type('sykes kirk');
  await window.press('Enter');
  expect(window.row()).toContain('1 innringer');
  expect(window.row()).toContain('i kø');
  expect(window.store.getState().outbox).toMatchObject([{ kind: 'caller.add', fate: 'queued' }]);
  expect(window.tell()).toContain('Huben svarer ikke. Dette var slik det var');
});

it('plus on an alarm counts a caller without leaving it', async () => {
  window = await openSupport({ view: 'alarms' });
  await window.happen(() => window.desk.setState({ alarm: 'sykesignal@kirkenes' }));
  await window.press('+');
  expect(window.callersOn('sykesignal@kirkenes')).toBe(1);
  expect(window.container.querySelector('[id="alarm-sykesignal@kirkenes"]')?.textContent).toContain(
    '1 innringer',
  );
});
