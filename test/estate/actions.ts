import { join } from 'node:path';
import type { ActionSpec } from '../../shared/contract/catalogue-alarms';

/** Where the estate's runbook programs lie, in its own folder: the one folder that a hub must be told to allow. */
export const ACTION_FOLDER = 'tiltak';

const NODE = '[a-zæøå0-9-]+(@[a-zæøå-]+)?';

/**
 * The runbook actions of the estate in `folder`: harmless, and real. Two only look; two start a stand-in again, so
 * that a fault which somebody switched on is gone.
 */
export function estateActions(folder: string): readonly ActionSpec[] {
  const program = (name: string): string => join(folder, ACTION_FOLDER, name);
  return [
    {
      id: 'sjekk-dns',
      name: 'Slå opp et navn',
      description: 'Spør navnetjenesten som huben selv bruker. Endrer ingenting.',
      command: [program('slå-opp'), '{navn}'],
      args: {
        navn: { type: 'text', name: 'Navn', pattern: '[a-zæøå0-9]([a-zæøå0-9.-]{0,200}[a-zæøå0-9])?' },
      },
      timeout: '10s',
      cooldown: '2s',
    },
    {
      id: 'sjekk-tjeneste',
      name: 'Spør om tjenesten er i drift',
      description: 'Viser hva som er slått av på tjenesten, og hva den mangler. Endrer ingenting.',
      command: [program('tjeneste'), 'vis', '{node}'],
      args: { node: { type: 'text', name: 'Tjeneste', pattern: NODE } },
      timeout: '10s',
      cooldown: '2s',
    },
    {
      id: 'start-på-nytt',
      name: 'Start tjenesten på nytt',
      description: 'Tjenesten er borte i to sekunder mens den starter.',
      command: [program('tjeneste'), 'start', '{node}'],
      dryRun: [program('tjeneste'), 'prøv', '{node}'],
      args: { node: { type: 'text', name: 'Tjeneste', pattern: NODE } },
      timeout: '20s',
      cooldown: '30s',
    },
    {
      id: 'start-kjerne-på-nytt',
      name: 'Start kjernesvitsjene i et datasenter på nytt',
      description:
        'Alt som bare går gjennom datasenteret er borte i noen sekunder. Krever godkjenning av en til.',
      command: [program('tjeneste'), 'start', '{kjerne}'],
      dryRun: [program('tjeneste'), 'prøv', '{kjerne}'],
      args: { kjerne: { type: 'choice', name: 'Kjerne', options: ['core1', 'core2'] } },
      approval: true,
      timeout: '30s',
      cooldown: '2m',
    },
  ];
}

/** The programs behind them, by file name. `node`: the Node binary that runs them. */
export function actionPrograms(node: string): ReadonlyMap<string, string> {
  const quoted = `'${node.replaceAll("'", "'\\''")}'`;
  return new Map([
    ['slå-opp', '#!/bin/sh\nexec /usr/bin/getent hosts "$1"\n'],
    ['tjeneste', `#!/bin/sh\nexec ${quoted} "$(dirname "$0")/tjeneste.mjs" "$@"\n`],
    ['tjeneste.mjs', SERVICE_PROGRAM],
  ]);
}

/** Speaks to the switchboard of the estate that it lies in. */
const SERVICE_PROGRAM = `// Viser, prøver eller starter en tjeneste i demonstrasjonen på nytt: tjeneste.mjs vis|prøv|start ID
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const [verb, id] = process.argv.slice(2);
const DOWN_MS = 2_000;

async function ask(path, body) {
  const { control } = JSON.parse(readFileSync(new URL('../estate.json', import.meta.url), 'utf8'));
  const answer = await fetch(control + path, body && {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.error);
  return said;
}

async function show() {
  const { faults, cutOff } = await ask('/list');
  const own = faults.find((fault) => fault.id === id);
  if (own) console.log(id + ': feilen «' + own.fault + '» er slått på siden ' + new Date(own.at).toISOString());
  else if (cutOff.includes(id)) console.log(id + ': i orden selv, men noe den trenger er nede');
  else console.log(id + ': i drift');
  return own;
}

async function main() {
  await ask('/check', { id, fault: 'down' });
  if (verb === 'vis') return show();
  if (verb === 'prøv') {
    await show();
    console.log('Ville ha startet ' + id + ' på nytt. Ingenting er gjort.');
    return;
  }
  if (verb !== 'start') throw new Error('ukjent ordre');
  console.log('Stanser ' + id);
  await ask('/break', { id, fault: 'down' });
  try {
    await pause(DOWN_MS);
  } finally {
    await ask('/heal', { id });
  }
  console.log('Startet ' + id);
  await show();
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
`;
