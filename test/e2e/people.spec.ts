import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { allNormal, expect, shot, test } from './support';

const PASSWORD = 'bølgebryter-12';
const PIN = '4711';

/** Makes somebody by keyboard on the page of people, with a password and a PIN. */
async function make(desk: Page, name: string, extraRole: string | null): Promise<void> {
  await desk.keyboard.press('n');
  await expect(desk.getByLabel(/^Navn/)).toBeFocused();
  await desk.keyboard.type(name);
  if (extraRole !== null) await desk.getByLabel(extraRole, { exact: false }).first().check();
  await desk.keyboard.press('F2');
  const password = desk.getByLabel(/Nytt passord, minst/);
  await expect(password).toBeVisible();
  await password.fill(PASSWORD);
  await desk.getByLabel(/en gang til/i).fill(PASSWORD);
  await desk.getByLabel(/Ny PIN/).fill(PIN);
  await desk.getByLabel(/Ny PIN/).press('Enter');
  await expect(desk.getByRole('status').filter({ hasText: /Lagret/i })).toBeVisible({ timeout: 20_000 });
  await desk.keyboard.press('Escape');
}

/** Chooses a person in the dialog that is open, and gives the secret. */
async function signIn(desk: Page, name: string, secret: string): Promise<void> {
  await desk.getByRole('combobox').last().fill(name);
  await desk.keyboard.press('Enter');
  await desk.locator('dialog input[type="password"]').last().fill(secret);
  await desk.keyboard.press('Enter');
  await expect(desk.getByRole('dialog')).toHaveCount(0, { timeout: 20_000 });
}

test('people by keyboard: made by the machine’s administrator, signed in, locked, changed, and never hiding the status', async ({
  estate,
  launch,
}) => {
  test.setTimeout(180_000);
  const console = await launch(['--config', estate.catalogue, '--demo', '--lang', 'nb', '--theme', 'night']);
  const desk = await console.desk();
  const wall = await console.wall();
  await allNormal(wall);
  await expect(desk.getByText('Bare denne maskinen er innlogget')).toBeVisible();
  await desk.keyboard.press('0');
  await desk.keyboard.press('p');
  await make(desk, 'driftsleder', 'administrator');
  await shot(desk, 'people-made-night-nb');
  // There is an administrator with a password now: the machine's own is let out, and comes in no more.
  await desk.keyboard.press('F6');
  await signIn(desk, 'driftsleder', PASSWORD);
  await expect(desk.locator('.status-bar')).toContainText('driftsleder', { timeout: 20_000 });
  await desk.keyboard.press('0');
  await desk.keyboard.press('p');
  await make(desk, 'nattoperatør', null);
  await desk.keyboard.press('F6');
  await signIn(desk, 'nattoperatør', PASSWORD);
  await expect(desk.locator('.status-bar')).toContainText('nattoperatør', { timeout: 20_000 });

  await estate.break('wan@mo', 'down');
  await desk.keyboard.press('1');
  const alarm = desk.locator('[data-alarm="wan@mo"]');
  await expect(alarm).toHaveAttribute('data-state', 'unacknowledged', { timeout: 30_000 });
  await desk.keyboard.press('F10');
  await expect(desk.locator('.status-bar')).toContainText(/Låst/);
  // A lock hides nothing, and silencing needs nothing.
  await expect(alarm).toContainText('Nede');
  await desk.keyboard.press('F9');
  await shot(desk, 'people-locked-night-nb');
  await desk.keyboard.press('n');
  await desk.keyboard.press('k');
  await desk.keyboard.press('Enter');
  await expect(desk.getByRole('dialog')).toContainText(/PIN/);
  await desk.locator('dialog input[type="password"]').last().fill('0000');
  await desk.keyboard.press('Enter');
  await expect(desk.getByRole('dialog').getByRole('alert').filter({ hasText: /PIN/ })).toBeVisible({
    timeout: 20_000,
  });
  await expect(alarm).toHaveAttribute('data-state', 'unacknowledged');
  await desk.locator('dialog input[type="password"]').last().fill(PIN);
  await desk.keyboard.press('Enter');
  await expect(alarm).toHaveAttribute('data-state', 'acknowledged', { timeout: 20_000 });
  await expect(alarm).toContainText('nattoperatør');
  // Over to somebody whose session lives on here: a PIN is enough, and nothing that was open is closed.
  await desk.keyboard.press('F6');
  await signIn(desk, 'driftsleder', PIN);
  await expect(desk.locator('.status-bar')).toContainText('driftsleder', { timeout: 20_000 });
  await expect(alarm).toBeVisible();
});

test('every view is without barriers, in both themes and languages', async ({ estate, launch }) => {
  test.setTimeout(180_000);
  const console = await launch(['--config', estate.catalogue, '--demo', '--lang', 'nb', '--theme', 'night']);
  const desk = await console.desk();
  const wall = await console.wall();
  await allNormal(wall);
  await estate.break('wan@mo', 'down');
  await estate.break('dns@bodø', 'slow');
  await expect(desk.locator('[data-alarm="wan@mo"]')).toBeVisible({ timeout: 30_000 });
  await expect(desk.locator('[data-alarm="dns@bodø"]')).toBeVisible({ timeout: 30_000 });
  const barriers = async (view: string): Promise<string[]> => {
    const found = await new AxeBuilder({ page: desk }).setLegacyMode(true).analyze();
    return found.violations.map((one) => `${view} ${one.id}: ${one.nodes[0]?.html.slice(0, 120)}`);
  };
  const views = [
    ['1', 'alarms'],
    ['2', 'services'],
    ['3', 'incidents'],
    ['4', 'callers'],
    ['5', 'messages'],
    ['6', 'shift-log'],
    ['7', 'handovers'],
    ['8', 'routines'],
    ['9', 'maintenance'],
    ['0e', 'log'],
    ['0v', 'roster'],
    ['0k', 'sources'],
    ['0c', 'catalogue'],
    ['0p', 'people'],
  ] as const;
  const found: string[] = [];
  for (const look of ['night-nb', 'day-en'] as const) {
    for (const [keys, view] of views) {
      for (const key of keys) await desk.keyboard.press(key);
      await expect(desk.locator('.tab[aria-current="page"]')).toContainText(keys.slice(0, 1));
      await shot(desk, `view-${view}-${look}`);
      found.push(...(await barriers(`${view} ${look}`)));
    }
    await desk.keyboard.press('1');
    await desk.keyboard.press('Shift+F');
    await expect(desk.locator('.figures')).toBeVisible();
    await expect(desk.locator('.figures table').first()).toBeVisible();
    await shot(desk, `view-figures-${look}`);
    found.push(...(await barriers(`figures ${look}`)));
    await desk.keyboard.press('1');
    await desk.keyboard.press('q');
    await expect(desk.locator('.what-if')).toBeVisible();
    await shot(desk, `view-what-if-${look}`);
    found.push(...(await barriers(`what-if ${look}`)));
    await desk.keyboard.press('q');
    for (const [key, view] of [
      ['v', 'on-call'],
      ['g', 'run'],
      ['Shift+I', 'open-incident'],
      ['y', 'user-report'],
      ['l', 'log-entry'],
      ['0', 'more'],
      ['?', 'keys'],
      ['Control+k', 'palette'],
      ['u', 'outbox'],
      ['F6', 'person'],
    ] as const) {
      await desk.keyboard.press(key);
      await expect(desk.getByRole('dialog')).toBeVisible();
      await shot(desk, `view-${view}-${look}`);
      found.push(...(await barriers(`${view} ${look}`)));
      await desk.keyboard.press('Escape');
      await expect(desk.getByRole('dialog')).toHaveCount(0);
    }
    if (look === 'night-nb') {
      await desk.keyboard.press('F7');
      await desk.keyboard.press('F8');
      await expect(desk.locator('html')).toHaveAttribute('lang', 'en');
    }
  }
  expect(found).toEqual([]);
});
