// @vitest-environment jsdom
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { act, fireEvent } from '@testing-library/react';
import type { AxeResults } from 'axe-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Incident } from '../../../../../shared/model/incidents';
import { success } from '../../../../../shared/util/result';
import type { AlarmDesk } from '../../../../fixtures/desk-harness/alarm-desk';
import { alarmScene } from '../../../../fixtures/desk-harness/alarm-scene';
import { INCIDENT_CATALOGUE } from '../../../../fixtures/desk-harness/incident-scene';
import { openAlarms } from '../alarms/open-alarms';
import { browserStandIns } from '../desk-window';

vi.mock('../../../../../renderer/desk/service/response-chart', () => ({ ResponseChart: () => null }));

type Room = Awaited<ReturnType<typeof openAlarms>>;
let room: Room;
let restore: () => void;
beforeAll(() => {
  restore = browserStandIns();
});
afterAll(() => restore());
const begin = (desk: AlarmDesk): void => {
  alarmScene(desk);
  desk.write({
    type: 'catalogue.changed',
    name: 'Helse Nord',
    demo: true,
    put: [...INCIDENT_CATALOGUE],
    drop: [],
  });
};
beforeEach(async () => {
  room = await openAlarms(begin);
});
afterEach(() => room.close());

const incidents = (): Incident[] =>
  [...room.bridge.state.incidents.values()].flatMap((entity) =>
    entity.kind === 'incident' ? [entity.value] : [],
  );
const text = (selector: string): string => room.container.querySelector(selector)?.textContent ?? '';
const field = (name: RegExp): HTMLInputElement => room.getByLabelText(name) as HTMLInputElement;
const write = async (name: RegExp, value: string): Promise<void> => {
  await act(async () => {
    fireEvent.change(field(name), { target: { value } });
  });
};
const toCore = async (): Promise<void> => {
  await room.happen(() => room.desk.setState({ alarm: 'core1' }));
};
const openCore = async (): Promise<void> => {
  await toCore();
  await room.press('I');
  await room.press('Enter');
};

describe('an incident', () => {
  it('is opened from its cause in two keystrokes, with what is known of it', async () => {
    await openCore();
    const [incident, ...more] = incidents();
    expect(more).toEqual([]);
    expect(incident).toMatchObject({
      number: 'I-1',
      title: 'Kjernenett dc1: nede',
      commander: 'dag1',
      cause: 'core1',
      alarm: room.alarm('core1')?.id,
      consequence: expect.stringContaining('Sykehusene har ikke journal'),
    });
    expect(incident?.services).toContain('core1');
    // What began it is older than whoever saw it.
    const { occurred, detected } = incident?.times ?? {};
    expect(occurred).toBeLessThanOrEqual(detected ?? 0);
    expect(text('.inc-head h2')).toContain('I-1');
    expect(room.desk.getState().trail.at(-1)).toEqual({ view: 'incident', incident: incident?.id });
  });

  it('is gone to, not opened once more, where there is one on that cause', async () => {
    await openCore();
    await room.press('1');
    await toCore();
    await room.press('I');
    expect(room.container.textContent).toContain('Det finnes alt en hendelse om dette');
    await room.press('Enter');
    expect(incidents()).toHaveLength(1);
    expect(text('.inc-head h2')).toContain('I-1');
  });

  it('is opened by hand from its own page, and needs to be called something', async () => {
    await room.press('3');
    await room.press('n');
    await room.press('Enter');
    expect(incidents()).toEqual([]);
    expect(text('.inc-form [role="alert"]')).toContain('Skriv hva det er');
    await write(/^Hva det er$/, 'Treg pålogging');
    await write(/^Tjenester$/, 'dips arena, finnesikke');
    await room.press('Enter');
    expect(text('.inc-form [role="alert"]')).toContain('finnesikke');
    await write(/^Tjenester$/, 'dips arena');
    await room.press('Enter');
    expect(incidents()[0]).toMatchObject({ title: 'Treg pålogging', services: ['dips-arena'], cause: null });
  });

  it('takes lines, tasks and ticks by key, and tells them in its timeline', async () => {
    await openCore();
    await room.press('N');
    await room.type('Nettvakt fremme');
    await act(async () => {
      fireEvent.submit(document.activeElement?.closest('form') as HTMLFormElement);
    });
    await room.settle();
    await room.press('p');
    await room.type('Få montør');
    await room.press('Enter');
    await room.press('x');
    const timeline = text('.inc-timeline');
    for (const line of ['Nettvakt fremme', 'Oppgave: Få montør', 'Gjort: Få montør']) {
      expect(timeline).toContain(line);
    }
    expect(room.container.querySelectorAll('.inc-tasks li[data-done]')).toHaveLength(1);
  });

  it('that is made major gets its checklist, its colour, and a banner on every other page', async () => {
    await openCore();
    await room.press('c');
    expect(room.container.querySelector('.banner[data-tone="major"]')).toBeNull();
    await room.press('1');
    await room.press('Enter');
    expect(incidents()[0]?.severity).toBe('major');
    expect(room.container.querySelectorAll('.inc-tasks li')).toHaveLength(5);
    expect(text('.inc-head')).toContain('Stor hendelse');
    // On its own page it stands in the head.
    expect(room.container.querySelector('.banner[data-tone="major"]')).toBeNull();
    await room.press('2');
    expect(text('.banner[data-tone="major"]')).toContain('Stor hendelse I-1: Kjernenett dc1: nede');
    expect(text('.banner[data-tone="major"]')).toContain('dagoperatør 1 leder');
    await act(async () => {
      fireEvent.click(room.container.querySelector('.banner[data-tone="major"] button') as HTMLElement);
    });
    expect(text('.inc-head h2')).toContain('I-1');
  });

  it('gives only what was changed, so that nobody’s word is undone unseen', async () => {
    await openCore();
    const id = incidents()[0]?.id ?? '';
    await room.press('c');
    await room.happen(() => {
      room.bridge.other('dag2', 'incident.set', `incident/${id}`, { ticket: '118461' });
    });
    await write(/^Konsekvens$/, 'Ingen labsvar');
    await room.press('F2');
    expect(incidents()[0]).toMatchObject({ ticket: '118461', consequence: 'Ingen labsvar' });
    expect(room.given().at(-1)?.payload).toEqual({ consequence: 'Ingen labsvar' });
  });

  it('that cannot be closed yet says why, until somebody has read it', async () => {
    await openCore();
    await room.press('L');
    await room.press('1');
    await room.press('Enter');
    expect(incidents()[0]?.state).toBe('open');
    expect(text('.inc-unmet')).toContain('Avvist');
    const reason = room.bridge.kept().at(-1)?.reason ?? '';
    expect(reason).not.toBe('');
    expect(text('.inc-unmet')).toContain(reason);
    await room.press(' ');
    expect(room.container.querySelector('.inc-unmet')).toBeNull();
  });

  it('is led, closed and opened again by key once its cause is well', async () => {
    await openCore();
    await room.happen(() => {
      for (const check of ['virt1/ping', 'san1/ping', 'core1/ping']) room.bridge.check(check, 'ok', 'OK', 4);
    });
    await room.press('G');
    await room.press('Enter');
    expect(incidents()[0]?.state).toBe('restored');
    await room.press('L');
    await room.press('2');
    await room.press('Enter');
    expect(incidents()[0]).toMatchObject({ state: 'closed', closed: { code: 'network' } });
    await room.press('L');
    await room.press('Enter');
    expect(incidents()[0]?.state).toBe('open');
  });

  it('counts down to its next word, and says when it is owed', async () => {
    await openCore();
    await room.press('t');
    await room.type('15');
    await room.press('Enter');
    expect(text('.inc-due')).toMatch(/om 1[45] min/);
    expect(room.container.querySelector('.inc-due[data-due]')).toBeNull();
    await room.pass(16 * 60_000);
    expect(room.container.querySelector('.inc-due[data-due]')).not.toBeNull();
    expect(text('.inc-due')).toContain('skulle kommet');
  });
});

describe('without the hub, an incident', () => {
  beforeEach(async () => {
    await room.happen(() => room.bridge.lose(10_000));
  });

  it('is opened, led and written in all the same, and said not to be confirmed', async () => {
    await openCore();
    expect(incidents()).toEqual([]);
    expect(text('.inc-head')).toContain('uten nummer');
    expect(text('.inc-head')).toContain('ikke bekreftet av huben');
    await room.press('p');
    await room.type('Ring AMK');
    await room.press('Enter');
    await room.press('x');
    expect(room.container.querySelectorAll('.inc-tasks li[data-done]')).toHaveLength(1);
    expect(text('.inc-timeline')).toContain('Gjort: Ring AMK');
    expect(room.given().every(({ fate }) => fate === 'queued')).toBe(true);
  });

  it('becomes what the hub makes of it when it is back, with nothing lost', async () => {
    await openCore();
    await room.press('N');
    await room.type('Uten hub');
    await act(async () => {
      fireEvent.submit(document.activeElement?.closest('form') as HTMLFormElement);
    });
    await room.settle();
    await room.happen(() => {
      room.bridge.beat();
      room.bridge.deliver();
    });
    expect(incidents()).toHaveLength(1);
    expect(text('.inc-head')).toContain('I-1');
    expect(text('.inc-head')).not.toContain('ikke bekreftet');
    expect(text('.inc-timeline')).toContain('Uten hub');
  });

  it('that another desk opened meanwhile becomes part of that one, and its page goes on showing it', async () => {
    await openCore();
    const mine = room.desk.getState().trail.at(-1);
    await room.happen(() => {
      room.bridge.other('dag2', 'incident.open', 'incident/hendelse-dag2', {
        id: 'hendelse-dag2',
        title: 'Kjernen er borte',
        severity: 'major',
        commander: 'dag2',
        services: [],
        sites: [],
        consequence: null,
        ticket: null,
        cause: 'core1',
        alarm: null,
        occurredAt: null,
      });
      room.bridge.beat();
      room.bridge.deliver();
    });
    expect(incidents().map(({ number }) => number)).toEqual(['I-1']);
    expect(room.desk.getState().trail.at(-1)).toEqual(mine);
    // Of two openings the first holds; of two who saw it apart, the one who found it worse is heard.
    expect(text('.inc-head h2')).toContain('Stor hendelse');
    expect(text('.inc-head h2')).toContain('Kjernenett dc1: nede');
    expect(text('.inc-timeline')).toContain('Kjernen er borte');
  });
});

describe('the report', () => {
  it('is saved as PDF from HTML and as Markdown, and says where', async () => {
    room.bridge.answers.saveReport = async ({ name, format }) =>
      success({ path: `/rapporter/${name}.${format}` });
    await openCore();
    await room.press('P');
    expect(text('.inc-report')).toContain('Tidspunkter og varighet');
    await room.press('Enter');
    expect(text('.dialog [role="status"]')).toContain('/rapporter/I-1 Kjernenett dc1: nede.pdf');
    await room.press('m');
    const saved = room.bridge.calls.flatMap(([verb, args]) =>
      verb === 'saveReport' ? [args as { format: string; text: string }] : [],
    );
    expect(saved.map(({ format }) => format)).toEqual(['pdf', 'md']);
    expect(saved[0]?.text).toMatch(/^<!doctype html>/);
    expect(saved[1]?.text).toMatch(/^# I-1 Kjernenett dc1: nede\n/);
  });

  it('that could not be written says so', async () => {
    room.bridge.answers.saveReport = async () => ({
      ok: false,
      error: { code: 'save', message: 'disken er full' },
    });
    await openCore();
    await room.press('P');
    await room.press('Enter');
    expect(text('.dialog .form-fault')).toContain('disken er full');
  });
});

describe('for everybody', () => {
  const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  it.each([
    ['the list', async () => room.press('3')],
    ['an incident', openCore],
    [
      'the form of a new one',
      async () => {
        await toCore();
        await room.press('I');
      },
    ],
    [
      'its report',
      async () => {
        await openCore();
        await room.press('P');
      },
    ],
  ])(
    'axe finds nothing wrong with %s',
    async (_, go) => {
      await go();
      const axe = new Function('window', `${source}; return window.axe;`)(globalThis.window) as {
        run(root: Element, options: object): Promise<AxeResults>;
      };
      const { violations } = await axe.run(document.body, {
        // jsdom lays nothing out: contrast is judged by test/unit/renderer/theme and in a browser.
        rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
      });
      expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
    },
    30_000,
  );
});
