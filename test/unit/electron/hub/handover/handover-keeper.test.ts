import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { composeText, hashOfText } from '../../../../../shared/rules/handover/compose';
import { SUMMARY_TEXT } from '../../../../../shared/rules/handover/document';
import { measured } from '../../../../fixtures/alarms';
import { MINUTE, SEVEN, THE_NIGHT } from '../../../../fixtures/handover-bench';
import { tempFolder } from '../../../../fixtures/temp-folder';
import { HandoverRoom } from './handover-room';

const ends: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function aRoom(before: (folder: string) => void = () => {}): Promise<HandoverRoom> {
  const folder = tempFolder('handover-keeper');
  ends.push(() => folder.remove());
  before(folder.path);
  const room = await new HandoverRoom(folder.path).open();
  ends.push(() => room.close());
  return room;
}

function down(room: HandoverRoom, node: string, id: string): void {
  room.say({ type: 'alarms.moved', moves: [measured({ condition: 'down', priority: 1 }, id, node)] });
}

/** Everything is gone through with an exception or without, signed and accepted. */
async function handedOver(room: HandoverRoom): Promise<string> {
  const text = composeText(room.document, room.handover);
  const exception = { reason: 'prøve' };
  const { transfers } = room.handover;
  expect(await room.act('handover.sign', { text, transfers, exception }, 'eva')).toBeNull();
  const hash = hashOfText(text);
  expect(await room.act('handover.accept', { hash, exception }, 'anne')).toBeNull();
  return hash;
}

describe('a handover that the hub keeps', () => {
  it('begins by the plan and draws itself: lines into the document, critical items into the room', async () => {
    const room = await aRoom();
    down(room, 'dips@mo', 'A-1');
    await room.pass(10_000);
    expect(room.handover).toMatchObject({ state: 'preparing', outgoing: [{ person: 'eva' }] });
    const line = room.document.auto.find(({ node, critical }) => node === 'dips@mo' && critical);
    expect(line?.sources).toContainEqual(expect.objectContaining({ kind: 'alarm', label: 'A-1' }));
    expect(room.handover.items).toMatchObject([
      { key: line?.key, title: 'dips, mo: nede [A-1]', walked: null },
    ]);
    expect(room.faults.filter((reason) => reason !== null)).toEqual([]);
  });

  it('is the same after a restart, and keeps itself current', async () => {
    const room = await aRoom();
    down(room, 'dips@mo', 'A-1');
    await room.pass(10_000);
    const { auto } = room.document;
    await room.restart();
    await room.pass(10_000);
    expect(room.document.auto.map(({ key, text }) => [key, text])).toEqual(
      auto.map(({ key, text }) => [key, text]),
    );
    down(room, 'core', 'A-2');
    await room.pass(10_000);
    expect(room.handover.items.map(({ node }) => node).sort()).toEqual(['core', 'dips@mo']);
  });

  it('says nothing to the log while nothing changes', async () => {
    const room = await aRoom();
    await room.pass(10_000);
    const { seq } = room.state.position ?? { seq: 0 };
    await room.pass(5 * MINUTE);
    expect(room.state.position?.seq).toBe(seq);
  });

  it('stops drawing when somebody signs, and proposes what is written after that', async () => {
    const room = await aRoom();
    down(room, 'dips@mo', 'A-1');
    await room.pass(10_000);
    const text = composeText(room.document, room.handover);
    const sign = { text, transfers: [], exception: { reason: 'prøve' } };
    expect(await room.act('handover.sign', sign, 'eva')).toBeNull();
    down(room, 'core', 'A-2');
    await room.pass(10_000);
    expect(composeText(room.document, room.handover)).toEqual(text);
    expect(room.handover.items.map(({ node }) => node)).toEqual(['dips@mo']);
    expect(room.handover.amendments).toEqual([]);
    room.documents.change(THE_NIGHT, (doc) => doc.getText(SUMMARY_TEXT).insert(0, 'Rolig'));
    await room.restart();
    await room.pass(10_000);
    expect(room.handover.amendments).toMatchObject([{ line: 'summary', state: 'proposed' }]);
    expect(await room.act('handover.unsign', { reason: 'glemte noe' }, 'eva')).toBeNull();
    await room.pass(10_000);
    expect(room.handover.items.map(({ node }) => node).sort()).toEqual(['core', 'dips@mo']);
  });

  it('keeps the words of what is proposed, as they were taken, when the document has others or is gone', async () => {
    const room = await aRoom();
    await room.pass(10_000);
    await handedOver(room);
    const write = async (words: string): Promise<void> => {
      room.documents.change(THE_NIGHT, (doc) => doc.getText(SUMMARY_TEXT).insert(0, words));
      await room.restart();
      await room.pass(10_000);
    };
    await write('Ring');
    await write('NB ');
    const [one] = room.handover.amendments;
    const take = { amendment: one?.id, taken: true, hash: one?.hash };
    expect(await room.act('handover.amendment', take, 'anne')).toBeNull();
    await write('Rolig. ');
    await room.restart();
    const { amendments } = room.handover;
    expect(amendments.map(({ state }) => state)).toEqual(['taken', 'proposed']);
    const { amended } = room.keeper.record.handoverText({ ask: 'handover-text', handover: THE_NIGHT });
    expect(amendments.map(({ hash }) => amended?.[hash])).toEqual(['NB Ring', 'Rolig. NB Ring']);
    expect(Object.keys(amended ?? {})).toHaveLength(2);
  });

  it('is late in time, and told of with its number', async () => {
    const room = await aRoom();
    await room.pass(62 * MINUTE);
    expect(room.handover.lateSince).toBe(room.handover.dueAt);
  });
});

describe('what was signed', () => {
  it('is kept under its hash, and answered for after a restart', async () => {
    const room = await aRoom();
    await room.pass(10_000);
    const hash = await handedOver(room);
    await room.restart();
    const { record } = room.keeper;
    expect(record.text(hash)).toMatchObject({ handover: THE_NIGHT });
    expect(record.handoverText({ ask: 'handover-text', handover: THE_NIGHT }).text).not.toBeNull();
    const { handovers, complete } = record.handovers({ ask: 'handovers', from: 0, to: SEVEN * 2, limit: 5 });
    expect([handovers.length, complete]).toEqual([1, true]);
    expect(record.handoverText({ ask: 'handover-text', handover: 'ukjent' }).text).toBeNull();
  });

  it('is not signed at all where the disk does not take the text', async () => {
    // A folder stands where the file should be.
    let path = '';
    const room = await aRoom((folder) => {
      path = join(folder, 'handovers.db');
      mkdirSync(path);
    });
    await room.pass(10_000);
    const text = composeText(room.document, room.handover);
    const sign = { text, transfers: [], exception: { reason: 'prøve' } };
    expect(await room.act('handover.sign', sign, 'eva')).toMatch(/^Huben får ikke lagret teksten/);
    expect(room.handover.signatures).toEqual([]);
    expect(room.faults.at(-1)).toContain('handovers.db');
    rmSync(path, { recursive: true });
    expect(await room.act('handover.sign', sign, 'eva')).toBeNull();
    expect(room.faults.at(-1)).toBeNull();
  });

  it('is counted, also what was let go of and came back as an alarm', async () => {
    const room = await aRoom();
    down(room, 'dips@mo', 'A-1');
    await room.pass(10_000);
    await handedOver(room);
    // One that was open all the time did not come back, whatever is done to it.
    await room.restart();
    await room.pass(MINUTE);
    const act = { kind: 'note' as const, text: 'ser på den', late: false };
    room.say({
      type: 'alarm.acted',
      node: 'dips@mo',
      alarm: 'A-1',
      act,
      actor: 'anne',
      actedAt: room.clock.now(),
    });
    await room.pass(1_000);
    const adherence = () => room.keeper.record.adherence({ ask: 'adherence', from: 0, to: SEVEN * 2 });
    expect(adherence().dropped).toEqual([]);
    room.say({
      type: 'alarms.moved',
      moves: [measured({ condition: 'normal', sites: [], latching: false }, '', 'dips@mo')],
    });
    await room.pass(MINUTE);
    down(room, 'core', 'A-2');
    down(room, 'dips@mo', 'A-3');
    await room.pass(MINUTE);
    const { rows, exceptions, dropped } = adherence();
    expect(rows[0]).toMatchObject({ position: null, handovers: 1, exceptions: 1, dropped: 1 });
    // Both signed with a reason, and only the outgoing watch had something missing that nobody had said yet.
    expect(exceptions.map(({ reason, number }) => [reason, number])).toEqual([['prøve', 'H-1']]);
    expect(dropped).toMatchObject([{ handover: THE_NIGHT, node: 'dips@mo', alarm: 'A-3' }]);
  });
});

describe('why not', () => {
  it('is said in words that say what to do', async () => {
    const room = await aRoom();
    await room.pass(10_000);
    const text = composeText(room.document, room.handover);
    const sign = { text, transfers: [], exception: null };
    expect(await room.act('handover.sign', sign, 'eva')).toBe(
      'Det mangler tilbakelesingen. Gjør det ferdig, eller signer med unntak og si hvorfor.',
    );
    expect(await room.act('handover.sign', sign, 'finn')).toBe(
      'Finn har ikke vakten og kan ikke overlevere den. Eva signerer, eller rett hvem som overleverer.',
    );
    expect(await room.act('handover.accept', { hash: 'a'.repeat(64), exception: null }, 'anne')).toBe(
      'Avtroppende vakt har ikke signert. De signerer først.',
    );
    expect(await room.act('handover.begin', null, 'eva', 'handover/2026-11-24_dag')).toBe(
      'Det er ikke dette vaktskiftet som står for tur. Se på siden for vaktskifte igjen.',
    );
  });
});
