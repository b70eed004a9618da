import { act, fireEvent, within } from '@testing-library/react';
import { expect, vi } from 'vitest';
import type { Page } from '../../../../../renderer/desk/desk-store';
import type { CommandKind, CommandPayload } from '../../../../../shared/contract/commands';
import type { Attachment, LogEntry } from '../../../../../shared/model/shift-log';
import { ManualClock } from '../../../../../shared/time/clock';
import { AlarmDesk } from '../../../../fixtures/desk-harness/alarm-desk';
import { logScene } from '../../../../fixtures/desk-harness/log-scene';
import { openOver } from '../desk-window';

/** Monday 23 November 2026, 05:00 by the clock on the wall. */
export const NOW = Date.UTC(2026, 10, 23, 4, 0);

/** The desk with a shift log, at a page, over a hub that judges entries as the real one does. */
export async function openLog(
  page: Page = { view: 'shift-log', entry: null },
  prepare: (desk: AlarmDesk) => void = () => {},
) {
  const clock = new ManualClock(NOW);
  const bridge = new AlarmDesk(clock);
  const picture: Attachment = await logScene(bridge);
  bridge.beat();
  prepare(bridge);
  const window = await openOver(bridge, clock, page);
  // The page asks its disk when nothing has been typed for a moment.
  await window.pass(300);
  const text = (selector: string): string => window.container.querySelector(selector)?.textContent ?? '';
  const dialog = (): HTMLElement | null => window.container.querySelector<HTMLElement>('dialog[open]');
  const topmost = (): HTMLElement => dialog() ?? window.container;
  return {
    ...window,
    picture,
    text,
    dialog: (): string => dialog()?.textContent ?? '',
    detail: (): string => text('.entry-detail'),
    rows: (): string[] =>
      [...window.container.querySelectorAll('.entry-row')].map((row) => row.textContent ?? ''),
    active: (): string => text('.entry-row[aria-selected="true"]'),
    entries: (): LogEntry[] =>
      [...bridge.state.watch.values()].flatMap((entity) => (entity.kind === 'entry' ? [entity.value] : [])),
    entry: (id: string): LogEntry | undefined => {
      const entity = bridge.state.watch.get(`entry:${id}`);
      return entity?.kind === 'entry' ? entity.value : undefined;
    },
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
    /** Files come by the clipboard, or fall on the form; with words, they are not what is wanted. */
    bring: async (how: 'paste' | 'drop', files: readonly File[], words = ''): Promise<void> => {
      const data = { files, getData: () => words };
      const before = dialog()?.textContent;
      await act(async () => {
        const form = dialog()?.querySelector('form') as HTMLElement;
        if (how === 'paste') fireEvent.paste(form, { clipboardData: data });
        else fireEvent.drop(form, { dataTransfer: data });
      });
      await window.settle();
      if (words !== '') return;
      // A file is read and judged in turns of its own: it is there, or it is told why not.
      await vi.waitFor(async () => {
        await window.settle();
        expect(dialog()?.textContent).not.toBe(before);
      });
    },
  };
}
export type LogDesk = Awaited<ReturnType<typeof openLog>>;
