import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { out, root } from './places.mjs';
import { capture, lastLines } from './proc.mjs';
import { Stop, step } from './report.mjs';

export const builtStamp = join(out, '.built');

// What a build is made of. Names, sizes and times rather than contents: a walk of a few milliseconds.
const sources = [
  'electron',
  'renderer',
  'shared',
  'test/estate',
  'build/build.mjs',
  'package.json',
  'package-lock.json',
];

export function fingerprint() {
  const hash = createHash('sha256');
  const visit = (path) => {
    const at = join(root, path);
    if (!existsSync(at)) return;
    const info = statSync(at);
    if (info.isDirectory()) for (const name of readdirSync(at).sort()) visit(`${path}/${name}`);
    else hash.update(`${path} ${info.size} ${info.mtimeMs}\n`);
  };
  for (const path of sources) visit(path);
  return hash.digest('hex');
}

/** Builds when the sources differ from what `out/` was built from. */
export async function builtOutput() {
  if (existsSync(builtStamp) && readFileSync(builtStamp, 'utf8') === fingerprint()) return;
  await step('build the app: out/', async () => {
    const { code, text } = await capture(process.execPath, [join(root, 'build', 'build.mjs'), '--only']);
    if (code !== 0) {
      console.error(lastLines(text, 40));
      throw new Stop('the build failed: see the lines above');
    }
  });
}
