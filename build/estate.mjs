// npm run estate -- serve | break ID slow|down|errors|flap | heal ID: the demonstration estate.
import { runMain } from './bootstrap/report.mjs';
import { runProgram } from './program.mjs';

await runMain(() => runProgram('estate/cli.js', process.argv.slice(2)));
