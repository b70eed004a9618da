import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { startEstate } from '../estate/estate';
import { expect, onWall, shot, test } from './support';

test('the whole region: all normal, one cause at a site, a journey that names its slow step, charts by range', async ({
  folder,
  launch,
}) => {
  test.setTimeout(420_000);
  const region = await startEstate({ folder: join(folder, 'region'), part: 'all' });
  try {
    const console = await launch([
      '--config',
      region.catalogue,
      '--demo',
      '--lang',
      'nb',
      '--theme',
      'night',
    ]);
    const wall = await console.wall();
    const desk = await console.desk();
    await expect(wall.locator('[data-link="live"]').first()).toBeAttached({ timeout: 30_000 });
    // On a busy machine the first measurements are slow ones: each has its next turn within a minute.
    await expect(wall.locator('[data-node]')).toHaveCount(0, { timeout: 150_000 });
    await shot(wall, 'region-normal-night-nb');

    // A journey through the site's own proxy says which step is slow, before anything is down.
    await region.break('dips-arena@tromsø', 'step-slow', { step: 'journal' });
    await expect(onWall(wall, 'dips-arena@tromsø').first()).toHaveAttribute('data-state', 'degraded', {
      timeout: 150_000,
    });
    await desk.keyboard.press('/');
    await desk.keyboard.type('dips arena tromsø');
    await desk.keyboard.press('Enter');
    await desk.keyboard.press('Enter');
    await expect(desk.getByRole('heading', { name: /DIPS Arena/ }).first()).toBeVisible();
    await expect(desk.getByText(/steg \d\/\d/i).first()).toBeVisible({ timeout: 20_000 });
    await shot(desk, 'region-journey-night-nb');
    const barriers = async (): Promise<string[]> => {
      const found = await new AxeBuilder({ page: desk }).setLegacyMode(true).analyze();
      return found.violations.map(
        (violation) => `${violation.id}: ${violation.nodes[0]?.html.slice(0, 160)}`,
      );
    };
    expect(await barriers()).toEqual([]);
    for (const [file, words] of [
      ['day', 'siste 24 timer'],
      ['month', 'siste 31 dager'],
      ['year', 'siste 13 måneder'],
    ] as const) {
      await desk.keyboard.press('z');
      await expect(desk.getByRole('heading', { name: words })).toBeVisible();
      await shot(desk, `region-chart-${file}-night-nb`);
    }
    expect(await barriers()).toEqual([]);

    // One cable, one line on the wall: what follows from it is counted, and named nowhere else.
    await region.break('wan@mo', 'down');
    await expect(onWall(wall, 'wan@mo').first()).toHaveAttribute('data-state', 'down', { timeout: 60_000 });
    await expect(onWall(wall, 'dips-arena@mo').first()).toHaveAttribute('data-state', 'down', {
      timeout: 90_000,
    });
    // One alarm for it on the desk as well, with what it takes down counted on its row; what was filtered is let go.
    await desk.keyboard.press('1');
    await desk.keyboard.press('Escape');
    const cause = desk.locator('[data-alarm="wan@mo"]');
    await expect(cause).toHaveAttribute('data-symptoms', /^[1-9]\d/, { timeout: 30_000 });
    await expect(desk.locator('[data-alarm="dips-arena@mo"]')).toHaveCount(0);
    await desk.keyboard.press('n');
    await shot(desk, 'region-alarms-night-nb');
    await desk.keyboard.press('F7');
    await desk.keyboard.press('F8');
    await expect(desk.locator('html')).toHaveAttribute('lang', 'en');
    await shot(wall, 'region-wan-day-en');
    await shot(desk, 'region-service-day-en');
  } finally {
    await region.stop();
  }
});
