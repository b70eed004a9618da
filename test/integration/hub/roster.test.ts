import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import { startConsole } from '../../../electron/main/board/console';
import type { CatalogueEntity } from '../../../shared/model/catalogue';
import type { RoomStatus } from '../../../shared/model/room';
import type { WatchEntity } from '../../../shared/model/watch';
import { dutyOf } from '../../../shared/rules/watch/duty';
import { readPlan, shiftsBetween, staffOf } from '../../../shared/rules/watch/turns';
import { systemClock } from '../../../shared/time/clock';
import { type HubProcess, startHubProcess } from '../../fixtures/hub-process';
import { Post } from '../../fixtures/shift';
import { tempFolder } from '../../fixtures/temp-folder';
import { until } from '../../fixtures/until';

/** The built hub in a process of its own: a plan in its file, and people who change it from real consoles. */

const folder = tempFolder('roster');
const ends: (() => Promise<unknown>)[] = [];
let count = 0;
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
afterAll(() => folder.remove());

const PLAN = `version: 1
name: test
services:
  - { id: dns, name: DNS, criticality: 2 }
watch:
  positions:
    - { id: operatør, name: Operatør }
  shifts:
    - { id: dag, name: Dag, from: "07:00", to: "19:15", positions: [operatør] }
    - { id: natt, name: Natt, from: "19:00", to: "07:15", positions: [operatør] }
  rota:
    - { shift: dag, position: operatør, from: 2026-01-05, by: week, turns: [kari] }
    - { shift: natt, position: operatør, from: 2026-01-05, by: week, turns: [ola, ikke-laget-ennå] }
`;

interface Room {
  readonly file: string;
  hub: () => Promise<HubProcess>;
  post: () => Promise<Post>;
}

function room(): Room {
  const here = join(folder.path, `room-${++count}`);
  mkdirSync(here);
  const file = join(here, 'catalogue.yaml');
  writeFileSync(file, PLAN);
  const data = join(here, 'data');
  let posts = 0;
  return {
    file,
    hub: async () => {
      const started = await startHubProcess(['--data', data, '--config', file]);
      ends.push(() => started.stop());
      return started;
    },
    post: async () => {
      const dataFolder = join(here, `post-${++posts}`);
      const console = startConsole({ clock: systemClock(), dataFolder, hubUrl: null, log: () => {} });
      ends.push(() => console.stop());
      return new Post(console).attach(data);
    },
  };
}

const watchOf = (post: Post): ReadonlyMap<string, WatchEntity> =>
  new Map(post.console.snapshot().patch.watch.put);
const catalogueOf = (post: Post): ReadonlyMap<string, CatalogueEntity> =>
  new Map(post.console.snapshot().patch.catalogue.put);
const statusOf = (post: Post): RoomStatus | undefined => post.console.snapshot().patch.room.put[0]?.[1];
const holders = (post: Post): string[] => dutyOf(watchOf(post))?.holders.map(({ person }) => person) ?? [];

it('a swap and a watch outlive the hub, and every console sees them', async () => {
  const made = room();
  const hub = await made.hub();
  const [leader, other] = [await made.post(), await made.post()];
  await leader.invite({ kari: ['operator'], ola: ['operator'], siv: ['shift-leader'] });
  await leader.signIn('siv');
  await other.signIn('ola');

  const plan = await until('the plan is told', () => readPlan(catalogueOf(leader)));
  const now = Date.now();
  const ref = shiftsBetween(plan, now + 86_400_000, now + 3 * 86_400_000).find(
    ({ shift }) => shift === 'dag',
  );
  if (!ref) throw new Error('no day in two days');
  expect(staffOf(plan, watchOf(leader), ref)[0]).toMatchObject({ person: 'kari', why: 'rota' });
  const value = {
    id: `${ref.id}/operatør`,
    date: ref.date,
    shift: ref.shift,
    position: 'operatør',
    person: 'ola',
    note: 'bytte',
  };
  // Whose role it is not is told so; whose it is changes it for all.
  expect(
    await other.act('roster.set', `assignment/${value.id}`, { kind: 'assignment', value }),
  ).not.toBeNull();
  expect(await leader.act('roster.set', `assignment/${value.id}`, { kind: 'assignment', value })).toBeNull();
  await until('the other desk sees it', () => staffOf(plan, watchOf(other), ref)[0]?.person === 'ola');

  const take = { position: 'operatør', alone: false, reason: null };
  expect(await other.act('duty.take', 'duty/room', take)).toBeNull();
  expect(await other.act('duty.leave', 'duty/room', null)).toMatch(/^Du er alene om vakten/);
  expect(await leader.act('duty.take', 'duty/room', { ...take, alone: true })).toMatch(/^Noen har vakten/);
  await until(
    'both see who has it',
    () => holders(leader).join() === 'ola' && holders(other).join() === 'ola',
  );

  hub.signal('SIGKILL');
  await hub.exited;
  await made.hub();
  const late = await made.post();
  await until('a new console is told', () => holders(late).join() === 'ola');
  expect(staffOf(plan, watchOf(late), ref)[0]).toMatchObject({ person: 'ola', why: 'swap', planned: 'kari' });
}, 60_000);

it('a plan with a hole is refused with its place, and the one before holds', async () => {
  const made = room();
  await made.hub();
  const post = await made.post();
  const before = await until('the plan is told', () => readPlan(catalogueOf(post)));
  writeFileSync(made.file, PLAN.replace('to: "19:15"', 'to: "18:00"'));
  const rejected = await until('the file is refused', () => statusOf(post)?.rejected);
  expect(rejected.issues).toEqual([
    {
      file: expect.stringContaining('catalogue.yaml'),
      line: 9,
      col: 48,
      reason: 'a hole: no shift from Monday 18:00 to Monday 19:00, and 6 more times a week',
    },
  ]);
  expect(readPlan(catalogueOf(post))).toEqual(before);
  writeFileSync(
    made.file,
    PLAN.replaceAll('from: 2026-01-05, by: week, turns: [kari]', 'from: 2026-01-05, by: week, turns: [ola]'),
  );
  const after = await until('the mended file is taken', () => {
    const plan = readPlan(catalogueOf(post));
    return plan?.rota[0]?.turns[0] === 'ola' && plan;
  });
  expect(after.rota).toHaveLength(2);
  expect(statusOf(post)?.rejected).toBeNull();
}, 60_000);

it('a plan written from a desk is in the file, and tells of its holes before', async () => {
  const made = room();
  await made.hub();
  const post = await made.post();
  await post.invite({ eli: ['administrator'] });
  const yaml = (to: string): string => `positions: [{ id: vakt, name: Vakt }]
shifts: [{ id: døgn, name: Døgn, from: "08:00", to: "${to}", positions: [vakt] }]
rota: [{ shift: døgn, position: vakt, from: 2026-01-05, by: day, turns: [kari, null] }]
`;
  await until('the plan is told', () => readPlan(catalogueOf(post)));
  await post.signIn('eli');
  const source = await post.console.ask({ ask: 'catalogue-source', service: null });
  if (!source.ok) throw new Error(source.error.message);
  const edit = (to: string) => ({
    base: source.value.version,
    summary: 'Døgnvakt',
    change: { kind: 'watch-plan' as const, yaml: yaml(to) },
  });
  const preview = await post.console.ask({ ask: 'catalogue-preview', edit: edit('07:00') });
  expect(preview.ok && preview.value.issues.map(({ reason }) => reason)).toEqual([
    'a hole: no shift from Monday 07:00 to Monday 08:00, and 6 more times a week',
  ]);
  expect(await post.act('catalogue.edit', 'watch', edit('07:00'))).toContain('a hole: no shift');
  expect(await post.act('catalogue.edit', 'watch', edit('08:00'))).toBeNull();
  const plan = await until('the new plan holds', () => {
    const read = readPlan(catalogueOf(post));
    return read?.patterns.length === 1 && read;
  });
  expect(plan.rota[0]?.turns).toEqual(['kari', null]);
}, 60_000);
