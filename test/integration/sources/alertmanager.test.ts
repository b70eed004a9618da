import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ForeignAlert, ForeignSilence } from '../../../shared/model/sources';
import {
  type Alertmanager,
  type ApiAlert,
  type ApiSilence,
  missingServers,
  startAlertmanager,
} from '../../fixtures/alertmanager';
import { give } from '../../fixtures/signed-in';
import { until } from '../../fixtures/until';
import { SourceRoom } from './room';

/** The real Alertmanager, the real hub, a real desk: in both directions, and with each killed in the middle. */

const missing = missingServers();
if (missing !== null) process.stderr.write(`SKIPPED: sources against a real Alertmanager: ${missing}\n`);

describe.skipIf(missing !== null)('a real Alertmanager as a source', () => {
  const room = new SourceRoom();
  let am: Alertmanager;
  const ekg = { labels: { alertname: 'HighLatency', service: 'ekg', site: 'Mo', severity: 'critical' } };
  const disk = {
    labels: { alertname: 'DiskFull', service: 'pacs-db', severity: 'warning' },
    summary: '91 %',
  };
  const lab = { labels: { alertname: 'Queue', team: 'lab', severity: 'page' } };
  const stray = { labels: { alertname: 'Stray', service: 'kantine' } };
  const both = { labels: { alertname: 'Both', service: 'pacs-lab', severity: 'warning' } };

  beforeAll(async () => {
    am = await startAlertmanager(join(room.folder.path, 'am'), {
      inhibit: 'inhibit_rules: [{ source_matchers: [alertname=Root], target_matchers: [alertname=Leaf] }]',
    });
    room.atEnd(() => am.end());
    room.write(am.url);
    await room.open();
  }, 60_000);
  afterAll(() => room.close(), 60_000);

  /** What the room shows is what the source's own API says, field by field. */
  async function equalToApi(): Promise<void> {
    const here = (): unknown => [
      room.alerts().map(shownAlert).sort(byId),
      room
        .silences()
        .filter(({ phase }) => phase !== 'expired' && phase !== 'failed')
        .map(shownSilence)
        .sort(byId),
    ];
    const there = async (): Promise<unknown> => [
      (await am.alerts()).map(alertThere).sort(byId),
      (await am.silences())
        .filter(({ status }) => status.state !== 'expired')
        .map(silenceThere)
        .sort(byId),
    ];
    try {
      await until('the room equals the source', async () => isDeepStrictEqual(here(), await there()));
    } catch {
      expect(here()).toEqual(await there());
    }
  }

  it('is up, and what it says nothing of is fine', async () => {
    const status = await room.phase('up');
    expect(status).toMatchObject({ reason: null, version: '0.25.0', skewMs: 0, alerts: 0, unmatched: 0 });
    await room.state('ekg@mo', 'normal');
    await room.state('ekg@tromsø', 'normal');
    await room.state('pacs', 'normal');
    await room.state('am', 'normal');
    expect(room.check('am/puls')?.output).toBe('svarer (versjon 0.25.0)');
  });

  it('puts alerts on nodes by rules, and shows what has no place or several', async () => {
    await am.fire([ekg, disk, lab, stray, both]);
    await room.state('ekg@mo', 'down');
    expect(room.check('ekg@mo/am')?.output).toBe('HighLatency (kritisk)');
    await room.state('pacs', 'degraded');
    expect(room.check('pacs/am')?.output).toBe('2 varsler: Both (advarsel), DiskFull (advarsel)');
    await room.state('lab', 'down');
    expect(room.node('ekg@tromsø')?.state).toBe('normal');
    await room.state('am', 'warning');
    expect(room.check('am/kart')?.output).toBe(
      '1 varsel uten plass: Stray (ingen regel passer); 1 varsel på flere steder: Both (lab, pacs)',
    );
    expect(room.source()).toMatchObject({ alerts: 5, unmatched: 1, ambiguous: 1 });
    expect(room.alerts().find(({ name }) => name === 'Both')).toMatchObject({
      nodes: ['lab', 'pacs'],
      rules: [1, 3],
    });
    expect(room.alerts().find(({ name }) => name === 'Stray')).toMatchObject({ nodes: [], rules: [] });
    await equalToApi();
  });

  it('names what is left when one of several is over', async () => {
    await am.resolve([both]);
    await until('PACS has one', () => room.check('pacs/am')?.output === 'DiskFull (advarsel): 91 %');
    await equalToApi();
  });

  it('answers a preview of draft rules over the alerts of now', async () => {
    const preview = await room.desk.ask<'mapping-preview'>({
      ask: 'mapping-preview',
      source: 'am',
      rules: [
        { match: ['alertname="Stray"'], service: 'fremmed' },
        { match: ['severity=~"crit.*"'], service: '{service}', site: '{site}' },
        { match: ['alertname="Queue"'], service: 'pacs' },
        { match: ['team=~"l(ab"'], service: 'lab' },
        { match: ['team="lab"'], service: 'lab' },
      ],
    });
    if (!preview.ok) throw new Error(preview.error.message);
    expect(preview.value.hits).toEqual([1, 1, 1, 0, 1]);
    expect(preview.value.issues).toEqual([{ rule: 3, field: 'match/0', reason: '«l(ab»: en «)» mangler' }]);
    const verdicts = preview.value.alerts.map(({ alert, verdict }) => [alert.name, verdict]);
    expect(verdicts).toEqual([
      ['Queue', 'twice'],
      ['DiskFull', 'unmatched'],
      ['HighLatency', 'matched'],
      ['Stray', 'matched'],
    ]);
    expect(room.alerts().find(({ name }) => name === 'Stray')?.nodes).toEqual([]);
  });

  it('sees a silence that was set there, and its end', async () => {
    const id = await am.silence(
      [{ name: 'service', value: 'ekg', isRegex: false, isEqual: true }],
      'nattevakt',
      'CHG-1042 <b>planlagt</b>',
    );
    const quiet = await until('EKG is quiet', () => {
      const node = room.node('ekg@mo');
      return node?.quiet?.kind === 'silence' && node;
    });
    expect(quiet.state).toBe('down');
    expect(room.check('ekg@mo/am')?.output).toBe('HighLatency (kritisk, dempet) – dempet hos kilden');
    expect(room.silences()).toMatchObject([
      {
        id: `am/${id}`,
        phase: 'active',
        author: 'nattevakt',
        comment: 'CHG-1042 <b>planlagt</b>',
        correlation: null,
      },
    ]);
    await equalToApi();
    await am.endSilence(id);
    await until('EKG is heard', () => room.node('ekg@mo')?.quiet === null);
    await until(
      'it is over',
      () => room.silences().find((one) => one.id === `am/${id}`)?.phase === 'expired',
    );
  });

  it('sets a silence there once, sees it, and ends it from here', async () => {
    const given = await give(room.desk, 'silence.set', 'am', {
      matchers: [{ name: 'alertname', value: 'Disk.*', isRegex: true, isEqual: true }],
      endsAt: Date.now() + 3_600_000,
      comment: 'venter på disk',
    });
    const correlation = given.id;
    const seen = await until('it is seen', () => {
      const mine = room.silences().filter((one) => one.correlation === correlation);
      return mine.length === 1 && mine[0]?.phase === 'active' && mine[0];
    });
    expect(seen).toMatchObject({ author: 'maskinen (vaktrom)', comment: 'venter på disk' });
    const there = (await am.silences()).filter(({ comment }) => comment.includes(correlation));
    expect(there).toMatchObject([
      { createdBy: 'maskinen (vaktrom)', comment: `venter på disk [vaktrom:${correlation}]` },
    ]);
    expect(seen.id).toBe(`am/${there[0]?.id}`);
    await until('PACS is quiet', () => room.node('pacs')?.quiet?.kind === 'silence');
    await equalToApi();

    await give(room.desk, 'silence.end', 'am', { silence: seen.id });
    await until('it has ended', () => room.silences().find(({ id }) => id === seen.id)?.phase === 'expired');
    await until('PACS is heard', () => room.node('pacs')?.quiet === null);
    expect((await am.silences()).filter(({ status }) => status.state === 'active')).toEqual([]);
    expect((await am.silences()).filter(({ comment }) => comment.includes(correlation))).toHaveLength(1);
  });

  it('says why a silence was refused there', async () => {
    const given = await give(room.desk, 'silence.set', 'am', {
      // Read here as a text that matches something, refused by the server's own parser.
      matchers: [{ name: 'alertname', value: '(?=x)', isRegex: true, isEqual: true }],
      endsAt: Date.now() + 3_600_000,
      comment: 'går ikke',
    });
    const failed = await until('it failed', () =>
      room.silences().find((one) => one.correlation === given.id && one.phase === 'failed'),
    );
    expect(failed.reason).toMatch(/invalid|error parsing/);
  });

  it('counts what is inhibited there, and marks it', async () => {
    const root = { labels: { alertname: 'Root', team: 'lab', severity: 'page' } };
    const leaf = { labels: { alertname: 'Leaf', team: 'lab' } };
    await am.fire([root, leaf]);
    await until('it is marked', () => room.alerts().find(({ name }) => name === 'Leaf')?.inhibited);
    await until('the node says so', () =>
      room.check('lab/am')?.output.includes('Leaf (advarsel, undertrykt av et annet varsel)'),
    );
    await equalToApi();
    await am.resolve([root, leaf]);
    await until('they are gone', () => room.check('lab/am')?.output === 'Queue (kritisk)');
  });

  it('is killed: one source down, all of it unknown; and back: equal to its own state', async () => {
    await am.end('SIGKILL');
    const down = await room.phase('down');
    expect(down.reason).toBe('avviser forbindelsen');
    await room.state('am', 'down');
    for (const id of ['ekg@mo', 'ekg@tromsø', 'pacs', 'lab']) {
      const node = await room.state(id, 'unknown');
      expect(node.because).toContainEqual({ kind: 'source', id: 'am' });
    }
    expect(room.check('ekg@mo/am')?.output).toMatch(
      /^kilden Alertmanager svarer ikke siden (\d\d\.\d\d\. )?\d\d:\d\d$/,
    );
    const refused = await give(room.desk, 'silence.set', 'am', {
      matchers: [{ name: 'a', value: 'b', isRegex: false, isEqual: true }],
      endsAt: Date.now() + 60_000,
      comment: 'nå',
    });
    const fate = await until('it is refused', () =>
      room.desk.snapshot().outbox.find(({ id, fate }) => id === refused.id && fate === 'refused'),
    );
    expect(fate.reason).toBe('Alertmanager svarer ikke nå');

    // SIGKILL: it forgot its alerts and silences. What it says now is what holds.
    await am.start();
    await am.fire([lab]);
    await room.phase('up');
    await room.state('ekg@mo', 'normal');
    await room.state('pacs', 'normal');
    await room.state('lab', 'down');
    await equalToApi();
    expect(room.alerts().map(({ name }) => name)).toEqual(['Queue']);
  }, 60_000);

  it('hangs: down by time-out, and back by itself', async () => {
    am.signal('SIGSTOP');
    try {
      const down = await room.phase('down');
      expect(down.reason).toBe('svarer ikke i tide');
      await room.state('lab', 'unknown');
    } finally {
      am.signal('SIGCONT');
    }
    await room.phase('up');
    await room.state('lab', 'down');
    await equalToApi();
  }, 60_000);

  it('tells only what differs', async () => {
    const newest = async (): Promise<number> => {
      const told = await room.desk.history({ node: null, before: null, limit: 1 });
      return told.ok ? (told.value.events[0]?.seq ?? 0) : Number.NaN;
    };
    const looks = async (): Promise<number> => {
      const told = await room.desk.samples({ service: 'am', since: 0 });
      const pulse = told.ok ? told.value.series.find(({ check }) => check === 'am/puls') : null;
      return pulse?.at.length ?? 0;
    };
    const [before, seen] = [await newest(), await looks()];
    // Prometheus sends the same alerts again and again: their ends move, and nothing is news.
    await am.fire([lab], 90);
    await until('three more looks', async () => (await looks()) >= seen + 3);
    expect(await newest()).toBe(before);
  });

  it('does not trust what the log remembers when the hub starts and the source is gone', async () => {
    await room.shut();
    await am.end('SIGKILL');
    await room.open();
    await room.state('lab', 'unknown');
    await room.state('am', 'down');
    expect(room.check('lab/am')?.output).toBe('kilden Alertmanager har ikke svart siden huben startet');
    await am.start();
    await am.fire([ekg]);
    await room.state('lab', 'normal');
    await room.state('ekg@mo', 'down');
    await equalToApi();
  }, 60_000);
});

function shownAlert(alert: ForeignAlert): unknown {
  const { id, name, labels, startsAt, silencedBy, inhibited, link, summary } = alert;
  return { id, name, labels, startsAt, silencedBy, inhibited, link, summary };
}

function alertThere(alert: ApiAlert): unknown {
  return {
    id: `am/${alert.fingerprint}`,
    name: alert.labels.alertname,
    labels: alert.labels,
    startsAt: Date.parse(alert.startsAt),
    silencedBy: alert.status.silencedBy.map((id) => `am/${id}`),
    inhibited: alert.status.inhibitedBy.length > 0,
    link: alert.generatorURL ?? null,
    summary: alert.annotations.summary ?? '',
  };
}

function shownSilence({ id, phase, author, matchers, startsAt, endsAt }: ForeignSilence): unknown {
  return { id, phase, author, matchers, startsAt, endsAt };
}

function silenceThere(silence: ApiSilence): unknown {
  return {
    id: `am/${silence.id}`,
    phase: silence.status.state,
    author: silence.createdBy,
    matchers: silence.matchers,
    startsAt: Date.parse(silence.startsAt),
    endsAt: Date.parse(silence.endsAt),
  };
}

function byId(a: unknown, b: unknown): number {
  return (a as { id: string }).id < (b as { id: string }).id ? -1 : 1;
}
