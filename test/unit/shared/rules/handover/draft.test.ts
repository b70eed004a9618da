import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { draftLine, type FollowUp, type Handover } from '../../../../../shared/model/handover';
import type { EntryLink } from '../../../../../shared/model/shift-log';
import { composeText, SEVERITY_KEY } from '../../../../../shared/rules/handover/compose';
import {
  addLine,
  putDrawn,
  READ_BACK_TEXT,
  readDocument,
  strikeLine,
} from '../../../../../shared/rules/handover/document';
import { draftHandover } from '../../../../../shared/rules/handover/draft';
import { ShiftLedger } from '../../../../../shared/rules/handover/ledger';
import { markdownOf, noteOf } from '../../../../../shared/rules/handover/note';
import {
  MINUTE,
  NoteNight as Night,
  NOTE_TRENDS,
  type NoteNight,
  noteNight,
  SHIFT,
  wall,
} from '../../../../fixtures/note-night';

const NOW = wall('07:14');

function draft(night: NoteNight, now = NOW, trends = NOTE_TRENDS) {
  return draftHandover(night.state, night.ledger, trends, now);
}

/** The lines of a section, as they are read. */
function section(night: NoteNight, name: string, now = NOW): readonly string[] {
  return draft(night, now, [])
    .filter((line) => line.section === name && !line.key.startsWith(SEVERITY_KEY))
    .toSorted((a, b) => a.order - b.order)
    .map(({ text, sources }) => `${text} [${sources.map(({ label }) => label).join(', ')}]`);
}

const NAMES = {
  person: (id: string) => ({ natt: 'nattoperatør', dag1: 'dagoperatør 1', dag2: 'dagoperatør 2' })[id] ?? id,
  position: (id: string) => id,
  shift: (id: string) => id,
};

function aHandover(change: Partial<Handover> = {}): Handover {
  const ref = { date: '2026-11-22', start: SHIFT, end: wall('07:15') };
  return {
    ...{
      id: '2026-11-22_natt',
      number: 'H-41',
      state: 'preparing',
      beganAt: wall('05:15'),
      dueAt: wall('07:30'),
    },
    from: { ...ref, id: '2026-11-22/natt', shift: 'natt' },
    to: {
      id: '2026-11-23/dag',
      shift: 'dag',
      date: '2026-11-23',
      start: wall('07:00'),
      end: wall('15:15', 23),
    },
    outgoing: [{ position: null, person: 'natt' }],
    incoming: ['dag1', 'dag2'].map((person) => ({ position: null, person })),
    ...{
      lateSince: null,
      exchangedAt: null,
      items: [],
      readBack: null,
      signatures: [],
      transfers: [],
      hash: null,
    },
    ...{ severity: null, acceptedAt: null, amendments: [], elements: null, movedAt: 0 },
    ...change,
  };
}

function begin(night: NoteNight): void {
  night.say(wall('05:15'), {
    ...{
      type: 'handover.moved',
      handover: aHandover(),
      what: 'began',
      duty: null,
      actor: null,
      actedAt: null,
    },
    posts: { on: [], off: [] },
  });
}

describe('the night of the good note', () => {
  it('is drawn as a good note tells it, every line with its source', () => {
    const night = noteNight();
    begin(night);
    const doc = new Y.Doc();
    putDrawn(doc, draft(night));
    doc.getText('summary').insert(0, 'Én åpen kritisk sak.');
    doc.getText(READ_BACK_TEXT).insert(0, 'Mo på reserve, melding 08:30, montør 09:00, lydlogg før 10');
    const readBack = { at: wall('07:12'), by: 'dag1', hash: 'h' };
    const signature = { position: null, console: 'c', hash: 'h', exception: null };
    const handover = aHandover({
      readBack,
      acceptedAt: wall('07:15'),
      signatures: [
        { ...signature, role: 'outgoing', person: 'natt', at: wall('07:14') },
        { ...signature, role: 'incoming', person: 'dag1', at: wall('07:15') },
      ],
    });
    expect(
      noteOf(composeText(readDocument(doc), handover), handover, NAMES),
    ).toBe(`VAKTSKIFTE natt → dag, mandag 23.11.2026 (22:00–07:15)
Fra: nattoperatør   Til: dagoperatør 1, dagoperatør 2
ALVOR: GULT. Én åpen kritisk sak.
NÅ
• DIPS Arena redusert, Mo, siden 03:52. p95 4,1 s (forventet 2,0 s). 7 innringere. Eier nattoperatør → dagoperatør 1. «sjekker WAN» (nattoperatør 03:53) [A-4127]
• Mulig årsak, ikke bekreftet: WAN, Mo uten reserve siden 03:50 [A-4125, graf]
• Redundans tapt: WAN, Mo, siden 03:50. Eier nattoperatør → dagoperatør 1 [A-4125]
GJORT
• Nettvakt framme 09:00. Ringt 04:02, svarte 04:11. Om WAN, Mo. Leverandørsak 118402, montør [anrop]
• Driftsmelding D-7: NESTE INNEN 08:30. Nr. 2 sendt 06:30: Journalen er treg på Mo. 7 innringere [D-7]
HYLLET / UTE AV DRIFT
• Utskrift, Harstad: 11 alarmer, median 40 s, ingen har ringt. Hyllet til 08:00 av nattoperatør: kjent feil, P-2031 [A-4098]
• Sikkerhetskopi: ute av drift fra 22.11. 21:00, ansvarlig lagringsteamet: Backupnode 3. Vurderes 25.11. 12:00 [backup]
KOM OG GIKK
• Kjernejournal: nede 01:14–01:31. Årsak: leverandør. 2 innringere. «feil hos NHN» (nattoperatør) [A-4111]
VEDLIKEHOLD
• Citrix dc2 ferdig 03:35. Kontroll OK [V-310]
• 10:00 sertifikat integrasjonsmotor. Til 10:30. Ventet: Integrasjonsmotor nede [V-311]
RUTINER
• 9 av 10 gjort [rutiner]
• Gjenstår: AMK lydlogg Kirkenes, før 10:00 [R-52]
FØLG MED
• Lagring 1: /san 85 % (82 i går). Når 90 % tirsdag 24.11. om kvelden om det fortsetter slik [måling]
HVIS Reservelinje, Mo faller: Mo mister WAN og DIPS Arena. Ring Nettvakt først [graf]
HVIS p95 DIPS Arena Mo > 8,0 s, eller > 15 innringere: ring hendelsesleder, vurder nødrutine [regel]
TILBAKELEST dagoperatør 1 07:12: «Mo på reserve, melding 08:30, montør 09:00, lydlogg før 10»
SIGNERT nattoperatør 07:14, dagoperatør 1 07:15. Ansvar overført 07:15
`);
  });

  it('says how bad it is, and names what must be stated back', () => {
    const night = noteNight();
    const lines = draft(night);
    expect(lines.find(({ key }) => key.startsWith(SEVERITY_KEY))).toMatchObject({
      key: `${SEVERITY_KEY}yellow`,
      text: 'Gult. To åpne kritiske saker.',
    });
    expect(lines.filter(({ critical }) => critical).map(({ text, lead }) => text.slice(0, lead))).toEqual([
      'DIPS Arena redusert, Mo',
      'Redundans tapt: WAN, Mo',
      'Nettvakt framme 09:00',
      'Driftsmelding D-7: NESTE INNEN 08:30',
      'Gjenstår: AMK lydlogg Kirkenes, før 10:00',
      'Reservelinje, Mo faller',
    ]);
  });

  it('fits what a document takes: each line once, by its schema', () => {
    const lines = draft(noteNight());
    expect(new Set(lines.map(({ key }) => key)).size).toBe(lines.length);
    for (const line of lines) expect(draftLine.safeParse(line).error).toBeUndefined();
  });

  it('is the same when the log is read again after a restart', () => {
    const night = noteNight();
    const again = new ShiftLedger(SHIFT);
    for (const event of night.events) again.apply(event);
    expect(draftHandover(night.state, again, NOTE_TRENDS, NOW)).toEqual(draft(night));
  });

  it('tells no times that go on counting: an hour later the same lines say the same', () => {
    const night = noteNight();
    const lasting = (at: number) =>
      draft(night, at).filter(({ section: name }) => name === 'now' || name === 'passed');
    const texts = (at: number) => lasting(at).map(({ text }) => text);
    expect(texts(NOW + 45 * MINUTE)).toEqual(texts(NOW));
  });
});

describe('what is wrong now', () => {
  it('is red while a priority 1 has nobody, and says so in capitals', () => {
    const night = new Night();
    night.facts(wall('06:00'), 'dips-arena@mo', 'A-1', { condition: 'down', priority: 1 });
    expect(section(night, 'now')).toEqual([
      'DIPS Arena nede, Mo, siden 06:00. IKKE KVITTERT, ingen har den [A-1]',
    ]);
    expect(draft(night)[0]).toMatchObject({
      key: `${SEVERITY_KEY}red`,
      text: 'Rødt. Ingen har tatt A-1. Én åpen kritisk sak.',
    });
  });

  it('names the first of many that nobody has, and counts the rest', () => {
    const night = new Night();
    for (let count = 1; count <= 8; count++)
      night.facts(wall('06:00'), `wan@s${count}`, `A-${count}`, { condition: 'down', priority: 1 });
    expect(draft(night)[0]?.text).toMatch(/^Rødt\. Ingen har tatt A-\d(, A-\d){4} og 3 til\. /);
  });

  it('is green when nothing is, and then nothing is critical', () => {
    const night = new Night();
    expect(draft(night)[0]).toMatchObject({
      key: `${SEVERITY_KEY}green`,
      text: 'Grønt. Ingen åpne kritiske saker.',
    });
    expect(draft(night).filter(({ critical }) => critical)).toEqual([]);
  });

  it('tells what a cause takes with it there, by name where a bedside notices, and not once more', () => {
    const night = new Night();
    night.facts(wall('06:00'), 'linje@mo', 'A-1', { condition: 'down', symptoms: 1 });
    const suppressed = { kind: 'cause', id: 'linje@mo' } as const;
    night.facts(wall('06:00'), 'dips-arena@mo', 'A-2', { condition: 'down', suppressed });
    expect(section(night, 'now')).toEqual([
      'Hovedlinje nede, Mo, siden 06:00. Tar med seg 1, av kritikalitet 1: DIPS Arena. IKKE KVITTERT, ingen har den [A-1]',
    ]);
  });

  it('tells why an acknowledgement broke, and what waits for service hours without a sound', () => {
    const night = new Night();
    night.facts(wall('06:00'), 'dips-arena@mo', 'A-1', { priority: 1 });
    night.act(wall('06:01'), 'dips-arena@mo', { kind: 'acknowledge', note: null, owner: 'natt' });
    night.facts(wall('06:10'), 'dips-arena@mo', '', { condition: 'down', priority: 1 });
    night.say(wall('22:05'), { type: 'hours.changed', id: 'kontor', open: false, nextAt: wall('07:30') });
    night.facts(wall('06:20'), 'ie', 'A-2', { suppressed: { kind: 'hours', id: 'kontor' } });
    expect(section(night, 'now')).toEqual([
      'DIPS Arena nede, Mo, siden 06:00. Kvitteringen brast 06:10: det ble verre. Eier nattoperatør [A-1]',
      'Integrasjonsmotor redusert, siden 06:20. Utenfor tjenestetiden, som begynner 07:30 [A-2]',
    ]);
  });
});

describe('what was done', () => {
  it('tells who did not answer, what waits for a word, and what nobody answered', () => {
    const night = new Night();
    night.facts(wall('06:00'), 'dips-arena@mo', 'A-1', { priority: 1 });
    const run = {
      ...{
        id: 'r1',
        action: 'restart',
        args: { node: 'mo' },
        node: 'dips-arena@mo',
        dryRun: false,
        requestedBy: 'natt',
      },
      ...{
        requestedAt: wall('06:05'),
        approval: null,
        state: 'waiting' as const,
        startedAt: null,
        endedAt: null,
      },
      ...{ exit: null, output: '' },
    };
    night.say(wall('06:05'), { type: 'run.moved', run });
    night.say(wall('06:06'), { type: 'run.moved', run: { ...run, id: 'r2', dryRun: true } });
    night.say(wall('06:20'), {
      type: 'notification.moved',
      notification: {
        ...{
          id: 'n1',
          rule: 'r',
          node: 'dips-arena@mo',
          alarm: 'A-1',
          incident: null,
          state: 'exhausted',
          why: null,
        },
        ...{ at: wall('06:05'), nextAt: null, steps: [] },
      },
      ...{ what: 'exhausted', actor: null, actedAt: null },
    });
    expect(section(night, 'done')).toEqual([
      '«restart» (mo) på DIPS Arena, Mo: VENTER PÅ GODKJENNING. 06:05 av nattoperatør [tiltak]',
      'Varslet om A-1 fra 06:05: INGEN SVARTE. Om DIPS Arena, Mo [A-1]',
    ]);
  });

  it('keeps a promise from the watch before until its series ends', () => {
    const night = new Night();
    night.message(wall('21:00'), 1, { nextAt: wall('08:30') });
    expect(section(night, 'done')[0]).toContain('Driftsmelding D-7: NESTE INNEN 08:30. Sendt 22.11. 21:00');
    expect(section(night, 'done', wall('08:31'))[0]).toContain('NESTE ER OVER TIDEN, skulle kommet 08:30');
    night.message(wall('06:00'), 2, { kind: 'closing', nextAt: null });
    expect(section(night, 'done')).toEqual([
      'Avsluttende driftsmelding D-7. Nr. 2 sendt 06:00: Journalen er treg på Mo [D-7]',
    ]);
  });

  it('tells what did not arrive, and a draft that nobody has sent', () => {
    const night = new Night();
    const refused = {
      channel: 'status',
      state: 'refused',
      attempts: 3,
      at: wall('06:00'),
      detail: 'nei',
    } as const;
    night.message(wall('06:00'), 1, { deliveries: [refused] });
    night.message(wall('06:10'), 2, {
      id: 'kladd-0001',
      state: 'draft',
      approved: null,
      deliveries: [],
      number: '',
    });
    expect(section(night, 'done')).toEqual([
      'Driftsmelding D-7. Godkjent 06:00, ikke sendt: Journalen er treg på Mo. Ikke levert: status (nei) [D-7]',
      'Utkast til driftsmelding er ikke sendt. «Journalen er treg på Mo». Skrevet av nattoperatør 06:10 [utkast]',
    ]);
    expect(draft(night).filter(({ section: name, critical }) => name === 'done' && critical)).toHaveLength(2);
  });

  it('tells what was written about something that is open still, and no longer when it is over', () => {
    const night = new Night();
    night.facts(wall('03:52'), 'dips-arena@mo', 'A-1', { condition: 'degraded' });
    const write = (number: string, text: string, links: readonly EntryLink[]): void =>
      night.say(wall('04:11'), {
        type: 'log.written',
        entry: {
          ...{ id: `innlegg-${number}`, number, at: wall('04:11'), by: 'natt', writtenAt: wall('04:11') },
          ...{ attachments: [], handover: false, corrections: [], erasures: [], links: [...links] },
          body: { hash: '0'.repeat(64), said: { text, salt: '0123456789abcdef' } },
        },
      });
    write('L-1', 'Leverandøren lover montør 09:00', [
      { kind: 'alarm', id: 'A-1' },
      { kind: 'node', id: 'dips-arena@mo' },
    ]);
    write('L-2', 'Kaffemaskinen er tom', []);
    write('L-3', 'Gjelder en sak som er over', [{ kind: 'alarm', id: 'A-0' }]);
    expect(section(night, 'done')).toEqual(['04:11 nattoperatør: Leverandøren lover montør 09:00 [L-1]']);
    night.facts(wall('06:00'), 'dips-arena@mo', '', { condition: 'normal', conditionSince: wall('06:00') });
    expect(section(night, 'done')).toEqual([]);
  });
});

describe('what came and went', () => {
  it('is told with its own number, also where a later case of the same node was folded under its cause', () => {
    const night = new Night();
    night.passing(wall('23:34'), wall('23:51'), 'kjernejournal', 'A-7', {
      condition: 'down',
      latching: true,
    });
    night.act(wall('23:55'), 'kjernejournal', { kind: 'seen', code: 'supplier' });
    night.facts(wall('00:20'), 'linje@mo', 'A-22', { condition: 'down', symptoms: 1 });
    const suppressed = { kind: 'cause', id: 'linje@mo' } as const;
    night.passing(wall('00:20'), wall('00:42'), 'kjernejournal', 'A-30', { condition: 'down', suppressed });
    expect(section(night, 'passed')).toEqual([
      'Kjernejournal: nede 22.11. 23:34–23:51. Årsak: leverandør [A-7]',
    ]);
  });

  it('says what nobody has seen come back, and counts what came often', () => {
    const night = new Night();
    night.passing(wall('01:00'), wall('01:05'), 'wan@mo', 'A-1', { latching: true, priority: 1 });
    for (let time = 0; time < 5; time++) {
      const from = wall('02:00') + time * 10 * MINUTE;
      night.passing(from, from + 2 * MINUTE, 'ie', `A-${2 + time}`);
    }
    expect(section(night, 'passed')).toEqual([
      'WAN, Mo: redusert 01:00–01:05. TILBAKE, IKKE SETT av noen [A-1]',
      'Integrasjonsmotor: redusert 5 ganger 02:00–02:42, median 2 min [A-2, A-3, A-4, A-5, A-6]',
    ]);
  });

  it('tells when the hub was down, and when it did not see the network', () => {
    const night = new Night();
    night.say(wall('02:04'), { type: 'hub.started', version: '0', reducer: 0, blindFrom: wall('02:00') });
    night.say(wall('03:00'), { type: 'vantage.changed', lost: true });
    night.say(wall('03:05'), { type: 'vantage.changed', lost: false });
    night.say(wall('07:10'), { type: 'vantage.changed', lost: true });
    expect(section(night, 'passed')).toEqual([
      'Huben sto: ingenting ble målt. 02:00–02:04 [hub]',
      'Vaktrom så ikke nettet. 03:00–03:05 [hub]',
      'Vaktrom så ikke nettet. Siden 07:10 [hub]',
    ]);
  });

  it('names what seemed to fail with the hub’s own view there, and nowhere else', () => {
    const night = new Night();
    night.passing(wall('02:59'), wall('03:05'), 'ie', 'A-1', { condition: 'down' });
    night.say(wall('03:00'), { type: 'vantage.changed', lost: true });
    night.say(wall('03:05'), { type: 'vantage.changed', lost: false });
    night.passing(wall('02:30'), wall('03:05'), 'citrix', 'A-2', { condition: 'down' });
    expect(section(night, 'passed')).toEqual([
      'Citrix: nede 02:30–03:05 [A-2]',
      'Vaktrom så ikke nettet. 03:00–03:05. Så ut til å falle samtidig: Integrasjonsmotor [hub, A-1]',
    ]);
  });

  it('leaves out what was over before the watch began', () => {
    const night = new Night();
    night.passing(wall('21:00'), wall('21:30'), 'ie', 'A-1');
    expect(section(night, 'passed')).toEqual([]);
  });
});

describe('what goes on', () => {
  it('tells planned work that left something broken, and what runs over its time', () => {
    const night = new Night();
    night.maintenance({ id: 'a', title: 'Bytte', ticket: null }, wall('02:00'), wall('03:00'));
    night.facts(wall('02:30'), 'citrix', 'A-1', { suppressed: { kind: 'maintenance', id: 'a' } });
    night.maintenanceOver('a', 'Bytte', wall('02:00'), wall('03:00'), ['citrix']);
    night.facts(wall('03:00'), 'citrix', '', { conditionSince: wall('02:30') });
    expect(section(night, 'maintenance')).toEqual([
      'Bytte ferdig 03:00. IKKE NORMALT siden da: Citrix (redusert) [a]',
    ]);
    night.facts(wall('04:00'), 'citrix', '', { condition: 'normal', conditionSince: wall('04:00') });
    night.facts(wall('06:00'), 'citrix', 'A-2');
    expect(section(night, 'maintenance')).toEqual(['Bytte ferdig 03:00. Kontroll OK [a]']);
  });

  it('draws what is carried on into its section until somebody closes it', () => {
    const night = new Night();
    const followUp: FollowUp = {
      ...{
        id: 'carried-1',
        number: 'O-9',
        section: 'watch',
        text: 'Spør om loggen.',
        node: null,
        owner: 'natt',
      },
      ...{ dueAt: wall('05:00'), due: true, at: wall('01:00'), by: 'natt', carried: 2, closed: null },
    };
    const moved = { type: 'follow-up.moved', actor: 'natt', actedAt: null } as const;
    night.say(wall('01:00'), { ...moved, followUp, what: 'set' });
    begin(night);
    expect(section(night, 'watch')).toEqual([
      'Spør om loggen. FRISTEN GIKK UT 05:00. Eier nattoperatør → dagoperatør 1. Fulgt gjennom 2 vaktskifter [O-9]',
    ]);
    const closed = { at: wall('06:00'), by: 'natt', note: 'svar kom' };
    night.say(wall('06:00'), { ...moved, followUp: { ...followUp, closed }, what: 'closed' });
    expect(section(night, 'watch')).toEqual([]);
    expect(section(night, 'done')).toEqual([
      'Oppfølging lukket 06:00 av nattoperatør: Spør om loggen. Svar kom [O-9]',
    ]);
  });

  it('never leaves out what is critical or carried on, however much there is', () => {
    const night = new Night();
    for (let one = 0; one < 300; one++) {
      const edit = {
        actor: 'natt',
        summary: `endring ${one}`,
        before: '',
        after: '',
        undoneTo: null,
        services: [],
      };
      night.say(wall('02:00') + one * 1_000, { type: 'catalogue.edited', ...edit });
      const followUp: FollowUp = {
        ...{
          id: `carried-${1_000 + one}`,
          number: `O-${one}`,
          section: 'now',
          text: `sak ${one}`,
          node: null,
        },
        ...{ owner: null, dueAt: null, due: false, at: 1, by: 'natt', carried: 0, closed: null },
      };
      night.say(wall('02:00'), {
        type: 'follow-up.moved',
        followUp,
        what: 'set',
        actor: null,
        actedAt: null,
      });
    }
    const lines = draft(night);
    expect(lines.filter(({ key }) => key.startsWith('follow-up/'))).toHaveLength(300);
    expect(lines.length).toBeLessThan(340);
  });
});

describe('a flood', () => {
  it('is told as a number where nobody could say it all, and the draft stays small', () => {
    const night = new Night();
    for (let one = 0; one < 2_000; one++)
      night.facts(wall('06:00') + one, `x${one}`, `A-${one}`, { priority: 1 });
    night.facts(wall('05:00'), 'dips-arena@mo', 'A-9000', { priority: 1 });
    const lines = draft(night);
    expect(lines.length).toBeLessThan(80);
    expect(lines.find(({ key }) => key === 'now/more')).toMatchObject({ critical: true });
    expect(section(night, 'now')[0]).toContain('DIPS Arena redusert, Mo');
    expect(section(night, 'now').at(-1)).toContain('Og 1941 alarmer til. 1941 er ikke kvittert');
  });
});

describe('the note', () => {
  it('shows what was struck with its reason, and who wrote what', () => {
    const doc = new Y.Doc();
    putDrawn(
      doc,
      draft(noteNight()).filter(({ key }) => key === 'routines/count'),
    );
    strikeLine(doc, 'routines/count', 'telt feil', { by: 'dag1', at: wall('07:05') });
    addLine(doc, 'x', { section: 'if', order: 1, critical: false, by: 'natt', at: 1 }).insert(
      0,
      '*Mo* ringer: <b>svar</b>',
    );
    const handover = aHandover();
    const text = composeText(readDocument(doc), handover);
    const note = noteOf(text, handover, NAMES);
    expect(note).toContain('• [STRØKET] 9 av 10 gjort (strøket 07:05 av dagoperatør 1: telt feil) [rutiner]');
    expect(note).toContain('HVIS *Mo* ringer: <b>svar</b> (nattoperatør)');
    expect(note).toContain('TILBAKELEST: ikke gjort\nSIGNERT av ingen. Ansvar ikke overført');
    expect(markdownOf(text, handover, NAMES)).toContain(
      '- \\*Mo\\* ringer: \\<b\\>svar\\</b\\> (nattoperatør)',
    );
  });
});
