import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Alertmanager, missingServers, startAlertmanager } from '../fixtures/alertmanager';
import { until } from '../fixtures/until';
import { allNormal, expect, onWall, shot, test } from './support';

const missing = missingServers();
const slow = {
  labels: { alertname: 'HighLatency', severity: 'warning', service: 'dips', site: 'mo' },
  summary: 'p95 4.1 s',
};
const down = {
  labels: { alertname: 'EndpointDown', severity: 'critical', service: 'dips', site: 'bodo' },
  summary: 'no answer',
};
const lost = {
  labels: { alertname: 'DiskFillingUp', severity: 'critical', host: 'adt-gw-03' },
  summary: '<b>96 %</b> full',
};

/** A room that nobody measures but the Alertmanager. */
function catalogue(folder: string, url: string): string {
  const file = join(folder, 'rom.yaml');
  writeFileSync(
    file,
    `version: 1
name: Kilderommet
trusts: [{ id: nord, name: Nord }]
sites:
  - { id: mo, name: Mo i Rana, trust: nord }
  - { id: bodo, name: Bodø, trust: nord }
families: [{ id: klinikk, name: Klinikk }]
services:
  - { id: dips, name: DIPS Arena, family: klinikk, criticality: 1, sites: all }
sources:
  # What the clinic's own people watch.
  - id: am
    name: Alertmanager klinikk
    kind: alertmanager
    url: ${url}
    poll: 500ms
    timeout: 1s
    rules:
      - match: ['service="dips"']
        service: dips
        site: '{site}'
`,
  );
  return file;
}

test('a foreign source: its alerts on wall and desk, a silence set from here, its death is never green', async ({
  folder,
  launch,
}) => {
  test.skip(missing !== null, missing ?? '');
  const am: Alertmanager = await startAlertmanager(join(folder, 'am'));
  try {
    const console = await launch(['--config', catalogue(folder, am.url), '--lang', 'nb', '--theme', 'night']);
    const wall = await console.wall();
    const desk = await console.desk();
    await allNormal(wall);

    await am.fire([slow, down, lost]);
    await expect(onWall(wall, 'dips@bodo').first()).toBeAttached({ timeout: 20_000 });
    await desk.keyboard.press('0');
    await desk.keyboard.press('k');
    await expect(desk.getByText('EndpointDown').first()).toBeVisible({ timeout: 10_000 });
    // Nothing unmatched is dropped, and a stranger's text stays text.
    await expect(desk.getByText('<b>96 %</b> full').first()).toBeVisible();
    await expect(desk.getByText('ingen tjeneste').first()).toBeVisible();
    await shot(desk, 'sources-alerts-night-nb');
    await shot(wall, 'sources-wall-night-nb');
    const barriers = async (): Promise<string[]> => {
      const found = await new AxeBuilder({ page: desk }).setLegacyMode(true).analyze();
      return found.violations.map(
        (violation) => `${violation.id}: ${violation.nodes[0]?.html.slice(0, 160)}`,
      );
    };
    expect(await barriers()).toEqual([]);

    // A silence from the desk is seen at the source, with its author, its reason and where it came from.
    await desk.getByText('EndpointDown').first().click();
    await desk.getByRole('button', { name: 'Demp i kilden' }).click();
    await desk.getByLabel('Hvorfor').fill('Nettvakt feilsøker');
    await desk.keyboard.press('F2');
    const seen = await until('the silence is at the source', async () => (await am.silences())[0], 15_000);
    expect(seen.comment).toContain('Nettvakt feilsøker');
    expect(seen.createdBy).toContain('maskinen');
    await desk.getByRole('tab', { name: /Dempinger/ }).click();
    await expect(desk.getByText('Gjelder').first()).toBeVisible({ timeout: 15_000 });
    await expect(desk.getByText('satt herfra').first()).toBeVisible();
    await shot(desk, 'sources-silences-night-nb');
    expect(await barriers()).toEqual([]);
    expect(await am.silences()).toHaveLength(1);

    // Rules are tried on what is there now.
    await desk.getByRole('tab', { name: 'Tilordning' }).click();
    await expect(desk.locator('.rules-text')).toHaveValue(/service="dips"/, { timeout: 10_000 });
    await desk.locator('.rules-text').fill(`- match: ['alertname=~".+"']\n  service: dips\n  site: mo\n`);
    await expect(desk.getByText('Regel 1: 3')).toBeVisible({ timeout: 10_000 });
    await desk.keyboard.press('F7');
    await desk.keyboard.press('F8');
    await expect(desk.locator('html')).toHaveAttribute('lang', 'en');
    await shot(desk, 'sources-mapping-day-en');
    expect(await barriers()).toEqual([]);

    // Its death makes all it vouches for unknown, with the reason, and one fault: the source itself.
    await am.end('SIGKILL');
    await expect(onWall(wall, 'am').first()).toHaveAttribute('data-state', 'down', { timeout: 20_000 });
    await expect(onWall(wall, 'dips@mo').first()).toHaveAttribute('data-state', 'unknown', {
      timeout: 10_000,
    });
    await expect(desk.getByText('Does not answer').first()).toBeVisible();
    await shot(desk, 'sources-dead-day-en');
    await shot(wall, 'sources-dead-wall-day-en');
    await am.start();
    await am.fire([slow, down, lost]);
    // Back, with the alert that belongs nowhere: only that is left to be said of it.
    await expect(onWall(wall, 'am').first()).toHaveAttribute('data-state', 'warning', { timeout: 20_000 });
    await expect(onWall(wall, 'dips@mo').first()).toHaveAttribute('data-state', 'degraded', {
      timeout: 20_000,
    });
  } finally {
    await am.end();
  }
});
