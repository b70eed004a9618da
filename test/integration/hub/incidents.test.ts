import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { startConsole } from '../../../electron/main/board/console';
import type { CommandPayload } from '../../../shared/contract/commands';
import type { Incident, IncidentEntity } from '../../../shared/model/incidents';
import { provisional } from '../../../shared/rules/incidents/provisional';
import { incidentOf, tasksOf, timelineOf } from '../../../shared/rules/incidents/read-incidents';
import { Projection } from '../../../shared/rules/projection';
import { systemClock } from '../../../shared/time/clock';
import { type HubProcess, startHubProcess } from '../../fixtures/hub-process';
import { openingOf } from '../../fixtures/incident-bench';
import { Post } from '../../fixtures/shift';
import { tempFolder } from '../../fixtures/temp-folder';
import { until } from '../../fixtures/until';
import { Servers } from '../checks/servers';

/** The built hub in a process of its own, a core that really fails, and two consoles with people who coordinate. */

const folder = tempFolder('incidents');
const servers = new Servers();
const ends: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
afterAll(async () => {
  await servers.close();
  folder.remove();
});

/** A core switch, and an application that needs it at two sites. */
class Room {
  readonly bad = new Set<string>();
  readonly data: string;
  readonly #here: string;
  #posts = 0;

  constructor(name: string) {
    this.#here = join(folder.path, name);
    mkdirSync(this.#here);
    this.data = join(this.#here, 'data');
  }

  async open(): Promise<this> {
    const port = async (name: string): Promise<number> =>
      servers.http((_request, response) => {
        response.statusCode = this.bad.has(name) ? 500 : 200;
        response.end('ok');
      });
    const check = (at: number): string =>
      `[{ id: web, kind: http, url: "http://127.0.0.1:${at}/", interval: 1s, attempts: 1 }]`;
    writeFileSync(
      join(this.#here, 'catalogue.yaml'),
      [
        'version: 1',
        'name: test',
        'alarm: { latching: true }',
        'trusts: [{ id: nord, name: Nord }]',
        'sites:',
        '  - { id: mo, name: Mo, trust: nord }',
        '  - { id: alta, name: Alta, trust: nord }',
        'services:',
        `  - { id: core1, name: Kjernesvitsj 1, criticality: 1, checks: ${check(await port('core1'))} }`,
        `  - { id: dips, name: DIPS Arena, criticality: 1, sites: [mo, alta], needs: [core1], checks: ${check(await port('dips'))} }`,
        '',
      ].join('\n'),
    );
    return this;
  }

  async hub(): Promise<HubProcess> {
    const started = await startHubProcess([
      '--data',
      this.data,
      '--config',
      join(this.#here, 'catalogue.yaml'),
    ]);
    ends.push(() => started.stop());
    return started;
  }

  async post(): Promise<Post> {
    this.#posts += 1;
    const console = startConsole({
      clock: systemClock(),
      dataFolder: join(this.#here, `post-${this.#posts}`),
      hubUrl: null,
      log: () => {},
    });
    ends.push(() => console.stop());
    return new Post(console).attach(this.data);
  }

  /** Kari and Ola, each at a desk. */
  async shift(): Promise<readonly [Post, Post]> {
    const posts = [await this.post(), await this.post()] as const;
    await posts[0].invite({ kari: ['operator'], ola: ['operator'], siv: ['user-support'] });
    await posts[0].signIn('kari');
    await posts[1].signIn('ola');
    return posts;
  }
}

function incidentsOf(post: Post): ReadonlyMap<string, IncidentEntity> {
  return new Map(post.console.snapshot().patch.incidents.put);
}

/** Waits until this desk sees the incident so. */
function seesIncident(post: Post, id: string, wanted: Partial<Incident>): Promise<Incident> {
  return until(
    `${id} is ${JSON.stringify(wanted)}`,
    () => {
      const incident = incidentOf(incidentsOf(post), id);
      const same = Object.entries(wanted).every(
        ([field, value]) => JSON.stringify(incident?.[field as keyof Incident]) === JSON.stringify(value),
      );
      if (!same) throw new Error(JSON.stringify(incident));
      return incident;
    },
    20_000,
  );
}

/** What this desk shows while its outbox waits: the hub's word, and its own laid over it. */
function shownOn(post: Post): ReadonlyMap<string, IncidentEntity> {
  const { patch, outbox } = post.console.snapshot();
  const state = new Projection();
  state.load(patch, null);
  const waiting = outbox.filter(({ fate }) => fate === 'queued' || fate === 'sent');
  return provisional(state, waiting, Date.now()).incidents;
}

const opening = (id: string, change: Partial<CommandPayload<'incident.open'>> = {}) =>
  ['incident.open', `incident/${id}`, openingOf(id, { cause: 'core1', ...change })] as const;

describe('an incident that two coordinate, one of them cut off', () => {
  it('is one, with every word of both; what the desk showed is what it becomes', async () => {
    const room = await new Room('apart').open();
    await room.hub();
    const [kari, ola] = await room.shift();
    room.bad.add('core1');
    await kari.sees('core1', { condition: 'down' });
    const { id: alarm } = await ola.sees('core1', { condition: 'down' });

    await ola.detach();
    await ola.give(...opening('hendelse-ola', { alarm, severity: 'major', sites: ['alta'], ticket: 'S-7' }));
    await ola.give('incident.note', 'incident/hendelse-ola', {
      id: 'notat-ola-1',
      text: 'Alta går på papir',
    });
    await ola.give('task.set', 'task/oppgave-ola-1', {
      incident: 'hendelse-ola',
      text: 'Ring Alta',
      owner: 'ola',
    });
    await ola.give('incident.routine', 'incident/hendelse-ola', {
      site: 'alta',
      state: 'in-use',
      note: null,
    });
    await ola.give('caller.add', 'dips@alta', { by: 1 });
    const shown = shownOn(ola);
    expect(incidentOf(shown, 'hendelse-ola')).toMatchObject({ number: '', severity: 'major', ticket: 'S-7' });
    expect(shown.get('callers:dips@alta')).toMatchObject({ value: { count: 1 } });

    expect(await kari.act(...opening('hendelse-kari', { alarm, title: 'core1', sites: ['mo'] }))).toBeNull();
    expect(
      await kari.act('incident.set', 'incident/hendelse-kari', { ticket: 'S-8', commander: 'kari' }),
    ).toBeNull();
    await seesIncident(kari, 'hendelse-kari', { number: 'I-1', ticket: 'S-8' });

    await ola.attach(room.data);
    await until('all of it has been heard', () =>
      ola.console.snapshot().outbox.every(({ fate }) => fate === 'confirmed'),
    );
    const merged = {
      aliases: ['hendelse-ola'],
      ticket: 'S-8',
      severity: 'major' as const,
      sites: ['alta', 'mo'],
    };
    const one = await seesIncident(kari, 'hendelse-ola', merged);
    expect(one.id).toBe('hendelse-kari');
    await seesIncident(ola, 'hendelse-ola', { ...merged, commander: 'kari' });
    await until('the desks agree', () => {
      const [here, there] = [kari, ola].map((post) =>
        JSON.stringify([...incidentsOf(post)].sort(([a], [b]) => (a < b ? -1 : 1))),
      );
      return here === there;
    });
    const incidents = incidentsOf(kari);
    const said = JSON.stringify(timelineOf(incidents, one));
    for (const word of ['Alta går på papir', 'S-7', 'core1', 'hendelse-ola']) expect(said).toContain(word);
    expect(tasksOf(incidents, one).map(({ text, owner }) => [text, owner])).toEqual([['Ring Alta', 'ola']]);
    expect(one.routines).toMatchObject([
      { site: 'alta', state: 'in-use', by: 'ola' },
      { site: 'mo', state: 'unconfirmed' },
    ]);
    expect(incidents.get('callers:dips@alta')).toMatchObject({ value: { count: 1 } });
  });
});

describe('an incident and its cause', () => {
  it('is closed when the cause is back, not before; a hub that is killed in between has forgotten nothing', async () => {
    const room = await new Room('life').open();
    const hub = await room.hub();
    const [kari, ola] = await room.shift();
    room.bad.add('core1');
    const { id: alarm } = await kari.sees('core1', { condition: 'down' });
    expect(await kari.act(...opening('hendelse-1', { alarm, sites: ['mo'] }))).toBeNull();
    expect(await ola.acknowledge('core1', 'bytter kort')).toBeNull();
    const close = { code: 'network' as const, note: 'nytt kort' };
    expect(await ola.act('incident.close', 'incident/hendelse-1', close)).toContain(
      'Kjernesvitsj 1 er fortsatt Nede',
    );
    const promise = { until: Date.now() + 1_500 };
    expect(await kari.act('incident.update', 'incident/hendelse-1', promise)).toBeNull();

    hub.signal('SIGKILL');
    await hub.exited;
    await room.hub();
    await Promise.all([kari.attach(room.data), ola.attach(room.data)]);
    const due = await until('the next word is due', () => {
      const incident = incidentOf(incidentsOf(kari), 'hendelse-1');
      return incident?.update?.due === true && incident;
    });
    expect(due.update?.until).toBe(promise.until);

    room.bad.clear();
    const restored = await until(
      'it is back',
      () => {
        const incident = incidentOf(incidentsOf(kari), 'hendelse-1');
        return incident?.times.restored != null && incident;
      },
      30_000,
    );
    expect(restored.times.recovered).toBeLessThanOrEqual(restored.times.restored ?? 0);
    expect(await ola.act('incident.close', 'incident/hendelse-1', close)).toBeNull();
    await seesIncident(kari, 'hendelse-1', { state: 'closed', update: null });
    const lines = timelineOf(incidentsOf(kari), await seesIncident(kari, 'hendelse-1', {}));
    const told = lines.map(({ kind, by, text }) => [kind, by, text]);
    expect(told).toContainEqual(['acknowledged', 'ola', 'bytter kort']);
    expect(told).toContainEqual(['late', 'ola', 'nytt kort']);
    expect(told).toContainEqual(['update-due', null, null]);
    expect(told.filter(([kind]) => kind === 'recovered').length).toBeGreaterThan(0);
    expect(told.at(-1)).toEqual(['closed', 'ola', 'nytt kort']);
  });

  it('says clearly what is wrong with what cannot be done', async () => {
    const room = await new Room('refused').open();
    await room.hub();
    const [kari, siv] = await room.shift();
    await siv.signIn('siv');
    expect(await siv.act('caller.add', 'faks@mo', { by: 1 })).toBe(
      'Tjenesten «faks@mo» finnes ikke her. Velg en fra katalogen.',
    );
    expect(await siv.act(...opening('hendelse-1'))).toContain('operatør');
    expect(await kari.act(...opening('hendelse-1', { commander: 'siv' }))).toContain(
      'Siv kan ikke lede en hendelse',
    );
    expect(await kari.act(...opening('hendelse-1'))).toBeNull();
    expect(await kari.act('incident.merge', 'incident/hendelse-1', { into: 'hendelse-1' })).toContain(
      'alt samme hendelse',
    );
  });
});
