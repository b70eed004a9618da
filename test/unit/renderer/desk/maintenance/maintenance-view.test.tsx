// @vitest-environment jsdom
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { act, fireEvent } from '@testing-library/react';
import type { AxeResults } from 'axe-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CommandKind } from '../../../../../shared/contract/commands';
import type { Gift, OutboxEntry } from '../../../../../shared/contract/ipc';
import { failure, success } from '../../../../../shared/util/result';
import { smallEstate } from '../../../../fixtures/desk-harness/estate';
import type { FakeDesk } from '../../../../fixtures/desk-harness/fake-desk';
import { answerPreviews, maintenanceScene } from '../../../../fixtures/desk-harness/maintenance-scene';
import { browserStandIns, calm, openDesk, openServices } from '../desk-window';

vi.mock('../../../../../renderer/desk/service/response-chart', () => ({ ResponseChart: () => null }));

/** 23 November 2026, 04:00 in Oslo: the clock of the tests. */
const NOW = Date.UTC(2026, 10, 23, 3, 0);

let restore = (): void => {};
beforeAll(() => {
  restore = browserStandIns();
});
afterAll(() => restore());

let window: Awaited<ReturnType<typeof openDesk>>;
beforeEach(() => localStorage.clear());
afterEach(() => window.close());

function planned(desk: FakeDesk): void {
  desk.catalogue(smallEstate(), 'Helse Nord', true, 20_000_000);
  desk.allOk(20_000_000);
  desk.beat();
  maintenanceScene(desk, NOW);
}

async function openView(prepare: (desk: FakeDesk) => void = planned): Promise<void> {
  window = await openDesk(prepare);
  await window.press('9');
}

const all = (selector: string): string[] =>
  [...window.container.querySelectorAll(selector)].map((item) => item.textContent ?? '');
const text = (selector: string): string => all(selector)[0] ?? '';
const field = (label: string): HTMLInputElement => window.getByLabelText(label) as HTMLInputElement;
const write = (label: string, value: string): Promise<void> =>
  window.happen(() => {
    fireEvent.change(field(label), { target: { value } });
  });
const picker = (): HTMLInputElement => window.getByRole('combobox') as HTMLInputElement;
const propose = (name: string): Promise<void> =>
  window.happen(() => {
    picker().focus();
    fireEvent.change(picker(), { target: { value: name } });
  });
/** Picks something that is expected to be affected, by keyboard. */
async function pick(name: string): Promise<void> {
  await propose(name);
  await window.press('Enter');
}
const given = (kind: CommandKind): unknown[] =>
  window.bridge.calls.flatMap(([verb, argument]) => {
    if (verb !== 'give') return [];
    const gift = argument as Gift<CommandKind>;
    return gift.kind === kind ? [{ subject: gift.subject, payload: gift.payload }] : [];
  });
const entry = (change: Partial<OutboxEntry>): OutboxEntry => ({
  id: 'c1',
  kind: 'maintenance.set',
  subject: 'mw/x',
  actor: 'pult',
  actedAt: NOW,
  expiresAt: NOW + 3_600_000,
  fate: 'sent',
  reason: null,
  settledAt: null,
  ...change,
});

describe('the list', () => {
  it('has what is over its time first, and says when, what, how often and whose', async () => {
    await openView();
    expect(all('.mw-group-head').map((head) => head.replace(/\d+$/, '').trim())).toEqual([
      'Over tiden',
      'Pågår',
      'Kommer, neste 14 døgn',
      'Senere',
      'Ferdig',
    ]);
    const rows = all('.mw-row');
    expect(rows[0]).toMatch(
      /Bytte av kjernesvitsj.*Kjernenett dc1.*skulle vært ferdig 02:50, for 70 min siden.*Nettverk · ENDR-4471/,
    );
    expect(rows[1]).toMatch(/til 06:15, 2 t 14 min igjen.*siste søndag i måneden.*fra filen/);
    expect(rows[2]).toMatch(/DIPS Arena, alle 4 steder.*09:00–11:00.*hver tirsdag og torsdag/);
    expect(rows[3]).toMatch(/Alt i Mo i Rana.*tor\. 04:00–05:30/);
  });

  it('is walked by arrows, and the detail follows', async () => {
    await openView();
    expect(text('.mw-title')).toBe('Bytte av kjernesvitsj i datasenter 1');
    expect(text('.mw-detail')).toContain('Alt høres igjen');
    await window.press('ArrowDown');
    expect(text('.mw-title')).toBe('Ny fastvare i WAN-ruter, Bodø');
    expect(text('.mw-origin')).toContain('Skrevet i katalogfilen');
    expect(window.getByRole('listbox').getAttribute('aria-activedescendant')).toContain('wan-bodo');
    await window.press('End');
    expect(text('.mw-title')).toContain('SQL-klyngen');
    expect(text('.mw-facts')).toMatch(/avsluttet av dagoperatør 1/);
  });

  it('names what is down of what it covers, as it is now', async () => {
    await openView();
    expect(text('.mw-covered')).toBe('NedeKjernenett dc101:00');
    await window.happen(() => window.bridge.check('core1/ping', 'ok', 'OK', 3));
    expect(text('.mw-covered')).toBe('NormalKjernenett dc1');
  });

  it('says what to do when there is none', async () => {
    await openView(calm);
    expect(window.getByText('Ingen vedlikehold er skrevet inn')).toBeTruthy();
  });

  it('is shown without a hub too, and says that acts are queued', async () => {
    await openView();
    await window.happen(() => window.bridge.lose(10_000));
    await window.pass(1_000);
    expect(text('.mw-offline')).toContain('legges i kø');
    expect(all('.mw-row')).toHaveLength(6);
  });
});

describe('the form', () => {
  it('writes a new window from the keyboard, with a live preview', async () => {
    await openView((desk) => {
      calm(desk);
      answerPreviews(desk, NOW);
    });
    await window.press('n');
    expect(document.activeElement).toBe(field('Tittel'));
    await window.type('Kabelskap flyttes');
    await pick('lokalnett mo');
    await window.pass(400);
    expect(text('.mw-occurrences')).toBe('mandag 23.11.2026 05:00–07:00');
    expect(text('.mw-preview')).toContain('Dekker 1 tjeneste ved sted Lokalnett, Mo i Rana');
    await window.press('F2');
    expect(given('maintenance.set')).toEqual([
      {
        subject: expect.stringMatching(/^mw\/desk-/),
        payload: {
          window: expect.objectContaining({
            title: 'Kabelskap flyttes',
            start: '2026-11-23T05:00',
            durationMs: 7_200_000,
            rrule: null,
            effects: [{ match: 'lan@mo', worst: 'down' }],
          }),
        },
      },
    ]);
    // Confirmed: the form closes, and nothing is left over.
    expect(window.container.querySelector('.mw-form')).toBeNull();
    expect(all('.mw-row')).toEqual([]);
  });

  it('tells what is missing when it is saved, at its fields, and gives no command', async () => {
    await openView(calm);
    await window.press('n');
    expect(all('.mw-fault').join('')).toBe('');
    await window.press('F2');
    expect(all('.mw-fault').filter((fault) => fault !== '')).toEqual([
      'Skriv en tittel',
      'Velg minst én tjeneste eller ett sted',
    ]);
    expect(field('Tittel').getAttribute('aria-invalid')).toBe('true');
    expect(given('maintenance.set')).toEqual([]);
  });

  it('says what the hub finds wrong, at its field', async () => {
    await openView((desk) => {
      calm(desk);
      answerPreviews(desk, NOW);
    });
    await window.press('n');
    await window.type('Hver time');
    await pick('san 1');
    await window.happen(() => fireEvent.click(window.getByLabelText('etter en regel')));
    await write('Regel (RFC 5545 RRULE)', 'FREQ=HOURLY');
    await window.pass(400);
    const repeat = window.getByLabelText('Regel (RFC 5545 RRULE)').closest('fieldset');
    expect(repeat?.querySelector('.mw-fault')?.textContent).toContain('FREQ is one of');
  });

  it('names a change of the clock in an occurrence', async () => {
    await openView((desk) => {
      calm(desk);
      answerPreviews(desk, NOW);
    });
    await window.press('n');
    await window.type('Vårnatt');
    await pick('san 1');
    await write('Dato det begynner', '28.3.2027');
    await write('Klokkeslett det begynner', '0130');
    await window.pass(400);
    expect(text('.mw-occurrences')).toBe(
      'søndag 28.03.2027 01:30–04:30 klokken stilles fram en time underveis',
    );
  });

  it('keeps everything when it is refused, and says why', async () => {
    await openView((desk) => {
      calm(desk);
      answerPreviews(desk, NOW);
      desk.answers.give = async ({ subject }) => success(entry({ subject, fate: 'sent' }));
    });
    await window.press('n');
    await window.type('Nattarbeid');
    await pick('san 1');
    await window.press('F2');
    await window.happen(() => window.bridge.outbox([entry({})]));
    expect(text('.mw-banner')).toContain('Venter på svar');
    await window.happen(() =>
      window.bridge.outbox([entry({ fate: 'refused', reason: 'tiden er forbi', settledAt: NOW })]),
    );
    expect(text('.mw-banner')).toBe('Ble ikke lagret: tiden er forbi. Alt du skrev, står her fortsatt.');
    expect(field('Tittel').value).toBe('Nattarbeid');
    // It can be mended and sent again.
    await write('Klokkeslett det begynner', '23:00');
    await window.press('F2');
    expect(given('maintenance.set')).toHaveLength(2);
  });

  it('keeps everything when the disk does not take it', async () => {
    await openView((desk) => {
      calm(desk);
      desk.answers.give = async () => failure('disk', 'ENOSPC');
    });
    await window.press('n');
    await window.type('Nattarbeid');
    await pick('san 1');
    await window.press('F2');
    expect(text('.mw-banner')).toContain('Ble ikke lagret: ENOSPC');
    expect(field('Tittel').value).toBe('Nattarbeid');
  });

  it('is queued without a hub, and says so', async () => {
    await openView(calm);
    await window.happen(() => window.bridge.lose(10_000));
    await window.pass(500);
    await window.press('n');
    await window.type('Nattarbeid');
    await pick('san 1');
    await window.pass(400);
    expect(text('.mw-preview')).toContain('Huben er borte');
    await window.press('F2');
    expect(text('.mw-banner')).toContain('I kø');
    await window.press('Escape');
    expect(text('.mw-row')).toMatch(/Nattarbeid.*I kø, sendes når huben svarer/);
    await window.happen(() => {
      const [queued] = window.store.getState().outbox;
      window.bridge.outbox([{ ...(queued as OutboxEntry), fate: 'confirmed', settledAt: NOW }]);
    });
    expect(all('.mw-row')).toEqual([]);
  });

  it('loses nothing of what was typed when the view, or the whole window, is left', async () => {
    await openView(calm);
    await window.press('n');
    await window.type('Halvferdig');
    await window.press('Escape');
    await window.press('2');
    await window.press('9');
    expect(text('.mw-row')).toMatch(/Halvferdig.*nytt, ikke lagret/);
    window.close();
    await openView(calm);
    await window.press('Enter');
    expect(field('Tittel').value).toBe('Halvferdig');
    await window.happen(() => window.getByText('Forkast').click());
    expect(all('.mw-row')).toEqual([]);
  });

  it('leaves nothing behind when nothing was written', async () => {
    await openView(calm);
    await window.press('n');
    await window.press('Escape');
    expect(all('.mw-row')).toEqual([]);
  });

  it('opens on a window of the desk with what it says, and never on one of the file', async () => {
    await openView();
    await window.press('ArrowDown');
    await window.press('Enter');
    expect(window.container.querySelector('.mw-form')).toBeNull();
    await window.press('ArrowDown');
    await window.press('Enter');
    expect(field('Tittel').value).toBe('DIPS Arena 24.2.1, med lesekopi i bruk');
    expect(field('tirsdag').checked).toBe(true);
    expect(field('mandag').checked).toBe(false);
    // Untouched, it leaves no draft.
    await window.press('Escape');
    expect(all('.mw-group-head').some((head) => head.startsWith('Ikke lagret'))).toBe(false);
  });

  it('is opened from a service, on that service, and leads back there', async () => {
    window = await openServices(planned);
    window.desk.open({ view: 'service', node: 'sykesignal@kirkenes' });
    await window.settle();
    await window.press('n');
    expect(text('.mw-effects-field li')).toContain('Sykesignal, Kirkenes');
    await window.press('Escape');
    await window.press('Escape');
    expect(text('.node-title')).toContain('Sykesignal, Kirkenes');
  });

  it('proposes by name without the marks that a hurry leaves out, and takes the arrows', async () => {
    await openView(calm);
    await window.press('n');
    await propose('bodo');
    const options = (): string[] => all('.mw-picker [role="option"]');
    expect(options()[0]).toContain('Alt i Bodø');
    await window.press('ArrowDown');
    expect(picker().getAttribute('aria-activedescendant')).toMatch(/@bodo$/);
    await propose('finnes ikke');
    expect(window.getByText('Ingen tjeneste eller noe sted heter det')).toBeTruthy();
  });
});

describe('what can be done with a window', () => {
  it('ends what runs, with a reason', async () => {
    await openView();
    await window.press('x');
    await write('Grunn', 'ferdig før tiden');
    await window.press('F2');
    expect(given('maintenance.end')).toEqual([
      { subject: 'mw/bytte-core1', payload: { reason: 'ferdig før tiden' } },
    ]);
    expect(window.queryByRole('dialog')).toBeNull();
  });

  it('extends what is over its time from now, and what runs from its end', async () => {
    await openView();
    await window.press('+');
    await window.happen(() => fireEvent.click(window.getByLabelText('60 min lenger')));
    expect(window.getByRole('dialog').textContent).toContain('Varer da til 05:00.');
    await window.press('F2');
    const [first] = given('maintenance.extend') as { payload: { until: number; reason: string | null } }[];
    expect(Math.abs((first?.payload.until ?? 0) - (NOW + 3_600_000))).toBeLessThan(5_000);
    await window.press('ArrowDown');
    await window.press('+');
    expect(window.getByRole('dialog').textContent).toContain('Varer da til 06:45.');
    await write('Klokkeslett det slutter', '03:00');
    await window.press('F2');
    expect(window.getByRole('dialog').textContent).toContain('må være fram i tid');
  });

  it('removes after a second thought, and never what is in the file', async () => {
    await openView();
    await window.press('Delete');
    expect(window.getByRole('dialog').textContent).toContain('Det pågår nå');
    await window.press('Escape');
    expect(given('maintenance.remove')).toEqual([]);
    await window.press('ArrowDown');
    await window.press('Delete');
    expect(window.queryByRole('dialog')).toBeNull();
    await window.press('ArrowDown');
    await window.press('Delete');
    await window.press('F2');
    expect(given('maintenance.remove')).toEqual([{ subject: 'mw/dips-hel', payload: null }]);
  });

  it('stays open with what was written when it is refused', async () => {
    await openView((desk) => {
      planned(desk);
      desk.answers.give = async () => success(entry({ kind: 'maintenance.end' }));
    });
    await window.press('x');
    await write('Grunn', 'nå');
    await window.press('F2');
    await window.happen(() =>
      window.bridge.outbox([
        entry({
          kind: 'maintenance.end',
          subject: 'mw/bytte-core1',
          fate: 'refused',
          reason: 'den er alt over',
        }),
      ]),
    );
    expect(window.getByRole('dialog').textContent).toContain('Avvist: den er alt over');
    expect(field('Grunn').value).toBe('nå');
    await window.press('Escape');
    expect(text('.mw-row')).toContain('Avvist: den er alt over');
  });

  it('ends nothing that does not run', async () => {
    await openView();
    await window.press('End');
    await window.press('x');
    await window.press('+');
    expect(window.queryByRole('dialog')).toBeNull();
  });
});

describe('what is quiet or flapping, on the desk', () => {
  const line = (id: string): HTMLElement => window.line(id);

  it('keeps its state, and says why and until when beside it', async () => {
    window = await openServices(planned);
    expect(line('wan@bodo').textContent).toMatch(
      /Nede.*Vedlikehold: Ny fastvare i WAN-ruter, Bodø.*til 06:15/,
    );
    expect(line('wan@bodo').querySelector('.state-shape .filled, .state-shape.filled')).toBeNull();
    expect(line('wifi@mo').textContent).toContain('venter til ons. 07:00');
    expect(line('nhn').textContent).toContain('dempet i Prometheus UNN av nett-vakttil 10:00');
    expect(line('ek@tromso').textContent).toMatch(/Nede.*Ustabil/);
    expect(line('ek@mo').textContent).toMatch(/Normal.*Ustabil/);
    expect(line('sykesignal@kirkenes').querySelector('.mark')).toBeNull();
  });

  it('comes after what is heard in the same state, and is found by its word', async () => {
    window = await openServices(planned);
    const lines = window.lines();
    expect(lines.indexOf('wan@bodo')).toBeGreaterThan(lines.indexOf('virt1'));
    await window.press('/');
    await window.type('stille:vedlikehold');
    expect(window.lines().filter((id) => !id.startsWith('group'))).toEqual([
      'wan@bodo',
      'dips-arena@bodo',
      'ek@bodo',
    ]);
    await window.type('ustabil');
    expect(window.lines().filter((id) => !id.startsWith('group'))).toEqual(['ek@tromso', 'ek@mo']);
  });

  it('is explained where the service is', async () => {
    window = await openServices(planned);
    window.desk.open({ view: 'service', node: 'ek@tromso' });
    await window.settle();
    expect(text('.node-marks')).toBe('Ustabil');
    expect(text('.reason-marks')).toContain('Skifter for ofte');
    expect(text('.check-more')).toContain('Ustabil siden 03:45');
    window.desk.open({ view: 'service', node: 'nhn' });
    await window.settle();
    expect(text('.check-more')).toContain('Dempet i kilden');
  });

  it('is counted in the top bar as what it is, and as quiet', async () => {
    window = await openServices(planned);
    await window.pass(300);
    expect(all('.counts li').map((item) => item.replace(/\s+/g, ' '))).toEqual([
      '9 nede',
      '1 redusert',
      '3 redundans tapt',
      '5 av dem uten lyd',
    ]);
  });

  it('is called by its title in the status bar and in the outbox', async () => {
    window = await openServices(planned);
    await window.happen(() =>
      window.bridge.outbox([
        entry({ kind: 'maintenance.end', subject: 'mw/wan-bodo', fate: 'confirmed', settledAt: NOW }),
      ]),
    );
    expect(text('.status-facts')).toContain('Utført: Ny fastvare i WAN-ruter, Bodø');
    await window.press('u');
    expect(window.getByRole('dialog').textContent).toContain(
      'Avslutt vedlikeholdNy fastvare i WAN-ruter, Bodø',
    );
  });

  it('follows the window when it is moved, and speaks when its time is over', async () => {
    window = await openServices(planned);
    const known = window.store.getState().maintenance.get('mw/wan-bodo');
    const run = known?.run;
    if (!known || !run) throw new Error('no run');
    const moved = {
      type: 'maintenance.moved',
      id: 'wan-bodo',
      title: '',
      ended: null,
      next: null,
      reason: null,
    } as const;
    await window.happen(() =>
      window.bridge.write({ ...moved, run: { ...run, end: run.end + 3_600_000 }, actor: 'x', nodes: [] }),
    );
    expect(line('wan@bodo').textContent).toContain('til 07:15');
    await window.happen(() =>
      window.bridge.write({ ...moved, run: { ...run, phase: 'overrun' }, actor: null, nodes: [] }),
    );
    expect(line('wan@bodo').textContent).not.toContain('Vedlikehold');
    expect(line('wan@bodo').querySelector('.state-shape .filled')).toBeTruthy();
  });
});

describe('accessibility', () => {
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

  it.each([
    ['the list', async () => {}],
    ['an empty list', async () => {}],
    ['the form', () => window.press('n')],
    [
      'the form with faults and proposals',
      async () => {
        await window.press('n');
        await window.press('F2');
        await propose('mo');
      },
    ],
    ['a dialog', () => window.press('+')],
    ['the services with their marks', () => window.press('2')],
  ] as const)(
    'holds in %s',
    async (name, go) => {
      await openView(name === 'an empty list' ? calm : planned);
      await act(async () => {
        await go();
      });
      await window.pass(500);
      const run = new Function('window', `${axe}; return window.axe;`)(globalThis.window) as {
        run(root: Element, options: object): Promise<AxeResults>;
      };
      const results = await run.run(document.body, {
        rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
      });
      expect(results.violations.map((found) => [found.id, found.nodes.map((node) => node.html)])).toEqual([]);
    },
    30_000,
  );
});
