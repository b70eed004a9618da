// npm run catalogue -- check FILE | schema: is this catalogue right? And its JSON Schema for editors.
import { runMain } from './bootstrap/report.mjs';
import { runProgram } from './program.mjs';

await runMain(() => runProgram('catalogue/cli.js', process.argv.slice(2)));
