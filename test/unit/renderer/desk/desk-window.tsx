import { act, cleanup, fireEvent, render } from '@testing-library/react';
import { vi } from 'vitest';
import { DeskApp } from '../../../../renderer/desk/app';
import { createDeskStore, type Page } from '../../../../renderer/desk/desk-store';
import { createBoardStore } from '../../../../renderer/stores/board-store';
import { ManualClock } from '../../../../shared/time/clock';
import { smallEstate } from '../../../fixtures/desk-harness/estate';
import { FakeDesk } from '../../../fixtures/desk-harness/fake-desk';

/** What jsdom lacks and a desk needs: sizes, modal dialogs, observers. Taken away again by `restore`. */
export function browserStandIns(): () => void {
  const size = vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(700);
  const width = vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(1120);
  const show = HTMLDialogElement.prototype.showModal;
  const close = HTMLDialogElement.prototype.close;
  HTMLDialogElement.prototype.showModal = function open(): void {
    this.setAttribute('open', '');
    // As a browser does: what asks for the focus gets it, else the first that can have it.
    (this.querySelector<HTMLElement>('[autofocus]') ?? this.querySelector('button'))?.focus();
  };
  HTMLDialogElement.prototype.close = function shut(): void {
    this.removeAttribute('open');
  };
  const scroll = Element.prototype.scrollTo;
  Element.prototype.scrollTo = (): void => {};
  const into = Element.prototype.scrollIntoView;
  Element.prototype.scrollIntoView = (): void => {};
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe(): void {}
      unobserve(): void {}
      disconnect(): void {}
    },
  );
  return () => {
    size.mockRestore();
    width.mockRestore();
    HTMLDialogElement.prototype.showModal = show;
    HTMLDialogElement.prototype.close = close;
    Element.prototype.scrollTo = scroll;
    Element.prototype.scrollIntoView = into;
    vi.unstubAllGlobals();
  };
}

/** The whole desk over a fake bridge and a clock that the test moves. */
export async function openDesk(prepare: (desk: FakeDesk) => void = calm, clock = new ManualClock()) {
  const bridge = new FakeDesk(clock);
  prepare(bridge);
  return openOver(bridge, clock);
}

/** The whole desk over a bridge that is ready. `page`: where the window begins; left out: at the alarms. */
export async function openOver<B extends FakeDesk>(bridge: B, clock: ManualClock, page?: Page) {
  const store = createBoardStore(bridge, clock);
  const desk = createDeskStore(page);
  const end = store.start();
  const view = render(<DeskApp bridge={bridge} store={store} desk={desk} clock={clock} />);
  const settle = (): Promise<void> => act(async () => {});
  await settle();
  await settle();
  const lines = (): string[] =>
    [...view.container.querySelectorAll('[role="row"][aria-rowindex]')]
      .map((row) => ({
        place: Number(row.getAttribute('aria-rowindex')),
        text: row.textContent ?? '',
        id: row.id,
      }))
      .filter((row) => row.place > 1)
      .sort((a, b) => a.place - b.place)
      .map((row) => row.id.replace('line-', ''));
  return {
    ...view,
    bridge,
    store,
    desk,
    clock,
    settle,
    /** Keys of the list's lines, from top to bottom. */
    lines,
    line: (id: string): HTMLElement => view.container.querySelector(`[id="line-${id}"]`) as HTMLElement,
    active: (): string | undefined =>
      view.container
        .querySelector('[role="grid"]')
        ?.getAttribute('aria-activedescendant')
        ?.replace('line-', ''),
    press: async (key: string, held: Partial<KeyboardEventInit> = {}): Promise<void> => {
      // A capital letter is written with Shift.
      const shiftKey = /^\p{Lu}$/u.test(key);
      await act(async () => {
        fireEvent.keyDown(document.activeElement ?? document.body, { key, shiftKey, ...held });
      });
      await settle();
    },
    type: async (text: string): Promise<void> => {
      await act(async () => {
        fireEvent.change(document.activeElement as HTMLInputElement, { target: { value: text } });
      });
      await settle();
    },
    pass: async (ms: number): Promise<void> => {
      await act(async () => clock.advance(ms));
      await settle();
    },
    happen: async (what: () => void): Promise<void> => {
      await act(async () => what());
      await settle();
    },
    close: (): void => {
      end();
      cleanup();
    },
  };
}

/** Everything answers, and the hub beats. */
export function calm(desk: FakeDesk): void {
  desk.catalogue(smallEstate());
  desk.allOk(3_000_000);
  desk.beat();
}

/** Two faults: `sykesignal@kirkenes` (criticality 1) above `san1` and what follows from it. */
export function twoFaults(desk: FakeDesk): void {
  calm(desk);
  desk.check('san1/ping', 'critical', 'connect ECONNREFUSED', null, 600_000);
  desk.check('sykesignal@kirkenes/ping', 'critical', 'connect ETIMEDOUT', null, 300_000);
}

/** A desk that is at the list of services. */
export async function openServices(prepare?: (desk: FakeDesk) => void, clock?: ManualClock) {
  const window = await openDesk(prepare, clock);
  await window.press('2');
  return window;
}
