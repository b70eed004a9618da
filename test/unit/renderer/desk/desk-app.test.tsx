// @vitest-environment jsdom
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { failure } from '../../../../shared/util/result';
import { browserStandIns, calm, openServices, twoFaults } from './desk-window';

vi.mock('../../../../renderer/desk/service/response-chart', () => ({
  ResponseChart: (props: { readonly label: string; readonly silentSince: number | null }) => (
    <div data-testid="chart" data-silent={props.silentSince ?? ''}>
      {props.label}
    </div>
  ),
}));

let restore = (): void => {};
beforeAll(() => {
  restore = browserStandIns();
});
afterAll(() => restore());

let window: Awaited<ReturnType<typeof openServices>>;
afterEach(() => window.close());

const text = (selector: string): string => window.container.querySelector(selector)?.textContent ?? '';

describe('the desk', () => {
  it('says which room it is, that it is a demonstration, and counts only what is abnormal', async () => {
    window = await openServices(twoFaults);
    expect(text('.room-name')).toBe('Helse Nord, demo');
    expect(text('.demo-tag')).toBe('DEMONSTRASJON');
    expect(text('.counts')).toBe('3 nede2 redundans tapt');
    window.close();
    window = await openServices(calm);
    expect(text('.counts')).toBe('');
  });

  it('has a running clock with seconds, by the time of the hub', async () => {
    window = await openServices(calm);
    expect(text('.clock-time')).toBe('04:00:00');
    await window.pass(3_000);
    expect(text('.clock-time')).toBe('04:00:03');
    expect(document.title).toBe('Helse Nord, demo – Pult');
  });

  it('changes theme and language while it runs', async () => {
    window = await openServices(twoFaults);
    expect(document.documentElement.dataset.theme).toBe('night');
    await window.press('F7');
    await window.press('F8');
    expect(document.documentElement.dataset.theme).toBe('day');
    expect(document.documentElement.lang).toBe('en');
    expect(text('.counts')).toBe('3 down2 redundancy lost');
    expect(window.line('virt1').textContent).toContain('Follows from SAN 1');
  });

  it('shows every key in a dialog that takes the keys until it is closed', async () => {
    window = await openServices(twoFaults);
    await window.press('?');
    const dialog = window.getByRole('dialog', { name: 'Alle taster' });
    expect(dialog.textContent).toContain('kritikalitet:1');
    await window.press('r');
    await window.press('7');
    expect(window.bridge.calls.some(([verb]) => verb === 'give')).toBe(false);
    expect(window.desk.getState().trail).toHaveLength(1);
    await window.press('Escape');
    expect(window.queryByRole('dialog')).toBeNull();
  });

  it('lets single letters be turned off', async () => {
    window = await openServices(twoFaults);
    window.desk.setState({ characterKeys: false });
    await window.settle();
    await window.press('r');
    expect(window.bridge.calls.some(([verb]) => verb === 'give')).toBe(false);
    await window.press('ArrowDown');
    expect(window.active()).toBe('san1');
  });

  it('says what was refused, until something else is done', async () => {
    window = await openServices(twoFaults);
    window.bridge.answers.give = async () => failure('outbox', 'disk full');
    await window.press('r');
    expect(text('.status-notice')).toBe('Ble ikke utført: disk full');
    await window.press('w');
    expect(text('dialog[open] h2')).toContain('Til veggen');
    expect(text('.status-notice')).toBe('');
  });
});

describe('a service page', () => {
  it('opens by Enter, tells everything, and Escape leads back to the same line', async () => {
    window = await openServices(twoFaults);
    await window.press('ArrowDown');
    await window.press('Enter');
    expect(text('.node-title')).toBe('NedeSAN 1');
    expect(text('.breadcrumb ol')).toBe('Helse Nord, demoPlattformSAN 1');
    expect(text('.check-table')).toContain('connect ECONNREFUSED');
    expect(text('.event-list')).toContain('Nede · connect ECONNREFUSED');
    expect(window.getByTestId('chart').textContent).toMatch(/^Svartid, Svarer, siste time\. SAN 1\. Sist/);
    await window.press('Escape');
    expect(window.active()).toBe('san1');
  });

  it('walks up and down the graph, and back the same way', async () => {
    window = await openServices(twoFaults);
    window.desk.open({ view: 'service', node: 'virt1' });
    await window.settle();
    await window.press('o');
    expect(text('.node-title')).toBe('NedeSAN 1');
    await window.press('i');
    expect(text('.node-title')).toBe('NedeVirtualisering 1');
    await window.press('Escape');
    await window.press('Escape');
    expect(text('.node-title')).toBe('NedeVirtualisering 1');
    await window.press('Escape');
    expect(window.lines().length).toBeGreaterThan(0);
  });

  it('draws what it depends on, and each box leads there', async () => {
    window = await openServices(twoFaults);
    window.desk.open({ view: 'service', node: 'sql' });
    await window.settle();
    expect(text('.picture-lines')).toBe('1/21/21/21/21/21/21/21/21/2'.slice(0, 3));
    window.getByRole('button', { name: /Virtualisering 1.*Nede/ }).click();
    await window.settle();
    expect(text('.node-title')).toBe('NedeVirtualisering 1');
  });

  it('asks for response times again every ten seconds while it is live, and keeps them when it is not', async () => {
    window = await openServices(twoFaults);
    window.desk.open({ view: 'service', node: 'san2' });
    await window.settle();
    const asked = (): number => window.bridge.calls.filter(([verb]) => verb === 'chart').length;
    const before = asked();
    await window.pass(10_000);
    expect(asked()).toBe(before + 1);
    await window.happen(() => window.bridge.lose(0));
    await window.pass(30_000);
    expect(Number(window.getByTestId('chart').dataset.silent)).toBeGreaterThan(0);
    expect(asked()).toBeLessThanOrEqual(before + 2);
  });

  it('says so when there are no response times, and when the service is gone', async () => {
    window = await openServices(twoFaults);
    window.bridge.answers.chart = async () => failure('timeout', 'the hub did not answer');
    window.desk.open({ view: 'service', node: 'san2' });
    await window.settle();
    expect(window.getByText('Målingene kom ikke')).toBeTruthy();
    window.desk.open({ view: 'service', node: 'borte' });
    await window.settle();
    expect(window.getByText('borte er ikke lenger i katalogen')).toBeTruthy();
  });

  it('opens runbook and emergency routine in the browser', async () => {
    window = await openServices(twoFaults);
    window.desk.open({ view: 'service', node: 'dips-arena@mo' });
    await window.settle();
    await window.press('b');
    await window.press('e');
    expect(window.bridge.calls.filter(([verb]) => verb === 'openLink').map(([, url]) => url)).toEqual([
      'https://wiki.example.no/drift/dips-arena',
      'https://wiki.example.no/nod/dips-arena',
    ]);
  });
});

describe('the event log', () => {
  it('is newest first, in words, and pages to what is older', async () => {
    window = await openServices((desk) => {
      twoFaults(desk);
      for (let index = 0; index < 120; index++)
        desk.check('ad/https', index % 2 ? 'ok' : 'warning', `no. ${index}`, 5);
    });
    await window.press('0');
    await window.press('e');
    const events = (): string[] =>
      [...window.container.querySelectorAll('.event-text')].map((item) => item.textContent ?? '');
    expect(events()).toHaveLength(100);
    expect(events()[0]).toContain('no. 119');
    await window.press(']');
    expect(events()[0]).toContain('no. 19');
    await window.press('[');
    expect(events()[0]).toContain('no. 119');
  });

  it('pages on past a restore, which began the numbers of the log anew', async () => {
    window = await openServices((desk) => {
      twoFaults(desk);
      for (let index = 0; index < 120; index++)
        desk.check('ad/https', index % 2 ? 'ok' : 'warning', `no. ${index}`, 5);
    });
    const { bridge } = window;
    // The newest twenty are of the epoch that a restore began.
    const all = bridge.events.map((event, index) => {
      const later = index - (bridge.events.length - 20);
      return later < 0 ? event : { ...event, epoch: event.epoch + 1, seq: later + 1 };
    });
    const newest = all.at(-1);
    bridge.answers.history = async ({ before, epoch = newest?.epoch ?? 0, limit }) => {
      const older = [...all]
        .reverse()
        .filter(
          (event) => before === null || event.epoch < epoch || (event.epoch === epoch && event.seq < before),
        );
      const events = older.slice(0, limit);
      return { ok: true, value: { events, complete: older.length < limit, source: 'hub' } };
    };
    await window.press('0');
    await window.press('e');
    await window.press(']');
    expect(text('.event-text')).toContain('no. 19');
  });

  it('follows what happens, and stands still while somebody reads', async () => {
    window = await openServices(twoFaults);
    await window.press('0');
    await window.press('e');
    const first = (): string => text('.event-text');
    await window.happen(() => window.bridge.check('ek@mo/https', 'critical', 'HTTP 503', 40));
    await window.pass(1_500);
    expect(first()).toContain('HTTP 503');
    const region = window.getByRole('region', { name: 'Hendelseslogg' });
    await window.happen(() => region.focus());
    await window.happen(() => window.bridge.check('ek@mo/https', 'ok', 'igjen', 40));
    await window.pass(3_000);
    expect(first()).toContain('HTTP 503');
    await window.press('.');
    expect(first()).toContain('igjen');
  });

  it('says when it comes from the local copy, and when it does not come', async () => {
    window = await openServices(twoFaults);
    await window.happen(() => window.bridge.lose(10_000));
    await window.press('0');
    await window.press('e');
    expect(window.getByText('fra lokal kopi')).toBeTruthy();
    window.bridge.answers.history = async () => failure('cache', 'no cache');
    await window.press('2');
    await window.press('0');
    await window.press('e');
    expect(window.getByText('Hendelsene kom ikke')).toBeTruthy();
  });
});

describe('without the hub', () => {
  it('says since when, and turns from last known to stale', async () => {
    window = await openServices(twoFaults);
    await window.happen(() => window.bridge.lose(10_000));
    await window.pass(500);
    expect(text('.banner')).toMatch(/Ingen kontakt med huben siden 03:59:50, i 10 s.*sist kjent 03:59:50/);
    expect(window.container.querySelector('.desk')?.getAttribute('data-link')).toBe('last-known');
    expect(window.lines()).toContain('san1');
    await window.pass(60_000);
    expect(window.container.querySelector('.desk')?.getAttribute('data-link')).toBe('stale');
    expect(text('.banner')).toContain('utdatert');
  });

  it('notices by itself that main hangs', async () => {
    window = await openServices(twoFaults);
    await window.happen(() => window.bridge.freeze());
    await window.pass(4_000);
    expect(text('.banners')).toBe('');
    await window.pass(3_500);
    expect(text('.banner')).toMatch(/Vinduet hører ingenting/);
    expect(window.container.querySelector('.desk')?.getAttribute('data-link')).toBe('last-known');
  });

  it('queues what is done, and tells its fate', async () => {
    window = await openServices(twoFaults);
    await window.happen(() => window.bridge.lose(10_000));
    await window.pass(500);
    expect(window.container.querySelector('.act-row .key-cap[data-waits]')?.textContent).toBe('r');
    await window.press('r');
    expect(text('.status-facts')).toContain('1 i kø');
    await window.press('u');
    expect(window.getByRole('dialog').textContent).toMatch(
      /Sjekk på nytt.*Sykesignal, Kirkenes.*I kø.*Sendes når huben svarer, senest 04:01/,
    );
  });

  it('says that nothing is known where nothing ever was', async () => {
    window = await openServices((desk) =>
      desk.link({ phase: 'connecting', since: 0, lastBeatAt: null, knownAt: null }),
    );
    expect(window.getByText('Ingenting er kjent ennå, og huben svarer ikke')).toBeTruthy();
    expect(text('.banners')).toBe('');
  });

  it('says why when the hub refuses, when states differ, when the network and the catalogue fail', async () => {
    window = await openServices(twoFaults);
    await window.happen(() => window.bridge.link({ phase: 'refused', reason: 'wrong token' }));
    await window.pass(500);
    expect(text('.banner')).toContain('Huben nekter denne pulten tilgang');
    await window.happen(() => window.bridge.link({ phase: 'diverged', reason: null }));
    await window.pass(500);
    expect(text('.banner')).toContain('uenige om tilstanden');
    await window.happen(() => {
      window.bridge.write({ type: 'vantage.changed', lost: true });
      window.bridge.write({
        type: 'catalogue.rejected',
        issues: [{ file: 'rom.yaml', line: 4, col: 2, reason: 'ukjent' }],
      });
      window.bridge.link({ degraded: [{ code: 'cache-write', detail: 'ENOSPC' }] });
    });
    const all = text('.banners');
    expect(all).toContain('Vaktrom ser ikke nettet');
    expect(all).toContain('rom.yaml:4:2 ukjent. Forrige katalog gjelder');
    expect(all).toContain('ENOSPC');
  });
});

describe('accessibility', () => {
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

  it.each([
    ['services', () => {}],
    ['a service page', () => window.desk.open({ view: 'service', node: 'dips-arena@mo' })],
    ['events', () => window.desk.open({ view: 'events' })],
    ['the key sheet', () => window.desk.setState({ dialog: { kind: 'keys' } })],
    ['offline', () => window.bridge.lose(10_000)],
  ] as const)(
    'holds in %s',
    async (_, go) => {
      window = await openServices(twoFaults);
      await window.happen(go);
      await window.pass(500);
      const run = new Function('window', `${axe}; return window.axe;`)(globalThis.window) as {
        run(root: Element, options: object): Promise<AxeResults>;
      };
      // Colours are not computed here: test/unit/renderer/theme holds the tokens' contrasts.
      const results = await run.run(document.body, {
        rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
      });
      expect(results.violations.map((found) => [found.id, found.nodes.map((node) => node.html)])).toEqual([]);
    },
    30_000,
  );
});
