import { systemClock } from '../../shared/time/clock';
import { runEstateCommand } from './commands';

/** `npm run estate -- serve | break ID FAULT | heal [ID] | list | propagate on|off | play FILE`. */
const ending = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => ending.abort());

process.exitCode = await runEstateCommand(process.argv.slice(2), {
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
  clock: systemClock(),
  end: ending.signal,
});
