import { describe, expect, it } from 'vitest';
import { hashOfText } from '../../../../../shared/rules/handover/compose';
import { dueHandovers } from '../../../../../shared/rules/handover/due-handovers';
import { moved } from '../../../../../shared/rules/handover/moves';
import { openHandover } from '../../../../../shared/rules/handover/read-handovers';
import { dutyOf } from '../../../../../shared/rules/watch/duty';
import { aPerson } from '../../../../fixtures/alarm-bench';
import {
  aText,
  criticalLine,
  HandoverBench,
  MINUTE,
  NIGHT_ENDS,
  SEVEN,
  THE_NIGHT,
} from '../../../../fixtures/handover-bench';
import { catalogueChanged } from '../../../../fixtures/room';
import { pattern } from '../../../../fixtures/shift-plan';

const DIPS = criticalLine('dips@mo', 'A-1');

/** A night with one alarm that `eva` has, begun by the plan, with its draft drawn. */
function aNight(): HandoverBench {
  const bench = new HandoverBench();
  bench.onDuty('eva');
  bench.alarm('dips@mo', 'A-1', 'eva');
  bench.due();
  bench.draw(DIPS);
  bench.clock.advance(30 * MINUTE);
  return bench;
}

describe('a handover by the plan', () => {
  it('begins before the shift ends, of those who have the watch to those who are planned', () => {
    const { handover } = aNight();
    expect(handover).toMatchObject({
      id: THE_NIGHT,
      number: 'H-1',
      state: 'preparing',
      outgoing: [{ position: 'vakt', person: 'eva' }],
      incoming: [{ position: 'vakt', person: 'anne' }],
      to: { id: '2026-11-24/dag' },
      dueAt: NIGHT_ENDS + 15 * MINUTE,
    });
  });

  it('does not begin sooner, and says when it will', () => {
    const bench = new HandoverBench();
    bench.onDuty('eva');
    const beginsAt = NIGHT_ENDS - 120 * MINUTE;
    bench.clock.jump(beginsAt - 1 - bench.clock.now());
    expect(dueHandovers(bench.state, bench.clock.now())).toEqual({ events: [], nextAt: beginsAt });
    bench.clock.jump(beginsAt - bench.clock.now());
    expect(dueHandovers(bench.state, bench.clock.now()).events).toMatchObject([{ what: 'began' }]);
  });

  it('follows swaps until it is signed, and what a person has said over the plan', () => {
    const bench = aNight();
    const swap = {
      id: '2026-11-24/dag/vakt',
      date: '2026-11-24',
      shift: 'dag',
      position: 'vakt',
      person: 'bo',
      note: null,
    };
    const put = [{ kind: 'assignment' as const, value: swap }];
    bench.say({ type: 'roster.changed', put, drop: [], actor: 'eva', actedAt: SEVEN });
    bench.due();
    expect(bench.handover.incoming).toEqual([{ position: 'vakt', person: 'bo' }]);
    expect(bench.handover.transfers).toEqual([{ kind: 'alarm', id: 'dips@mo', from: 'eva', to: 'bo' }]);
    const people = [{ position: 'vakt', person: 'finn' }];
    expect(bench.act('handover.people', { side: 'incoming', people }, 'eva')).toBeNull();
    bench.due();
    expect(bench.handover.incoming).toEqual(people);
  });

  it('is late when its time has passed, and goes on', () => {
    const bench = aNight();
    bench.clock.advance(29 * MINUTE);
    bench.due();
    expect(bench.handover.lateSince).toBeNull();
    bench.clock.advance(2 * MINUTE);
    bench.due();
    expect(bench.handover.lateSince).toBe(NIGHT_ENDS + 15 * MINUTE);
    bench.exchange();
    expect(bench.sign(aText([DIPS]))).toBeNull();
  });

  it('is gone when somebody takes the watch of a later shift alone', () => {
    const bench = aNight();
    bench.clock.advance(60 * MINUTE);
    const shift = {
      id: '2026-11-24/dag',
      shift: 'dag',
      date: '2026-11-24',
      start: SEVEN,
      end: SEVEN + 8 * 60 * MINUTE,
    };
    const duty = {
      id: 'room' as const,
      shift,
      since: bench.clock.now(),
      holders: [{ position: 'vakt', person: 'anne' }],
      handover: null,
    };
    bench.say({
      type: 'duty.changed',
      duty,
      why: 'taken',
      reason: 'syk',
      actor: 'anne',
      actedAt: duty.since,
    });
    bench.due();
    expect(bench.state.watch.has(`handover:${THE_NIGHT}`)).toBe(false);
    expect(bench.act('handover.accept', { hash: 'a'.repeat(64), exception: null }, 'anne')?.code).toBe(
      'unknown-handover',
    );
  });
});

describe('a plan that changes while a handover is made', () => {
  it('is followed: the shift ends when the plan says now, and what was late is not', () => {
    const bench = aNight();
    bench.clock.advance(31 * MINUTE);
    bench.due();
    expect(bench.handover.lateSince).not.toBeNull();
    const patterns = [pattern('natt', '22:00', '08:15'), pattern('dag', '08:00', '15:15')];
    bench.say(
      catalogueChanged(
        patterns.map((one, n) => ({ kind: 'shift-pattern' as const, value: { ...one, order: 2 - n } })),
      ),
    );
    bench.due();
    expect(bench.handover).toMatchObject({
      from: { id: '2026-11-23/natt', end: NIGHT_ENDS + 60 * MINUTE },
      dueAt: NIGHT_ENDS + 75 * MINUTE,
      lateSince: null,
    });
    bench.clock.advance(60 * MINUTE);
    bench.due();
    expect(bench.handover.lateSince).toBe(NIGHT_ENDS + 75 * MINUTE);
  });
});

describe('somebody who is put out of use while a handover is made', () => {
  it('takes over nothing: whoever the plan names instead, or nobody until somebody says who', () => {
    const bench = aNight();
    const gone = (id: string): void => {
      bench.say({ type: 'person.set', person: aPerson(id, { active: false }), actor: 'maskinen' });
    };
    gone('anne');
    bench.due();
    expect(bench.handover).toMatchObject({ incoming: [], transfers: [], items: [{ to: null }] });
    const people = ['bo', 'chi'].map((person) => ({ position: 'vakt', person }));
    expect(bench.act('handover.people', { side: 'incoming', people }, 'eva')).toBeNull();
    bench.exchange('eva', 'bo');
    const text = aText([DIPS]);
    expect(bench.sign(text)).toBeNull();
    gone('chi');
    expect(bench.accept(text, 'bo')).toBeNull();
    expect(dutyOf(bench.state.watch)?.holders).toEqual([{ position: 'vakt', person: 'bo' }]);
  });
});

describe('a watch that is taken back after it was handed over', () => {
  it('is handed over anew, though its shift already was', () => {
    const bench = aNight();
    bench.exchange();
    const text = aText([DIPS]);
    expect(bench.sign(text)).toBeNull();
    expect(bench.accept(text)).toBeNull();
    bench.clock.advance(5 * MINUTE);
    const since = bench.clock.now();
    const shift = bench.handover.from;
    const duty = {
      id: 'room' as const,
      shift,
      since,
      holders: [{ position: 'vakt', person: 'eva' }],
      handover: null,
    };
    bench.say({ type: 'duty.changed', duty, why: 'taken', reason: 'syk', actor: 'eva', actedAt: since });
    bench.due();
    const open = openHandover(bench.state.watch);
    expect(open).toMatchObject({
      state: 'preparing',
      outgoing: [{ person: 'eva' }],
      to: { id: '2026-11-24/dag' },
    });
    expect(open?.id).not.toBe(THE_NIGHT);
    expect(bench.handover.state).toBe('accepted');
  });
});

describe('a handover by hand', () => {
  it('is the same one, whoever begins it', () => {
    const bench = new HandoverBench();
    bench.onDuty('eva');
    expect(bench.act('handover.begin', null, 'eva')).toBeNull();
    expect(bench.act('handover.begin', null, 'anne')).toBeNull();
    expect(bench.events.filter(({ body }) => body.type === 'handover.moved')).toHaveLength(1);
  });

  it('is refused for another shift, and where nobody has the watch and no plan says who should', () => {
    const bench = new HandoverBench();
    bench.onDuty('eva');
    const other = { subject: 'handover/2026-11-24_dag' };
    expect(bench.act('handover.begin', null, 'eva', other)).toMatchObject({ code: 'another' });
    const empty = new HandoverBench({ plan: false });
    expect(empty.act('handover.begin', null, 'eva')).toMatchObject({ code: 'nobody' });
  });
});

describe('what is open and critical', () => {
  it('holds up the signature until it is gone through and stated back', () => {
    const bench = aNight();
    const text = aText([DIPS]);
    expect(bench.sign(text)).toMatchObject({
      code: 'missing',
      facts: { missing: 'walked,said,read-back' },
    });
    expect(bench.act('handover.item', { key: 'now/A-1', walked: true }, 'eva')).toBeNull();
    expect(bench.handover.state).toBe('exchanging');
    expect(bench.sign(text)).toMatchObject({ facts: { missing: 'said,read-back' } });
    bench.act('handover.item', { key: 'now/A-1', said: '  Mo   nede ' }, 'anne');
    expect(bench.handover.items[0]?.said?.words).toBe('Mo nede');
    bench.act('handover.read-back', { hash: 'c'.repeat(64) }, 'anne');
    expect(bench.sign(text)).toBeNull();
    expect(bench.handover).toMatchObject({ state: 'signed', hash: hashOfText(text), severity: 'yellow' });
  });

  it('is gone through again when it has become something else', () => {
    const bench = aNight();
    bench.exchange();
    bench.draw(DIPS);
    expect(bench.handover.items[0]?.walked).not.toBeNull();
    bench.alarm('dips@mo', 'A-1', null, 'degraded');
    bench.draw(DIPS);
    expect(bench.handover.items[0]).toMatchObject({ walked: null, said: null });
    expect(bench.handover.items[0]?.title).toBe('dips, mo: redusert [A-1]');
  });

  it('goes to whom was said, and nobody else', () => {
    const bench = aNight();
    expect(bench.act('handover.item', { key: 'now/A-1', to: 'per' }, 'eva')).toMatchObject({
      code: 'not-in-use',
    });
    expect(bench.act('handover.item', { key: 'now/A-1', to: 'bo' }, 'eva')).toBeNull();
    bench.draw(DIPS);
    expect(bench.handover.transfers).toEqual([{ kind: 'alarm', id: 'dips@mo', from: 'eva', to: 'bo' }]);
  });
});

describe('an exception', () => {
  it('lets it be signed, and is counted with what was missing', () => {
    const bench = aNight();
    const text = aText([DIPS], { readBack: null });
    expect(bench.sign(text, 'eva', { reason: 'AMK ringer' })).toBeNull();
    expect(bench.handover.signatures[0]?.exception).toEqual({
      missing: ['walked', 'said', 'read-back'],
      reason: 'AMK ringer',
    });
    expect(bench.accept(text)).toBeNull();
    expect(bench.handover.signatures[1]?.exception).toBeNull();
  });

  it('is none where nothing is missing', () => {
    const bench = aNight();
    bench.exchange();
    expect(bench.sign(aText([DIPS]), 'eva', { reason: 'for sikkerhets skyld' })).toBeNull();
    expect(bench.handover.signatures[0]?.exception).toBeNull();
  });

  it('is needed to hand over to oneself', () => {
    const bench = aNight();
    bench.exchange();
    const people = [{ position: 'vakt', person: 'eva' }];
    bench.act('handover.people', { side: 'incoming', people }, 'eva');
    const text = aText([DIPS]);
    bench.sign(text);
    expect(bench.accept(text, 'eva')).toMatchObject({ code: 'missing', facts: { missing: 'other-person' } });
    expect(bench.accept(text, 'eva', { reason: 'dobbel vakt' })).toBeNull();
  });
});

describe('who may sign', () => {
  it('is whoever hands over, and whoever takes over; others are told who does', () => {
    const bench = aNight();
    bench.exchange();
    const text = aText([DIPS]);
    expect(bench.sign(text, 'finn')).toMatchObject({
      code: 'not-outgoing',
      facts: { person: 'finn', people: 'eva' },
    });
    expect(bench.accept(text)).toMatchObject({ code: 'not-signed' });
    bench.sign(text);
    expect(bench.accept(text, 'finn')).toMatchObject({ code: 'not-incoming', facts: { people: 'anne' } });
    expect(bench.accept(aText([DIPS], { summary: 'noe annet' }))).toMatchObject({ code: 'other-text' });
    expect(bench.accept(text)).toBeNull();
  });

  it('is refused another text than the one that is signed, until that is taken back', () => {
    const bench = aNight();
    bench.say({
      type: 'duty.changed',
      duty: {
        id: 'room',
        shift: bench.handover.from,
        since: SEVEN - 9 * 60 * MINUTE,
        holders: [
          { position: 'vakt', person: 'eva' },
          { position: null, person: 'finn' },
        ],
        handover: null,
      },
      why: 'joined',
      reason: null,
      actor: 'finn',
      actedAt: SEVEN,
    });
    bench.due();
    bench.exchange();
    bench.sign(aText([DIPS]));
    const other = aText([DIPS], { summary: 'To åpne saker' });
    expect(bench.sign(other, 'finn')).toMatchObject({ code: 'other-text', facts: { by: 'eva' } });
    expect(bench.act('handover.unsign', { reason: 'glemte en ting' }, 'finn')).toMatchObject({
      code: 'not-signer',
    });
    expect(bench.act('handover.unsign', { reason: 'glemte en ting' }, 'eva')).toBeNull();
    expect(bench.handover).toMatchObject({ state: 'exchanging', hash: null, signatures: [] });
    expect(bench.sign(other, 'finn')).toBeNull();
    expect(bench.sign(other, 'eva')).toBeNull();
    expect(bench.handover.signatures.map(({ person }) => person)).toEqual(['finn', 'eva']);
  });
});

describe('acceptance', () => {
  it('changes the watch, where it sounds, and whose everything is, in one event', () => {
    const bench = aNight();
    bench.signIn('eva', 'pult-1', true);
    bench.signIn('chi', 'pult-3', true);
    bench.signIn('anne', 'pult-2');
    bench.alarm('core', 'A-2', 'chi');
    bench.act(
      'follow-up.set',
      { section: 'watch', text: 'san1 90 % tirsdag', node: null, owner: 'eva', dueAt: null },
      'eva',
      { subject: 'follow-up/oppfolging-1' },
    );
    bench.draw(DIPS);
    bench.exchange();
    const text = aText([DIPS]);
    bench.sign(text);
    const before = bench.events.length;
    expect(bench.state.watch.get('duty:room')).toMatchObject({ value: { holders: [{ person: 'eva' }] } });
    expect(bench.owner('dips@mo')).toBe('eva');
    expect(bench.accept(text, 'anne', { console: 'pult-1' })).toBeNull();
    expect(bench.events.length).toBe(before + 1);
    expect(bench.state.watch.get('duty:room')).toMatchObject({
      value: {
        holders: [{ position: 'vakt', person: 'anne' }],
        shift: { id: '2026-11-24/dag' },
        handover: THE_NIGHT,
        since: bench.clock.now(),
      },
    });
    expect(bench.owner('dips@mo')).toBe('anne');
    expect(bench.owner('core')).toBe('chi');
    expect(bench.posts()).toEqual({ 'pult-1': 'anne', 'pult-2': 'anne', 'pult-3': 'chi' });
    expect(bench.state.watch.get('follow-up:oppfolging-1')).toMatchObject({
      value: { owner: 'anne', carried: 1 },
    });
    expect(bench.handover.elements).toEqual({
      severity: true,
      summary: true,
      actions: true,
      contingency: true,
      synthesis: true,
    });
  });

  it('takes along what the outgoing took on after they had signed', () => {
    const bench = aNight();
    bench.exchange();
    const text = aText([DIPS]);
    bench.sign(text);
    bench.clock.advance(MINUTE);
    bench.alarm('dips@oslo', 'A-3', 'eva');
    bench.accept(text);
    expect(bench.owner('dips@oslo')).toBe('anne');
  });

  it('leaves with somebody what became theirs since it was agreed', () => {
    const bench = aNight();
    bench.exchange();
    const text = aText([DIPS]);
    bench.sign(text);
    const act = { kind: 'hand' as const, to: 'chi', note: null };
    bench.say({ type: 'alarm.acted', node: 'dips@mo', alarm: 'A-1', act, actor: 'eva', actedAt: SEVEN });
    bench.accept(text);
    expect(bench.owner('dips@mo')).toBe('chi');
  });

  it('hands over nothing that is not the outgoing watch’s own', () => {
    const bench = aNight();
    bench.alarm('core', 'A-2', 'chi');
    bench.exchange();
    const text = aText([DIPS]);
    const transfers = [{ kind: 'alarm', id: 'core', from: 'chi', to: 'anne' }];
    bench.act('handover.sign', { text, transfers, exception: null }, 'eva');
    bench.accept(text);
    expect(bench.owner('core')).toBe('chi');
  });

  it('is once: a second of the incoming signs beside the first, and nothing changes hands again', () => {
    const bench = aNight();
    const people = [
      { position: 'vakt', person: 'anne' },
      { position: null, person: 'bo' },
    ];
    bench.act('handover.people', { side: 'incoming', people }, 'eva');
    bench.exchange();
    const text = aText([DIPS]);
    bench.sign(text);
    bench.accept(text, 'anne', { console: 'pult-1' });
    const since = bench.handover.acceptedAt;
    bench.clock.advance(MINUTE);
    expect(bench.accept(text, 'bo', { console: 'pult-2' })).toBeNull();
    expect(bench.accept(text, 'bo', { console: 'pult-2' })).toBeNull();
    expect(bench.handover.signatures.map(({ person, role }) => `${person} ${role}`)).toEqual([
      'eva outgoing',
      'anne incoming',
      'bo incoming',
    ]);
    expect(bench.handover.acceptedAt).toBe(since);
  });

  it('is final: nothing of it is changed or taken back', () => {
    const bench = aNight();
    bench.exchange();
    const text = aText([DIPS]);
    bench.sign(text);
    bench.accept(text);
    const accepted = bench.handover;
    for (const [kind, payload] of [
      ['handover.item', { key: 'now/A-1', walked: false }],
      ['handover.people', { side: 'outgoing', people: [] }],
      ['handover.read-back', { hash: 'd'.repeat(64) }],
      ['handover.unsign', { reason: 'angret' }],
      ['handover.begin', null],
      ['handover.exchange', null],
    ] as const) {
      expect(bench.act(kind, payload, 'eva')?.code).toBe('accepted');
    }
    expect(bench.handover).toEqual(accepted);
  });
});

describe('what changes hands', () => {
  it('goes to nobody that the room does not know, or that is out of use', () => {
    const bench = aNight();
    bench.exchange();
    const give = (to: string) => ({
      text: aText([DIPS]),
      transfers: [{ kind: 'alarm' as const, id: 'dips@mo', from: 'eva', to }],
      exception: null,
    });
    expect(bench.act('handover.sign', give('spøkelse'), 'eva')).toEqual({
      code: 'unknown-person',
      facts: { person: 'spøkelse' },
    });
    expect(bench.act('handover.sign', give('per'), 'eva')).toMatchObject({ code: 'not-in-use' });
    expect(bench.act('handover.sign', give('bo'), 'eva')).toBeNull();
    expect(bench.handover.transfers).toMatchObject([{ to: 'bo' }]);
  });
});

describe('a console whose clock is behind', () => {
  it('accepts nothing before it was signed', () => {
    const bench = aNight();
    bench.exchange();
    const text = aText([DIPS]);
    expect(bench.sign(text)).toBeNull();
    const signed = bench.clock.now();
    bench.clock.advance(MINUTE);
    expect(bench.accept(text, 'anne', { at: signed - 20 * MINUTE })).toBeNull();
    expect(bench.handover).toMatchObject({ acceptedAt: signed, movedAt: signed });
    expect(bench.handover.signatures.map(({ at }) => at)).toEqual([signed, signed]);
  });
});

describe('an amendment', () => {
  it('is decided as it was read: one that says something else by now is looked at again', () => {
    const bench = aNight();
    bench.exchange();
    const text = aText([DIPS]);
    bench.sign(text);
    const one = {
      ...{ id: 'summary#0', at: SEVEN, by: 'eva', line: 'summary', section: 'now' as const },
      ...{ hash: 'a'.repeat(64), state: 'proposed' as const, decided: null },
    };
    bench.say(moved({ ...bench.handover, amendments: [one] }, 'amended', null, null));
    const take = { amendment: one.id, taken: true };
    expect(bench.act('handover.amendment', { ...take, hash: 'b'.repeat(64) }, 'anne')).toMatchObject({
      code: 'unknown-amendment',
    });
    expect(bench.act('handover.amendment', { ...take, hash: one.hash }, 'anne')).toBeNull();
    expect(bench.handover.amendments).toMatchObject([{ state: 'taken', decided: { by: 'anne' } }]);
  });
});

describe('what was done while the hub was away', () => {
  it('is judged by what could be known there: an alarm that came since holds nothing up', () => {
    const bench = aNight();
    bench.exchange();
    const signedAt = bench.clock.now();
    bench.clock.advance(10 * MINUTE);
    bench.alarm('core', 'A-2', null);
    bench.draw(DIPS, criticalLine('core', 'A-2'));
    const text = aText([DIPS]);
    expect(bench.sign(text)).toMatchObject({ code: 'missing' });
    expect(bench.sign(text, 'eva', { at: signedAt })).toBeNull();
    expect(bench.accept(text, 'anne', { at: signedAt + 1 })).toBeNull();
    expect(bench.handover.acceptedAt).toBe(signedAt + 1);
    expect(bench.handover.items.map(({ key }) => key)).toEqual(['now/A-1']);
  });

  it('does not count what was said of an item before it became what it is', () => {
    const bench = aNight();
    const at = bench.clock.now();
    bench.clock.advance(10 * MINUTE);
    bench.alarm('dips@mo', 'A-1', null, 'degraded');
    bench.draw(DIPS);
    expect(bench.act('handover.item', { key: 'now/A-1', walked: true }, 'eva', { at })).toMatchObject({
      code: 'item-changed',
    });
  });
});
