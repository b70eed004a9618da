import { Command, CommanderError } from 'commander';
import { z } from 'zod';
import { catalogueFile } from '../../../shared/contract/catalogue-file';
import { loadCatalogue } from './load-catalogue';
import type { LoadedCatalogue } from './loaded';

/** The catalogue, or how it was asked about, is wrong. */
const EXIT_BAD = 2;

/** Where a command writes. */
export interface Output {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
}

/** Runs `catalogue check FILE` or `catalogue schema`. Returns the exit code: 0, or 2 when something is wrong. */
export async function runCatalogueCommand(args: readonly string[], output: Output): Promise<number> {
  let code = 0;
  const program = new Command('catalogue')
    .description('Checks a catalogue file, or prints its JSON Schema for editors.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => output.out(text.trimEnd()),
      writeErr: (text) => output.err(text.trimEnd()),
    });
  program
    .command('check')
    .argument('<file>', 'the catalogue (YAML)')
    .description('says what it holds, or FILE:LINE:COL and a reason for each fault')
    .action(async (file: string) => {
      const outcome = await loadCatalogue(file);
      if (outcome.ok) {
        output.out(`${file}: ${summarise(outcome.catalogue)}`);
        return;
      }
      for (const issue of outcome.issues)
        output.err(`${issue.file}:${issue.line}:${issue.col} ${issue.reason}`);
      code = EXIT_BAD;
    });
  program
    .command('schema')
    .description('prints the JSON Schema of the file')
    .action(() => output.out(JSON.stringify(z.toJSONSchema(catalogueFile), null, 2)));
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : EXIT_BAD;
  }
  return code;
}

/** `“Room”: 36 services at 4 sites …` in one line. */
function summarise(catalogue: LoadedCatalogue): string {
  const counts = new Map<string, number>();
  for (const { kind } of catalogue.entities) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const count = (kind: string, noun: string): string => {
    const number = counts.get(kind) ?? 0;
    return `${number} ${noun}${number === 1 ? '' : 's'}`;
  };
  return `“${catalogue.name}” is good: ${count('service', 'service')}, ${count('site', 'site')}, ${count('check', 'check')}`;
}
