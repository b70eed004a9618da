import { allNormal, expect, onWall, paintedColours, rectOf, test } from './support';

test('a service breaks: the wall says what, where and since when, in words and in pixels; and that it is back', async ({
  estate,
  launch,
}) => {
  const console = await launch(['--config', estate.catalogue, '--demo', '--lang', 'nb', '--theme', 'night']);
  const wall = await console.wall();
  await allNormal(wall);
  await estate.break('wan@mo', 'down');
  const broken = onWall(wall, 'wan@mo');
  await expect(broken.first()).toHaveAttribute('data-state', 'down', { timeout: 20_000 });
  const since = Number(await broken.first().getAttribute('data-since'));
  expect(Math.abs(Date.now() - since)).toBeLessThan(25_000);
  await expect(wall.getByText('Nede').first()).toBeAttached();

  // The mirror is not believed alone: the same place on the glass has the state's colour, and had not before.
  const rect = await rectOf(wall, 'wan@mo');
  expect(rect.w * rect.h).toBeGreaterThan(50);
  const red = '255,100,89';
  await expect.poll(async () => (await paintedColours(wall, rect)).has(red)).toBe(true);
  const desk = await console.desk();
  await expect(desk.getByText('Nede', { exact: true }).first()).toBeVisible();

  await estate.heal();
  await expect(broken).toHaveCount(0, { timeout: 20_000 });
  await expect.poll(async () => (await paintedColours(wall, rect)).has(red)).toBe(false);
});

test('one switch is down: what needs it is down with it, what has an alternative has lost its redundancy', async ({
  estate,
  launch,
}) => {
  const console = await launch(['--config', estate.catalogue, '--demo']);
  const wall = await console.wall();
  await allNormal(wall);
  await estate.break('core1', 'down');
  await expect(onWall(wall, 'core1').first()).toHaveAttribute('data-state', 'down', { timeout: 20_000 });
  await expect(onWall(wall, 'fw').first()).toHaveAttribute('data-state', 'redundancy-lost', {
    timeout: 20_000,
  });
  await expect(onWall(wall, 'wan@mo')).toHaveCount(0);
});

test('a slow service is degraded, not down', async ({ estate, launch }) => {
  const console = await launch(['--config', estate.catalogue, '--demo']);
  const wall = await console.wall();
  await allNormal(wall);
  await estate.break('dhcp@bodø', 'slow');
  await expect(onWall(wall, 'dhcp@bodø').first()).toHaveAttribute('data-state', 'degraded', {
    timeout: 25_000,
  });
});
