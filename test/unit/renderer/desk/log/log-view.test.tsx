// @vitest-environment jsdom
import { fireEvent } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { spanFrom } from '../../../../../renderer/desk/log/log-span';
import type { Args } from '../../../../../shared/contract/ipc';
import { failure, success } from '../../../../../shared/util/result';
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

const openLog = (): Promise<Watch> => openWatch(() => {}, { view: 'events' });
const asked = (): readonly Args<'search:read'>[] => window.called('search') as Args<'search:read'>[];
const text = (): string => window.container.querySelector('.log')?.textContent ?? '';
const search = async (words: string): Promise<void> => {
  await window.press('/');
  await window.write(words);
  await window.pass(300);
};

it('is the log as it comes until something is looked for', async () => {
  window = await openLog();
  expect(text()).toContain('Hendelseslogg');
  expect(text()).toMatch(/Kjernenett dc1 A-\d+ kvittert og overtatt av dagoperatør 1 «ringer nettvakt»/);
  await search('nett');
  expect(text()).toMatch(/^.*\d+ treff/);
  await window.press('Escape');
  await window.press('Escape');
  expect(text()).toContain('Hendelseslogg');
});

it('asks when nobody has typed for a moment, and only for the last words', async () => {
  window = await openLog();
  await window.press('/');
  await window.write('n');
  await window.pass(100);
  await window.write('ne');
  await window.pass(100);
  await window.write('nettvakt');
  expect(asked()).toEqual([]);
  await window.pass(260);
  expect(asked()).toEqual([
    { text: 'nettvakt', kinds: null, from: null, to: null, before: null, limit: 100 },
  ]);
});

it('narrows by kind and time, and says when nothing is left', async () => {
  window = await openLog();
  await search('nettvakt');
  await window.click(/^handlinger$/);
  await window.pass(300);
  expect(asked().at(-1)).toMatchObject({ kinds: ['act'] });
  expect(text()).toContain('ringer nettvakt');
  await window.click(/^målinger$/);
  await window.click(/^handlinger$/);
  await window.pass(300);
  expect(asked().at(-1)).toMatchObject({ kinds: ['check'] });
  expect(text()).toContain('Ingen treff');
  const span = window.getByLabelText('Hvor langt tilbake');
  await window.happen(() => fireEvent.change(span, { target: { value: 'watch' } }));
  await window.pass(300);
  const now = window.clock.now() + 40;
  expect(asked().at(-1)?.from).toBe(spanFrom('watch', now));
  await window.happen(() => fireEvent.change(span, { target: { value: 'own' } }));
  await window.write('22.11.2026', /^Fra dato$/);
  await window.write('22:30', /^Fra klokkeslett$/);
  await window.pass(300);
  expect(asked().at(-1)?.from).toBe(Date.UTC(2026, 10, 22, 21, 30));
});

it('narrows by kind or time before anything is written, and Escape is the log again', async () => {
  window = await openLog();
  await window.click(/^handlinger$/);
  await window.pass(300);
  expect(asked()).toEqual([{ text: '', kinds: ['act'], from: null, to: null, before: null, limit: 100 }]);
  await window.press('Escape');
  expect(text()).toContain('Hendelseslogg');
  const span = window.getByLabelText('Hvor langt tilbake');
  await window.happen(() => fireEvent.change(span, { target: { value: 'watch' } }));
  await window.pass(300);
  expect(asked().at(-1)).toMatchObject({ text: '', kinds: null });
  expect(asked().at(-1)?.from).toBe(spanFrom('watch', window.clock.now() + 40));
});

it('fetches the next page below what is there, and says when there is no more', async () => {
  window = await openLog();
  const events = window.bridge.events.slice(-6).reverse();
  window.bridge.answers.search = async ({ before }) => {
    const rest = before === null ? events : events.filter(({ seq }) => seq < before.seq);
    return success({
      hits: rest.slice(0, 3).map((event) => ({ kind: 'act' as const, event })),
      complete: rest.length <= 3,
      indexedFrom: null,
      source: 'hub',
    });
  };
  await search('alt');
  await window.settle();
  expect(asked().map(({ before }) => before?.seq ?? null)).toEqual([null, events[2]?.seq]);
  expect(text()).toContain('6 treff');
  expect(text()).toContain('Ikke flere treff.');
});

it('says that it is the local copy that answers, and what the index does not know yet', async () => {
  window = await openLog();
  window.bridge.answers.search = async () =>
    success({ hits: [], complete: true, indexedFrom: Date.UTC(2026, 10, 20, 11, 0), source: 'cache' });
  await search('dips');
  expect(text()).toContain('fra lokal kopi');
  expect(text()).toContain('kjenner ikke noe eldre enn 20.11. 12:00 ennå');
});

it('says why there is no answer', async () => {
  window = await openLog();
  window.bridge.answers.search = async () => failure('busy', 'huben er opptatt');
  await search('dips');
  expect(text()).toContain('Søket ga ikke svar');
  expect(text()).toContain('huben er opptatt');
});

it('writes what was found, and the alarm list, as tables', async () => {
  window = await openLog();
  await search('nettvakt');
  await window.click(/^Treffene som CSV$/);
  await window.click(/^Alarmlisten som CSV$/);
  const [found, alarms] = window.called('exportCsv') as Args<'csv:export'>[];
  expect(found?.name).toBe('vaktrom-logg-2026-11-23-0300');
  expect(found?.rows[0]).toEqual(['tid (UTC)', 'slag', 'hva', 'tekst', 'plass i loggen']);
  expect(found?.rows.slice(1).map((row) => row[1])).toContain('alarm.acted');
  const [head, ...rows] = alarms?.rows ?? [];
  const column = (name: string): number => head?.indexOf(name) ?? -1;
  const core = rows.find((row) => row[column('hva')] === 'Kjernenett dc1');
  expect(core?.[column('tilstand')]).toBe('kvittert');
  expect(core?.[column('kvittert av')]).toBe('dagoperatør 1');
  expect(rows.map((row) => row[column('prioritet')])).toEqual(
    rows.map((row) => row[column('prioritet')]).sort(),
  );
  expect(window.status()).toMatch(/rader skrevet til \/tmp\/vaktrom-alarmer/);
});
