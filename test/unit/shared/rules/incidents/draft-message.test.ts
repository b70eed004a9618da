import { describe, expect, it } from 'vitest';
import type { Alarm } from '../../../../../shared/model/alarms';
import type { CatalogueEntity, IncidentPlan, Service } from '../../../../../shared/model/catalogue';
import type { Incident, IncidentEntity, OutMessage } from '../../../../../shared/model/incidents';
import { incidentsKey } from '../../../../../shared/model/incidents';
import type { CheckResult } from '../../../../../shared/model/states';
import { CauseIndex } from '../../../../../shared/rules/alarms/causes';
import { draftMessage, type MessageWish } from '../../../../../shared/rules/incidents/draft-message';
import { Projection } from '../../../../../shared/rules/projection';
import type { RoomView } from '../../../../../shared/rules/reduce';
import { anAlarmClass, FOUR, MINUTE } from '../../../../fixtures/alarm-bench';
import { aService, catalogueChanged, entities, eventWriter, hard } from '../../../../fixtures/room';

/** A room with a core switch under a journal at three sites of two trusts, and a laboratory that is by itself. */

const SITES = ['mo', 'bodø', 'tromsø'];
const service = (id: string, change: Partial<Service>, needs: readonly string[] = []): Service => ({
  ...aService(id, needs, change.sites ?? []),
  ...change,
});

class Drafting {
  readonly room = new Projection();
  readonly #write = eventWriter();
  readonly #more = new Map<string, IncidentEntity>();
  readonly #alarms = new Map<string, Alarm>();
  now = FOUR;

  constructor(plan: Partial<IncidentPlan> | null = {}, consequences: Readonly<Record<string, string>> = {}) {
    const services = [
      service('kjerne', { name: 'Kjernesvitsj' }),
      service('journal', { name: 'Journalen', sites: SITES, users: 600 }, ['kjerne']),
      service('kurve', { name: 'Kurven', sites: SITES, users: 400, criticality: 2 }, ['journal']),
      service('lab', { name: 'Laboratoriet', users: 80, criticality: 2 }),
    ];
    const more: CatalogueEntity[] = [
      ...['hlsh', 'unn'].map((id, order) => ({
        kind: 'trust' as const,
        value: { id, name: id.toUpperCase(), order },
      })),
      ...SITES.map((id, order) => ({
        kind: 'site' as const,
        value: {
          id,
          name: id.charAt(0).toUpperCase() + id.slice(1),
          trust: id === 'tromsø' ? 'unn' : 'hlsh',
          order,
        },
      })),
      {
        kind: 'alarm-class',
        value: anAlarmClass('journal', {
          consequence: 'Ingen ser allergier',
          emergencyRoutine: 'https://x.example/nød/journal',
        }),
      },
      ...Object.entries(consequences).map(([id, consequence]) => ({
        kind: 'alarm-class' as const,
        value: anAlarmClass(id, { consequence }),
      })),
      ...['post', 'side', 'sms'].map((id, order) => ({
        kind: 'channel' as const,
        value: {
          ...{ id, name: id, order, kind: 'smtp' as const, audience: 'alle', preset: id !== 'side' },
          uses: id === 'sms' ? ['notifications' as const] : ['messages' as const],
        },
      })),
      ...(plan === null
        ? []
        : [
            {
              kind: 'incident-plan' as const,
              value: {
                ...{
                  id: 'room' as const,
                  checklist: [],
                  sender: 'Driftssentralen',
                  telephone: '4400',
                  ...plan,
                },
                updateMs: { major: 30 * MINUTE, high: 60 * MINUTE, moderate: 120 * MINUTE },
              },
            },
          ]),
    ];
    this.#say(catalogueChanged([...entities(services), ...more]));
    for (const id of this.room.graph.order) this.measure(id, 'ok');
  }

  measure(node: string, result: CheckResult): this {
    this.#say(hard(node, result, this.now));
    return this;
  }

  alarm(node: string, change: Partial<Alarm> = {}): this {
    const facts = {
      ...{
        condition: 'down' as const,
        conditionSince: FOUR,
        suppressed: null,
        priority: 1 as const,
        latching: true,
      },
      ...{ sites: [], symptoms: 0, checks: 0, basis: 'measured' as const, recovery: null },
    };
    this.#say({ type: 'alarms.moved', moves: [{ kind: 'facts', node, id: 'A-1', facts }] });
    const entity = this.room.alarms.get(`alarm:${node}`);
    if (entity?.kind === 'alarm') this.#alarms.set(`alarm:${node}`, { ...entity.value, ...change });
    return this;
  }

  with(entity: IncidentEntity): this {
    this.#more.set(incidentsKey(entity), entity);
    return this;
  }

  draft(wish: Partial<MessageWish> = {}) {
    const index = new CauseIndex();
    index.update(this.room, null);
    const { catalogue, graph, status, room } = this.room;
    const view: Pick<RoomView, 'catalogue' | 'graph' | 'status' | 'alarms' | 'incidents' | 'room'> = {
      ...{ catalogue, graph, status, room },
      alarms: new Map([...this.#alarms].map(([key, value]) => [key, { kind: 'alarm' as const, value }])),
      incidents: this.#more,
    };
    return draftMessage(view, index, {
      node: 'kjerne',
      incident: null,
      kind: 'first',
      now: this.now,
      ...wish,
    });
  }

  #say(body: Parameters<typeof this.room.apply>[0]['body']): void {
    this.room.apply(this.#write(body, this.now));
  }
}

function anIncident(change: Partial<Incident> = {}): IncidentEntity {
  return {
    kind: 'incident',
    value: {
      ...{
        id: 'hendelse-1',
        number: 'I-1',
        aliases: [],
        title: 'Nett borte',
        severity: 'major',
        state: 'open',
      },
      ...{
        cause: 'kjerne',
        alarm: 'A-1',
        services: [],
        sites: [],
        consequence: null,
        ticket: null,
        commander: null,
      },
      times: {
        occurred: null,
        detected: null,
        diagnosed: null,
        repair: null,
        recovered: null,
        restored: null,
      },
      ...{
        openedAt: FOUR,
        openedBy: 'kari',
        closed: null,
        update: null,
        routines: [],
        stamps: {},
        movedAt: FOUR,
      },
      alarms: [],
      ...change,
    },
  };
}

function aMessage(change: Partial<OutMessage> = {}): IncidentEntity {
  return {
    kind: 'message',
    value: {
      ...{ id: 'melding-1', number: 'D-4', series: 'melding-1', part: 1, kind: 'first', state: 'approved' },
      ...{
        incident: null,
        node: 'kjerne',
        subject: 'Journalen er nede',
        body: 'x',
        channels: ['side'],
        nextAt: null,
      },
      ...{ version: 1, at: FOUR, by: 'kari', approved: { at: FOUR, by: 'kari' }, deliveries: [] },
      ...change,
    },
  };
}

describe('a drafted message', () => {
  it('says what, who, since when, what to do, and when the next word comes', () => {
    const room = new Drafting().measure('kjerne', 'critical').alarm('kjerne');
    room.now = FOUR + 12 * MINUTE;
    const { subject, body, nextAt, channels } = room.draft();
    expect(subject).toBe('Journalen og Kurven er nede');
    expect(body).toBe(`Journalen og Kurven er nede. Det har vart siden kl. 04:00.

Det gjelder alle 3 steder.

Hva det betyr: Ingen ser allergier.

Hva du kan gjøre:
- Følg nødrutinen for Journalen: https://x.example/nød/journal
- Haster det, eller ser du noe annet: ring 4400.

Feilen er registrert hos oss. Årsaken er trolig en feil på Kjernesvitsj.

Ny melding kommer senest kl. 05:10.

Driftssentralen`);
    expect(nextAt).toBe(FOUR + 70 * MINUTE);
    expect(channels).toEqual(['post']);
  });

  it('names a trust where all of it is hit, and single sites else', () => {
    const some = new Drafting().measure('journal@mo', 'critical').measure('journal@bodø', 'critical');
    const incident = anIncident({ services: ['journal'], sites: ['mo', 'bodø'], cause: null });
    expect(some.with(incident).draft({ node: null, incident: 'hendelse-1' }).body).toContain(
      'Det gjelder hele HLSH.',
    );
    const one = new Drafting().measure('journal@mo', 'critical');
    expect(one.draft({ node: 'journal@mo' }).body).toContain('Det gjelder Mo.');
    const central = new Drafting().measure('lab', 'critical');
    expect(central.draft({ node: 'lab' }).body).toContain('Det gjelder alle som bruker det.');
  });

  it('says that somebody works on it only where somebody does', () => {
    const room = () => new Drafting().measure('kjerne', 'critical');
    expect(room().alarm('kjerne').draft().body).not.toContain('Vi arbeider');
    expect(room().alarm('kjerne', { owner: 'kari' }).draft().body).toContain(
      'Vi arbeider med å rette feilen.',
    );
    const led = room().with(anIncident({ commander: 'ola' }));
    expect(led.draft({ incident: 'hendelse-1' }).body).toContain('Vi arbeider med å rette feilen.');
  });

  it('leaves out "trolig" only when a person has diagnosed it', () => {
    const times = { occurred: null, detected: null, repair: null, recovered: null, restored: null };
    const room = new Drafting().measure('kjerne', 'critical');
    const known = room.with(anIncident({ times: { ...times, diagnosed: FOUR } }));
    expect(known.draft({ incident: 'hendelse-1' }).body).toContain('Årsaken er en feil på Kjernesvitsj.');
    const inferred = known.alarm('kjerne', { basis: 'inferred' });
    expect(inferred.draft({ incident: 'hendelse-1' }).body).toContain(
      'Årsaken er trolig en feil på Kjernesvitsj.',
    );
  });

  it('tells users what it means to them, not what the cause’s alarm class tells an operator', () => {
    const forOperators = 'Resten går uten reserve';
    const room = new Drafting({}, { kjerne: forOperators }).measure('kjerne', 'critical');
    const incident = anIncident({ consequence: forOperators, services: ['kjerne', 'journal'] });
    const { subject, body } = room.with(incident).draft({ incident: 'hendelse-1' });
    expect(body).toContain('Hva det betyr: Ingen ser allergier.');
    expect(body).not.toContain(forOperators);
    // The switch is why, and is not counted among what they cannot use.
    expect(subject).toBe('Journalen og Kurven er nede');
    expect(body).toContain('Årsaken er trolig en feil på Kjernesvitsj.');
  });

  it('names what is down at a site before what is slow, with its routine', () => {
    const room = new Drafting().measure('journal@mo', 'critical').measure('lab', 'warning');
    const both = anIncident({ cause: null, services: ['journal', 'lab'], sites: ['mo'] });
    const { body } = room.with(both).draft({ node: null, incident: 'hendelse-1' });
    expect(body).toMatch(/^Journalen er nede\. Laboratoriet virker bare delvis/);
    expect(body).toContain('Følg nødrutinen for Journalen');
  });

  it('says of an upset that is coming back what works again, and keeps nobody on paper for that', () => {
    const room = new Drafting()
      .measure('lab', 'warning')
      .alarm('kjerne', { condition: 'degraded', basis: 'recovering', symptoms: 1, symptomsMost: 7 });
    const incident = anIncident({ services: ['journal', 'lab'], commander: 'ola' });
    const { body } = room.with(incident).draft({ incident: 'hendelse-1', kind: 'update' });
    expect(body).toContain('6 av 7 er tilbake. Vi arbeider fortsatt med å rette feilen.');
    expect(body).toContain('Journalen virker igjen.');
    expect(body).not.toContain('problemer med Journalen');
    expect(body).not.toContain('nødrutinen');
    const over = new Drafting().alarm('kjerne', { condition: 'normal', symptoms: 0, symptomsMost: 7 });
    const closing = over.with(anIncident({ services: ['journal'] }));
    expect(closing.draft({ incident: 'hendelse-1', kind: 'closing' }).body).toContain(
      'Gå tilbake til vanlig arbeidsmåte.',
    );
  });

  it('promises a whole millisecond, whatever the clock that it is drafted by', () => {
    const until = FOUR + 30 * MINUTE + 0.375;
    const incident = anIncident({ update: { at: FOUR, by: 'kari', until, due: false } });
    const { nextAt } = new Drafting()
      .measure('kjerne', 'critical')
      .with(incident)
      .draft({ incident: 'hendelse-1' });
    expect(nextAt).toBe(FOUR + 30 * MINUTE);
  });

  it('keeps apart what is down, what works in part, and what only users report', () => {
    const room = new Drafting().measure('lab', 'warning');
    expect(room.draft({ node: 'lab' }).subject).toBe('Problemer med Laboratoriet');
    expect(room.draft({ node: 'lab' }).body).toContain('Laboratoriet virker bare delvis, eller går tregt.');
    const reported = new Drafting().alarm('lab', { basis: 'reported', condition: 'degraded' });
    const incident = anIncident({ cause: 'lab', services: ['lab'] });
    expect(reported.with(incident).draft({ node: 'lab', incident: 'hendelse-1' }).body).toMatch(
      /^Brukere melder om problemer med Laboratoriet\. Våre egne målinger viser ingen feil\./,
    );
  });

  it('uses what people have said: consequence, workarounds, the incident’s own timer and beginning', () => {
    const times = { detected: null, diagnosed: null, repair: null, recovered: null, restored: null };
    const until = FOUR + 17 * MINUTE;
    const room = new Drafting()
      .measure('kjerne', 'critical')
      .with(
        anIncident({
          consequence: 'Bruk papir',
          update: { at: FOUR, by: 'kari', until, due: false },
          times: { ...times, occurred: FOUR - 24 * 60 * MINUTE },
        }),
      )
      .with({
        kind: 'known-error',
        value: {
          ...{
            id: 'kjent-feil',
            number: 'K-1',
            title: 't',
            services: ['journal'],
            symptom: null,
            ticket: null,
          },
          ...{ workaround: 'Bruk lesekopien', at: FOUR, by: 'kari', retired: null },
        },
      });
    const { body, nextAt } = room.draft({ node: null, incident: 'hendelse-1' });
    expect(nextAt).toBe(until);
    expect(body).toContain('Hva det betyr: Bruk papir.');
    expect(body).toContain('- Så lenge kan du gjøre slik: Bruk lesekopien.');
    expect(body).toContain('Det har vart siden 22.11. kl. 04:00.');
    expect(body).toContain('Ny melding kommer senest kl. 04:17.');
  });

  it('that updates tells how much is back, and goes where the first went', () => {
    const room = new Drafting().measure('kjerne', 'critical').with(aMessage());
    room.alarm('kjerne', { symptoms: 2, symptomsMost: 6 });
    room.now = FOUR + 30 * MINUTE;
    const { subject, body, channels } = room.draft({ kind: 'update' });
    expect(subject).toBe('Oppdatering: Journalen er nede');
    expect(body).toMatch(/^Status kl\. 04:30: 4 av 6 er tilbake\./);
    expect(channels).toEqual(['side']);
  });

  it('that closes says how long it lasted, and which message it ends', () => {
    const room = new Drafting().with(aMessage());
    room.alarm('kjerne', {
      activeSince: null,
      raisedAt: FOUR,
      returnedAt: FOUR + 80 * MINUTE,
      symptomsMost: 6,
    });
    room.now = FOUR + 90 * MINUTE;
    const { subject, body, nextAt } = room.draft({ kind: 'closing' });
    expect(subject).toBe('Løst: Journalen er nede');
    expect(body).toContain('Feilen varte fra kl. 04:00 til kl. 05:20 (80 min).');
    expect(body).toContain('Dette avslutter driftsmelding D-4 («Journalen er nede»).');
    expect(body).not.toContain('Ny melding');
    expect(nextAt).toBeNull();
  });

  it('never says that it is over while something of it is not', () => {
    const room = new Drafting().measure('journal@mo', 'critical').with(aMessage({ node: 'journal@mo' }));
    room.alarm('journal@mo', { symptoms: 1, symptomsMost: 6 });
    const { subject, body } = room.draft({ node: 'journal@mo', kind: 'closing' });
    expect(subject).toBe('Delvis løst: Journalen er nede');
    expect(body).toMatch(/^Ikke alt er tilbake: 5 av 6 er det\. Journalen og Kurven er nede\./);
    const none = new Drafting().measure('lab', 'critical').alarm('lab');
    expect(none.draft({ node: 'lab', kind: 'closing' }).body).toMatch(
      /^Feilen er ikke rettet\. Laboratoriet er nede\./,
    );
  });

  it('begins a new series where the last one is closed', () => {
    const room = new Drafting().measure('kjerne', 'critical').with(aMessage());
    room.with(aMessage({ id: 'melding-2', series: 'melding-1', part: 2, kind: 'closing' }));
    expect(room.draft().channels).toEqual(['post']);
  });

  it('says what it can of what the room does not know, within what a message may hold', () => {
    const room = new Drafting(null);
    const { subject, body } = room.draft({ node: 'borte', incident: 'finnes-ikke' });
    expect(subject).toBe('Driftsforstyrrelse');
    expect(body).toContain('Vi har en driftsforstyrrelse.');
    const long = new Drafting().with(
      anIncident({ cause: null, title: 'x'.repeat(200), consequence: 'y'.repeat(9_000) }),
    );
    const drafted = long.draft({ node: null, incident: 'hendelse-1', kind: 'update' });
    expect(drafted.subject.length).toBeLessThanOrEqual(200);
    expect(drafted.body.length).toBeLessThanOrEqual(8_000);
  });
});
