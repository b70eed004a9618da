import { describe, expect, it } from 'vitest';
import type { CommandPayload } from '../../../../../shared/contract/commands';
import { aChannel, MessageBench } from '../../../../fixtures/message-bench';

const MINUTE = 60_000;
const CHANNELS = [
  aChannel('post'),
  aChannel('vev'),
  aChannel('sms', { kind: 'sms', uses: ['notifications'] }),
];

type Draft = CommandPayload<'message.draft'>;
const words: Draft = {
  ...{ kind: 'first', series: null, incident: null, node: null, subject: 'Emne', body: 'Tekst' },
  ...{ channels: ['post'], nextAt: null, version: null },
};

class Bench extends MessageBench {
  constructor() {
    super(CHANNELS);
  }
  draft(id: string, change: Partial<Draft> = {}, by = 'kari'): string | null {
    return this.give('message.draft', `message/melding-${id}`, { ...words, ...change }, { actor: by });
  }
  approve(id: string, version = 1, actedAt = this.clock.now()): string | null {
    return this.give('message.approve', `message/melding-${id}`, { version }, { actedAt });
  }
  /** What somebody does to an incident. */
  incident(kind: string, id: string, payload: unknown): void {
    const command = { id: `act-${kind}-${id}`, kind, subject: `incident/${id}`, payload, actor: 'kari' };
    this.incidentAct({ ...command, actedAt: this.clock.now() });
  }
  /** A message that went out. */
  async sent(id: string, change: Partial<Draft> = {}): Promise<void> {
    expect(this.draft(id, change)).toBeNull();
    expect(this.approve(id)).toBeNull();
    await this.flush();
    while (this.handed.length > 0) await this.answer('sent');
    this.clock.advance(MINUTE);
  }
}

function opening(id: string): CommandPayload<'incident.open'> {
  return {
    ...{ id, title: 'Hendelse', severity: 'high', commander: null, services: [], sites: [] },
    ...{ consequence: null, ticket: null, cause: null, alarm: null, occurredAt: null },
  };
}

describe('a draft', () => {
  it.each([
    [{ node: 'finnes-ikke' }, /«finnes-ikke» finnes ikke her/],
    [{ incident: 'finnes-ikke' }, /Hendelsen finnes ikke her/],
    [{ channels: ['fax'] }, /Kanalen «fax» finnes ikke lenger: velg kanaler på nytt/],
    [{ channels: ['sms'] }, /ikke for driftsmeldinger/],
    [{ kind: 'update', series: 'melding-borte' }, /Meldingen den fortsetter, finnes ikke her/],
    [{ version: 3 }, /Utkastet finnes ikke lenger/],
    [{ subject: '\u202e' }, /må ha et emne og en tekst/],
    [{ nextAt: 1e300 }, /Tidspunktet for neste melding er ikke gyldig/],
    [{ nextAt: Number.MAX_SAFE_INTEGER }, /Tidspunktet for neste melding er ikke gyldig/],
  ] as const)('%j is refused', (change, reason) => {
    expect(new Bench().draft('en', change as Partial<Draft>)).toMatch(reason);
  });

  it('keeps its lines, and loses what cannot be seen', () => {
    const bench = new Bench();
    bench.draft('en', { subject: 'To\nlinjer\u202e', body: 'En\r\nto\u0007\n\tså' });
    expect(bench.message('melding-en')).toMatchObject({ subject: 'To linjer', body: 'En\nto\n\tså' });
  });

  it('is changed by whoever has read it: somebody else’s words are not written over', () => {
    const bench = new Bench();
    bench.draft('en');
    expect(bench.draft('en', { body: 'Olas', version: 1 }, 'ola')).toBeNull();
    expect(bench.draft('en', { body: 'Karis', version: 1 })).toMatch(/endret av ola 04:00: les det/);
    expect(bench.draft('en', { body: 'Karis', version: 2 })).toBeNull();
    // Twice from a desk that was away: it does not know that its own first change made a new version.
    expect(bench.draft('en', { body: 'Karis andre', version: 2 })).toBeNull();
    expect(bench.message('melding-en')).toMatchObject({ body: 'Karis andre', version: 4 });
  });

  it('that ends a series may be about what the catalogue no longer has: its users wait for the word', async () => {
    const bench = new Bench();
    await bench.sent('en', { node: 'app' });
    bench.say({ type: 'catalogue.changed', name: 'r', demo: false, put: [], drop: ['service:app'] });
    expect(bench.state.graph.nodes.has('app')).toBe(false);
    const about = { kind: 'closing', series: 'melding-en', node: 'app' } as const;
    expect(bench.draft('slutt', about)).toBeNull();
    expect(bench.approve('slutt')).toBeNull();
    expect(bench.draft('ny', { node: 'app' })).toMatch(/«app» finnes ikke her/);
  });

  it('has the next number of its room, or that of its series', async () => {
    const bench = new Bench();
    bench.draft('en');
    bench.draft('to');
    expect(bench.message('melding-to').number).toBe('D-2');
    expect(bench.draft('tre', { kind: 'update', series: 'melding-to' })).toMatch(/D-2 er ikke sendt ennå/);
    bench.approve('to');
    expect(bench.draft('tre', { kind: 'update', series: 'melding-to' })).toBeNull();
    expect(bench.message('melding-tre')).toMatchObject({ number: 'D-2', part: 2 });
  });
});

describe('an approval', () => {
  it('is of the version that was read, and of nothing that nobody may send', () => {
    const bench = new Bench();
    expect(bench.approve('en')).toMatch(/finnes ikke her/);
    bench.draft('en', { channels: [] });
    expect(bench.approve('en')).toMatch(/Velg minst én kanal/);
    bench.draft('en', { version: 1 }, 'ola');
    expect(bench.approve('en', 1)).toMatch(/endret av ola 04:00: les det og godkjenn på nytt/);
    expect(bench.approve('en', 2)).toBeNull();
    expect(bench.approve('en', 2)).toMatch(/D-1 er alt godkjent av kari 04:00/);
    expect(bench.draft('en', { version: 2 })).toMatch(/er sendt og kan ikke endres/);
  });

  it('that comes late, or promises what is past, is refused', () => {
    const bench = new Bench();
    bench.draft('en', { nextAt: bench.clock.now() + 30 * MINUTE });
    bench.clock.advance(20 * MINUTE);
    expect(bench.approve('en', 1, bench.clock.now() - 16 * MINUTE)).toMatch(
      /fra 04:04 og gjelder ikke lenger/,
    );
    bench.clock.advance(11 * MINUTE);
    expect(bench.approve('en')).toMatch(/lover neste melding 04:30, som er passert/);
  });

  it('of a second first message about the same is refused, until the series is closed', async () => {
    const bench = new Bench();
    await bench.sent('en', { node: 'db' });
    bench.draft('to', { node: 'db' });
    expect(bench.approve('to')).toMatch(/D-1 er alt sendt om dette 04:00: skriv en oppdatering/);
    bench.draft('annet', { node: 'app' });
    expect(bench.approve('annet')).toBeNull();
    await bench.sent('slutt', { kind: 'closing', series: 'melding-en', node: 'db' });
    expect(bench.approve('to')).toBeNull();
    expect(bench.draft('tre', { kind: 'update', series: 'melding-en' })).toMatch(/D-1 er avsluttet/);
  });

  it('of a second first message is refused also where two incidents have become one', async () => {
    const bench = new Bench();
    const [one, other] = ['hendelse-en', 'hendelse-to'];
    bench.incident('incident.open', one, opening(one));
    bench.incident('incident.open', other, opening(other));
    await bench.sent('en', { incident: other });
    bench.draft('to', { incident: one });
    bench.incident('incident.merge', other, { into: one });
    expect(bench.approve('to')).toMatch(/D-1 er alt sendt om dette/);
  });

  it('of an update that was written before another one went is refused: it may be outdated', async () => {
    const bench = new Bench();
    await bench.sent('en');
    expect(bench.draft('to', { kind: 'update', series: 'melding-en' })).toBeNull();
    bench.clock.advance(MINUTE);
    await bench.sent('tre', { kind: 'update', series: 'melding-en' });
    expect(bench.approve('to')).toMatch(/En annen oppdatering av D-1 ble sendt 04:02/);
    bench.draft('to', { kind: 'update', series: 'melding-en', version: 1 });
    expect(bench.approve('to', 2)).toBeNull();
    expect(bench.message('melding-to').part).toBe(3);
  });
});

describe('discarding and sending again', () => {
  it('are for what they are for', async () => {
    const bench = new Bench();
    bench.draft('en');
    expect(bench.give('message.again', 'message/melding-en', { channel: 'post' })).toMatch(
      /ikke sendt i denne kanalen/,
    );
    expect(bench.give('message.discard', 'message/melding-en', null)).toBeNull();
    expect(bench.give('message.discard', 'message/melding-en', null)).toMatch(/alt forkastet/);
    expect(bench.approve('en')).toMatch(/forkastet: skriv et nytt/);
    bench.draft('to');
    bench.approve('to');
    expect(bench.give('message.discard', 'message/melding-to', null)).toMatch(/kan ikke forkastes/);
    expect(bench.give('message.again', 'message/melding-to', { channel: 'post' })).toMatch(
      /er på vei i post/,
    );
  });

  it('are for the fate that was seen: what came of it since is to be read first', async () => {
    const bench = new Bench();
    bench.draft('en');
    bench.approve('en');
    await bench.flush();
    await bench.answer('unknown');
    const seen = bench.clock.now();
    bench.clock.advance(MINUTE);
    const again = (actedAt: number): string | null =>
      bench.give('message.again', 'message/melding-en', { channel: 'post' }, { actedAt });
    expect(again(bench.clock.now())).toBeNull();
    await bench.flush();
    await bench.answer('unknown');
    // A desk that had no hub asked for the same before it knew of the second attempt.
    expect(again(seen + 1_000)).toMatch(/ble forsøkt igjen i post .*, etter at du ba om det/);
    expect(again(bench.clock.now())).toBeNull();
  });

  it('do not let an old message follow a newer one', async () => {
    const bench = new Bench();
    bench.draft('en');
    bench.approve('en');
    await bench.flush();
    await bench.answer('refused');
    bench.clock.advance(MINUTE);
    await bench.sent('to', { kind: 'update', series: 'melding-en' });
    expect(bench.give('message.again', 'message/melding-en', { channel: 'post' })).toMatch(
      /nyere melding i D-1/,
    );
  });
});
