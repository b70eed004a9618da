import { act, fireEvent, within } from '@testing-library/react';
import type { Page } from '../../../../renderer/desk/desk-store';
import type { CommandKind, CommandPayload } from '../../../../shared/contract/commands';
import { ManualClock } from '../../../../shared/time/clock';
import { AlarmDesk } from '../../../fixtures/desk-harness/alarm-desk';
import { supportScene } from '../../../fixtures/desk-harness/support-scene';
import { openOver } from './desk-window';

/** The desk with user support at work, at a page, over a hub that judges callers and messages as the real one does. */
export async function openSupport(page: Page, prepare: (desk: AlarmDesk) => void = () => {}) {
  const clock = new ManualClock(Date.UTC(2026, 10, 23, 11, 0));
  const bridge = new AlarmDesk(clock);
  supportScene(bridge);
  bridge.beat();
  prepare(bridge);
  const window = await openOver(bridge, clock, page);
  const text = (selector: string): string => window.container.querySelector(selector)?.textContent ?? '';
  const topmost = (): HTMLElement =>
    window.container.querySelector<HTMLElement>('dialog[open]') ?? window.container;
  return {
    ...window,
    side: (): string => text('.callers-side'),
    tell: (): string => text('.callers-tell'),
    row: (): string => text('.callers-list [role="option"][aria-selected="true"]'),
    dialog: (): string => text('dialog[open]'),
    callersOn: (node: string): number => {
      const entity = bridge.state.incidents.get(`callers:${node}`);
      return entity?.kind === 'callers' ? entity.value.count : 0;
    },
    /** What was given here of a kind, in order. */
    given: <K extends CommandKind>(
      kind: K,
    ): readonly { readonly subject: string; readonly payload: CommandPayload<K> }[] =>
      bridge.calls.flatMap(([verb, gift]) =>
        verb === 'give' && (gift as { kind: string }).kind === kind
          ? [gift as { subject: string; payload: CommandPayload<K> }]
          : [],
      ),
    write: async (words: string, label: RegExp): Promise<void> => {
      await act(async () => {
        fireEvent.change(within(topmost()).getByLabelText(label), { target: { value: words } });
      });
      await window.settle();
    },
    click: async (name: RegExp, role = 'button'): Promise<void> => {
      await act(async () => {
        fireEvent.click(within(topmost()).getByRole(role, { name }));
      });
      await window.settle();
    },
  };
}
export type Support = Awaited<ReturnType<typeof openSupport>>;
