import type { Page } from '../../../../../renderer/desk/desk-store';
import { ManualClock } from '../../../../../shared/time/clock';
import { AlarmDesk } from '../../../../fixtures/desk-harness/alarm-desk';
import { openOver } from '../desk-window';

/** The desk at its list of alarms, or at `page`, over a hub that keeps them; the day's operator is signed in. */
export async function openAlarms(prepare: (desk: AlarmDesk) => void, page?: Page) {
  const clock = new ManualClock();
  const bridge = new AlarmDesk(clock);
  prepare(bridge);
  bridge.beat();
  const window = await openOver(bridge, clock, page);
  const grid = (): HTMLElement | null => window.container.querySelector('.alarm-grid');
  return {
    ...window,
    /** Keys of the lines, from top to bottom. */
    lines: (): string[] =>
      [...window.container.querySelectorAll<HTMLElement>('.alarm-grid [role="row"][aria-rowindex]')]
        .filter((row) => Number(row.getAttribute('aria-rowindex')) > 1)
        .sort((a, b) => Number(a.getAttribute('aria-rowindex')) - Number(b.getAttribute('aria-rowindex')))
        .map((row) => row.id.replace('alarm-', '')),
    row: (node: string): HTMLElement => window.container.querySelector(`[id="alarm-${node}"]`) as HTMLElement,
    active: (): string | undefined => grid()?.getAttribute('aria-activedescendant')?.replace('alarm-', ''),
    detail: (): string => window.container.querySelector('.alarms-detail')?.textContent ?? '',
    news: (): string => window.container.querySelector('.list-news')?.textContent ?? '',
    notice: (): string | null => window.desk.getState().notice,
    /** What was given at this desk: kind, subject, payload. */
    given: () =>
      window.bridge.kept().map(({ kind, subject, payload, fate }) => ({ kind, subject, payload, fate })),
    alarm: (node: string) => {
      const entity = window.bridge.state.alarms.get(`alarm:${node}`);
      return entity?.kind === 'alarm' ? entity.value : undefined;
    },
  };
}
