import { runCatalogueCommand } from './catalogue/cli';

/** `npm run catalogue -- check FILE | schema`. */
process.exitCode = await runCatalogueCommand(process.argv.slice(2), {
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
});
