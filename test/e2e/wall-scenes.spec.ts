import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encode } from 'fast-png';
import type { Scene } from '../../shared/model/wall';
import { BUILT_IN_SCENES } from '../../shared/rules/wall/built-in-scenes';
import { expect, paintedColours, shot, test } from './support';
import { openWallRoom } from './wall-room';

test('scenes take turns until an alarm holds them, and go on when somebody has taken it', async ({
  estate,
  launch,
  folder,
}) => {
  test.setTimeout(120_000);
  const { wall, desk, shows, close } = await openWallRoom(estate.catalogue, folder, launch);
  try {
    await desk.keyboard.press('0');
    await desk.keyboard.press('w');
    await desk.keyboard.press('r');
    const dialog = desk.getByRole('dialog');
    await dialog.getByLabel('Scene 1', { exact: true }).selectOption('vaktskifte');
    await dialog.getByLabel('Scene 2', { exact: true }).selectOption('normal');
    await dialog.getByLabel('Sekunder for scene 1').fill('4');
    await dialog.getByLabel('Sekunder for scene 2').fill('5');
    await desk.keyboard.press('Enter');
    // Too short to be read: said, and nothing is lost.
    await expect(dialog).toContainText('fra 5 til');
    await dialog.getByLabel('Sekunder for scene 1').fill('5');
    await desk.keyboard.press('Enter');
    await expect(dialog).toHaveCount(0);
    for (const scene of ['vaktskifte', 'normal', 'vaktskifte']) await shows(scene);
    await expect(wall.locator('[data-why]')).toContainText('Nattoperatør');
    await shot(wall, 'wall-scenes-turns-night-nb');
    await shot(desk, 'wall-scenes-turns-desk-night-nb');

    await estate.break('wan@bodø', 'down');
    await expect(desk.locator('.wall-page')).toContainText('alarm', { timeout: 40_000 });
    await shows('normal');
    const held = Date.now();
    await shot(wall, 'wall-scenes-held-night-nb');
    await shot(desk, 'wall-scenes-held-desk-night-nb');
    await expect
      .poll(
        async () => {
          expect(await wall.locator('#mirror').getAttribute('data-scene')).toBe('normal');
          return Date.now() - held;
        },
        { timeout: 15_000 },
      )
      .toBeGreaterThan(8_000);
    await desk.keyboard.press('1');
    await desk.locator('[data-alarm="wan@bodø"]').click();
    await desk.keyboard.press('k');
    await desk.keyboard.press('Enter');
    await shows('vaktskifte');
    await shows('normal');
  } finally {
    await close();
  }
});

test('a scene that two people change is lost by neither, an earlier one comes back, and a picture stands on the wall', async ({
  estate,
  launch,
  folder,
}) => {
  test.setTimeout(90_000);
  const { wall, desk, elsewhere, admin, shows, close } = await openWallRoom(estate.catalogue, folder, launch);
  try {
    const saved = desk.locator('.scene-editor');
    const back = (): Promise<void> => desk.getByRole('button', { name: /Tilbake/ }).click();
    await desk.keyboard.press('0');
    await desk.keyboard.press('w');
    await desk.keyboard.press('e');
    await desk.keyboard.press('n');
    await expect(desk.getByRole('dialog')).toHaveCount(1);
    await desk.keyboard.type('Tavle');
    await desk.keyboard.press('Enter');
    await expect(desk.getByRole('dialog')).toHaveCount(0);
    await desk.locator('.scene-box').focus();
    for (let step = 0; step < 4; step++) await desk.keyboard.press('Control+Shift+ArrowUp');
    await desk.keyboard.press('n');
    await expect(desk.locator('.scene-box')).toHaveCount(2);

    // A picture, from the disk.
    const png = join(folder, 'tavle.png');
    const data = new Uint8Array(320 * 180 * 3).map((_, at) => (at % 3 === 0 ? 0xc8 : 0x20));
    writeFileSync(png, encode({ width: 320, height: 180, data, channels: 3, depth: 8 }));
    await desk.getByLabel('Viser', { exact: true }).selectOption('image');
    await desk.locator('.scene-picture input[type=file]').setInputFiles(png);
    await expect(desk.locator('.scene-picture img')).toBeVisible();
    await desk.keyboard.press('F2');
    await expect(saved).toContainText('Lagret.', { timeout: 10_000 });
    await back();

    // On the wall: the picture itself, not a word about it.
    await desk.keyboard.press('Escape');
    await desk.keyboard.press('0');
    await desk.keyboard.press('w');
    await desk.keyboard.press('s');
    await expect(desk.getByRole('dialog')).toContainText('Tavle');
    await desk.keyboard.press('4');
    await desk.keyboard.press('Enter');
    await expect(desk.getByRole('dialog')).toHaveCount(0);
    await shows('tavle');
    const image = wall.locator('[data-kind="image"]');
    await expect(image).toHaveAttribute('data-fault', '');
    const [x = 0, y = 0, w = 0, h = 0] = ((await image.getAttribute('data-rect')) ?? '')
      .split(',')
      .map(Number);
    await expect
      .poll(async () => [...(await paintedColours(wall, { x: x + w / 2, y: y + h / 2, w: 4, h: 4 }))])
      .toEqual(['200,32,32']);
    await shot(wall, 'wall-scenes-picture-night-nb');

    // Somebody else saves another version while one is written here.
    await desk.keyboard.press('e');
    await desk.locator('.scene-row').filter({ hasText: 'Tavle' }).click();
    await desk.keyboard.press('Enter');
    await desk.getByLabel('Navn', { exact: true }).fill('Tavle to');
    const theirs: Scene = { ...(BUILT_IN_SCENES.get('normal') as Scene), id: 'tavle', name: 'Tavle tre' };
    const { name, arrangements } = theirs;
    await elsewhere.give(admin, 'scene.set', 'scene/tavle', { scene: { name, arrangements }, base: 1 });
    const conflict = desk.locator('.scene-conflict');
    await expect(conflict).toContainText('utgave 2', { timeout: 10_000 });
    await expect(conflict).toContainText('Tavle tre');
    await shot(desk, 'wall-scenes-conflict-night-nb');
    await desk.getByRole('button', { name: 'Gå videre med min' }).click();
    await desk.keyboard.press('F2');
    await expect(saved).toContainText('Lagret.', { timeout: 10_000 });
    await back();
    await expect(desk.locator('.scene-row[aria-current="true"]')).toContainText('Tavle to');

    // Theirs is still there, and comes back.
    await desk.getByRole('button', { name: 'Se utgave 2' }).click();
    await shot(desk, 'wall-scenes-versions-night-nb');
    await desk.getByRole('button', { name: 'Gå tilbake til denne' }).click();
    await expect(desk.locator('.scene-row[aria-current="true"]')).toContainText('Tavle tre', {
      timeout: 10_000,
    });
    await expect(wall.locator('[data-kind="mosaic"]')).toBeAttached();
    await expect(image).toHaveCount(0);
  } finally {
    await close();
  }
});
