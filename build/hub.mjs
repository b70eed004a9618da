// npm run hub -- --config FILE --port N --data DIR: the hub without a console.
import { runMain } from './bootstrap/report.mjs';
import { runProgram } from './program.mjs';

await runMain(() => runProgram('hub/main.js', process.argv.slice(2), { sqlite: true }));
