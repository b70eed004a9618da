import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { loadCatalogue } from '../../../electron/hub/catalogue/load-catalogue';
import type { LoadedCatalogue } from '../../../electron/hub/catalogue/loaded';
import type { CheckRun } from '../../../electron/hub/checks/check-run';
import { createCheckRunner } from '../../../electron/hub/checks/check-runner';
import type { Check } from '../../../shared/model/catalogue';
import { systemClock } from '../../../shared/time/clock';
import { type Estate, startEstate } from '../../estate/estate';
import { tempFolder } from '../../fixtures/temp-folder';
import { until } from '../../fixtures/until';

/** The whole region, looked at with the hub's own check runners: each kind of check meets a real server. */

const folder = tempFolder('region');
const run = createCheckRunner({ pluginFolders: ['/usr/lib/nagios/plugins'], clock: systemClock() });
/** Checks at the same time: as a hub does, not all at once. */
const AT_ONCE = 24;

let estate: Estate;
let catalogue: LoadedCatalogue;
let checks: ReadonlyMap<string, Check>;

beforeAll(async () => {
  estate = await startEstate({ folder: join(folder.path, 'estate'), part: 'all' });
  const outcome = await loadCatalogue(estate.catalogue);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.issues));
  catalogue = outcome.catalogue;
  checks = new Map(
    catalogue.entities.flatMap((entity) =>
      entity.kind === 'check' ? [[entity.value.id, entity.value]] : [],
    ),
  );
});
afterEach(() => estate.heal());
afterAll(async () => {
  await estate?.stop();
  folder.remove();
});

async function look(id: string): Promise<CheckRun> {
  const check = checks.get(id);
  const target = catalogue.targets.get(id);
  if (!check || !target) throw new Error(`no check ${id}`);
  return run(target, check, AbortSignal.timeout(60_000));
}

/** Runs many checks, so many at once, and gives those that are not fine in words. */
async function notFine(ids: readonly string[]): Promise<readonly string[]> {
  const waiting = [...ids];
  const bad: string[] = [];
  const worker = async (): Promise<void> => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      const seen = await look(id);
      if (seen.result !== 'ok') bad.push(`${id} ${seen.result}: ${seen.output}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return bad.sort();
}

describe('the whole region', () => {
  test('every check of every kind finds its endpoint well', async () => {
    const measured = [...catalogue.targets].filter(([, { kind }]) => kind !== 'self');
    const kinds = new Set(measured.map(([, { kind }]) => kind));
    for (const kind of ['http', 'tcp', 'dns', 'tls', 'host', 'journey']) expect(kinds).toContain(kind);
    expect(measured.length).toBeGreaterThan(450);
    expect(await notFine(measured.map(([id]) => id))).toEqual([]);
  });

  test('a user journey goes by the site’s own proxy, and ends where the line is cut', async () => {
    const fine = await look('dips-arena@mo/reise');
    expect(fine).toMatchObject({ result: 'ok' });
    const steps = (fine.metrics ?? []).map(({ label }) => label).filter((label) => label.startsWith('step/'));
    expect(steps).toEqual([
      'step/forside',
      'step/logg-inn',
      'step/journal',
      'step/rekvirer',
      'step/svar',
      'step/logg-ut',
    ]);
    await estate.setPropagate(true);
    await estate.break('wan@mo', 'down');
    expect((await look('dips-arena@mo/reise')).result).toBe('critical');
    expect((await look('dips-arena@bodø/reise')).result).toBe('ok');
  });

  test('lost packets make the journey slow at that site, and the router there tells of them', async () => {
    await estate.break('wan@mo', 'loss', { level: 3 });
    const line = await look('wan@mo/linje');
    expect(line).toMatchObject({ result: 'critical', output: expect.stringContaining('3') });
    const journey = await look('dips-arena@mo/reise');
    expect(journey.result).toBe('warning');
    expect(journey.ms).toBeGreaterThan(2_000);
    expect((await look('wan@mo/tcp')).result).toBe('ok');
    expect((await look('wan@bodø/linje')).result).toBe('ok');
  });

  test('a step of a journey fails, or is slow, and the check names it', async () => {
    await estate.break('dips-arena@alta', 'step-fails', { step: 'rekvirer' });
    const failed = await look('dips-arena@alta/reise');
    expect(failed).toMatchObject({ result: 'critical', output: expect.stringContaining('Bestille prøve') });
    await estate.break('dips-arena@alta', 'step-slow', { step: 'journal', level: 2 });
    const slow = await look('dips-arena@alta/reise');
    expect(slow).toMatchObject({ result: 'warning', output: expect.stringContaining('Åpne journal') });
    expect((await look('dips-arena@alta/http')).result).toBe('ok');
  });

  test.each([
    ['ie', 'expiring', { level: 12 }, 'ie/sertifikat', 'warning'],
    ['ie', 'expiring', { level: 3 }, 'ie/sertifikat', 'critical'],
    ['sso', 'expiring', { level: 0 }, 'sso/http', 'critical'],
    ['san1', 'full', { level: 85 }, 'san1/vert', 'warning'],
    ['san1', 'full', {}, 'san1/vert', 'critical'],
    ['dns', 'wrong-answer', {}, 'dns/oppslag', 'critical'],
    ['dns', 'errors', {}, 'dns/oppslag', 'critical'],
    ['dns', 'down', {}, 'dns/oppslag', 'critical'],
    ['dns', 'slow', {}, 'dns/oppslag', 'warning'],
    ['helsenorge', 'wrong-answer', {}, 'helsenorge/http', 'critical'],
    ['siptrunk', 'wrong-answer', {}, 'siptrunk/tcp', 'critical'],
    ['video@mo', 'down', {}, 'video@mo/sonde', 'critical'],
    ['video@mo', 'slow', {}, 'video@mo/sonde', 'warning'],
    ['blodbank@mo', 'errors', {}, 'blodbank@mo/http', 'critical'],
    ['ek@mo', 'slow', {}, 'ek@mo/http', 'warning'],
  ] as const)('%s with "%s" %j: %s is %s', async (id, fault, detail, check, result) => {
    await estate.break(id, fault, detail);
    expect(await look(check)).toMatchObject({ result });
    await estate.heal();
    await until(`${check} is well again`, async () => (await look(check)).result === 'ok');
  });
});
