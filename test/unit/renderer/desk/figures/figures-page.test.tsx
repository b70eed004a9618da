// @vitest-environment jsdom
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { AlarmDesk } from '../../../../fixtures/desk-harness/alarm-desk';
import { figuresScene } from '../../../../fixtures/desk-harness/cause-scene';
import { violations } from '../alarms/axe';
import { openAlarms } from '../alarms/open-alarms';
import { browserStandIns } from '../desk-window';

vi.mock('../../../../../renderer/desk/service/response-chart', () => ({
  ResponseChart: (props: { readonly label: string }) => <div data-testid="chart">{props.label}</div>,
}));

let restore = (): void => {};
beforeAll(() => {
  restore = browserStandIns();
});
afterAll(() => restore());

let window: Awaited<ReturnType<typeof openAlarms>>;
afterEach(() => {
  window.close();
  localStorage.clear();
});

async function openFigures(prepare: (desk: AlarmDesk) => void = figuresScene): Promise<void> {
  window = await openAlarms(prepare);
  await window.press('F');
}
const text = (selector: string): string => window.container.querySelector(selector)?.textContent ?? '';
const asked = () =>
  window.bridge.calls.flatMap(([verb, args]) =>
    verb === 'figures' ? [args as { from: number; to: number; position: string | null }] : [],
  );
describe('the figures of the alarm system', () => {
  it('stand each against its boundary, with its verdict in words', async () => {
    await openFigures();
    const rows = [...window.container.querySelectorAll('.figures-table tbody tr')];
    expect(rows).toHaveLength(17);
    const row = rows.find((one) => one.textContent?.includes('Klaprende kilder'));
    expect(row?.getAttribute('data-verdict')).toBe('bad');
    expect(row?.textContent).toContain('for mye');
  });

  it('say what to do about it, worst first', async () => {
    await openFigures();
    expect(text('.figures-advice')).toContain('av belastningen: Elektronisk kurve, Bodø');
  });

  it('lead to the alarms behind the one that is chosen, and from there to the alarm', async () => {
    await openFigures();
    await window.press('ArrowDown');
    await window.press('ArrowUp');
    expect(text('.figures-of')).toBe('Varslet');
    await window.press('Enter');
    await window.press('ArrowDown');
    expect(document.activeElement?.textContent).toContain('Elektronisk kurve, Bodø');
    await window.happen(() => (document.activeElement as HTMLElement).click());
    expect(window.desk.getState().trail.at(-1)).toEqual({ view: 'alarms' });
    expect(window.desk.getState().alarm).toBe('ek@bodo');
  });

  it('lead to the service where its alarm is over', async () => {
    await openFigures();
    const links = [...window.container.querySelectorAll<HTMLElement>('.figure-link')];
    const gone = links.find((link) => link.textContent?.includes('DIPS Arena, Tromsø'));
    await window.happen(() => gone?.click());
    expect(window.desk.getState().trail.at(-1)).toEqual({ view: 'service', node: 'dips-arena@tromso' });
  });

  it('are asked for by period and by watch position, and every minute again', async () => {
    await openFigures();
    expect(asked().at(-1)?.position).toBeNull();
    await window.press('ArrowRight');
    expect(asked().at(-1)?.position).toBe('pult-1');
    await window.press('z');
    const last = asked().at(-1);
    expect((last?.to ?? 0) - (last?.from ?? 0)).toBe(7 * 24 * 3_600_000);
    const count = asked().length;
    await window.pass(61_000);
    expect(asked().length).toBe(count + 1);
  });

  it('say so where the hub is away, and keep what was known', async () => {
    await openFigures();
    window.bridge.answers.figures = async () => ({
      ok: false,
      error: { code: 'offline', message: 'no contact with the hub' },
    });
    await window.happen(() => window.bridge.lose(20_000));
    await window.pass(61_000);
    expect(text('.figures-state')).toContain('Sist kjent');
    expect(window.container.querySelectorAll('.figures-table tbody tr')).toHaveLength(17);
  });

  it('are told from none at all where the hub never answered', async () => {
    await openFigures((desk) => {
      figuresScene(desk);
      desk.answers.figures = async () => ({ ok: false, error: { code: 'offline', message: 'borte' } });
    });
    expect(text('.figures')).toContain('Tallene kommer fra huben');
    expect(window.container.querySelector('.figures-table')).toBeNull();
  });

  it('say where the record begins later than the period', async () => {
    await openFigures();
    expect(window.container.querySelector('.figures-bounds')).toBeNull();
    await window.press('z');
    await window.press('z');
    expect(text('.figures-bounds')).toContain('det som var før, er ikke med');
  });
});

describe('the list of bad alarms', () => {
  const bad = (): string[] =>
    [...window.container.querySelectorAll<HTMLElement>('.bad-alarms li')].map(
      (row) => row.dataset.node ?? '',
    );

  it('is what d fills, and empties, here and on the alarms page', async () => {
    await openFigures();
    expect(bad()).toEqual(['ek@bodo']);
    await window.press('Enter');
    await window.press('d');
    expect(document.activeElement?.closest('[data-node]')?.getAttribute('data-node')).toBe('wifi@mo');
    expect(window.given().at(-1)).toMatchObject({
      kind: 'alarm.bad',
      subject: 'wifi@mo',
      payload: { on: true },
    });
    await window.pass(1_000);
    expect(bad()).toEqual(['wifi@mo', 'ek@bodo']);
    await window.press('d');
    await window.pass(1_000);
    expect(bad()).toEqual(['ek@bodo']);
  });

  it('says what d needs, where nothing is in focus', async () => {
    await openFigures();
    await window.happen(() => (document.activeElement as HTMLElement).blur());
    await window.press('d');
    expect(window.notice()).toContain('Velg en alarm');
    expect(window.given()).toEqual([]);
  });
});

describe('accessibility of the figures', () => {
  it('has nothing to object to', async () => {
    await openFigures();
    expect(await violations(window.container)).toEqual([]);
  }, 30_000);
});
