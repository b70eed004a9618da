import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { dayKey, formatClock } from '../../shared/time/format';
import { allNormal, expect, onWall, shot, test } from './support';

const barriers = async (page: Page): Promise<string[]> => {
  const found = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return found.violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.html.slice(0, 160)}`);
};

test('maintenance by keyboard: what it is expected to break is quiet, all else is heard, and ending it is heard', async ({
  estate,
  launch,
}) => {
  const console = await launch(['--config', estate.catalogue, '--demo', '--lang', 'nb', '--theme', 'night']);
  const wall = await console.wall();
  const desk = await console.desk();
  await allNormal(wall);

  await desk.keyboard.press('9');
  await expect(desk.getByText('Ingen vedlikehold er skrevet inn')).toBeVisible();
  await shot(desk, 'maintenance-empty-night-nb');
  await desk.keyboard.press('n');
  await desk.keyboard.type('Ny fastvare i WAN-ruter, Mo');
  // A beginning a minute ago: the work is under way already. In the last hour of a day, tomorrow is proposed.
  const begun = Date.now() - 60_000;
  await desk.getByLabel('Dato det begynner').fill(dayKey(begun).split('-').reverse().join('.'));
  await desk.getByLabel('Klokkeslett det begynner').fill(formatClock(begun));
  await desk.getByRole('combobox', { name: 'Legg til tjeneste eller sted' }).fill('wan@mo');
  await desk.keyboard.press('Enter');
  await expect(desk.getByText('Slik blir det')).toBeVisible();
  await shot(desk, 'maintenance-form-night-nb');
  expect(await barriers(desk)).toEqual([]);
  await desk.keyboard.press('F2');
  await expect(desk.getByText('Pågår').first()).toBeVisible({ timeout: 15_000 });

  await estate.break('wan@mo', 'down');
  await estate.break('dns@bodø', 'down');
  const planned = onWall(wall, 'wan@mo').first();
  await expect(planned).toHaveAttribute('data-state', 'down', { timeout: 20_000 });
  await expect(planned).toHaveAttribute('data-quiet', 'maintenance');
  await expect(onWall(wall, 'dns@bodø').first()).toHaveAttribute('data-quiet', '');
  await shot(wall, 'maintenance-wall-night-nb');
  await shot(desk, 'maintenance-running-night-nb');
  await desk.keyboard.press('2');
  await expect(desk.getByText('WAN', { exact: true }).first()).toBeVisible();
  await shot(desk, 'maintenance-list-night-nb');

  await desk.keyboard.press('9');
  await desk.keyboard.press('x');
  await expect(desk.getByRole('dialog')).toBeVisible();
  expect(await barriers(desk)).toEqual([]);
  await desk.getByLabel('Grunn').fill('Gikk raskere enn ventet');
  await desk.keyboard.press('Enter');
  await expect(onWall(wall, 'wan@mo').first()).toHaveAttribute('data-quiet', '', { timeout: 15_000 });
  await desk.keyboard.press('Escape');
  await desk.keyboard.press('F7');
  await desk.keyboard.press('F8');
  await expect(desk.locator('html')).toHaveAttribute('lang', 'en');
  await shot(desk, 'maintenance-ended-day-en');
  expect(await barriers(desk)).toEqual([]);
});
