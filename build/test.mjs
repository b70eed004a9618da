// npm test: sets the machine up, then runs everything. The last line adds up what the runners themselves report.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bootstrap } from './bootstrap/index.mjs';
import { modules, out } from './bootstrap/places.mjs';
import { notice, runMain } from './bootstrap/report.mjs';
import { askedToEnd, exitCodeOf, start, sweep } from './children.mjs';

const reports = join(out, 'reports');

const runners = [
  {
    name: 'vitest',
    command: (report) => [
      join(modules, 'vitest', 'vitest.mjs'),
      ...['run', '-c', 'build/vitest.config.ts'],
      ...['--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    ],
    count: countVitest,
  },
  {
    name: 'playwright',
    command: () => [
      join(modules, '@playwright', 'test', 'cli.js'),
      'test',
      '-c',
      'build/playwright.config.ts',
    ],
    count: countPlaywright,
  },
];

await runMain(async () => {
  const ending = askedToEnd();
  const work = everything();
  const signal = await Promise.race([ending, work.then(() => undefined)]);
  if (!signal) return work;
  await sweep();
  process.exit(exitCodeOf[signal]);
});

async function everything() {
  await bootstrap({ app: true, tests: true, build: true });
  const [{ typesAndLint }, { runtimeEnv }] = await Promise.all([
    import('./quality.mjs'),
    import('./runtime.mjs'),
  ]);
  let right = await typesAndLint();
  mkdirSync(reports, { recursive: true });
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const { name, command, count } of runners) {
    const report = join(reports, `${name}.json`);
    rmSync(report, { force: true });
    const runner = start(process.execPath, command(report), {
      env: { ...runtimeEnv(), VAKTROM_REPORT: report },
    });
    const { code, signal } = await runner.ended;
    await sweep();
    if (code !== 0) {
      right = false;
      notice(`${name} ended with ${signal ?? `exit code ${code}`}`);
    }
    if (!existsSync(report)) {
      right = false;
      notice(`${name} wrote no report: its tests are not in the sum`);
      continue;
    }
    const counted = count(JSON.parse(readFileSync(report, 'utf8')));
    for (const key of Object.keys(sum)) sum[key] += counted[key];
  }
  if (!right && sum.failed === 0) notice('types, lint or a runner failed: see above');
  console.log(`${sum.passed} passed, ${sum.failed} failed${sum.skipped ? `, ${sum.skipped} skipped` : ''}`);
  return right && sum.failed === 0 && sum.passed > 0 ? 0 : 1;
}

/** A file that could not even be loaded has no test that failed, and counts as one. */
function countVitest(report) {
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** Errors outside any test (a set-up that failed, a file that could not be loaded) count as failed. */
function countPlaywright({ stats, errors = [] }) {
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
  };
}
