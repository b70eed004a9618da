import { tempFolder } from '../fixtures/temp-folder';
import { benchOptions, report, rounded } from './report';
import { loadRegion } from './upset/region';
import { playUpset, type Upset, type UpsetResult } from './upset/upset-run';

/**
 * flood: scripted upsets on the whole estate, through the hub's own scheduler, observer, pipeline and keeper of alarms,
 * in virtual time. Every check once a minute, in an order that chance makes anew for each of `--runs` seeds; what a check
 * meets follows the estate's own rules. The worst run of each figure is told.
 */
const CORES = ['core1', 'core2'] as const;
/** All that hangs on core1 alone. */
const STORAGE = ['san1'] as const;
const down = (...nodes: readonly string[]): Upset['faults'] => nodes.map((node) => ({ node }));
/** The second core a minute after the first. */
const inTurn = [{ node: 'core1' }, { node: 'core2', at: 60_000 }] as const;
/** What never came stands in the figures as this, s. */
const NEVER_S = 9_999;
const lan = { node: 'lan@lofoten' } as const;

const UPSETS: readonly Upset[] = [
  { name: 'core1', faults: down('core1'), causes: ['core1'] },
  { name: 'both cores', faults: down(...CORES), causes: CORES },
  { name: 'core1, then core2', faults: inTurn, causes: CORES },
  {
    name: 'core1, unmonitored',
    faults: down('core1'),
    causes: ['core1'],
    unwatched: ['core1'],
    orFirst: STORAGE,
  },
  { name: 'both cores, unmonitored', faults: down(...CORES), causes: CORES, unwatched: CORES },
  {
    name: 'core1, then core2, unmonitored',
    faults: inTurn,
    causes: CORES,
    unwatched: CORES,
    orFirst: STORAGE,
  },
  { name: 'core1, and a local network', faults: down('core1'), causes: ['core1'], second: lan },
  {
    name: 'core1, and the file server by itself',
    faults: down('core1'),
    causes: ['core1'],
    second: { node: 'filer' },
  },
  { name: 'both cores, and a local network', faults: down(...CORES), causes: CORES, second: lan },
  {
    name: 'both cores, unmonitored, and a local network',
    faults: down(...CORES),
    causes: CORES,
    unwatched: CORES,
    second: lan,
  },
  {
    name: 'both cores, and one service with a single check',
    faults: down(...CORES),
    causes: CORES,
    second: { node: 'sykesignal@lofoten' },
  },
];

const options = benchOptions({ runs: 5 });
const folder = tempFolder('bench-flood');
try {
  const region = await loadRegion(folder.path);
  const results: UpsetResult[] = [];
  for (const upset of UPSETS) {
    for (let seed = 1; seed <= options.runs; seed++) {
      const result = await playUpset(region, upset, folder.path, seed);
      results.push(result);
      if (!options.json) process.stdout.write(`${lineOf(result)}\n`);
    }
  }
  const faults = results.flatMap((result) => result.faults);
  if (faults.length > 0) throw new Error(`the hub went wrong: ${faults[0]}`);
  report(options, summaryOf(results));
} finally {
  folder.remove();
}

function summaryOf(results: readonly UpsetResult[]): Record<string, number | string | boolean> {
  const both = results.filter(({ upset }) => upset.faults.length > 1);
  const single = results.filter(({ upset }) => upset.second?.node === 'sykesignal@lofoten');
  const second = results.filter((result) => result.upset.second && !single.includes(result));
  const checks = (list: readonly UpsetResult[]): number => Math.min(...list.map((one) => one.failedChecks));
  return {
    bench: 'flood',
    runs: results.length,
    failed_checks: checks(both),
    failed_checks_core1: checks(results.filter((result) => !both.includes(result))),
    annunciated_10min: greatest(results.map((result) => result.annunciated)),
    cause_first: results.every((result) => result.causeFirst),
    cause_first_runs: results.filter((result) => result.causeFirst).length,
    cause_s: rounded(greatest(results.map((result) => result.causeS ?? NEVER_S))),
    second_fault_s: rounded(greatest(second.map((result) => result.secondS ?? NEVER_S))),
    second_fault_one_check_s: rounded(greatest(single.map((result) => result.secondS ?? NEVER_S))),
    other_alarms: greatest(results.map((result) => result.others.length)),
    annunciated_after_10min: greatest(results.map((result) => result.afterwards)),
  };
}

function lineOf(result: UpsetResult): string {
  const { upset, seed, failedChecks, annunciated, causeFirst, causeS, secondS, others, afterwards } = result;
  const second = upset.second ? `, second ${secondS === null ? 'never' : `${rounded(secondS)} s`}` : '';
  const more = [...new Set(others.map(({ node }) => node))].slice(0, 8).join(' ');
  const cause = causeS === null ? 'never' : `${rounded(causeS)} s`;
  return [
    `${upset.name} #${seed}: ${failedChecks} checks, ${annunciated} in 10 min,`,
    `cause ${causeFirst ? 'first' : 'NOT FIRST'} after ${cause}${second}, afterwards ${afterwards}`,
    more === '' ? '' : `, besides: ${more}`,
  ].join(' ');
}

function greatest(values: readonly number[]): number {
  return Math.max(...values);
}
