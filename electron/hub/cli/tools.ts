import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { systemClock } from '../../../shared/time/clock';
import { makeBackup } from '../backup/backup';
import { restoreBackup } from '../backup/restore';
import { type VerifiedLog, verifyLogFiles } from '../log/verify-files';
import { type FurthestWitness, readWitnesses } from '../log/witnesses';
import { addPeopleCommands } from './people-tool';

/** What the tools write to and are called with. */
export interface ToolRun {
  readonly version: string;
  readonly write: (line: string) => void;
}

const DATA = ['--data <folder>', 'the hub’s data folder', 'vaktrom-data'] as const;

/** The commands that work on a hub's data folder, beside running one. */
export const TOOLS: readonly string[] = ['verify-log', 'backup', 'restore', 'people'];

/**
 * Runs one of TOOLS with its arguments. Resolves with the exit code: 0, or 1 when the log has a fault. Rejects with
 * an Error for people when it cannot do its work; commander ends with its own errors on bad arguments.
 */
export async function runTool(argv: readonly string[], { version, write }: ToolRun): Promise<number> {
  let code = 0;
  const program = new Command('hub').version(version).exitOverride();
  program
    .command('verify-log')
    .description('Verifies the log and its segments, also while a hub runs. Changes nothing.')
    .option(...DATA)
    .option('--witness <files...>', 'what consoles heard of it: witness.jsonl of their data folders')
    .action(async ({ data, witness }: { data: string; witness?: string[] }) => {
      // First what was heard, then the log: what is written meanwhile is no contradiction.
      const read = witness ? await readWitnesses(witness) : undefined;
      const log = await verifyLogFiles(join(resolve(data), 'log.db'), read);
      if (read && read.unreadable > 0) write(`NOTE ${read.unreadable} lines of witnesses cannot be read`);
      const fault = faultLine(log);
      if (fault !== null) {
        write(fault);
        code = 1;
        return;
      }
      for (const place of log.leftBehind) write(leftBehindLine(log, place));
      const witnessed = log.witnessed === null ? '' : `, ${log.witnessed} places witnessed`;
      write(
        `OK ${log.events} events in ${log.epochs} epochs, ${log.segments} segments${witnessed}; head ${log.position.origin}/${log.position.epoch}/${log.position.seq}, chain ${log.chain}`,
      );
    });
  program
    .command('backup')
    .description(
      'Backs up log, samples, segments, attachments, the catalogue and its history, also while the hub runs.',
    )
    .option(...DATA)
    .requiredOption('--to <folder or file>', 'new folder, or a new .tar, .tar.gz or .tgz')
    .option('--config <file>', 'the catalogue file; default: the one that the hub last ran with')
    .option('--without-samples', 'leaves response times out')
    .action(async (flags: { data: string; to: string; config?: string; withoutSamples?: boolean }) => {
      const made = await makeBackup({
        data: resolve(flags.data),
        to: flags.to,
        samples: flags.withoutSamples !== true,
        clock: systemClock(),
        version,
        ...(flags.config !== undefined && { catalogue: resolve(flags.config) }),
      });
      const { origin, epoch, seq } = made.log.position;
      write(
        `OK ${made.to}: ${made.files} files, ${made.bytes} bytes; the log stands at ${origin}/${epoch}/${seq}`,
      );
    });
  program
    .command('restore')
    .description('Restores a backup into a new data folder, in a new epoch of its log.')
    .requiredOption('--from <folder or file>', 'the backup')
    .option(...DATA)
    .option('--config <file>', 'where the catalogue file goes; default: into the data folder')
    .action(async (flags: { from: string; data: string; config?: string }) => {
      const restored = await restoreBackup({
        from: flags.from,
        data: flags.data,
        clock: systemClock(),
        ...(flags.config !== undefined && { catalogue: flags.config }),
      });
      const { origin, epoch, seq } = restored.position;
      write(
        `OK ${restored.data}: the state of ${new Date(restored.backupAt).toISOString()} goes on at ${origin}/${epoch}/${seq}`,
      );
      if (restored.catalogue !== null) write(`The catalogue file is ${restored.catalogue}`);
    });
  addPeopleCommands(program, DATA, write);
  await program.parseAsync(argv, { from: 'user' });
  return code;
}

/** What is wrong with a log, in a line; null: nothing. */
function faultLine(log: VerifiedLog): string | null {
  if (log.fault) {
    const { origin, epoch, seq } = log.fault.position;
    return `FAULT at ${origin}/${epoch}/${seq}: ${log.fault.reason}`;
  }
  if (log.witnessed !== 0) return null;
  return `FAULT no witness knows this log (${log.position.origin}): it is another one, or the witnesses are`;
}

/** Not a fault: somebody restored a backup, and the log says so itself. */
function leftBehindLine({ position }: VerifiedLog, { epoch, seq, at }: FurthestWitness): string {
  return `NOTE heard of up to ${position.origin}/${epoch}/${seq} (${new Date(at).toISOString()}), which is not in the backup that the log went on from`;
}
