import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { hashOfText } from '../../../shared/rules/handover/compose';
import { tempFolder } from '../../fixtures/temp-folder';
import { until } from '../../fixtures/until';
import { Valve } from '../../fixtures/valve';
import { Servers } from '../checks/servers';
import { type Desk, exchanged, invitePeople, NightRoom, prepared } from './night';

/** A shift change with the built hub in a process of its own, a service that is really down, and real consoles. */

const folder = tempFolder('handover');
const servers = new Servers();
const rooms: NightRoom[] = [];

afterEach(async () => {
  for (const room of rooms.splice(0)) await room.close();
});
afterAll(async () => {
  await servers.close();
  folder.remove();
});

async function aRoom(name: string): Promise<NightRoom> {
  const room = await new NightRoom(join(folder.path, name), servers).prepare();
  rooms.push(room);
  return room;
}

/** When this desk knows it to be accepted. */
async function accepted(desk: Desk): Promise<void> {
  await until(
    'it is accepted',
    () => {
      if (desk.handover?.state !== 'accepted') throw new Error(JSON.stringify(desk.handover));
      return true;
    },
    20_000,
  );
}

describe('a handover between two desks', () => {
  it('is drawn, gone through, signed and accepted; and everything changes hands', async () => {
    const room = await aRoom('two-desks');
    await room.hub();
    const [one, two] = [await room.desk(), await room.desk()];
    await invitePeople(one);
    await one.signIn('kari');
    await two.signIn('ola');
    const begun = await prepared(one);
    expect(begun).toMatchObject({
      number: 'H-1',
      state: 'preparing',
      outgoing: [{ position: 'vakt', person: 'kari' }],
      incoming: [{ position: 'vakt', person: 'ola' }],
      transfers: [{ kind: 'alarm', id: 'dips@mo', from: 'kari', to: 'ola' }],
    });
    await one.open();
    await two.open();
    await until('the lines are in both windows', () =>
      [one, two].every(({ document }) => document.auto.some(({ critical }) => critical)),
    );
    await one.summarise('DIPS Mo er nede, leverandør ringt');
    await until('the other has read it', () => two.document.summary.startsWith('DIPS Mo'));

    // Whoever signs too early, or is not on watch, is told what to do.
    const text = one.text();
    const early = { text, transfers: begun.transfers, exception: null };
    expect(await one.done('handover.sign', early)).toMatch(
      /^Det mangler kritiske punkter som ikke er gått gjennom/,
    );
    expect(await two.done('handover.sign', early)).toBe(
      'Ola har ikke vakten og kan ikke overlevere den. Kari signerer, eller rett hvem som overleverer.',
    );
    await exchanged(one);
    await until(
      'the other desk has the read-back',
      () => two.document.readBack !== '' && two.handover?.readBack,
    );
    expect(await one.fate(await one.sign())).toBeNull();
    const signed = await until('the other desk sees the signature', () =>
      two.handover?.state === 'signed' ? two.handover : undefined,
    );
    expect(one.onWatch()).toEqual({ holders: ['kari'], consoles: ['kari'] });
    expect(await one.fate(await one.accept(signed.hash ?? ''))).toMatch(
      /^Kari står ikke som påtroppende vakt/,
    );
    expect(await two.fate(await two.accept(signed.hash ?? ''))).toBeNull();
    for (const desk of [one, two]) {
      await accepted(desk);
      expect(desk.onWatch()).toEqual({ holders: ['ola'], consoles: ['ola'] });
      await desk.sees('dips@mo', { owner: 'ola' });
    }
    const kept = await two.console.ask({ ask: 'handover-text', handover: signed.id });
    expect(kept.ok && kept.value.text && hashOfText(kept.value.text)).toBe(signed.hash);
    expect(kept.ok && kept.value.text?.summary).toBe('DIPS Mo er nede, leverandør ringt');

    // What is written afterwards is proposed, and never in what was signed.
    await one.summarise('NB: ');
    const amended = await until('it is proposed', () => two.handover?.amendments[0], 20_000);
    expect(amended).toMatchObject({ line: 'summary', by: 'kari', state: 'proposed' });
    expect(await two.done('handover.amendment', { amendment: amended.id, taken: true })).toBeNull();
    const answer = await two.console.ask({ ask: 'handovers', from: 0, to: Date.now() + 60_000, limit: 10 });
    expect(answer.ok && answer.value).toMatchObject({
      complete: true,
      handovers: [{ handover: { number: 'H-1', amendments: [{ state: 'taken' }] } }],
    });
    expect(answer.ok && answer.value.handovers[0]?.text?.summary).toBe('DIPS Mo er nede, leverandør ringt');
    const figures = await two.console.ask({ ask: 'adherence', from: 0, to: Date.now() + 60_000 });
    expect(figures.ok && figures.value.rows).toMatchObject([
      { position: null, handovers: 1, readBack: 1, exceptions: 0 },
      { position: 'vakt', handovers: 1 },
    ]);
  }, 120_000);
});

describe('a handover with the hub away', () => {
  it('is signed by both at one desk, waits, and is the hub’s when it is back, as it was done', async () => {
    const room = await aRoom('away');
    const hub = await room.hub();
    const valve = await Valve.open(Number(new URL(hub.url).port));
    room.ends.push(() => valve.close());
    const one = await room.desk(valve.url);
    await invitePeople(one);
    await one.signIn('ola');
    await one.signIn('kari');
    await prepared(one);
    await one.open();
    await until('the lines are here', () => one.document.auto.some(({ critical }) => critical));
    await exchanged(one);
    valve.cut();
    await until('the silence is noticed', () => one.console.snapshot().link.phase === 'lost', 15_000);
    await one.summarise('Skrevet uten hub');
    const text = one.text();
    const before = Date.now();
    const signed = await one.sign();
    const taken = await one.accept(hashOfText(text), 'ola');
    const after = Date.now();
    for (const id of [signed, taken]) expect(one.entry(id)?.fate).toBe('queued');
    // Meanwhile something comes up that nobody at that desk could know of.
    room.down = false;
    valve.mend();
    expect(await one.fate(signed)).toBeNull();
    expect(await one.fate(taken)).toBeNull();
    await accepted(one);
    expect(one.onWatch()).toEqual({ holders: ['ola'], consoles: ['ola'] });
    const { acceptedAt, signatures, hash } = one.handover ?? {};
    expect(hash).toBe(hashOfText(text));
    expect(acceptedAt).toBeGreaterThanOrEqual(before - 5_000);
    expect(acceptedAt).toBeLessThanOrEqual(after + 5_000);
    expect(signatures?.map(({ person, role, console }) => [person, role, console])).toEqual([
      ['kari', 'outgoing', one.id],
      ['ola', 'incoming', one.id],
    ]);
  }, 120_000);
});

describe('a hub that is killed around the acceptance', () => {
  it('has it once, whole, or not at all, and the desk’s word reaches it in any case', async () => {
    const room = await aRoom('killed');
    let hub = await room.hub();
    const { port } = new URL(hub.url);
    const one = await room.desk();
    await invitePeople(one);
    await one.signIn('ola');
    await one.signIn('kari');
    // Killed before it can have heard, when it has the signature, and when the desk has heard of the acceptance.
    for (let round = 0; round < 3; round++) {
      const [from, to] = round % 2 === 0 ? ['kari', 'ola'] : ['ola', 'kari'];
      if (round === 0) await prepared(one);
      else await nextHandover(one, from, to);
      await one.open();
      const key = `handover of round ${round}`;
      const sign = { text: { ...one.text(), summary: key }, transfers: one.handover?.transfers ?? [] };
      const exception = { reason: 'prøve' };
      const signed = await one.do(
        'handover.sign',
        { ...sign, transfers: [...sign.transfers], exception },
        from,
      );
      const taken = await one.do('handover.accept', { hash: hashOfText(sign.text), exception }, to);
      if (round === 1) await one.fate(signed);
      if (round === 2)
        await until('the watch is taken over', () => one.onWatch().holders.join() === to, 20_000);
      hub.signal('SIGKILL');
      await hub.exited;
      hub = await room.hub(port);
      expect(await one.fate(signed)).toBeNull();
      expect(await one.fate(taken)).toBeNull();
      await until(
        'the desk knows it',
        () => one.onWatch().holders.join() === to && one.handover?.state === 'accepted',
        20_000,
      );
      const text = await until('the text is kept', async () => {
        const answer = await one.console.ask({ ask: 'handover-text', handover: one.handover?.id ?? '' });
        return answer.ok && answer.value.text;
      });
      expect(text.summary).toBe(key);
      const log = await one.console.history({
        node: `handover/${one.handover?.id}`,
        before: null,
        limit: 200,
      });
      const acceptances =
        log.ok &&
        log.value.events.filter(({ body }) => body.type === 'handover.moved' && body.what === 'accepted');
      expect(acceptances).toHaveLength(1);
    }
  }, 180_000);
});

/** Begins the next one after a handover; `from` has the watch. */
async function nextHandover(desk: Desk, from: string, to: string): Promise<void> {
  const duty = desk.watch().find((entity) => entity.kind === 'duty');
  const shift = duty?.kind === 'duty' ? duty.value.shift : null;
  const id = shift?.id.replace('/', '_') ?? '';
  const begun = await desk.act('handover.begin', `handover/${id}`, null);
  if (begun !== null) throw new Error(begun);
  await until('it has begun', () => desk.handover?.id === id && desk.handover.outgoing[0]?.person === from);
  const people = [{ position: 'vakt', person: to }];
  const named = await desk.done('handover.people', { side: 'incoming', people });
  if (named !== null) throw new Error(named);
}
