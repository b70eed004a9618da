import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { openSqliteLog } from '../../electron/hub/log/sqlite-log';
import { startConsole } from '../../electron/main/board/console';
import { openBoardCache } from '../../electron/main/cache/board-cache';
import { openOutbox } from '../../electron/main/cache/outbox';
import { Projection } from '../../shared/rules/projection';
import { systemClock } from '../../shared/time/clock';
import { type HubProcess, startHubProcess } from '../fixtures/hub-process';
import { Post } from '../fixtures/shift';
import { tempFolder } from '../fixtures/temp-folder';
import { until } from '../fixtures/until';
import { type DeskWord, runDesk } from './kills-desk';
import { benchOptions, quantile, report, rounded } from './report';

/**
 * kills: 1,000 acknowledgements of 1,000 alarms, in the middle of which console and hub are killed with SIGKILL, each at
 * a random moment, and started again; `--rounds` times. What the desk has said yes to must be in the log exactly once,
 * confirmed at the desk, and the desk's board must be the log's.
 */
const ALARMS = 1_000;
/** A round that has not come to its end by then is judged as it stands, ms. */
const ROUND_MS = 120_000;
/** A machine that others work on may be slow to start a hub, ms. */
const START_MS = 60_000;
/** A moment that no round comes to: what was to be killed then has been. */
const OVER = 1_000_000;
const clock = systemClock();

interface Round {
  readonly given: number;
  readonly confirmed: number;
  readonly diverged: number;
  readonly seconds: number;
}

async function main(): Promise<void> {
  const options = benchOptions();
  const folder = tempFolder('bench-kills');
  const rounds: Round[] = [];
  try {
    const seed = join(folder.path, 'seed');
    await makeSeed(seed);
    for (let number = 1; number <= options.rounds; number++) {
      const here = join(folder.path, `round-${number}`);
      const result = await playRound(seed, here);
      rounds.push(result);
      const bad = result.given - result.confirmed + result.diverged;
      if (bad > 0) process.stderr.write(`round ${number}: ${JSON.stringify(result)}\n`);
      else if (!options.json && number % 10 === 0) process.stderr.write(`${number} rounds\n`);
      rmSync(here, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    }
  } finally {
    folder.remove();
  }
  const sum = (of: (round: Round) => number): number => rounds.reduce((total, round) => total + of(round), 0);
  report(options, {
    bench: 'kills',
    rounds: rounds.length,
    acknowledgements: sum(({ given }) => given),
    confirmed: sum(({ confirmed }) => confirmed),
    lost: sum(({ given, confirmed }) => given - confirmed),
    diverged: sum(({ diverged }) => diverged),
    round_s: rounded(
      quantile(
        rounds.map(({ seconds }) => seconds),
        0.5,
      ),
    ),
    round_max_s: rounded(Math.max(...rounds.map(({ seconds }) => seconds))),
  });
}

const hubArgs = (folder: string): readonly string[] => [
  '--data',
  join(folder, 'hub'),
  '--config',
  join(folder, 'catalogue.yaml'),
];

/** A hub with 1,000 services that are down by their own word, each with its alarm, and a desk that has seen them all. */
async function makeSeed(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const names = Array.from({ length: ALARMS }, (_, index) => `t${index + 1}`);
  const check = 'checks: [{ id: puls, kind: heartbeat, interval: 12h, attempts: 1 }]';
  const services = names.map((id) => `  - { id: ${id}, name: Tjeneste ${id}, criticality: 2, ${check} }`);
  writeFileSync(
    join(folder, 'catalogue.yaml'),
    `version: 1\nname: Drap\nservices:\n${services.join('\n')}\n`,
  );
  const hub = await startHubProcess(hubArgs(folder), START_MS);
  const desk = startConsole({ clock, dataFolder: join(folder, 'desk'), hubUrl: null, log: () => {} });
  try {
    const post = await new Post(desk).attach(join(folder, 'hub'));
    for (let i = 0; i < names.length; i += 50) {
      await Promise.all(
        names.slice(i, i + 50).map((id) =>
          fetch(`${hub.url}/heartbeat/${encodeURIComponent(`${id}/puls`)}`, {
            method: 'POST',
            body: JSON.stringify({ result: 'critical', output: 'nede' }),
          }),
        ),
      );
    }
    await until(
      'every alarm is raised',
      () => names.every((id) => post.alarm(id)?.state === 'unacknowledged'),
      60_000,
    );
  } finally {
    await desk.stop();
    await hub.stop();
  }
}

/** Copies the seed, lets the desk work, kills each of the two once, and judges what is left at the end. */
async function playRound(seed: string, here: string): Promise<Round> {
  const began = performance.now();
  cpSync(seed, here, { recursive: true });
  // Acts given and acts settled, as far as the desk has said: 1,000 of each. A kill may come anywhere in between.
  const somewhere = (): number => Math.floor(Math.random() * (2 * ALARMS - 20)) + 10;
  const kills = { hub: somewhere(), desk: somewhere() };
  const given = new Map<string, string>();
  let settled = 0;
  let done = false;
  let hub: HubProcess = await startHubProcess(hubArgs(here), START_MS);
  const desk = new DeskProcess(here, (word) => {
    if (word.is === 'given') given.set(word.id, word.node);
    if (word.is === 'settled') settled = Math.max(settled, word.count);
    done ||= word.is === 'done';
  });
  try {
    const killed = (): boolean => kills.hub + kills.desk === 2 * OVER;
    while (!(done && killed()) && performance.now() - began < ROUND_MS) {
      const progress = given.size + settled;
      if (progress >= kills.hub) {
        kills.hub = OVER;
        // Not always at the moment at which the desk has just been heard.
        await pause(Math.random() * 20);
        hub.signal('SIGKILL');
        await hub.exited;
        hub = await startHubProcess(hubArgs(here), START_MS);
      }
      if (progress >= kills.desk) {
        kills.desk = OVER;
        done = false;
        await pause(Math.random() * 20);
        await desk.kill();
        desk.start();
      }
      await pause(2);
    }
  } finally {
    await desk.stop();
    await hub.stop();
  }
  if (!done) process.stderr.write(`not at its end within ${ROUND_MS} ms: ${desk.errors}\n`);
  return { ...(await judge(here, given)), seconds: (performance.now() - began) / 1_000 };
}

/** What became of the acts that the desk had said yes to, by the hub's log and by the desk's own files. */
async function judge(here: string, given: ReadonlyMap<string, string>): Promise<Omit<Round, 'seconds'>> {
  const outbox = openOutbox({ file: join(here, 'desk', 'outbox.db'), clock });
  const fates = new Map(outbox.list().map(({ id, fate }) => [id, fate]));
  outbox.close();
  const cache = openBoardCache({ file: join(here, 'desk', 'cache.db'), clock, onFault: () => {} });
  const board = cache.load();
  await cache.close();

  const log = await openSqliteLog({ file: join(here, 'hub', 'log.db'), clock });
  const settled = new Map<string, string[]>();
  const acknowledged = new Map<string, number>();
  const replayed = new Projection();
  let same = false;
  try {
    const head = log.head().position.seq;
    for (let at = 0; at < head; ) {
      const events = await log.read(at, 1_000);
      if (events.length === 0) throw new Error(`the log cannot be read from ${at + 1}`);
      for (const event of events) {
        const { body } = event;
        if (body.type === 'command.settled') {
          settled.set(body.command, [...(settled.get(body.command) ?? []), body.outcome]);
        }
        if (body.type === 'alarm.acted' && body.act.kind === 'acknowledge') {
          acknowledged.set(body.node, (acknowledged.get(body.node) ?? 0) + 1);
        }
        replayed.apply(event);
        if (event.seq === board?.position.seq) same = sameDigests(board.patch, replayed);
      }
      at = events.at(-1)?.seq ?? head;
    }
  } finally {
    await log.close();
  }
  let confirmed = 0;
  for (const [id, node] of given) {
    const once = settled.get(id)?.join() === 'done' && acknowledged.get(node) === 1;
    if (once && fates.get(id) === 'confirmed') confirmed += 1;
  }
  // An alarm acknowledged twice, and a desk whose board is not what the log says at its place.
  const twice = [...acknowledged.values()].filter((count) => count > 1).length;
  return { given: given.size, confirmed, diverged: twice + (same ? 0 : 1) };
}

function sameDigests(patch: Parameters<Projection['load']>[0], other: Projection): boolean {
  const state = new Projection();
  state.load(patch, null);
  return JSON.stringify(state.digests()) === JSON.stringify(other.digests());
}

/** The desk in a process of its own, which may be killed and started again on what its disk holds. */
class DeskProcess {
  readonly #here: string;
  readonly #onWord: (word: DeskWord) => void;
  #child: ChildProcess;
  errors = '';

  constructor(here: string, onWord: (word: DeskWord) => void) {
    this.#here = here;
    this.#onWord = onWord;
    this.#child = this.#spawn();
  }

  start(): void {
    this.#child = this.#spawn();
  }

  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  #spawn(): ChildProcess {
    const program = process.argv[1] ?? '';
    const args = [program, '--desk', join(this.#here, 'desk'), join(this.#here, 'hub')];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    createInterface({ input: child.stdout }).on('line', (line) => this.#hear(line));
    child.stderr.on('data', (part: Buffer) => {
      this.errors = `${this.errors}${part.toString()}`.slice(-2_000);
    });
    return child;
  }

  /** The last line of a killed process may be half of one. */
  #hear(line: string): void {
    if (line.endsWith('}')) this.#onWord(JSON.parse(line) as DeskWord);
  }

  /** Ends it, and waits until all that it said has been read. */
  async #end(signal: NodeJS.Signals): Promise<void> {
    const { exitCode, signalCode } = this.#child;
    if (exitCode !== null || signalCode !== null) return;
    const closed = once(this.#child, 'close');
    this.#child.kill(signal);
    await closed;
  }
}

if (process.argv[2] === '--desk') {
  const [, , , folder = '', hubFolder = ''] = process.argv;
  await runDesk(folder, hubFolder, ALARMS);
} else {
  await main();
}
