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

vi.mock('../../../../../renderer/desk/service/response-chart', () => ({ ResponseChart: () => null }));

/** The form of the shift plan over the hub's own editor and a real file. */

const HEAD = `version: 1
name: Rommet
trusts: [{ id: t, name: T }]
sites: [{ id: mo, name: Mo, trust: t }]
services:
  - { id: core, name: Kjernenett, criticality: 2 }
`;
const WATCH = `watch:
  # as agreed with the union
  overlap: 15m
  positions:
    - { id: dag, name: dagoperatør }
    - id: natt
      name: nattoperatør # the only one
  shifts:
    - { id: dag, name: Dag, from: "07:00", to: "22:15", positions: [dag] }
    - { id: natt, name: Natt, from: "22:00", to: "07:15", positions: [natt] }
  rota:
    - { shift: dag, position: dag, from: 2026-11-23, by: week, turns: [dag1, dag2] }
    - { shift: natt, position: natt, from: 2026-11-23, by: week, turns: [natt1, null] }
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

beforeEach(() => {
  localStorage.clear();
  outbox.length = 0;
  folder = tempFolder('plan-form');
  file = join(folder.path, 'rom.yaml');
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
  bridge.write({ type: 'catalogue.changed', name: 'Rommet', demo: false, put: [...entities], drop: [] });
}

async function open(text: string): Promise<void> {
  writeFileSync(file, text);
  editor = new CatalogueEditor({ file, history: join(folder.path, 'history'), clock, onFault: () => {} });
  await editor.start();
  desk = await openDesk((made) => {
    bridge = made;
    made.beat();
    made.answers.catalogueSource = ({ service }) => answer(editor.source(service));
    made.answers.previewCatalogue = ({ edit }) => answer(editor.preview(edit));
    made.answers.give = async ({ kind, subject, payload: given }) => {
      if (kind !== 'catalogue.edit') return failure('malformed', kind);
      const payload = given as CatalogueEdit;
      const now = clock.now();
      const command = {
        id: `edit-${outbox.length}-command`,
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
      const fate = done ? ('confirmed' as const) : ('refused' as const);
      outbox.push({ ...command, fate, reason: done ? null : verdict.reason, settledAt: now });
      made.outbox(outbox);
      if (done) await apply();
      return success({ ...outbox.at(-1)! });
    };
  }, clock);
  await act(apply);
  await wait(() => desk.store.getState().graph.nodes.size > 0, 'the room is there');
  await desk.press('0');
  await desk.press('v');
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
const field = (id: string): HTMLInputElement => document.getElementById(`entry-${id}`) as HTMLInputElement;
const click = (name: string): Promise<void> =>
  desk.happen(() =>
    fireEvent.click([...document.querySelectorAll('button')].find((one) => one.textContent === name)!),
  );
const fill = (id: string, value: string): Promise<void> =>
  desk.happen(() => fireEvent.change(field(id), { target: { value } }));

describe('the form of the shift plan', { timeout: 30_000 }, () => {
  it('writes what was changed and leaves every other character of the file, comments too', async () => {
    await open(HEAD + WATCH);
    await wait(() => field('overlap'), 'the form');
    expect(field('rota-1-turns').value).toBe('natt1, -');
    await fill('overlap', '20m');
    await fill('rota-1-turns', 'natt1, natt2, -');
    await wait(() => /\+ {2}overlap: 20m/.test(text()), 'the difference');
    await desk.press('F2');
    await wait(() => /Vaktplanen er lagret/.test(text()), 'saved');
    expect(readFileSync(file, 'utf8')).toBe(
      HEAD + WATCH.replace('overlap: 15m', 'overlap: 20m').replace('[natt1, null]', '[natt1, natt2, null]'),
    );
  });

  it('tells of a hole where it is, leads to the field, and saves nothing', async () => {
    await open(HEAD + WATCH);
    await wait(() => field('shifts-0-to'), 'the form');
    await fill('shifts-0-to', '21:00');
    await wait(() => document.querySelector('.preview-faults'), 'the fault');
    expect(document.querySelector('.preview-faults')?.textContent).toContain('a hole: no shift from');
    expect(field('shifts-0-to').getAttribute('aria-invalid')).toBe('true');
    await click(document.querySelector('.preview-faults .link-button')?.textContent ?? '');
    expect(document.activeElement).toBe(field('shifts-0-to'));
    await desk.press('F2');
    expect(outbox).toEqual([]);
    expect(readFileSync(file, 'utf8')).toBe(HEAD + WATCH);
  });

  it('adds a shift with its days and position, and takes one out', async () => {
    await open(HEAD + WATCH);
    await wait(() => field('overlap'), 'the form');
    await click('Legg til vakt');
    expect(document.activeElement).toBe(field('shifts-2-name'));
    await desk.type('Helgenatt');
    expect(field('shifts-2-id').value).toBe('helgenatt');
    const days = field('shifts-2-days').querySelectorAll('input');
    for (const day of [0, 1, 2, 3, 4]) await desk.happen(() => fireEvent.click(days[day] as HTMLElement));
    await click('YAML');
    expect(document.querySelector('textarea')?.value).toContain('days: [sat, sun]');
    await click('Skjema');
    await click('Forkast utkastet');
    expect(field('shifts-2-name')).toBeNull();
  });

  it('begins a plan where the file has none', async () => {
    await open(HEAD);
    await wait(() => /Det er ingen vaktplan/.test(text()), 'the form');
    await click('Begynn');
    await wait(() => field('rota-0-turns') && document.querySelector('.diff'), 'the preview');
    await desk.happen(() =>
      fireEvent.change(document.querySelectorAll('.plan-turns select')[0]!, { target: { value: '-' } }),
    );
    expect(field('rota-0-turns').value).toBe('-, -');
    await fill('rota-0-turns', 'dag1');
    await wait(() => document.querySelector('.diff')?.textContent?.includes('dag1'), 'the difference');
    await desk.press('F2');
    await wait(() => /Vaktplanen er lagret/.test(text()), 'saved');
    expect(readFileSync(file, 'utf8').startsWith(`${HEAD}watch:\n`)).toBe(true);
    await desk.press('Escape');
    expect(desk.desk.getState().trail.at(-1)).toEqual({ view: 'roster', form: false });
    expect(document.querySelectorAll('.roster-week').length).toBeGreaterThan(0);
  });

  it('keeps what was written when one leaves it, and says nothing is wrong for anybody', async () => {
    await open(HEAD + WATCH);
    await wait(() => field('overlap'), 'the form');
    await fill('overlap', '10m');
    await desk.press('Escape');
    await desk.press('c');
    await wait(() => field('overlap'), 'the form again');
    expect(field('overlap').value).toBe('10m');
    const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    const axe = new Function('window', `${source}; return window.axe;`)(globalThis.window) as {
      run(root: Element, options: object): Promise<AxeResults>;
    };
    const { violations } = await axe.run(document.body, {
      rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
    });
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  });
});
