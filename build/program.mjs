// Runs one of the built Node programs under our Node, with Ctrl-C passed on: hub, estate, catalogue.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bootstrap } from './bootstrap/index.mjs';
import { out } from './bootstrap/places.mjs';
import { Stop } from './bootstrap/report.mjs';
import { askedToEnd, start } from './children.mjs';

/** @param {string} file below out/ @param {string[]} args @param {{ sqlite?: boolean, quiet?: boolean }} [options] */
export async function runProgram(file, args, { sqlite = false } = {}) {
  await bootstrap({ build: true, sqlite });
  const path = join(out, file);
  if (!existsSync(path)) throw new Stop(`out/${file} was not built: its source is missing`);
  // The person's folder, so that a relative FILE means what they typed.
  const cwd = process.env.INIT_CWD ?? process.cwd();
  const program = start(process.execPath, [path, ...args], { cwd });
  const signal = await Promise.race([askedToEnd(), program.ended.then(() => undefined)]);
  // It has said goodbye in its own time before it is made to.
  if (signal) await program.stop(10_000);
  const { code } = await program.ended;
  return code ?? 1;
}
