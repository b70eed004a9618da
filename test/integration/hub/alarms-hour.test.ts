import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { startHub } from '../../../electron/hub/hub';
import type { RunningHub } from '../../../electron/hub/hub-options';
import { startConsole } from '../../../electron/main/board/console';
import { hubConfig } from '../../../shared/contract/hub-config';
import { HastyClock } from '../../fixtures/hasty-clock';
import { Post } from '../../fixtures/shift';
import { tempFolder } from '../../fixtures/temp-folder';
import { until } from '../../fixtures/until';

/** A real hub and real consoles on one clock that lets an hour pass in a moment. */

const MINUTE = 60_000;
/** Within one day whenever the test is run: times of another day are said with their date. */
const FORENOON = new Date().setUTCHours(9, 0, 0, 0);
const folder = tempFolder('alarms-hour');
const ends: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
afterAll(() => folder.remove());

/** A room of things that tell how they are themselves, so that an hour without a word makes nothing stale. */
class Room {
  readonly clock = new HastyClock(FORENOON);
  readonly data: string;
  readonly #here: string;
  #hub: RunningHub | null = null;
  #posts = 0;

  constructor(name: string) {
    this.#here = join(folder.path, name);
    mkdirSync(this.#here);
    this.data = join(this.#here, 'data');
    const check = 'checks: [{ id: beat, kind: heartbeat, interval: 12h, attempts: 1 }]';
    const services = ['db', 'print', 'mail'].map(
      (id) => `  - { id: ${id}, name: ${id}, criticality: 1, ${check} }`,
    );
    writeFileSync(
      join(this.#here, 'catalogue.yaml'),
      `version: 1\nname: test\nalarm: { latching: true }\nonCall:\n  - id: nett\n    name: Nettvakt\n    contacts: [{ id: vakt, name: Nettvakt, phone: "4410" }]\nservices:\n${services.join('\n')}\n`,
    );
  }

  async open(): Promise<this> {
    this.#hub = await startHub({
      config: hubConfig.parse({ data: this.data, catalogue: join(this.#here, 'catalogue.yaml') }),
      clock: this.clock,
      log: () => {},
      onFatal: (reason) => {
        throw new Error(reason);
      },
    });
    ends.push(() => this.close());
    for (const id of ['db', 'print', 'mail']) await this.tell(id, 'ok');
    return this;
  }

  async close(): Promise<void> {
    const hub = this.#hub;
    this.#hub = null;
    await hub?.stop();
  }

  async tell(service: string, result: 'ok' | 'warning' | 'critical'): Promise<void> {
    const answer = await fetch(`${this.#hub?.url}/heartbeat/${encodeURIComponent(`${service}/beat`)}`, {
      method: 'POST',
      body: JSON.stringify({ result, output: result }),
    });
    expect(answer.status).toBe(202);
  }

  async post(): Promise<Post> {
    this.#posts += 1;
    const console = startConsole({
      clock: this.clock,
      dataFolder: join(this.#here, `post-${this.#posts}`),
      hubUrl: null,
      log: () => {},
    });
    ends.push(() => console.stop());
    return new Post(console).attach(this.data);
  }

  /** Two desks with a person at each. */
  async shift(): Promise<readonly [Post, Post]> {
    const [one, two] = [await this.post(), await this.post()];
    await one.invite({ kari: ['operator'], ola: ['operator'] });
    return [await one.signIn('kari'), await two.signIn('ola')];
  }
}

describe('an hour in which one of two is offline', () => {
  it('both see afterwards what happened: nothing is lost, and nothing is done by surprise', async () => {
    const room = await new Room('apart').open();
    const [kari, ola] = await room.shift();
    await room.tell('db', 'warning');
    await room.tell('print', 'critical');
    await ola.sees('db', { state: 'unacknowledged', condition: 'degraded' });
    await ola.sees('print', { state: 'unacknowledged' });

    await ola.detach();
    // Ola works on with what he last saw.
    const ack = await ola.give('alarm.acknowledge', 'db', {
      ...ola.drawn('db'),
      note: 'sett i Bodø',
      own: true,
    });
    const note = await ola.give('alarm.note', 'print', { alarm: 'A-2', text: 'tom for papir' });
    const second = await ola.give('alarm.acknowledge', 'print', {
      ...ola.drawn('print'),
      note: 'min',
      own: true,
    });
    const shelf = await ola.give('alarm.shelve', 'print', {
      ...ola.drawn('print'),
      until: room.clock.now() + 30 * MINUTE,
      code: 'known-fault',
      reason: 'papir',
      breakAfterMs: null,
    });
    const call = {
      id: 'samtale-1',
      team: 'nett',
      contact: 'Nettvakt',
      phone: '4410',
      node: 'db',
      by: 'ola',
      at: room.clock.now(),
      outcome: 'no-answer' as const,
      settledAt: room.clock.now(),
      etaAt: null,
      note: null,
    };
    const called = await ola.give('call.log', 'oncall/nett', { call });
    expect(ola.console.snapshot().outbox.filter(({ fate }) => fate === 'queued')).toHaveLength(5);
    expect(ola.alarm('db')?.state, 'what waits changes nothing that is shown').toBe('unacknowledged');

    // Meanwhile Kari, who knows nothing of that.
    expect(await kari.acknowledge('print', 'ringer lager')).toBeNull();
    await room.clock.pass(15 * MINUTE);
    expect(await kari.act('alarm.note', 'print', { alarm: 'A-2', text: 'ikke på lager' })).toBeNull();
    await room.tell('db', 'critical');
    await kari.sees('db', { condition: 'down', state: 'unacknowledged' });
    expect(await kari.acknowledge('db', 'ringer nettvakt')).toBeNull();
    await room.clock.pass(15 * MINUTE);
    expect(await kari.act('alarm.note', 'db', { alarm: 'A-1', text: 'svarte' })).toBeNull();
    expect(await kari.act('alarm.note', 'print', { alarm: 'A-2', text: 'på vei' })).toBeNull();
    await room.clock.pass(19 * MINUTE);
    expect(
      await kari.act('alarm.timer', 'db', { alarm: 'A-1', until: room.clock.now() + 30 * MINUTE }),
    ).toBeNull();
    expect(await kari.act('alarm.note', 'print', { alarm: 'A-2', text: 'står for tur' })).toBeNull();
    await room.clock.pass(11 * MINUTE);

    await ola.attach(room.data);
    expect(await ola.fate(ack)).toMatch(
      /^Kari kvitterte db \d\d:\d\d, før dette kom fram\. Den er nå Nede \(var Redusert da du så den\)\. Notatet ditt er tatt vare på\.$/,
    );
    expect(await ola.fate(note)).toBeNull();
    expect(await ola.fate(second)).toMatch(
      /^Kari kvitterte print \d\d:\d\d, før dette kom fram\. Notatet ditt er tatt vare på\.$/,
    );
    // What is no longer what he meant is said to be so, and waits to be seen by him.
    expect(await ola.fate(shelf)).toBe('expired');
    expect(await ola.fate(called)).toBeNull();

    // Nothing of what Kari did is undone, and what Ola said is there for both.
    const db = await kari.sees('db', { state: 'acknowledged', owner: 'kari', condition: 'down' });
    expect(db.note, 'what was said last, not what arrived last').toMatchObject({
      by: 'kari',
      text: 'svarte',
    });
    await kari.sees('print', { state: 'acknowledged', owner: 'kari' });
    await until('both stand at the same', () => {
      expect(ola.alarms()).toEqual(kari.alarms());
      return true;
    });
    for (const desk of [kari, ola]) {
      expect((await desk.story('db')).slice(1)).toEqual([
        'down',
        'kari acknowledge',
        'kari note',
        'kari timer',
        'ola note',
      ]);
      expect((await desk.story('print')).slice(1)).toEqual([
        'kari acknowledge',
        'kari note',
        'kari note',
        'kari note',
        'ola note',
        'ola note',
      ]);
    }
    const calls = kari.console.snapshot().patch.alarms.put.filter(([key]) => key.startsWith('call:'));
    expect(calls).toEqual([['call:samtale-1', { kind: 'call', value: call }]]);
  }, 60_000);
});

describe('an act that waited', () => {
  it('does not silence what asked for somebody again after it was done', async () => {
    const room = await new Room('again-asked').open();
    const [kari, ola] = await room.shift();
    await room.tell('db', 'critical');
    await ola.sees('db', { state: 'unacknowledged' });
    await ola.detach();
    const ack = await ola.give('alarm.acknowledge', 'db', { ...ola.drawn('db'), note: null, own: true });
    expect(await kari.acknowledge('db')).toBeNull();
    // Nothing moves for twenty minutes, and it asks again, as bad as it was and under the same number.
    await room.clock.pass(22 * MINUTE);
    await kari.sees('db', { state: 'unacknowledged', id: 'A-1', condition: 'down' });
    await ola.attach(room.data);
    expect(await ola.fate(ack)).toMatch(
      /^db meldte seg på nytt \d\d:\d\d, etter at du så den: Nede siden \d\d:\d\d\. Se på den igjen før du kvitterer\.$/,
    );
    expect(await ola.acknowledge('db')).toBeNull();
    await kari.sees('db', { state: 'acknowledged', owner: 'ola' });
  }, 60_000);
});

describe('what time does to alarms in a real hub', () => {
  it('ends a shelf at its time, after a word of warning, and asks again', async () => {
    const room = await new Room('shelf').open();
    const [kari, ola] = await room.shift();
    await room.tell('db', 'critical');
    await kari.sees('db', { state: 'unacknowledged' });
    const until = room.clock.now() + 30 * MINUTE;
    const shelf = { code: 'known-fault' as const, reason: 'kjent', breakAfterMs: null };
    expect(await kari.act('alarm.shelve', 'db', { ...kari.drawn('db'), until, ...shelf })).toBeNull();
    await ola.sees('db', { state: 'shelved', condition: 'down' });
    await room.clock.pass(24 * MINUTE);
    expect(ola.alarm('db')?.shelf?.warned).toBe(false);
    await room.clock.pass(2 * MINUTE);
    await ola.sees('db', { state: 'shelved' });
    expect((await ola.sees('db', { state: 'shelved' })).shelf?.warned).toBe(true);
    await room.clock.pass(5 * MINUTE);
    await ola.sees('db', { state: 'unacknowledged', shelf: null });
    await kari.sees('db', { state: 'unacknowledged', shelf: null });
  }, 60_000);

  it('breaks an acknowledgement after which nobody did anything for twenty minutes, and not one that is worked on', async () => {
    const room = await new Room('stalled').open();
    const [kari, ola] = await room.shift();
    await room.tell('db', 'critical');
    await room.tell('print', 'critical');
    await kari.sees('db', { state: 'unacknowledged' });
    await kari.sees('print', { state: 'unacknowledged' });
    expect(await kari.acknowledge('db')).toBeNull();
    expect(await kari.acknowledge('print')).toBeNull();
    await room.clock.pass(15 * MINUTE);
    expect(await ola.act('alarm.note', 'print', { alarm: 'A-2', text: 'på saken' })).toBeNull();
    await room.clock.pass(6 * MINUTE);
    const broken = await ola.sees('db', { state: 'unacknowledged' });
    expect(broken.broken?.why).toBe('stalled');
    expect(ola.alarm('print')?.state).toBe('acknowledged');
  }, 60_000);

  it('goes on where it was after a restart in good order', async () => {
    const room = await new Room('again').open();
    const [kari] = await room.shift();
    await room.tell('db', 'critical');
    await kari.sees('db', { state: 'unacknowledged' });
    expect(await kari.acknowledge('db')).toBeNull();
    await room.close();
    await room.clock.pass(25 * MINUTE);
    await room.open();
    await kari.attach(room.data);
    // What the restart told anew (it is well again) came after what time had done: nobody was there to see it.
    const story = await kari.story('db');
    expect(story).toContain('stalled');
    await kari.sees('db', { condition: 'normal', state: 'returned' });
  }, 60_000);
});
