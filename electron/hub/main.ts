import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command, CommanderError } from 'commander';
import pino from 'pino';
import { type HubConfig, hubConfig } from '../../shared/contract/hub-config';
import { systemClock } from '../../shared/time/clock';
import { runTool, TOOLS } from './cli/tools';
import { startHub } from './hub';
import { HUB_VERSION, type RunningHub } from './hub-options';
import { DataFolderBusy } from './store/data-folder';

/** The data folder has a hub already: sysexits' EX_TEMPFAIL, which a supervisor can tell from a crash. */
const EXIT_BUSY = 75;
const EXIT_USAGE = 2;

/** Reads the configuration from flags; a console passes it whole as JSON. Exits with a clear line when it is bad. */
function readConfig(argv: readonly string[]): HubConfig {
  const program = new Command('hub')
    .description('Runs the Vaktrom hub headless: it watches, decides and remembers.')
    .version(HUB_VERSION)
    .option('--config <file>', 'catalogue of what to watch')
    .option('--data <folder>', 'folder for log and samples', 'vaktrom-data')
    .option('--port <number>', 'port to listen on', '7400')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--tls-cert <file>', 'certificate; required beyond loopback')
    .option('--tls-key <file>', 'its key')
    .option('--token-file <file>', 'file with the token that consoles must present beyond loopback')
    .option('--plugins <folder...>', 'folders that Nagios plugins may be run from')
    .option('--actions <folder...>', 'folders that runbook actions may be run from')
    .option('--pages <folder...>', 'folders that status pages may be written in, beside its own')
    .option('--concurrency <number>', 'checks at the same time')
    .option('--keep-days <number>', 'log kept in its database, days; older goes into segments', '90')
    .option('--keep-events <number>', 'events kept there whatever their age', '200000')
    .option('--config-json <json>', 'the whole configuration as JSON (used by the console)')
    .addHelpText('after', `\nCommands on a data folder (hub COMMAND --help): ${TOOLS.join(', ')}`)
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : EXIT_USAGE))
    .parse(argv, { from: 'user' });
  const flags = program.opts<Record<string, string | string[] | undefined>>();
  const raw: unknown =
    typeof flags.configJson === 'string'
      ? JSON.parse(flags.configJson)
      : {
          data: resolve(String(flags.data)),
          catalogue: flags.config === undefined ? null : resolve(String(flags.config)),
          host: flags.host,
          port: Number(flags.port),
          tls: flags.tlsCert && flags.tlsKey ? { cert: flags.tlsCert, key: flags.tlsKey } : null,
          token: flags.tokenFile ? readFileSync(String(flags.tokenFile), 'utf8').trim() : null,
          ...(flags.plugins && { pluginFolders: flags.plugins }),
          ...(flags.actions && { actionFolders: flags.actions }),
          ...(flags.pages && { pageFolders: flags.pages }),
          ...(flags.concurrency && { concurrency: Number(flags.concurrency) }),
          log: { keepDays: Number(flags.keepDays), keepEvents: Number(flags.keepEvents) },
        };
  const parsed = hubConfig.safeParse(raw);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Error(`configuration: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'malformed'}`);
}

/** Ends in good order on a signal, and when the console that started it says so or is gone. */
function stopOnRequest(hub: RunningHub): void {
  let asked = false;
  const stop = (): void => {
    if (asked) return;
    asked = true;
    void hub.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('SIGHUP', stop);
  const parent = (
    process as unknown as {
      parentPort?: { on(name: 'message', listen: (event: { data: unknown }) => void): void };
    }
  ).parentPort;
  parent?.on('message', (event) => {
    if (event.data === 'stop') stop();
  });
}

/** A command on a data folder, instead of a hub. */
async function onFolder(argv: readonly string[]): Promise<void> {
  try {
    const write = (line: string): void => void process.stdout.write(`${line}\n`);
    process.exitCode = await runTool(argv, { version: HUB_VERSION, write });
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : EXIT_USAGE;
    else {
      process.stderr.write(`hub ${argv[0]}: ${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    }
  }
}

async function main(): Promise<void> {
  if (TOOLS.includes(process.argv[2] ?? '')) return onFolder(process.argv.slice(2));
  // Name look-ups share these threads with the disk: a few that hang must not hold up the rest.
  process.env.UV_THREADPOOL_SIZE ??= '16';
  const logger = pino(
    { base: { part: 'hub' }, level: process.env.VAKTROM_LOG_LEVEL ?? 'info' },
    pino.destination(2),
  );
  try {
    const config = readConfig(process.argv.slice(2));
    const hub = await startHub({
      config,
      clock: systemClock(),
      log: (level, message, detail) => logger[level](detail ?? {}, message),
      onFatal: (reason) => {
        logger.fatal(reason);
        process.exit(EXIT_BUSY);
      },
    });
    stopOnRequest(hub);
    process.stdout.write(`${JSON.stringify({ ready: true, url: hub.url, pid: process.pid })}\n`);
  } catch (error) {
    const busy = error instanceof DataFolderBusy;
    process.stderr.write(`hub: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(busy ? EXIT_BUSY : EXIT_USAGE);
  }
}

void main();
