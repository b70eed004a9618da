import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { DeskBridge } from '../../shared/contract/ipc';
import type { Result } from '../../shared/util/result';
import { startHubProcess } from '../fixtures/hub-process';
import { aPerson, must, PASSWORD } from '../fixtures/people-room';
import { machineSecret, RawConsole } from '../fixtures/raw-console';
import { until } from '../fixtures/until';
import { Valve } from '../fixtures/valve';
import { allNormal, expect, shot, test } from './support';

const onBridge = <T, A>(
  desk: Page,
  run: (bridge: DeskBridge, args: A) => Promise<Result<T>>,
  args: A,
): Promise<Result<T>> => desk.evaluate(`(${run.toString()})(globalThis.vaktrom, ${JSON.stringify(args)})`);

const row = (desk: Page, node: string) => desk.locator(`[data-alarm="${node}"]`);

/** Both looks of what is on the screen now. */
async function looks(desk: Page, name: string): Promise<void> {
  await shot(desk, `${name}-night-nb`);
  await desk.keyboard.press('F7');
  await desk.keyboard.press('F8');
  await expect(desk.locator('html')).toHaveAttribute('lang', 'en');
  await shot(desk, `${name}-day-en`);
  await desk.keyboard.press('F7');
  await desk.keyboard.press('F8');
  await expect(desk.locator('html')).toHaveAttribute('lang', 'nb');
}

test('flow (b), coordinated, with the network cut in its middle: nothing that was done is lost, nothing is sent twice', async ({
  estate,
  launch,
  folder,
}) => {
  test.setTimeout(300_000);
  const hubData = join(folder, 'far-hub');
  const saved = join(folder, 'saved');
  const hub = await startHubProcess(['--data', hubData, '--config', estate.catalogue]);
  const valve = await Valve.open(Number(new URL(hub.url).port));
  const local = await new RawConsole(hub.url, 'lokal', { machine: machineSecret(hubData) }).open();
  try {
    const admin = must(await local.auth({ do: 'sign-in-machine' }));
    const bearer = { session: admin.id, secret: admin.secret };
    must(
      await local.give(admin, 'person.set', 'person/kari', {
        person: aPerson('kari', ['operator', 'shift-leader']),
      }),
    );
    must(
      await local.auth({
        do: 'set-credentials',
        bearer,
        person: 'kari',
        old: null,
        password: PASSWORD,
        pin: '4321',
      }),
    );
    const { code } = must(await local.auth({ do: 'enrolment-code', bearer, kind: 'desk' }));

    // A desk on the far side of a cable.
    const console = await launch(['--hub', valve.url, '--lang', 'nb', '--theme', 'night'], {
      VAKTROM_TEST_SAVE: saved,
    });
    const desk = await console.desk();
    const wall = await console.wall();
    await allNormal(wall);
    await until(
      'the console is enrolled',
      async () => (await onBridge(desk, (bridge, args) => bridge.enrol(args), code)).ok,
    );
    await until(
      'kari is signed in',
      async () =>
        (
          await onBridge(desk, (bridge, args) => bridge.signIn(args), {
            person: 'kari',
            by: 'password' as const,
            secret: PASSWORD,
          })
        ).ok,
      20_000,
    );

    await estate.break('wan@bodø', 'down');
    await expect(row(desk, 'wan@bodø')).toHaveAttribute('data-symptoms', /[1-9]/, { timeout: 40_000 });
    await desk.keyboard.press('F9');
    await desk.keyboard.press('n');
    await expect(row(desk, 'wan@bodø')).toHaveAttribute('aria-selected', 'true');
    await expect(desk.locator('.evidence-sentence')).toContainText(/WAN/);
    // Against always has a line.
    await expect(desk.locator('.evidence-lines')).toContainText('Mot');
    await desk.keyboard.press('Shift+K');
    await desk.keyboard.type('ringer nettvakt');
    await desk.keyboard.press('Enter');
    await expect(row(desk, 'wan@bodø')).toHaveAttribute('data-state', 'acknowledged');
    await looks(desk, 'incident-cause');

    // Two keystrokes from the cause.
    await desk.keyboard.press('Shift+I');
    await expect(desk.getByRole('dialog')).toBeVisible();
    await shot(desk, 'incident-open-night-nb');
    await desk.keyboard.press('Enter');
    await expect(desk.locator('.inc-head')).toContainText('I-1', { timeout: 10_000 });
    await expect(desk.locator('.inc-head')).toContainText('WAN');

    valve.cut();
    await expect(desk.locator('[role="alert"]').first()).toContainText('Ingen kontakt med huben', {
      timeout: 10_000,
    });
    // All of it goes on: a line, the next word, a task, a site's emergency routine, a message that is approved.
    await desk.keyboard.press('Shift+N');
    await desk.keyboard.type('nettvakt svarer ikke, ringer igjen');
    await desk.keyboard.press('Enter');
    await expect(desk.getByRole('dialog')).toHaveCount(0);
    await desk.keyboard.press('t');
    await desk.keyboard.type('30');
    await desk.keyboard.press('Enter');
    await expect(desk.locator('main')).toContainText('nettvakt svarer ikke, ringer igjen');
    await expect(desk.locator('main')).toContainText('ikke bekreftet av huben');
    await looks(desk, 'incident-offline');
    await desk.keyboard.press('m');
    await expect(desk.locator('.message-form')).toBeVisible();
    await shot(desk, 'message-draft-offline-night-nb');
    await desk.keyboard.press('Control+Enter');
    await expect(desk.locator('main')).toContainText(/I kø til huben svarer/);

    valve.mend();
    await expect(wall.locator('[data-link="live"]').first()).toBeAttached({ timeout: 30_000 });
    await expect(desk.locator('main')).toContainText(/D-1/, { timeout: 20_000 });
    await expect(desk.locator('main')).toContainText('Sendt', { timeout: 30_000 });
    await looks(desk, 'message-sent');
    const sent = local.events.flatMap(({ body }) =>
      body.type === 'message.moved' && body.what === 'sent' ? [body.channel] : [],
    );
    expect(new Set(sent).size).toBe(sent.length);
    expect(sent.length).toBeGreaterThan(0);
    const notes = local.events.flatMap(({ body }) =>
      body.type === 'incident.moved'
        ? body.put.flatMap((entity) =>
            entity.kind === 'entry' && entity.value.kind === 'note' ? [entity.value.text] : [],
          )
        : [],
    );
    expect(notes).toEqual(['nettvakt svarer ikke, ringer igjen']);

    // Users call: a few letters and Enter.
    await desk.keyboard.press('4');
    await desk.keyboard.type('dns bod');
    await desk.keyboard.press('Enter');
    await expect(desk.locator('main')).toContainText(/1 innringer/i, { timeout: 10_000 });
    await looks(desk, 'callers');

    await estate.heal();
    await desk.keyboard.press('1');
    await expect(row(desk, 'wan@bodø')).not.toHaveAttribute('data-state', 'unacknowledged', {
      timeout: 60_000,
    });
    await until(
      'the cause is over',
      async () => !(await desk.locator('.detail-head').innerText()).includes('Nede'),
      60_000,
    );
    await desk.keyboard.press('3');
    await desk.keyboard.press('Enter');
    await expect(desk.locator('.inc-head')).toContainText('I-1');
    await desk.keyboard.press('Shift+G');
    await desk.keyboard.press('Enter');
    await expect(desk.locator('.inc-head')).toHaveAttribute('data-state', 'restored', { timeout: 15_000 });
    await desk.keyboard.press('Shift+P');
    await expect(desk.getByRole('dialog')).toBeVisible();
    await shot(desk, 'incident-report-night-nb');
    await desk.getByRole('button', { name: /PDF/ }).click();
    await until(
      'the report is on the disk',
      () => {
        const [file] = readdirSync(saved).filter((name) => name.endsWith('.pdf'));
        return file !== undefined && statSync(join(saved, file)).size > 5_000;
      },
      30_000,
    );
    await desk.keyboard.press('Escape');
    await looks(desk, 'incident-restored');
  } finally {
    local.close();
    await valve.close();
    await hub.stop();
  }
});
