import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cache } from './places.mjs';
import { notice } from './report.mjs';

const file = join(cache, 'bootstrap.lock');

// Two set-ups at once, in one clone or in two, would trample on each other's packages and cache:
// the second waits. A lock whose owner is dead is taken over.
export async function locked(work) {
  mkdirSync(cache, { recursive: true });
  let told = false;
  while (!take()) {
    const owner = ownerOf();
    if (owner && !alive(owner)) {
      breakLock();
      continue;
    }
    if (!told && owner) notice(`waiting for another set-up that is running (process ${owner})`);
    told = true;
    await sleep(200);
  }
  const release = () => rmSync(file, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

function take() {
  try {
    const handle = openSync(file, 'wx');
    writeFileSync(handle, String(process.pid));
    closeSync(handle);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** The owner's process id; undefined while it is still being written, or when the lock just went. */
function ownerOf() {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    if (pid > 0) return pid;
    // An owner that died between creating and writing: give it a moment, then call it dead.
    return Date.now() - statSync(file).mtimeMs > 5_000 ? -1 : undefined;
  } catch {
    return undefined;
  }
}

function alive(pid) {
  if (pid < 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Renaming first makes sure that only one of several waiters removes it. */
function breakLock() {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
    rmSync(aside, { force: true });
  } catch {
    // Another waiter was faster.
  }
}
