import { beforeEach, describe, expect, it } from 'vitest';
import { AlarmBench, aPerson, FOUR, HOUR, MINUTE } from '../../../../fixtures/alarm-bench';
import { aService, catalogueChanged } from '../../../../fixtures/room';

let bench: AlarmBench;
const drawn = (node = 'db') => {
  const { id: alarm, condition } = bench.alarm(node);
  return { alarm, condition };
};

beforeEach(() => {
  bench = new AlarmBench([
    { ...aService('db'), name: 'DIPS Arena' },
    aService('app', ['db']),
    aService('print'),
  ]);
});

describe('an act on an alarm', () => {
  it('is logged with who, when they acted, and the case’s number', () => {
    bench.observe('db', 'critical');
    const actedAt = bench.clock.now();
    bench.clock.advance(7 * MINUTE);
    const from = bench.events.length;
    expect(
      bench.give(
        'alarm.acknowledge',
        'db',
        { ...drawn(), note: 'sjekker\u0000\n WAN', own: true },
        'kari',
        actedAt,
      ),
    ).toBeNull();
    expect(bench.events[from]?.body).toEqual({
      type: 'alarm.acted',
      node: 'db',
      alarm: 'A-1',
      act: { kind: 'acknowledge', note: 'sjekker WAN', owner: 'kari' },
      actor: 'kari',
      actedAt,
    });
    expect(bench.alarm('db')).toMatchObject({
      state: 'acknowledged',
      owner: 'kari',
      condition: 'down',
      ack: { by: 'kari', note: 'sjekker WAN' },
    });
  });

  it('is done no later than the hub heard of it, whatever the console’s clock says', () => {
    bench.observe('db', 'critical');
    const ahead = bench.clock.now() + 5 * HOUR;
    expect(
      bench.give('alarm.acknowledge', 'db', { ...drawn(), note: 'x', own: true }, 'kari', ahead),
    ).toBeNull();
    expect(bench.alarm('db')).toMatchObject({
      ack: { at: bench.clock.now() },
      note: { at: bench.clock.now() },
    });
  });

  it('on what got worse since it was drawn is refused with the news, and its words are kept', () => {
    bench.observe('db', 'warning');
    const before = drawn();
    bench.observe('db', 'critical');
    const from = bench.events.length;
    expect(bench.give('alarm.acknowledge', 'db', { ...before, note: 'treg', own: true })).toBe(
      'DIPS Arena er nå Nede (var Redusert da du så den). Se på den igjen før du kvitterer. Notatet ditt er tatt vare på.',
    );
    expect(bench.events.slice(from).map(({ body }) => body.type)).toEqual(['alarm.acted']);
    expect(bench.alarm('db')).toMatchObject({ state: 'unacknowledged', note: { by: 'kari', text: 'treg' } });
  });

  it('is judged by what was measured in this very turn, not by the last decision', () => {
    bench.observe('db', 'warning');
    const before = drawn();
    // Applied, and what follows for the alarm not said yet.
    bench.say({ ...hardDown(), observedAt: bench.clock.now() });
    expect(bench.alarm('db').condition).toBe('degraded');
    expect(bench.give('alarm.acknowledge', 'db', { ...before, note: null, own: true })).toContain(
      'er nå Nede',
    );
    expect(bench.alarm('db')).toMatchObject({ condition: 'down', state: 'unacknowledged' });
  });

  it('that comes second is told who was first and when; the second’s words are kept as late', () => {
    bench.observe('db', 'critical');
    const before = drawn();
    bench.acknowledge('db', 'kari', 'ringer nettvakt');
    bench.clock.advance(HOUR / 4);
    const late = { ...before, note: 'så det fra Bodø', own: true };
    expect(bench.give('alarm.acknowledge', 'db', late, 'ola', FOUR + 5 * MINUTE)).toBe(
      'Kari kvitterte DIPS Arena 04:00, før dette kom fram. Notatet ditt er tatt vare på.',
    );
    expect(bench.events.at(-1)?.body).toMatchObject({
      type: 'alarm.acted',
      alarm: 'A-1',
      act: { kind: 'note', text: 'så det fra Bodø', late: true },
      actor: 'ola',
    });
    expect(bench.alarm('db')).toMatchObject({ owner: 'kari', ack: { by: 'kari' } });
    expect(bench.give('alarm.acknowledge', 'db', { ...before, note: null, own: true }, 'ola')).toBe(
      'Kari kvitterte DIPS Arena 04:00, før dette kom fram.',
    );
  });

  it('that was done before it asked for somebody again does not silence it', () => {
    bench.observe('db', 'critical');
    const before = drawn();
    bench.acknowledge('db', 'kari');
    bench.clock.advance(21 * MINUTE);
    expect(bench.alarm('db')).toMatchObject({ state: 'unacknowledged', id: before.alarm, condition: 'down' });
    const late = { ...before, note: null, own: true };
    const actedAt = FOUR + 5 * MINUTE;
    const again =
      'DIPS Arena meldte seg på nytt 04:20, etter at du så den: Nede siden 04:00. Se på den igjen før du ';
    expect(bench.give('alarm.acknowledge', 'db', late, 'ola', actedAt)).toBe(`${again}kvitterer.`);
    const hand = { ...before, to: 'kari', note: null };
    expect(bench.give('alarm.hand', 'db', hand, 'ola', actedAt)).toBe(`${again}gir den videre.`);
    const shelf = { ...before, until: FOUR + HOUR, code: 'other' as const, reason: 'x', breakAfterMs: null };
    expect(bench.give('alarm.shelve', 'db', shelf, 'ola', actedAt)).toBe(`${again}hyller den.`);
    expect(bench.give('alarm.acknowledge', 'db', late, 'ola')).toBeNull();
  });

  it('on a case that is over is refused with the one that runs, and its words do not stick to that one', () => {
    bench.observe('db', 'critical');
    const first = drawn();
    bench.acknowledge('db');
    bench.observe('db', 'ok');
    bench.give('alarm.seen', 'db', { alarm: first.alarm, code: 'network' });
    bench.clock.advance(10 * MINUTE);
    bench.observe('db', 'warning');
    expect(bench.alarm('db').id).toBe('A-2');
    const words = { ...first, note: 'gammelt nytt', own: true };
    expect(bench.give('alarm.acknowledge', 'db', words, 'ola', FOUR)).toBe(
      'A-1 er over. For DIPS Arena gjelder nå A-2: Redusert siden 04:10. Se på den igjen før du kvitterer. Notatet ditt er tatt vare på.',
    );
    expect(bench.events.at(-1)?.body).toMatchObject({ alarm: 'A-1', act: { kind: 'note', late: true } });
    expect(bench.alarm('db')).toMatchObject({ id: 'A-2', state: 'unacknowledged', note: null });
  });

  it('keeps no words of a case that never was', () => {
    bench.observe('db', 'critical');
    const from = bench.events.length;
    const made = { alarm: 'A-99', condition: 'down' as const, note: 'x', own: true };
    expect(bench.give('alarm.acknowledge', 'db', made)).toContain('A-99 er over');
    expect(bench.events.length).toBe(from);
  });

  it.each(['alarm.acknowledge', 'alarm.note', 'alarm.in-service'] as const)(
    'on a service that nobody knows is refused: %s',
    (kind) => {
      const payload = {
        'alarm.acknowledge': { alarm: 'A-1', condition: 'down' as const, note: null, own: false },
        'alarm.note': { alarm: 'A-1', text: 'x' },
        'alarm.in-service': null,
      }[kind];
      expect(bench.give(kind, 'borte', payload as never)).toBe('Tjenesten «borte» finnes ikke her.');
    },
  );

  it('on a service without an alarm says that there is none', () => {
    expect(
      bench.give('alarm.acknowledge', 'print', { alarm: 'A-1', condition: 'down', note: null, own: true }),
    ).toBe('Det er ingen alarm for print nå.');
  });
});

describe('the alarm that nothing can be seen', () => {
  it('is acted on as any other, under a name that says what it is', () => {
    bench.say({ type: 'vantage.changed', lost: true });
    bench.turn();
    const node = 'vaktrom/nett';
    expect(bench.give('alarm.seen', node, { alarm: 'A-1', code: null })).toBe(
      'Vaktroms eget syn på nettet er fortsatt Nede siden 04:00. Den kan ses ferdig når den er tilbake.',
    );
    expect(bench.acknowledge(node)).toBeNull();
    expect(bench.states()).toEqual({ [node]: 'acknowledged' });
  });
});

describe('handing an alarm on', () => {
  beforeEach(() => bench.observe('db', 'critical'));
  const hand = (to: string) => bench.give('alarm.hand', 'db', { ...drawn(), to, note: null });

  it('makes it another person’s', () => {
    expect(hand('ola')).toBeNull();
    expect(bench.alarm('db')).toMatchObject({ owner: 'ola', state: 'acknowledged' });
  });

  it('is refused to who is not there, who has left, and who may not acknowledge', () => {
    bench.person(aPerson('per', { active: false }));
    expect(hand('ingen')).toBe('«ingen» finnes ikke her. Velg en annen å gi alarmen til.');
    expect(hand('per')).toBe('Per er ikke lenger i bruk. Velg en annen å gi alarmen til.');
    expect(hand('vera')).toBe('Vera kan ikke kvittere alarmer. Velg en annen å gi den til.');
    expect(bench.alarm('db').owner).toBeNull();
  });
});

describe('shelving', () => {
  const shelve = (until: number, reason = 'kjent feil') =>
    bench.give('alarm.shelve', 'db', {
      ...drawn(),
      until,
      code: 'known-fault',
      reason,
      breakAfterMs: null,
    });
  beforeEach(() => bench.observe('db', 'critical'));

  it('puts an alarm aside until a time, and dims nothing', () => {
    expect(shelve(FOUR + 2 * HOUR)).toBeNull();
    expect(bench.alarm('db')).toMatchObject({
      state: 'shelved',
      condition: 'down',
      shelf: { by: 'kari', until: FOUR + 2 * HOUR, reason: 'kjent feil' },
    });
    expect(bench.give('alarm.unshelve', 'db', null, 'ola')).toBeNull();
    expect(bench.alarm('db').state).toBe('unacknowledged');
    expect(bench.give('alarm.unshelve', 'db', null)).toBe('DIPS Arena er ikke hyllet lenger.');
  });

  it('is refused when its end is past, too far away, or its reason says nothing', () => {
    expect(shelve(FOUR - MINUTE)).toBe('Hyllingen skulle vare til 03:59, og det er alt passert.');
    expect(shelve(FOUR + 25 * HOUR)).toBe('En hylling må ta slutt innen 24 timer: senest tir. 04:00.');
    expect(shelve(FOUR + HOUR, '\u202e\u0007')).toBe('En hylling må ha en grunn.');
    expect(bench.alarm('db').state).toBe('unacknowledged');
  });

  it('that was put in place after the act was done is not replaced by it', () => {
    const before = drawn();
    bench.clock.advance(10 * MINUTE);
    shelve(FOUR + 2 * HOUR);
    bench.clock.advance(10 * MINUTE);
    const asked = { ...before, until: FOUR + HOUR, code: 'other' as const, reason: 'x', breakAfterMs: null };
    expect(bench.give('alarm.shelve', 'db', asked, 'ola', FOUR + MINUTE)).toBe(
      'Kari hyllet DIPS Arena 04:10, før dette kom fram.',
    );
    expect(bench.alarm('db').shelf?.until).toBe(FOUR + 2 * HOUR);
  });
});

describe('out of service', () => {
  const out = (reviewAt: number, responsible = 'Lagringsteamet', reason = 'bytter disk') =>
    bench.give('alarm.out-of-service', 'print', { responsible, reason, reviewAt });

  it('is for what has no alarm too, and ends by a person’s word', () => {
    expect(out(FOUR + 48 * HOUR)).toBeNull();
    expect(bench.states()).toEqual({ print: 'out-of-service' });
    bench.observe('print', 'critical');
    expect(bench.alarm('print')).toMatchObject({ state: 'out-of-service', condition: 'down' });
    expect(bench.give('alarm.in-service', 'print', null, 'ola')).toBeNull();
    expect(bench.alarm('print').state).toBe('unacknowledged');
    expect(bench.give('alarm.in-service', 'print', null)).toBe('print er ikke ute av drift lenger.');
  });

  it('needs somebody responsible, a reason, and a review within a month', () => {
    expect(out(FOUR + HOUR, ' \u0001 ')).toBe('Noen må være ansvarlig for det som er ute av drift.');
    expect(out(FOUR + HOUR, 'x', '\u202d')).toBe('Å ta noe ut av drift må ha en grunn.');
    expect(out(FOUR - HOUR)).toContain('er alt passert');
    expect(out(FOUR + 32 * 24 * HOUR)).toContain('må vurderes innen 31 døgn');
    expect(bench.states()).toEqual({});
  });
});

describe('seen, notes, timers, tickets and bad alarms', () => {
  beforeEach(() => bench.observe('db', 'critical'));

  it('a return is seen once it is back, and not before', () => {
    const seen = (actor: string) => bench.give('alarm.seen', 'db', { alarm: 'A-1', code: 'network' }, actor);
    expect(seen('kari')).toBe(
      'DIPS Arena er fortsatt Nede siden 04:00. Den kan ses ferdig når den er tilbake.',
    );
    bench.observe('db', 'ok');
    expect(bench.states()).toEqual({ db: 'returned' });
    expect(seen('kari')).toBeNull();
    expect(bench.states()).toEqual({});
    expect(seen('ola')).toBe('Kari så ferdig DIPS Arena 04:00.');
  });

  it('what is written about a case is kept with it', () => {
    expect(bench.give('alarm.note', 'db', { alarm: 'A-1', text: 'montør\tpå vei' })).toBeNull();
    expect(bench.give('alarm.timer', 'db', { alarm: 'A-1', until: FOUR + 30 * MINUTE })).toBeNull();
    expect(bench.give('alarm.ticket', 'db', { alarm: 'A-1', ticket: '118402' })).toBeNull();
    expect(bench.give('alarm.bad', 'db', { alarm: 'A-1', on: true, note: 'tiende gang' })).toBeNull();
    expect(bench.alarm('db')).toMatchObject({
      note: { text: 'montør på vei', by: 'kari' },
      timer: { until: FOUR + 30 * MINUTE, due: false },
      ticket: '118402',
      bad: { note: 'tiende gang' },
    });
    expect(bench.give('alarm.note', 'db', { alarm: 'A-1', text: '\u0000' })).toBe('Notatet er tomt.');
    expect(bench.give('alarm.timer', 'db', { alarm: 'A-1', until: FOUR - 1 })).toContain('alt passert');
    expect(bench.give('alarm.note', 'db', { alarm: 'A-7', text: 'x' })).toContain('A-7 er over');
  });

  it('still takes in what is said of an alarm whose service is gone from the catalogue', () => {
    bench.keeper.stop();
    bench.say(catalogueChanged([], ['service:db', 'check:db/c', 'service:app', 'check:app/c']));
    expect(bench.give('alarm.note', 'db', { alarm: 'A-1', text: 'tatt bort' })).toBeNull();
  });
});

function hardDown() {
  return {
    type: 'check.changed' as const,
    check: 'db/c',
    result: 'critical' as const,
    hard: true,
    attempt: 3,
    output: '',
    ms: 1,
    beforeAt: null,
    silenced: false,
  };
}
