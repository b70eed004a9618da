import { DataFolderBusy, lockDataFolder, writeEndpoint } from '../../../../../electron/hub/store/data-folder';

/** Locks a data folder, says so on stdout, and holds it until it is killed. */
async function main(folder: string): Promise<void> {
  try {
    await lockDataFolder(folder);
    await writeEndpoint(folder, {
      pid: process.pid,
      url: 'http://127.0.0.1:1',
      origin: 'child',
      startedAt: 1,
      machine: 'm'.repeat(64),
    });
    process.stdout.write('held\n');
    setInterval(() => {}, 60_000);
  } catch (error) {
    process.stdout.write(error instanceof DataFolderBusy ? 'busy\n' : `${String(error)}\n`);
  }
}

void main(process.argv[2] ?? '');
