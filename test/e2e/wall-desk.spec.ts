import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { must } from '../fixtures/people-room';
import { until } from '../fixtures/until';
import { expect, paintedColours, shot, test } from './support';
import { onBridge, openWallRoom } from './wall-room';

/** Nothing is typed while a dialog comes or goes. */
const dialogs = (desk: Page, count: number) => expect(desk.getByRole('dialog')).toHaveCount(count);

test('the wall from a desk by keyboard: an alarm, a panel that goes by itself, a scene that is made, tried and carried', async ({
  estate,
  launch,
  folder,
}) => {
  test.setTimeout(90_000);
  const saved = join(folder, 'saved');
  const file = join(saved, 'nattskjerm.yaml');
  const env = { VAKTROM_TEST_SAVE: saved, VAKTROM_TEST_OPEN: file };
  const { wall, desk, shows, close } = await openWallRoom(estate.catalogue, folder, launch, env);
  try {
    const mirror = wall.locator('#mirror');

    // From the alarm that stands first, though nobody has moved to it.
    await estate.break('wan@bodø', 'down');
    await expect(desk.locator('[data-alarm="wan@bodø"]')).toBeVisible({ timeout: 40_000 });
    await desk.keyboard.press('w');
    await expect(desk.getByRole('dialog')).toContainText('Bodø');
    await desk.keyboard.press('Enter');
    await dialogs(desk, 0);
    await shows('hendelse');
    await expect(wall.locator('[data-kind="cause"]')).toContainText('Bodø');
    await expect(wall.locator('[data-why]')).toContainText('Nattoperatør');
    await shot(wall, 'wall-desk-hendelse-night-nb');

    // On its page it is taken away, and a panel is sent; it has a frame, and the name of who sent it.
    await desk.keyboard.press('0');
    await desk.keyboard.press('w');
    await desk.getByRole('button', { name: 'Ta bort alt' }).click();
    await shows('normal');
    const { width, height } = await wall.evaluate<{ width: number; height: number }>(
      '({ width: innerWidth, height: innerHeight })',
    );
    const edge = () => paintedColours(wall, { x: width - 12, y: height / 2, w: 12, h: 4 });
    await expect.poll(async () => (await edge()).size).toBe(1);
    await desk.keyboard.press('p');
    await dialogs(desk, 1);
    await desk.getByRole('dialog').getByRole('combobox').first().selectOption({ label: 'Alarmtall' });
    await desk.keyboard.press('Enter');
    await dialogs(desk, 0);
    const figures = wall.locator('[data-kind="alarm-figures"]');
    await expect(figures).toBeAttached();
    await expect(wall.locator('[data-why]')).toContainText('Nattoperatør');
    await expect.poll(async () => (await edge()).size).toBeGreaterThan(1);
    await shot(wall, 'wall-desk-sent-night-nb');
    await shot(desk, 'wall-desk-page-night-nb');
    // By hand; the next one goes by itself. Neither leaves a line behind.
    await desk.locator('.wall-miniature').focus();
    await desk.keyboard.press('Delete');
    await expect(figures).toHaveCount(0);
    await expect.poll(async () => (await edge()).size).toBe(1);
    const display = await mirror.getAttribute('data-display');
    must(
      await onBridge(
        desk,
        (bridge, args) => bridge.give({ kind: 'wall.send', subject: 'wall', payload: args }),
        {
          id: 'sendt-002',
          panel: { kind: 'alarm-figures' as const, settings: {} },
          cell: { display: display ?? '', at: null },
          until: Date.now() + 8_000,
        },
      ),
    );
    await expect(figures).toBeAttached();
    await expect(figures).toHaveCount(0, { timeout: 15_000 });
    await expect.poll(async () => (await edge()).size).toBe(1);

    // A scene of the room's own: half of the mosaic, and causes where there is room then.
    await desk.keyboard.press('e');
    await desk.keyboard.press('n');
    await dialogs(desk, 1);
    await desk.keyboard.type('Nattskjerm');
    await desk.keyboard.press('Enter');
    await dialogs(desk, 0);
    await desk.locator('.scene-box').focus();
    await desk.keyboard.press('Control+Shift+ArrowUp');
    await desk.keyboard.press('Control+Shift+ArrowUp');
    await desk.keyboard.press('n');
    await expect(desk.locator('.scene-box[data-panel="causes"]')).toBeFocused();
    await desk.keyboard.press('t');
    await shows('prøve-nattskjerm');
    await expect(wall.locator('[data-kind="causes"]')).toContainText('Bodø');
    await shot(wall, 'wall-desk-trial-night-nb');
    await shot(desk, 'wall-desk-editor-night-nb');
    await desk.getByRole('button', { name: 'Avslutt prøven' }).click();
    await shows('normal');
    await desk.keyboard.press('F2');
    await expect(desk.locator('.scene-editor')).toContainText('Lagret.', { timeout: 10_000 });

    // Out to a file, and in again as another one.
    await desk.getByRole('button', { name: /Tilbake/ }).click();
    await expect(desk.locator('.scene-row[aria-current="true"]')).toContainText('Nattskjerm');
    await desk.getByRole('button', { name: 'Eksporter' }).click();
    await until('the file is written', () => existsSync(file));
    expect(readFileSync(file, 'utf8')).toContain('Nattskjerm');
    await desk.getByRole('button', { name: 'Importer' }).click();
    await desk.getByRole('button', { name: 'Åpne som ny scene' }).click();
    await dialogs(desk, 1);
    await desk.getByLabel('Navn').fill('Nattskjerm to');
    await desk.keyboard.press('Enter');
    await expect(desk.locator('.scene-box')).toHaveCount(2);
    await desk.keyboard.press('F2');
    await expect(desk.locator('.scene-editor')).toContainText('Lagret.', { timeout: 10_000 });
    await desk.getByRole('button', { name: /Tilbake/ }).click();
    await expect(desk.locator('.scene-row').filter({ hasText: 'Nattskjerm' })).toHaveCount(2);
    await shot(desk, 'wall-desk-scenes-night-nb');
  } finally {
    await close();
  }
});
