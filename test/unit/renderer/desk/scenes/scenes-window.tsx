import { act, fireEvent, within } from '@testing-library/react';
import type { Page } from '../../../../../renderer/desk/desk-store';
import type { CommandKind, CommandPayload } from '../../../../../shared/contract/commands';
import type { Scene } from '../../../../../shared/model/wall';
import { sceneOf } from '../../../../../shared/rules/wall/read-wall';
import { ManualClock } from '../../../../../shared/time/clock';
import { AlarmDesk } from '../../../../fixtures/desk-harness/alarm-desk';
import { wallScene } from '../../../../fixtures/desk-harness/wall-scene';
import { openOver } from '../desk-window';

export const AT = Date.UTC(2026, 10, 23, 11, 0);

/** The desk at its scenes, over a hub that judges what is done with them as the real one does. */
export async function openScenes(scene: string | null = null, prepare: (desk: AlarmDesk) => void = () => {}) {
  const clock = new ManualClock(AT);
  const bridge = new AlarmDesk(clock);
  wallScene(bridge);
  bridge.beat();
  prepare(bridge);
  const page: Page = { view: 'scenes', scene };
  const window = await openOver(bridge, clock, page);
  const { container } = window;
  const topmost = (): HTMLElement => container.querySelector<HTMLElement>('dialog[open]') ?? container;
  const fire = async (what: () => void): Promise<void> => {
    await act(async () => what());
    await window.settle();
    await window.settle();
  };
  return {
    ...window,
    text: (): string => container.textContent ?? '',
    dialog: (): string => container.querySelector('dialog[open]')?.textContent ?? '',
    rows: (): string[] =>
      [...container.querySelectorAll<HTMLElement>('.scene-row')].map((row) => row.dataset.scene ?? ''),
    row: (id: string): HTMLElement =>
      container.querySelector(`.scene-row[data-scene="${id}"]`) as HTMLElement,
    box: (id: string): HTMLElement => container.querySelector(`[data-panel="${id}"]`) as HTMLElement,
    boxes: (): string[] =>
      [...container.querySelectorAll<HTMLElement>('[data-panel]')].map((box) => box.dataset.panel ?? ''),
    field: (name: RegExp): HTMLInputElement =>
      within(topmost()).getByLabelText(name, { selector: 'input, select, textarea' }),
    fire,
    click: (name: RegExp): Promise<void> =>
      fire(() => fireEvent.click(within(topmost()).getAllByRole('button', { name })[0] as HTMLElement)),
    focus: (element: HTMLElement): Promise<void> => fire(() => element.focus()),
    fill: (name: RegExp, value: string): Promise<void> =>
      fire(() =>
        fireEvent.change(within(topmost()).getByLabelText(name, { selector: 'input, select, textarea' }), {
          target: { value },
        }),
      ),
    scene: (id: string): Scene | null => sceneOf(bridge.state.wall, id),
    /** What was given here of a kind, in order. */
    given: <K extends CommandKind>(
      kind: K,
    ): readonly { readonly subject: string; readonly payload: CommandPayload<K> }[] =>
      bridge.calls.flatMap(([verb, gift]) =>
        verb === 'give' && (gift as { kind: string }).kind === kind
          ? [gift as { subject: string; payload: CommandPayload<K> }]
          : [],
      ),
  };
}
export type Scenes = Awaited<ReturnType<typeof openScenes>>;

/** Somebody else writes a scene, as the hub would say it. */
export function writtenBy(desk: AlarmDesk, scene: Omit<Scene, 'at' | 'by'>, by: string): void {
  const value = { ...scene, at: desk.hubNow(), by };
  desk.write({ type: 'scene.set', scene: value, restored: null, actor: by, actedAt: value.at });
}
