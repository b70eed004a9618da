import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OutMessage } from '../../../shared/model/incidents';
import { aChannel, MessageBench } from '../../fixtures/message-bench';

/**
 * People who draft, change, approve and ask again; channels that take, refuse, fall silent; a disk that is late; a hub that
 * is killed at any moment. Whatever comes: what a channel took is not handed to it again but by a person's word, nothing
 * goes out before it is approved on the disk, and what goes is what was read.
 */

const IDS = ['melding-a', 'melding-b', 'melding-c'] as const;
const CHANNELS = ['post', 'vev'] as const;
const id = fc.constantFrom(...IDS);
const channel = fc.constantFrom(...CHANNELS);

/** What a person does who only wants a message out. */
const out = id.map((of) => [
  { do: 'draft' as const, id: of, text: 1, update: false },
  { do: 'approve' as const, id: of, stale: 9 },
  { do: 'flush' as const },
]);
const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('draft' as const), id, text: fc.nat(9), update: fc.boolean() }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('approve' as const), id, stale: fc.nat(9) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('again' as const), id, channel }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('flush' as const) }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('answer' as const),
      channel,
      how: fc.constantFrom('sent', 'later', 'refused', 'unknown'),
      arrived: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('pass' as const), s: fc.constantFrom(1, 15, 130, 700, 1_000) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('kill' as const),
      s: fc.constantFrom(0, 60, 1_200),
      arrived: fc.boolean(),
    }),
  },
);

const script = fc.oneof({ weight: 1, arbitrary: out }, { weight: 6, arbitrary: step.map((one) => [one]) });

describe('messages', () => {
  it('are never handed twice to a channel that may have them, and only as they were approved', async () => {
    let handings = 0;
    let agains = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(script, { minLength: 5, maxLength: 60 }), async (scripts) => {
        const steps = scripts.flat();
        const bench = new MessageBench(CHANNELS.map((name) => aChannel(name)));
        /** Handings that the channel took, or may have, by message and channel; and words of people to send again. */
        const taken = new Map<string, number>();
        const again = new Map<string, number>();
        const bump = (map: Map<string, number>, key: string): void =>
          void map.set(key, (map.get(key) ?? 0) + 1);
        const wrong: string[] = [];
        bench.onHand = ({ letter, channel: at }) => {
          handings += 1;
          const [message = ''] = letter.id.split('.');
          const key = `${message} ${at}`;
          if ((taken.get(key) ?? 0) > (again.get(key) ?? 0)) wrong.push(`${key}: twice`);
          if (wordOnDisk(bench, message, at) !== letter.body) wrong.push(`${key}: not as it was approved`);
        };
        for (const now of steps) {
          switch (now.do) {
            case 'draft': {
              const before = bench.state.incidents.get(`message:${now.id}`);
              const known = before?.kind === 'message' ? before.value : null;
              const series = known
                ? known.kind === 'first'
                  ? null
                  : known.series
                : now.update
                  ? IDS[0]
                  : null;
              const kind = known?.kind ?? (now.update && now.id !== IDS[0] ? 'update' : 'first');
              bench.give('message.draft', `message/${now.id}`, {
                kind,
                series: kind === 'first' ? null : (series ?? IDS[0]),
                incident: null,
                node: null,
                subject: `Emne ${now.text}`,
                body: `Tekst ${now.text}`,
                channels: [...CHANNELS],
                nextAt: null,
                version: known?.version ?? null,
              });
              break;
            }
            case 'approve': {
              const entity = bench.state.incidents.get(`message:${now.id}`);
              const version = entity?.kind === 'message' ? entity.value.version : 1;
              const asked = now.stale === 0 ? Math.max(1, version - 1) : version;
              const refused = bench.give('message.approve', `message/${now.id}`, { version: asked });
              if (asked !== version) expect(refused).not.toBeNull();
              break;
            }
            case 'again': {
              const refused = bench.give('message.again', `message/${now.id}`, { channel: now.channel });
              if (refused === null) {
                agains += 1;
                bump(again, `${now.id} ${now.channel}`);
              }
              break;
            }
            case 'flush':
              await bench.flush();
              break;
            case 'answer': {
              const handing = bench.handed.find((one) => one.channel === now.channel);
              if (!handing) break;
              const mayHave = now.how === 'sent' || now.how === 'unknown';
              if (mayHave) bump(taken, `${handing.letter.id.split('.')[0] ?? ''} ${handing.channel}`);
              await bench.answer(now.how, null, now.channel);
              break;
            }
            case 'pass':
              bench.clock.advance(now.s * 1_000);
              break;
            case 'kill':
              for (const handing of bench.handed)
                if (now.arrived) bump(taken, `${handing.letter.id.split('.')[0] ?? ''} ${handing.channel}`);
              bench.kill(now.s * 1_000);
              break;
          }
          expect(wrong).toEqual([]);
        }
      }),
      { numRuns: 400 },
    );
    // An adversary that never gets anything sent would prove nothing.
    expect(handings).toBeGreaterThan(200);
    expect(agains).toBeGreaterThan(10);
  });
});

/** The text that was approved of what the disk says is being sent there now; null: it says no such thing. */
function wordOnDisk(bench: MessageBench, id: string, at: string): string | null {
  let found: OutMessage | null = null;
  let read: string | null = null;
  for (const { body } of bench.events.slice(0, bench.durable)) {
    if (body.type !== 'message.moved' || body.message.id !== id) continue;
    found = body.message;
    if (body.what === 'approved') read = body.message.body;
  }
  return found?.deliveries.some((one) => one.channel === at && one.state === 'sending') ? read : null;
}
