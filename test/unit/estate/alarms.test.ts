import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseCatalogue } from '../../../electron/hub/catalogue/load-catalogue';
import type { LoadedCatalogue } from '../../../electron/hub/catalogue/loaded';
import { actionPrograms } from '../../estate/actions';
import { estateCatalogue } from '../../estate/catalogue-text';
import { type Control, startControl } from '../../estate/control';
import { type Estate, startEstate } from '../../estate/estate';
import { writeEstateFile } from '../../estate/estate-file';
import { regionCatalogue } from '../../estate/region/catalogue';
import { SERVICE_ALARMS, SERVICE_USERS } from '../../estate/region/service-alarms';
import { REGION_SERVICES } from '../../estate/region/services';
import { tempFolder } from '../../fixtures/temp-folder';

const FOLDER = '/estate';

async function load(text: string): Promise<LoadedCatalogue> {
  const outcome = await parseCatalogue(
    text.replaceAll('ca: estate-ca.pem', 'ca: test/fixtures/catalogue/ca.pem'),
    'x.yaml',
  );
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.issues.slice(0, 5)));
  return outcome.catalogue;
}

let port = 20_000;
const parts = [
  [
    'all',
    regionCatalogue({
      portOf: () => port++,
      tools: { plugins: new Set(), ping: false, heartbeats: false },
      folder: FOLDER,
      now: Date.UTC(2026, 10, 23),
    }),
  ],
  ['nett', estateCatalogue(() => port++, false, FOLDER)],
] as const;

describe.each(parts)('alarms of part %s', async (_, text) => {
  const { entities, actions } = await load(text);
  const classes = entities.flatMap((entity) => (entity.kind === 'alarm-class' ? [entity.value] : []));
  const teams = entities.flatMap((entity) => (entity.kind === 'team' ? [entity.value] : []));

  test('each say what it means, what follows, what to do, how long there is, and whom to call', () => {
    for (const { id, meaning, consequence, steps, call, timeAvailableMin } of classes) {
      expect([id, meaning?.endsWith('.'), consequence?.endsWith('.')]).toEqual([id, true, true]);
      expect([id, steps.length > 0, call.length > 0, timeAvailableMin !== null]).toEqual([
        id,
        true,
        true,
        true,
      ]);
    }
    expect(classes.some(({ id }) => id === 'vaktrom/nett')).toBe(true);
  });

  test('call functions on invented internal numbers, each number one function', () => {
    const byNumber = new Map<string, Set<string>>();
    for (const { contacts } of teams) {
      for (const { phone, name } of contacts) {
        expect(phone).toMatch(/^44\d\d$/);
        byNumber.set(phone, (byNumber.get(phone) ?? new Set()).add(name));
      }
    }
    expect([...byNumber].filter(([, names]) => names.size > 1)).toEqual([]);
    const called = new Set(classes.flatMap(({ call }) => call));
    expect(teams.filter(({ id }) => !called.has(id)).map(({ id }) => id)).toEqual([]);
  });

  test('offer actions whose programs the estate brings', () => {
    const offered = new Set(classes.flatMap((one) => one.actions));
    expect(offered).toEqual(new Set(actions.keys()));
    const programs = [...actionPrograms('/node').keys()].map((name) => join(FOLDER, 'tiltak', name));
    for (const { command, dryRun } of actions.values()) {
      expect(programs).toContain(command[0]);
      if (dryRun) expect(programs).toContain(dryRun[0]);
    }
  });
});

test('everything that is said of a service is said of one of the region', () => {
  const known = REGION_SERVICES.map(({ id }) => id);
  for (const id of [...Object.keys(SERVICE_ALARMS), ...Object.keys(SERVICE_USERS)])
    expect(known).toContain(id);
});

describe('the programs behind the actions', () => {
  const folder = tempFolder('tiltak');
  const run = promisify(execFile);
  let estate: Estate;
  let control: Control;
  beforeAll(async () => {
    estate = await startEstate({ folder: folder.path });
    control = await startControl(estate);
    await writeEstateFile(folder.path, {
      pid: process.pid,
      control: control.url,
      catalogue: estate.catalogue,
      part: 'nett',
    });
  });
  afterAll(async () => {
    await control.stop();
    await estate.stop();
    folder.remove();
  });
  const service = (...args: string[]) => run(join(folder.path, 'tiltak', 'tjeneste'), args);

  test('show, try and start, and refuse what they do not know', async () => {
    expect((await service('vis', 'lb')).stdout).toBe('lb: i drift\n');
    await estate.break('fw', 'down');
    expect((await service('vis', 'lb')).stdout).toBe('lb: i orden selv, men noe den trenger er nede\n');
    expect((await service('prøv', 'fw')).stdout).toMatch(
      /«down».*\nVille ha startet fw på nytt. Ingenting er gjort.\n$/,
    );
    expect(estate.mode('fw')).toBe('down');
    expect((await service('start', 'fw')).stdout).toBe('Stanser fw\nStartet fw\nfw: i drift\n');
    expect(estate.mode('fw')).toBe('normal');
    await expect(service('start', 'finnes-ikke')).rejects.toMatchObject({ code: 1 });
    await expect(service('slett', 'fw')).rejects.toMatchObject({ code: 1, stderr: 'ukjent ordre\n' });
  }, 30_000);
});
