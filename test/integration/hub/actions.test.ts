import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { startConsole } from '../../../electron/main/board/console';
import type { ActionRun } from '../../../shared/model/alarms';
import { systemClock } from '../../../shared/time/clock';
import { ACTION_FOLDER } from '../../estate/actions';
import { startControl } from '../../estate/control';
import { startEstate } from '../../estate/estate';
import { writeEstateFile } from '../../estate/estate-file';
import { type HubProcess, startHubProcess } from '../../fixtures/hub-process';
import { Post } from '../../fixtures/shift';
import { tempFolder } from '../../fixtures/temp-folder';
import { until } from '../../fixtures/until';

/** The built hub in a process of its own, real programs, and people at real consoles. */

const folder = tempFolder('runs');
const ends: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
afterAll(() => folder.remove());

class Room {
  readonly here: string;
  readonly data: string;
  readonly programs: string;
  catalogue: string;
  #posts = 0;

  constructor(name: string) {
    this.here = join(folder.path, name);
    this.data = join(this.here, 'data');
    this.programs = join(this.here, 'programs');
    this.catalogue = join(this.here, 'catalogue.yaml');
    mkdirSync(this.programs, { recursive: true });
  }

  /** Programs of /bin/sh by id, each with what its entry in the catalogue says besides. */
  write(actions: Readonly<Record<string, readonly [script: string, more?: string]>>): this {
    const lines = Object.entries(actions).map(([id, [script, more = '']]) => {
      const file = join(this.programs, id);
      writeFileSync(file, `#!/bin/sh\n${script}\n`);
      chmodSync(file, 0o700);
      return `  - { id: ${id}, name: ${id}, command: ["${file}"${more.includes('args') ? ', "{hva}"' : ''}], cooldown: 0s${more} }`;
    });
    writeFileSync(
      this.catalogue,
      `version: 1\nname: test\nservices: [{ id: wan, name: WAN, criticality: 1 }]\nactions:\n${lines.join('\n')}\n`,
    );
    return this;
  }

  async hub(): Promise<HubProcess> {
    const started = await startHubProcess([
      '--data',
      this.data,
      '--config',
      this.catalogue,
      '--actions',
      this.programs,
    ]);
    ends.push(() => started.stop());
    return started;
  }

  async post(): Promise<Post> {
    this.#posts += 1;
    const console = startConsole({
      clock: systemClock(),
      dataFolder: join(this.here, `post-${this.#posts}`),
      hubUrl: null,
      log: () => {},
    });
    ends.push(() => console.stop());
    return new Post(console).attach(this.data);
  }

  /** What the log holds of runs, in order. */
  logged(): readonly ActionRun[] {
    const db = new Database(join(this.data, 'log.db'), { readonly: true });
    try {
      const rows = db.prepare(`SELECT body FROM events WHERE type = 'run.moved' ORDER BY seq`).all() as {
        body: string;
      }[];
      return rows.map(({ body }) => (JSON.parse(body) as { run: ActionRun }).run);
    } finally {
      db.close();
    }
  }

  count(name = 'count'): number {
    const file = join(this.programs, name);
    return existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0;
  }
}

function runAt(post: Post, id: string): ActionRun | undefined {
  const found = post.console.snapshot().patch.alarms.put.find(([key]) => key === `run:${id}`)?.[1];
  return found?.kind === 'run' ? found.value : undefined;
}

const sees = (post: Post, id: string, state: ActionRun['state']): Promise<ActionRun> =>
  until(`run ${id} is ${state}`, () => {
    const run = runAt(post, id);
    if (run?.state !== state) throw new Error(JSON.stringify(run));
    return run;
  });

const wish = (args: ActionRun['args'] = {}, more: { dryRun?: boolean; node?: string } = {}) => ({
  args,
  node: more.node ?? null,
  dryRun: more.dryRun ?? false,
});

describe('a runbook action asked for at a desk', () => {
  it('runs once, needs a second person where it says so, and is told to everybody', async () => {
    const room = new Room('desk').write({
      si: ['echo "hei $1"', ', args: { hva: { type: text, pattern: "[a-zø ]+" } }'],
      farlig: ['echo gjort', ', approval: true'],
    });
    await room.hub();
    const [one, two] = [await room.post(), await room.post()];
    await one.invite({ kari: ['operator'], ola: ['operator'], vera: ['viewer'] });
    await one.signIn('kari');
    await two.signIn('ola');

    const said = await one.give('run.request', 'action/si', wish({ hva: 'bodø' }, { node: 'wan' }));
    expect(await one.fate(said)).toBeNull();
    expect(await sees(two, said, 'succeeded')).toMatchObject({
      output: 'hei bodø',
      exit: 0,
      requestedBy: 'kari',
    });
    expect(room.logged().map(({ state }) => state)).toEqual(['starting', 'succeeded']);
    expect(await one.act('run.request', 'action/si', wish({ hva: '; id' }))).toMatch(/^Feltet «hva»/);
    expect(await one.act('run.request', 'action/rm', wish())).toBe('«rm» står ikke på listen over tiltak.');

    const asked = await one.give('run.request', 'action/farlig', wish());
    await sees(two, asked, 'waiting');
    expect(await one.act('run.approve', `run/${asked}`, { approved: true, reason: null })).toMatch(
      /må være en annen/,
    );
    expect(
      await two.act('run.approve', `run/${asked}`, { approved: true, reason: 'sett på det' }),
    ).toBeNull();
    expect(await sees(one, asked, 'succeeded')).toMatchObject({
      output: 'gjort',
      approval: { by: 'ola', approved: true, reason: 'sett på det' },
    });

    // Whoever only looks may neither ask nor approve.
    await two.signIn('vera');
    expect(await two.act('run.request', 'action/si', wish({ hva: 'x' }))).not.toBeNull();
    expect(room.logged().filter(({ requestedBy }) => requestedBy === 'vera')).toEqual([]);
  }, 60_000);

  it('survives the hub being killed in the middle: never run twice, never said to have gone well unseen', async () => {
    const room = new Room('killed').write({
      tell: ['echo x >> "$(dirname "$0")/count"; sleep 0.05; echo ferdig'],
    });
    let hub = await room.hub();
    const post = await room.post();
    await post.invite({ kari: ['operator'] });
    await post.signIn('kari');
    const asked: string[] = [];
    const ROUNDS = 12;
    for (let round = 0; round < ROUNDS; round++) {
      asked.push(await post.give('run.request', 'action/tell', wish()));
      // From before the command has arrived to after the program has ended.
      const wait = round * 12;
      const from = performance.now();
      await until('the moment has come', () => performance.now() - from >= wait);
      hub.signal('SIGKILL');
      await hub.exited;
      hub = await room.hub();
      await post.attach(room.data);
      // The desk sends again what it was not answered; the hub knows what it has done.
      await post.fate(asked.at(-1) ?? '');
      await until('nothing is under way', () => {
        const run = runAt(post, asked.at(-1) ?? '');
        return run === undefined || run.endedAt !== null;
      });
    }
    const logged = room.logged();
    const started = new Set(logged.filter(({ state }) => state === 'starting').map(({ id }) => id));
    // Each starts once at most, ends once, and the program ran no more often than it was started.
    expect(logged.filter(({ state }) => state === 'starting')).toHaveLength(started.size);
    for (const id of started) {
      const ends = logged
        .filter((run) => run.id === id && run.state !== 'starting')
        .map(({ state }) => state);
      expect(ends).toHaveLength(1);
      expect(['succeeded', 'unknown']).toContain(ends[0]);
    }
    const succeeded = logged.filter(({ state }) => state === 'succeeded');
    expect(room.count()).toBeLessThanOrEqual(started.size);
    expect(room.count()).toBeGreaterThanOrEqual(succeeded.length);
    expect(logged.some(({ state }) => state === 'unknown')).toBe(true);
    for (const run of succeeded) expect(run.output).toBe('ferdig');
  }, 120_000);

  it('waits for its second person also across a restart of the hub', async () => {
    const room = new Room('waits').write({
      farlig: ['echo x >> "$(dirname "$0")/count"', ', approval: true'],
    });
    const hub = await room.hub();
    const [one, two] = [await room.post(), await room.post()];
    await one.invite({ kari: ['operator'], ola: ['operator'] });
    await one.signIn('kari');
    await two.signIn('ola');
    const asked = await one.give('run.request', 'action/farlig', wish());
    await sees(two, asked, 'waiting');
    hub.signal('SIGKILL');
    await hub.exited;
    await room.hub();
    await two.attach(room.data);
    expect(await two.act('run.approve', `run/${asked}`, { approved: true, reason: null })).toBeNull();
    await sees(two, asked, 'succeeded');
    expect(room.count()).toBe(1);
  }, 60_000);
});

describe('the actions of the demonstration', () => {
  it('look a name up, and start a broken service again for good', async () => {
    const room = new Room('estate');
    const estate = await startEstate({ folder: join(room.here, 'estate') });
    ends.push(() => estate.stop());
    const control = await startControl(estate);
    ends.push(() => control.stop());
    const stateFile = {
      pid: process.pid,
      control: control.url,
      catalogue: estate.catalogue,
      part: 'nett' as const,
    };
    await writeEstateFile(join(room.here, 'estate'), stateFile);
    room.catalogue = estate.catalogue;
    const hub = await startHubProcess([
      '--data',
      room.data,
      '--config',
      room.catalogue,
      '--actions',
      join(room.here, 'estate', ACTION_FOLDER),
    ]);
    ends.push(() => hub.stop());
    const one = await room.post();
    await one.invite({ kari: ['operator'], ola: ['operator'] });
    await one.signIn('kari');
    const run = async (action: string, args: ActionRun['args'], dryRun = false): Promise<ActionRun> => {
      const id = await one.give('run.request', `action/${action}`, wish(args, { dryRun }));
      expect(await one.fate(id)).toBeNull();
      return until(`${action} has ended`, () => (runAt(one, id)?.endedAt ? runAt(one, id) : null));
    };

    expect(await run('sjekk-dns', { navn: 'localhost' })).toMatchObject({
      state: 'succeeded',
      output: expect.stringMatching(/localhost/),
    });
    await estate.break('wifi@mo', 'down');
    expect(await run('sjekk-tjeneste', { node: 'wifi@mo' })).toMatchObject({
      state: 'succeeded',
      output: expect.stringMatching(/^wifi@mo: feilen «down» er slått på siden/),
    });
    expect((await run('start-på-nytt', { node: 'wifi@mo' }, true)).output).toMatch(/Ingenting er gjort\.$/);
    expect(estate.mode('wifi@mo')).toBe('down');
    expect(await run('start-på-nytt', { node: 'wifi@mo' })).toMatchObject({
      state: 'succeeded',
      output: 'Stanser wifi@mo\nStartet wifi@mo\nwifi@mo: i drift',
    });
    expect(estate.mode('wifi@mo')).toBe('normal');
    expect(await run('sjekk-tjeneste', { node: 'finnes-ikke' })).toMatchObject({ state: 'failed', exit: 1 });
    const kjerne = await one.give('run.request', 'action/start-kjerne-på-nytt', wish({ kjerne: 'core2' }));
    await sees(one, kjerne, 'waiting');
    expect(estate.mode('core2')).toBe('normal');
  }, 60_000);
});
