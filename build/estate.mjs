// npm run estate -- serve | break ID FAULT | heal [ID] | list | play FILE: the demonstration estate.
import { runMain } from './bootstrap/report.mjs';
import { runProgram } from './program.mjs';

await runMain(() => runProgram('estate/cli.js', process.argv.slice(2)));
