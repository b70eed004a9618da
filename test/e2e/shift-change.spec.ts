import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from '@playwright/test';
import { parseDocument } from 'yaml';
import type { DeskBridge } from '../../shared/contract/ipc';
import type { Role } from '../../shared/model/people';
import { wallTime } from '../../shared/time/oslo';
import type { Result } from '../../shared/util/result';
import { startHubProcess } from '../fixtures/hub-process';
import { aPerson, must, PASSWORD } from '../fixtures/people-room';
import { machineSecret, RawConsole } from '../fixtures/raw-console';
import { until } from '../fixtures/until';
import { Valve } from '../fixtures/valve';
import { allNormal, type ConsoleUnderTest, expect, onWall, shot, test } from './support';

const MINUTE = 60_000;
const PINS: Readonly<Record<string, string>> = { natt: '1111', dag: '2222' };

/** The catalogue with a plan in which the night ends in a few minutes, whatever the clock on the wall says. */
function withPlan(file: string): string {
  const wall = (at: number): string => new Date(wallTime(at)).toISOString().slice(11, 16);
  const now = Date.now();
  const [begun, ends] = [wall(now - 6 * 60 * MINUTE), wall(now + 6 * MINUTE)];
  const catalogue = parseDocument(readFileSync(file, 'utf8'));
  const { positions: known = [] } = (catalogue.toJS() as { watch?: { positions: object[] } }).watch ?? {};
  catalogue.set(
    'watch',
    catalogue.createNode({
      // Telephones of the call list are answered by positions of the estate's own plan.
      positions: [...known, { id: 'operatør', name: 'Operatør' }],
      shifts: [
        { id: 'natt', name: 'Natt', from: begun, to: ends, positions: ['operatør'] },
        { id: 'dag', name: 'Dag', from: ends, to: begun, positions: ['operatør'] },
      ],
      rota: [
        { shift: 'natt', position: 'operatør', from: '2026-01-05', by: 'day', turns: ['natt'] },
        { shift: 'dag', position: 'operatør', from: '2026-01-05', by: 'day', turns: ['dag'] },
      ],
    }),
  );
  const made = join(dirname(file), 'med-vaktplan.yaml');
  writeFileSync(made, catalogue.toString());
  return made;
}

const onBridge = <T, A>(
  page: Page,
  run: (bridge: DeskBridge, args: A) => Promise<Result<T>>,
  args: A,
): Promise<Result<T>> => page.evaluate(`(${run.toString()})(globalThis.vaktrom, ${JSON.stringify(args)})`);

async function enterAs(desk: Page, code: string, person: string): Promise<void> {
  await until('it is enrolled', async () => (await onBridge(desk, (b, args) => b.enrol(args), code)).ok);
  const asked = { person, by: 'password' as const, secret: PASSWORD };
  await until(
    `${person} is signed in`,
    async () => (await onBridge(desk, (b, args) => b.signIn(args), asked)).ok,
    20_000,
  );
}

/** Opens the handover's own window with the desk's key. */
async function handoverOf({ app }: ConsoleUnderTest, desk: Page): Promise<Page> {
  await desk.bringToFront();
  await desk.keyboard.press('Shift+H');
  const page = await until(
    'the handover window',
    () => app.windows().find((one) => one.url().includes('/handover/')),
    20_000,
  );
  await page.waitForLoadState('domcontentloaded');
  await expect(page.locator('main.handover')).toBeVisible({ timeout: 20_000 });
  return page;
}

/** Both looks of what is on the screen now, whatever is open over it. */
async function looks(page: Page, name: string): Promise<void> {
  const wear = async (theme: 'night' | 'day', lang: 'nb' | 'en'): Promise<void> => {
    await onBridge(page, (bridge, args) => bridge.setSettings(args), { theme, lang });
    await expect(page.locator('html')).toHaveAttribute('lang', lang);
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
  };
  await shot(page, `${name}-night-nb`);
  await wear('day', 'en');
  await shot(page, `${name}-day-en`);
  await wear('night', 'nb');
}

async function type(page: Page, words: string): Promise<void> {
  await page.keyboard.type(words);
  await page.keyboard.press('Enter');
}

const row = (desk: Page, node: string) => desk.locator(`[data-alarm="${node}"]`);
const line = (page: Page, words: string | RegExp) => page.locator('.note-row', { hasText: words });

test('a shift change on two consoles, with the network cut in its middle: written together, read back, signed, and everything changes hands at once', async ({
  estate,
  launch,
  folder,
}) => {
  test.setTimeout(420_000);
  const data = join(folder, 'hub');
  const saved = join(folder, 'saved');
  const hub = await startHubProcess(['--data', data, '--config', withPlan(estate.catalogue)]);
  const valve = await Valve.open(Number(new URL(hub.url).port));
  const local = await new RawConsole(hub.url, 'lokal', { machine: machineSecret(data) }).open();
  try {
    const admin = must(await local.auth({ do: 'sign-in-machine' }));
    const bearer = { session: admin.id, secret: admin.secret };
    for (const [id, name, initials, roles] of [
      ['natt', 'Nattoperatør', 'NO', ['operator']],
      ['dag', 'Dagoperatør', 'DO', ['operator', 'shift-leader']],
    ] as [string, string, string, Role[]][]) {
      must(
        await local.give(admin, 'person.set', `person/${id}`, {
          person: aPerson(id, roles, { name, initials }),
        }),
      );
      const secrets = { person: id, old: null, password: PASSWORD, pin: PINS[id] ?? null };
      must(await local.auth({ do: 'set-credentials', bearer, ...secrets }));
    }
    const codeFor = async () => must(await local.auth({ do: 'enrolment-code', bearer, kind: 'desk' })).code;
    const look = ['--lang', 'nb', '--theme', 'night'];
    const first = await launch(['--hub', hub.url, '--walls', '2', ...look], { VAKTROM_TEST_SAVE: saved });
    const second = await launch(['--hub', valve.url, '--desk', '--data', join(folder, 'dag'), ...look]);
    const [nattDesk, dagDesk, wall] = [await first.desk(), await second.desk(), await first.wall()];
    await allNormal(wall);
    await expect(wall.locator('[data-totals]')).not.toHaveAttribute('data-services', '0', {
      timeout: 20_000,
    });
    await enterAs(nattDesk, await codeFor(), 'natt');
    await enterAs(dagDesk, await codeFor(), 'dag');

    // The night: it takes the watch, something breaks, somebody has it, and it is written down.
    await nattDesk.keyboard.press('Shift+W');
    await expect(nattDesk.getByRole('dialog')).toBeVisible();
    await nattDesk.keyboard.press('Enter');
    await expect(nattDesk.locator('.status-bar')).toContainText(/Vakt Nattoperatør/, { timeout: 20_000 });
    // Something comes and goes by itself: nobody needs to write it down.
    await estate.break('nhn@mo', 'slow');
    await expect(row(nattDesk, 'nhn@mo')).toBeVisible({ timeout: 60_000 });
    await estate.heal('nhn@mo');
    await expect(onWall(wall, 'nhn@mo')).toHaveCount(0, { timeout: 40_000 });
    await estate.break('wan@bodø', 'down');
    await expect(row(nattDesk, 'wan@bodø')).toHaveAttribute('data-symptoms', /[1-9]/, { timeout: 60_000 });
    await nattDesk.keyboard.press('F9');
    await nattDesk.keyboard.press('n');
    await nattDesk.keyboard.press('Shift+K');
    await type(nattDesk, 'ringer nettvakt');
    await expect(row(nattDesk, 'wan@bodø')).toHaveAttribute('data-state', 'acknowledged');
    await nattDesk.keyboard.press('l');
    await expect(nattDesk.getByRole('dialog')).toBeVisible();
    await looks(nattDesk, 'shift-log-write');
    await type(nattDesk, 'Leverandøren lover montør 09:00');
    await expect(nattDesk.getByRole('dialog')).toHaveCount(0);
    await nattDesk.keyboard.press('6');
    await expect(nattDesk.locator('main')).toContainText('L-1', { timeout: 20_000 });
    await looks(nattDesk, 'shift-log');

    // The handover has begun by itself, drawn from what happened.
    const natt = await handoverOf(first, nattDesk);
    await expect(line(natt, /WAN/).first()).toBeVisible({ timeout: 40_000 });
    await expect(line(natt, /Norsk helsenett/).first()).toBeVisible({ timeout: 40_000 });
    const dag = await handoverOf(second, dagDesk);
    await expect(line(dag, /WAN/).first()).toBeVisible({ timeout: 40_000 });
    await natt.bringToFront();
    await natt.keyboard.press('g');
    await expect(dag.locator('main.handover')).toHaveAttribute('data-state', 'exchanging', {
      timeout: 20_000,
    });
    await looks(natt, 'handover-exchange');

    // Cut off, both go on writing; together again, nobody's words are lost.
    valve.cut();
    await expect(dagDesk.locator('[role="alert"]').first()).toContainText('Ingen kontakt med huben', {
      timeout: 15_000,
    });
    await dag.bringToFront();
    await line(dag, /WAN/).first().click();
    await dag.keyboard.press('a');
    await type(dag, 'Spør nettvakt igjen 12:00');
    await expect(line(dag, 'Spør nettvakt igjen 12:00')).toBeVisible();
    await looks(dag, 'handover-offline');
    await natt.bringToFront();
    await line(natt, /WAN/).first().click();
    await natt.keyboard.press('a');
    await type(natt, 'Reservelinjen holder til i kveld');
    await expect(line(natt, 'Reservelinjen holder til i kveld')).toBeVisible();
    valve.mend();
    for (const page of [natt, dag]) {
      await expect(line(page, 'Spør nettvakt igjen 12:00')).toBeVisible({ timeout: 40_000 });
      await expect(line(page, 'Reservelinjen holder til i kveld')).toBeVisible({ timeout: 40_000 });
    }

    // Everything critical is gone through, stated back, and read back as a whole.
    await dag.bringToFront();
    await until('every item is stated back', async () => {
      const open = dag
        .locator('.item-row[data-item]')
        .filter({ hasText: /Si tilbake|tilbakeles|ikke sagt/i });
      const rows = dag.locator('.item-row[data-item]');
      const count = await rows.count();
      for (let index = 0; index < count; index++) {
        await rows.nth(index).focus();
        await dag.keyboard.press('Enter');
        await type(dag, 'Mo på reserve');
      }
      await expect(dag.locator('.item-row:not([data-walked])')).toHaveCount(0, { timeout: 10_000 });
      return (await open.count()) === 0 || count > 0;
    });
    await dag.keyboard.press('Escape');
    await dag.locator('[data-read-back]').click();
    await type(dag, 'WAN Bodø er nede, montør 09:00, spør nettvakt 12:00');
    await expect(natt.locator('main')).toContainText('spør nettvakt 12:00', { timeout: 20_000 });
    // A signature by somebody who does not hand over is refused, and says why.
    await dag.bringToFront();
    await dag.keyboard.press('Control+Enter');
    await expect(dag.getByRole('dialog')).toBeVisible();
    await looks(dag, 'handover-sign');
    await dag.keyboard.press('Escape');

    await natt.bringToFront();
    await natt.keyboard.press('Control+Enter');
    await expect(natt.getByRole('dialog')).toBeVisible();
    await natt.keyboard.type('9999');
    await natt.keyboard.press('Enter');
    await expect(natt.locator('.form-fault')).not.toBeEmpty({ timeout: 10_000 });
    await natt.locator('dialog input[type="password"]').fill(PINS.natt ?? '');
    await natt.keyboard.press('Enter');
    await expect(dag.locator('main.handover')).toHaveAttribute('data-state', 'signed', { timeout: 20_000 });
    await looks(natt, 'handover-signed');
    // Until then the night is responsible, on the wall too.
    await expect(wall.locator('[data-handover="signed"]')).toBeAttached({ timeout: 20_000 });
    await nattDesk.bringToFront();
    await nattDesk.keyboard.press('1');
    await expect(row(nattDesk, 'wan@bodø')).toContainText('NO');

    // The day takes over at its own desk while the cable is cut: provisional, then true.
    valve.cut();
    await expect(dagDesk.locator('[role="alert"]').first()).toContainText('Ingen kontakt med huben', {
      timeout: 15_000,
    });
    await dag.bringToFront();
    await dag.keyboard.press('Control+Enter');
    await expect(dag.getByRole('dialog')).toBeVisible();
    await dag.keyboard.type(PINS.dag ?? '');
    await dag.keyboard.press('Enter');
    await expect(dag.getByRole('dialog')).toHaveCount(0, { timeout: 20_000 });
    await expect(dag.locator('body')).toContainText(/ikke bekreftet/i);
    await looks(dag, 'handover-provisional');
    expect(local.events.some(({ body }) => body.type === 'handover.moved' && body.what === 'accepted')).toBe(
      false,
    );
    valve.mend();
    await expect(dag.locator('main.handover')).toHaveAttribute('data-state', 'accepted', { timeout: 40_000 });
    const accepted = await until('one event says so', () =>
      local.events.find(({ body }) => body.type === 'handover.moved' && body.what === 'accepted'),
    );
    expect(accepted.body).toMatchObject({ duty: { holders: [{ person: 'dag' }] } });
    await expect(nattDesk.locator('.status-bar')).toContainText('Dagoperatør', { timeout: 20_000 });
    await expect(row(nattDesk, 'wan@bodø')).toContainText('DO', { timeout: 20_000 });
    await looks(natt, 'handover-accepted');

    // What is written now is proposed, and never in it.
    await natt.bringToFront();
    await line(natt, /WAN/).first().click();
    await natt.keyboard.press('a');
    await type(natt, 'Glemte: nøkkelen henger på kroken');
    await expect(natt.locator('[data-role="proposed"]')).toContainText('nøkkelen', { timeout: 20_000 });

    // On paper.
    await natt.keyboard.press('p');
    const pdf = await until(
      'the PDF',
      () => readdirSync(saved).find((name) => name.endsWith('.pdf')),
      30_000,
    );
    const written = readFileSync(join(saved, pdf));
    expect(written.subarray(0, 5).toString()).toBe('%PDF-');
    await expect(natt.locator('.paper-fate')).toContainText('.pdf', { timeout: 20_000 });
    await natt.keyboard.press('m');
    const note = await until(
      'the Markdown',
      () => readdirSync(saved).find((name) => name.endsWith('.md')),
      20_000,
    );
    const words = readFileSync(join(saved, note), 'utf8');
    expect(words).toContain('Reservelinjen holder til i kveld');
    expect(words).toContain('spør nettvakt 12:00');
    expect(words).not.toMatch(/^.*nøkkelen henger.*$/m);
    await nattDesk.bringToFront();
    await nattDesk.keyboard.press('7');
    await expect(nattDesk.locator('main')).toContainText('H-1', { timeout: 20_000 });
    await looks(nattDesk, 'handovers');
  } finally {
    local.close();
    await valve.close();
    await hub.stop();
  }
});
