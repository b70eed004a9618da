import { describe, expect, it } from 'vitest';
import type { CommandPayload } from '../../../../../shared/contract/commands';
import type { UnreadCommand } from '../../../../../shared/rules/incidents/decision';
import { aChannel, MessageBench } from '../../../../fixtures/message-bench';

const MINUTE = 60_000;
const FIRST = 'melding-1';

function draft(change: Partial<CommandPayload<'message.draft'>> = {}): CommandPayload<'message.draft'> {
  return {
    kind: 'first',
    series: null,
    incident: null,
    node: 'db',
    subject: 'Databasen er nede',
    body: 'Databasen er nede.',
    channels: ['post'],
    nextAt: null,
    version: null,
    ...change,
  };
}

/** A first message that was approved, and is being handed over. */
async function approved(bench = new MessageBench()): Promise<MessageBench> {
  expect(bench.give('message.draft', `message/${FIRST}`, draft())).toBeNull();
  expect(bench.give('message.approve', `message/${FIRST}`, { version: 1 })).toBeNull();
  await bench.flush();
  return bench;
}

const delivery = (bench: MessageBench, id = FIRST) => bench.message(id).deliveries[0];

describe('a message out of the room', () => {
  it('goes nowhere before somebody has approved it', async () => {
    const bench = new MessageBench();
    expect(bench.give('message.draft', `message/${FIRST}`, draft())).toBeNull();
    await bench.pass(60 * MINUTE);
    expect(bench.handed).toEqual([]);
    expect(bench.message(FIRST)).toMatchObject({ number: 'D-1', part: 1, state: 'draft', deliveries: [] });
  });

  it('is handed over as it was approved, once its word is on the disk, and then it is sent', async () => {
    const bench = await approved();
    expect(bench.handed.map(({ letter }) => letter)).toMatchObject([
      {
        id: `${FIRST}.post`,
        subject: 'Databasen er nede [D-1]',
        body: 'Databasen er nede.',
        continues: null,
      },
    ]);
    expect(delivery(bench)).toMatchObject({ state: 'sending', attempts: 1 });
    await bench.answer('sent', '250 OK');
    expect(delivery(bench)).toMatchObject({ state: 'sent', detail: '250 OK' });
    await bench.pass(24 * 60 * MINUTE);
    expect(bench.handed).toEqual([]);
  });

  it('is not handed over while the disk does not have the word', () => {
    const bench = new MessageBench();
    bench.give('message.draft', `message/${FIRST}`, draft());
    bench.give('message.approve', `message/${FIRST}`, { version: 1 });
    bench.clock.advance(MINUTE);
    expect(bench.handed).toEqual([]);
  });

  it('that was being sent when the hub was killed is unknown, and is sent again by nobody but a person', async () => {
    const bench = await approved();
    bench.kill(5_000);
    await bench.pass(60 * MINUTE);
    expect(delivery(bench)).toMatchObject({ state: 'unknown' });
    expect(bench.handed).toEqual([]);
    expect(bench.give('message.again', `message/${FIRST}`, { channel: 'post' })).toBeNull();
    await bench.flush();
    expect(bench.handed).toHaveLength(1);
    await bench.answer('sent');
    expect(delivery(bench)).toMatchObject({ state: 'sent', attempts: 1 });
    expect(bench.give('message.again', `message/${FIRST}`, { channel: 'post' })).toMatch(/alt sendt/);
  });

  it('on a page is written once more by a hub that was killed: it is the same page', async () => {
    const bench = await approved(new MessageBench([aChannel('post', { kind: 'page' })]));
    bench.kill();
    await bench.flush();
    expect(bench.handed).toHaveLength(1);
    await bench.answer('sent');
    expect(delivery(bench)?.state).toBe('sent');
  });

  it('that was refused for a while is tried again with longer pauses, and given up after ten minutes', async () => {
    const bench = await approved();
    const times: number[] = [];
    const began = bench.clock.now();
    while (delivery(bench)?.state !== 'refused') {
      if (bench.handed.length > 0) {
        times.push(Math.round((bench.clock.now() - began) / 1_000));
        await bench.answer('later', '451 prøv igjen');
        expect(delivery(bench)).toMatchObject({ state: 'waiting', detail: '451 prøv igjen' });
      }
      await bench.pass(1_000);
      expect(bench.clock.now() - began).toBeLessThan(20 * MINUTE);
    }
    expect(times.slice(0, 6)).toEqual([0, 10, 30, 70, 150, 270]);
    expect(bench.clock.now() - began).toBeGreaterThan(10 * MINUTE);
    expect(delivery(bench)?.detail).toBe('ble ikke tatt imot på 10 min; sist: 451 prøv igjen');
  });

  it('that waited for longer than its approval holds, because the hub was away, is not sent', async () => {
    const bench = new MessageBench();
    bench.give('message.draft', `message/${FIRST}`, draft());
    bench.give('message.approve', `message/${FIRST}`, { version: 1 });
    bench.durable = bench.events.length;
    bench.kill(16 * MINUTE);
    await bench.flush();
    expect(bench.handed).toEqual([]);
    expect(delivery(bench)?.state).toBe('refused');
    expect(delivery(bench)?.detail).toMatch(/godkjenningen fra 04:00 gikk ut/);
  });

  it('that waited for less is sent by the next hub', async () => {
    const bench = new MessageBench();
    bench.give('message.draft', `message/${FIRST}`, draft());
    bench.give('message.approve', `message/${FIRST}`, { version: 1 });
    bench.durable = bench.events.length;
    bench.kill(14 * MINUTE);
    await bench.flush();
    expect(bench.handed).toHaveLength(1);
  });

  it('waits for its channel where a catalogue could not be read, and is refused where it is gone from it', async () => {
    const bench = new MessageBench();
    bench.leads = () => false;
    await approved(bench);
    expect(delivery(bench)?.state).toBe('waiting');
    bench.leads = () => true;
    bench.messages.look();
    await bench.flush();
    expect(bench.handed).toHaveLength(1);
    await bench.answer('later');
    bench.say({ type: 'catalogue.changed', name: 'r', demo: false, put: [], drop: ['channel:post'] });
    await bench.pass(MINUTE);
    expect(delivery(bench)).toMatchObject({ state: 'refused' });
    expect(delivery(bench)?.detail).toMatch(/^kanalen finnes ikke lenger/);
  });

  it('keeps the order of its series in each channel', async () => {
    const bench = await approved(new MessageBench([aChannel('post'), aChannel('vev', { kind: 'webhook' })]));
    await bench.answer('later');
    bench.clock.advance(1);
    const update = draft({
      kind: 'update',
      series: FIRST,
      channels: ['post', 'vev'],
      body: 'Fortsatt nede.',
    });
    expect(bench.give('message.draft', 'message/melding-2', update)).toBeNull();
    expect(bench.give('message.approve', 'message/melding-2', { version: 1 })).toBeNull();
    await bench.flush();
    expect(bench.handed.map(({ channel }) => channel)).toEqual(['vev']);
    await bench.answer('sent');
    await bench.pass(15_000);
    expect(bench.handed.map(({ letter }) => letter.body)).toEqual(['Databasen er nede.']);
    await bench.answer('sent');
    expect(bench.handed.map(({ letter }) => letter.body)).toEqual(['Fortsatt nede.']);
    expect(bench.handed[0]?.letter.continues).toBe(`${FIRST}.post`);
    expect(bench.message('melding-2')).toMatchObject({ number: 'D-1', part: 2 });
  });

  it('is let go of a week after the last that happened in its series', async () => {
    const bench = await approved();
    await bench.answer('sent');
    await bench.pass(6 * 24 * 60 * MINUTE);
    expect(bench.message(FIRST).state).toBe('approved');
    await bench.pass(26 * 60 * MINUTE);
    expect(bench.state.incidents.has(`message:${FIRST}`)).toBe(false);
  });

  it('may still hear its answer while the hub ends, and is called off where it was not reached', async () => {
    const bench = await approved();
    const stopped = bench.messages.stop();
    await bench.answer('sent');
    await stopped;
    expect(delivery(bench)?.state).toBe('sent');

    const other = await approved();
    const handing = other.handed[0];
    const ended = other.messages.stop();
    await other.pass(2_000);
    expect(handing?.signal.aborted).toBe(true);
    handing?.end({ outcome: 'later', detail: null });
    await ended;
    expect(delivery(other)?.state).toBe('waiting');
  });

  it('that cannot be made a letter of harms no other: the hub goes on, and says so', async () => {
    const bench = new MessageBench();
    bench.give('message.draft', `message/${FIRST}`, draft());
    bench.give('message.draft', 'message/melding-2', draft({ node: 'app' }));
    bench.give('message.approve', 'message/melding-2', { version: 1 });
    const rubbish = { ...bench.message('melding-2'), id: FIRST, series: FIRST, nextAt: 1e300 };
    bench.say({
      type: 'message.moved',
      message: rubbish,
      what: 'approved',
      channel: null,
      actor: null,
      actedAt: null,
    });
    bench.durable = bench.events.length;
    bench.kill();
    await bench.flush();
    expect(bench.handed.map(({ letter }) => letter.id)).toEqual(['melding-2.post']);
    await bench.answer('sent');
    await bench.pass(16 * MINUTE);
    expect(delivery(bench)?.state).toBe('refused');
  });

  it('stays for as long as the incident that it is about is not closed, and its series can be closed', async () => {
    const bench = new MessageBench();
    const opening: UnreadCommand = {
      ...{ id: 'act-1', kind: 'incident.open', subject: 'incident/hendelse-1', actor: 'kari' },
      actedAt: bench.clock.now(),
      payload: {
        ...{
          id: 'hendelse-1',
          title: 'Hendelse',
          severity: 'high',
          commander: null,
          services: [],
          sites: [],
        },
        ...{ consequence: null, ticket: null, cause: null, alarm: null, occurredAt: null },
      },
    };
    bench.incidentAct(opening);
    const about = { incident: 'hendelse-1' };
    expect(bench.give('message.draft', `message/${FIRST}`, draft(about))).toBeNull();
    expect(bench.give('message.approve', `message/${FIRST}`, { version: 1 })).toBeNull();
    await bench.flush();
    await bench.answer('sent');
    await bench.pass(8 * 24 * 60 * MINUTE);
    expect(bench.message(FIRST).state).toBe('approved');
    const payload = { code: 'unknown', note: null };
    bench.incidentAct({
      ...opening,
      id: 'act-2',
      kind: 'incident.close',
      payload,
      actedAt: bench.clock.now(),
    });
    await bench.pass(60 * MINUTE);
    expect(bench.state.incidents.has(`message:${FIRST}`)).toBe(false);
  });
});
