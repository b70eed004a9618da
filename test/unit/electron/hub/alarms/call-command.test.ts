import { beforeEach, describe, expect, it } from 'vitest';
import { logCall } from '../../../../../electron/hub/alarms/call-command';
import type { Command } from '../../../../../shared/contract/wire';
import { type AlarmEntity, CALLS_KEPT_MS, type Call } from '../../../../../shared/model/alarms';
import type { CatalogueEntity } from '../../../../../shared/model/catalogue';
import { buildGraph } from '../../../../../shared/rules/graph';
import { aService, entities } from '../../../../fixtures/room';

const NOW = Date.UTC(2026, 10, 23, 3, 11);
const MINUTE = 60_000;

const catalogue = new Map<string, CatalogueEntity>([
  ['team:nett', { kind: 'team', value: { id: 'nett', name: 'Nettvakt', order: 0, contacts: [], turns: [] } }],
]);
const { graph } = buildGraph(entities([aService('wan')]));
const alarms = new Map<string, AlarmEntity>();
const people = new Map([
  [
    'person:kari',
    {
      kind: 'person' as const,
      value: { id: 'kari', name: 'Kari', initials: 'KA', roles: [], active: true, machine: false },
    },
  ],
]);

const asked = (change: Partial<Call> = {}): Call => ({
  id: 'samtale-1',
  team: 'nett',
  contact: 'Nettvakt',
  phone: '77 00 00 01',
  node: 'wan',
  by: 'kari',
  at: NOW - 5 * MINUTE,
  outcome: 'calling',
  settledAt: null,
  etaAt: null,
  note: null,
  ...change,
});

/** Logs it and returns what the room then knows of the call; a refusal's sentence where it is refused. */
function log(call: Call, actor = call.by, subject = `oncall/${call.team}`): Call | string {
  const command = { subject, actor } as Command;
  const verdict = logCall({ alarms, catalogue, graph, people }, command, { call }, NOW);
  if (verdict.outcome === 'refused') return verdict.reason;
  const [body] = verdict.events ?? [];
  if (body?.type !== 'call.logged') throw new Error('nothing was logged');
  alarms.set(`call:${body.call.id}`, { kind: 'call', value: body.call });
  return body.call;
}

beforeEach(() => alarms.clear());

describe('a telephone call', () => {
  it('is logged as made, and settled by another person without becoming theirs', () => {
    expect(log(asked())).toEqual(asked());
    const answered = asked({
      by: 'ola',
      contact: 'Noen andre',
      phone: '1',
      outcome: 'answered',
      settledAt: NOW - MINUTE,
      etaAt: NOW + 40 * MINUTE,
      note: 'kommer\nom  40 min',
    });
    expect(log(answered, 'ola')).toEqual({
      ...asked(),
      outcome: 'answered',
      settledAt: NOW - MINUTE,
      etaAt: NOW + 40 * MINUTE,
      note: 'kommer om 40 min',
    });
  });

  it('does not go back once it is settled, and says who had it and what came of it', () => {
    log(asked({ outcome: 'answered', settledAt: NOW - MINUTE }));
    expect(log(asked({ outcome: 'no-answer' }), 'ola')).toBe(
      'Samtalen som Kari førte, er alt ført som besvart 04:10. Før en ny samtale i stedet.',
    );
    expect(log(asked({ outcome: 'calling' }))).toContain('er alt ført som besvart');
    expect(log(asked({ outcome: 'answered', settledAt: NOW, etaAt: NOW + MINUTE }))).toMatchObject({
      settledAt: NOW - MINUTE,
      etaAt: NOW + MINUTE,
    });
  });

  it('never lies in the future, nor is it settled before it was made', () => {
    expect(log(asked({ at: NOW + 3 * MINUTE }))).toMatchObject({ at: NOW });
    expect(log(asked({ outcome: 'no-answer', settledAt: 1 }))).toMatchObject({ settledAt: NOW });
    expect(log(asked({ id: 'samtale-2', outcome: 'answered', settledAt: NOW + MINUTE }))).toMatchObject({
      settledAt: NOW,
    });
  });

  it.each<[string, Call, string, string, string]>([
    ['of another team than the command says', asked(), 'kari', 'oncall/annet', 'et annet vaktlag'],
    ['of a team that is on no list', asked({ team: 'x' }), 'kari', 'oncall/x', 'står ikke i vaktlisten'],
    ['that somebody else made', asked(), 'ola', 'oncall/nett', 'av den som ringte'],
    ['to nobody', asked({ contact: ' \u202e ' }), 'kari', 'oncall/nett', 'hvem som ble ringt'],
    ['about what is not there', asked({ node: 'borte' }), 'kari', 'oncall/nett', 'finnes ikke'],
    ['of another day', asked({ at: NOW - CALLS_KEPT_MS - 1 }), 'kari', 'oncall/nett', 'for gammel'],
    ['with an arrival and no answer', asked({ etaAt: NOW + 1 }), 'kari', 'oncall/nett', 'har svart'],
    [
      'with an arrival next year',
      asked({ outcome: 'answered', etaAt: NOW + 366 * 86_400_000 }),
      'kari',
      'oncall/nett',
      'innen sju døgn',
    ],
  ])('is refused when it is one %s', (_what, call, actor, subject, reason) => {
    expect(log(call, actor, subject)).toContain(reason);
    expect(alarms.size).toBe(0);
  });
});
