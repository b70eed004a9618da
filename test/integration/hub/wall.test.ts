import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import { startConsole } from '../../../electron/main/board/console';
import type { WallEntity, WallState } from '../../../shared/model/wall';
import { BUILT_IN_SCENES } from '../../../shared/rules/wall/built-in-scenes';
import { sceneAt, sceneOf, versionsOf } from '../../../shared/rules/wall/read-wall';
import { systemClock } from '../../../shared/time/clock';
import { startHubProcess } from '../../fixtures/hub-process';
import { machineSecret, RawConsole } from '../../fixtures/raw-console';
import { Post } from '../../fixtures/shift';
import { tempFolder } from '../../fixtures/temp-folder';
import { until } from '../../fixtures/until';

/** The built hub in a process of its own, and people at two desks who say what the wall shows. */

const folder = tempFolder('wall');
const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
afterAll(() => folder.remove());

const FILE = `version: 1
name: test
services:
  - { id: dns, name: DNS, criticality: 1, alarm: { priority: 1 }, checks: [{ id: puls, kind: heartbeat, interval: 1h }] }
wall:
  displays: [{ id: a, col: 1 }, { id: b, col: 2 }]
  takeOver: [{ id: viktigst, hold: 0s }]
`;

const entitiesOf = (post: Post): ReadonlyMap<string, WallEntity> =>
  new Map(post.console.snapshot().patch.wall.put);
const stateOf = (post: Post): WallState | null => {
  const entity = entitiesOf(post).get('wall:room');
  return entity?.kind === 'wall' ? entity.value : null;
};

it('both desks see who chose what, a rule waits beneath it, all is there after kill -9, and it comes back', async () => {
  const here = join(folder.path, 'room');
  mkdirSync(here);
  const file = join(here, 'catalogue.yaml');
  writeFileSync(file, FILE);
  const data = join(here, 'data');
  const start = async () => {
    const started = await startHubProcess(['--data', data, '--config', file]);
    ends.push(() => started.stop());
    return started;
  };
  const post = async (name: string): Promise<Post> => {
    const console = startConsole({
      clock: systemClock(),
      dataFolder: join(here, name),
      hubUrl: null,
      log: () => {},
    });
    ends.push(() => console.stop());
    return new Post(console).attach(data);
  };
  const hub = await start();
  const [one, two] = [await post('one'), await post('two')];
  await one.invite({ kari: ['operator'], siv: ['shift-leader'], leser: ['viewer'] });
  await one.signIn('siv');
  await two.signIn('kari');

  // A choice with an end, seen on both desks with one moment to change at.
  const end = Date.now() + 20_000;
  const choice = { scene: 'vaktskifte', about: null, until: end };
  expect(await two.act('wall.scene', 'wall', choice)).toBeNull();
  const shown = await until('the other desk sees it', () => stateOf(one)?.shown);
  expect(shown).toMatchObject({ scene: 'vaktskifte', by: 'kari', why: 'choice', before: 'normal' });
  expect(await two.act('wall.scene', 'wall', { ...choice, scene: 'borte' })).toMatch(
    /^Scenen «borte» finnes ikke/,
  );
  expect(
    await two.act('wall.send', 'wall', {
      id: 'sendt-001',
      panel: { kind: 'map', settings: {} },
      cell: { display: 'c', at: null },
      until: end,
    }),
  ).toMatch(/ingen skjerm «c»/);

  // An alarm of the first priority waits beneath the choice, and has the wall when its time is up.
  await fetch(`${hub.url}/heartbeat/dns/puls`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ result: 'critical', output: 'nede' }),
  });
  const taken = await until('the rule waits', () => stateOf(two)?.takeOver);
  expect(taken).toMatchObject({ rule: 'viktigst', scene: 'hendelse', node: 'dns' });
  expect(stateOf(two)?.shown.why).toBe('choice');

  // Scenes: who may, versions, and nobody overwrites what they have not seen.
  const { name, arrangements } = BUILT_IN_SCENES.get('normal') ?? { name: '', arrangements: [] };
  const scene = { name: `${name} 2`, arrangements };
  expect(await two.act('scene.set', 'scene/egen', { scene, base: null })).not.toBeNull();
  expect(await one.act('scene.set', 'scene/egen', { scene, base: null })).toBeNull();
  expect(await one.act('scene.set', 'scene/egen', { scene, base: null })).toMatch(/^Det finnes en scene/);
  expect(await one.act('scene.set', 'scene/egen', { scene: { ...scene, name: 'Ny' }, base: 1 })).toBeNull();
  expect(await one.act('scene.restore', 'scene/egen', { version: 1 })).toBeNull();
  expect(await one.act('scene.remove', 'scene/normal', null)).toMatch(/følger med programmet/);
  await until('the other desk has it', () => sceneOf(entitiesOf(two), 'egen')?.version === 3);
  expect(sceneOf(entitiesOf(two), 'egen')?.name).toBe(scene.name);
  expect(versionsOf(entitiesOf(two), 'egen').map((kept) => kept.scene.version)).toEqual([3, 2, 1]);

  // A scene goes out as a text, and comes in again with a place for what is wrong.
  const raw = await new RawConsole(hub.url, 'raw', { machine: machineSecret(data) }).open();
  ends.push(async () => raw.socket.close());
  const exported = await raw.ask({ ask: 'scene-export', scene: 'egen' });
  const yaml = exported.ok ? (exported.value as { yaml: string }).yaml : '';
  expect(await raw.ask({ ask: 'scene-import', text: yaml })).toMatchObject({
    value: { scene: { id: 'egen', draft: scene }, issues: [] },
  });
  expect(await raw.ask({ ask: 'scene-import', text: yaml.replace('kind: map', 'kind: 7') })).toMatchObject({
    value: { scene: null, issues: [{ line: expect.any(Number) }] },
  });

  hub.signal('SIGKILL');
  await hub.exited;
  await start();
  await one.attach(data);
  await two.attach(data);
  await until('the choice is over', () => stateOf(one)?.shown.why === 'take-over', 40_000);
  const after = stateOf(one)?.shown;
  expect(after).toMatchObject({ scene: 'hendelse', about: 'dns', by: null, before: 'vaktskifte' });
  expect(sceneAt(after ?? shown, (after?.at ?? 0) + 1).scene).toBe('hendelse');
  expect(sceneOf(entitiesOf(one), 'egen')?.version).toBe(3);
  await until('kari is back', () => two.console.snapshot().link.phase === 'live');
  expect(await two.act('wall.clear', 'wall', { what: 'take-over', id: null })).toBeNull();
  await until('it rests, on both', () => [one, two].every((desk) => stateOf(desk)?.shown.why === 'rest'));
}, 90_000);
