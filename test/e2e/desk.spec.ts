import { AxeBuilder } from '@axe-core/playwright';
import { allNormal, expect, shot, test } from './support';

test('the desk is worked by keyboard: filter, open a service, re-check, back; both languages, both themes, no barrier', async ({
  estate,
  launch,
}) => {
  const console = await launch(['--config', estate.catalogue, '--demo', '--lang', 'nb', '--theme', 'night']);
  const wall = await console.wall();
  const desk = await console.desk();
  await allNormal(wall);
  await estate.break('wan@mo', 'down');
  await estate.break('dns@bodø', 'slow');
  await expect(desk.getByText('Nede', { exact: true }).first()).toBeVisible({ timeout: 20_000 });
  await expect(desk.getByText('Redusert', { exact: true }).first()).toBeVisible({ timeout: 20_000 });
  await shot(wall, 'wall-night-nb');
  await shot(desk, 'desk-list-night-nb');

  await desk.keyboard.press('/');
  await desk.keyboard.type('sted:mo wan');
  await expect(desk.getByText('WAN', { exact: true }).first()).toBeVisible();
  await desk.keyboard.press('Enter');
  await desk.keyboard.press('Enter');
  await expect(desk.getByRole('heading', { name: /WAN/ }).first()).toBeVisible();
  await shot(desk, 'desk-service-night-nb');
  const barriers = async (): Promise<string[]> => {
    const found = await new AxeBuilder({ page: desk }).setLegacyMode(true).analyze();
    return found.violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.html.slice(0, 120)}`);
  };
  expect(await barriers()).toEqual([]);
  await desk.keyboard.press('r');
  await expect(desk.getByText(/Utboks/).first()).toBeVisible();
  await desk.keyboard.press('F7');
  await expect(desk.locator('html')).toHaveAttribute('data-theme', 'day');
  await desk.keyboard.press('F8');
  await expect(desk.locator('html')).toHaveAttribute('lang', 'en');
  await expect(wall.locator('html')).toHaveAttribute('lang', 'en');
  await shot(desk, 'desk-service-day-en');
  await desk.keyboard.press('Escape');
  await shot(desk, 'desk-list-day-en');
  await shot(wall, 'wall-day-en');
  expect(await barriers()).toEqual([]);
  await desk.keyboard.press('?');
  await expect(desk.getByRole('dialog')).toBeVisible();
  await shot(desk, 'desk-keys-day-en');
  await desk.keyboard.press('Escape');
  await desk.keyboard.press('0');
  await desk.keyboard.press('e');
  await shot(desk, 'desk-events-day-en');
  expect(await barriers()).toEqual([]);
});
