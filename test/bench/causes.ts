import { VANTAGE_NODE } from '../../shared/rules/alarms/decide';
import type { FaultKind } from '../estate/fault-rules';
import { tempFolder } from '../fixtures/temp-folder';
import { benchOptions, report, rounded } from './report';
import { loadRegion, type Region, without } from './upset/region';
import { seeded } from './upset/virtual-clock';
import { VirtualHub } from './upset/virtual-hub';

/**
 * causes: a scripted night on the whole estate, one fault after the other, each of another kind and with a known cause,
 * through the hub's own scheduler, observer, pipeline and keeper of alarms in virtual time. Right is a night's fault when
 * the first alarm that asks for somebody names its cause. The worst of `--runs` nights is told.
 */
const MINUTE = 60_000;
const CALM_MS = 4 * MINUTE;
/** A fault stands so long; then the room has this long to come to rest. */
const FAULT_MS = 9 * MINUTE;
const REST_MS = 16 * MINUTE;

interface NightFault {
  readonly name: string;
  readonly faults: readonly (readonly [node: string, fault: FaultKind])[];
  /** What the first alarm may name. */
  readonly causes: readonly string[];
}

/** Nobody watches these two all night: their faults can only be inferred. */
const UNWATCHED = ['san2', 'virt1'] as const;

const NIGHT: readonly NightFault[] = [
  { name: 'a core switch', faults: [['core1', 'down']], causes: ['core1'] },
  { name: 'the line to a site', faults: [['wan@mo', 'down']], causes: ['wan@mo'] },
  { name: 'lost packets on a line', faults: [['wan@narvik', 'loss']], causes: ['wan@narvik'] },
  { name: 'the local network of a site', faults: [['lan@kirkenes', 'down']], causes: ['lan@kirkenes'] },
  { name: 'storage that nobody watches', faults: [['san2', 'down']], causes: ['san2'] },
  { name: 'machines that nobody watches', faults: [['virt1', 'down']], causes: ['virt1'] },
  { name: 'a database that answers with errors', faults: [['sql', 'errors']], causes: ['sql'] },
  { name: 'the directory', faults: [['ad', 'down']], causes: ['ad'] },
  { name: 'name service', faults: [['dns', 'errors']], causes: ['dns'] },
  { name: 'a slow step of a journey', faults: [['dips-arena@mo', 'step-slow']], causes: ['dips-arena@mo'] },
  { name: 'a full disk', faults: [['filer', 'full']], causes: ['filer'] },
  { name: 'a certificate', faults: [['sso', 'expiring']], causes: ['sso'] },
  { name: 'something outside', faults: [['nhn', 'down']], causes: ['nhn'] },
  { name: 'print at one site', faults: [['print@harstad', 'errors']], causes: ['print@harstad'] },
  { name: 'a slow integration engine', faults: [['ie', 'slow']], causes: ['ie'] },
  {
    name: 'both cores',
    faults: [
      ['core1', 'down'],
      ['core2', 'down'],
    ],
    causes: ['core1', 'core2'],
  },
  { name: 'our own view of the network', faults: [], causes: [VANTAGE_NODE] },
];

interface Judged {
  readonly fault: NightFault;
  readonly right: boolean;
  /** From the fault to the alarm that names its cause, s; null: none did. */
  readonly seconds: number | null;
  /** What asked instead, or besides. */
  readonly others: readonly string[];
}

const options = benchOptions({ runs: 5 });
const folder = tempFolder('bench-causes');
try {
  const region = without(await loadRegion(folder.path), UNWATCHED);
  const nights: (readonly Judged[])[] = [];
  for (let seed = 1; seed <= options.runs; seed++) nights.push(await playNight(region, seed));
  const rights = nights.map((night) => night.filter(({ right }) => right).length);
  const named = nights.flat().flatMap(({ seconds }) => (seconds === null ? [] : [seconds]));
  report(options, {
    bench: 'causes',
    nights: nights.length,
    causes: NIGHT.length,
    right_first: Math.min(...rights),
    right_first_share: rounded(Math.min(...rights) / NIGHT.length),
    named: Math.min(...nights.map((night) => night.filter(({ seconds }) => seconds !== null).length)),
    named_s_max: rounded(Math.max(0, ...named)),
    other_alarms: Math.max(...nights.flat().map(({ others }) => others.length)),
  });
} finally {
  folder.remove();
}

/** One night, in an order and with a spread of turns that chance makes from the seed. */
async function playNight(region: Region, seed: number): Promise<readonly Judged[]> {
  const hub = await VirtualHub.start(region, folder.path, seed, CALM_MS);
  const judged: Judged[] = [];
  for (const fault of shuffled(NIGHT, seed)) {
    const before = hub.asked.length;
    // Not at the same place of everybody's turns each time.
    await hub.clock.pass(((seed * 7_919 + judged.length * 104_729) % 60) * 1_000);
    const from = hub.clock.now();
    for (const [node, kind] of fault.faults) hub.estate.break(node, kind);
    hub.estate.cutOff(fault.faults.length === 0);
    await hub.clock.pass(FAULT_MS);
    const asked = hub.asked.slice(before);
    const named = asked.find(({ node }) => fault.causes.includes(node));
    const right = asked[0] !== undefined && asked[0] === named;
    const others = [
      ...new Set(asked.filter(({ node }) => !fault.causes.includes(node)).map(({ node }) => node)),
    ];
    judged.push({ fault, right, seconds: named ? (named.at - from) / 1_000 : null, others });
    hub.estate.cutOff(false);
    hub.estate.heal();
    await hub.clock.pass(REST_MS);
  }
  await hub.stop();
  if (hub.faults.length > 0) throw new Error(`the hub went wrong: ${hub.faults[0]}`);
  if (!options.json) for (const one of judged) process.stdout.write(`#${seed} ${lineOf(one)}\n`);
  return judged;
}

function lineOf({ fault, right, seconds, others }: Judged): string {
  const when = seconds === null ? 'never' : `after ${rounded(seconds)} s`;
  const besides = others.length === 0 ? '' : `, besides: ${others.slice(0, 8).join(' ')}`;
  return `${fault.name}: ${right ? 'right' : 'NOT FIRST'}, named ${when}${besides}`;
}

/** The same order for the same seed. */
function shuffled<T>(list: readonly T[], seed: number): readonly T[] {
  const random = seeded(seed * 31);
  return [...list]
    .map((item) => ({ item, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}
