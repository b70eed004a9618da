import { describe, expect, it } from 'vitest';
import { eventWords } from '../../../../../renderer/desk/events/event-words';
import { translator } from '../../../../../renderer/i18n';
import type { Alarm } from '../../../../../shared/model/alarms';
import type { EventBody } from '../../../../../shared/model/events';
import {
  type IncidentEntity,
  incidentsKey,
  type Notification,
  type OutMessage,
} from '../../../../../shared/model/incidents';
import { anAlarm } from '../alarms/an-alarm';
import { stillBoard } from '../board';

const AT = Date.UTC(2026, 10, 23, 13, 2, 11);
const MINUTE = 60_000;
const known: readonly IncidentEntity[] = [
  {
    kind: 'known-error',
    value: {
      id: 'known-error-1',
      number: 'K-3',
      title: 'Kurven henger',
      services: ['ek'],
      symptom: null,
      workaround: null,
      ticket: null,
      at: AT,
      by: 'dag1',
      retired: null,
    },
  },
];
const board = {
  ...stillBoard([
    ...[...stillBoard().catalogue.values()],
    {
      kind: 'channel',
      value: {
        id: 'epost',
        name: 'E-post, alle',
        order: 0,
        kind: 'smtp',
        uses: ['messages'],
        audience: '',
        preset: true,
      },
    },
  ]),
  incidents: new Map(known.map((entity) => [incidentsKey(entity), entity])),
};
const say = (body: EventBody, lang: 'nb' | 'en' = 'nb') =>
  eventWords({ origin: 'o', epoch: 1, seq: 1, at: AT, body }, board, { t: translator(lang), lang });

const MESSAGE: OutMessage = {
  id: 'message-1',
  number: 'D-7',
  series: 'message-1',
  part: 2,
  kind: 'update',
  state: 'approved',
  incident: null,
  node: 'core1',
  subject: 'Nett nede',
  body: 'Nettet er nede.',
  channels: ['epost'],
  nextAt: null,
  version: 1,
  at: AT,
  by: 'dag1',
  approved: { at: AT, by: 'leder' },
  deliveries: [{ channel: 'epost', state: 'refused', attempts: 2, at: AT, detail: '552 full' }],
};

describe('events of causes in words', () => {
  const verdict = { node: 'san1', cause: 'core1', by: 'dag1', at: AT, note: 'samme rack' };
  const said = { type: 'cause.said', node: 'san1', verdict, actor: 'dag1', actedAt: AT } as const;

  it('say who put what under what, split it out, or took it back', () => {
    expect(say(said)).toMatchObject({
      node: 'san1',
      subject: 'SAN 1',
      text: 'lagt under Kjernenett dc1 av dag1 «samme rack»',
    });
    expect(say({ ...said, verdict: { ...verdict, cause: null, note: null } }).text).toBe(
      'skilt ut som egen årsak av dag1',
    );
    expect(say({ ...said, verdict: null }, 'en').text).toBe('the graph decides again, said by dag1');
  });

  it('say when it was done, where the hub heard of it later', () => {
    expect(say({ ...said, actedAt: AT - 10 * MINUTE }).text).toContain('(gjort 13:52, nådde huben nå)');
  });

  it('say that a flood began and ended', () => {
    expect(say({ type: 'flood.changed', on: true, annunciated: 11 })).toMatchObject({
      state: 'warning',
      text: 'Alarmflom: 11 varslet siste ti minutter',
    });
    expect(say({ type: 'flood.changed', on: false, annunciated: 4 }).text).toBe('Alarmflommen er over');
  });

  it('say what an alarm rests on, and how much is left of one that recovers', () => {
    const { conditionSince, suppressed, priority, latching, sites, symptoms, checks, recovery }: Alarm =
      anAlarm('core1');
    const facts = {
      condition: 'down',
      conditionSince,
      suppressed,
      priority,
      latching,
      sites,
      symptoms,
      checks,
      recovery,
    } as const;
    const moved = (change: object): EventBody =>
      ({
        type: 'alarms.moved',
        moves: [
          { kind: 'facts', node: 'core1', id: 'A-1', facts: { ...facts, basis: 'measured', ...change } },
        ],
      }) as EventBody;
    expect(say(moved({})).text).toBe('A-1 meldt: Nede, prioritet 2');
    expect(say(moved({ basis: 'inferred' })).text).toContain('utledet: ingen sjekk ser den selv');
    expect(
      say(
        moved({ basis: 'recovering', recovery: { at: AT, until: AT, left: ['san1', 'virt1'] }, symptoms: 2 }),
      ).text,
    ).toMatch(/på vei tilbake · 2 er ikke tilbake ennå$/);
  });
});

describe('events of user support in words', () => {
  const callers = { node: 'ek@mo', count: 13, firstAt: AT, lastAt: AT, recent: [AT] };
  const counted = {
    type: 'callers.counted',
    node: 'ek@mo',
    by: 1,
    callers,
    actor: 'stotte',
    actedAt: AT,
  } as const;

  it('count callers, and say who began anew', () => {
    expect(say(counted)).toMatchObject({
      node: 'ek@mo',
      subject: 'Elektronisk kurve, Mo i Rana',
      text: '1 innringer til, 13 i alt (stotte)',
    });
    expect(say({ ...counted, by: -1 }).text).toBe('én innringer trukket fra, 13 i alt (stotte)');
    expect(say({ ...counted, by: -13, callers: null }).text).toBe('Innringere nullstilt (stotte)');
    expect(say({ ...counted, by: -13, callers: null, actor: null, actedAt: null }).text).toMatch(/lenge$/);
  });

  it('call a service without a site by its name', () => {
    expect(say({ ...counted, node: 'ek' })).toMatchObject({ node: null, subject: 'Elektronisk kurve' });
  });

  it('say what users report, until when, and how it ended', () => {
    const report = {
      node: 'ek@mo',
      by: 'stotte',
      at: AT,
      until: AT + 60 * MINUTE,
      note: 'hvit skjerm',
      asked: false,
    };
    const changed = {
      type: 'report.changed',
      node: 'ek@mo',
      report,
      why: 'set',
      actor: 'stotte',
      actedAt: AT,
    } as const;
    expect(say(changed).text).toBe('Meldt nede av brukere til 15:02 «hvit skjerm» (stotte)');
    expect(say({ ...changed, why: 'asked', actor: null, actedAt: null }).text).toContain(
      'gjelder det fortsatt?',
    );
    expect(say({ ...changed, why: 'expired', report: null, actor: null, actedAt: null }).text).toBe(
      'Meldt nede av brukere: gikk ut uten svar',
    );
  });

  it('say who wrote a known error, and who retired it', () => {
    const [entity] = known;
    if (entity?.kind !== 'known-error') throw new Error('no known error');
    const body = { type: 'known-error.set', error: entity.value, actor: 'dag1', actedAt: AT } as const;
    expect(say(body)).toMatchObject({ subject: 'K-3 Kurven henger', text: 'Lagret av dag1' });
    expect(say({ ...body, error: { ...entity.value, retired: { at: AT, by: 'dag1' } } }).text).toBe(
      'Tatt bort av dag1',
    );
  });
});

describe('events of messages in words', () => {
  const moved = {
    type: 'message.moved',
    message: MESSAGE,
    what: 'approved',
    channel: null,
    actor: 'leder',
    actedAt: AT,
  } as const;

  it('say which message of which series, and who approved it', () => {
    expect(say(moved)).toMatchObject({
      node: 'core1',
      subject: 'D-7 nr. 2 Nett nede',
      text: 'Godkjent (leder)',
    });
  });

  it('say at which channel, and why not', () => {
    const refused = { ...moved, what: 'refused', channel: 'epost', actor: null, actedAt: null } as const;
    expect(say(refused).text).toBe('Avvist, E-post, alle: 552 full');
    expect(say({ ...refused, what: 'sent' }).text).toBe('Sendt, E-post, alle');
    expect(say({ ...refused, channel: 'borte' }).text).toContain('borte');
  });

  it('say whom a notification went to, and that nobody is left', () => {
    const notification: Notification = {
      id: 'note-1',
      rule: 'nett',
      node: 'core1',
      alarm: 'A-1',
      incident: null,
      state: 'running',
      why: null,
      at: AT,
      nextAt: null,
      steps: [
        {
          channel: 'epost',
          team: 'nett',
          contact: 'Nettvakt',
          delivery: { ...(MESSAGE.deliveries[0] as OutMessage['deliveries'][number]) },
        },
      ],
    };
    const body = {
      type: 'notification.moved',
      notification,
      what: 'sent',
      actor: null,
      actedAt: null,
    } as const;
    expect(say(body)).toMatchObject({
      subject: 'Varsel, nett',
      text: 'Sendt til Nettvakt, E-post, alle',
      state: null,
    });
    expect(say({ ...body, what: 'exhausted' })).toMatchObject({
      state: 'warning',
      text: 'Ingen flere å varsle',
    });
  });

  it('tell what an act left in an incident’s timeline, under its number', () => {
    const line = {
      id: 'l-1',
      incident: 'incident-1',
      at: AT,
      by: 'dag1',
      kind: 'note',
      facts: {},
      text: 'Ringte NHN',
    } as const;
    const body: EventBody = {
      type: 'incident.moved',
      incident: 'incident-1',
      what: 'incident.note',
      put: [{ kind: 'entry', value: line }],
      drop: [],
      actor: 'dag1',
      actedAt: AT,
    };
    expect(say(body)).toMatchObject({ subject: 'Hendelse', text: 'Ringte NHN (dag1)' });
  });
});
