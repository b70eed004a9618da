import { type NightScript, SEEN_WITHIN_MS, wall } from './night-script';

const MINUTE = 60_000;

/** Before the watch: what is still open is told, what was over is not. */
export function before(script: NightScript): void {
  const { night, hub } = script;
  script.break(wall('21:10'), 'epost@narvik');
  script.acknowledge(wall('21:14'), 'epost@narvik');
  script.heal(wall('21:22'), 'epost@narvik');
  script.call(
    wall('21:16'),
    { team: 'plattformvakt', contact: 'Plattformvakt', node: 'epost@narvik' },
    wall('21:18'),
  );
  script.write(wall('21:24'), script.id('notat'), 'E-posten er oppe igjen.', true);
  script.at(wall('21:25'), () =>
    hub.give(
      'known-error.set',
      `known-error/${script.id('kjent')}`,
      { title: 'Gammel kjent feil', services: ['print'], symptom: null, workaround: null, ticket: null },
      night,
    ),
  );
  const reviewAt = wall('12:00') + 36 * 60 * MINUTE;
  script.at(wall('21:30'), () =>
    hub.give(
      'alarm.out-of-service',
      'backup',
      { responsible: 'lagringsteamet', reason: 'Backupnode 3 byttes', reviewAt },
      night,
    ),
  );
  script.fact('aside', 'a node was taken out of service before the watch', {
    says: [script.name('backup'), 'ansvarlig lagringsteamet', 'Backupnode 3 byttes'],
    times: [
      { after: 'ute av drift fra', at: wall('21:30') },
      { after: 'Vurderes', at: reviewAt },
    ],
  });
  script.message(wall('21:40'), script.id('melding'), {
    subject: 'Tregt internett',
    node: 'internett',
    nextAt: wall('08:30'),
  });
  script.fact('done', 'a word was promised before the watch, and is still owed', {
    says: ['Tregt internett', 'NESTE INNEN 08:30'],
    times: [{ after: 'endt', at: wall('21:40'), withinMs: MINUTE }],
    source: /^D-/,
    critical: true,
  });
  // The evening has done what was its own.
  script.at(wall('21:50'), async () => {
    for (const entity of hub.state.watch.values()) {
      if (entity.kind !== 'routine-run' || entity.value.settled !== null) continue;
      const settled = { state: 'skipped', note: 'gjort på papir' } as const;
      await hub.give('routine.settle', `routine/${entity.value.id}`, settled, night);
    }
  });
  script.followUp(wall('21:41'), 'carried-1', 'Spør leverandøren om loggen fra core1');
  script.fact('watch', 'something carried on, that nobody has closed', {
    says: ['Spør leverandøren om loggen fra core1', 'Eier'],
    source: /^O-/,
  });
  script.followUp(wall('21:42'), 'carried-2', 'Bytt batteri i logger', { section: 'done' });
  script.at(wall('21:55'), () => hub.give('follow-up.close', 'follow-up/carried-2', { note: null }, night));
  script.followUp(wall('21:43'), 'carried-3', 'Få svar om sertifikatet', { section: 'done' });
  const closed = wall('02:10', script.minutes(9));
  script.at(closed, () => hub.give('follow-up.close', 'follow-up/carried-3', { note: 'svar kom' }, night));
  script.fact('done', 'something carried on was closed in the night', {
    says: ['Få svar om sertifikatet', 'Svar kom'],
    times: [{ after: 'lukket', at: closed }],
    source: /^O-/,
  });
  script.followUp(wall('21:44'), 'carried-4', 'Ring Kirkenes om lydlogg', {
    section: 'routines',
    dueAt: wall('05:00'),
  });
  script.fact('routines', 'something carried on is past its time', {
    says: ['Ring Kirkenes om lydlogg'],
    times: [{ after: 'FRISTEN GIKK UT', at: wall('05:00') }],
    critical: true,
  });
}

/** The same small fault again and again: shelved at the fourth time, and put on the list of bad alarms. */
export function noise(script: NightScript): void {
  const { night, hub } = script;
  const node = `print@${script.pick(['harstad', 'tromsø', 'hammerfest'])}`;
  const first = wall('22:15', script.minutes(5));
  for (let time = 0; time < 6; time++) {
    const from = first + time * 22 * MINUTE;
    script.break(from, node, 'errors');
    script.heal(from + 5 * MINUTE, node);
    if (time < 3) script.acknowledge(from + 3 * MINUTE, node);
  }
  const fourth = first + 3 * 22 * MINUTE + 3 * MINUTE;
  script.at(fourth, () => {
    const { id, condition } = script.alarm(node);
    const shelf = {
      until: wall('08:00'),
      code: 'nuisance',
      reason: 'P-2031',
      breakAfterMs: 20 * MINUTE,
    } as const;
    return hub.give('alarm.shelve', node, { alarm: id, condition, ...shelf }, night);
  });
  script.at(fourth + MINUTE, () => {
    const { id } = script.alarm(node);
    return hub.give('alarm.bad', node, { alarm: id, on: true, note: 'grensen er for lav' }, night);
  });
  script.fact('aside', 'the same small fault six times, shelved', {
    says: [script.name(node), '6 alarmer', /median \d/, 'ingen har ringt', 'støy, P-2031'],
    times: [{ after: 'Hyllet til', at: wall('08:00') }],
    source: /^A-/,
  });
  script.fact('watch', 'a bad alarm', {
    says: [`Dårlig alarm: ${script.name(node)}`, 'grensen er for lav'],
    source: /^A-/,
  });
}

/** Two that came and went: one that nobody saw, and one that people called about. */
export function passing(script: NightScript): void {
  const { night, hub } = script;
  const line = `wan@${script.pick(['narvik', 'alta', 'vesterålen'])}`;
  const from = wall('22:50', script.minutes(6));
  script.left.add(line);
  script.break(from, line, 'loss');
  script.heal(from + 15 * MINUTE, line);
  script.fact('passed', 'lost packets that nobody saw', {
    says: [script.name(line), 'TILBAKE, IKKE SETT'],
    times: [{ after: 'redusert', at: from, withinMs: SEEN_WITHIN_MS }],
    source: /^A-/,
  });
  const began = wall('23:30', script.minutes(6));
  const node = 'helseid';
  script.break(began, node);
  script.callers(began + 4 * MINUTE, node, 2);
  script.heal(began + 17 * MINUTE, node);
  script.at(began + 20 * MINUTE, () =>
    hub.give('alarm.seen', node, { alarm: script.alarm(node).id, code: 'supplier' }, night),
  );
  script.fact('passed', 'a fault at a supplier, with two callers', {
    says: [script.name(node), 'Årsak: leverandør', '2 innringere'],
    not: ['IKKE SETT'],
    times: [
      { after: 'nede', at: began, withinMs: SEEN_WITHIN_MS },
      { after: '–', at: began + 17 * MINUTE, withinMs: SEEN_WITHIN_MS },
    ],
    source: /^A-/,
  });
}

/** An upset with a major incident, and an independent fault in its middle. All of it is over in the morning. */
export function upset(script: NightScript): void {
  const { night, hub } = script;
  const from = wall('00:20', script.minutes(4));
  const local = `lan@${script.pick(['lofoten', 'kirkenes', 'longyearbyen'])}`;
  const id = script.id('hendelse');
  const series = script.id('melding');
  script.break(from, 'core1');
  script.left.add(local);
  script.break(from + 4 * MINUTE, local);
  script.acknowledge(from + 3 * MINUTE, 'core1', 'ringer nettvakt');
  script.at(from + 4 * MINUTE, () =>
    hub.give(
      'incident.open',
      `incident/${id}`,
      {
        ...{ id, title: 'Kjernesvitsj 1 nede', severity: 'major', commander: night, services: [], sites: [] },
        ...{
          consequence: null,
          ticket: null,
          cause: 'core1',
          alarm: script.alarm('core1').id,
          occurredAt: from,
        },
      },
      night,
    ),
  );
  const first = from + 5 * MINUTE;
  const answered = { team: 'nettvakt', contact: 'Nettvakt', node: 'core1' };
  script.call(first, { ...answered, outcome: 'no-answer' }, first + MINUTE);
  script.fact('done', 'a call that nobody answered', {
    says: [script.team('nettvakt'), 'svarte ikke', `Om ${script.name('core1')}`],
    times: [{ after: 'ringt', at: first }],
    critical: false,
  });
  const second = from + 8 * MINUTE;
  script.call(second, { ...answered, note: 'Starter kjernen på nytt' }, second + 2 * MINUTE);
  script.fact('done', 'a call that was answered', {
    says: [script.team('nettvakt'), 'Starter kjernen på nytt'],
    times: [
      { after: 'ringt', at: second },
      { after: 'svarte', at: second + 2 * MINUTE },
    ],
  });
  script.acknowledge(from + 11 * MINUTE, local);
  script.message(from + 12 * MINUTE, series, {
    ...{ subject: 'Flere systemer er nede', node: 'core1', incident: id, nextAt: from + 42 * MINUTE },
  });
  script.heal(from + 22 * MINUTE, 'core1');
  script.heal(from + 26 * MINUTE, local);
  const restored = from + 36 * MINUTE;
  script.at(restored, () => hub.give('incident.restore', `incident/${id}`, { at: restored }, night));
  const closing = from + 40 * MINUTE;
  script.message(closing, script.id('melding'), {
    ...{ kind: 'closing', series, subject: 'Løst: systemene virker igjen', node: 'core1', incident: id },
  });
  script.fact('done', 'a series of messages that was ended', {
    says: ['Avsluttende driftsmelding', 'Løst: systemene virker igjen'],
    not: ['NESTE'],
    times: [{ after: 'endt', at: closing, withinMs: MINUTE }],
    source: /^D-/,
    critical: false,
  });
  const closed = from + 60 * MINUTE;
  script.at(closed, () =>
    hub.give('incident.close', `incident/${id}`, { code: 'network', note: null }, night),
  );
  script.fact('passed', 'a major incident that was closed', {
    says: [/^Storhendelse I-\d+: Kjernesvitsj 1 nede/, 'Årsak: nett'],
    times: [
      { after: 'Lukket', at: closed },
      { after: '–', at: restored },
    ],
    source: /^I-/,
  });
  script.fact('passed', 'the cause of the upset', {
    says: [new RegExp(`^${script.name('core1')}`), /Tok med seg \d{2,}/],
    times: [
      { after: 'nede', at: from, withinMs: SEEN_WITHIN_MS },
      { after: '–', at: from + 22 * MINUTE, withinMs: SEEN_WITHIN_MS },
    ],
    source: /^A-/,
  });
  script.fact('passed', 'an independent fault in the middle of it', {
    says: [new RegExp(`^${script.name(local)}`)],
    times: [{ after: 'nede', at: from + 4 * MINUTE, withinMs: SEEN_WITHIN_MS }],
    source: /^A-/,
  });
}

/** Planned work: done and well, past its time, coming, and too far ahead. */
export function planned(script: NightScript): void {
  const { night, hub } = script;
  script.break(wall('02:40'), 'fjernskrivebord');
  script.heal(wall('03:20'), 'fjernskrivebord');
  script.fact('maintenance', 'planned work that ended well', {
    says: ['Omstart av Citrix-tjenere', 'Kontroll OK'],
    times: [{ after: 'ferdig', at: wall('03:35'), withinMs: MINUTE }],
    source: 'V-310',
    critical: false,
  });
  const window = (id: string, title: string, start: string, match: string, durationMs: number): void =>
    script.at(wall('02:00'), () =>
      hub.give(
        'maintenance.set',
        `mw/${id}`,
        {
          window: {
            ...{
              id,
              title,
              description: null,
              ticket: null,
              owner: 'Integrasjon',
              origin: 'desk',
              rrule: null,
            },
            ...{ effects: [{ match, worst: 'down' }], start, durationMs },
          },
        },
        night,
      ),
    );
  const node = 'labinstr@narvik';
  window('lab-narvik', 'Nye instrumenter i Narvik', '2026-11-24T05:00', node, 60 * MINUTE);
  script.break(wall('05:20'), node);
  script.fact('maintenance', 'planned work that is past its time', {
    says: ['Nye instrumenter i Narvik', script.name(node)],
    times: [{ after: 'OVER TIDEN: skulle vært ferdig', at: wall('06:00') }],
    critical: true,
  });
  script.fact('now', 'what it left broken', {
    says: [`${script.service(node)} nede, Narvik`, 'IKKE KVITTERT'],
    source: /^A-/,
    critical: true,
  });
  window('ie-sertifikat', 'Nytt sertifikat på integrasjonsmotoren', '2026-11-24T10:00', 'ie', 30 * MINUTE);
  script.fact('maintenance', 'planned work that comes', {
    says: [
      /^10:00 Nytt sertifikat på integrasjonsmotoren/,
      'Til 10:30',
      'Ventet: Integrasjonsmotor nede',
      'Ansvarlig Integrasjon',
    ],
  });
  window('senere', 'Bytte av brannmur', '2026-11-28T10:00', 'fw', 30 * MINUTE);
}
