import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from '@playwright/test';
import { decode, encode } from 'fast-png';
import { startDisplays } from '../../build/displays.mjs';
import { openWallPost } from '../bench/wall-post';
import { startEstate } from '../estate/estate';
import { startHubProcess } from '../fixtures/hub-process';
import { until } from '../fixtures/until';
import { type ConsoleUnderTest, expect, onWall, pages, SHOTS, test } from './support';

/** The wall of the demonstration: three displays across, two down. */
const COLUMNS = 3;
const DISPLAYS = 6;

/** Which kinds of panels each display shows in each scene, display 1 first: CONTROL-ROOM.md's table. */
const SCENES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  normal: [
    ['mosaic'],
    ['mosaic'],
    ['causes'],
    ['response-times'],
    ['map'],
    ['maintenance', 'on-watch', 'routines'],
  ],
  hendelse: [['cause'], ['mosaic'], ['emergency-routines'], ['dependencies'], ['timeline'], ['callers']],
  vaktskifte: [
    ['mosaic'],
    ['handover-items'],
    ['causes'],
    ['timeline'],
    ['put-aside'],
    ['maintenance', 'routines'],
  ],
};

/** The six walls in reading order, by the display that each stands on. */
async function wallsInOrder(console: ConsoleUnderTest): Promise<Page[]> {
  const found = await until('six walls', () => {
    const walls = pages(console.app, 'wall');
    return walls.length === DISPLAYS && walls;
  });
  const placed = await Promise.all(
    found.map(async (page) => ({
      page,
      display: await until('it knows its display', () =>
        page.locator('#mirror').getAttribute('data-display'),
      ),
    })),
  );
  return placed.sort((a, b) => (a.display < b.display ? -1 : 1)).map(({ page }) => page);
}

/** The kinds of panels on each wall, as the mirror has them. */
async function kindsOn(walls: readonly Page[]): Promise<string[][]> {
  return Promise.all(
    walls.map(async (page) =>
      (
        await page
          .locator('[data-panel]')
          .evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.kind ?? ''))
      ).sort(),
    ),
  );
}

/** Every wall shows this scene, with the panels that belong on its display. */
async function shows(walls: readonly Page[], scene: string, timeout = 30_000): Promise<void> {
  for (const page of walls)
    await expect(page.locator('#mirror')).toHaveAttribute('data-scene', scene, { timeout });
  await expect.poll(() => kindsOn(walls), { timeout: 20_000 }).toEqual(SCENES[scene]);
}

/** One picture of the whole wall, at half size, into out/shots. Returns how many colours each display has. */
async function wholeWall(walls: readonly Page[], name: string): Promise<number[]> {
  const images = [];
  for (const page of walls) images.push(decode(await page.screenshot()));
  const first = images[0];
  if (!first) throw new Error('no wall');
  const [w, h] = [Math.floor(first.width / 2), Math.floor(first.height / 2)];
  const rows = Math.ceil(images.length / COLUMNS);
  const data = new Uint8Array(w * COLUMNS * h * rows * 3);
  const colours = images.map(() => new Set<number>());
  for (const [index, image] of images.entries()) {
    const left = (index % COLUMNS) * w;
    const top = Math.floor(index / COLUMNS) * h;
    for (let y = 0; y < h; y++)
      for (let x = 0; x < w; x++) {
        const from = (y * 2 * image.width + x * 2) * image.channels;
        const to = ((top + y) * w * COLUMNS + left + x) * 3;
        const [r = 0, g = 0, b = 0] = [image.data[from], image.data[from + 1], image.data[from + 2]];
        data.set([r, g, b], to);
        colours[index]?.add((r << 16) | (g << 8) | b);
      }
  }
  mkdirSync(SHOTS, { recursive: true });
  writeFileSync(
    join(SHOTS, `wall-${name}.png`),
    encode({ width: w * COLUMNS, height: h * rows, data, channels: 3, depth: 8 }),
  );
  return colours.map(({ size }) => size);
}

/** A display with a picture on it has many shades: letters have smooth edges. */
const PAINTED = 20;

test('three scenes on six displays, a rule that takes the wall over and lets go, and a person whom it does not undo', async ({
  folder,
  launch,
}) => {
  test.setTimeout(480_000);
  const region = await startEstate({ folder: join(folder, 'region'), part: 'all' });
  const screens = await startDisplays({ count: DISPLAYS, columns: COLUMNS });
  // The demonstration's rule, but with little patience; what the file names lies beside it.
  const file = join(dirname(region.catalogue), 'room.yaml');
  writeFileSync(file, readFileSync(region.catalogue, 'utf8').replace('hold: 2m', 'hold: 5s'));
  const data = join(folder, 'hub');
  const hub = await startHubProcess(['--data', data, '--config', file]);
  const desk = await openWallPost(join(folder, 'desk'), data);
  try {
    const flags = [
      '--wall',
      '--windows',
      String(DISPLAYS),
      '--wall-display',
      '1',
      '--lang',
      'nb',
      '--theme',
      'night',
    ];
    const console = await launch(['--hub', hub.url, ...flags], screens.env);
    let walls = await wallsInOrder(console);
    for (const page of walls)
      await expect(page.locator('[data-link="live"]').first()).toBeAttached({ timeout: 60_000 });
    const [first] = walls as [Page];
    await expect(first.locator('[data-node]')).toHaveCount(0, { timeout: 180_000 });

    await shows(walls, 'normal');
    // Each display says for itself that it is alive.
    for (const page of walls) await expect(page.locator('[data-clock]')).toHaveText(/^\d\d:\d\d:\d\d$/);
    for (const shades of await wholeWall(walls, 'normal-night-nb')) expect(shades).toBeGreaterThan(PAINTED);

    // The network core of one data centre dies: the rule brings up Hendelse on all six at once.
    await region.break('core1', 'down');
    await shows(walls, 'hendelse');
    await expect(onWall(first, 'core1').first()).toHaveAttribute('data-state', 'down', { timeout: 60_000 });
    // The mosaic is never covered: it stands on the second display, and is painted there.
    await expect(onWall(walls[1] as Page, 'core1').first()).toHaveAttribute('data-rect', /\d/);
    await expect((walls[0] as Page).locator('[data-kind="cause"]')).toContainText('Kjernenett datasenter 1');
    for (const shades of await wholeWall(walls, 'hendelse-night-nb')) expect(shades).toBeGreaterThan(PAINTED);

    // A person's choice stands, though what calls for the rule goes on; who chose it is on the wall.
    const until10 = Date.now() + 600_000;
    expect(
      await desk.post.act('wall.scene', 'wall', { scene: 'vaktskifte', about: null, until: until10 }),
    ).toBeNull();
    await shows(walls, 'vaktskifte');
    for (const shades of await wholeWall(walls, 'vaktskifte-night-nb'))
      expect(shades).toBeGreaterThan(PAINTED);

    // A wall computer that starts while the hub says nothing comes up with its last scene, and says since when.
    await console.close();
    hub.signal('SIGSTOP');
    const again = await launch(['--hub', hub.url, ...flags], screens.env);
    walls = await wallsInOrder(again);
    await shows(walls, 'vaktskifte');
    await expect((walls[0] as Page).locator('[data-banner="lost"]')).toBeAttached({ timeout: 20_000 });
    await wholeWall(walls, 'vaktskifte-lost-night-nb');
    hub.signal('SIGCONT');
    for (const page of walls)
      await expect(page.locator('[data-link="live"]').first()).toBeAttached({ timeout: 60_000 });

    // A message and a panel, with who sent them and until when; the rest of the scene lives.
    expect(
      await desk.post.act('wall.message', 'wall', { text: 'Møt i krisrommet 04:30', until: until10 }),
    ).toBeNull();
    for (const page of walls) await expect(page.locator('#mirror')).toContainText('Møt i krisrommet 04:30');
    const cell = { display: 'skjerm-5', at: null };
    const panel = { kind: 'alarm-figures', settings: {} };
    expect(
      await desk.post.act('wall.send', 'wall', { id: 'sendt-001', panel, cell, until: until10 }),
    ).toBeNull();
    await expect((walls[4] as Page).locator('[data-panel="sendt-001"]')).toBeAttached();
    await wholeWall(walls, 'vaktskifte-sent-night-nb');

    // The person lets go: the take-over beneath is shown again; then it heals, and the wall rests.
    for (const what of ['message', 'sent', 'scene'] as const)
      expect(await desk.post.act('wall.clear', 'wall', { what, id: null })).toBeNull();
    await shows(walls, 'hendelse');
    await region.heal('core1');
    // All that fell with it has to be measured well again first.
    await shows(walls, 'normal', 150_000);
  } finally {
    await desk.stop();
    await hub.stop();
    await screens.stop();
    await region.stop();
  }
});
