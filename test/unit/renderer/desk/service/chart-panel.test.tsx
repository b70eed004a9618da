// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Column, stepByKey } from '../../../../../renderer/desk/service/chart-data';
import type { ResponseChartProps } from '../../../../../renderer/desk/service/response-chart';
import { failure } from '../../../../../shared/util/result';
import { browserStandIns, openDesk, twoFaults } from '../desk-window';

const { keys } = vi.hoisted(() => ({
  keys: { step: (_main: Column, _cursor: number | null, _key: string): number | null | undefined => null },
}));
// A canvas is not to be had here: the chart is something that says what it was given, and takes the keys.
vi.mock('../../../../../renderer/desk/service/response-chart', () => ({
  ResponseChart: (props: ResponseChartProps) => (
    <button
      type="button"
      data-testid="chart"
      data-bands={props.bands.map(({ name }) => name).join('|')}
      data-limits={props.limits.map(({ text }) => text).join('|')}
      data-lines={props.lines.length}
      onKeyDown={(event) => {
        const next = keys.step(props.main, props.cursor, event.key);
        if (next === undefined) return;
        event.preventDefault();
        props.onCursor(next);
      }}
    >
      {props.label}
    </button>
  ),
}));

describe('the chart of a service', () => {
  let restore: () => void;
  let window: Awaited<ReturnType<typeof openDesk>>;

  beforeEach(() => {
    restore = browserStandIns();
    keys.step = stepByKey;
  });
  afterEach(() => {
    window.close();
    restore();
  });

  const open = async (node = 'dips-arena@mo'): Promise<void> => {
    window = await openDesk(twoFaults);
    window.desk.open({ view: 'service', node });
    await window.settle();
  };
  const chart = (): HTMLElement => window.getByTestId('chart');
  const title = (): string => window.container.querySelector('.chart-panel .panel-title')?.textContent ?? '';
  const spans = (): number[] =>
    window.bridge.calls
      .filter(([verb]) => verb === 'chart')
      .map(([, asked]) => (asked as { from: number; to: number }).to - (asked as { from: number }).from);

  it('goes round from an hour to a day, a month and thirteen months', async () => {
    await open();
    for (const said of ['siste 24 timer', 'siste 31 dager', 'siste 13 måneder', 'siste time']) {
      await window.press('z');
      await window.settle();
      expect(title()).toContain(said);
    }
    const hours = spans().map((span) => span / 3_600_000);
    expect(hours.filter((one, i) => one !== hours[i - 1])).toEqual([1, 24, 744, 9_504, 1]);
  });

  it('shows marks, bands, limits and where its numbers come from, in words', async () => {
    await open();
    expect(chart().dataset.bands).toBe('Vedlikehold|Ingen overvåket');
    expect(chart().dataset.limits).toContain('forventet');
    expect(window.container.querySelector('.chart-notes')?.textContent).toContain('Kilde: huben.');
    window.desk.open({ view: 'service', node: 'wan@mo' });
    await window.settle();
    expect(window.container.querySelector('.chart-missing')?.textContent).toContain('Mangler: Prometheus');
  });

  it('turns to what a response time is made of', async () => {
    await open();
    await window.press('v');
    expect(title()).toContain('Faser i Åpne journal');
    expect(chart().dataset.lines).toBe('5');
    expect(window.container.querySelector('.chart-legend')?.textContent).toMatch(
      /^Navneoppslag .*Til første byte/,
    );
    expect(
      (window.container.querySelector('.chart-views') as HTMLSelectElement).selectedOptions[0]?.text,
    ).toBe('Faser, Åpne journal');
  });

  it('is read step by step with the arrow keys, and as a table', async () => {
    await open();
    chart().focus();
    await window.press('End');
    const said = (): string => window.container.querySelector('.chart-readout')?.textContent ?? '';
    const first = said();
    expect(first).toMatch(/^\d\d:\d\d:\d\d \d.* m?s$/);
    await window.press('ArrowLeft');
    expect(said()).not.toBe(first);
    await window.press('Escape');
    expect(said()).toBe('');
    const rows = window.container.querySelectorAll('.chart-panel table tbody tr');
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.length).toBeLessThanOrEqual(24);
  });

  it('keeps what it has when the hub goes away, says how old it is, and says so when it has nothing', async () => {
    await open();
    await window.happen(() => window.bridge.lose(0));
    await window.settle();
    expect(window.container.querySelector('.chart-notes')?.textContent).toMatch(/^Hentet \d\d:\d\d:\d\d\./);
    await window.press('z');
    await window.settle();
    expect(window.getByText('Målingene ligger hos huben')).toBeTruthy();
  });

  it('says that a service has no measurements', async () => {
    window = await openDesk(twoFaults);
    window.bridge.answers.chart = async () => failure('timeout', 'no answer within 5 s');
    window.desk.open({ view: 'service', node: 'dips-arena@mo' });
    await window.settle();
    expect(window.getByText('no answer within 5 s')).toBeTruthy();
    expect(window.queryByTestId('chart')).toBeNull();
  });
});
