import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { until } from '../fixtures/until';
import { allNormal, expect, onWall, shot, test } from './support';

/** A small room as a person wrote it, with a service that answers. */
function catalogue(folder: string, port: number): string {
  const file = join(folder, 'rom.yaml');
  writeFileSync(
    file,
    `# Written by hand.
version: 1
name: Katalogrommet
families: [{ id: klinikk, name: Klinikk }]
services:
  # The first of them.
  - id: dips
    name: DIPS Arena   # the record
    family: klinikk
    criticality: 1
    checks:
      - { id: http, kind: http, url: "http://127.0.0.1:${port}/", interval: 1s, headers: { X-Key: hemmelig-verdi } }
`,
  );
  return file;
}

test('a new service by keyboard in the form: on the wall, in the file, and out again by the history', async ({
  folder,
  launch,
}) => {
  const server = createServer((_request, response) => response.end('ok'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    const file = catalogue(folder, port);
    const before = readFileSync(file, 'utf8');
    const console = await launch(['--config', file, '--lang', 'nb', '--theme', 'night']);
    const wall = await console.wall();
    const desk = await console.desk();
    await allNormal(wall);

    // Name, address, save: a person with a keyboard, as fast as one types.
    const began = Date.now();
    await desk.keyboard.press('0');
    await desk.keyboard.press('c');
    await desk.getByText('Endret utenfor pulten').waitFor();
    await desk.keyboard.press('n');
    await expect(desk.getByLabel('Navn').first()).toBeFocused();
    await desk.keyboard.type('Lab svar', { delay: 30 });
    for (let stop = 0; stop < 6; stop += 1) await desk.keyboard.press('Tab');
    await expect(desk.getByRole('textbox', { name: 'Adresse' })).toBeFocused();
    await desk.keyboard.type(`http://127.0.0.1:${port}/lab`, { delay: 30 });
    await expect(desk.getByText('Får 1')).toBeVisible();
    await shot(desk, 'onboard-new-night-nb');
    await desk.keyboard.press('F2');
    await expect(desk.getByText('Lagret: lab-svar').last()).toBeVisible({ timeout: 15_000 });
    expect(Date.now() - began).toBeLessThan(60_000);
    expect(readFileSync(file, 'utf8')).toBe(
      `${before}  - id: lab-svar\n    name: Lab svar\n    criticality: 3\n    checks:\n      - id: http\n        kind: http\n        url: http://127.0.0.1:${port}/lab\n`,
    );
    await expect(onWall(wall, 'lab-svar').first()).toBeAttached({ timeout: 20_000 });

    // What is typed outlives the window.
    await desk.keyboard.press('0');
    await desk.keyboard.press('c');
    await desk.keyboard.press('/');
    await desk.keyboard.type('dips');
    await desk.keyboard.press('Enter');
    await desk.getByLabel('Eier').fill('EPJ-drift');
    await expect(desk.getByText('Endrer 1')).toBeVisible();
    expect(await desk.locator('body').innerText()).not.toContain('hemmelig');
    await shot(desk, 'onboard-edit-night-nb');
    const barriers = async (): Promise<string[]> => {
      const found = await new AxeBuilder({ page: desk }).setLegacyMode(true).analyze();
      return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`);
    };
    expect(await barriers()).toEqual([]);
    await desk.reload();
    await desk.locator('.top-bar').waitFor();
    await desk.keyboard.press('0');
    await desk.keyboard.press('c');
    await expect(desk.getByText('Utkast')).toBeVisible();
    await desk.getByRole('button', { name: /DIPS Arena/ }).click();
    await expect(desk.getByLabel('Eier')).toHaveValue('EPJ-drift');
    await desk.keyboard.press('F7');
    await desk.keyboard.press('F8');
    await desk.getByRole('button', { name: 'YAML' }).click();
    await shot(desk, 'onboard-yaml-day-en');
    expect(await barriers()).toEqual([]);
    await desk.keyboard.press('F2');
    await expect(desk.getByText('Saved: dips').last()).toBeVisible({ timeout: 15_000 });
    expect(readFileSync(file, 'utf8')).toContain(
      'name: DIPS Arena   # the record\n    family: klinikk\n    owner: EPJ-drift\n',
    );

    // And back to how it was.
    await desk.keyboard.press('Escape');
    await desk.keyboard.press('Escape');
    const versions = desk.locator('.history-line');
    await expect(versions).toHaveCount(3);
    await versions.last().click();
    await desk.getByRole('button', { name: 'Go back to this one' }).click();
    const dialog = desk.getByRole('dialog');
    await expect(dialog.getByText('Loses 1')).toBeVisible();
    await shot(desk, 'onboard-undo-day-en');
    await dialog.getByRole('button', { name: 'Go back to this one' }).click();
    await until('the file is as it was', () => readFileSync(file, 'utf8') === before, 15_000);
    await expect(onWall(wall, 'lab-svar')).toHaveCount(0, { timeout: 20_000 });
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
