import { type NightScript, SEEN_WITHIN_MS, wall } from './night-script';

const MINUTE = 60_000;

/** What is wrong in the morning. */
export function open(script: NightScript): void {
  const { night, hub } = script;
  const slow = wall('03:52', script.minutes(5));
  const node = 'dips-arena@mo';
  const series = script.id('melding');
  script.break(slow - 2 * MINUTE, 'wan@mo', 'loss');
  script.break(slow, node, 'slow');
  script.acknowledge(slow + 3 * MINUTE, 'wan@mo');
  script.acknowledge(slow + 4 * MINUTE, node, 'sjekker WAN');
  script.tend(slow + 6 * MINUTE, 'wan@mo', wall('07:20'));
  script.tend(slow + 7 * MINUTE, node, wall('07:20'));
  script.callers(slow + 20 * MINUTE, node, 7);
  const rung = slow + 10 * MINUTE;
  script.call(
    rung,
    { team: 'journalvakt', contact: 'Journalvakt', node, etaAt: wall('09:00'), note: 'Montør er varslet' },
    rung + 9 * MINUTE,
  );
  script.fact('done', 'somebody on call is on the way', {
    says: [script.team('journalvakt'), `Om ${script.name(node)}`, 'Montør er varslet'],
    times: [
      { after: 'framme', at: wall('09:00') },
      { after: 'ingt', at: rung },
      { after: 'svarte', at: rung + 9 * MINUTE },
    ],
    critical: true,
  });
  script.at(slow + 30 * MINUTE, () =>
    hub.give('alarm.ticket', node, { alarm: script.alarm(node).id, ticket: '118402' }, night),
  );
  script.message(slow + 28 * MINUTE, series, {
    subject: 'Journalen er treg på Mo',
    node,
    nextAt: wall('06:30'),
  });
  const told = wall('06:28');
  script.message(told, script.id('melding'), {
    ...{
      kind: 'update',
      series,
      subject: 'Oppdatering: journalen er treg på Mo',
      node,
      nextAt: wall('08:30'),
    },
  });
  script.fact('done', 'a message that promises the next', {
    says: [
      /Driftsmelding D-\d+: NESTE INNEN 08:30/,
      'Nr. 2 sendt',
      'journalen er treg på Mo',
      '7 innringere',
    ],
    times: [{ after: 'sendt', at: told, withinMs: MINUTE }],
    source: /^D-/,
    critical: true,
  });
  script.fact('now', 'a slow service that somebody has', {
    says: [
      'DIPS Arena',
      ', Mo',
      /p95 [\d,]+ m?s \(forventet 2,0 s\)/,
      '7 innringere',
      'Eier',
      'Sak 118402',
      /NESTE ORD INNEN 07:\d\d/,
      '«sjekker WAN»',
    ],
    not: ['IKKE KVITTERT'],
    times: [{ after: 'siden', at: slow, withinMs: SEEN_WITHIN_MS }],
    source: /^A-/,
    critical: true,
  });
  script.fact('now', 'lost packets on the line that it hangs on', {
    says: [script.service('wan@mo'), ', Mo', 'Eier'],
    not: ['Mulig årsak'],
    times: [{ after: 'siden', at: slow - 2 * MINUTE, withinMs: SEEN_WITHIN_MS }],
    source: /^A-/,
    critical: true,
  });
  script.fact('now', 'that the line may be why', {
    says: ['Mulig årsak, ikke bekreftet', script.name('wan@mo')],
    source: /^A-/,
  });
  script.fact('if', 'what to do when the slow service is worse', {
    says: ['Mo', 'eller > 15 innringere', 'ring Hendelsesleder', 'vurder nødrutine'],
    not: [script.service('wan@mo')],
  });
  script.fact('if', 'what to do when the line is worse', {
    says: [script.service('wan@mo'), '> 15 innringere', 'ring Hendelsesleder'],
  });
  const half = wall('05:10', script.minutes(4));
  script.break(half, 'virt2');
  script.acknowledge(half + 3 * MINUTE, 'virt2');
  script.tend(half + 6 * MINUTE, 'virt2', wall('07:20'));
  script.fact('now', 'one of two that everything runs on', {
    says: [`${script.service('virt2')} nede`, /Tar med seg \d+/, 'Eier'],
    times: [{ after: 'siden', at: half, withinMs: SEEN_WITHIN_MS }],
    source: /^A-/,
    critical: true,
  });
  script.fact('if', 'what is lost when the other one goes too', {
    says: [new RegExp(`^${script.name('virt1')} faller: vi mister .*og \\d+ til`), /Ring .* først/],
    source: 'graf',
  });
  const office = wall('05:15', script.minutes(3));
  script.break(office, 'turnus', 'errors');
  script.fact('now', 'a fault outside service hours, which waits', {
    says: ['Turnus', /Utenfor tjenestetiden, som begynner \d\d:\d\d/],
    times: [{ after: 'siden', at: office, withinMs: SEEN_WITHIN_MS }],
    critical: false,
  });
  const report = wall('05:30', script.minutes(4));
  script.at(report, () =>
    hub.give('report.set', 'video@bodø', { until: wall('08:00'), note: 'ingen lyd' }, night),
  );
  script.callers(report + MINUTE, 'video@bodø', 1);
  script.fact('now', 'what users report and nothing measures', {
    says: [
      `${script.service('video@bodø')} meldt nede av brukere, Bodø`,
      'Målingene viser ingen feil',
      '1 innringer',
    ],
    not: ['gang før'],
    times: [{ after: 'gjelder til', at: wall('08:00') }],
  });
}

/** An incident that is open, with its tasks; what is known since; what people wrote. */
export function said(script: NightScript): void {
  const { night, hub } = script;
  const id = script.id('hendelse');
  const opened = wall('06:10', script.minutes(3));
  script.at(opened, () =>
    hub.give(
      'incident.open',
      `incident/${id}`,
      {
        ...{ id, title: 'Video uten lyd', severity: 'moderate', commander: night, services: ['video'] },
        ...{ sites: ['mo', 'bodø'], consequence: 'Fjernkonsultasjoner stopper', ticket: '118500' },
        ...{ cause: null, alarm: null, occurredAt: null },
      },
      night,
    ),
  );
  script.at(opened + MINUTE, () =>
    hub.give('incident.update', `incident/${id}`, { until: wall('07:30') }, night),
  );
  script.at(opened + 2 * MINUTE, () =>
    hub.give('incident.routine', `incident/${id}`, { site: 'mo', state: 'in-use', note: null }, night),
  );
  const tasks = ['Ring telefonivakten', 'Si fra til poliklinikkene', 'Prøv reservebroen'].map((text) => ({
    text,
    id: script.id('oppgave'),
  }));
  tasks.forEach((task, place) => {
    const owner = place === 1 ? night : null;
    script.at(opened + (3 + place) * MINUTE, () =>
      hub.give('task.set', `task/${task.id}`, { incident: id, text: task.text, owner }, night),
    );
  });
  script.at(opened + 7 * MINUTE, () => hub.give('task.done', `task/${tasks[0]?.id}`, { done: true }, night));
  script.fact('now', 'an incident that is open', {
    says: [
      /^Hendelse I-\d+: Video uten lyd/,
      'Ledes av',
      'Fjernkonsultasjoner stopper',
      'Sak 118500',
      'Nødrutine i bruk: Mo',
      'Ikke svart om nødrutine: Bodø',
      '2 av 3 oppgaver gjenstår',
    ],
    times: [
      { after: 'siden', at: opened },
      { after: 'NESTE ORD INNEN', at: wall('07:30') },
    ],
    source: /^I-/,
    critical: true,
  });
  script.fact('routines', 'a task that somebody has', {
    says: ['Si fra til poliklinikkene', 'Eier'],
    source: /^I-/,
  });
  script.fact('routines', 'a task that nobody has', { says: ['Prøv reservebroen', 'Ingen har oppgaven'] });
  script.at(wall('06:02'), () =>
    hub.give(
      'known-error.set',
      `known-error/${script.id('kjent')}`,
      {
        ...{ title: 'Skriver henger etter pause', services: ['print'], symptom: null },
        ...{ workaround: 'Slå den av og på', ticket: 'P-2040' },
      },
      night,
    ),
  );
  script.fact('done', 'a known error', {
    says: [/Kjent feil K-\d+: Skriver henger etter pause/, 'Omvei: Slå den av og på', 'Sak P-2040'],
    source: /^K-/,
  });
  const flagged = script.id('notat');
  const corrected = script.id('notat');
  const erased = script.id('notat');
  script.write(wall('06:03'), flagged, 'Leder på Mo er orientert.', true);
  script.fact('done', 'what somebody marked for the handover', {
    says: ['06:03', 'Leder på Mo er orientert'],
    source: /^L-/,
  });
  script.write(wall('06:04'), script.id('notat'), 'Kaffemaskinen er tom.', false);
  script.write(wall('06:05'), corrected, 'Nøkkelen ligger i skuff 3', true);
  script.at(wall('06:06'), () =>
    hub.give(
      'log.correct',
      `entry/${corrected}`,
      { id: script.id('rettelse'), text: 'Nøkkelen ligger i skuff 4', salt: 'salt-salt-salt-salt' },
      night,
    ),
  );
  script.fact('done', 'what was corrected, as it is now', {
    says: ['skuff 4'],
    not: ['skuff 3'],
    source: /^L-/,
  });
  script.write(wall('06:07'), erased, 'Ola Nordmann 010190 er innlagt', true);
  script.at(wall('06:08'), () =>
    hub.give('log.erase', `entry/${erased}`, { part: 'text', why: 'pasientopplysning' }, night),
  );
  script.fact('done', 'what was erased, without its words', {
    says: ['teksten er slettet'],
    not: ['Nordmann'],
    source: /^L-/,
  });
}

/** Routines of the night: most of them done, one left out with its reason, one late, one to come. */
export function routines(script: NightScript): void {
  const { night, hub } = script;
  const settle = (id: string, at: number, state: 'done' | 'skipped', note: string | null): void =>
    script.at(at, async () => {
      const subject = `routine/${id}/2026-11-24`;
      const entity = hub.state.catalogue.get(`routine:${id}`);
      const steps = entity?.kind === 'routine' ? entity.value.steps.length : 0;
      for (let step = 0; state === 'done' && step < steps; step++)
        await hub.give('routine.tick', subject, { step, on: true }, night);
      await hub.give('routine.settle', subject, { state, note }, night);
    });
  settle('køer', wall('05:10'), 'done', null);
  for (const id of [
    'nødkurve',
    'lagring',
    'varsling',
    'lydlogg-tromsø',
    'lydlogg-bodø',
    'lydlogg-sandnessjøen',
  ])
    settle(id, wall('05:40', script.minutes(30)), 'done', null);
  settle('statusside', wall('06:20'), 'skipped', 'siden var nede for vedlikehold');
  script.at(wall('06:21'), () =>
    hub.give('routine.tick', 'routine/lydlogg-kirkenes/2026-11-24', { step: 0, on: true }, night),
  );
  script.fact('routines', 'how many routines are done', { says: ['7 av 10 gjort'] });
  script.fact('routines', 'a routine that is left, half done', {
    says: ['Gjenstår: AMK lydlogg Kirkenes, før 10:00', '1 av 3 steg gjort'],
    source: /^R-/,
    critical: true,
  });
  script.fact('routines', 'a routine that is late', {
    says: ['OVER TIDEN: Nattens sikkerhetskopi, før 06:30'],
    source: /^R-/,
    critical: true,
  });
  script.fact('routines', 'a routine that was left out, and why', {
    says: ['Hoppet over: Statussiden', 'Siden var nede for vedlikehold'],
    critical: false,
  });
}

/** The hub itself: it ended and began again, and for some minutes it did not see the network. */
export function ourselves(script: NightScript): void {
  const { hub } = script;
  // In the middle of the upset, or in the quiet after it.
  const down = script.pick([wall('00:29'), wall('01:50'), wall('04:47')]);
  script.at(down, () => hub.restart(4 * MINUTE));
  script.fact('passed', 'the hub was down', {
    says: ['Huben sto: ingenting ble målt'],
    times: [
      { after: 'målt.', at: down },
      { after: '–', at: down + 4 * MINUTE, withinMs: MINUTE },
    ],
    source: 'hub',
  });
  const lost = wall('05:50', script.minutes(3));
  script.at(lost, () => hub.estate.cutOff(true));
  script.at(lost + 5 * MINUTE, () => hub.estate.cutOff(false));
  // Nothing that was seen meanwhile was to be believed: what somebody had is taken again.
  for (const later of [9, 14, 20].map((minutes) => lost + minutes * MINUTE)) takeAgain(script, later);
  script.fact('passed', 'the hub did not see the network', {
    says: ['Vaktrom så ikke nettet'],
    times: [
      { after: 'nettet.', at: lost, withinMs: SEEN_WITHIN_MS },
      { after: '–', at: lost + 5 * MINUTE, withinMs: SEEN_WITHIN_MS },
    ],
    source: 'hub',
  });
}

function takeAgain(script: NightScript, at: number): void {
  const { hub, night } = script;
  script.at(at, async () => {
    for (const entity of [...hub.state.alarms.values()]) {
      if (entity.kind !== 'alarm' || entity.value.state !== 'unacknowledged') continue;
      const { node, id, condition, owner } = entity.value;
      if (owner !== night) continue;
      await hub.give('alarm.acknowledge', node, { alarm: id, condition, note: null, own: true }, night);
    }
  });
}

/** In the morning what came back with something else is looked through; two that came back by themselves are not. */
export function cleared(script: NightScript): void {
  const { night, hub } = script;
  script.at(wall('06:40'), async () => {
    for (const entity of [...hub.state.alarms.values()]) {
      if (entity.kind !== 'alarm' || entity.value.state !== 'returned') continue;
      const { node, id } = entity.value;
      if (!script.left.has(node)) await hub.give('alarm.seen', node, { alarm: id, code: null }, night);
    }
  });
}

/** What fills up, measured over days. */
export function filling(script: NightScript): void {
  script.fact('watch', 'storage that fills up', {
    says: [`${script.name('san1')}: /san 85 % (82 i går)`, /Når 90 % \S+ 2[56]\.11\. om \S+/],
    source: 'måling',
  });
}
