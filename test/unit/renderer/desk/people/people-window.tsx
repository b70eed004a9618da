import { act, cleanup, fireEvent, render, within } from '@testing-library/react';
import { DeskApp } from '../../../../../renderer/desk/app';
import { createDeskStore, type Page } from '../../../../../renderer/desk/desk-store';
import { createBoardStore } from '../../../../../renderer/stores/board-store';
import { ManualClock } from '../../../../../shared/time/clock';
import { AlarmDesk } from '../../../../fixtures/desk-harness/alarm-desk';
import { peopleScene } from '../../../../fixtures/desk-harness/people-scene';

/** The whole desk in the middle of a night's watch, at a page, over a hub that judges as the real one does. */
export async function openWatch(
  prepare: (desk: AlarmDesk) => void = () => {},
  page: Page = { view: 'people' },
  clock = new ManualClock(),
) {
  const bridge = new AlarmDesk(clock);
  peopleScene(bridge);
  bridge.beat();
  prepare(bridge);
  const store = createBoardStore(bridge, clock);
  const desk = createDeskStore(page);
  const end = store.start();
  const view = render(<DeskApp bridge={bridge} store={store} desk={desk} clock={clock} />);
  const settle = (): Promise<void> => act(async () => {});
  const happen = async (what: () => unknown): Promise<void> => {
    await act(async () => {
      await what();
    });
    await settle();
  };
  await settle();
  await settle();
  return {
    ...view,
    bridge,
    store,
    desk,
    clock,
    settle,
    happen,
    press: (key: string) => happen(() => fireEvent.keyDown(document.activeElement ?? document.body, { key })),
    /** Writes into the field that has the focus, or the one with this label. */
    write: (text: string, label?: RegExp) =>
      happen(() => {
        const field =
          label === undefined ? (document.activeElement as HTMLInputElement) : view.getByLabelText(label);
        fireEvent.change(field, { target: { value: text } });
      }),
    click: (name: RegExp, role = 'button') =>
      happen(() => fireEvent.click(within(topmost(view.container)).getByRole(role, { name }))),
    submit: () =>
      happen(() => fireEvent.submit((document.activeElement as HTMLElement).closest('form') as Element)),
    pass: (ms: number) => happen(() => clock.advance(ms)),
    dialog: () => view.container.querySelector('dialog[open]')?.textContent ?? null,
    banners: () => view.container.querySelector('.banners')?.textContent ?? '',
    status: () => view.container.querySelector('.status-bar')?.textContent ?? '',
    /** What was given, by kind. */
    given: (kind: string) =>
      bridge.calls.flatMap(([verb, gift]) =>
        verb === 'give' && (gift as { kind: string }).kind === kind
          ? [gift as { subject: string; payload: unknown }]
          : [],
      ),
    called: (verb: string) => bridge.calls.flatMap(([name, args]) => (name === verb ? [args] : [])),
    close: (): void => {
      end();
      cleanup();
    },
  };
}

/** The open dialog, else the page. */
function topmost(container: HTMLElement): HTMLElement {
  return container.querySelector<HTMLElement>('dialog[open]') ?? container;
}

export type Watch = Awaited<ReturnType<typeof openWatch>>;
