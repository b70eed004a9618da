import { join } from 'node:path';
import { startHubProcess } from '../fixtures/hub-process';
import { until } from '../fixtures/until';
import { allNormal, expect, hubPid, onWall, shot, test } from './support';

test('the hub freezes: within five seconds a banner on every window, and nothing looks fresh', async ({
  estate,
  launch,
  folder,
}) => {
  const hubData = join(folder, 'hub');
  const console = await launch(['--config', estate.catalogue, '--hub-data', hubData, '--lang', 'nb']);
  const wall = await console.wall();
  const desk = await console.desk();
  await allNormal(wall);
  const pid = await hubPid(hubData);
  process.kill(pid, 'SIGSTOP');
  const frozen = Date.now();
  try {
    await expect(wall.locator('[role="alert"]')).toContainText('Ingen kontakt med huben', { timeout: 8_000 });
    // Five seconds from the last heartbeat, and the reading of the page itself.
    expect(Date.now() - frozen).toBeLessThan(6_000);
    await expect(desk.locator('[role="alert"]').first()).toContainText('Ingen kontakt med huben', {
      timeout: 2_000,
    });
    await expect(wall.locator('[data-link="live"]')).toHaveCount(0);
    await expect(wall.locator('[data-link]').first()).not.toHaveAttribute('data-link', 'live');
    await expect(
      desk
        .getByText(/sist kjent/i)
        .filter({ visible: true })
        .first(),
    ).toBeVisible();
    await shot(wall, 'wall-link-lost');
    await shot(desk, 'desk-link-lost');
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  await expect(wall.locator('[data-link="live"]').first()).toBeAttached({ timeout: 20_000 });
  await expect(wall.locator('[role="alert"]')).toBeEmpty();
});

test('the hub is killed: it is started again, and the watch goes on where it was', async ({
  estate,
  launch,
  folder,
}) => {
  const hubData = join(folder, 'hub');
  const console = await launch(['--config', estate.catalogue, '--hub-data', hubData]);
  const wall = await console.wall();
  await allNormal(wall);
  await estate.break('lan@mo', 'down');
  await expect(onWall(wall, 'lan@mo').first()).toHaveAttribute('data-state', 'down', { timeout: 20_000 });
  const since = await onWall(wall, 'lan@mo').first().getAttribute('data-since');
  const pid = await hubPid(hubData);
  process.kill(pid, 'SIGKILL');
  await until('another hub listens', async () => (await hubPid(hubData)) !== pid, 20_000);
  await expect(wall.locator('[data-link="live"]').first()).toBeAttached({ timeout: 20_000 });
  await expect(onWall(wall, 'lan@mo').first()).toHaveAttribute('data-since', since ?? '');
  await estate.heal();
  await allNormal(wall);
});

test('a start with the hub away shows the last known state, marked as such', async ({
  estate,
  launch,
  folder,
}) => {
  const hub = await startHubProcess(['--data', join(folder, 'far-hub'), '--config', estate.catalogue]);
  const profile = join(folder, 'profile');
  const first = await launch(['--hub', hub.url, '--data', profile, '--lang', 'en']);
  const wall = await first.wall();
  await allNormal(wall);
  await estate.break('dns@tromsø', 'down');
  await expect(onWall(wall, 'dns@tromsø').first()).toHaveAttribute('data-state', 'down', { timeout: 20_000 });
  const since = await onWall(wall, 'dns@tromsø').first().getAttribute('data-since');
  await first.close();
  await hub.stop();

  const second = await launch(['--hub', hub.url, '--data', profile, '--lang', 'en']);
  const again = await second.wall();
  await expect(onWall(again, 'dns@tromsø').first()).toHaveAttribute('data-since', since ?? '', {
    timeout: 10_000,
  });
  await expect(again.locator('[data-link="live"]')).toHaveCount(0);
  await expect(again.locator('[role="alert"]')).toContainText(/No contact with the hub/i, {
    timeout: 15_000,
  });
  const desk = await second.desk();
  await expect(
    desk
      .getByText(/last known/i)
      .filter({ visible: true })
      .first(),
  ).toBeVisible();
  await shot(again, 'wall-start-hub-away');
  await shot(desk, 'desk-start-hub-away');
});

test('two consoles on one data folder share one hub, and the second takes over when the first is killed', async ({
  estate,
  launch,
  folder,
}) => {
  const hubData = join(folder, 'hub');
  const args = ['--config', estate.catalogue, '--hub-data', hubData];
  const first = await launch([...args, '--data', join(folder, 'one')]);
  await allNormal(await first.wall());
  const pid = await hubPid(hubData);
  const second = await launch([...args, '--data', join(folder, 'two')]);
  const wall = await second.wall();
  await allNormal(wall);
  expect(await hubPid(hubData)).toBe(pid);
  first.app.process().kill('SIGKILL');
  await until('the second console has a hub of its own', async () => (await hubPid(hubData)) !== pid, 30_000);
  await expect(wall.locator('[data-link="live"]').first()).toBeAttached({ timeout: 20_000 });
});
