import type { Page } from '@playwright/test';
import { allNormal, expect, shot, test } from './support';

/** Counts what a hand does on the keyboard: a key or a chord is one; a written word is what it takes to write it. */
class Hand {
  readonly #desk: Page;
  keys = 0;
  written = 0;

  constructor(desk: Page) {
    this.#desk = desk;
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) {
      await this.#desk.keyboard.press(key);
      this.keys += 1;
    }
  }

  async write(text: string): Promise<void> {
    await this.#desk.keyboard.type(text);
    this.written += text.length;
  }
}

const row = (desk: Page, node: string) => desk.locator(`[data-alarm="${node}"]`);

test('flow (a), a slow service at one site: from sound to handled by the keyboard alone', async ({
  estate,
  launch,
}) => {
  test.setTimeout(150_000);
  const console = await launch(['--config', estate.catalogue, '--demo', '--lang', 'nb', '--theme', 'night']);
  const desk = await console.desk();
  const wall = await console.wall();
  await allNormal(wall);
  await estate.break('nhn@mo', 'slow');
  await expect(row(desk, 'nhn@mo')).toBeVisible({ timeout: 30_000 });
  const hand = new Hand(desk);

  await hand.press('F9');
  // A machine without a loudspeaker says that rather than that it is silenced.
  await expect(desk.locator('.status-bar')).toContainText(/dempet|Ingen lydenhet/i);
  await hand.press('n');
  await expect(row(desk, 'nhn@mo')).toHaveAttribute('aria-selected', 'true');
  await hand.press('k');
  await hand.write('sjekker WAN');
  await hand.press('Enter');
  await expect(row(desk, 'nhn@mo')).toHaveAttribute('data-state', 'acknowledged');
  // An acknowledgement never dims what is measured.
  await expect(row(desk, 'nhn@mo')).toContainText('Redusert');
  await expect(desk.locator('.alarm-detail')).toContainText('sjekker WAN');
  await shot(desk, 'night-a-acknowledged');
  await hand.press('r');
  await hand.press('v', 'Enter');
  await expect(desk.getByRole('dialog')).toContainText(/ringer/i);
  await hand.press('s');
  await expect(desk.getByRole('dialog')).toContainText(/svarte/i);
  await shot(desk, 'night-a-called');
  await hand.press('Escape', 't');
  await hand.write('15');
  await hand.press('Enter');
  await expect(desk.locator('.detail-head')).toContainText(
    /Neste melding (\d+\.\d+\. )?\d\d:\d\d, om 1[45] min/,
  );
  await estate.heal('nhn@mo');
  await expect(desk.locator('.detail-head')).toContainText(/Normal igjen \d\d:\d\d/, { timeout: 30_000 });
  await shot(desk, 'night-a-returned');
  // What it was, when it is over: 1 is the supplier.
  await hand.press('Space', '1', 'Enter');
  await expect(row(desk, 'nhn@mo')).toHaveCount(0);
  await desk.keyboard.press('0');
  await desk.keyboard.press('e');
  await expect(desk.locator('main')).toContainText(/leverandør/i);
  expect(hand.keys).toBeLessThanOrEqual(16);
  expect(hand.written).toBe('sjekker WAN'.length + 2);
});

test('flow (b), a data centre’s network is down: one cause, its symptoms folded, an independent fault beside it', async ({
  estate,
  launch,
}) => {
  test.setTimeout(150_000);
  const console = await launch(['--config', estate.catalogue, '--demo', '--lang', 'nb', '--theme', 'night']);
  const desk = await console.desk();
  const wall = await console.wall();
  await allNormal(wall);
  await estate.break('wan@bodø', 'down');
  await expect(row(desk, 'wan@bodø')).toBeVisible({ timeout: 30_000 });
  await expect(row(desk, 'wan@bodø')).toHaveAttribute('data-symptoms', /[1-9]/, { timeout: 20_000 });
  const hand = new Hand(desk);
  await hand.press('F9', 'n');
  await expect(row(desk, 'wan@bodø')).toHaveAttribute('aria-selected', 'true');
  await hand.press('K');
  await hand.write('ringer nettvakt');
  await hand.press('Enter');
  await expect(row(desk, 'wan@bodø')).toHaveAttribute('data-state', 'acknowledged');
  // An independent fault in the middle of it is heard of by itself.
  await estate.break('lan@hammerfest', 'down');
  await expect(row(desk, 'lan@hammerfest')).toHaveAttribute('data-state', 'unacknowledged', {
    timeout: 40_000,
  });
  await hand.press('f');
  await expect(row(desk, 'lan@hammerfest')).toHaveAttribute('aria-selected', 'true');
  await shot(desk, 'night-b-unexplained');
  await hand.press('k', 'Enter');
  await expect(row(desk, 'lan@hammerfest')).toHaveAttribute('data-state', 'acknowledged');
  await hand.press('v', 'Enter', 'i', 'Escape');
  await estate.heal();
  await expect(desk.locator('[data-state="acknowledged"], [data-state="unacknowledged"]')).toHaveCount(0, {
    timeout: 60_000,
  });
  expect(hand.keys).toBeLessThanOrEqual(14);
});

test('flow (c), again and again: shelved with an end and a reason, and it breaks through at a second site', async ({
  estate,
  launch,
}) => {
  test.setTimeout(240_000);
  const console = await launch(['--config', estate.catalogue, '--demo', '--lang', 'nb', '--theme', 'night']);
  const desk = await console.desk();
  const wall = await console.wall();
  await allNormal(wall);
  const alarm = row(desk, 'dhcp@mo');
  for (let round = 0; round < 2; round++) {
    await estate.break('dhcp@mo', 'down');
    await expect(alarm).toHaveAttribute('data-state', 'unacknowledged', { timeout: 40_000 });
    await estate.heal('dhcp@mo');
    await expect(desk.locator('[data-alarm="dhcp@mo"][data-state="unacknowledged"]')).toHaveCount(0, {
      timeout: 40_000,
    });
  }
  await estate.break('dhcp@mo', 'down');
  await expect(alarm).toHaveAttribute('data-state', 'unacknowledged', { timeout: 40_000 });
  const hand = new Hand(desk);
  await hand.press('F9', 'n');
  await expect(alarm).toHaveAttribute('aria-selected', 'true');
  await expect(alarm).toContainText(/\d ganger siden/);
  await hand.press('h', '1', 'Enter');
  await expect(alarm).toHaveAttribute('data-state', 'shelved');
  await expect(alarm).toContainText('Nede');
  await hand.press('d');
  await shot(desk, 'night-c-shelved');
  expect(hand.keys).toBe(6);
  await estate.break('dhcp@bodø', 'down');
  await expect(alarm).toHaveAttribute('data-state', 'unacknowledged', { timeout: 40_000 });
});
