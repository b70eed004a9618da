import { once } from 'node:events';
import { resolve } from 'node:path';
import { Command, CommanderError } from 'commander';
import type { z } from 'zod';
import type { Clock } from '../../shared/time/clock';
import { formatSeconds } from '../../shared/time/format';
import { LEVELS } from './behaviour';
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
import { pushHeartbeats } from './heartbeats';
import { breakAnswer, order, Refused, stateAnswer } from './orders';
import { isPart, PARTS } from './plan';
import { type PlayFlags, playCommand } from './play/command';

/** What was asked for cannot be done. */
const EXIT_BAD = 2;
const LOOK_MS = 1_000;
const LEVEL_WORDS = Object.entries(LEVELS)
  .map(([fault, { unit }]) => `${fault}: ${unit}`)
  .join('; ');

/** What the commands need of the process they run in. */
export interface CommandHost {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
  readonly clock: Clock;
  /** Aborts when the process is asked to end. */
  readonly end: AbortSignal;
}

/** Runs `serve`, `break`, `heal`, `list`, `propagate` or `play`. Returns the exit code. */
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
    .option('--part <part>', 'all: 74 services at 16 sites; nett: the first fifteen at 4', 'all')
    .option('--ports <first>', 'first of the ports that it takes', '0')
    .option('--no-propagate', 'let each service stand alone, whatever it needs')
    .option('--hub <url>', 'push heartbeats to this hub')
    .action(async (options: ServeOptions) => {
      await serve(folderOf(options), options, host);
    });
  add('break', 'switches a fault on')
    .argument('<id>', 'a service (wan: at all sites), a service at a site (wan@mo or wan-mo), dc1 or dc2')
    .argument('<fault>', FAULTS.join(', '))
    .option('--level <number>', `how much: ${LEVEL_WORDS}`)
    .option('--step <step>', 'the step of a journey, for step-fails and step-slow')
    .action(async (id: string, fault: string, options: BreakOptions) => {
      if (!isFault(fault)) throw new Refused(`"${fault}" is no fault: ${FAULTS.join(', ')}`);
      const level = options.level === undefined ? undefined : Number(options.level);
      if (level !== undefined && !Number.isFinite(level)) throw new Refused(`"${options.level}" is no level`);
      const wanted = { id, fault, level, step: options.step };
      const answer = await order(folderOf(options), '/break', wanted, breakAnswer);
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
  add('play', 'plays a script of faults with known causes, and heals them at its end')
    .argument('<file>', 'the script (YAML)')
    .option('--speed <number>', 'script time for each unit of real time', '1')
    .option('--from <clock>', 'begin at this time of day of the script (22:00), or now')
    .option('--record <file>', 'write what was really done, line by line (NDJSON)')
    .action(async (file: string, options: PlayFlags & { folder?: string }) => {
      await playCommand(folderOf(options), file, options, host);
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

interface ServeOptions {
  readonly folder?: string;
  readonly part: string;
  readonly ports: string;
  readonly propagate: boolean;
  readonly hub?: string;
}

interface BreakOptions {
  readonly folder?: string;
  readonly level?: string;
  readonly step?: string;
}

/**
 * Runs an estate until the process is asked to end. Where one runs in the folder already, it says where, stays
 * beside it, and takes over when that one ends: two consoles on a machine share one estate.
 */
async function serve(folder: string, options: ServeOptions, host: CommandHost): Promise<void> {
  const { part, propagate, hub } = options;
  const ports = Number(options.ports);
  if (!Number.isInteger(ports) || ports < 0 || ports > 65_000)
    throw new Refused(`"${options.ports}" is not a port`);
  if (!isPart(part)) throw new Refused(`"${part}" is no part: ${PARTS.join(', ')}`);
  if (hub !== undefined && !/^https?:/.test(hub)) throw new Refused(`"${hub}" is not a hub's address`);
  const running = readEstateFile(folder);
  if (running) {
    if (running.part !== part)
      host.err(`an estate of part "${running.part}" runs in ${folder}: it is shared`);
    host.out(JSON.stringify({ ready: true, ...running }));
    while (!host.end.aborted && isAlive(running.pid)) await pause(host, LOOK_MS);
    if (host.end.aborted) return;
  }
  let stopHeartbeats = (): void => {};
  let estate: Estate | null = null;
  let control: Control | null = null;
  try {
    const heartbeats = hub !== undefined;
    estate = await startEstate({ folder, part, ports, propagate, heartbeats, clock: host.clock });
    control = await startControl(estate);
    if (hub !== undefined) stopHeartbeats = pushHeartbeats(estate, hub, host.clock);
    const state: EstateFile = { pid: process.pid, control: control.url, catalogue: estate.catalogue, part };
    await writeEstateFile(folder, state);
    if (!running) host.out(JSON.stringify({ ready: true, ...state }));
    if (!host.end.aborted) await once(host.end, 'abort');
  } finally {
    stopHeartbeats();
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

function report(state: z.infer<typeof stateAnswer>, host: CommandHost): void {
  if (!state.propagate) host.out('each service stands alone: faults do not spread');
  if (state.faults.length === 0) host.out(`all ${state.endpoints} endpoints answer`);
  for (const { id, fault, at } of state.faults) host.out(`${id} ${fault} since ${formatSeconds(at)}`);
  if (state.cutOff.length > 0) host.out(`cut off with it: ${state.cutOff.join(', ')}`);
}
