import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Answers, DeskBridge, ExposedBridge } from '../../shared/contract/ipc';
import type { Result } from '../../shared/util/result';
import { until } from '../fixtures/until';
import { expect, pages, test } from './support';

/** What the console's main does for desks, asked through the very bridge that their pages have. */

const onBridge = <T>(
  desk: Page,
  run: (bridge: ExposedBridge<DeskBridge>) => Promise<Result<T>>,
): Promise<Result<T>> => desk.evaluate(`(${run.toString()})(globalThis.vaktrom)`);

async function snapshot(desk: Page): Promise<Answers['board:snapshot'] | null> {
  const answer = await onBridge(desk, (bridge) => bridge.snapshot());
  return answer.ok ? answer.value : null;
}
const playing = async (desk: Page): Promise<boolean> => (await snapshot(desk))?.sound.here ?? false;

test('several desks come back where they were; one of them plays, and another when that one closes', async ({
  estate,
  launch,
}) => {
  const first = await launch(['--config', estate.catalogue, '--desk']);
  const desk = await first.desk();
  const machine = await until(
    'the machine is signed in',
    async () => (await snapshot(desk))?.identity.signedIn,
    30_000,
  );
  expect(machine.person).toBe('maskinen');
  expect(await onBridge(desk, (bridge) => bridge.openWindow('desk'))).toEqual({ ok: true, value: null });
  const second = await until('a second desk', () => pages(first.app, 'desk').find((page) => page !== desk));
  await until('the first desk plays', () => playing(desk));
  expect(await playing(second)).toBe(false);
  await first.app.evaluate(({ BrowserWindow }) => {
    const ids = BrowserWindow.getAllWindows().map(({ id }) => id);
    BrowserWindow.fromId(Math.min(...ids))?.close();
  });
  await until('the second desk plays', () => playing(second));
  expect(await onBridge(second, (bridge) => bridge.openWindow('desk'))).toEqual({ ok: true, value: null });
  await until('two desks', () => pages(first.app, 'desk').length === 2);
  await second.evaluate(() => {
    globalThis.location.hash = '#logg';
  });
  const hashes = () => pages(first.app, 'desk').map((page) => new URL(page.url()).hash);
  await until('it shows the log', () => hashes().includes('#logg'));
  // Written down where a person rests.
  await until('the settings say so', async () => {
    const folder = await first.app.evaluate(({ app }) => app.getPath('userData'));
    return readFileSync(join(folder, 'settings.json'), 'utf8').includes('#logg');
  });
  await first.app.evaluate(({ app }) => app.quit());
  await first.close();
  const again = await launch(['--config', estate.catalogue, '--desk']);
  await until('both desks are back', () => pages(again.app, 'desk').length === 2, 20_000);
  await until(
    'one of them at the log',
    () => pages(again.app, 'desk').some((page) => new URL(page.url()).hash === '#logg'),
    20_000,
  );
});

test('a table is saved as a spreadsheet opens it, and a disk that refuses is said', async ({
  estate,
  folder,
  launch,
}) => {
  const saved = join(folder, 'saved');
  const console = await launch(['--config', estate.catalogue, '--desk'], { VAKTROM_TEST_SAVE: saved });
  const desk = await console.desk();
  const answer = await onBridge(desk, (bridge) =>
    bridge.exportCsv({
      name: 'Alarmer 23.11.',
      rows: [
        ['Når', 'Svartid', 'Merknad'],
        ['23.11.2026 03:52', 4.1, '=HYPERLINK("http://x")'],
      ],
    }),
  );
  expect(answer).toEqual({ ok: true, value: { path: join(saved, 'Alarmer 23.11.csv') } });
  expect(readFileSync(join(saved, 'Alarmer 23.11.csv'), 'utf8')).toBe(
    '\uFEFFNår;Svartid;Merknad\r\n23.11.2026 03:52;4,1;"\'=HYPERLINK(""http://x"")"\r\n',
  );
  await console.app.evaluate(() => {
    process.env.VAKTROM_TEST_SAVE = '/dev/null/nowhere';
  });
  expect(await onBridge(desk, (bridge) => bridge.exportCsv({ name: 'x', rows: [['a']] }))).toMatchObject({
    ok: false,
    error: { code: 'save' },
  });
});
