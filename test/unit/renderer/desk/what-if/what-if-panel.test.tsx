// @vitest-environment jsdom
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { MaintenancePreview } from '../../../../../shared/contract/wire';
import { success } from '../../../../../shared/util/result';
import { browserStandIns, calm, openDesk } from '../desk-window';

vi.mock('../../../../../renderer/desk/service/response-chart', () => ({
  ResponseChart: (props: { readonly label: string }) => <div data-testid="chart">{props.label}</div>,
}));

let restore = (): void => {};
beforeAll(() => {
  restore = browserStandIns();
});
afterAll(() => restore());

let window: Awaited<ReturnType<typeof openDesk>>;
afterEach(() => window.close());
const panel = (): string => window.container.querySelector('.what-if')?.textContent ?? '';
const states = (): string[] =>
  [...window.container.querySelectorAll('.what-if dt')].map((line) => line.textContent?.trim() ?? '');

describe('what if this fails', () => {
  it('is asked on a service’s page by q: what falls, what loses its reserve, and where', async () => {
    window = await openDesk();
    await window.happen(() => window.desk.open({ view: 'service', node: 'core1' }));
    expect(panel()).toBe('');
    await window.press('q');
    expect(panel()).toContain('Hva om Kjernenett dc1 faller');
    expect(states()).toEqual(['Nede 3', 'Redundans tapt 3']);
    expect(panel()).toContain('WAN-kjerne');
    await window.press('q');
    expect(panel()).toBe('');
  });

  it('names criticality 1 first, and counts what falls at each site', async () => {
    window = await openDesk();
    await window.happen(() => window.desk.open({ view: 'service', node: 'ad' }));
    await window.press('q');
    expect(window.container.querySelector('.what-if dd strong')?.textContent).toContain('DIPS Arena');
    expect(panel()).toContain('4 steder:');
    expect(panel()).toContain('Mo i Rana 2 nede');
  });

  it('counts on top of what is down already, and follows the room', async () => {
    window = await openDesk();
    await window.happen(() => window.desk.open({ view: 'service', node: 'core1' }));
    await window.press('q');
    await window.happen(() => window.bridge.check('core2/ping', 'critical', 'EHOSTUNREACH', null));
    await window.pass(2_000);
    expect(Number(/Nede (\d+)/.exec(states()[0] ?? '')?.[1])).toBeGreaterThan(10);
  });

  it('says that nothing else would notice, where nothing would', async () => {
    window = await openDesk();
    await window.happen(() => window.desk.open({ view: 'service', node: 'sykesignal@mo' }));
    await window.press('q');
    expect(panel()).toContain('Ingenting annet merker det');
  });

  it('says under a maintenance window’s preview what would be heard all the same', async () => {
    const preview: MaintenancePreview = {
      issues: [],
      occurrences: [{ start: 3_600_000, end: 7_200_000 }],
      covers: [
        { node: 'san1', worst: 'down' },
        { node: 'virt1', worst: 'down' },
      ],
    };
    window = await openDesk((desk) => {
      calm(desk);
      desk.answers.previewMaintenance = async () => success(preview);
    });
    await window.happen(() => window.desk.open({ view: 'service', node: 'san1' }));
    await window.press('n');
    const title = window.container.querySelector<HTMLInputElement>('.mw-field input');
    await window.happen(() => title?.focus());
    await window.type('Bytte av disker');
    await window.pass(2_000);
    expect(panel()).toContain('Hva om disse 2 faller');
    expect(panel()).toMatch(/2 er ikke dempet, og varsles: .*SQL-klynge/);
  });
});
