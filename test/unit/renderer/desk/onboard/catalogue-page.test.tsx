// @vitest-environment jsdom
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { act, fireEvent } from '@testing-library/react';
import type { AxeResults } from 'axe-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { CatalogueEditor } from '../../../../../electron/hub/catalogue/editor/catalogue-editor';
import { loadCatalogue } from '../../../../../electron/hub/catalogue/load-catalogue';
import type { CatalogueEdit } from '../../../../../shared/contract/commands';
import type { OutboxEntry } from '../../../../../shared/contract/ipc';
import { ManualClock } from '../../../../../shared/time/clock';
import { failure, type Result, success } from '../../../../../shared/util/result';
import type { FakeDesk } from '../../../../fixtures/desk-harness/fake-desk';
import { tempFolder } from '../../../../fixtures/temp-folder';
import { browserStandIns, openDesk } from '../desk-window';

// The chart library needs a browser, and no chart is looked at here.
vi.mock('../../../../../renderer/desk/service/response-chart', () => ({ ResponseChart: () => null }));

/** The desk's form over the hub's own editor and a real file. */

const FILE = `version: 1
name: Rommet
trusts: [{ id: t, name: T }]
sites: [{ id: mo, name: Mo i Rana, trust: t }, { id: bodø, name: Bodø, trust: t }]
families: [{ id: epj, name: Journal }]
services:
  - id: core
    name: Kjernenett
    criticality: 2
  - id: dips
    name: DIPS Arena # kept
    family: epj
    criticality: 1
    sites: all
    needs: [core]
    checks:
      # the first
      - { id: http, kind: http, url: "http://x/", headers: { X-Key: hemmelig-verdi } }
`;

let restore = (): void => {};
beforeAll(() => {
  restore = browserStandIns();
});
afterAll(() => restore());

let folder: ReturnType<typeof tempFolder>;
let file: string;
let editor: CatalogueEditor;
let desk: Awaited<ReturnType<typeof openDesk>>;
let bridge: FakeDesk;
const clock = new ManualClock();
const outbox: OutboxEntry[] = [];

beforeEach(async () => {
  localStorage.clear();
  outbox.length = 0;
  folder = tempFolder('onboard');
  file = join(folder.path, 'rom.yaml');
  writeFileSync(file, FILE);
  editor = new CatalogueEditor({ file, history: join(folder.path, 'history'), clock, onFault: () => {} });
  await editor.start();
});
afterEach(async () => {
  desk.close();
  await editor.stop();
  folder.remove();
});

async function answer<T>(ask: Promise<T>): Promise<Result<T>> {
  try {
    return success(await ask);
  } catch (error) {
    return failure('hub', error instanceof Error ? error.message : String(error));
  }
}

/** Tells the desk what the file says now, as the hub does after reading it. */
async function apply(): Promise<void> {
  const loaded = await loadCatalogue(file);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.issues));
  const { entities } = loaded.catalogue;
  const keys = new Set(entities.map(({ kind, value }) => `${kind}:${value.id}`));
  const drop = [...bridge.state.catalogue.keys()].filter((key) => !keys.has(key));
  bridge.write({ type: 'catalogue.changed', name: 'Rommet', demo: false, put: [...entities], drop });
}

async function open(hub = true): Promise<void> {
  desk = await openDesk((made) => {
    bridge = made;
    made.beat();
    if (!hub) return;
    made.answers.catalogueSource = ({ service }) => answer(editor.source(service));
    made.answers.previewCatalogue = ({ edit }) => answer(editor.preview(edit));
    made.answers.catalogueHistory = ({ version }) => answer(editor.history(version));
    made.answers.give = async ({ kind, subject, payload: given }) => {
      if (kind !== 'catalogue.edit') return failure('malformed', kind);
      // The payload of that kind.
      const payload = given as CatalogueEdit;
      const now = clock.now();
      const id = `edit-${outbox.length}-command`;
      const command = {
        id,
        kind: 'catalogue.edit' as const,
        subject,
        payload,
        actor: 'pult',
        session: null,
        proof: '',
        actedAt: now,
        expiresAt: now + 1_000,
      };
      const verdict = await editor.edit(command, payload);
      const done = verdict.outcome === 'done';
      outbox.push({
        ...command,
        fate: done ? 'confirmed' : 'refused',
        reason: done ? null : verdict.reason,
        settledAt: now,
      });
      made.outbox(outbox);
      if (done) await apply();
      return success({ ...outbox.at(-1)! });
    };
  }, clock);
  await act(apply);
  await wait(() => desk.store.getState().graph.nodes.size > 0, 'the room is there');
  await desk.press('0');
  await desk.press('c');
}

/** Lets the hub's files and the clock go on until it is so. */
async function wait(check: () => unknown, what: string): Promise<void> {
  // The files are real: a turn leaves the disk a moment, however busy the machine.
  for (let turn = 0; turn < 600; turn += 1) {
    if (check()) return;
    await act(async () => {
      clock.advance(50);
      await new Promise((resolve) => setTimeout(resolve, turn < 100 ? 0 : 10));
    });
  }
  throw new Error(`${what}: ${desk.container.textContent}`);
}

const text = (): string => desk.container.textContent ?? '';
const field = (id: string): HTMLInputElement =>
  desk.container.ownerDocument.getElementById(`entry-${id}`) as HTMLInputElement;
const button = (name: string | RegExp): HTMLButtonElement =>
  [...desk.container.ownerDocument.querySelectorAll('button')].find((item) =>
    typeof name === 'string' ? item.textContent === name : name.test(item.textContent ?? ''),
  ) as HTMLButtonElement;
const click = (name: string | RegExp): Promise<void> => desk.happen(() => fireEvent.click(button(name)));
const fill = (id: string, value: string): Promise<void> =>
  desk.happen(() => fireEvent.change(field(id), { target: { value } }));
async function edit(service: string): Promise<void> {
  await desk.happen(() => desk.desk.open({ view: 'catalogue', service }));
  await wait(() => field('name') ?? /ikke/.test(text()), 'the form');
}

describe('the catalogue on the desk', { timeout: 30_000 }, () => {
  it('lists the services, finds one, and opens it by keyboard', async () => {
    await open();
    expect(desk.container.querySelectorAll('.onboard-row')).toHaveLength(2);
    await wait(() => /Endret utenfor pulten/.test(text()), 'the history');
    await desk.press('/');
    await desk.type('journal');
    expect(desk.container.querySelectorAll('.onboard-row')).toHaveLength(1);
    await desk.press('Enter');
    await wait(() => field('name'), 'the form');
    expect(field('name').value).toBe('DIPS Arena');
    expect(field('checks-0-headers').value).toMatch(/^X-Key: ••••/);
    expect(text()).not.toContain('hemmelig');
    await desk.press('Escape');
    await desk.press('Escape');
    expect(desk.container.querySelector('.onboard-row')).not.toBeNull();
  });

  it('takes a new HTTP service by keyboard: name, address, save', async () => {
    await open();
    await desk.press('n');
    await wait(() => field('name'), 'the form');
    expect(document.activeElement).toBe(field('name'));
    await desk.type('Lab Svar');
    expect(field('id').value).toBe('lab-svar');
    await fill('checks-0-url', 'http://lab/');
    await wait(() => /Får 1/.test(text()), 'the preview');
    expect(desk.container.querySelector('.diff')?.textContent).toContain('+  - id: lab-svar');
    await desk.press('F2');
    await wait(() => /Lagret: lab-svar/.test(text()), 'saved');
    expect(readFileSync(file, 'utf8')).toBe(
      `${FILE}  - id: lab-svar\n    name: Lab Svar\n    criticality: 3\n    checks:\n      - id: http\n        kind: http\n        url: http://lab/\n`,
    );
    await wait(
      () => desk.container.querySelector('.editor-head')?.textContent?.includes('rom.yaml:19'),
      'its own page',
    );
    expect(localStorage.getItem('vaktrom:catalogue-drafts')).toBe('{}');
  });

  it('changes a service and nothing else, and shows faults at their fields', async () => {
    await open();
    await edit('dips');
    await fill('expected', '1 s sharp');
    await wait(() => desk.container.querySelector('#entry-expected-fault'), 'the fault at its field');
    expect(field('expected').getAttribute('aria-invalid')).toBe('true');
    expect(button('F2Lagre').disabled).toBe(true);
    await fill('expected', '2s');
    await fill('owner', 'EPJ');
    await wait(() => !button('F2Lagre').disabled && /Endrer 2/.test(text()), 'it can be saved');
    await desk.press('F2');
    await wait(() => /Lagret: dips/.test(text()), 'saved');
    expect(readFileSync(file, 'utf8')).toBe(
      FILE.replace('family: epj\n', 'family: epj\n    owner: EPJ\n').replace(
        'needs: [core]\n',
        'needs: [core]\n    expected: 2s\n',
      ),
    );
  });

  it('adds and removes needs, sites and checks', async () => {
    await open();
    await edit('dips');
    await fill('needs', '~core|x');
    await desk.happen(() => fireEvent.keyDown(field('needs'), { key: 'Enter' }));
    await wait(() => /unknown service|dependency/.test(text()), 'the fault of the need');
    await desk.happen(() => fireEvent.click(button('~core|x ×')));
    await desk.happen(() => fireEvent.click([...desk.container.querySelectorAll('input[type="radio"]')][2]!));
    await click('Legg til sjekk');
    await fill('checks-1-url', 'http://y/');
    await wait(() => /Mister 1/.test(text()) && !/må rettes/.test(text()), 'the preview');
    await click('Fjern sjekken http-2');
    await click('YAML');
    const yaml = desk.container.querySelector('.yaml-text textarea') as HTMLTextAreaElement;
    expect(yaml.value).toContain('sites: [mo]\nneeds: [core]\nchecks:\n  # the first\n  - { id: http, kind');
    await desk.happen(() => fireEvent.change(yaml, { target: { value: `${yaml.value}name: "half` } }));
    await click('Skjema');
    expect(text()).toContain('ikke gyldig YAML');
    expect(button('F2Lagre').disabled).toBe(true);
  });

  it('keeps what is typed over a view, over a reload, and over a refusal', async () => {
    await open();
    await edit('dips');
    await fill('owner', 'Meg');
    await fill('checks-0-json', '- at: [');
    await desk.press('2');
    desk.close();
    await open();
    expect(text()).toContain('Utkast');
    await edit('dips');
    expect(field('owner').value).toBe('Meg');
    expect(field('checks-0-json').value).toBe('- at: [');
    expect(button('F2Lagre').disabled).toBe(true);
    await fill('checks-0-json', '');
    // Somebody else writes the file between the preview and the save.
    await wait(() => /Endrer 2/.test(text()) && !button('F2Lagre').disabled, 'the preview');
    writeFileSync(file, FILE.replace('name: DIPS Arena', 'name: DIPS 2'));
    await desk.press('F2');
    await wait(() => /er endret i filen siden du begynte/.test(text()), 'the conflict');
    expect(field('owner').value).toBe('Meg');
    expect(desk.container.querySelector('.entry-banner .diff')?.textContent).toContain('+name: DIPS 2');
    expect(readFileSync(file, 'utf8')).not.toContain('Meg');
    await click('Ta med begge');
    expect(field('name').value).toBe('DIPS 2');
    await wait(() => !button('F2Lagre').disabled, 'it can be saved');
    await desk.press('F2');
    await wait(() => /Lagret: dips/.test(text()), 'saved');
    expect(readFileSync(file, 'utf8')).toContain('name: DIPS 2 # kept\n    family: epj\n    owner: Meg\n');
  });

  it('goes on by itself when something else in the file was changed', async () => {
    await open();
    await edit('dips');
    await fill('owner', 'Meg');
    await wait(() => /Endrer 2/.test(text()), 'the preview');
    writeFileSync(file, FILE.replace('Kjernenett', 'Nettet'));
    await act(apply);
    await fill('owner', 'Meg selv');
    await wait(
      () =>
        !button('F2Lagre').disabled &&
        /Meg selv/.test(desk.container.querySelector('.diff')?.textContent ?? ''),
      'the preview of the new file',
    );
    await desk.press('F2');
    await wait(() => /Lagret: dips/.test(text()), 'saved');
    expect(readFileSync(file, 'utf8')).toContain('Nettet');
  });

  it('takes a service out after naming what needs it, and goes back by the history', async () => {
    await open();
    await edit('core');
    await click('Ta ut tjenesten');
    const dialog = (): HTMLElement => desk.container.ownerDocument.querySelector('dialog') as HTMLElement;
    await wait(
      () =>
        /DIPS Arena trenger den/.test(dialog()?.textContent ?? '') &&
        /unknown service/.test(dialog().textContent ?? ''),
      'what needs it',
    );
    expect(([...dialog().querySelectorAll('button')].at(-1) as HTMLButtonElement).disabled).toBe(true);
    await desk.press('Escape');
    await edit('dips');
    await click('Ta ut tjenesten');
    await wait(() => /Mister 2/.test(dialog()?.textContent ?? ''), 'what the room loses');
    await desk.happen(() => fireEvent.click([...dialog().querySelectorAll('button')].at(-1)!));
    await wait(() => !bridge.state.catalogue.has('service:dips'), 'gone');
    expect(readFileSync(file, 'utf8')).not.toContain('dips');
    await wait(() => /står ikke i filens liste/.test(text()), 'the page says so');
    await desk.happen(() => desk.desk.open({ view: 'catalogue', service: null }));
    await wait(() => desk.container.querySelectorAll('.history-line').length === 2, 'two versions');
    await desk.happen(() => fireEvent.click(desk.container.querySelectorAll('.history-line')[1]!));
    await click('Gå tilbake til denne');
    await wait(() => /Får 2/.test(dialog()?.textContent ?? ''), 'what comes back');
    await desk.happen(() => fireEvent.click([...dialog().querySelectorAll('button')].at(-1)!));
    await wait(() => bridge.state.catalogue.has('service:dips'), 'back');
    expect(readFileSync(file, 'utf8')).toBe(FILE);
  });

  it('keeps a draft that waits while the hub is away, and lets nobody change it meanwhile', async () => {
    await open();
    await edit('dips');
    await fill('owner', 'Meg');
    await wait(() => /Endrer 2/.test(text()), 'the preview');
    const waiting = {
      id: 'later-command',
      kind: 'catalogue.edit',
      subject: 'dips',
      actor: 'pult',
      actedAt: 0,
      expiresAt: 1,
      reason: null,
      settledAt: null,
    };
    bridge.answers.give = async () => {
      bridge.outbox([{ ...waiting, fate: 'queued' }]);
      return success({ ...waiting, fate: 'queued' });
    };
    bridge.answers.previewCatalogue = async () => failure('offline', 'x');
    await desk.happen(() => bridge.lose(20_000));
    await wait(() => /Forhåndsvisning trenger huben/.test(text()), 'no preview');
    expect(text()).toContain('venter endringen i utboksen');
    await desk.press('F2');
    await wait(() => /Venter i utboksen/.test(text()), 'queued');
    expect(field('owner').readOnly).toBe(true);
    await desk.happen(() => bridge.outbox([{ ...waiting, fate: 'expired', settledAt: 5 }]));
    await wait(() => /kom for sent/.test(text()), 'refused');
    expect(field('owner').readOnly).toBe(false);
    expect(field('owner').value).toBe('Meg');
  });

  it('keeps a draft of a service that is taken out, and says that it is gone', async () => {
    await open();
    await edit('dips');
    await fill('owner', 'Meg');
    await wait(() => /Endrer 2/.test(text()), 'the preview');
    writeFileSync(file, FILE.slice(0, FILE.indexOf('  - id: dips')));
    await act(apply);
    await wait(() => /tatt ut av filen siden du begynte/.test(text()), 'the conflict');
    expect(field('owner').value).toBe('Meg');
    await click('Fortsett med mitt');
    // Its secret went with it.
    const faultAt = () => desk.container.querySelector('#entry-checks-0-headers-fault')?.textContent;
    await wait(() => /skriv den på nytt/.test(faultAt() ?? ''), 'the fault at the hidden value');
    await fill('checks-0-headers', 'X-Key: ny-verdi');
    await wait(() => /Får 2/.test(text()), 'it would be put back');
  });

  it('says why there is nothing to edit', async () => {
    await open(false);
    await wait(() => /Historikken ligger hos huben/.test(text()), 'no history');
    await edit('dips');
    expect(text()).toContain('Teksten kan ikke hentes nå');
    bridge.answers.catalogueSource = async () => failure('hub', 'huben har ingen katalogfil');
    await edit('core');
    expect(text()).toContain('huben har ingen katalogfil');
  });

  it('does not write over a service that has the id already', async () => {
    await open();
    await edit('+');
    await fill('name', 'Core');
    expect(field('id').value).toBe('core');
    expect(text()).toContain('Id-en core er i bruk');
    expect(button('F2Lagre').disabled).toBe(true);
  });

  it('has nothing that axe finds wrong', async () => {
    const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    const run = new Function('window', `${axe}; return window.axe;`)(globalThis.window) as {
      run: (context: Element, options: object) => Promise<AxeResults>;
    };
    const look = async (): Promise<void> => {
      // jsdom lays nothing out: what needs sizes and colours is looked at in a browser.
      const found = await run.run(desk.container, { rules: { 'color-contrast': { enabled: false } } });
      expect(found.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    };
    await open();
    await wait(() => /Gjelder nå/.test(text()), 'the history');
    await look();
    await edit('dips');
    await fill('expected', 'x');
    await wait(() => desk.container.querySelector('#entry-expected-fault'), 'a fault');
    await look();
    await click('YAML');
    await look();
  });
});
