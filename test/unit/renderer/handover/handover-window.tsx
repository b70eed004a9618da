import { act, cleanup, fireEvent, render, within } from '@testing-library/react';
import { createDeskStore } from '../../../../renderer/desk/desk-store';
import { HandoverApp } from '../../../../renderer/handover/handover-app';
import { createBoardStore } from '../../../../renderer/stores/board-store';
import type { CommandKind, CommandPayload } from '../../../../shared/contract/commands';
import type { Handover } from '../../../../shared/model/handover';
import { handoverOf } from '../../../../shared/rules/handover/read-handovers';
import { ManualClock } from '../../../../shared/time/clock';
import type { HandoverDesk } from '../../../fixtures/handover-harness/handover-desk';
import { type HandoverScene, handoverScene, MORNING, NIGHT } from '../../../fixtures/handover-harness/scenes';

/** The handover window over a scene, with the hub's own rules behind it. */
export async function openHandover(scene: HandoverScene, prepare: (desk: HandoverDesk) => void = () => {}) {
  const clock = new ManualClock(MORNING);
  const bridge = handoverScene(scene, clock);
  prepare(bridge);
  const store = createBoardStore(bridge, clock);
  const desk = createDeskStore();
  const end = store.start();
  const view = render(<HandoverApp bridge={bridge} store={store} desk={desk} clock={clock} />);
  const settle = (): Promise<void> =>
    act(async () => {
      for (let round = 0; round < 8; round += 1) await Promise.resolve();
    });
  await settle();
  const top = (): HTMLElement => view.container.querySelector<HTMLElement>('dialog[open]') ?? view.container;
  const field = (): HTMLTextAreaElement => {
    const found = view.container.querySelector<HTMLTextAreaElement>('.line-editor');
    if (!found) throw new Error('nothing is being written');
    return found;
  };
  return {
    ...view,
    bridge,
    clock,
    settle,
    field,
    close: (): void => {
      end();
      cleanup();
    },
    handover: (): Handover => {
      const found = handoverOf(bridge.state.watch, NIGHT);
      if (!found) throw new Error('there is no handover');
      return found;
    },
    text: (selector: string): string => view.container.querySelector(selector)?.textContent ?? '',
    row: (key: string): HTMLElement => {
      const found = [...view.container.querySelectorAll<HTMLElement>('[data-row]')].find(
        ({ dataset }) => dataset.row === key,
      );
      if (!found) throw new Error(`no row ${key}`);
      return found;
    },
    rows: (): readonly string[] =>
      [...view.container.querySelectorAll<HTMLElement>('[data-row]')].map(({ dataset }) => dataset.row ?? ''),
    focus: async (element: HTMLElement): Promise<void> => {
      await act(async () => element.focus());
    },
    press: async (
      key: string,
      held: { readonly ctrlKey?: boolean; readonly shiftKey?: boolean } = {},
    ): Promise<void> => {
      await act(async () => {
        fireEvent.keyDown(document.activeElement ?? document.body, { key, ...held });
      });
      await settle();
    },
    /** Writes in the line that is open, as a keyboard does: the cursor behind what was written. */
    type: async (value: string): Promise<void> => {
      const element = field();
      await act(async () => {
        element.value = value;
        element.setSelectionRange(value.length, value.length);
        fireEvent.input(element);
      });
      await settle();
    },
    write: async (words: string, label: RegExp): Promise<void> => {
      await act(async () => {
        fireEvent.change(within(top()).getByLabelText(label), { target: { value: words } });
      });
    },
    submit: async (): Promise<void> => {
      await act(async () => {
        fireEvent.submit(top().querySelector('form') as HTMLFormElement);
      });
      await settle();
    },
    given: <K extends CommandKind>(
      kind: K,
    ): readonly { readonly payload: CommandPayload<K>; readonly as?: string; readonly pin?: string }[] =>
      bridge.calls.flatMap(([verb, gift]) =>
        verb === 'give' && (gift as { kind: string }).kind === kind
          ? [gift as { payload: CommandPayload<K>; as?: string; pin?: string }]
          : [],
      ),
  };
}
