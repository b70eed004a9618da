import { parseArgs } from 'node:util';

/** The options that every benchmark takes. */
export interface BenchOptions {
  readonly json: boolean;
  readonly checks: number;
  readonly changes: number;
  readonly windows: number;
  readonly missed: number;
  readonly seconds: number;
  readonly runs: number;
  readonly rounds: number;
  /** How wrong clocks are, ms. */
  readonly skewMs: number;
}

/** Reads `--json --checks N --changes N --windows N --missed N --seconds N --runs N --rounds N --skew-ms N`; ends with 2 on anything else. */
export function benchOptions(defaults: Partial<BenchOptions> = {}): BenchOptions {
  const numbers = {
    checks: 10_000,
    changes: 100,
    windows: 4,
    missed: 1_000,
    seconds: 20,
    runs: 7,
    rounds: 100,
    'skew-ms': 90_000,
    ...defaults,
  };
  try {
    const { values } = parseArgs({
      options: {
        json: { type: 'boolean', default: false },
        checks: { type: 'string' },
        changes: { type: 'string' },
        windows: { type: 'string' },
        missed: { type: 'string' },
        seconds: { type: 'string' },
        runs: { type: 'string' },
        rounds: { type: 'string' },
        'skew-ms': { type: 'string' },
      },
    });
    const whole = (name: Exclude<keyof typeof values, 'json'>): number => {
      const value = values[name] === undefined ? numbers[name] : Number(values[name]);
      if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} is a whole number from 1`);
      return value;
    };
    return {
      json: values.json,
      checks: whole('checks'),
      changes: whole('changes'),
      windows: whole('windows'),
      missed: whole('missed'),
      seconds: whole('seconds'),
      runs: whole('runs'),
      rounds: whole('rounds'),
      skewMs: whole('skew-ms'),
    };
  } catch (error) {
    process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(2);
  }
}

/** The value below which a share `q` (0 to 1) of `values` lies; by the nearest rank. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))] ?? Number.NaN;
}

export const rounded = (value: number): number => Math.round(value * 100) / 100;

/** Prints the figures as a table for people, unless JSON alone is asked for, and as one JSON object at the end. */
export function report(
  options: BenchOptions,
  figures: Readonly<Record<string, number | string | boolean>>,
): void {
  if (!options.json)
    for (const [name, value] of Object.entries(figures))
      process.stdout.write(`${name.padEnd(28)} ${value}\n`);
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}
