import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CommandKind } from '../../../../../shared/contract/commands';
import type { EventBody } from '../../../../../shared/model/events';
import type { Handover } from '../../../../../shared/model/handover';
import { hashOfText } from '../../../../../shared/rules/handover/compose';
import { draftHandover } from '../../../../../shared/rules/handover/draft';
import { ShiftLedger } from '../../../../../shared/rules/handover/ledger';
import { handoverOf, openHandover } from '../../../../../shared/rules/handover/read-handovers';
import {
  aText,
  criticalLine,
  HandoverBench,
  MINUTE,
  NIGHT,
  THE_NIGHT,
} from '../../../../fixtures/handover-bench';

const LINES = [
  ['dips@mo', 'A-1'],
  ['dips@oslo', 'A-2'],
  ['core', 'A-3'],
] as const;
const DRAWN = LINES.map(([node, number]) => criticalLine(node, number));
const TEXTS = [aText(DRAWN), aText(DRAWN, { readBack: null })];
const PEOPLE = ['eva', 'anne', 'bo', 'finn'];

function aNight(): HandoverBench {
  const bench = new HandoverBench();
  bench.onDuty('eva');
  for (const [node, number] of LINES) bench.alarm(node, number, 'eva');
  bench.due();
  bench.draw(...DRAWN);
  bench.clock.advance(30 * MINUTE);
  return bench;
}

interface Move {
  readonly kind: CommandKind;
  readonly payload: unknown;
  readonly actor: string;
  /** Minutes since the night began. */
  readonly at: number;
}

const actor = fc.constantFrom(...PEOPLE);
const minute = fc.integer({ min: 9 * 60 - 25, max: 9 * 60 });
const key = fc.constantFrom(...DRAWN.map((line) => line.key));
const reason = fc.option(fc.constant({ reason: 'fordi' }), { nil: null, freq: 4 });

/** What can be done in any order, because each thing is a register of its own. */
const registers: fc.Arbitrary<Move> = fc.oneof(
  fc.record({
    kind: fc.constant('handover.exchange' as const),
    payload: fc.constant(null),
    actor,
    at: minute,
  }),
  fc.record({
    kind: fc.constant('handover.item' as const),
    payload: fc.oneof(
      fc.record({ key, walked: fc.boolean() }),
      fc.record({ key, said: fc.option(fc.constantFrom('hørt', 'forstått'), { nil: null }) }),
      fc.record({ key, to: fc.option(actor, { nil: null }) }),
    ),
    actor,
    at: minute,
  }),
  fc.record({
    kind: fc.constant('handover.people' as const),
    payload: fc.record({
      side: fc.constantFrom('outgoing', 'incoming'),
      people: fc.array(
        actor.map((person) => ({ position: 'vakt', person })),
        { maxLength: 2 },
      ),
    }),
    actor,
    at: minute,
  }),
  fc.record({
    kind: fc.constant('handover.read-back' as const),
    payload: fc.constantFrom('a', 'b').map((letter) => ({ hash: letter.repeat(64) })),
    actor,
    at: minute,
  }),
);

/** Mostly those who may: else hardly anything is ever signed. */
const outgoing = fc.oneof({ weight: 3, arbitrary: fc.constant('eva') }, actor);
const incoming = fc.oneof({ weight: 3, arbitrary: fc.constant('anne') }, actor);
const signatures: fc.Arbitrary<Move> = fc.oneof(
  fc.record({
    kind: fc.constant('handover.sign' as const),
    payload: fc.record({ text: fc.constantFrom(...TEXTS), transfers: fc.constant([]), exception: reason }),
    actor: outgoing,
    at: minute,
  }),
  fc.record({
    kind: fc.constant('handover.accept' as const),
    payload: fc.record({ hash: fc.constantFrom(...TEXTS.map(hashOfText)), exception: reason }),
    actor: incoming,
    at: minute,
  }),
  fc.record({
    kind: fc.constant('handover.unsign' as const),
    payload: fc.constant({ reason: 'angret' }),
    actor,
    at: minute,
  }),
  fc.record({
    kind: fc.constant('handover.amendment' as const),
    payload: fc.record({ amendment: fc.constant('now/A-1#0'), taken: fc.boolean() }),
    actor,
    at: minute,
  }),
);

const acts = fc.array(fc.oneof(registers, { weight: 2, arbitrary: signatures }), {
  maxLength: 40,
  size: 'max',
});

function give(bench: HandoverBench, { kind, payload, actor: by, at }: Move): void {
  bench.act(kind, payload, by, { at: NIGHT + at * MINUTE, console: `pult-${by}` });
}

/** What must stand as it was accepted. */
function sealed(handover: Handover) {
  const { signatures: _, amendments: __, movedAt: ___, ...rest } = handover;
  return rest;
}

describe('two desks that cannot hear each other', () => {
  it('come to the same handover in whatever order, and however often, their acts arrive', () => {
    fc.assert(
      fc.property(
        fc.array(registers, { maxLength: 14 }),
        fc.infiniteStream(fc.nat()),
        fc.array(fc.nat({ max: 13 }), { maxLength: 5 }),
        (moves, random, again) => {
          const inOrder = aNight();
          for (const move of [...moves].sort((a, b) => a.at - b.at)) give(inOrder, move);
          const shuffled = [...moves, ...again.flatMap((index) => moves[index] ?? [])]
            .map((move) => ({ move, place: random.next().value ?? 0 }))
            .sort((a, b) => a.place - b.place);
          // Of what one person did in one moment, the last word holds: their own acts arrive in their order.
          const places = new Map(moves.map((move, index) => [move, index]));
          const other = aNight();
          for (const { move } of keepOrder(shuffled, places)) give(other, move);
          expect(other.handover).toEqual(inOrder.handover);
        },
      ),
      { numRuns: 100 },
    );
  });
});

/** The same, with those of one actor at one moment in the order in which they were done. */
function keepOrder(
  shuffled: readonly { readonly move: Move }[],
  places: ReadonlyMap<Move, number>,
): readonly { readonly move: Move }[] {
  const groups = new Map<string, { readonly move: Move }[]>();
  const nameOf = ({ actor: by, at }: Move): string => `${by}/${at}`;
  for (const one of shuffled) groups.set(nameOf(one.move), [...(groups.get(nameOf(one.move)) ?? []), one]);
  for (const group of groups.values())
    group.sort((a, b) => (places.get(a.move) ?? 0) - (places.get(b.move) ?? 0));
  return shuffled.map((one) => groups.get(nameOf(one.move))?.shift() ?? one);
}

describe('what is signed', () => {
  it('never changes: not its text while it is signed, and nothing of it once it is accepted', () => {
    fc.assert(
      fc.property(acts, (moves) => {
        const bench = aNight();
        let before = bench.handover;
        for (const move of moves) {
          give(bench, move);
          bench.due();
          if (bench.handover.state === 'preparing' || bench.handover.state === 'exchanging')
            bench.draw(...DRAWN);
          const after = bench.handover;
          if (before.state === 'accepted') {
            expect(sealed(after)).toEqual(sealed(before));
            expect(after.signatures.slice(0, before.signatures.length)).toEqual(before.signatures);
          }
          if (before.state === 'signed' && after.state !== 'preparing' && after.state !== 'exchanging') {
            expect([after.hash, after.severity]).toEqual([before.hash, before.severity]);
          }
          for (const one of after.signatures) expect(one.hash).toBe(after.hash);
          before = after;
        }
      }),
      { numRuns: 100 },
    );
  });

  it('hands the watch over once, to those who accepted, and only with both sides’ signatures', () => {
    let times = 0;
    fc.assert(
      fc.property(acts, (moves) => {
        const bench = aNight();
        for (const move of moves) give(bench, move);
        const accepted = bench.events.filter(
          ({ body }) => body.type === 'handover.moved' && body.what === 'accepted',
        );
        const { state, signatures: signed, incoming } = bench.handover;
        expect(accepted.length).toBe(state === 'accepted' ? 1 : 0);
        const duty = bench.state.watch.get('duty:room');
        const holders = duty?.kind === 'duty' ? duty.value.holders : [];
        expect(holders).toEqual(state === 'accepted' ? incoming : [{ position: 'vakt', person: 'eva' }]);
        times += accepted.length;
        if (state === 'accepted')
          expect(new Set(signed.map(({ role }) => role))).toEqual(new Set(['outgoing', 'incoming']));
      }),
      { numRuns: 100 },
    );
    expect(times).toBeGreaterThan(15);
  });
});

describe('what is carried on', () => {
  it('is in every draft from watch to watch until somebody closes it, and then in none', () => {
    const step = fc.oneof(
      fc.record({
        do: fc.constant('set' as const),
        id: fc.nat({ max: 4 }),
        owner: fc.option(actor, { nil: null }),
      }),
      fc.record({ do: fc.constant('close' as const), id: fc.nat({ max: 4 }), owner: fc.constant(null) }),
      fc.record({ do: fc.constant('hand over' as const), id: fc.constant(0), owner: fc.constant(null) }),
      fc.record({
        do: fc.constant('wait' as const),
        id: fc.integer({ min: 1, max: 40 }),
        owner: fc.constant(null),
      }),
    );
    let handed = 0;
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const bench = new HandoverBench();
        bench.onDuty('eva');
        const carried = new Map<string, number>();
        for (const { do: what, id, owner } of steps) {
          const name = `oppfolging-${id}`;
          const at = { subject: `follow-up/${name}` };
          if (what === 'set') {
            const said = { section: 'watch', text: `sak ${id}`, node: null, owner, dueAt: null };
            if (bench.act('follow-up.set', said, 'eva', at) === null)
              carried.set(name, carried.get(name) ?? 0);
          }
          if (what === 'close' && bench.act('follow-up.close', { note: null }, 'eva', at) === null)
            carried.delete(name);
          if (what === 'wait') bench.clock.advance(id * 60 * MINUTE);
          if (what === 'hand over' && handOver(bench)) {
            handed += 1;
            for (const [one, times] of carried) carried.set(one, times + 1);
          }
          bench.due();
          expect(carriedIn(bench)).toEqual(carried);
          const drawn = draftHandover(bench.state, new ShiftLedger(NIGHT), [], bench.clock.now());
          const told = drawn.filter(({ key: about }) => about.startsWith('follow-up/'));
          expect(told.map(({ key: about }) => about).sort()).toEqual(
            [...carried.keys()].map((one) => `follow-up/${one}`).sort(),
          );
        }
      }),
      { numRuns: 60 },
    );
    expect(handed).toBeGreaterThan(30);
  });
});

/** Hands the watch over to whoever comes next, begun by hand where the plan has not. */
function handOver(bench: HandoverBench): boolean {
  bench.due();
  const duty = bench.state.watch.get('duty:room');
  const shift = duty?.kind === 'duty' ? duty.value.shift : null;
  const id = openHandover(bench.state.watch)?.id ?? shift?.id.replace('/', '_') ?? THE_NIGHT;
  const subject = `handover/${id}`;
  bench.act('handover.begin', null, 'eva', { subject });
  const handover = handoverOf(bench.state.watch, id);
  const [from] = handover?.outgoing ?? [];
  if (!handover || !from || handover.state === 'accepted') return false;
  bench.act('handover.people', { side: 'incoming', people: [{ position: 'vakt', person: 'bo' }] }, 'eva', {
    subject,
  });
  const text = aText([], { handover: id });
  const exception = { reason: 'prøve' };
  const transfers = handoverOf(bench.state.watch, id)?.transfers ?? [];
  bench.act('handover.sign', { text, transfers, exception }, from.person, { subject });
  bench.act('handover.accept', { hash: hashOfText(text), exception }, 'bo', { subject });
  return handoverOf(bench.state.watch, id)?.state === 'accepted';
}

function carriedIn(bench: HandoverBench): ReadonlyMap<string, number> {
  type Open = Extract<EventBody, { type: 'follow-up.moved' }>['followUp'];
  const open = [...bench.state.watch.values()].flatMap((entity): Open[] =>
    entity.kind === 'follow-up' && entity.value.closed === null ? [entity.value] : [],
  );
  return new Map(open.map((one) => [one.id, one.carried]));
}
