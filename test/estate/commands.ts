import { once } from 'node:events';
import { resolve } from 'node:path';
import { Command, CommanderError } from 'commander';
import { z } from 'zod';
import type { Clock } from '../../shared/time/clock';
import { formatSeconds } from '../../shared/time/format';
import { type Control, startControl } from './control';
import { type Estate, startEstate } from './estate';
import {
  defaultFolder,
  type EstateFile,
  isAlive,
  readEstateFile,
  removeEstateFile,
  writeEstateFile,
} from './estate-file';
import { FAULTS, isFault } from './fault-rules';

/** What was asked for cannot be done. */
const EXIT_BAD = 2;
const ANSWER_MS = 10_000;
const LOOK_MS = 1_000;

/** What the commands need of the process they run in. */
export interface CommandHost {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
  readonly clock: Clock;
  /** Aborts when the process is asked to end. */
  readonly end: AbortSignal;
}

const activeFault = z.object({ id: z.string(), fault: z.string(), at: z.number() });
const stateAnswer = z.object({
  propagate: z.boolean(),
  endpoints: z.number(),
  faults: z.array(activeFault),
  cutOff: z.array(z.string()),
});
const breakAnswer = z.object({ faults: z.array(activeFault) });
const errorAnswer = z.object({ error: z.string() });

/** Something that a person can put right: one line, exit code 2. */
class Refused extends Error {}

/** Runs `serve`, `break`, `heal`, `list` or `propagate`. Returns the exit code. */
export async function runEstateCommand(args: readonly string[], host: CommandHost): Promise<number> {
  const program = new Command('estate')
    .description('The demonstration estate: real local services with faults that can be switched on.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => host.out(text.trimEnd()),
      writeErr: (text) => host.err(text.trimEnd()),
    });
  const folderOf = (options: { readonly folder?: string }): string =>
    resolve(options.folder ?? defaultFolder());
  const add = (name: string, description: string): Command =>
    program.command(name).description(description).option('--folder <folder>', 'where the estate lives');

  add('serve', 'starts the estate and stays until it is told to end')
    .option('--ports <first>', 'first of the ports that it takes', '0')
    .option('--no-propagate', 'let each service stand alone, whatever it needs')
    .action(async (options: { folder?: string; ports: string; propagate: boolean }) => {
      const ports = Number(options.ports);
      if (!Number.isInteger(ports) || ports < 0 || ports > 65_000)
        throw new Refused(`"${options.ports}" is not a port`);
      await serve(folderOf(options), ports, options.propagate, host);
    });
  add('break', 'switches a fault on')
    .argument('<id>', 'a service (wan: at all sites), a service at a site (wan@mo or wan-mo), dc1 or dc2')
    .argument('<fault>', FAULTS.join(', '))
    .action(async (id: string, fault: string, options: { folder?: string }) => {
      if (!isFault(fault)) throw new Refused(`"${fault}" is no fault: ${FAULTS.join(', ')}`);
      const answer = await order(folderOf(options), '/break', { id, fault }, breakAnswer);
      for (const item of answer.faults) host.out(`${item.id} ${item.fault} since ${formatSeconds(item.at)}`);
    });
  add('heal', 'switches faults off')
    .argument('[id]', 'as for break; all of them when missing')
    .action(async (id: string | undefined, options: { folder?: string }) => {
      report(await order(folderOf(options), '/heal', id === undefined ? {} : { id }, stateAnswer), host);
    });
  add('list', 'shows which faults are on').action(async (options: { folder?: string }) => {
    report(await order(folderOf(options), '/list', null, stateAnswer), host);
  });
  add('propagate', 'whether what needs a service that is down goes down with it')
    .argument('<on|off>')
    .action(async (word: string, options: { folder?: string }) => {
      if (word !== 'on' && word !== 'off') throw new Refused(`"${word}" is neither on nor off`);
      report(await order(folderOf(options), '/propagate', { on: word === 'on' }, stateAnswer), host);
    });

  try {
    await program.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_BAD;
    host.err(`estate: ${error instanceof Error ? error.message : String(error)}`);
    return EXIT_BAD;
  }
}

/**
 * Runs an estate until the process is asked to end. Where one runs in the folder already, it says where, stays
 * beside it, and takes over when that one ends: two consoles on a machine share one estate.
 */
async function serve(folder: string, ports: number, propagate: boolean, host: CommandHost): Promise<void> {
  const running = readEstateFile(folder);
  if (running) {
    host.out(JSON.stringify({ ready: true, ...running }));
    while (!host.end.aborted && isAlive(running.pid)) await pause(host, LOOK_MS);
    if (host.end.aborted) return;
  }
  let estate: Estate | null = null;
  let control: Control | null = null;
  try {
    estate = await startEstate({ folder, ports, propagate, clock: host.clock });
    control = await startControl(estate);
    const state: EstateFile = { pid: process.pid, control: control.url, catalogue: estate.catalogue };
    await writeEstateFile(folder, state);
    if (!running) host.out(JSON.stringify({ ready: true, ...state }));
    if (!host.end.aborted) await once(host.end, 'abort');
  } finally {
    removeEstateFile(folder, process.pid);
    await control?.stop();
    await estate?.stop();
  }
}

/** Waits, or until the process is asked to end. */
function pause(host: CommandHost, ms: number): Promise<void> {
  return new Promise((done) => {
    const finish = (): void => {
      cancel();
      host.end.removeEventListener('abort', finish);
      done();
    };
    const cancel = host.clock.after(ms, finish);
    host.end.addEventListener('abort', finish);
  });
}

async function order<T>(folder: string, path: string, body: unknown, answer: z.ZodType<T>): Promise<T> {
  const state = readEstateFile(folder);
  if (!state) throw new Refused(`no estate runs in ${folder} (npm run estate -- serve starts one)`);
  let said: unknown;
  let ok = false;
  try {
    const response = await fetch(`${state.control}${path}`, {
      ...(body !== null && {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    ok = response.ok;
    said = await response.json();
  } catch (error) {
    throw new Refused(
      `the estate in ${folder} does not answer: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (ok) return answer.parse(said);
  const refused = errorAnswer.safeParse(said);
  throw new Refused(refused.success ? refused.data.error : 'the estate refused');
}

function report(state: z.infer<typeof stateAnswer>, host: CommandHost): void {
  if (!state.propagate) host.out('each service stands alone: faults do not spread');
  if (state.faults.length === 0) host.out(`all ${state.endpoints} endpoints answer`);
  for (const { id, fault, at } of state.faults) host.out(`${id} ${fault} since ${formatSeconds(at)}`);
  if (state.cutOff.length > 0) host.out(`cut off with it: ${state.cutOff.join(', ')}`);
}
