import { act, fireEvent, within } from '@testing-library/react';
import type { Page } from '../../../../../renderer/desk/desk-store';
import type { CommandKind, CommandPayload } from '../../../../../shared/contract/commands';
import type { WallState } from '../../../../../shared/model/wall';
import { readWall } from '../../../../../shared/rules/wall/read-wall';
import { ManualClock } from '../../../../../shared/time/clock';
import { AlarmDesk } from '../../../../fixtures/desk-harness/alarm-desk';
import { wallScene } from '../../../../fixtures/desk-harness/wall-scene';
import { openOver } from '../desk-window';

/** The desk over a wall of six displays, and a hub that judges acts on it as the real one does. */
export async function openWall(
  prepare: (desk: AlarmDesk) => void = wallScene,
  page: Page = { view: 'walls' },
) {
  const clock = new ManualClock(Date.UTC(2026, 10, 23, 3, 0));
  const bridge = new AlarmDesk(clock);
  bridge.beat();
  prepare(bridge);
  const window = await openOver(bridge, clock, page);
  const topmost = (): HTMLElement =>
    window.container.querySelector<HTMLElement>('dialog[open]') ?? window.container;
  return {
    ...window,
    text: (selector: string): string => window.container.querySelector(selector)?.textContent ?? '',
    topmost,
    wall: (): WallState => readWall(bridge.state),
    /** The options of the miniature that is on top, as a screen reader says them. */
    options: (): readonly HTMLElement[] => within(topmost()).queryAllByRole('option', { name: /^Skjerm/ }),
    given: <K extends CommandKind>(kind: K): readonly CommandPayload<K>[] =>
      bridge.calls.flatMap(([verb, gift]) =>
        verb === 'give' && (gift as { kind: string }).kind === kind
          ? [(gift as { payload: CommandPayload<K> }).payload]
          : [],
      ),
    click: async (name: RegExp, role = 'button'): Promise<void> => {
      await act(async () => {
        fireEvent.click(within(topmost()).getByRole(role, { name }));
      });
      await window.settle();
    },
    write: async (words: string, label: RegExp): Promise<void> => {
      await act(async () => {
        fireEvent.change(within(topmost()).getByLabelText(label), { target: { value: words } });
      });
      await window.settle();
    },
    focus: async (element: Element | null | undefined): Promise<void> => {
      await act(async () => {
        if (element instanceof HTMLElement) element.focus();
      });
      await window.settle();
    },
  };
}
export type WallDesk = Awaited<ReturnType<typeof openWall>>;
